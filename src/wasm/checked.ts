// Checked arithmetic: the plain instruction, then a test whose slow path ends
// the run. Sums and differences look at sign bits (one comparison where one
// side is a constant); products have a fast path for factors of 32 bits; a
// conversion to float is free below 2^53. Slow paths
// hand their operands to the host.

import type { Expression } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";
import { faultWord } from "./faults.ts";
import { keepOperand } from "./operands.ts";
import type { CheckedExpression } from "./plan.ts";

/** Enters the operation into the table of checks; the fault word that names it. */
function enter(e: FunctionEmission, x: CheckedExpression): number {
  e.plan.checks.push(x);
  return faultWord("checked", e.plan.checks.length - 1);
}

/** Ends the run where the i32 on the stack is not zero; the host prints the operands. */
function failIf(e: FunctionEmission, x: CheckedExpression, left: () => void, right: (() => void) | null): void {
  e.open("if");
  left();
  if (right === null) e.i64(0);
  else right();
  e.i32(enter(e, x));
  e.callRuntime("failInts");
  e.op("unreachable");
  e.close();
}

export function emitChecked(e: FunctionEmission, x: CheckedExpression): void {
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
      e.i32(enter(e, x));
      return e.callRuntime(x.operation === "i64.shl" ? "shiftLeftChecked" : "floorDivideChecked", x.site);
    case "f64.from_i64_exact":
      return emitExactFloat(e, x);
    case "f64.from_u64_exact":
      e.i32(enter(e, x));
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

function emitProduct(e: FunctionEmission, x: CheckedExpression): void {
  const [left, right] = x.operands;
  if (left === undefined || right === undefined) return;
  const first = keepOperand(e, left, "i64", right);
  emitExpression(e, right);
  const second = keepOperand(e, right, "i64", null);
  e.op("i64.mul");
  pushNotSmall(e, first.push, left);
  pushNotSmall(e, second.push, right);
  if (isSmall(left) || isSmall(right)) {
    if (isSmall(left) && isSmall(right)) e.i32(0);
  } else {
    e.op("i32.or");
  }
  e.open("if");
  first.push();
  second.push();
  e.i32(enter(e, x));
  e.callRuntime("testProduct", x.site);
  e.close();
  second.release();
  first.release();
}

function isSmall(x: Expression): boolean {
  return x.kind === "i64" && BigInt.asIntN(32, x.value) === x.value;
}

/** 1 where the value does not fit 32 bits; nothing for a constant that does. */
function pushNotSmall(e: FunctionEmission, push: () => void, x: Expression): void {
  if (isSmall(x)) return;
  push();
  e.op("i64.extend32_s");
  push();
  e.op("i64.ne");
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

const exactIntegers = 2n ** 53n;

function emitExactFloat(e: FunctionEmission, x: CheckedExpression): void {
  const operand = x.operands[0];
  if (operand === undefined) return;
  const value = keepOperand(e, operand, "i64", null);
  e.op("f64.convert_i64_s");
  value.push();
  e.i64(exactIntegers);
  e.op("i64.add");
  e.i64(2n * exactIntegers);
  e.op("i64.gt_u");
  e.open("if");
  value.push();
  e.i32(enter(e, x));
  e.callRuntime("testExact", x.site);
  e.close();
  value.release();
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
  e.i32(enter(e, x));
  e.callRuntime("failFloat");
  e.op("unreachable");
  e.close();
  e.getLocal(value);
  e.op("i64.trunc_sat_f64_s");
  e.giveLocal("f64", value);
}
