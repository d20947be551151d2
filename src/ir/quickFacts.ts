// What is known of locals on the way through a quick version of a function.

import type { Expression, LocalId } from "./ir.ts";

/** An int whose size is below 2^`bits`. */
export interface IntFact {
  readonly kind: "int";
  readonly bits: number;
  /** The same number as a float, never -0.0; null where none is at hand. */
  readonly float: Expression | null;
  /** A number of items. */
  readonly isCount?: true;
}

export type Fact =
  | IntFact
  /** A float without a fraction. */
  | { readonly kind: "whole" }
  /** Whether a comparison of two floats at hand holds. */
  | { readonly kind: "comparison"; readonly test: Extract<Expression, { readonly kind: "operation" }> };

export type Facts = Map<LocalId, Fact>;

/** Of ints that keep a float: sums of four are exact still. */
export const twinBits = 51;
/** Of ints of which one more or less cannot come around to an index. */
export const smallBits = 61;
export const countBits = 32;

/** What both know. */
export function join(one: Facts, other: Facts): Facts {
  return new Map([...one].filter(([id, fact]) => other.get(id) === fact));
}

export function bitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

const wholes: ReadonlySet<string> = new Set(["f64.floor", "f64.ceil", "f64.trunc", "f64.nearest"]);

export function wholeFloat(x: Expression): boolean {
  return x.kind === "operation" && wholes.has(x.operation);
}
