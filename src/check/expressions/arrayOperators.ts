// Operators, comparisons and assignments of whole arrays: each operator is an
// `@elementwise` function of the core, called with the operands; an assignment
// to a view is a statement of its own, which writes in place.

import { isList } from "../../types/classes.ts";
import type { Span } from "../../base/span.ts";
import type { BinaryOperator } from "../../syntax/ast.ts";
import { isNumeric, isSilent } from "../../types/primitives.ts";
import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { shallow } from "../../types/variables.ts";
import { isTrivial, keep } from "../build.ts";
import { callCore } from "../calls/core.ts";
import { arrayElement, arrayRank, itemOf, mismatchFunction } from "../calls/elementwise.ts";
import { acceptsSome } from "../calls/functions.ts";
import { noArrayCast } from "../errors/arrays.ts";
import { noOperator, noUnary } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf, written } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { siteOf } from "../iteration/sources.ts";

const operatorFunctions = new Map<string, string>([
  ["+", "_plus"],
  ["-", "_minus"],
  ["*", "_times"],
  ["/", "_over"],
  ["//", "_floor_over"],
  ["%", "_modulo"],
  ["**", "_to_power"],
  ["&", "_both"],
  ["|", "_either"],
  ["^", "_one_of"],
  ["<<", "_shift_left"],
  [">>", "_shift_right"],
  ["==", "_is_equal"],
  ["!=", "_is_unequal"],
  ["<", "_is_less"],
  ["<=", "_is_at_most"],
  [">", "_is_greater"],
  [">=", "_is_at_least"],
  ["@", "_array_matmul"],
]);

const unaryFunctions = new Map<string, string>([
  ["-", "_negative"],
  ["+", "_positive"],
  ["~", "_inverted"],
]);

/** `left operator right` with an array on either side; null where neither is one. */
export function operateArrays(
  frame: Frame,
  operator: BinaryOperator | "==" | "!=" | "<" | "<=" | ">" | ">=",
  left: TypedExpression,
  right: TypedExpression,
  site: object,
  span: Span,
): TypedExpression | null {
  if (arrayRank(left.type) === 0 && arrayRank(right.type) === 0) return null;
  const name = operatorFunctions.get(operator);
  if (name === undefined) return null;
  if (!goTogether(frame, name, [left, right], span)) {
    const texts: [string, string] = [written(frame, left), written(frame, right)];
    return frame.fail(span, noOperator(operator, typeOf(left), typeOf(right), texts));
  }
  return callCore(frame, name, [left, right], siteOf(site, operator), span);
}

/** Has the operator a function for items of these types? Lists are asked when they are arrays. */
function goTogether(frame: Frame, name: string, operands: readonly TypedExpression[], span: Span): boolean {
  if (name === "_array_matmul" || operands.some((operand) => isList(typeOf(operand)))) return true;
  const items = operands.map((value, index) => itemOf(value, index));
  if (items.some((item) => isSilent(typeOf(item)))) return true;
  const overloads = frame.session.coreFunction(name);
  const actuals = items.map((value) => ({ kind: "positional" as const, name: null, value, span }));
  return acceptsSome(frame, { overloads, name, receiver: null, classArguments: [], actuals, site: {}, span });
}

/** `-a`, `~a`; null where it is no array. */
export function unaryArray(frame: Frame, operator: string, operand: TypedExpression, site: object, span: Span): TypedExpression | null {
  const name = unaryFunctions.get(operator);
  if (name === undefined || arrayRank(operand.type) === 0) return null;
  if (!goTogether(frame, name, [operand], span)) return frame.fail(span, noUnary(operator, typeOf(operand)));
  return callCore(frame, name, [operand], siteOf(site, operator), span);
}

/** `a[...] = value`: the elements become what numpy makes of them. */
export function assignArray(frame: Frame, target: TypedExpression, value: TypedExpression, site: object, span: Span): TypedStatement[] {
  const listed =
    isList(typeOf(value)) || isNumbers(typeOf(value)) ? callCore(frame, "_array_of", [value], siteOf(site, "list"), span) : value;
  const wanted = arrayElement(target.type);
  const given = arrayElement(listed.type);
  if (isSilent(wanted) || isSilent(given) || isSilent(typeOf(listed))) return [];
  const cast = given.kind === wanted.kind ? listed : castTo(frame, target, listed, site, span);
  if (isSilent(arrayElement(cast.type))) return [];
  const mismatch = mismatchFunction(frame, "_assign_mismatch", siteOf(site, "mismatch"), span);
  return [{ kind: "assignElements", target, value: cast, mismatch, span }];
}

/** `a[0] = (1, 2, 3)` */
function isNumbers(type: Type): boolean {
  return type.kind === "tuple" && type.items.length > 0 && type.items.every((item) => isNumeric(shallow(item)));
}

/** The value with elements of the target's type, by the function that `_as_...` of the core is. */
function castTo(frame: Frame, target: TypedExpression, value: TypedExpression, site: object, span: Span): TypedExpression {
  const name = `_as_${arrayElement(target.type).kind}`;
  return callCore(frame, name, [value], siteOf(site, "cast"), span);
}

/** `a += value`: in place, where the element type of the result is the target's. */
export function augmentArray(
  frame: Frame,
  operator: BinaryOperator,
  target: TypedExpression,
  right: TypedExpression,
  site: object,
  span: Span,
): TypedStatement[] {
  const statements: TypedStatement[] = [];
  const kept = isTrivial(target) ? target : keep(frame, target, statements);
  const value = operateArrays(frame, operator, kept, right, site, span);
  if (value === null || isSilent(typeOf(value))) return [];
  const wanted = arrayElement(target.type);
  const given = arrayElement(value.type);
  if (isSilent(wanted) || isSilent(given)) return [];
  if (
    given.kind !== wanted.kind &&
    !(wanted.kind === "float" && given.kind !== "float") &&
    !(wanted.kind === "int" && given.kind === "bool")
  ) {
    frame.report(span, noArrayCast(operator, showType(given), showType(wanted)));
    return [];
  }
  const cast = given.kind === wanted.kind ? value : castTo(frame, target, value, site, span);
  const mismatch = mismatchFunction(frame, "_output_mismatch", siteOf(site, "mismatch"), span);
  return [...statements, { kind: "assignElements", target: kept, value: cast, mismatch, span }];
}
