// Calls of intrinsics, in the standard library only: their signatures are
// short words, `T` grows, `storage_new` makes a buffer of whatever it is used for.

import type { Span } from "../../base/span.ts";
import type { Intrinsic, IntrinsicName } from "../../library/intrinsics.ts";
import { intrinsics } from "../../library/intrinsics.ts";
import { BOOL, FLOAT, INT, NEVER, NONE, STR, U64, instanceOf, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { impossible, intrinsic } from "../build.ts";
import { flowInto } from "../convert.ts";
import { missingArgument, tooManyArguments, wrongArgument } from "../errors/calls.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression } from "../program.ts";
import { shallow } from "../../types/variables.ts";

const words = new Map<string, Type>([
  ["int", INT],
  ["float", FLOAT],
  ["bool", BOOL],
  ["str", STR],
  ["u64", U64],
  ["none", NONE],
  ["never", NEVER],
]);

function wordType(frame: Frame, word: string, element: Type): Type {
  const plain = words.get(word);
  if (plain !== undefined) return plain;
  if (word === "storage[T]") return { kind: "storage", element };
  if (word === "list[T]") return instanceOf(frame.session.coreClass("list").info, [element]);
  return element;
}

export function callIntrinsic(frame: Frame, name: IntrinsicName, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const entry: Intrinsic = intrinsics[name];
  const values = actuals.map((actual) => actual.value);
  if (values.some((value) => isSilent(typeOf(value))))
    return name === "is_same" || name === "is_none" ? intrinsic(name, values, BOOL, span) : impossible(values, span);
  if (values.length < entry.parameters.length) return frame.fail(span, missingArgument(name, entry.parameters.slice(values.length)));
  if (values.length > entry.parameters.length) return frame.fail(span, tooManyArguments(name, entry.parameters.length, values.length));
  const element = frame.siteVariable(site, "T");
  if (name === "is_same" || name === "is_none") return intrinsic(name, values, BOOL, span);
  const fitted: TypedExpression[] = [];
  for (const [index, value] of values.entries()) {
    const wanted = storageLike(
      entry.parameters[index] ?? "",
      value,
      wordType(frame, entry.parameters[index] ?? "", element),
      frame,
      element,
    );
    const one = flowInto(frame.session, value, wanted);
    if (one === null)
      return frame.fail(actuals[index]?.span ?? span, wrongArgument(name, entry.parameters[index] ?? "", typeOf(value), wanted));
    fitted.push(one);
  }
  const result = wordType(frame, entry.result, element);
  return intrinsic(name, fitted, entry.result === "T" ? shallow(result) : result, span);
}

/** A tuple of any length is a storage underneath. */
function storageLike(word: string, value: TypedExpression, wanted: Type, frame: Frame, element: Type): Type {
  const type = typeOf(value);
  if (word !== "storage[T]" || type.kind !== "variadic") return wanted;
  frame.session.unify(element, type.element);
  return value.type;
}
