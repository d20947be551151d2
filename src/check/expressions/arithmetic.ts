// Operators between values. Numbers go to intrinsics after meeting in one
// kind; text, tuples and objects have their own ways.

import { isList, isSubclass } from "../../types/classes.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import type { Span } from "../../base/span.ts";
import type { IntrinsicName } from "../../library/intrinsics.ts";
import type { BinaryOperator, Expression } from "../../syntax/ast.ts";
import { FLOAT, INT, STR, isNumeric, isSilent, tupleOf } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { impossible, intrinsic, keep, sequence } from "../build.ts";
import { arrayRank } from "../calls/elementwise.ts";
import { distribute, plainNumbers, withAblerClasses } from "../calls/distribute.ts";
import { plainNumber } from "../classes/enums.ts";
import { asNamed } from "../classes/namedTuple.ts";
import { declarationOf } from "../declarations.ts";
import { derivedDict, noOperator, noUnary } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf, written } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { asType, isOptional, presentOperands, pythonName } from "../present.ts";
import { operatorMethod } from "../operatorMethods.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { not } from "../build.ts";
import { maskedArithmetic, u64Operation } from "./masked.ts";
import type { PairUse } from "./unions.ts";
import { haveOperator, isUnion, asksOfNone, onPairs, someMember } from "./unions.ts";
import type { ObjectOperator } from "./objectOperators.ts";
import { byMethods, callOperator, hasMethod } from "./objectOperators.ts";
import { refused } from "./refusing.ts";
import { constantInt, intValue, isWrittenInt } from "./integers.ts";
import { convertToFloat, convertToInt } from "./numbers.ts";
import { percentFormat } from "./percent.ts";
import { callCore } from "../calls/core.ts";
import { operateArrays, unaryArray } from "./arrayOperators.ts";

export function checkBinary(frame: Frame, node: Extract<Expression, { kind: "binary" }>): TypedExpression {
  const masked = maskedArithmetic(frame, node);
  if (masked !== null) return masked;
  const formatted = percentFormat(frame, node);
  if (formatted !== null) return formatted;
  if (isWrittenInt(node)) {
    const constant = constantInt(frame, node);
    if (constant !== null) return intValue(frame, constant, node.span);
  }
  let left = frame.expression(node.operands[0] as Expression);
  for (const [index, { operator }] of node.operators.entries()) {
    const operand = node.operands[index + 1] as Expression;
    const right = operator === "/" ? divisor(frame, operand) : frame.expression(operand);
    left = operate(frame, operator, left, right, { start: left.span.start, end: operand.span.end }, operand);
  }
  return left;
}

/** `x / 2**64`: a power of two beyond 64 bits divides as the float that it equals. */
function divisor(frame: Frame, node: Expression): TypedExpression {
  const constant = constantInt(frame, node);
  if (constant === null || constant < 2n ** 64n || (constant & (constant - 1n)) !== 0n) return frame.expression(node);
  return { kind: "literal", value: Number(constant), type: FLOAT, span: node.span };
}

/** `left operator right` for evaluated operands. `site` is where its type variables are kept. */
export function operate(
  frame: Frame,
  operator: BinaryOperator,
  first: TypedExpression,
  second: TypedExpression,
  span: Span,
  site: object,
  shown: string = operator === "**" ? "** or pow()" : operator,
): TypedExpression {
  const [left, right] = [plainNumbers(frame, first), plainNumbers(frame, second)];
  const a = typeOf(left);
  const b = typeOf(right);
  if (isSilent(a) || isSilent(b)) return impossible([left, right], span);
  if (operator === "*" && isList(a) && b.kind === "bool") return operate(frame, operator, left, convertToInt(right), span, site, shown);
  if (operator === "*" && isList(b) && a.kind === "bool") return operate(frame, operator, convertToInt(left), right, span, site, shown);
  if (operator === "|" && isDerivedDict(a, b)) return frame.fail(span, derivedDict(a, b));
  const [own, reflected] = [operatorMethod(operator, ""), operatorMethod(operator, "r")];
  const isAsked = asksOfNone(frame, left, right, own, reflected);
  if ((isOptional(a) || isOptional(b)) && !isAsked && !takesNone(operator, a, b))
    return presentOperands(
      frame,
      [left, right],
      (one, other) => refusedOperands(operator, shown, one, other),
      span,
      (one, other) => operate(frame, operator, one, other, span, site, shown),
    );
  if (isNumeric(a) && isNumeric(b)) return operateNumbers(frame, operator, left, right, span);
  if (a.kind === "str" && b.kind === "str" && operator === "+") return intrinsic("str_append", [left, right], STR, span);
  if (operator === "*" && a.kind === "str" && isWhole(b)) return callCore(frame, "_str_repeat", [left, convertToInt(right)], site, span);
  if (operator === "*" && b.kind === "str" && isWhole(a))
    return swapped(frame, left, right, (l, r) => callCore(frame, "_str_repeat", [r, convertToInt(l)], site, span));
  if (isUnion(a) || isUnion(b)) {
    // A text that is only known at run time may be a format.
    const isFormat = operator === "%" && membersOf(a).some((member) => shallow(member).kind === "str");
    const value = isFormat ? null : onPairs(frame, left, right, pairsOf(frame, operator, span, shown), site, span);
    return value ?? frame.fail(span, noOperator(operator, a, b, [written(frame, left), written(frame, right)]));
  }
  if (asNamed(a) !== null && hasMethod(a, operatorMethod(operator, "")))
    return byMethods(frame, span).ask(left, operatorMethod(operator, ""), right, site);
  if (asNamed(b) !== null && hasMethod(b, reflected) && asNamed(a) === null && (isNumeric(a) || isTuple(a)))
    return swapped(frame, left, right, (l, r) => byMethods(frame, span).ask(r, reflected, l, site));
  if (operator === "+" && a.kind === "tuple" && b.kind === "tuple") return joinTuples(frame, left, right, span);
  if (operator === "+" && isTuple(a) && isTuple(b)) return callCore(frame, "_tuple_join", [left, right], site, span);
  if (operator === "*" && isTuple(a) && isWhole(b)) return repeatTuple(frame, left, right, site, span);
  if (operator === "*" && isTuple(b) && isWhole(a)) return swapped(frame, left, right, (l, r) => repeatTuple(frame, r, l, site, span));
  return (
    operateArrays(frame, operator, left, right, site, span) ??
    callOperator(frame, left, right, objectOperator(frame, operator, shown, span, site)) ??
    frame.fail(span, noOperator(operator, a, b, [written(frame, left), written(frame, right)]))
  );
}

function objectOperator(frame: Frame, operator: BinaryOperator, shown: string, span: Span, site: object): ObjectOperator {
  return {
    ...byMethods(frame, span),
    own: operatorMethod(operator, ""),
    reflected: operatorMethod(operator, "r"),
    refusal: (left, right) => refusedOperands(operator, shown, left, right),
    isComparison: false,
    span,
    site,
  };
}

/** A method of an author's class is asked what it makes of None. */
function takesNone(operator: BinaryOperator, left: Type, right: Type): boolean {
  return !isOptional(left) && right.kind === "union" && !isNumeric(left) && hasMethod(left, operatorMethod(operator, "")) && !isList(left);
}

/** CPython's words. */
function refusedOperands(operator: BinaryOperator, shown: string, left: string, right: string): string {
  if (operator === "+" && left === "str") return `can only concatenate str (not "${right}") to str`;
  if (operator === "+" && (left === "list" || left === "tuple")) return `can only concatenate ${left} (not "${right}") to ${left}`;
  if (operator === "*" && ["str", "list", "tuple"].includes(left)) return `can't multiply sequence by non-int of type '${right}'`;
  if (operator === "*" && ["str", "list", "tuple"].includes(right)) return `can't multiply sequence by non-int of type '${left}'`;
  return `unsupported operand type(s) for ${shown}: '${left}' and '${right}'`;
}

/** Each pair of types by itself. An author's class on the left is asked with whatever the right may be. */
export function pairsOf(frame: Frame, operator: BinaryOperator, span: Span, shown: string): PairUse {
  const [own, reflected] = [operatorMethod(operator, ""), operatorMethod(operator, "r")];
  return {
    exists: (a, b) => haveOperator(frame, operator, own, reflected, a, b),
    apply: (a, b, at) => operate(frame, operator, a, b, span, at, shown),
    refusal: (a, b) => refusedOperands(operator, shown, a, b),
  };
}

function isTuple(type: Type): boolean {
  return type.kind === "tuple" || type.kind === "variadic";
}

/** By a written count the items keep their types. */
function repeatTuple(frame: Frame, tuple: TypedExpression, count: TypedExpression, site: object, span: Span): TypedExpression {
  const type = typeOf(tuple);
  const times = count.kind === "literal" && typeof count.value === "bigint" ? Number(count.value) : null;
  if (type.kind !== "tuple" || times === null || times * type.items.length > 64)
    return callCore(frame, "_tuple_repeat", [tuple, convertToInt(count)], site, span);
  const statements: TypedStatement[] = [];
  const kept = keep(frame, tuple, statements);
  const items = Array.from({ length: Math.max(0, times) }).flatMap(() =>
    type.items.map((item, index): TypedExpression => ({ kind: "tupleItem", tuple: kept, index, type: item, span })),
  );
  return sequence(statements, { kind: "tuple", items, type: tupleOf(items.map((item) => item.type)), span });
}

function isWhole(type: Type): boolean {
  return type.kind === "int" || type.kind === "bool" || type.kind === "u64";
}

/** Evaluates in source order, then uses the two the other way round. */
function swapped(
  frame: Frame,
  left: TypedExpression,
  right: TypedExpression,
  use: (left: TypedExpression, right: TypedExpression) => TypedExpression,
): TypedExpression {
  const statements: TypedStatement[] = [];
  const kept = keep(frame, left, statements);
  return sequence(statements, use(kept, right));
}

function joinTuples(frame: Frame, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const items: TypedExpression[] = [];
  for (const side of [left, right]) {
    const tuple = keep(frame, side, statements);
    const type = typeOf(side);
    if (type.kind === "tuple")
      items.push(...type.items.map((item, index): TypedExpression => ({ kind: "tupleItem", tuple, index, type: item, span })));
  }
  return sequence(statements, { kind: "tuple", items, type: tupleOf(items.map((item) => item.type)), span });
}

// -------------------------------------------------------------------- numbers

const intOperations = new Map<BinaryOperator, IntrinsicName>([
  ["+", "int_add"],
  ["-", "int_sub"],
  ["*", "int_mul"],
  ["//", "int_floordiv"],
  ["%", "int_mod"],
  ["<<", "int_shl"],
  [">>", "int_shr"],
  ["&", "int_and"],
  ["|", "int_or"],
  ["^", "int_xor"],
]);

const floatOperations = new Map<BinaryOperator, IntrinsicName>([
  ["+", "float_add"],
  ["-", "float_sub"],
  ["*", "float_mul"],
  ["/", "float_div"],
]);

const boolOperations = new Map<BinaryOperator, "and" | "or" | "xor">([
  ["&", "and"],
  ["|", "or"],
  ["^", "xor"],
]);

function operateNumbers(
  frame: Frame,
  operator: BinaryOperator,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
): TypedExpression {
  const a = typeOf(left);
  const b = typeOf(right);
  if (a.kind === "bool" && b.kind === "bool" && boolOperations.has(operator)) return operateBools(operator, left, right, span);
  if (a.kind === "float" || b.kind === "float")
    return (
      operateFloats(frame, operator, convertToFloat(left), convertToFloat(right), span) ??
      frame.fail(span, noOperator(operator, a, b, [written(frame, left), written(frame, right)]))
    );
  if (a.kind === "u64" || b.kind === "u64") {
    const special = u64Operation(frame, operator, left, right, span);
    if (special !== null) return special;
  }
  return (
    operateInts(frame, operator, convertToInt(left), convertToInt(right), span) ??
    frame.fail(span, noOperator(operator, a, b, [written(frame, left), written(frame, right)]))
  );
}

/** `a & b` of bools is a bool; both sides are evaluated. */
function operateBools(operator: BinaryOperator, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression {
  const name = operator === "&" ? "int_and" : operator === "|" ? "int_or" : "int_xor";
  const value = intrinsic(name, [convertToInt(left), convertToInt(right)], INT, span);
  return intrinsic("int_ne", [value, { kind: "literal", value: 0n, type: INT, span }], { kind: "bool" }, span);
}

function operateInts(
  frame: Frame,
  operator: BinaryOperator,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
): TypedExpression | null {
  if (operator === "/") return intrinsic("int_truediv", [left, right], FLOAT, span);
  if (operator === "**") return intPower(frame, left, right, span);
  const name = intOperations.get(operator);
  return name === undefined ? null : intrinsic(name, [left, right], INT, span);
}

/** A dict that makes or orders its items decides what comes of `|`, also on the right. */
function isDerivedDict(a: Type, b: Type): boolean {
  if (a.kind !== "instance" || b.kind !== "instance" || a.class === b.class) return false;
  return (
    ["defaultdict", "OrderedDict"].includes(b.class.name) && isSubclass(b.class, a.class) && declarationOf(b.class).file.info.isLibrary
  );
}

/** An int to a constant negative power is a float, as in Python. */
function intPower(frame: Frame, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression {
  const constant = right.kind === "literal" && typeof right.value === "bigint" ? right.value : null;
  if (constant !== null && constant < 0n) return callCore(frame, "_int_pow_float", [left, right], right, span);
  return callCore(frame, "_int_pow", [left, right], right, span);
}

function operateFloats(
  frame: Frame,
  operator: BinaryOperator,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
): TypedExpression | null {
  const name = floatOperations.get(operator);
  if (name !== undefined) return intrinsic(name, [left, right], FLOAT, span);
  if (operator === "//") return callCore(frame, "_float_floordiv", [left, right], right, span);
  if (operator === "%") return callCore(frame, "_float_mod", [left, right], right, span);
  if (operator === "**") return callCore(frame, "_float_pow", [left, right], right, span);
  return null;
}

// ---------------------------------------------------------------------- unary

export function checkUnary(frame: Frame, node: Extract<Expression, { kind: "unary" }>): TypedExpression {
  if (node.operator === "not") {
    const { test } = frame.condition(node.operand);
    return not(test);
  }
  const constant = isWrittenInt(node) ? constantInt(frame, node) : null;
  if (constant !== null) return intValue(frame, constant, node.span);
  return operateUnary(frame, node.operator, frame.expression(node.operand), node.span, node);
}

function operateUnary(frame: Frame, operator: string, given: TypedExpression, span: Span, node: object): TypedExpression {
  const refusal = (type: string): string => `bad operand type for unary ${operator}: '${type}'`;
  const operand = asType(plainNumber(given), refusal("NoneType"));
  const type = typeOf(operand);
  if (isSilent(type)) return impossible([operand], span);
  if (type.kind === "union") {
    const expand = (member: Type): readonly Type[] =>
      withAblerClasses(frame, member, (one, than) => hasUnary(operator, one) && !hasUnary(operator, than));
    if (!someMember(type, (member) => expand(member).some((one) => hasUnary(operator, one))))
      return frame.fail(span, noUnary(operator, type));
    const each = (member: TypedExpression): TypedExpression =>
      hasUnary(operator, typeOf(member))
        ? operateUnary(frame, operator, member, span, siteOf(node, pythonName(member.type)))
        : refused(frame, "TypeError", [member], refusal, span);
    return distribute(frame, operand, each, span, true, expand);
  }
  const value = unaryNumber(operator, operand, type, span);
  if (value !== null) return value;
  const array = unaryArray(frame, operator, operand, node, span);
  if (array !== null) return array;
  const method = unaryMethod(operator);
  if (!hasMethod(type, method)) return frame.fail(span, noUnary(operator, type));
  return frame.session.passes.callMethod(frame, { receiver: operand, name: method, nameSpan: span, actuals: [], site: node, span });
}

function unaryMethod(operator: string): string {
  return operator === "-" ? "__neg__" : operator === "+" ? "__pos__" : "__invert__";
}

function hasUnary(operator: string, type: Type): boolean {
  if (isNumeric(type)) return operator !== "~" || type.kind !== "float";
  return hasMethod(type, unaryMethod(operator)) || arrayRank(type) > 0;
}

function unaryNumber(operator: string, operand: TypedExpression, type: Type, span: Span): TypedExpression | null {
  if (type.kind === "float" && operator === "-") {
    if (operand.kind === "literal" && typeof operand.value === "number") return { ...operand, value: -operand.value, span };
    return intrinsic("float_neg", [operand], FLOAT, span);
  }
  if (type.kind === "float" && operator === "+") return operand;
  if (!isNumeric(type) || type.kind === "float") return null;
  if (operator === "+" && type.kind === "u64") return operand;
  const value = convertToInt(operand);
  if (operator === "+") return value;
  return intrinsic(operator === "-" ? "int_neg" : "int_invert", [value], INT, span);
}
