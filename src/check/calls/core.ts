// Calls of the library's core functions that the checker knows by name.

import type { Span } from "../../base/span.ts";
import type { Frame } from "../frame.ts";
import type { TypedExpression } from "../program.ts";

export function callCore(frame: Frame, name: string, values: readonly TypedExpression[], site: object, span: Span): TypedExpression {
  return frame.session.passes.callFunction(frame, {
    overloads: frame.session.coreFunction(name),
    name,
    receiver: null,
    classArguments: [],
    actuals: values.map((value) => ({ kind: "positional", name: null, value, span })),
    site,
    span,
  });
}
