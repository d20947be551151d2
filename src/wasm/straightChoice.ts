// A choice between two floats without a jump: engines have one for ints but
// not for floats. The comparison of lanes gives a mask of all bits or none.

import { InternalError } from "../base/internalError.ts";
import type { Expression } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";
import type { OpcodeName } from "./opcodes.ts";

type Choice = Extract<Expression, { readonly kind: "choose" }>;

/** Of floats that are at hand or of int constants, by a comparison of such floats. */
export function emitStraightChoice(e: FunctionEmission, x: Choice): void {
  if (x.representation === "f64") emitFloatChoice(e, x);
  else emitIntChoice(e, x);
}

/** `b if b > a else a` and its like, as `max(a, b)` is written: one instruction in lanes. False where it is another choice. */
export function emitExtreme(e: FunctionEmission, { test, then, else: otherwise }: Choice): boolean {
  if (test.kind !== "operation" || (test.operation !== "f64.lt" && test.operation !== "f64.gt")) return false;
  const [left, right] = test.operands;
  if (left === undefined || right === undefined) return false;
  const isForward = isSame(left, then) && isSame(right, otherwise);
  if (!isForward && !(isSame(left, otherwise) && isSame(right, then))) return false;
  emitLanes(e, otherwise);
  emitLanes(e, then);
  // The lesser where what is chosen stands on the lesser side of the test.
  e.op((test.operation === "f64.lt") === isForward ? "f64x2.pmin" : "f64x2.pmax");
  e.op("f64x2.extract_lane");
  e.code.u32(0);
  return true;
}

function isSame(x: Expression, y: Expression): boolean {
  if (x.kind === "local") return y.kind === "local" && x.local === y.local;
  return x.kind === "f64" && y.kind === "f64" && Object.is(x.value, y.value);
}

/** What one is more than the other, under the mask. */
function emitIntChoice(e: FunctionEmission, { test, then, else: otherwise }: Choice): void {
  if (then.kind !== "i64" || otherwise.kind !== "i64") throw new InternalError("a straight choice of ints that are no constants");
  emitMask(e, test);
  e.op("i64x2.extract_lane");
  e.code.u32(0);
  e.i64(BigInt.asIntN(64, then.value - otherwise.value));
  e.op("i64.and");
  if (otherwise.value === 0n) return;
  e.i64(otherwise.value);
  e.op("i64.add");
}

function emitFloatChoice(e: FunctionEmission, x: Choice): void {
  if (isZero(x.then)) {
    emitLanes(e, x.else);
    emitMask(e, x.test);
    e.op("v128.andnot");
  } else if (isZero(x.else)) {
    emitLanes(e, x.then);
    emitMask(e, x.test);
    e.op("v128.and");
  } else {
    emitLanes(e, x.then);
    emitLanes(e, x.else);
    emitMask(e, x.test);
    e.op("v128.bitselect");
  }
  e.op("f64x2.extract_lane");
  e.code.u32(0);
}

function emitLanes(e: FunctionEmission, x: Expression): void {
  emitExpression(e, x);
  e.op("f64x2.splat");
}

function emitMask(e: FunctionEmission, test: Expression): void {
  if (test.kind !== "operation") throw new InternalError("a straight choice by what is no comparison");
  for (const operand of test.operands) emitLanes(e, operand);
  e.op(test.operation.replace("f64.", "f64x2.") as OpcodeName);
}

/** Of no sign. */
function isZero(x: Expression): boolean {
  return x.kind === "f64" && Object.is(x.value, 0);
}
