// The direct parts of an expression in order of evaluation, for passes that
// only look for something. Bodies of lambdas and comprehensions are left to
// the caller, because they are scopes of their own.

import type { Expression, FormattedPart } from "../../syntax/ast.ts";

export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "formatted":
      return fieldsOf(node.parts);
    case "unary":
      return [node.operand];
    case "binary":
    case "boolean":
    case "comparison":
      return node.operands;
    case "conditional":
      return [node.test, node.whenTrue, node.whenFalse];
    case "walrus":
    case "starred":
    case "yieldFrom":
      return [node.value];
    case "call":
      return [node.callee, ...node.arguments.map((argument) => argument.value)];
    case "attribute":
      return [node.object];
    case "subscript":
      return [node.object, node.index];
    case "slice":
      return [node.lower, node.upper, node.step].filter((part) => part !== null);
    case "tuple":
    case "list":
    case "set":
      return node.items;
    case "dict":
      return node.entries.flatMap((entry) => (entry.kind === "pair" ? [entry.key, entry.value] : [entry.value]));
    case "yield":
      return node.value === null ? [] : [node.value];
    case "lambda":
    case "comprehension":
    case "dictComprehension":
    case "none":
    case "bool":
    case "int":
    case "float":
    case "string":
    case "ellipsis":
    case "name":
    case "error":
      return [];
  }
}

function fieldsOf(parts: readonly FormattedPart[]): Expression[] {
  return parts.flatMap((part) => (part.kind === "text" ? [] : [part.value, ...fieldsOf(part.format ?? [])]));
}

/** Does `yield` stand in these expressions, outside functions inside them? */
export function containsYield(node: Expression): boolean {
  return node.kind === "yield" || node.kind === "yieldFrom" || childrenOf(node).some(containsYield);
}
