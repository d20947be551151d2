// `"..." % values` on a literal: parsed when compiled into the same parts as an
// f-string.

import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import { boolLiteral, impossible, intLiteral, keep, sequence, stringLiteral } from "../build.ts";
import { callUnary } from "../calls/conversions.ts";
import { callCore } from "../calls/core.ts";
import { convertToInt } from "./numbers.ts";
import { badPlaceholder, missingValue, placeholderCount, wrongPlaceholder } from "../errors/formats.ts";
import { unsupported } from "../errors/types.ts";
import { asType, isOptional, pythonName } from "../present.ts";
import { distribute, withAblerClasses } from "../calls/distribute.ts";
import type { Type } from "../../types/type.ts";
import type { Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { concatenate } from "../synthesis/text.ts";
import { formatValue } from "./formatted.ts";
import { hasMethod } from "./objectOperators.ts";
import { siteOf } from "../iteration/sources.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import { refused } from "./refusing.ts";
import { readItem } from "./subscript.ts";
import { isNumeric, isSilent } from "../../types/primitives.ts";

/** Null where the left is no string literal or the operator no single `%`. */
export function percentFormat(frame: Frame, node: Extract<Expression, { kind: "binary" }>): TypedExpression | null {
  const [left, right] = node.operands;
  if (left?.kind !== "string" || right === undefined || node.operators.length !== 1 || node.operators[0]?.operator !== "%") return null;
  if (left.value.includes("%(")) return percentNames(frame, left.value, right, node);
  const value = frame.expression(right);
  const type = typeOf(value);
  if (type.kind === "variadic")
    return frame.fail(
      right.span,
      unsupported("`%` with a tuple whose length only the run knows", 'write an f-string, with `" ".join(...)` for the items'),
    );
  if (type.kind === "union" && membersOf(type).some((member) => ["tuple", "variadic"].includes(shallow(member).kind)))
    return frame.fail(
      right.span,
      unsupported("`%` with a value that is a tuple sometimes", "write an f-string, or `% (value,)` where it is one value"),
    );
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

/** `"%(name)s" % {"name": x}`: each place is an item of a dict. */
function percentNames(frame: Frame, text: string, right: Expression, node: Extract<Expression, { kind: "binary" }>): TypedExpression {
  const statements: TypedStatement[] = [];
  const written = writtenItems(frame, right, statements);
  const dict = written === null ? keep(frame, frame.expression(right), statements, "values") : null;
  const names: string[] = [];
  const plain = text.replace(/%(?:%|\(([^()]*)\))/g, (found, name: string | undefined) => {
    if (name !== undefined) names.push(name);
    return found === "%%" ? "%%" : "%";
  });
  const values = names.map((name, index): TypedExpression => {
    const key = stringLiteral(name, right.span);
    if (dict === null) return written?.get(name) ?? frame.fail(right.span, missingValue(name));
    return readItem(frame, dict, key, right.span, siteOf(node, `name ${index}`), node.span);
  });
  const parts = percentParts(frame, plain, values, node);
  return parts === null ? unknownAt(node.span) : sequence(statements, concatenate(parts, node.span));
}

/** The values of a written dict by their names, each of its own type; null where it is another expression. */
function writtenItems(frame: Frame, node: Expression, statements: TypedStatement[]): Map<string, TypedExpression> | null {
  if (node.kind !== "dict") return null;
  const items = new Map<string, TypedExpression>();
  if (!node.entries.every((entry) => entry.kind === "pair" && entry.key.kind === "string")) return null;
  for (const entry of node.entries)
    if (entry.kind === "pair" && entry.key.kind === "string")
      items.set(entry.key.value, keep(frame, frame.expression(entry.value), statements, entry.key.value));
  return items;
}

function percentParts(
  frame: Frame,
  text: string,
  values: readonly TypedExpression[],
  node: Extract<Expression, { kind: "binary" }>,
): TypedExpression[] | null {
  const pattern = /%([-+ #0]*)(\d+|\*)?(?:\.(\d*))?[hlL]?([diouxXeEfFgGcrsa%])/gy;
  const parts: TypedExpression[] = [];
  let at = 0;
  let used = 0;
  while (at < text.length) {
    const next = text.indexOf("%", at);
    parts.push(stringLiteral(next < 0 ? text.slice(at) : text.slice(at, next), node.span));
    if (next < 0) break;
    pattern.lastIndex = next;
    const match = pattern.exec(text);
    if (match === null || (match[4] === "%" && match[0] !== "%%"))
      return fail(frame, node.span, badPlaceholder(`\`${text.slice(next, next + 4)}\``));
    at = next + match[0].length;
    if (match[0] === "%%") parts.push(stringLiteral("%", node.span));
    else {
      const width = match[2] === "*" ? values[used++] : null;
      const value = values[used];
      used += 1;
      if (value === undefined || width === undefined) break;
      const site = siteOf(node, `place ${used}`);
      parts.push(
        width === null ? percentField(frame, value, match, site, node.span) : starField(frame, [width, value], match, site, node.span),
      );
    }
  }
  const places = [...text.matchAll(/%[-+ #0]*(\d+|\*)?(?:\.\d*)?[hlL]?([a-zA-Z%])/g)]
    .filter((match) => match[2] !== "%")
    .reduce((count, match) => count + (match[1] === "*" ? 2 : 1), 0);
  return places === values.length ? parts : fail(frame, node.span, placeholderCount(places, values.length));
}

function fail(frame: Frame, span: Span, problem: ReturnType<typeof badPlaceholder>): null {
  frame.report(span, problem);
  return null;
}

/** CPython's words where a value is not what the letter takes. */
function wantedFor(kind: string, given: string): string {
  if ("diu".includes(kind)) return `%${kind === "u" ? "d" : kind} format: a real number is required, not ${given}`;
  if ("oxX".includes(kind)) return `%${kind} format: an integer is required, not ${given}`;
  return kind === "c" ? "%c requires int or char" : `must be real number, not ${given}`;
}

function isTaken(type: Type, kind: string): boolean {
  if ("rsa".includes(kind) || isSilent(type)) return true;
  if (kind === "c" && type.kind === "str") return true;
  return numberMethod(type, kind) !== null || (isNumeric(type) && (type.kind !== "float" || !"coxX".includes(kind)));
}

/** By which an object of a class gives the number that is shown. */
function numberMethod(type: Type, kind: string): string | null {
  if (type.kind !== "instance") return null;
  const names = "diu".includes(kind) ? ["__int__", "__index__"] : "coxX".includes(kind) ? ["__index__"] : ["__float__", "__index__"];
  return names.find((name) => hasMethod(type, name)) ?? null;
}

interface Field {
  readonly value: TypedExpression;
  readonly left: boolean;
  /** The sign and `#`, as a format spec has them. */
  readonly lead: string;
  readonly zero: boolean;
  readonly width: string;
  /** Null where the field has none; no digits behind the point are a 0. */
  readonly precision: string | null;
  readonly kind: string;
  readonly site: object;
  readonly span: Span;
}

/** The same in the language of format specs. */
function percentField(frame: Frame, value: TypedExpression, match: RegExpExecArray, site: object, span: Span): TypedExpression {
  const [, flags = "", width = "", precision, kind = "s"] = match;
  const type = typeOf(value);
  if (!"rsa".includes(kind) && type.kind === "union") {
    const expand = (member: Type): readonly Type[] =>
      withAblerClasses(frame, member, (one, than) => isTaken(one, kind) && !isTaken(than, kind));
    if (!isOptional(type) && type.members.some((member) => expand(shallow(member)).some((one) => isTaken(one, kind))))
      return distribute(
        frame,
        value,
        (member) =>
          isTaken(typeOf(member), kind)
            ? percentField(frame, member, match, siteOf(site, pythonName(member.type)), span)
            : refused(frame, "TypeError", [member], (name) => wantedFor(kind, name), span),
        span,
        false,
        expand,
      );
    if (!isOptional(type)) return frame.fail(span, wrongPlaceholder(`%${kind}`, type));
    return percentField(frame, asType(value, wantedFor(kind, "NoneType")), match, site, span);
  }
  if (!isTaken(type, kind)) return frame.fail(span, wrongPlaceholder(`%${kind}`, type));
  const method = numberMethod(type, kind);
  if (method !== null) return percentField(frame, callUnary(frame, value, method, siteOf(site, method), span), match, site, span);
  const left = flags.includes("-");
  const field: Field = {
    value,
    left,
    lead: (flags.includes("+") ? "+" : flags.includes(" ") ? " " : "") + (flags.includes("#") ? "#" : ""),
    zero: flags.includes("0") && !left,
    width,
    precision: precision === undefined ? null : precision || "0",
    kind,
    site,
    span,
  };
  if ("rsa".includes(kind)) return textField(frame, field, value, kind as "r" | "s" | "a");
  if (kind === "c") return characterField(frame, field);
  if ("diuoxX".includes(kind)) return wholeField(frame, field);
  const cut = field.precision === null ? "" : `.${field.precision}`;
  const spec = `${left ? "<" : ""}${field.lead}${field.zero ? "0" : ""}${width}${cut}${kind}`;
  return formatValue(frame, value, null, stringLiteral(spec, span), site, span);
}

/** `%*d`: the width is a value of its own, before the one that is shown. */
function starField(
  frame: Frame,
  [width, value]: readonly [TypedExpression, TypedExpression],
  match: RegExpExecArray,
  site: object,
  span: Span,
): TypedExpression {
  const flags = match[1] ?? "";
  const type = typeOf(width);
  if (isSilent(type)) return width;
  if (flags.includes("0")) return frame.fail(span, badPlaceholder(`\`${match[0]}\``));
  if (type.kind !== "int" && type.kind !== "bool") return frame.fail(span, wrongPlaceholder("*", type));
  const plain = Object.assign([...match], { 2: "" }) as unknown as RegExpExecArray;
  const text = percentField(frame, value, plain, site, span);
  if (isSilent(typeOf(text))) return text;
  return callCore(frame, "_percent_wide", [text, convertToInt(width), boolLiteral(flags.includes("-"), span)], siteOf(site, "width"), span);
}

function textField(frame: Frame, field: Field, value: TypedExpression, kind: "r" | "s" | "a"): TypedExpression {
  const cut = field.precision === null ? "" : `.${field.precision}`;
  const spec = field.width === "" && cut === "" ? null : stringLiteral(`${field.left ? "<" : ">"}${field.width}${cut}`, field.span);
  return formatValue(frame, value, kind, spec, field.site, field.span);
}

function characterField(frame: Frame, field: Field): TypedExpression {
  const { value, site, span } = field;
  if (typeOf(value).kind === "str")
    return textField(frame, { ...field, precision: null }, callCore(frame, "_one_character", [value], site, span), "s");
  return formatValue(frame, asWhole(frame, field), null, stringLiteral(`${field.left ? "<" : ">"}${field.width}c`, span), site, span);
}

/** An int, which `.5` fills up with zeros: no format spec says that. */
function wholeField(frame: Frame, field: Field): TypedExpression {
  const { left, zero, width, precision, site, span } = field;
  const kind = "iu".includes(field.kind) ? "d" : field.kind;
  const whole = asWhole(frame, field);
  if (precision === null || !isNumeric(typeOf(whole)))
    return formatValue(
      frame,
      whole,
      null,
      stringLiteral(`${left ? "<" : ""}${field.lead}${zero ? "0" : ""}${width}${kind}`, span),
      site,
      span,
    );
  const digits = [field.lead, kind].map((text) => stringLiteral(text, span));
  const counts = [precision, zero ? width : ""].map((text) => intLiteral(Number(text), span));
  const text = callCore(
    frame,
    typeOf(whole).kind === "u64" ? "_percent_u64_digits" : "_percent_digits",
    [whole, ...digits, ...counts],
    site,
    span,
  );
  return textField(frame, { ...field, precision: null }, text, "s");
}

/** `%d` cuts a float as `int` does. */
function asWhole(frame: Frame, { value, site, span }: Field): TypedExpression {
  if (!isNumeric(typeOf(value)) || typeOf(value).kind === "u64") return value;
  if (typeOf(value).kind !== "float") return convertToInt(value);
  const int = { kind: "class", name: "int", class: frame.session.coreClass("int") } as const;
  return frame.session.passes.callEntity(frame, int, "int", [{ kind: "positional", name: null, value, span }], site, span);
}
