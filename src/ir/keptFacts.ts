// What analyses of the whole program want to know of a function that is the
// same in every program is found out once, in the kept tree, where functions
// are places among its callees.

import type { KeptFunction, KeptUse } from "../check/kept.ts";
import type { FunctionId, TypedFunction } from "../check/program.ts";

/** `find`, but once for each kept function. */
export function once<Fact>(find: (typed: TypedFunction) => Fact): (use: KeptUse) => Fact {
  const found = new WeakMap<KeptFunction, { readonly fact: Fact }>();
  return ({ kept }) => {
    let known = found.get(kept);
    if (known === undefined) {
      known = { fact: find(kept.typed) };
      found.set(kept, known);
    }
    return known.fact;
  };
}

/** Places among its callees as the program's ids. */
export function idsOf(use: KeptUse, places: Iterable<number>): FunctionId[] {
  return Array.from(places, (place) => use.functions[place] ?? -1);
}
