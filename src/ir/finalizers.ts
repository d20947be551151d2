// Does a function have a `finally`? Then a `return` may be overtaken by another
// one, and what the first gave has to be let go of.

import type { TypedFunction } from "../check/program.ts";
import { walkTyped } from "./walk.ts";

export function hasFinalizers(source: TypedFunction): boolean {
  let found = false;
  walkTyped(source.body, (node) => {
    if (node.kind === "try" && node.finalizer.length > 0) found = true;
    return !found;
  });
  return found;
}
