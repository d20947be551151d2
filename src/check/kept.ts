// Functions of the library that are kept from program to program, with their
// final trees. A tree names the functions that it calls by their place among
// its own callees, so that it is the same in every program; what later stages
// find out about it can be kept with it. A program sees it with its own
// numbers, which are put in when somebody asks for the body.

import type { Span } from "../base/span.ts";
import type { Instance } from "./instances.ts";
import type { FunctionId, TypedFunction, TypedStatement } from "./program.ts";
import { Finisher } from "./finish.ts";

/** One object in the whole process for one instance. */
export interface KeptFunction {
  /** Functions are places in `callees`; its own id is 0. */
  readonly typed: TypedFunction;
  /** Instances, itself first, in the order in which the tree names them. */
  readonly callees: readonly number[];
}

/** A kept function in one program. */
export interface KeptUse {
  readonly kept: KeptFunction;
  /** By place in its callees. */
  readonly functions: readonly FunctionId[];
}

/** Of a sealed instance. */
export function keptFunction(instance: Instance): KeptFunction {
  if (instance.kept !== null) return instance.kept;
  if (instance.typed === null) throw new Error(`${instance.name} was never analysed`);
  const places = new Map<number, number>();
  const finisher = new Finisher((id) => {
    const place = places.get(id) ?? places.size;
    places.set(id, place);
    return place;
  });
  const typed = finisher.function(instance.typed);
  // What the checker writes stands where it was first asked for, in this program or in another one.
  const body = instance.code.kind === "synthesised" ? (withoutPlaces(typed.body) as readonly TypedStatement[]) : typed.body;
  instance.kept = { typed: { ...typed, body }, callees: [...places.keys()] };
  return instance.kept;
}

/** The function with the ids of one program. */
export function useKept(kept: KeptFunction, numberOf: (instance: number) => FunctionId): TypedFunction {
  const functions = kept.callees.map(numberOf);
  let body: readonly TypedStatement[] | null = null;
  return {
    ...kept.typed,
    id: functions[0] ?? 0,
    use: { kept, functions },
    get body(): readonly TypedStatement[] {
      body ??= renumbered(kept.typed.body, functions) as readonly TypedStatement[];
      return body;
    },
  };
}

/** Fields that hold no node. */
const plain: ReadonlySet<string> = new Set(["kind", "type", "types", "span", "variable", "global", "closure", "classes", "orRaise"]);
const numbers: ReadonlySet<string> = new Set(["function", "mismatch", "outside"]);
const nowhere: Span = { start: 0, end: 0 };

/** A copy with other numbers of functions; what names none is shared. */
function renumbered(value: unknown, functions: readonly FunctionId[]): unknown {
  return copied(value, (field, part) => {
    if (typeof part === "number" && numbers.has(field)) return functions[part];
    if (field !== "targets") return plain.has(field) ? part : renumbered(part, functions);
    return (part as readonly { readonly function: number }[]).map((target) => ({ ...target, function: functions[target.function] }));
  });
}

function withoutPlaces(value: unknown): unknown {
  return copied(value, (field, part) =>
    field === "span" ? nowhere : plain.has(field) || field === "targets" ? part : withoutPlaces(part),
  );
}

function copied(value: unknown, change: (field: string, part: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const made = value.map((item: unknown) => copied(item, change));
    return made.every((item, index) => item === value[index]) ? value : made;
  }
  const changed = Object.entries(value).flatMap(([field, part]): [string, unknown][] => {
    const next = change(field, part);
    return next === part ? [] : [[field, next]];
  });
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
}
