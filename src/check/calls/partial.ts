// `functools.partial(f, 1, b=2)`: a closure that carries a function and the
// first of its arguments.

import type { Span } from "../../base/span.ts";
import type { Actual, Frame } from "../frame.ts";
import { unsupported } from "../errors/types.ts";
import { sequence, setVariable } from "../build.ts";
import type { CaptureSource, TypedExpression, TypedStatement } from "../program.ts";

export function makePartial(frame: Frame, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const star = actuals.find((actual) => actual.kind === "star" || actual.kind === "doubleStar");
  if (star !== undefined) return frame.fail(star.span, unsupported("`*` in `partial`", "write the arguments out"));
  let closure = frame.instance.closures.get(site);
  if (closure === undefined) {
    const given = actuals.slice(1).map(({ kind, name }) => ({ kind: kind === "keyword" ? kind : ("positional" as const), name }));
    closure = frame.session.newClosure("partial", { kind: "partial", given });
    frame.instance.closures.set(site, closure);
    for (const actual of actuals) closure.captures.push({ name: actual.name ?? "argument", type: actual.value.type, boxed: false });
  }
  const statements: TypedStatement[] = [];
  const captures: CaptureSource[] = [];
  for (const [index, { value }] of actuals.entries()) {
    const capture = closure.captures[index];
    if (capture !== undefined) capture.type = value.type;
    const variable = frame.temporary(value.type, "given");
    statements.push(setVariable(variable, value));
    captures.push({ kind: "variable", variable });
  }
  return sequence(statements, { kind: "closure", closure, captures, type: { kind: "function", closures: [closure] }, span });
}
