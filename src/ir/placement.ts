// A function that is the same in every program, as one program has it: the form
// in which it is kept, and from which numbers to which. Its body is put
// together only when somebody asks for it. Found by the object: a copy that
// somebody has changed is a function like any other.

import type { FunctionId, IRFunction } from "./ir.ts";
import type { Answered } from "./recording.ts";
import { relocateFunction } from "./relocation.ts";
import type { Relocation } from "./relocation.ts";

export interface Placement {
  /** In the numbers of the program that it was lowered for first. */
  readonly form: IRFunction;
  /** All that it names, in those numbers. */
  readonly names: readonly Answered[];
  readonly to: Relocation;
}

const placements = new WeakMap<IRFunction, Placement>();

const same = (id: number): number => id;
const unmoved: Relocation = { site: same, text: same, type: same, function: same };

/** `to` is null in the program that it was lowered for. */
export function placeFunction(form: IRFunction, names: readonly Answered[], to: Relocation | null): IRFunction {
  const placed = to === null ? form : relocatedLate(form, to);
  placements.set(placed, { form, names, to: to ?? unmoved });
  return placed;
}

function relocatedLate(form: IRFunction, to: Relocation): IRFunction {
  let body: IRFunction["body"] | null = null;
  return {
    ...form,
    id: to.function(form.id),
    get body(): IRFunction["body"] {
      body ??= relocateFunction(form, to).body;
      return body;
    },
  };
}

export function placementOf(one: IRFunction): Placement | undefined {
  return placements.get(one);
}

/** For questions that have the same answer in every program: without making the body of this one. */
export function anyBodyOf(one: IRFunction): IRFunction["body"] {
  return (placements.get(one)?.form ?? one).body;
}

/** All of it but its body, which is not made. */
export function withoutBody(one: IRFunction): IRFunction {
  return { ...(placements.get(one)?.form ?? one), id: one.id, body: [] };
}

/** Functions that it may call, in its form's numbers. */
export function calleesOf({ names }: Placement): readonly FunctionId[] {
  return names.flatMap(({ kind, id }) => (kind === "function" ? [id] : []));
}
