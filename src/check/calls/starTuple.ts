// The tuple that `*args` receives: what was written out, and what a `*xs` of
// unknown length brings.

import type { Span } from "../../base/span.ts";
import { instanceOf, tupleOf } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { evaluate, readVariable, sequence, setVariable } from "../build.ts";
import { flowInto } from "../convert.ts";
import { cannotHold } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

export function starTuple(frame: Frame, items: readonly Actual[], site: object, span: Span): TypedExpression {
  const [only] = items;
  if (items.every((item) => item.kind !== "star")) {
    const values = items.map((item) => item.value);
    return { kind: "tuple", items: values, type: tupleOf(values.map((value) => value.type)), span };
  }
  if (only !== undefined && items.length === 1) return frame.session.passes.tupleOf(frame, only.value, siteOf(site, "whole"), only.span);
  return frame.session.passes.tupleOf(frame, gathered(frame, items, siteOf(site, "gathered"), span), siteOf(site, "rest"), span);
}

/** All of them in one list, in the order they are written. */
export function gathered(frame: Frame, items: readonly Actual[], site: object, span: Span): TypedExpression {
  const element = frame.siteVariable(site, "element");
  const type: Type = instanceOf(frame.session.coreClass("list").info, [element]);
  const list = frame.temporary(type, "list");
  const statements: TypedStatement[] = [setVariable(list, { kind: "list", items: [], type, span })];
  for (const [index, item] of items.entries()) {
    const value = item.kind === "star" ? item.value : flowInto(frame.session, item.value, element);
    if (value === null) return frame.fail(item.span, cannotHold("this list of arguments", element, typeOf(item.value)));
    const call = frame.session.passes.callMethod(frame, {
      receiver: readVariable(list, span),
      name: item.kind === "star" ? "extend" : "append",
      nameSpan: item.span,
      actuals: [{ kind: "positional", name: null, value, span: item.span }],
      site: siteOf(site, `item ${index}`),
      span: item.span,
    });
    statements.push(evaluate(call));
  }
  return sequence(statements, readVariable(list, span));
}
