// Bounds of what operations on ints give. Unchecked operations wrap: their
// bounds are kept only where no operand can be large enough for that.

import type { CheckedOperation, Operation } from "../ir.ts";
import type { Atoms, Polynomial } from "./polynomial.ts";
import { add, constant, constantOf, isNameless, isPositive, leastOf, mostOf, multiply, scale, subtract } from "./polynomial.ts";
import type { NumberValue } from "./values.ts";

export const unknownNumber: NumberValue = { kind: "number", low: null, high: null };
/** A test. */
export const truth: NumberValue = between(constant(0), constant(1));

export function exactly(value: Polynomial): NumberValue {
  return between(value, value);
}

export function between(low: Polynomial | null, high: Polynomial | null): NumberValue {
  return { kind: "number", low, high };
}

export function numberOf(value: NumberValue): number | null {
  const { low, high } = value;
  if (low === null || high === null) return null;
  const least = constantOf(low);
  return least !== null && least === constantOf(high) ? least : null;
}

/** What stays in so many bits whatever the inputs are. */
function unwrapped(value: NumberValue, bits: number): NumberValue {
  const { low, high } = value;
  const largest = 2 ** (bits - 2);
  return low !== null && high !== null && leastOf(low) > -largest && mostOf(high) < largest ? value : unknownNumber;
}

function wrapping(compute: typeof plus, x: NumberValue, y: NumberValue, bits: number): NumberValue {
  return unwrapped(compute(unwrapped(x, bits), unwrapped(y, bits)), bits);
}

function both<A, B, C>(x: A | null, y: B | null, make: (x: A, y: B) => C): C | null {
  return x === null || y === null ? null : make(x, y);
}

function plus(x: NumberValue, y: NumberValue): NumberValue {
  return between(both(x.low, y.low, add), both(x.high, y.high, add));
}

function minus(x: NumberValue, y: NumberValue): NumberValue {
  return between(both(x.low, y.high, subtract), both(x.high, y.low, subtract));
}

function isNotNegative(x: NumberValue): boolean {
  return x.low !== null && leastOf(x.low) >= 0;
}

function times(x: NumberValue, y: NumberValue): NumberValue {
  const by = numberOf(x) ?? numberOf(y);
  const other = numberOf(x) === null ? x : y;
  if (by !== null) {
    const scaled = (bound: Polynomial | null): Polynomial | null => (bound === null ? null : scale(bound, by));
    return by >= 0 ? between(scaled(other.low), scaled(other.high)) : between(scaled(other.high), scaled(other.low));
  }
  if (!isNotNegative(x) || !isNotNegative(y)) return unknownNumber;
  return between(constant(0), both(x.high, y.high, positiveProduct));
}

/** Upper bounds of what is not negative: the product of two may only be taken where neither looks negative. */
function positiveProduct(x: Polynomial, y: Polynomial): Polynomial | null {
  return isPositive(x) && isPositive(y) ? multiply(x, y) : null;
}

/** Rounded down or towards zero, by a number of at least 1. */
function quotient(x: NumberValue, y: NumberValue): NumberValue {
  const by = numberOf(y);
  if (by === 1) return x;
  if (isNotNegative(x)) return between(constant(0), x.high === null ? null : by !== null && by >= 1 ? scale(x.high, 1 / by) : x.high);
  if (by === null || by < 1) return unknownNumber;
  const [low, high] = [x.low, x.high].map((bound) => (bound === null ? null : scale(bound, 1 / by))) as [
    Polynomial | null,
    Polynomial | null,
  ];
  return between(low === null ? null : subtract(low, constant(1)), high === null ? null : add(high, constant(1)));
}

/** Of a number that is not negative, from 0; with a divisor that is constant. */
function remainder(y: NumberValue): NumberValue {
  const by = numberOf(y);
  return by !== null && by >= 1 ? between(constant(0), constant(by - 1)) : unknownNumber;
}

/** With a constant that is not negative: at most that. */
function masked(x: NumberValue, y: NumberValue): NumberValue {
  const by = numberOf(x) ?? numberOf(y);
  return by !== null && by >= 0 ? between(constant(0), constant(by)) : unknownNumber;
}

export function checkedValue(name: CheckedOperation, operands: readonly NumberValue[]): NumberValue {
  const [x = unknownNumber, y = unknownNumber] = operands;
  switch (name) {
    case "i64.add":
      return plus(x, y);
    case "i64.sub":
      return minus(x, y);
    case "i64.mul":
      return times(x, y);
    case "i64.neg":
      return minus(exactly(constant(0)), x);
    case "i64.floordiv":
      return quotient(x, y);
    case "i64.from_u64":
    case "u64.from_i64":
      return isNotNegative(x) ? x : unknownNumber;
    case "i64.abs":
      return isNotNegative(x) ? x : unknownNumber;
    case "i64.shl":
    case "f64.from_i64_exact":
    case "f64.from_u64_exact":
    case "i64.from_f64":
      return unknownNumber;
  }
}

export function operationValue(name: Operation, operands: readonly NumberValue[]): NumberValue {
  const [x = unknownNumber, y = unknownNumber] = operands;
  switch (name) {
    case "i64.add":
    case "i32.add":
      return wrapping(plus, x, y, name.startsWith("i32") ? 32 : 64);
    case "i64.sub":
    case "i32.sub":
      return wrapping(minus, x, y, name.startsWith("i32") ? 32 : 64);
    case "i64.mul":
    case "i32.mul":
      return wrapping(times, x, y, name.startsWith("i32") ? 32 : 64);
    case "i64.div_s":
    case "i64.div_u":
    case "i64.floordiv":
      return quotient(x, y);
    case "i64.rem_s":
    case "i64.rem_u":
      return isNotNegative(x) ? remainder(y) : unknownNumber;
    case "i64.mod":
      return remainder(y);
    case "i64.shr_u":
    case "i64.shr_s": {
      const by = numberOf(y);
      if (by === null || by < 1 || by > 63) return unknownNumber;
      if (isNotNegative(x) && x.high !== null) return quotient(x, exactly(constant(2 ** by)));
      const most = 2 ** (64 - by);
      return name === "i64.shr_u" ? between(constant(0), constant(most)) : between(constant(-most / 2), constant(most / 2));
    }
    case "i64.and":
    case "i32.and":
      return masked(x, y);
    case "i32.or":
      return eitherBit(numberOf(x), numberOf(y));
    case "i64.from_i32_u":
    case "i64.from_i32_s":
      return isNotNegative(x) ? x : unknownNumber;
    case "i32.from_i64":
      return isNotNegative(x) && x.high !== null && mostOf(x.high) < 2 ** 31 ? x : unknownNumber;
    default:
      return isTest(name) ? decided(name, x, y) : unknownNumber;
  }
}

function eitherBit(x: number | null, y: number | null): NumberValue {
  return x === null || y === null ? unknownNumber : exactly(constant(x | y));
}

function isTest(name: Operation): boolean {
  return /\.(eq|ne|lt|le|gt|ge|eqz|isnull)(_[su])?$/.test(name);
}

/** What a test comes to where that is known whatever the inputs are. */
function decided(name: Operation, x: NumberValue, y: NumberValue): NumberValue {
  if (name === "i32.eqz") {
    const value = numberOf(x);
    return value === null ? truth : exactly(constant(value === 0 ? 1 : 0));
  }
  const [isBelow, isEqual, isAbove] = [isLess(x, y), areEqual(x, y), isLess(y, x)];
  const answers = { eq: isEqual, ne: !isEqual, lt: isBelow, gt: isAbove, le: isBelow || isEqual, ge: isAbove || isEqual };
  const test = /\.(eq|ne|lt|gt|le|ge)(_[su])?$/.exec(name);
  if (test === null || name.startsWith("f64") || name.startsWith("ref") || !(isBelow || isEqual || isAbove)) return truth;
  if (test[2] === "_u" && !(isNotNegative(x) && isNotNegative(y))) return truth;
  return exactly(constant(answers[test[1] as keyof typeof answers] ? 1 : 0));
}

function isLess(x: NumberValue, y: NumberValue): boolean {
  return x.high !== null && y.low !== null && mostOf(subtract(x.high, y.low)) < 0;
}

function areEqual(x: NumberValue, y: NumberValue): boolean {
  const value = numberOf(x);
  return value !== null && value === numberOf(y);
}

/** A comparison that holds: the left is smaller than the right, or at most as large. */
export interface Comparison<Operand> {
  readonly left: Operand;
  readonly right: Operand;
  readonly isStrict: boolean;
}

/** The narrower of two bounds; either may be missing. The turn of a loop is kept: differences of two such are exact. */
export function narrower(x: Polynomial | null, y: Polynomial | null, isHigh: boolean): Polynomial | null {
  if (x === null || y === null) return x ?? y;
  if (hasTurn(x)) return x;
  if (isHigh) return mostOf(y) < mostOf(x) ? y : x;
  return leastOf(y) > leastOf(x) ? y : x;
}

function hasTurn(x: Polynomial): boolean {
  return [...x.values()].some(({ atoms }) => atoms.some(({ read, isNameless: nameless }) => read === null && nameless !== true));
}

/** How often a count by `step` (or more, in its direction) stays below `stop` at most, from `start`; null where nobody knows. */
export function turnsOf(atoms: Atoms, start: NumberValue, stop: NumberValue, step: number, isStrict: boolean): Polynomial | null {
  const [from, to] = step > 0 ? [start.low, stop.high] : [stop.low, start.high];
  if (from === null || to === null) return null;
  const distance = add(subtract(to, from), constant(isStrict ? 0 : 1));
  if (isNameless(distance)) return null;
  const by = Math.abs(step);
  return by === 1 ? atoms.positivePart(distance) : add(scale(atoms.positivePart(distance), 1 / by), constant(1));
}
