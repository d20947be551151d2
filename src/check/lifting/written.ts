// Pieces of a tree as an author would have written them.

import type { Span } from "../../base/span.ts";
import type { Argument, Expression } from "../../syntax/ast.ts";

export function nameOf(name: string, span: Span): Expression {
  return { kind: "name", name, span };
}

export function positional(value: Expression): Argument {
  return { kind: "positional", value, span: value.span };
}

export function callOf(callee: Expression, given: readonly Argument[], span: Span): Expression {
  return { kind: "call", callee, arguments: given, span };
}
