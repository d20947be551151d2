// `"{} and {name:.2f}".format(...)` on a literal: parsed when compiled into the
// same parts as an f-string. No attribute paths, as they reach inside.

import type { Span } from "../../base/span.ts";
import { BOOL, INT } from "../../types/primitives.ts";
import type { Call } from "../../syntax/ast.ts";
import { intLiteral, intrinsic, keep, sequence, stringLiteral } from "../build.ts";
import { evaluateArguments } from "../calls/arguments.ts";
import { listOfItems } from "../calls/spreading.ts";
import { badPlaceholder, missingValue } from "../errors/formats.ts";
import type { Problem } from "../errors/problem.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { raiseNamed } from "../statements/raising.ts";
import { concatenate } from "../synthesis/text.ts";
import { formatValue } from "./formatted.ts";
import { listElement } from "./subscript.ts";

/** `"{} and {name:.2f}".format(...)`; null where it is something else. */
export function stringFormat(frame: Frame, node: Call): TypedExpression | null {
  const { callee } = node;
  if (callee.kind !== "attribute" || callee.name.name !== "format" || callee.object.kind !== "string") return null;
  const { prelude, actuals } = evaluateArguments(frame, node.arguments);
  const kept = actuals.map((actual) => ({ ...actual, value: keep(frame, actual.value, prelude) }));
  const placed = kept.filter((actual) => actual.kind === "positional" || actual.kind === "star");
  const starred = placed.findIndex((actual) => actual.kind === "star");
  const positional = (starred < 0 ? placed : placed.slice(0, starred)).map((actual) => actual.value);
  const list = starred < 0 ? null : listOfItems(frame, placed.slice(starred), node, node.span);
  const rest = list === null ? null : keep(frame, list, prelude);
  const named = new Map(kept.filter((actual) => actual.kind === "keyword").map((actual) => [actual.name ?? "", actual.value]));
  const parts = formatParts(frame, callee.object.value, { positional, rest, named, next: 0, isNumbered: false }, node, 0);
  if (parts === null) return { kind: "literal", value: null, type: { kind: "unknown" }, span: node.span };
  return sequence(prelude, concatenate(parts, node.span));
}

interface Given {
  readonly positional: readonly TypedExpression[];
  /** What `*xs` brings behind them. */
  readonly rest: TypedExpression | null;
  readonly named: ReadonlyMap<string, TypedExpression>;
  next: number;
  isNumbered: boolean;
}

function formatParts(frame: Frame, text: string, given: Given, node: Call, depth: number): TypedExpression[] | null {
  const parts: TypedExpression[] = [];
  let plain = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (depth === 0 && (character === "{" || character === "}") && text[at + 1] === character) {
      plain += character;
      at += 1;
    } else if (character === "{") {
      const end = closingBrace(text, at);
      if (end < 0) return fail(frame, node.span, badPlaceholder("a `{` without `}`"));
      parts.push(stringLiteral(plain, node.span));
      plain = "";
      const field = formatPlace(frame, text.slice(at + 1, end), given, node, depth);
      if (field === null) return null;
      parts.push(field);
      at = end;
    } else if (character === "}") return fail(frame, node.span, badPlaceholder("a `}` without `{`"));
    else plain += character;
  }
  parts.push(stringLiteral(plain, node.span));
  return parts;
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function valueAt(frame: Frame, { positional, rest }: Given, at: number): TypedExpression | undefined {
  if (at < positional.length || rest === null) return positional[at];
  const { span } = rest;
  const index = intLiteral(at - positional.length, span);
  const test = intrinsic("int_le", [intrinsic("list_len", [rest], INT, span), index], BOOL, span);
  const text = `Replacement index ${at} out of range for positional args tuple`;
  const tested: TypedStatement = { kind: "if", test, then: raiseNamed(frame, "IndexError", text, span), else: [], span };
  return sequence([tested], intrinsic("list_get", [rest, index], listElement(typeOf(rest)), span));
}

function formatPlace(frame: Frame, field: string, given: Given, node: Call, depth: number): TypedExpression | null {
  const match = /^([^!:]*)(?:!([sra]))?(?::([\s\S]*))?$/.exec(field);
  const name = match?.[1] ?? "";
  if (match === null || depth > 1 || !/^(?:\d*|[A-Za-z_]\w*)$/.test(name)) return fail(frame, node.span, badPlaceholder(`\`{${field}}\``));
  if (name !== "" && /^\d+$/.test(name)) given.isNumbered = true;
  if (name === "" ? given.isNumbered : given.isNumbered && given.next > 0)
    return fail(frame, node.span, badPlaceholder("`{}` beside a numbered place"));
  const place = given.next;
  const value =
    name === "" ? valueAt(frame, given, given.next++) : /^\d+$/.test(name) ? valueAt(frame, given, Number(name)) : given.named.get(name);
  if (value === undefined) return fail(frame, node.span, missingValue(field));
  const parts = match[3] === undefined ? null : formatParts(frame, match[3], given, node, depth + 1);
  if (match[3] !== undefined && parts === null) return null;
  const spec = parts === null ? null : concatenate(parts, node.span);
  return formatValue(
    frame,
    value,
    (match[2] as "s" | "r" | "a" | undefined) ?? null,
    spec,
    siteOf(node, `place ${place} ${field}`),
    node.span,
  );
}

function fail(frame: Frame, span: Span, problem: Problem): null {
  frame.report(span, problem);
  return null;
}
