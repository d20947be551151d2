// `yield` and `yield from`, as statements of their own; the value of `yield`
// itself is always None, because nobody can send one.

import type { Expression } from "../../syntax/ast.ts";
import { noneLiteral, sequence } from "../build.ts";
import { flowInto } from "../convert.ts";
import { cannotHold, unsupported } from "../errors/types.ts";
import { loopOver } from "../iteration/loops.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { afterCall } from "../settled.ts";

export function checkYield(frame: Frame, node: Extract<Expression, { kind: "yield" }>): TypedExpression {
  if (frame.instance.generator === null) return frame.fail(node.span, unsupported("`yield` outside a function", "put it into a function"));
  const value = node.value === null ? noneLiteral(node.span) : frame.expression(node.value);
  return sequence(yieldValue(frame, value, node), noneLiteral(node.span));
}

export function yieldValue(frame: Frame, value: TypedExpression, node: Expression): TypedStatement[] {
  const fitted = flowInto(frame.session, value, frame.instance.result);
  if (fitted === null) {
    frame.report(node.span, cannotHold("this generator", frame.instance.result, typeOf(value)));
    return [];
  }
  afterCall(frame);
  return [{ kind: "yield", value: fitted, span: node.span }];
}

export function checkYieldFrom(frame: Frame, node: Extract<Expression, { kind: "yieldFrom" }>): TypedExpression {
  const statements = loopOver(frame, {
    iterable: node.value,
    evaluated: null,
    site: node,
    span: node.span,
    loopNode: node,
    labels: null,
    body: (item) => yieldValue(frame, item, node),
    otherwise: () => [],
  });
  return sequence(statements, noneLiteral(node.span));
}
