// Python's indexes count from the end where negative. Lowering writes that as
// two instructions,
//
//     t = x < 0 ? x + length : x
//     if not (t unsigned< length): fail
//
// of which nearly always neither the correction nor the failure happens. Both
// go behind one test: `t = x; if not (t unsigned< length) { the two above }`
// computes the same, since a negative x is never below the length.

import type { Expression, Instruction } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";

export interface IndexTest {
  readonly index: number;
  readonly target: number;
  readonly length: Expression;
}

/** Recognises the pair. */
export function matchIndexTest(first: Instruction, second: Instruction | undefined): IndexTest | null {
  if (first.kind !== "setLocal" || first.value.kind !== "choose" || second?.kind !== "if" || second.else.length > 0) return null;
  const { test, then, else: otherwise } = first.value;
  if (otherwise.kind !== "local") return null;
  const [tested, zero] = operandsOf(test, "i64.lt_s");
  const [moved, length] = operandsOf(then, "i64.add");
  const [bounds] = operandsOf(second.test, "i32.eqz");
  const [target, limit] = operandsOf(bounds, "i64.lt_u");
  if (length === undefined || !isSame(length, limit) || zero?.kind !== "i64" || zero.value !== 0n) return null;
  if (!isSame(otherwise, tested) || !isSame(otherwise, moved) || target?.kind !== "local" || target.local !== first.local) return null;
  return { index: otherwise.local, target: first.local, length };
}

function operandsOf(x: Expression | undefined, operation: string): readonly Expression[] {
  return x?.kind === "operation" && x.operation === operation ? x.operands : [];
}

/** Equal expressions that only read; others count as different. */
function isSame(a: Expression, b: Expression | undefined): boolean {
  if (a.kind === "local") return b?.kind === "local" && a.local === b.local;
  if (a.kind === "slot") return b?.kind === "slot" && a.slot === b.slot && isSame(a.object, b.object);
  if (a.kind === "length") return b?.kind === "length" && isSame(a.object, b.object);
  if (a.kind !== "operation" || b?.kind !== "operation" || a.operation !== b.operation) return false;
  return a.operands.every((operand, index) => isSame(operand, b.operands[index]));
}

/** `emitBoth` emits the two instructions as they are. */
export function emitIndexTest(e: FunctionEmission, x: IndexTest, emitBoth: () => void): void {
  e.getLocal(x.index);
  e.teeLocal(x.target);
  emitExpression(e, x.length);
  e.op("i64.ge_u");
  e.open("if");
  emitBoth();
  e.close();
}
