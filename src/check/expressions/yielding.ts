// `yield` and `yield from`, as statements of their own or as all that one
// assigns or returns. The value of `yield` itself is what was sent, else None.

import type { Expression } from "../../syntax/ast.ts";
import { noneLiteral, readVariable, sequence, setVariable } from "../build.ts";
import { flowInto } from "../convert.ts";
import { cannotHold, unsupported } from "../errors/types.ts";
import { loopOver } from "../iteration/loops.ts";
import type { Source } from "../iteration/sources.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { takeSent } from "../iteration/sending.ts";
import { handOnThrown, pausing, raiseThrown } from "../iteration/throwing.ts";
import { afterCall } from "../settled.ts";

export function checkYield(frame: Frame, node: Extract<Expression, { kind: "yield" }>): TypedExpression {
  if (frame.instance.generator === null) return frame.fail(node.span, unsupported("`yield` outside a function", "put it into a function"));
  const value = node.value === null ? noneLiteral(node.span) : frame.expression(node.value);
  return sequence(yieldValue(frame, value, node), takeSent(frame, node.span));
}

/** `from`: where the value comes from, of another generator that this one hands on. */
export function yieldValue(frame: Frame, value: TypedExpression, node: Expression, from: Source | null = null): TypedStatement[] {
  const fitted = flowInto(frame.session, value, frame.instance.result);
  if (fitted === null) {
    frame.report(node.span, cannotHold("this generator", frame.instance.result, typeOf(value)));
    return [];
  }
  afterCall(frame);
  const told = from === null ? raiseThrown(frame, node.span) : handOnThrown(frame, from, node.span);
  return [...pausing(frame, { kind: "yield", value: fitted, span: node.span }), ...told];
}

/** `used`: somebody takes the value, which is what the generator's `return` gives. */
export function checkYieldFrom(frame: Frame, node: Extract<Expression, { kind: "yieldFrom" }>, used: boolean): TypedExpression {
  let value = noneLiteral(node.span);
  const takeValue = (source: Source | null): TypedStatement[] => {
    if (!used || source?.returned === undefined) return [];
    const given = source.returned();
    if (given.kind === "literal") return [];
    const kept = frame.temporary(given.type, "value");
    value = readVariable(kept, node.span);
    return [setVariable(kept, given)];
  };
  const statements = loopOver(frame, {
    iterable: node.value,
    evaluated: null,
    site: node,
    span: node.span,
    loopNode: node,
    labels: null,
    body: (item, source) => yieldValue(frame, item, node, source),
    otherwise: takeValue,
  });
  return sequence(statements, value);
}
