// Arithmetic under a mask. `(a * b + c) & 0xffffffff` is computed modulo 2^64
// and is exact all the same, because only low bits are kept. Under a mask wider
// than 63 bits the value is a u64: Python's int of 64 bits without a sign.

import type { Span } from "../../base/span.ts";
import type { IntrinsicName } from "../../library/intrinsics.ts";
import type { BinaryOperator, Expression } from "../../syntax/ast.ts";
import { BOOL, FLOAT, INT, U64 } from "../../types/primitives.ts";
import { impossible, intrinsic } from "../build.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression } from "../program.ts";
import { constantInt, maxInt, maxU64 } from "./integers.ts";

const wrapping = new Map<BinaryOperator, IntrinsicName>([
  ["+", "wrap_add"],
  ["-", "wrap_sub"],
  ["*", "wrap_mul"],
  ["&", "int_and"],
  ["|", "int_or"],
  ["^", "int_xor"],
]);

/** Null where the chain is not `... & mask` over ints. */
export function maskedArithmetic(frame: Frame, node: Extract<Expression, { kind: "binary" }>): TypedExpression | null {
  if (node.operators.length === 0 || !node.operators.every(({ operator }) => operator === "&")) return null;
  const masks = node.operands.map((operand) => constantInt(frame, operand));
  const at = masks.findIndex((mask) => mask !== null && mask >= 0n && mask <= maxU64);
  const mask = masks[at];
  if (at < 0 || mask === undefined || mask === null) return null;
  const others = node.operands.filter((_, index) => index !== at);
  if (others.length === 0 || !others.some(overflows)) {
    if (mask <= maxInt && !others.some((other) => other.kind !== "int")) return null;
  }
  const errors = frame.instance.diagnostics.length;
  let value: TypedExpression | null = null;
  for (const other of others) {
    const part = bitsOf(frame, other);
    if (part === null) {
      frame.instance.diagnostics.length = errors;
      return null;
    }
    value = value === null ? part : intrinsic("int_and", [value, part], INT, node.span);
  }
  if (value === null) return null;
  if (typeOf(value).kind === "unknown" || typeOf(value).kind === "never") return impossible([value], node.span);
  const masked =
    mask === maxU64
      ? value
      : intrinsic("int_and", [value, { kind: "literal", value: BigInt.asIntN(64, mask), type: INT, span: node.span }], INT, node.span);
  return mask > maxInt ? intrinsic("u64_from_bits", [masked], U64, node.span) : masked;
}

/** Could computing this directly leave 64 bits where the masked result does not? */
function overflows(node: Expression): boolean {
  return node.kind === "binary" || (node.kind === "unary" && node.operator !== "not") || node.kind === "int";
}

/** The low 64 bits of an int expression; null where it is none. */
function bitsOf(frame: Frame, node: Expression): TypedExpression | null {
  const constant = constantInt(frame, node);
  if (constant !== null) return { kind: "literal", value: BigInt.asIntN(64, constant), type: INT, span: node.span };
  if (node.kind === "binary") {
    const chain = chainBits(frame, node);
    if (chain !== undefined) return chain;
  }
  if (node.kind === "unary" && node.operator === "~") {
    const inner = bitsOf(frame, node.operand);
    return inner === null ? null : intrinsic("int_invert", [inner], INT, node.span);
  }
  if (node.kind === "unary" && node.operator === "-") {
    const inner = bitsOf(frame, node.operand);
    return inner === null
      ? null
      : intrinsic("wrap_sub", [{ kind: "literal", value: 0n, type: INT, span: node.span }, inner], INT, node.span);
  }
  return leafBits(frame.expression(node));
}

function leafBits(value: TypedExpression): TypedExpression | null {
  switch (typeOf(value).kind) {
    case "int":
    case "unknown":
    case "never":
      return value;
    case "u64":
      return intrinsic("u64_to_bits", [value], INT, value.span);
    case "bool":
      return intrinsic("bool_to_int", [value], INT, value.span);
    default:
      return null;
  }
}

/** Undefined where an operator is not exact modulo 2^64: then the value itself is asked. */
function chainBits(frame: Frame, node: Extract<Expression, { kind: "binary" }>): TypedExpression | null | undefined {
  const usable = node.operators.every(
    ({ operator }, index) => wrapping.has(operator) || (operator === "<<" && isShiftCount(frame, node.operands[index + 1])),
  );
  if (!usable) return undefined;
  let left = bitsOf(frame, node.operands[0] as Expression);
  for (const [index, { operator }] of node.operators.entries()) {
    const right = bitsOf(frame, node.operands[index + 1] as Expression);
    if (left === null || right === null) return null;
    left = intrinsic(operator === "<<" ? "wrap_shl" : (wrapping.get(operator) as IntrinsicName), [left, right], INT, node.span);
  }
  return left;
}

/** A shift left by a constant (or by anything under a mask) is exact modulo 2^64. */
function isShiftCount(frame: Frame, node: Expression | undefined): boolean {
  if (node === undefined) return false;
  const constant = constantInt(frame, node);
  return constant !== null && constant >= 0n && constant < 2n ** 40n;
}

// ------------------------------------------------------------ u64 as operands

export function bits(value: TypedExpression): TypedExpression {
  const type = typeOf(value);
  if (type.kind === "u64")
    return value.kind === "literal" && typeof value.value === "bigint"
      ? { ...value, value: BigInt.asIntN(64, value.value), type: INT }
      : intrinsic("u64_to_bits", [value], INT, value.span);
  return value;
}

export const isNonNegativeLiteral = (value: TypedExpression): boolean =>
  value.kind === "literal" && typeof value.value === "bigint" && value.value >= 0n;

/** The bits of an operand beside a u64: an int must not be negative, which is tested. */
function unsignedBits(value: TypedExpression): TypedExpression {
  return typeOf(value).kind === "u64" || isNonNegativeLiteral(value)
    ? bits(value)
    : bits(intrinsic("int_to_u64", [value], U64, value.span));
}

/** Where one operand is a u64 and the other a u64 or an int; null for what goes by way of int. */
export function u64Operation(
  _frame: Frame,
  operator: BinaryOperator,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
): TypedExpression | null {
  const b = typeOf(right).kind;
  const unsigned = (name: IntrinsicName): TypedExpression => intrinsic(name, [unsignedBits(left), unsignedBits(right)], INT, span);
  const asU64 = (value: TypedExpression): TypedExpression => intrinsic("u64_from_bits", [value], U64, span);
  switch (operator) {
    case ">>":
      if (typeOf(left).kind !== "u64" || b !== "int") return null;
      // What is left of 64 bits after a shift by a written number fits an int.
      return right.kind === "literal" && typeof right.value === "bigint" && right.value >= 1n
        ? intrinsic("wrap_shr", [bits(left), right], INT, span)
        : asU64(intrinsic("wrap_shr", [bits(left), right], INT, span));
    case "//":
      return asU64(unsigned("wrap_div"));
    case "%":
      return b === "int" ? unsigned("wrap_mod") : asU64(unsigned("wrap_mod"));
    case "&":
      // Between 64 unsigned bits and any int the low 64 bits are all there is.
      return isNonNegativeLiteral(left) || isNonNegativeLiteral(right)
        ? intrinsic("int_and", [bits(left), bits(right)], INT, span)
        : asU64(intrinsic("int_and", [bits(left), bits(right)], INT, span));
    case "|":
      return asU64(unsigned("int_or"));
    case "^":
      return asU64(unsigned("int_xor"));
    case "/":
      return divide(left, right, span);
    default:
      return null;
  }
}

/** Exact where the divisor is a power of two; otherwise both must be exact as floats. */
function divide(left: TypedExpression, right: TypedExpression, span: Span): TypedExpression {
  const asFloat = (value: TypedExpression): TypedExpression =>
    value.kind === "literal"
      ? { kind: "literal", value: literalNumber(value), type: FLOAT, span }
      : typeOf(value).kind === "u64"
        ? intrinsic("u64_to_float", [value], FLOAT, span)
        : intrinsic("int_to_float", [value], FLOAT, span);
  const dividend = typeOf(left).kind === "u64" && isPowerOfTwo(right) ? roundedFloat(left, span) : asFloat(left);
  return intrinsic("float_div", [dividend, asFloat(right)], FLOAT, span);
}

function literalNumber(value: TypedExpression): number {
  return value.kind === "literal" && typeof value.value === "bigint" ? Number(value.value) : 0;
}

function isPowerOfTwo(value: TypedExpression): boolean {
  if (value.kind !== "literal" || typeof value.value !== "bigint" || value.value <= 0n) return false;
  return (value.value & (value.value - 1n)) === 0n;
}

/** Nearest float of an unsigned value: halved with a sticky last bit, which rounds the same, then doubled. */
export function roundedFloat(value: TypedExpression, span: Span): TypedExpression {
  const one: TypedExpression = { kind: "literal", value: 1n, type: INT, span };
  const whole = bits(value);
  const half = intrinsic(
    "int_or",
    [intrinsic("wrap_shr", [whole, one], INT, span), intrinsic("int_and", [whole, one], INT, span)],
    INT,
    span,
  );
  return intrinsic(
    "float_mul",
    [intrinsic("int_to_float_rounded", [half], FLOAT, span), { kind: "literal", value: 2, type: FLOAT, span }],
    FLOAT,
    span,
  );
}

/** Comparison of two unsigned values. */
export function compareU64(operator: string, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression {
  const [a, b] = [bits(left), bits(right)];
  const less = (x: TypedExpression, y: TypedExpression): TypedExpression => intrinsic("wrap_lt", [x, y], BOOL, span);
  const negate = (x: TypedExpression): TypedExpression => intrinsic("bool_not", [x], BOOL, span);
  switch (operator) {
    case "<":
      return less(a, b);
    case ">":
      return less(b, a);
    case "<=":
      return negate(less(b, a));
    case ">=":
      return negate(less(a, b));
    case "!=":
      return intrinsic("int_ne", [a, b], BOOL, span);
    default:
      return intrinsic("int_eq", [a, b], BOOL, span);
  }
}
