// What the code of the library keeps to and no test in it says: told here by
// the names of its functions, each with the reason.

import type { IRFunction } from "../ir.ts";
import { between } from "./arithmetic.ts";
import type { Polynomial } from "./polynomial.ts";
import { add, constant, isPositive, leastOf, scale } from "./polynomial.ts";
import type { Value } from "./values.ts";

/** Functions of the library that count something: what they give is never below zero, though no test of theirs says so. */
const counts: ReadonlySet<string> = new Set(["_steps_between"]);

export function notNegative(value: Value): Value {
  if (value.kind !== "number") return value;
  return value.low !== null && leastOf(value.low) >= 0 ? value : between(constant(0), value.high);
}

export function isCount({ name, isLibrary }: IRFunction): boolean {
  return isLibrary && counts.has(name);
}

/**
 * Functions of the library whose loop copies what is there already behind itself, until there is enough: what
 * all turns copy together is not more than the whole, and what is there doubles.
 */
const doubling: ReadonlySet<string> = new Set(["_list_repeat", "_str_repeat"]);

export function isDoubling(own: IRFunction | undefined): boolean {
  return own?.isLibrary === true && doubling.has(own.name);
}

export function doubledCost(each: Polynomial): Polynomial {
  const fixed = each.get("")?.coefficient ?? 0;
  return add(each, constant((mostDoublings - 1) * fixed));
}

/** What is there doubles with each turn, and nothing is longer than an int says. */
const mostDoublings = 64;

/** Does it sum by halves, calling itself? */
export function sumsByHalves({ name, isLibrary }: IRFunction): boolean {
  return isLibrary && name === "_pairwise";
}

/**
 * `_pairwise` sums a row by halves, down to parts of 57 elements at least: so there are fewer than one call of
 * it for 28 elements, and what a part costs by its elements adds up to what the row would cost at once.
 */
export function halvedCost(before: Polynomial, after: Polynomial, elements: Value | undefined): Polynomial {
  const fixed = (after.get("")?.coefficient ?? 0) - (before.get("")?.coefficient ?? 0);
  const most = elements?.kind === "number" ? elements.high : null;
  return most === null || !isPositive(most) ? after : add(after, scale(most, fixed / 28));
}
