// What may stand left of `=`, behind `del`, after `for`: names, attributes,
// subscripts, and tuples or lists of these.

import type * as ast from "../ast.ts";
import * as errors from "../errors/statements.ts";
import type { Finding } from "../findings.ts";

type Report = (finding: Finding) => void;

/** Reports the first part of `target` that no value can be given to. */
export function checkTarget(target: ast.Expression, report: Report, insideList = false): void {
  switch (target.kind) {
    case "name":
    case "attribute":
    case "subscript":
    case "error":
      return;
    case "tuple":
    case "list":
      return checkTargets(target, report);
    case "starred":
      if (!insideList) report(errors.loneStarTarget(target.span));
      return checkTarget(target.value, report);
    default:
      report(dashed(target) ?? errors.notATarget(target.span, describe(target)));
  }
}

/** `my-var`: a name spelled with a dash. */
function dashed(target: ast.Expression): Finding | null {
  if (target.kind !== "binary" || target.operators.some(({ operator }) => operator !== "-")) return null;
  const names = target.operands.map((operand) => (operand.kind === "name" ? operand.name : null));
  return names.includes(null) ? null : errors.dashedName(target.span, names.join("_"));
}

function checkTargets(target: ast.TupleDisplay | ast.ListDisplay, report: Report): void {
  const stars = target.items.filter((item) => item.kind === "starred");
  if (stars.length > 1) return report(errors.twoStars(stars[1]!.span));
  for (const item of target.items) checkTarget(item, report, true);
}

/** `del x`, `del a[i], b.c`. */
export function checkDeletable(target: ast.Expression, report: Report): void {
  switch (target.kind) {
    case "name":
    case "attribute":
    case "subscript":
    case "error":
      return;
    case "tuple":
    case "list":
      for (const item of target.items) checkDeletable(item, report);
      return;
    default:
      report(errors.notDeletable(target.span, describe(target)));
  }
}

/** `x += 1` and `x: int = 1` take one name, attribute or item. */
export function checkSingleTarget(target: ast.Expression, what: string, report: Report): void {
  if (target.kind === "name" || target.kind === "attribute" || target.kind === "subscript" || target.kind === "error") return;
  report(errors.notSingleTarget(target.span, describe(target), what));
}

/** What an expression is, in a message: "a call", "a number". */
export function describe(value: ast.Expression): string {
  switch (value.kind) {
    case "none":
      return "`None`";
    case "bool":
      return value.value ? "`True`" : "`False`";
    case "int":
    case "float":
      return "a number";
    case "string":
      return "a string";
    case "formatted":
      return "an f-string";
    case "ellipsis":
      return "`...`";
    case "name":
      return "a name";
    case "unary":
    case "binary":
    case "boolean":
      return "the result of a computation";
    case "comparison":
      return "a comparison";
    case "conditional":
      return "a choice with `if`";
    case "walrus":
      return "`:=`";
    case "lambda":
      return "a lambda";
    case "call":
      return "the result of a call";
    case "attribute":
      return "an attribute";
    case "subscript":
      return "an item";
    case "slice":
      return "a slice";
    case "starred":
      return "`*` with a value";
    case "tuple":
      return "a tuple";
    case "list":
      return "a list";
    case "set":
      return "a set";
    case "dict":
      return "a dict";
    case "comprehension":
    case "dictComprehension":
      return "a comprehension";
    case "yield":
    case "yieldFrom":
      return "`yield`";
    case "error":
      return "this";
  }
}
