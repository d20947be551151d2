// Numbers meeting: bool counts as 0 or 1, int goes to float.

import { FLOAT, INT } from "../../types/primitives.ts";
import { intrinsic } from "../build.ts";
import { convert } from "../convert.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression } from "../program.ts";

export function convertToInt(value: TypedExpression): TypedExpression {
  if (typeOf(value).kind === "bool") return intrinsic("bool_to_int", [value], INT, value.span);
  return convert(value, INT);
}

export function convertToFloat(value: TypedExpression): TypedExpression {
  return convert(typeOf(value).kind === "bool" ? convertToInt(value) : value, FLOAT);
}
