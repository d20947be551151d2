// Intrinsics over ints, floats and bools. What CPython raises is an explicit
// branch; what only we refuse (64 bits, inexact conversions) is a checked
// operation that traps.

import type { Type } from "../types/type.ts";
import { nodePrices } from "../library/prices.ts";
import { checked, choose, f64, i32, i64, not, operation } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { constantOf, direct, operandAt } from "./intrinsicLowering.ts";
import type { IntrinsicFamily, IntrinsicLowering, IntrinsicNode } from "./intrinsicLowering.ts";
import type { CheckedOperation, Expression, Operation, Representation } from "./ir.ts";
import { raiseIf } from "./raising.ts";
import { isOneOf, orSameMethod } from "./sameMethod.ts";
import { constant, derive, discard, repeatable } from "./values.ts";
import type { Value } from "./values.ts";

/** The one nan whose bits can be seen. */
const canonicalNan = 0x7ff8000000000000n;

function checkedBy(name: CheckedOperation, result: Representation): IntrinsicLowering {
  return (f, node, operands) => {
    const expression = checked(name, f.site(node.span), ...operands.map((value) => value.expression));
    return derive(f, expression, { representation: result, from: operands, isVolatile: true });
  };
}

/** Raises where the divisor is zero. By one that is only known at run time, machines divide at length. */
function testDivisor(f: FunctionBuilder, node: IntrinsicNode, divisor: Value, message: string): void {
  const known = constantOf(divisor);
  if (known !== null && known !== 0n) return;
  f.charge(nodePrices.division);
  raiseIf(f, operation("i64.eq", divisor.expression, i64(0n)), "ZeroDivisionError", message, node.span);
}

function twoRepeatable(f: FunctionBuilder, operands: readonly Value[]): readonly [Value, Value] {
  return [repeatable(f, operandAt(operands, 0)), repeatable(f, operandAt(operands, 1))];
}

/** What stands behind its tests; a checked operation can still trap. */
function divided(f: FunctionBuilder, expression: Expression, representation: Representation, from: readonly Value[]): Value {
  return derive(f, expression, { representation, from, isVolatile: expression.kind === "checked" });
}

const floorDivide: IntrinsicLowering = (f, node, operands) => {
  const [left, right] = twoRepeatable(f, operands);
  testDivisor(f, node, right, "integer division or modulo by zero");
  const known = constantOf(right);
  const safe = known !== null && known !== 0n && known !== -1n;
  const expression = safe
    ? operation("i64.floordiv", left.expression, right.expression)
    : checked("i64.floordiv", f.site(node.span), left.expression, right.expression);
  return divided(f, expression, "i64", [left, right]);
};

function dividing(name: Operation, result: Representation, message: string): IntrinsicLowering {
  return (f, node, operands) => {
    const [left, right] = twoRepeatable(f, operands);
    testDivisor(f, node, right, message);
    return divided(f, operation(name, left.expression, right.expression), result, [left, right]);
  };
}

const floatDivide: IntrinsicLowering = (f, node, operands) => {
  const [left, right] = twoRepeatable(f, operands);
  const known = constantOf(right);
  if (known === null || known === 0) {
    raiseIf(f, operation("f64.eq", right.expression, f64(0)), "ZeroDivisionError", "float division by zero", node.span);
  }
  return divided(f, operation("f64.div", left.expression, right.expression), "f64", [left, right]);
};

function testCount(f: FunctionBuilder, node: IntrinsicNode, count: Value): bigint | null {
  const known = constantOf(count);
  if (typeof known === "bigint" && known >= 0n) return known;
  raiseIf(f, operation("i64.lt_s", count.expression, i64(0n)), "ValueError", "negative shift count", node.span);
  return null;
}

const shiftLeft: IntrinsicLowering = (f, node, operands) => {
  const [left, count] = twoRepeatable(f, operands);
  testCount(f, node, count);
  const expression = checked("i64.shl", f.site(node.span), left.expression, count.expression);
  return divided(f, expression, "i64", [left, count]);
};

const shiftRight: IntrinsicLowering = (f, node, operands) => {
  const [left, count] = twoRepeatable(f, operands);
  const known = testCount(f, node, count);
  const limited =
    known === null
      ? choose(operation("i64.gt_s", count.expression, i64(63n)), i64(63n), count.expression, "i64")
      : i64(known > 63n ? 63n : known);
  return divided(f, operation("i64.shr_s", left.expression, limited), "i64", [left, count]);
};

function wrappingShift(name: "i64.shl" | "i64.shr_u"): IntrinsicLowering {
  return (f, _node, operands) => {
    const [left, count] = twoRepeatable(f, operands);
    const shifted = operation(name, left.expression, count.expression);
    const known = constantOf(count);
    if (typeof known === "bigint" && known >= 0n && known < 64n) return derive(f, shifted, { representation: "i64", from: [left, count] });
    const inRange = operation("i64.lt_u", count.expression, i64(64n));
    return derive(f, choose(inRange, shifted, i64(0n), "i64"), { representation: "i64", from: [left, count] });
  };
}

/** -1, 0, 1 by exact value, 2 against nan: the float is cut to an int where it fits, its fraction decides a tie. */
const compareWithFloat: IntrinsicLowering = (f, _node, operands) => {
  const [int, float] = twoRepeatable(f, operands);
  const whole = f.temporary("f64");
  f.setLocal(whole, operation("f64.trunc", float.expression));
  const cut: Expression = { kind: "local", local: whole };
  const asInt = operation("i64.from_f64", cut);
  const rest = choose(
    operation("f64.gt", float.expression, cut),
    i64(-1n),
    operation("i64.from_i32_s", operation("f64.lt", float.expression, cut)),
    "i64",
  );
  const byInt = choose(
    operation("i64.lt_s", int.expression, asInt),
    i64(-1n),
    choose(operation("i64.gt_s", int.expression, asInt), i64(1n), rest, "i64"),
    "i64",
  );
  const inRange = choose(
    operation("f64.ge", float.expression, f64(2 ** 63)),
    i64(-1n),
    choose(operation("f64.lt", float.expression, f64(-(2 ** 63))), i64(1n), byInt, "i64"),
    "i64",
  );
  const all = choose(operation("f64.ne", float.expression, float.expression), i64(2n), inRange, "i64");
  return derive(f, all, { representation: "i64", from: [int, float] });
};

const floatToInt: IntrinsicLowering = (f, node, operands) => {
  const float = repeatable(f, operandAt(operands, 0));
  const value = float.expression;
  raiseIf(f, operation("f64.ne", value, value), "ValueError", "cannot convert float NaN to integer", node.span);
  const infinite = operation("f64.eq", operation("f64.abs", value), f64(Infinity));
  raiseIf(f, infinite, "OverflowError", "cannot convert float infinity to integer", node.span);
  return divided(f, checked("i64.from_f64", f.site(node.span), value), "i64", [float]);
};

const floatBits: IntrinsicLowering = (f, _node, operands) => {
  const float = repeatable(f, operandAt(operands, 0));
  const isNumber = operation("f64.eq", float.expression, float.expression);
  const bits = operation("i64.bits_of_f64", float.expression);
  return derive(f, choose(isNumber, bits, i64(canonicalNan), "i64"), { representation: "i64", from: [float] });
};

const floatFromBits: IntrinsicLowering = (f, _node, operands) => {
  const made = f.temporary("f64");
  const bits = operandAt(operands, 0);
  f.setLocal(made, operation("f64.from_bits", bits.expression));
  discard(f, bits);
  const value: Expression = { kind: "local", local: made };
  const canonical = choose(operation("f64.eq", value, value), value, f64(NaN), "f64");
  return derive(f, canonical, { representation: "f64", from: [] });
};

const invert: IntrinsicLowering = (f, _node, operands) => {
  const value = operandAt(operands, 0);
  return derive(f, operation("i64.xor", value.expression, i64(-1n)), { representation: "i64", from: [value] });
};

function converted(name: Operation, result: Representation): IntrinsicLowering {
  return (f, _node, operands) => {
    const value = operandAt(operands, 0);
    return derive(f, operation(name, value.expression), { representation: result, from: [value] });
  };
}

const sameBits: IntrinsicLowering = (_f, _node, operands) => operandAt(operands, 0);

/** None, bools, enum members and objects; boxed bools are compared by content. */
const isSame: IntrinsicLowering = (f, node, operands) => {
  const [left, right] = twoRepeatable(f, operands);
  if (left.representation === "i32")
    return derive(f, operation("i32.eq", left.expression, right.expression), { representation: "i32", from: [left, right] });
  const same = operation("ref.eq", left.expression, right.expression);
  const types = node.arguments.map((argument) => argument.type);
  const mayBoxBools = types.every((type) => type.kind === "union" && type.members.some((member) => member.kind === "bool"));
  const named = types.every((type) => type.kind === "function") ? namedFunctions(f, types) : [];
  const other = mayBoxBools
    ? sameBoxedBool(left.expression, right.expression)
    : named.length > 0
      ? sameFunction(left.expression, right.expression, named)
      : null;
  const test = other === null ? same : choose(same, i32(1), other, "i32");
  return derive(f, test, { representation: "i32", from: [left, right] });
};

/** `==`: each naming of a method makes a record as well; those of one object are one method. */
const isSameFunction: IntrinsicLowering = (f, node, operands) => {
  const [left, right] = twoRepeatable(f, operands);
  const types = node.arguments.map((argument) => argument.type);
  const same = choose(
    operation("ref.eq", left.expression, right.expression),
    i32(1),
    sameFunction(left.expression, right.expression, namedFunctions(f, types)),
    "i32",
  );
  const test = orSameMethod(f, left.expression, right.expression, types, same);
  return derive(f, test, { representation: "i32", from: [left, right] });
};

/** The type numbers of functions and classes of a module that both may be. */
function namedFunctions(f: FunctionBuilder, types: readonly Type[]): number[] {
  const [first = [], second = []] = types.map((type) => (type.kind === "function" ? type.closures : []));
  return first.filter((closure) => closure.isNamed && second.includes(closure)).map((closure) => f.module.heapTypes.idOfClosure(closure));
}

/** Each naming of a function makes a record; they are one function. */
function sameFunction(left: Expression, right: Expression, ids: readonly number[]): Expression {
  const id = (object: Expression): Expression => ({ kind: "typeId", object });
  return choose(operation("i32.eq", id(left), id(right)), isOneOf(left, ids), i32(0), "i32");
}

const boxBool = 3;

function sameBoxedBool(left: Expression, right: Expression): Expression {
  const isBool = (value: Expression): Expression =>
    choose(operation("ref.isnull", value), i32(0), operation("i32.eq", { kind: "typeId", object: value }, i32(boxBool)), "i32");
  const content = (object: Expression): Expression => ({ kind: "slot", object, slot: 0, representation: "i32" });
  return choose(isBool(left), choose(isBool(right), operation("i32.eq", content(left), content(right)), i32(0), "i32"), i32(0), "i32");
}

const isNone: IntrinsicLowering = (f, node, operands) => {
  const value = operandAt(operands, 0);
  const type = node.arguments[0]?.type;
  if (type?.kind === "none") return { ...constant(i32(1), "i32"), holds: value.holds };
  if (type?.kind !== "union") return { ...constant(i32(0), "i32"), holds: value.holds };
  return derive(f, operation("ref.isnull", value.expression), { representation: "i32", from: [value] });
};

const boolNot: IntrinsicLowering = (f, _node, operands) => {
  const value = operandAt(operands, 0);
  return derive(f, not(value.expression), { representation: "i32", from: [value] });
};

export const intLowerings = {
  int_add: checkedBy("i64.add", "i64"),
  int_sub: checkedBy("i64.sub", "i64"),
  int_mul: checkedBy("i64.mul", "i64"),
  int_neg: checkedBy("i64.neg", "i64"),
  int_abs: checkedBy("i64.abs", "i64"),
  int_floordiv: floorDivide,
  int_mod: dividing("i64.mod", "i64", "integer modulo by zero"),
  int_truediv: dividing("f64.quotient_of_i64", "f64", "division by zero"),
  int_shl: shiftLeft,
  int_shr: shiftRight,
  int_and: direct("i64.and", "i64"),
  int_or: direct("i64.or", "i64"),
  int_xor: direct("i64.xor", "i64"),
  int_invert: invert,
  int_eq: direct("i64.eq", "i32"),
  int_ne: direct("i64.ne", "i32"),
  int_lt: direct("i64.lt_s", "i32"),
  int_le: direct("i64.le_s", "i32"),
  int_gt: direct("i64.gt_s", "i32"),
  int_ge: direct("i64.ge_s", "i32"),
  int_to_float: checkedBy("f64.from_i64_exact", "f64"),
  int_to_float_rounded: direct("f64.from_i64_s", "f64"),
  int_compare_float: compareWithFloat,
  wrap_add: direct("i64.add", "i64"),
  wrap_sub: direct("i64.sub", "i64"),
  wrap_mul: direct("i64.mul", "i64"),
  wrap_shl: wrappingShift("i64.shl"),
  wrap_shr: wrappingShift("i64.shr_u"),
  wrap_lt: direct("i64.lt_u", "i32"),
  wrap_div: dividing("i64.div_u", "i64", "integer division or modulo by zero"),
  wrap_mod: dividing("i64.rem_u", "i64", "integer modulo by zero"),
  multiply_high: direct("i64.mulhigh_u", "i64"),
  leading_zeros: direct("i64.clz", "i64"),
  trailing_zeros: direct("i64.ctz", "i64"),
  count_ones: direct("i64.popcnt", "i64"),
  u64_from_bits: sameBits,
  u64_to_bits: sameBits,
  u64_to_int: checkedBy("i64.from_u64", "i64"),
  int_to_u64: checkedBy("u64.from_i64", "i64"),
  u64_to_float: checkedBy("f64.from_u64_exact", "f64"),
} as const satisfies IntrinsicFamily;

export const floatLowerings = {
  float_add: direct("f64.add", "f64"),
  float_sub: direct("f64.sub", "f64"),
  float_mul: direct("f64.mul", "f64"),
  float_div: floatDivide,
  float_quotient: direct("f64.div", "f64"),
  float_neg: direct("f64.neg", "f64"),
  float_abs: direct("f64.abs", "f64"),
  float_sqrt: direct("f64.sqrt", "f64"),
  float_floor: direct("f64.floor", "f64"),
  float_ceil: direct("f64.ceil", "f64"),
  float_trunc: direct("f64.trunc", "f64"),
  float_nearest: direct("f64.nearest", "f64"),
  float_min: direct("f64.min", "f64"),
  float_max: direct("f64.max", "f64"),
  float_copysign: direct("f64.copysign", "f64"),
  float_eq: direct("f64.eq", "i32"),
  float_ne: direct("f64.ne", "i32"),
  float_lt: direct("f64.lt", "i32"),
  float_le: direct("f64.le", "i32"),
  float_gt: direct("f64.gt", "i32"),
  float_ge: direct("f64.ge", "i32"),
  float_to_int: floatToInt,
  float_bits: floatBits,
  float_from_bits: floatFromBits,
} as const satisfies IntrinsicFamily;

export const truthLowerings = {
  bool_not: boolNot,
  bool_eq: direct("i32.eq", "i32"),
  bool_to_int: converted("i64.from_i32_u", "i64"),
  is_same: isSame,
  is_same_function: isSameFunction,
  is_none: isNone,
} as const satisfies IntrinsicFamily;
