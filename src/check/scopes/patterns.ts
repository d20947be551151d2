// What a `match` pattern reads and binds, in source order.

import type { Expression, Identifier, Pattern } from "../../syntax/ast.ts";

export interface PatternVisitor {
  expression(node: Expression): void;
  bind(name: Identifier): void;
  /** One of these holds: they bind the same names. */
  either(alternatives: readonly Pattern[]): void;
}

export function visitPattern(pattern: Pattern, visitor: PatternVisitor): void {
  const inner = (part: Pattern): void => visitPattern(part, visitor);
  switch (pattern.kind) {
    case "value":
      return visitor.expression(pattern.value);
    case "class":
      visitor.expression(pattern.class);
      pattern.positional.forEach(inner);
      return pattern.keywords.forEach((keyword) => inner(keyword.pattern));
    case "sequence":
      return pattern.items.forEach(inner);
    case "or":
      return visitor.either(pattern.alternatives);
    case "mapping":
      pattern.keys.forEach((key) => visitor.expression(key));
      pattern.values.forEach(inner);
      return pattern.rest === null ? undefined : visitor.bind(pattern.rest);
    case "as":
      inner(pattern.pattern);
      return visitor.bind(pattern.name);
    case "capture":
      return visitor.bind(pattern.name);
    case "star":
      return pattern.name === null ? undefined : visitor.bind(pattern.name);
    case "wildcard":
      return;
  }
}
