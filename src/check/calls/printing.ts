// `print(...)`: one text, joined before anything is written. How many texts
// `*xs` brings only the run knows, so whether a separator stands before what
// follows may depend on it.

import type { Span } from "../../base/span.ts";
import { BOOL, INT, NONE, STR } from "../../types/primitives.ts";
import { boolLiteral, impossible, intLiteral, intrinsic, isTrivial, keep, sequence, stringLiteral } from "../build.ts";
import { unknownKeyword } from "../errors/calls.ts";
import { unsupported } from "../errors/types.ts";
import { notIterable } from "../errors/iteration.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { iterableOfUnion } from "../iteration/eachType.ts";
import { siteOf } from "../iteration/sources.ts";
import { asType, isOptional } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { concatenate, textOf } from "../synthesis/text.ts";

export function print(frame: Frame, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const named = new Map(actuals.filter((actual) => actual.kind === "keyword").map((actual) => [actual.name ?? "", actual]));
  const file = named.get("file");
  if (file !== undefined) return frame.fail(file.span, unsupported("`file=` in `print`", "a program has one output: leave it out"));
  for (const [name, actual] of named)
    if (!["sep", "end", "flush"].includes(name)) return frame.fail(actual.span, unknownKeyword("`print`", name, ["sep", "end"]));
  const statements: TypedStatement[] = [];
  // All arguments are evaluated before the first becomes text.
  const mayMatter =
    named.size > 0 ||
    actuals.filter((actual) => !isTrivial(actual.value)).length > 1 ||
    actuals.some((actual, index) => index > 0 && !isTrivial(actual.value));
  const kept = actuals.map((actual) =>
    mayMatter && actual.value.kind !== "literal" ? { ...actual, value: keep(frame, actual.value, statements) } : actual,
  );
  const valueOf = (name: string, otherwise: string): TypedExpression => {
    const value = kept.find((actual) => actual.name === name)?.value;
    return value === undefined || typeOf(value).kind === "none" ? stringLiteral(otherwise, span) : value;
  };
  const printed = kept.filter((one) => one.kind !== "keyword");
  const texts = [...joined(frame, printed, valueOf("sep", " "), statements, site), valueOf("end", "\n")];
  if (texts.some((text) => typeOf(text).kind === "unknown")) return { ...impossible(texts, span) };
  return sequence(statements, intrinsic("print_text", [concatenate(texts, span)], NONE, span));
}

/** The texts in their order, with separators between. */
function joined(
  frame: Frame,
  printed: readonly Actual[],
  separator: TypedExpression,
  statements: TypedStatement[],
  site: object,
): TypedExpression[] {
  const { span } = separator;
  const [only] = printed;
  if (only?.kind === "star" && printed.length === 1)
    return [joinedItems(frame, only, itemsOf(frame, only, site, notAfterStar), separator, site)];
  const texts: TypedExpression[] = [];
  /** Does a text stand before? */
  let follows: TypedExpression = boolLiteral(false, span);
  for (const [index, actual] of printed.entries()) {
    const at = siteOf(site, `text ${index}`);
    const list = actual.kind === "star" ? keep(frame, listOfItems(frame, actual, at), statements, "printed") : null;
    const isThere = list === null ? boolLiteral(true, span) : hasItems(list);
    const text = list === null ? textOf(frame, actual.value, "str", at, actual.span) : joinedItems(frame, actual, list, separator, at);
    texts.push(separatorIf(follows, isThere, separator), text);
    follows = { kind: "or", left: follows, right: isThere, type: BOOL, span };
    if (list === null) follows = boolLiteral(true, span);
  }
  return texts;
}

function separatorIf(follows: TypedExpression, isThere: TypedExpression, separator: TypedExpression): TypedExpression {
  const { span } = separator;
  if (follows.kind === "literal") {
    if (follows.value === false) return stringLiteral("", span);
    if (isThere.kind === "literal") return separator;
  }
  const test: TypedExpression = { kind: "and", left: follows, right: isThere, type: BOOL, span };
  return { kind: "conditional", test, then: separator, else: stringLiteral("", span), type: STR, span };
}

function hasItems(list: TypedExpression): TypedExpression {
  return intrinsic("int_gt", [intrinsic("list_len", [list], INT, list.span), intLiteral(0, list.span)], BOOL, list.span);
}

function joinedItems(frame: Frame, actual: Actual, items: TypedExpression, separator: TypedExpression, site: object): TypedExpression {
  return frame.session.passes.joinTexts(frame, items, separator, siteOf(site, "spread"), actual.span);
}

/** What `*xs` gives, where it may be of several types. */
function itemsOf(frame: Frame, actual: Actual, site: object, refused: (type: string) => string): TypedExpression {
  const given = typeOf(actual.value);
  const value = isOptional(given) ? asType(actual.value, refused("NoneType")) : actual.value;
  const type = typeOf(value);
  if (type.kind !== "union") return value;
  return iterableOfUnion(frame, value, type, siteOf(site, "each"), refused) ?? value;
}

function listOfItems(frame: Frame, actual: Actual, site: object): TypedExpression {
  const items = itemsOf(frame, actual, site, (type) => `Value after * must be an iterable, not ${type}`);
  return frame.session.passes.listOf(frame, items, siteOf(site, "list")) ?? frame.fail(actual.span, notIterable(typeOf(actual.value)));
}

function notAfterStar(type: string): string {
  return `print() argument after * must be an iterable, not ${type}`;
}
