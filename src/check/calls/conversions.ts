// `int(x)`, `float(x)`, `bool(x)`, `str(x)`, `tuple(x)`: what they do depends
// on the type they are given.

import { plainNumber } from "../classes/enums.ts";
import type { Span } from "../../base/span.ts";
import { FLOAT, INT, STR, isSilent } from "../../types/primitives.ts";
import { boolLiteral, floatLiteral, impossible, intLiteral, intrinsic, stringLiteral } from "../build.ts";
import { tooManyArguments, unknownKeyword, wrongArgument } from "../errors/calls.ts";
import { truth } from "../expressions/boolean.ts";
import { hasMethod } from "../expressions/objectOperators.ts";
import { convertToFloat, convertToInt } from "../expressions/numbers.ts";
import { roundedFloat } from "../expressions/masked.ts";
import type { Type } from "../../types/type.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { asType, isOptional } from "../present.ts";
import type { TypedExpression } from "../program.ts";
import { textOf } from "../synthesis/text.ts";
import { callCore } from "./core.ts";
import { distribute } from "./distribute.ts";

const noNumber = "or a real number, not 'NoneType'";

/** Names that arguments may be given by, by their place. */
const namesOf: ReadonlyMap<string, readonly (string | null)[]> = new Map([
  ["int", [null, "base"]],
  ["str", ["object"]],
]);

export function callConversion(frame: Frame, name: string, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const values = actuals.map((actual) => (name === "tuple" ? actual.value : plainNumber(actual.value)));
  const silent = values.find((value) => isSilent(typeOf(value)));
  if (silent !== undefined) return impossible(values, span);
  const named = actuals.find((actual, index) => actual.kind === "keyword" && actual.name !== (namesOf.get(name) ?? [])[index]);
  if (named !== undefined) return frame.fail(named.span, unknownKeyword(`\`${name}\``, named.name ?? "", []));
  const most = name === "int" ? 2 : 1;
  if (actuals.length > most) return frame.fail(span, tooManyArguments(`\`${name}\``, most, actuals.length));
  const [value, base] = values;
  switch (name) {
    case "int":
      return value === undefined ? intLiteral(0, span) : toInt(frame, value, base, site, span);
    case "float":
      return value === undefined ? floatLiteral(0, span) : toFloat(frame, value, site, span);
    case "bool":
      return value === undefined ? boolLiteral(false, span) : truth(frame, value, site);
    case "str":
      return value === undefined ? stringLiteral("", span) : textOf(frame, value, "str", site, span);
    default:
      return value === undefined
        ? { kind: "tuple", items: [], type: { kind: "tuple", items: [] }, span }
        : frame.session.passes.tupleOf(frame, value, site, span);
  }
}

function isInteger({ kind }: Type): boolean {
  return kind === "int" || kind === "u64" || kind === "bool";
}

function toInt(frame: Frame, value: TypedExpression, base: TypedExpression | undefined, site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  if (base !== undefined && !isInteger(typeOf(base))) return frame.fail(base.span, wrongArgument("`int`", "base", typeOf(base), INT));
  if (base !== undefined && type.kind !== "str" && type.kind !== "union")
    return frame.fail(value.span, wrongArgument("`int` with a base", "x", type, STR));
  switch (type.kind) {
    case "int":
    case "u64":
      return value;
    case "bool":
      return convertToInt(value);
    case "float":
      return intrinsic("float_to_int", [value], INT, span);
    case "str":
      return callCore(frame, "_int_parse", [value, base === undefined ? intLiteral(10, span) : convertToInt(base)], site, span);
    case "union":
      if (!isOptional(type)) return distribute(frame, value, (member) => toInt(frame, member, base, site, span), span);
      return toInt(frame, asType(value, `int() argument must be a string, a bytes-like object ${noNumber}`), base, site, span);
    default:
      for (const name of ["__int__", "__index__"]) if (hasMethod(type, name)) return callUnary(frame, value, name, site, span);
      return frame.fail(value.span, wrongArgument("`int`", "x", type, { kind: "union", members: [FLOAT, { kind: "str" }] }));
  }
}

function toFloat(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  switch (type.kind) {
    case "float":
      return value;
    case "u64":
      return roundedFloat(value, span);
    case "int":
    case "bool":
      return type.kind === "int" ? intrinsic("int_to_float_rounded", [value], FLOAT, span) : convertToFloat(value);
    case "str":
      return callCore(frame, "_float_parse", [value], site, span);
    case "union":
      if (!isOptional(type)) return distribute(frame, value, (member) => toFloat(frame, member, site, span), span);
      return toFloat(frame, asType(value, `float() argument must be a string ${noNumber}`), site, span);
    default:
      if (hasMethod(type, "__float__")) return callUnary(frame, value, "__float__", site, span);
      return frame.fail(value.span, wrongArgument("`float`", "x", type, { kind: "union", members: [FLOAT, { kind: "str" }] }));
  }
}

export function callUnary(frame: Frame, receiver: TypedExpression, name: string, site: object, span: Span): TypedExpression {
  return frame.session.passes.callMethod(frame, { receiver, name, nameSpan: span, actuals: [], site, span });
}
