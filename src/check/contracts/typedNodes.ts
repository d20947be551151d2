// Typed trees as lists, for contracts that follow values through them.

import type { TypedExpression, TypedStatement } from "../program.ts";

export type TypedNode = TypedStatement | TypedExpression;

/** All nodes below, each before those inside it. Without recursion: chains of operators are long. */
export function nodesOf(body: readonly TypedStatement[]): TypedNode[] {
  const found: TypedNode[] = [];
  const waiting: unknown[] = [...body].toReversed();
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null) continue;
    if ("kind" in next && "span" in next) found.push(next as TypedNode);
    for (const [key, part] of Object.entries(next)) {
      if (typeof part === "object" && !notInside.has(key)) waiting.push(part);
    }
  }
  return found;
}

const notInside: ReadonlySet<string> = new Set(["type", "span", "variable", "global", "closure", "class", "classes", "types", "targets"]);
