// Numbers meeting: bool counts as 0 or 1, int goes to float, an object with
// `__index__` gives the int it stands for where a place or a count is asked for.

import { FLOAT, INT } from "../../types/primitives.ts";
import { intrinsic } from "../build.ts";
import { convert } from "../convert.ts";
import { plainNumber } from "../classes/enums.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { hasMethod } from "./objectOperators.ts";
import type { TypedExpression } from "../program.ts";

export function convertToInt(value: TypedExpression): TypedExpression {
  if (typeOf(value).kind === "bool") return intrinsic("bool_to_int", [value], INT, value.span);
  return convert(value, INT);
}

export function convertToFloat(value: TypedExpression): TypedExpression {
  return convert(typeOf(value).kind === "bool" ? convertToInt(value) : value, FLOAT);
}

/** An int, where the value is a number of an enum or has `__index__`; else the value. */
export function asPlace(frame: Frame, given: TypedExpression): TypedExpression {
  const receiver = plainNumber(given);
  const type = typeOf(receiver);
  if (type.kind !== "instance" || !hasMethod(type, "__index__")) return receiver;
  const { span } = receiver;
  const call = { receiver, name: "__index__", nameSpan: span, actuals: [], site: siteOf(span, "index"), span };
  return frame.session.passes.callMethod(frame, call);
}
