// Loops that can do two items at once, as steps: reads of items, values made of
// them, writes of items, and fuel that some of the items spend.

import type { Expression, Instruction, LocalId } from "../ir/ir.ts";
import { isVectorValue } from "../ir/vectorBody.ts";
import type { FunctionEmission } from "./emission.ts";
import type { Loop } from "./fuelRegions.ts";

/** Item `index` stands at element `position + index * stride` of the storage; null: at `index`. */
export interface Place {
  readonly storage: LocalId;
  readonly steps: { readonly position: LocalId; readonly stride: LocalId } | null;
}

export type Step =
  | { readonly kind: "read"; readonly place: Place; readonly item: LocalId }
  | { readonly kind: "value"; readonly local: LocalId; readonly value: Expression }
  | { readonly kind: "write"; readonly place: Place; readonly value: Expression }
  | Spend;

/** Fuel for each item whose mask is set. */
export interface Spend {
  readonly kind: "spend";
  readonly mask: LocalId;
  readonly amount: bigint;
}

export interface VectorLoop {
  readonly index: LocalId;
  readonly count: LocalId;
  /** Of one turn, in order. */
  readonly steps: readonly Step[];
  /** Of all reads and writes. */
  readonly places: readonly Place[];
}

type Locals = FunctionEmission["function"]["locals"];

/** Null where the loop is of another form. */
export function matchVectorLoop(loop: Loop, locals: Locals): VectorLoop | null {
  if (loop.isIndependent !== true) return null;
  const [index, count] = headOf(loop.body[0]);
  if (index === null || count === null) return null;
  const steps: Step[] = [];
  for (const x of loop.body.slice(1, -2)) {
    const step = stepOf(x, index, locals);
    if (step === null) return null;
    steps.push(step);
  }
  const places = steps.flatMap((step) => (step.kind === "read" || step.kind === "write" ? [step.place] : []));
  return { index, count, steps, places };
}

function stepOf(x: Instruction, index: LocalId, locals: Locals): Step | null {
  if (x.kind === "spend") return spendOf(x.amount);
  if (x.kind === "setElement") {
    const place = x.representation === "f64" ? placeOf(x.storage, x.index, index) : null;
    return place === null || !isVectorValue(locals, x.value, "f64") ? null : { kind: "write", place, value: x.value };
  }
  if (x.kind !== "setLocal") return null;
  if (x.value.kind !== "element") {
    return isVectorValue(locals, x.value, locals[x.local]?.representation) ? { kind: "value", local: x.local, value: x.value } : null;
  }
  const place = x.value.representation === "f64" ? placeOf(x.value.storage, x.value.index, index) : null;
  return place === null ? null : { kind: "read", place, item: x.local };
}

/** `spend mask ? amount : 0` */
function spendOf(x: Expression): Step | null {
  if (x.kind !== "choose" || x.test.kind !== "local" || x.then.kind !== "i64") return null;
  return x.else.kind === "i64" && x.else.value === 0n ? { kind: "spend", mask: x.test.local, amount: x.then.value } : null;
}

/** `if (index >= count) leave` */
function headOf(head: Instruction | undefined): readonly [LocalId | null, LocalId | null] {
  if (head?.kind !== "if" || head.test.kind !== "operation" || head.test.operation !== "i32.ge_s") return [null, null];
  const [index, count] = head.test.operands;
  return index?.kind === "local" && count?.kind === "local" ? [index.local, count.local] : [null, null];
}

function placeOf(storage: Expression, at: Expression, index: LocalId): Place | null {
  if (storage.kind !== "local") return null;
  if (at.kind === "local") return at.local === index ? { storage: storage.local, steps: null } : null;
  if (at.kind !== "operation" || at.operation !== "i32.add") return null;
  const [position, steps] = at.operands;
  if (position?.kind !== "local" || steps?.kind !== "operation" || steps.operation !== "i32.mul") return null;
  const [turn, stride] = steps.operands;
  if (turn?.kind !== "local" || turn.local !== index || stride?.kind !== "local") return null;
  return { storage: storage.local, steps: { position: position.local, stride: stride.local } };
}
