// Ints as written, folded where both sides are written, and read as constants
// of the module. A value between 2^63 and 2^64 - 1 has the internal type u64.

import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import { INT, U64 } from "../../types/primitives.ts";
import { intTooLarge } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import type { TypedExpression } from "../program.ts";
import { isModuleName } from "../scopes/scope.ts";

export const minInt = -(2n ** 63n);
export const maxInt = 2n ** 63n - 1n;
export const maxU64 = 2n ** 64n - 1n;

export function intValue(frame: Frame, value: bigint, span: Span): TypedExpression {
  if (value > maxU64 || value < minInt) return frame.fail(span, intTooLarge());
  return { kind: "literal", value, type: value > maxInt ? U64 : INT, span };
}

/** The int that an expression of literals and constant names is; null where it is none. */
export function constantInt(frame: Frame, node: Expression): bigint | null {
  if (node.kind === "int") return node.value;
  if (node.kind === "unary" && node.operator !== "not") {
    const inner = constantInt(frame, node.operand);
    if (inner === null) return null;
    return node.operator === "-" ? -inner : node.operator === "~" ? ~inner : inner;
  }
  if (node.kind === "name") return constantName(frame, node);
  if (node.kind !== "binary") return null;
  let total: bigint | null = null;
  for (const [index, operand] of node.operands.entries()) {
    const value = constantInt(frame, operand);
    if (value === null) return null;
    total = index === 0 ? value : total === null ? null : fold(node.operators[index - 1]?.operator ?? "", total, value);
    if (total === null) return null;
  }
  return total;
}

/** Arithmetic of nothing but written ints, `-(2**63)`: exact in between, so that only the result must fit. */
export function isWrittenInt(node: Expression): boolean {
  if (node.kind === "unary") return node.operator !== "not" && isWrittenInt(node.operand);
  return node.kind === "binary" ? node.operands.every(isWrittenInt) : node.kind === "int";
}

function constantName(frame: Frame, node: Extract<Expression, { kind: "name" }>): bigint | null {
  const binding = frame.scope.resolved.get(node) ?? null;
  if (binding !== null && !isModuleName(binding)) return null;
  const entity = frame.session.lookup(frame.file, node.name);
  const constant = entity?.kind === "variable" ? entity.constant : null;
  return constant === null || (constant.kind !== "int" && constant.kind !== "unary" && constant.kind !== "binary")
    ? null
    : constantInt(frame, constant);
}

function fold(operator: string, a: bigint, b: bigint): bigint | null {
  switch (operator) {
    case "+":
      return limit(a + b);
    case "-":
      return limit(a - b);
    case "*":
      return limit(a * b);
    case "<<":
      return b < 0n || b > foldedBits ? null : limit(a << b);
    case ">>":
      return b < 0n ? null : a >> (b > foldedBits ? foldedBits : b);
    case "**":
      return b < 0n || b > foldedBits ? null : power(a, b);
    case "//":
      return b === 0n ? null : floorDivide(a, b);
    case "%":
      return b === 0n ? null : a - b * floorDivide(a, b);
    case "|":
      return a | b;
    case "&":
      return a & b;
    case "^":
      return a ^ b;
    default:
      return null;
  }
}

/** What goes on in between a folded expression may take this many bits. */
const foldedBits = 256n;
const foldedLimit = 2n ** foldedBits;

function limit(value: bigint): bigint | null {
  return value > foldedLimit || value < -foldedLimit ? null : value;
}

/** Its bits are counted before the work. */
function power(base: bigint, exponent: bigint): bigint | null {
  const bits = BigInt((base < 0n ? -base : base).toString(2).length);
  return (bits - 1n) * exponent > foldedBits ? null : limit(base ** exponent);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
