// Parameter lists: which parameters are positional-only or keyword-only, and
// the rules of their order, with CPython's meaning and plainer words.

import type { Span } from "../../base/span.ts";
import type * as ast from "../ast.ts";
import * as errors from "../errors/definitions.ts";
import type { Finding } from "../findings.ts";
import { endOf, type IToken } from "../tokens.ts";

/** A parameter as written, or one of the two marks. Its kind is final only for `star` and `doubleStar`. */
export type ParameterPiece = ast.Parameter | "*" | "/";

export function makeParameter(
  kind: ast.Parameter["kind"],
  name: IToken,
  annotation: ast.Expression | null,
  defaultValue: ast.Expression | null,
  span: Span,
): ast.Parameter {
  return { span, name: { span: { start: name.startOffset, end: endOf(name) }, name: name.image }, annotation, defaultValue, kind };
}

/** Gives each parameter its kind and reports what is out of order. `last` is the list's last token. */
export function checkParameters(
  pieces: readonly ParameterPiece[],
  last: IToken,
  most: number,
  report: (finding: Finding) => void,
): ast.Parameters {
  const end = { start: last.startOffset, end: endOf(last) };
  const result: ast.Parameter[] = [];
  const slash = pieces.indexOf("/");
  const star = pieces.findIndex((piece) => piece === "*" || (typeof piece !== "string" && piece.kind === "star"));
  pieces.forEach((piece, at) => {
    if (typeof piece === "string") return;
    result.push(piece.kind === "positional" ? { ...piece, kind: kindAt(at, slash, star) } : piece);
  });
  const misplacedMark = slash === 0 || (star >= 0 && slash > star) || pieces.lastIndexOf("/") !== slash || isBareStar(pieces);
  if (misplacedMark) report(errors.misplacedMark(end));
  checkOrder(result, pieces, report);
  checkNames(result, report);
  if (result.length > most) report(errors.tooManyParameters(result[most]!.span, result.length, most));
  return result;
}

/** A bare `*` with no name behind it. */
function isBareStar(pieces: readonly ParameterPiece[]): boolean {
  const next = pieces[pieces.indexOf("*") + 1];
  return pieces.includes("*") && (next === undefined || typeof next === "string" || next.kind === "doubleStar");
}

function kindAt(at: number, slash: number, star: number): ast.Parameter["kind"] {
  if (at < slash) return "positionalOnly";
  return star >= 0 && at > star ? "keywordOnly" : "positional";
}

function checkOrder(list: readonly ast.Parameter[], pieces: readonly ParameterPiece[], report: (finding: Finding) => void): void {
  let withDefault: ast.Parameter | null = null;
  for (const parameter of list) {
    if (parameter.kind !== "positional" && parameter.kind !== "positionalOnly") continue;
    if (parameter.defaultValue !== null) withDefault = parameter;
    else if (withDefault !== null) return report(errors.defaultBefore(parameter.span, parameter.name.name, withDefault.name.name));
  }
  const rest = list.findIndex((parameter) => parameter.kind === "doubleStar");
  if (rest >= 0 && rest !== list.length - 1) report(errors.behindRest(list[rest + 1]!.span));
  const stars = pieces.filter((piece) => piece === "*" || (typeof piece !== "string" && piece.kind === "star"));
  if (stars.length > 1) report(errors.secondStar(list[list.length - 1]!.span));
}

function checkNames(list: readonly ast.Parameter[], report: (finding: Finding) => void): void {
  const seen = new Set<string>();
  for (const { name } of list) {
    if (seen.has(name.name)) return report(errors.repeatedParameter(name.span, name.name));
    seen.add(name.name);
  }
}
