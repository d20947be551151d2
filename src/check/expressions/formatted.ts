// f-strings, and format specs: split into parts when compiled, each field
// formatted by its type.

import type { Span } from "../../base/span.ts";
import type { Expression, FormattedPart } from "../../syntax/ast.ts";
import { membersOf } from "../../types/join.ts";
import { STR, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { shallow } from "../../types/variables.ts";
import { impossible, stringLiteral } from "../build.ts";
import { callCore } from "../calls/core.ts";
import { distribute } from "../calls/distribute.ts";
import { plainNumber } from "../classes/enums.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { noFormat } from "../errors/formats.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { asType, isOptional, pythonName } from "../present.ts";
import type { TypedExpression } from "../program.ts";
import { concatenate, textOf } from "../synthesis/text.ts";
import { onMembers } from "./unions.ts";

export function checkFormatted(frame: Frame, node: Extract<Expression, { kind: "formatted" }>): TypedExpression {
  return joinParts(frame, node.parts, node.span);
}

function joinParts(frame: Frame, parts: readonly FormattedPart[], span: Span): TypedExpression {
  const texts: TypedExpression[] = [];
  for (const part of parts) {
    if (part.kind === "text") texts.push(stringLiteral(part.value, part.span));
    else {
      if (part.selfDocumenting !== null) texts.push(stringLiteral(part.selfDocumenting, part.span));
      texts.push(formatField(frame, part));
    }
  }
  if (texts.some((text) => typeOf(text).kind === "unknown")) return impossible(texts, span);
  return concatenate(texts, span);
}

function formatField(frame: Frame, field: Extract<FormattedPart, { kind: "field" }>): TypedExpression {
  const value = frame.expression(field.value);
  const plain = field.selfDocumenting !== null && field.conversion === null && field.format === null;
  const spec = field.format === null ? null : joinParts(frame, field.format, field.span);
  return formatValue(frame, value, field.conversion ?? (plain ? "r" : null), spec, field, field.value.span);
}

/** `format(value, spec)` after a conversion. */
export function formatValue(
  frame: Frame,
  value: TypedExpression,
  conversion: "s" | "r" | "a" | null,
  spec: TypedExpression | null,
  site: object,
  span: Span,
): TypedExpression {
  let shown = value;
  if (conversion === "a") shown = callCore(frame, "ascii", [value], site, span);
  else if (conversion !== null) shown = textOf(frame, value, conversion === "s" ? "str" : "repr", site, span);
  const isPlain = spec === null || (spec.kind === "literal" && spec.value === "");
  const type = typeOf(value);
  if (isPlain && conversion === null && type.kind === "union" && membersOf(type).some((member) => formatsItself(frame, member))) {
    const each = (member: TypedExpression): TypedExpression =>
      formatValue(frame, member, null, spec, siteOf(site, pythonName(member.type)), span);
    return distribute(frame, value, each, span);
  }
  if (isPlain && conversion === null && formatsItself(frame, type))
    return applySpec(frame, value, spec ?? stringLiteral("", span), site, span);
  return isPlain ? textOf(frame, shown, "str", site, span) : applySpec(frame, shown, spec, site, span);
}

/** Has the object a `__format__`, which then also makes its text without a format? */
function formatsItself(frame: Frame, given: Type): boolean {
  const type = shallow(given);
  if (type.kind !== "instance") return false;
  const types = [type, ...frame.session.subclassesOf(type)];
  return types.some((one) => one.kind === "instance" && findMethod(declarationOf(one.class), "__format__") !== null);
}

function takesFormat(type: Type): boolean {
  if (type.kind === "instance") return type.class.isEnum || findMethod(declarationOf(type.class), "__format__") !== null;
  return isSilent(type) || ["int", "u64", "float", "bool", "str", "union"].includes(type.kind);
}

function applySpec(frame: Frame, value: TypedExpression, spec: TypedExpression, site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  if (isSilent(type)) return { ...impossible([value], span), type: type.kind === "unknown" ? type : STR };
  switch (type.kind) {
    case "int":
      return callCore(frame, "_int_format", [value, spec], site, span);
    case "u64":
      return callCore(frame, "_u64_format", [value, spec], site, span);
    case "float":
      return callCore(frame, "_float_format", [value, spec], site, span);
    case "bool":
      return callCore(frame, "_bool_format", [value, spec], site, span);
    case "str":
      return callCore(frame, "_str_format", [value, spec], site, span);
    case "union":
      if (isOptional(type))
        return applySpec(frame, asType(value, "unsupported format string passed to NoneType.__format__"), spec, site, span);
      return onMembers(
        frame,
        value,
        {
          exists: (member) => takesFormat(typeOf(member)),
          apply: (member) => applySpec(frame, member, spec, siteOf(site, pythonName(member.type)), span),
          exception: "TypeError",
          refusal: (name) => `unsupported format string passed to ${name}.__format__`,
        },
        span,
      );
    case "instance":
      if (findMethod(declarationOf(type.class), "__format__") !== null) {
        return frame.session.passes.callMethod(frame, {
          receiver: value,
          name: "__format__",
          nameSpan: span,
          actuals: [{ kind: "positional", name: null, value: spec, span }],
          site,
          span,
        });
      }
      // A member is formatted as its text, one of an IntEnum as its number.
      if (type.class.isEnum) {
        const number = plainNumber(value);
        return applySpec(frame, number === value ? textOf(frame, value, "str", site, span) : number, spec, site, span);
      }
      return frame.fail(span, noFormat(type));
    default:
      return frame.fail(span, noFormat(type));
  }
}
