// Indices that surely do not count from the end: the variable of a loop that
// counts up from 0 or more, and sums and products of such. They need no case
// for negative values; the test against the length stays.

import type { TypedExpression, TypedStatement } from "../check/program.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { walkTyped } from "./walk.ts";

type CountedLoop = TypedStatement & { readonly kind: "countedLoop" };

/** Lowers a counted loop's body, where its variable may be known not to be negative. */
export function withNonNegative(f: FunctionBuilder, loop: CountedLoop, lower: () => void): void {
  const { variable, start, step } = loop;
  const isKnown = isLiteral(step, 1n) && isNonNegative(f, start) && !variable.boxed && !assigns(loop.body, variable.id);
  if (!isKnown) {
    f.nonNegative.delete(variable.id);
    lower();
    return;
  }
  f.nonNegative.add(variable.id);
  lower();
  f.nonNegative.delete(variable.id);
}

function isLiteral(expression: TypedExpression, atLeast: bigint): boolean {
  return expression.kind === "literal" && typeof expression.value === "bigint" && expression.value >= atLeast;
}

function assigns(body: readonly TypedStatement[], variable: number): boolean {
  let found = false;
  walkTyped(body, (node) => {
    if (node.kind === "setVariable" || node.kind === "clearVariable" || node.kind === "countedLoop")
      found ||= node.variable.id === variable;
    return !found;
  });
  return found;
}

const depthLimit = 8;

/** Of an int. Overflow stops the run, so sums and products of what is not negative are not either. */
export function isNonNegative(f: FunctionBuilder, expression: TypedExpression | undefined, depth = 0): boolean {
  if (expression === undefined || depth > depthLimit) return false;
  if (isLiteral(expression, 0n)) return true;
  if (expression.kind === "variable") return f.nonNegative.has(expression.variable.id);
  if (expression.kind !== "intrinsic") return false;
  const [left, right] = expression.arguments;
  switch (expression.name) {
    case "int_add":
    case "int_mul":
      return isNonNegative(f, left, depth + 1) && isNonNegative(f, right, depth + 1);
    case "int_and":
      return isNonNegative(f, left, depth + 1) || isNonNegative(f, right, depth + 1);
    case "int_mod":
      return right !== undefined && isLiteral(right, 1n);
    case "int_floordiv":
      return isNonNegative(f, left, depth + 1) && right !== undefined && isLiteral(right, 1n);
    case "int_shr":
      return isNonNegative(f, left, depth + 1);
    case "str_len":
    case "list_len":
    case "storage_len":
      return true;
    default:
      return false;
  }
}
