// Calls that were followed before: of functions that look at nothing but their
// numbers and texts, so that what they spend and give is the same each time.

import type { FunctionId, IRModule } from "../ir.ts";
import { visitNodes } from "../nodes.ts";
import type { Polynomial } from "./polynomial.ts";
import { isNameless } from "./polynomial.ts";
import type { NumberValue, Value } from "./values.ts";
import { any } from "./values.ts";

/** What a call comes to; no result where it never comes back. */
export interface KnownCall {
  readonly cost: Polynomial;
  readonly result: Value | null;
  readonly stopped: Polynomial | null;
}

const makesOrChanges: ReadonlySet<string> = new Set(["newRecord", "setSlot", "setGlobal"]);
const changesElements: ReadonlySet<string> = new Set(["setElement", "copyElements", "fillElements"]);

export class KnownCalls {
  private readonly calls = new Map<string, KnownCall>();
  private readonly plain: readonly boolean[];
  private readonly leavesElements: readonly boolean[];

  constructor(module: IRModule) {
    this.plain = functionsWithout(module, makesOrChanges);
    this.leavesElements = functionsWithout(module, changesElements);
  }

  /** A name for the call; null where what it does depends on more than its arguments. `hasItems`: something is known of elements, which it may change. */
  nameOf(id: FunctionId, values: readonly Value[], hasItems: boolean): string | null {
    if (hasItems && this.leavesElements[id] !== true) return null;
    if (this.plain[id] !== true || values.some(({ kind }) => kind === "object" || kind === "facts")) return null;
    return `${id} ${values.map(written).join(" ")}`;
  }

  find(name: string): KnownCall | undefined {
    return this.calls.get(name);
  }

  keep(name: string, call: KnownCall): void {
    this.calls.set(name, call);
  }
}

/** Values without what no formula could name. */
export function plainValue(value: Value): Value {
  if (value.kind === "sized") return { kind: "sized", length: plainNumber(value.length) };
  return value.kind === "number" ? plainNumber(value) : any;
}

function plainNumber({ low, high }: NumberValue): NumberValue {
  return {
    kind: "number",
    low: low === null || isNameless(low) ? null : low,
    high: high === null || isNameless(high) ? null : high,
  };
}

function written(value: Value): string {
  if (value.kind === "sized") return `[${written(value.length)}]`;
  return value.kind === "number" ? `${writtenBound(value.low)}..${writtenBound(value.high)}` : "?";
}

function writtenBound(x: Polynomial | null): string {
  return x === null ? "?" : [...x].map(([key, { coefficient }]) => `${coefficient}*${key}`).join("+");
}

/** By function: is none of these in it, or in what it calls? */
function functionsWithout(module: IRModule, kinds: ReadonlySet<string>): readonly boolean[] {
  const callees: FunctionId[][] = [];
  const plain = module.functions.map((each, id) => {
    const called: FunctionId[] = (callees[id] = []);
    let isPlain = true;
    visitNodes(each.body, (node) => {
      if (kinds.has(node.kind)) isPlain = false;
      if (node.kind === "call") called.push(node.function);
    });
    return isPlain;
  });
  for (let changed = true; changed;) {
    changed = false;
    for (const [id, called] of callees.entries()) {
      if (plain[id] !== true || called.every((callee) => plain[callee] === true)) continue;
      plain[id] = false;
      changed = true;
    }
  }
  return plain;
}
