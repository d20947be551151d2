// Operations that never fault. Most are one instruction; the rest guard what
// wasm would trap on (MIN / -1), round down as Python does, or keep NaN to its
// one pattern.

import type { Expression, Operation } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";
import type { OpcodeName } from "./opcodes.ts";
import { keepOperand } from "./operands.ts";
import { emitSmallDivision, isSmallDivisor } from "./smallDivision.ts";

type OperationExpression = Extract<Expression, { readonly kind: "operation" }>;

/** Special cases; all others are the wasm instruction of the table below. */
type Special =
  | "f64.copysign"
  | "i64.div_s"
  | "i64.floordiv"
  | "i64.mod"
  | "i64.mulhigh_u"
  | "f64.quotient_of_i64"
  | "i64.bits_of_f64"
  | "f64.from_bits";

const direct: Readonly<Record<Exclude<Operation, Special>, OpcodeName>> = {
  "i64.add": "i64.add",
  "i64.sub": "i64.sub",
  "i64.mul": "i64.mul",
  "i64.and": "i64.and",
  "i64.or": "i64.or",
  "i64.xor": "i64.xor",
  "i64.shl": "i64.shl",
  "i64.shr_s": "i64.shr_s",
  "i64.shr_u": "i64.shr_u",
  "i64.div_u": "i64.div_u",
  "i64.rem_s": "i64.rem_s",
  "i64.rem_u": "i64.rem_u",
  "i64.clz": "i64.clz",
  "i64.ctz": "i64.ctz",
  "i64.popcnt": "i64.popcnt",
  "i64.eq": "i64.eq",
  "i64.ne": "i64.ne",
  "i64.lt_s": "i64.lt_s",
  "i64.le_s": "i64.le_s",
  "i64.gt_s": "i64.gt_s",
  "i64.ge_s": "i64.ge_s",
  "i64.lt_u": "i64.lt_u",
  "i32.eq": "i32.eq",
  "i32.ne": "i32.ne",
  "i32.lt_s": "i32.lt_s",
  "i32.lt_u": "i32.lt_u",
  "i32.ge_u": "i32.ge_u",
  "i32.gt_s": "i32.gt_s",
  "i32.le_s": "i32.le_s",
  "i32.ge_s": "i32.ge_s",
  "i32.and": "i32.and",
  "i32.or": "i32.or",
  "i32.xor": "i32.xor",
  "i32.add": "i32.add",
  "i32.sub": "i32.sub",
  "i32.mul": "i32.mul",
  "i32.eqz": "i32.eqz",
  "ref.eq": "i32.eq",
  "ref.isnull": "i32.eqz",
  "f64.add": "f64.add",
  "f64.sub": "f64.sub",
  "f64.mul": "f64.mul",
  "f64.div": "f64.div",
  "f64.neg": "f64.neg",
  "f64.abs": "f64.abs",
  "f64.sqrt": "f64.sqrt",
  "f64.floor": "f64.floor",
  "f64.ceil": "f64.ceil",
  "f64.trunc": "f64.trunc",
  "f64.nearest": "f64.nearest",
  "f64.min": "f64.min",
  "f64.max": "f64.max",
  "f64.eq": "f64.eq",
  "f64.ne": "f64.ne",
  "f64.lt": "f64.lt",
  "f64.le": "f64.le",
  "f64.gt": "f64.gt",
  "f64.ge": "f64.ge",
  "i64.from_i32_s": "i64.extend_i32_s",
  "i64.from_i32_u": "i64.extend_i32_u",
  "i32.from_i64": "i32.wrap_i64",
  "f64.from_i64_s": "f64.convert_i64_s",
  "f64.from_i64_u": "f64.convert_i64_u",
  "i64.from_f64": "i64.trunc_sat_f64_s",
};

export function emitOperation(e: FunctionEmission, x: OperationExpression): void {
  const [left, right] = x.operands;
  if (left !== undefined) emitExpression(e, left);
  switch (x.operation) {
    case "i64.div_s":
      return emitDivision(e, x);
    case "i64.floordiv":
      return emitFloorDivision(e, x);
    case "i64.mod":
      return emitModulo(e, x);
    case "i64.bits_of_f64":
      return emitBits(e);
    case "f64.from_bits":
      return emitFromBits(e);
    case "f64.copysign":
      if (right !== undefined) emitExpression(e, right);
      return emitCopySign(e);
    case "i64.mulhigh_u":
    case "f64.quotient_of_i64":
      if (right !== undefined) emitExpression(e, right);
      return e.callRuntime(x.operation === "i64.mulhigh_u" ? "multiplyHigh" : "quotient");
    default:
      for (const operand of x.operands.slice(1)) emitExpression(e, operand);
      return e.op(direct[x.operation]);
  }
}

/** The divisor where it is a constant other than 0 and -1: nothing to guard then. */
function constantDivisor(x: Expression | undefined): bigint | null {
  return x?.kind === "i64" && x.value !== 0n && x.value !== -1n ? x.value : null;
}

/** log2 of a power of two, else -1. */
function powerOfTwo(value: bigint): number {
  return value > 0n && (value & (value - 1n)) === 0n ? value.toString(2).length - 1 : -1;
}

function emitDivision(e: FunctionEmission, x: OperationExpression): void {
  const divisor = constantDivisor(x.operands[1]);
  if (divisor === null) {
    if (x.operands[1] !== undefined) emitExpression(e, x.operands[1]);
    e.callRuntime("divide");
  } else {
    e.i64(divisor);
    e.op("i64.div_s");
  }
}

/** By a constant: an arithmetic shift, or the truncated quotient mended by the sign of the remainder. */
function emitFloorDivision(e: FunctionEmission, x: OperationExpression): void {
  const [left, right] = x.operands;
  if (left === undefined || right === undefined) return;
  const divisor = constantDivisor(right);
  if (divisor === null || divisor < 0n) {
    emitExpression(e, right);
    return e.callRuntime("floorDivide");
  }
  const shift = powerOfTwo(divisor);
  if (shift >= 0) {
    e.i64(shift);
    return e.op("i64.shr_s");
  }
  const mended = (push: () => void): void => {
    push();
    emitMendedQuotient(e, divisor, push);
  };
  if (isSmallDivisor(divisor)) return emitSmallDivision(e, left, divisor, "quotient", mended);
  const kept = keepOperand(e, left, "i64", null);
  emitMendedQuotient(e, divisor, kept.push);
  kept.release();
}

function emitMendedQuotient(e: FunctionEmission, divisor: bigint, push: () => void): void {
  const quotient = e.takeLocal("i64");
  e.i64(divisor);
  e.op("i64.div_s");
  e.teeLocal(quotient);
  push();
  e.getLocal(quotient);
  e.i64(divisor);
  e.op("i64.mul");
  e.op("i64.sub");
  e.i64(63);
  e.op("i64.shr_s");
  e.op("i64.add");
  e.giveLocal("i64", quotient);
}

function emitModulo(e: FunctionEmission, x: OperationExpression): void {
  const [left, right] = x.operands;
  if (left === undefined || right === undefined) return;
  const divisor = constantDivisor(right);
  if (divisor === null || divisor < 0n) {
    emitExpression(e, right);
    return e.callRuntime("modulo");
  }
  if (powerOfTwo(divisor) >= 0) {
    e.i64(divisor - 1n);
    return e.op("i64.and");
  }
  if (!isSmallDivisor(divisor)) return emitMendedRest(e, divisor);
  emitSmallDivision(e, left, divisor, "rest", (push) => {
    push();
    emitMendedRest(e, divisor);
  });
}

function emitMendedRest(e: FunctionEmission, divisor: bigint): void {
  const rest = e.takeLocal("i64");
  e.i64(divisor);
  e.op("i64.rem_s");
  e.teeLocal(rest);
  e.getLocal(rest);
  e.i64(63);
  e.op("i64.shr_s");
  e.i64(divisor);
  e.op("i64.and");
  e.op("i64.add");
  e.giveLocal("i64", rest);
}

const canonicalNaN = 0x7ff8000000000000n;

function emitBits(e: FunctionEmission): void {
  const value = e.takeLocal("f64");
  e.teeLocal(value);
  e.op("i64.reinterpret_f64");
  e.i64(canonicalNaN);
  pushIsNumber(e, value);
  e.op("select");
  e.giveLocal("f64", value);
}

/** The sign of a NaN is no engine's promise: it counts as positive. */
function emitCopySign(e: FunctionEmission): void {
  const sign = e.takeLocal("f64");
  e.teeLocal(sign);
  e.f64(1);
  pushIsNumber(e, sign);
  e.op("select");
  e.op("f64.copysign");
  e.giveLocal("f64", sign);
}

function emitFromBits(e: FunctionEmission): void {
  const value = e.takeLocal("f64");
  e.op("f64.reinterpret_i64");
  e.teeLocal(value);
  e.f64(Number.NaN);
  pushIsNumber(e, value);
  e.op("select");
  e.giveLocal("f64", value);
}

function pushIsNumber(e: FunctionEmission, value: number): void {
  e.getLocal(value);
  e.getLocal(value);
  e.op("f64.eq");
}
