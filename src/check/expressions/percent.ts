// `"..." % values` and `"...".format(...)` on a literal: parsed when compiled
// into the same parts as an f-string. No attribute paths, as they reach inside.

import type { Span } from "../../base/span.ts";
import type { Call, Expression } from "../../syntax/ast.ts";
import { impossible, keep, sequence, stringLiteral } from "../build.ts";
import { evaluateArguments } from "../calls/arguments.ts";
import { callCore } from "../calls/core.ts";
import { convertToFloat, convertToInt } from "./numbers.ts";
import { badPlaceholder, placeholderCount } from "../errors/formats.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { concatenate } from "../synthesis/text.ts";
import { formatValue } from "./formatted.ts";
import { siteOf } from "../iteration/sources.ts";
import { isNumeric } from "../../types/primitives.ts";

/** Null where the left is no string literal or the operator no single `%`. */
export function percentFormat(frame: Frame, node: Extract<Expression, { kind: "binary" }>): TypedExpression | null {
  const [left, right] = node.operands;
  if (left?.kind !== "string" || right === undefined || node.operators.length !== 1 || node.operators[0]?.operator !== "%") return null;
  const value = frame.expression(right);
  const type = typeOf(value);
  const statements: TypedStatement[] = [];
  const kept = type.kind === "tuple" ? keep(frame, value, statements) : value;
  const values =
    type.kind === "tuple"
      ? type.items.map((item, index): TypedExpression => ({ kind: "tupleItem", tuple: kept, index, type: item, span: right.span }))
      : [kept];
  const parts = percentParts(frame, left.value, values, node);
  if (parts === null) return impossible([{ kind: "literal", value: null, type: { kind: "unknown" }, span: node.span }], node.span);
  return sequence(statements, concatenate(parts, node.span));
}

function percentParts(
  frame: Frame,
  text: string,
  values: readonly TypedExpression[],
  node: Extract<Expression, { kind: "binary" }>,
): TypedExpression[] | null {
  const pattern = /%([-+ #0]*)(\d+)?(?:\.(\d+))?([diouxXeEfFgGcrsa%])/gy;
  const parts: TypedExpression[] = [];
  let at = 0;
  let used = 0;
  while (at < text.length) {
    const next = text.indexOf("%", at);
    parts.push(stringLiteral(next < 0 ? text.slice(at) : text.slice(at, next), node.span));
    if (next < 0) break;
    pattern.lastIndex = next;
    const match = pattern.exec(text);
    if (match === null) return fail(frame, node.span, badPlaceholder(`\`${text.slice(next, next + 4)}\``));
    at = next + match[0].length;
    if (match[4] === "%") parts.push(stringLiteral("%", node.span));
    else {
      const value = values[used];
      used += 1;
      if (value === undefined) break;
      parts.push(percentField(frame, value, match, siteOf(node, `place ${used}`), node.span));
    }
  }
  const places = [...text.matchAll(/%[-+ #0]*\d*(?:\.\d+)?([a-zA-Z%])/g)].filter((match) => match[1] !== "%").length;
  return places === values.length ? parts : fail(frame, node.span, placeholderCount(places, values.length));
}

function fail(frame: Frame, span: Span, problem: ReturnType<typeof badPlaceholder>): null {
  frame.report(span, problem);
  return null;
}

/** The same in the language of format specs. */
function percentField(frame: Frame, value: TypedExpression, match: RegExpExecArray, site: object, span: Span): TypedExpression {
  const [, flags = "", width = "", precision, kind = "s"] = match;
  const left = flags.includes("-");
  const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const zero = flags.includes("0") && !left ? "0" : "";
  const isCharacter = kind === "c" && typeOf(value).kind === "str";
  if (isCharacter || "rsa".includes(kind)) {
    const cut = precision === undefined || isCharacter ? "" : `.${precision}`;
    const spec = width === "" && cut === "" ? null : stringLiteral(`${left ? "<" : ">"}${width}${cut}`, span);
    if (isCharacter) return formatValue(frame, callCore(frame, "_one_character", [value], site, span), "s", spec, site, span);
    return formatValue(frame, value, kind as "r" | "s" | "a", spec, site, span);
  }
  const isNumber = isNumeric(typeOf(value));
  const align = left ? "<" : "";
  if ("diu".includes(kind)) {
    const whole =
      isNumber && typeOf(value).kind === "float"
        ? frame.session.passes.callEntity(
            frame,
            { kind: "class", name: "int", class: frame.session.coreClass("int") },
            "int",
            [{ kind: "positional", name: null, value, span }],
            site,
            span,
          )
        : isNumber
          ? convertToInt(value)
          : value;
    return formatValue(frame, whole, null, stringLiteral(`${align}${sign}${zero}${width}d`, span), site, span);
  }
  if ("oxXc".includes(kind))
    return formatValue(
      frame,
      isNumber ? convertToInt(value) : value,
      null,
      stringLiteral(
        kind === "c" ? `${left ? "<" : ">"}${width}c` : `${align}${sign}${flags.includes("#") ? "#" : ""}${zero}${width}${kind}`,
        span,
      ),
      site,
      span,
    );
  const cut = precision === undefined ? "" : `.${precision}`;
  return formatValue(
    frame,
    isNumber ? convertToFloat(value) : value,
    null,
    stringLiteral(`${align}${sign}${zero}${width}${cut}${kind}`, span),
    site,
    span,
  );
}

/** `"{} and {name:.2f}".format(...)`; null where it is something else. */
export function stringFormat(frame: Frame, node: Call): TypedExpression | null {
  const { callee } = node;
  if (callee.kind !== "attribute" || callee.name.name !== "format" || callee.object.kind !== "string") return null;
  const { prelude, actuals } = evaluateArguments(frame, node.arguments);
  const kept = actuals.map((actual) => ({ ...actual, value: keep(frame, actual.value, prelude) }));
  const positional = kept.filter((actual) => actual.kind === "positional").map((actual) => actual.value);
  const named = new Map(kept.filter((actual) => actual.kind === "keyword").map((actual) => [actual.name ?? "", actual.value]));
  const parts = formatParts(frame, callee.object.value, { positional, named, next: 0 }, node, 0);
  if (parts === null) return { kind: "literal", value: null, type: { kind: "unknown" }, span: node.span };
  return sequence(prelude, concatenate(parts, node.span));
}

interface Given {
  readonly positional: readonly TypedExpression[];
  readonly named: ReadonlyMap<string, TypedExpression>;
  next: number;
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

function formatPlace(frame: Frame, field: string, given: Given, node: Call, depth: number): TypedExpression | null {
  const match = /^([^!:]*)(?:!([sra]))?(?::([\s\S]*))?$/.exec(field);
  const name = match?.[1] ?? "";
  if (match === null || depth > 1 || !/^(?:\d*|[A-Za-z_]\w*)$/.test(name)) return fail(frame, node.span, badPlaceholder(`\`{${field}}\``));
  const place = given.next;
  const value = name === "" ? given.positional[given.next++] : /^\d+$/.test(name) ? given.positional[Number(name)] : given.named.get(name);
  if (value === undefined) return fail(frame, node.span, badPlaceholder(`\`{${field}}\` has no value: it`));
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
