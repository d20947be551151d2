// What values in one turn of a counted loop are known to lie between, on
// conditions that are tested before the loop: the counter and the ints that it
// does not change are in 0 .. 2^25 - 1. On the way, expressions become simpler:
// checked arithmetic that cannot fail turns plain, and tests whose outcome is
// known fold.

import { i32, operation } from "./build.ts";
import type { Expression, LocalId, Operation, Representation } from "./ir.ts";
import { resultOfOperation } from "./representation.ts";
import { rewriteParts } from "./rewriting.ts";

/** Ints below it are small. */
export const smallLimit = 2n ** 25n;
const exactFloats = 2n ** 53n;
const intLimit = 2n ** 63n;

/** An int (or a float that is one) between two bounds; `base + offset` where that is known, the offset alone without a base. */
export interface Known {
  readonly low: bigint;
  readonly high: bigint;
  readonly sum: { readonly base: LocalId | null; readonly offset: bigint } | null;
  /** Locals that must be small for this to hold. */
  readonly uses: readonly LocalId[];
  /** A float has it exactly: it came from one. */
  readonly isExact?: true;
}

interface Valued {
  readonly x: Expression;
  readonly known: Known | null;
}

export interface LoopFacts {
  readonly counter: LocalId;
  /** Locals that are never negative. */
  readonly naturals?: ReadonlySet<LocalId>;
  isInvariant(id: LocalId): boolean;
  representationOf(id: LocalId): Representation | undefined;
}

const anyInt: Known = { low: -intLimit, high: intLimit - 1n, sum: null, uses: [] };
/** By a constant, whatever the int is. */
const bounding: ReadonlySet<Operation> = new Set<Operation>(["i64.and", "i64.mod", "i64.floordiv", "i64.shr_s"]);

const anyWholeFloat: Known = { ...anyInt, isExact: true };

const count: Known = { low: 0n, high: 2n ** 31n - 1n, sum: null, uses: [] };

/** Never negative, and nothing more. */
export const natural: Known = { low: 0n, high: intLimit - 1n, sum: null, uses: [] };

function between(low: bigint, high: bigint, ...from: readonly Known[]): Known {
  return { low, high, sum: null, uses: from.flatMap((known) => known.uses) };
}

export class LoopValues {
  /** Locals that must be small. */
  readonly needs = new Set<LocalId>();
  /** What locals hold that the turn has set so far. */
  readonly set = new Map<LocalId, Known>();
  private readonly facts: LoopFacts;

  constructor(facts: LoopFacts) {
    this.facts = facts;
  }

  /** Something is done because of `known`. */
  rely(...all: readonly Known[]): void {
    for (const known of all) for (const id of known.uses) this.needs.add(id);
  }

  evaluate(x: Expression): Valued {
    switch (x.kind) {
      case "i64":
        return { x, known: { low: x.value, high: x.value, sum: { base: null, offset: x.value }, uses: [] } };
      case "f64":
        return { x, known: x.value === 0 ? between(0n, 0n) : null };
      case "local":
        return { x, known: this.local(x.local) };
      case "operation":
        return this.operation(x);
      case "checked":
        return this.checked(x);
      case "choose":
        return this.choose(x);
      case "slot":
        return { x: rewriteParts(x, (part) => this.evaluate(part).x), known: x.isCount === true ? count : null };
      default:
        return { x: rewriteParts(x, (part) => this.evaluate(part).x), known: null };
    }
  }

  private local(id: LocalId): Known | null {
    const set = this.set.get(id);
    if (set !== undefined) return set;
    const sum = { base: id, offset: 0n };
    if (id === this.facts.counter) return { low: 0n, high: smallLimit - 1n, sum, uses: [] };
    if (this.facts.naturals?.has(id) === true) return natural;
    if (!this.facts.isInvariant(id) || this.facts.representationOf(id) !== "i64") return null;
    return { low: 0n, high: smallLimit - 1n, sum, uses: [id] };
  }

  private operation(x: Extract<Expression, { readonly kind: "operation" }>): Valued {
    const parts = x.operands.map((operand) => this.evaluate(operand));
    const operands = parts.map((part) => part.x);
    const [left = null, right = null] = parts.map((part) => part.known);
    if (x.operation === "i64.from_f64") return { x: { ...x, operands }, known: anyWholeFloat };
    const folded = left === null || right === null ? null : this.fold(x.operation, left, right);
    if (folded !== null) return { x: i32(folded ? 1 : 0), known: null };
    const [first, second] = operands;
    if (x.operation === "i32.eqz" && first?.kind === "i32") return { x: i32(first.value === 0 ? 1 : 0), known: null };
    const made: Expression = { ...x, operands };
    if (x.operation === "i64.from_i32_u") return { x: made, known: first === undefined ? null : narrowRange(first) };
    const from = left ?? (bounding.has(x.operation) ? anyInt : null);
    return { x: made, known: from === null ? null : withoutWrap(rangeOf(x.operation, from, right, second)) };
  }

  /** A comparison whose outcome is known. */
  private fold(name: Operation, left: Known, right: Known): boolean | null {
    const outcome = compare(name, left, right);
    if (outcome !== null) this.rely(left, right);
    return outcome;
  }

  private checked(x: Extract<Expression, { readonly kind: "checked" }>): Valued {
    const parts = x.operands.map((operand) => this.evaluate(operand));
    const made: Expression = { ...x, operands: parts.map((part) => part.x) };
    const [left = null, right = null] = parts.map((part) => part.known);
    if (x.operation === "i64.from_f64") return { x: made, known: anyWholeFloat };
    if (left === null) return { x: withNatural(made, left, right), known: null };
    const plain = plainOperation(x.operation);
    const known = plain === null ? null : rangeOf(plain, left, right, made.operands[1]);
    if (plain === null || known === null) return { x: withNatural(made, left, right), known: null };
    if (plain === "f64.from_i64_s" && left.isExact === true) return { x: operation(plain, ...made.operands), known };
    const limit = plain === "f64.from_i64_s" ? exactFloats : intLimit - 1n;
    if (known.low < -limit || known.high > limit) return { x: withNatural(made, left, right), known: null };
    this.rely(known);
    return { x: operation(plain, ...made.operands), known };
  }

  private choose(x: Extract<Expression, { readonly kind: "choose" }>): Valued {
    const test = this.evaluate(x.test).x;
    if (test.kind === "i32") return this.evaluate(test.value === 0 ? x.else : x.then);
    const then = this.evaluate(x.then);
    const otherwise = this.evaluate(x.else);
    const known = then.known === null || otherwise.known === null ? null : hull(then.known, otherwise.known);
    return { x: { ...x, test, then: then.x, else: otherwise.x }, known };
  }
}

/** Of a sum, with the side that is surely not negative: it then overflows just where it is below the other. */
function withNatural(x: Extract<Expression, { readonly kind: "checked" }>, left: Known | null, right: Known | null): Expression {
  if (x.operation !== "i64.add" || x.natural !== undefined) return x;
  const side = [left, right].findIndex((known) => known !== null && known.low >= 0n && known.uses.length === 0);
  return side === 0 || side === 1 ? { ...x, natural: side } : x;
}

/** Whichever of the two it is. */
export function hull(a: Known, b: Known): Known {
  const both = between(smaller(a.low, b.low), larger(a.high, b.high), a, b);
  return a.isExact === true && b.isExact === true ? { ...both, isExact: true } : both;
}

function plainOperation(name: Extract<Expression, { readonly kind: "checked" }>["operation"]): Operation | null {
  if (name === "i64.add" || name === "i64.sub" || name === "i64.mul") return name;
  return name === "f64.from_i64_exact" ? "f64.from_i64_s" : null;
}

/** A plain operation goes round at 64 bits. */
function withoutWrap(known: Known | null): Known | null {
  return known !== null && known.low >= -intLimit && known.high < intLimit ? known : null;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** An i32 without a sign made wide. */
function narrowRange(x: Expression): Known | null {
  if (x.kind === "length") return between(0n, 2n ** 31n - 1n);
  if (x.kind === "element" && x.representation === "i32") return between(0n, 255n);
  return x.kind === "operation" && isTruth(x.operation) ? between(0n, 1n) : null;
}

function isTruth(name: Operation): boolean {
  return resultOfOperation(name) === "i32" && !/^i32\.(add|sub|mul|and|or|xor|from_i64)$/.test(name);
}

function rangeOf(name: Operation, left: Known, right: Known | null, second: Expression | undefined): Known | null {
  if (name === "f64.from_i64_s") return between(left.low, left.high, left);
  if (right === null) return null;
  const isConstant = second?.kind === "i64" && right.low > 0n;
  switch (name) {
    case "i64.add":
      return { ...between(left.low + right.low, left.high + right.high, left, right), sum: joined(left, right, 1n) };
    case "i64.sub":
      return { ...between(left.low - right.high, left.high - right.low, left, right), sum: joined(left, right, -1n) };
    case "i64.mul":
      return product(left, right);
    case "i64.floordiv":
      return isConstant ? between(floored(left.low, right.low), floored(left.high, right.low), left) : null;
    case "i64.mod":
      return isConstant ? between(0n, right.low - 1n) : null;
    case "i64.and":
      return isConstant ? between(0n, right.low) : null;
    case "i64.shr_s":
      return isConstant && right.low < 64n ? between(left.low >> right.low, left.high >> right.low, left) : null;
    default:
      return null;
  }
}

function joined(left: Known, right: Known, sign: bigint): Known["sum"] {
  if (left.sum === null || right.sum === null) return null;
  if (right.sum.base === null) return { base: left.sum.base, offset: left.sum.offset + sign * right.sum.offset };
  return left.sum.base === null && sign === 1n ? { base: right.sum.base, offset: left.sum.offset + right.sum.offset } : null;
}

function product(left: Known, right: Known): Known {
  const corners = [left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high];
  return between(corners.reduce(smaller), corners.reduce(larger), left, right);
}

/** Rounded down; the divisor is above 0. */
function floored(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

function compare(name: Operation, left: Known, right: Known): boolean | null {
  const isBelow = left.high < right.low ? true : left.low >= right.high ? false : null;
  switch (name) {
    case "i64.lt_s":
      return isBelow;
    case "i64.lt_u":
      return left.low < 0n || right.low < 0n ? null : isBelow;
    case "i64.ge_s":
      return isBelow === null ? null : !isBelow;
    case "i64.eq":
    case "f64.eq":
      return left.high < right.low || left.low > right.high ? false : null;
    case "i64.ne":
    case "f64.ne":
      return left.high < right.low || left.low > right.high ? true : null;
    default:
      return null;
  }
}
