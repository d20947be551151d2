// The patterns of `match` to source text.

import type * as ast from "./ast.ts";
import { printBare, printExpression } from "./printExpressions.ts";

/** `case` with its pattern, without guard and colon. */
export function printCase(pattern: ast.Pattern): string {
  return `case ${printPattern(pattern)}`;
}

function printPattern(pattern: ast.Pattern): string {
  switch (pattern.kind) {
    case "wildcard":
      return "_";
    case "capture":
      return pattern.name.name;
    case "value":
      return printExpression(pattern.value);
    case "sequence":
      return `[${pattern.items.map(printPattern).join(", ")}]`;
    case "star":
      return `*${pattern.name?.name ?? "_"}`;
    case "mapping":
      return printMapping(pattern);
    case "class": {
      const keywords = pattern.keywords.map((keyword) => `${keyword.name.name}=${printPattern(keyword.pattern)}`);
      return `${printBare(pattern.class)}(${[...pattern.positional.map(printPattern), ...keywords].join(", ")})`;
    }
    case "or":
      return pattern.alternatives.map(printClosed).join(" | ");
    case "as":
      return `${pattern.pattern.kind === "as" ? `(${printPattern(pattern.pattern)})` : printPattern(pattern.pattern)} as ${pattern.name.name}`;
  }
}

/** An alternative: `|` and `as` in it need parentheses. */
function printClosed(pattern: ast.Pattern): string {
  return pattern.kind === "or" || pattern.kind === "as" ? `(${printPattern(pattern)})` : printPattern(pattern);
}

function printMapping({ keys, values, rest }: ast.Pattern & { kind: "mapping" }): string {
  const pairs = keys.map((key, at) => `${printExpression(key)}: ${printPattern(values[at]!)}`);
  return `{${[...pairs, ...(rest === null ? [] : [`**${rest.name}`])].join(", ")}}`;
}
