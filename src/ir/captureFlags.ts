// Which captures of closures are cells that may be unbound: the closure's
// description does not say, the variables do that the closure is made from.

import type { Program, TypedExpression } from "../check/program.ts";
import { walkTyped } from "./walk.ts";

type ClosureNode = TypedExpression & { readonly kind: "closure" };

interface Made {
  readonly node: ClosureNode;
  /** The closure in whose code it is made. */
  readonly inside: number | null;
}

/** By closure id, for each capture. */
export function findFlaggedCaptures(program: Program): ReadonlyMap<number, readonly boolean[]> {
  const made: Made[] = [];
  for (const each of program.functions) {
    // What is kept from program to program makes no closures.
    if (each.use !== undefined) continue;
    walkTyped(each.body, (node) => {
      if (node.kind === "closure") made.push({ node, inside: each.closure?.id ?? null });
      return true;
    });
  }
  const flags = new Map<number, boolean[]>();
  for (const { node } of made)
    if (!flags.has(node.closure.id))
      flags.set(
        node.closure.id,
        node.captures.map(() => false),
      );
  // A capture of a capture is as the outer one, which may be found out later.
  let changed = true;
  while (changed) {
    changed = false;
    for (const each of made) changed = spread(each, flags) || changed;
  }
  return flags;
}

function spread({ node, inside }: Made, flags: ReadonlyMap<number, boolean[]>): boolean {
  const mine = flags.get(node.closure.id);
  if (mine === undefined) return false;
  const outer = inside === null ? undefined : flags.get(inside);
  let changed = false;
  node.captures.forEach((source, index) => {
    const flagged = source.kind === "variable" ? source.variable.boxed && source.variable.maybeUnbound : outer?.[source.index] === true;
    if (flagged && mine[index] === false) {
      mine[index] = true;
      changed = true;
    }
  });
  return changed;
}
