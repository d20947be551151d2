// Checked arithmetic: the plain instruction, then a test whose slow path ends
// the run. Sums and differences look at sign bits (one comparison where one
// side is a constant); products have a fast path for factors of 32 bits; a
// conversion to float is free below 2^53. Slow paths
// hand their operands to the host.

import type { Expression } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";
import { keepOperand } from "./operands.ts";
import { emitBySmallOperands } from "./smallOperands.ts";
import type { CheckedExpression } from "./plan.ts";

/** Ends the run where the i32 on the stack is not zero; the host prints the operands. */
function failIf(e: FunctionEmission, x: CheckedExpression, left: () => void, right: (() => void) | null): void {
  e.open("if");
  left();
  if (right === null) e.i64(0);
  else right();
  e.check(x);
  e.callRuntime("failInts");
  e.op("unreachable");
  e.close();
}

export function emitChecked(e: FunctionEmission, x: CheckedExpression): void {
  if (emitBySmallOperands(e, x)) return;
  if (x.operands[0] !== undefined) emitExpression(e, x.operands[0]);
  switch (x.operation) {
    case "i64.add":
      return emitSum(e, x, "i64.add");
    case "i64.sub":
      return emitSum(e, x, "i64.sub");
    case "i64.mul":
      return emitProduct(e, x);
    case "i64.neg":
      return emitNegation(e, x);
    case "i64.abs":
      return emitMagnitude(e, x);
    case "i64.shl":
    case "i64.floordiv":
      if (x.operands[1] !== undefined) emitExpression(e, x.operands[1]);
      e.check(x);
      return e.callRuntime(x.operation === "i64.shl" ? "shiftLeftChecked" : "floorDivideChecked", x.site);
    case "f64.from_i64_exact":
      return emitExactFloat(e, x);
    case "f64.from_u64_exact":
      e.check(x);
      return e.callRuntime("floatFromUnsigned", x.site);
    case "i64.from_u64":
    case "u64.from_i64":
      return emitSignTest(e, x);
    case "i64.from_f64":
      return emitTruncation(e, x);
  }
}

function emitSum(e: FunctionEmission, x: CheckedExpression, instruction: "i64.add" | "i64.sub"): void {
  const [left, right] = x.operands;
  if (left === undefined || right === undefined) return;
  const result = e.takeLocal("i64");
  const first = keepOperand(e, left, "i64", right);
  emitExpression(e, right);
  const second = keepOperand(e, right, "i64", null);
  e.op(instruction);
  e.teeLocal(result);
  const pushResult = (): void => e.getLocal(result);
  if (right.kind === "i64") {
    pushResult();
    first.push();
    e.op((instruction === "i64.add") === right.value >= 0n ? "i64.lt_s" : "i64.gt_s");
  } else if (instruction === "i64.add" && x.natural !== undefined) {
    pushResult();
    (x.natural === 0 ? second : first).push();
    e.op("i64.lt_s");
  } else {
    pushSignTest(e, pushResult, first.push, second.push, instruction);
  }
  failIf(e, x, first.push, second.push);
  second.release();
  first.release();
  e.giveLocal("i64", result);
}

/** A sum overflowed where both operands have the sign that it lacks; a difference where the left one lacks it and the operands differ. */
function pushSignTest(
  e: FunctionEmission,
  result: () => void,
  left: () => void,
  right: () => void,
  instruction: "i64.add" | "i64.sub",
): void {
  left();
  result();
  e.op("i64.xor");
  if (instruction === "i64.add") {
    right();
    result();
  } else {
    left();
    right();
  }
  e.op("i64.xor");
  e.op("i64.and");
  e.i64(0);
  e.op("i64.lt_s");
}

/**
 * Factors of 31 bits cannot overflow. For larger ones the product of the floats
 * tells the magnitude within a part in 2^52: from 1.5 * 2^63 on it is too large;
 * below that, the true product is within 2^64 of zero, so the wrapped one is it
 * exactly where it has the sign of the factors (or is zero). No call that comes
 * back stands on this path: one in a loop makes V8 keep every float in memory.
 */
function emitProduct(e: FunctionEmission, x: CheckedExpression): void {
  const [left, right] = x.operands;
  if (left === undefined || right === undefined) return;
  const product = e.takeLocal("i64");
  const first = keepOperand(e, left, "i64", right);
  emitExpression(e, right);
  const second = keepOperand(e, right, "i64", null);
  e.op("i64.mul");
  e.teeLocal(product);
  pushNotSmall(e, first.push, left, second.push, right);
  e.open("if");
  pushTooLarge(e, first.push, second.push);
  pushWrongSign(e, first.push, second.push, product);
  e.op("i32.or");
  failIf(e, x, first.push, second.push);
  e.close();
  second.release();
  first.release();
  e.giveLocal("i64", product);
}

const smallBits = 30n;

/** A constant that fits whatever the other factor is. */
function isSmall(x: Expression): boolean {
  return x.kind === "i64" && BigInt.asIntN(32, x.value) === x.value;
}

/** 1 where a factor does not fit 31 bits. */
function pushNotSmall(e: FunctionEmission, first: () => void, left: Expression, second: () => void, right: Expression): void {
  const pushes = [...(isSmall(left) ? [] : [first]), ...(isSmall(right) ? [] : [second])];
  for (const [index, push] of pushes.entries()) {
    push();
    e.i64(2n ** smallBits);
    e.op("i64.add");
    if (index > 0) e.op("i64.or");
  }
  if (pushes.length === 0) e.i64(0);
  e.i64(2n ** (smallBits + 1n));
  e.op("i64.ge_u");
}

function pushTooLarge(e: FunctionEmission, first: () => void, second: () => void): void {
  first();
  e.op("f64.convert_i64_s");
  second();
  e.op("f64.convert_i64_s");
  e.op("f64.mul");
  e.op("f64.abs");
  e.f64(1.5 * 2 ** 63);
  e.op("f64.ge");
}

function pushWrongSign(e: FunctionEmission, first: () => void, second: () => void, product: number): void {
  e.getLocal(product);
  first();
  e.op("i64.xor");
  second();
  e.op("i64.xor");
  e.i64(0);
  e.op("i64.lt_s");
  e.getLocal(product);
  e.i64(0);
  e.op("i64.ne");
  e.op("i32.and");
}

function emitNegation(e: FunctionEmission, x: CheckedExpression): void {
  const value = e.takeLocal("i64");
  e.teeLocal(value);
  failAtMinimum(e, x, value);
  e.i64(0);
  e.getLocal(value);
  e.op("i64.sub");
  e.giveLocal("i64", value);
}

function failAtMinimum(e: FunctionEmission, x: CheckedExpression, value: number): void {
  e.i64(-(2n ** 63n));
  e.op("i64.eq");
  failIf(e, x, () => e.getLocal(value), null);
}

function emitMagnitude(e: FunctionEmission, x: CheckedExpression): void {
  const value = e.takeLocal("i64");
  e.teeLocal(value);
  failAtMinimum(e, x, value);
  e.getLocal(value);
  pushSign(e, value);
  e.op("i64.xor");
  pushSign(e, value);
  e.op("i64.sub");
  e.giveLocal("i64", value);
}

/** -1 below zero, else 0. */
function pushSign(e: FunctionEmission, value: number): void {
  e.getLocal(value);
  e.i64(63);
  e.op("i64.shr_s");
}

/** Those of 32 bits all are; beyond, those that come back unchanged. 2^63 would come back saturated, as the largest int. */
function emitExactFloat(e: FunctionEmission, x: CheckedExpression): void {
  const operand = x.operands[0];
  if (operand === undefined) return;
  const float = e.takeLocal("f64");
  const value = keepOperand(e, operand, "i64", null);
  e.op("f64.convert_i64_s");
  e.teeLocal(float);
  value.push();
  e.op("i64.extend32_s");
  value.push();
  e.op("i64.ne");
  e.open("if");
  e.getLocal(float);
  e.f64(2 ** 63);
  e.op("f64.ge");
  e.getLocal(float);
  e.op("i64.trunc_sat_f64_s");
  value.push();
  e.op("i64.ne");
  e.op("i32.or");
  failIf(e, x, value.push, null);
  e.close();
  value.release();
  e.giveLocal("f64", float);
}

function emitSignTest(e: FunctionEmission, x: CheckedExpression): void {
  const value = e.takeLocal("i64");
  e.teeLocal(value);
  e.getLocal(value);
  e.i64(0);
  e.op("i64.lt_s");
  failIf(e, x, () => e.getLocal(value), null);
  e.giveLocal("i64", value);
}

/** In range are -2^63 <= x < 2^63; the operand is a finite number. */
function emitTruncation(e: FunctionEmission, x: CheckedExpression): void {
  const value = e.takeLocal("f64");
  e.teeLocal(value);
  e.f64(-(2 ** 63));
  e.op("f64.ge");
  e.getLocal(value);
  e.f64(2 ** 63);
  e.op("f64.lt");
  e.op("i32.and");
  e.op("i32.eqz");
  e.open("if");
  e.getLocal(value);
  e.check(x);
  e.callRuntime("failFloat");
  e.op("unreachable");
  e.close();
  e.getLocal(value);
  e.op("i64.trunc_sat_f64_s");
  e.giveLocal("f64", value);
}
