// `<` and kin between numbers of any two kinds, by exact value.

import type { Span } from "../../base/span.ts";
import type { IntrinsicName } from "../../library/intrinsics.ts";
import { BOOL, INT } from "../../types/primitives.ts";
import { intLiteral, intrinsic, keep, sequence } from "../build.ts";
import { callCore } from "../calls/core.ts";
import { compareU64, isNonNegativeLiteral } from "../expressions/masked.ts";
import { convertToInt } from "../expressions/numbers.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

export type OrderOperator = "<" | "<=" | ">" | ">=";

export const names: Record<OrderOperator, "lt" | "le" | "gt" | "ge"> = { "<": "lt", "<=": "le", ">": "gt", ">=": "ge" };
export const mirrored: Record<OrderOperator, OrderOperator> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** -1, 0, 1, and 2 for nan: then nothing is less or greater. */
export function orderNumbers(
  frame: Frame,
  operator: OrderOperator,
  left: TypedExpression,
  right: TypedExpression,
  site: object,
  span: Span,
): TypedExpression {
  const [a, b] = [typeOf(left).kind, typeOf(right).kind];
  // What compares the right side first takes a left side that has been evaluated.
  const statements: TypedStatement[] = [];
  const isSwapped = (b === "u64" && !isNonNegativeLiteral(left) && a !== "float") || (a === "float" && b !== "float");
  const isReversed = (a === "u64" || b === "u64") && (operator === ">" || operator === "<=");
  if ((isSwapped || isReversed) && left.kind !== "literal" && right.kind !== "literal")
    return sequence(statements, orderKept(frame, operator, keep(frame, left, statements), right, site, span));
  return orderKept(frame, operator, left, right, site, span);
}

/** The same, where it does not matter which side is read first. */
function orderKept(
  frame: Frame,
  operator: OrderOperator,
  left: TypedExpression,
  right: TypedExpression,
  site: object,
  span: Span,
): TypedExpression {
  const [a, b] = [typeOf(left).kind, typeOf(right).kind];
  const name = names[operator];
  if (a === "float" && b === "float") return intrinsic(`float_${name}`, [left, right], BOOL, span);
  if (a === "u64" && (b === "u64" || isNonNegativeLiteral(right))) return compareU64(operator, left, right, span);
  if (b === "u64" && isNonNegativeLiteral(left)) return compareU64(operator, left, right, span);
  if (a === "u64" && b !== "float") return compareWithInt(frame, operator, [left, right], site, span);
  if (b === "u64" && a !== "float") return compareWithInt(frame, mirrored[operator], [right, left], site, span);
  if (a !== "float" && b !== "float") return intrinsic(`int_${name}`, [convertToInt(left), convertToInt(right)], BOOL, span);
  const literal = mixedLiteral(operator, left, right, span);
  if (literal !== null) return literal;
  if (a === "float") return compareMixed(mirrored[operator], right, left, span);
  return compareMixed(operator, left, right, span);
}

/** A u64 against an int, which may be negative. */
function compareWithInt(
  frame: Frame,
  operator: OrderOperator,
  [unsigned, int]: readonly [TypedExpression, TypedExpression],
  site: object,
  span: Span,
): TypedExpression {
  const sign = callCore(frame, "_u64_compare", [unsigned, convertToInt(int)], site, span);
  return intrinsic(`int_${names[operator]}`, [sign, intLiteral(0, span)], BOOL, span);
}

/** A float against a written int that is a float too: one float comparison. */
function mixedLiteral(operator: OrderOperator, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression | null {
  const asFloat = (value: TypedExpression): TypedExpression | null =>
    value.kind === "literal" && typeof value.value === "bigint" && BigInt(Number(value.value)) === value.value
      ? { kind: "literal", value: Number(value.value), type: { kind: "float" }, span: value.span }
      : typeOf(value).kind === "float"
        ? value
        : null;
  const [a, b] = [asFloat(left), asFloat(right)];
  return a === null || b === null ? null : intrinsic(`float_${names[operator]}`, [a, b], BOOL, span);
}

function compareMixed(operator: OrderOperator, int: TypedExpression, float: TypedExpression, span: Span): TypedExpression {
  const sign = intrinsic("int_compare_float", [convertToInt(int), float], INT, span);
  const test = (name: IntrinsicName, value: number): TypedExpression => intrinsic(name, [sign, intLiteral(value, span)], BOOL, span);
  switch (operator) {
    case "<":
      return test("int_eq", -1);
    case ">":
      return test("int_eq", 1);
    case "<=":
      return test("int_le", 0);
    case ">=":
      // 0 or 1, not 2: (sign & 3) < 2 would take -1 too, so the low two bits are compared as a pattern.
      return intrinsic(
        "int_lt",
        [
          intrinsic("int_and", [intrinsic("int_add", [sign, intLiteral(4, span)], INT, span), intLiteral(3, span)], INT, span),
          intLiteral(2, span),
        ],
        BOOL,
        span,
      );
  }
}
