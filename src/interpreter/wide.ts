// i64 values that a double cannot hold, as two 32-bit words beside the
// register (see machine.ts). All arithmetic modulo 2^64 goes by words; only
// division and the rarest cases take a BigInt.

import type { Machine } from "./machine.ts";

const twoTo32 = 4294967296;
const largestSafe = Number.MAX_SAFE_INTEGER;
/** 2^63 less more than the error of a rounded product. */
const surelyFits = 2 ** 63 - 2 ** 13;

export function lowWord(m: Machine, x: number): number {
  const value = m.r[x]!;
  return value === value ? value | 0 : m.w[2 * x]!;
}

export function highWord(m: Machine, x: number): number {
  const value = m.r[x]!;
  return value === value ? Math.floor(value / twoTo32) | 0 : m.w[2 * x + 1]!;
}

/** The 64 bits of two words, as a number where they are a safe integer. */
export function setWords(m: Machine, d: number, low: number, high: number): void {
  if ((high + 0x200000) >>> 0 < 0x400000 && (high !== -0x200000 || low !== 0)) {
    m.r[d] = high * twoTo32 + (low >>> 0);
    return;
  }
  m.r[d] = Number.NaN;
  m.w[2 * d] = low;
  m.w[2 * d + 1] = high;
}

export function getBig(m: Machine, x: number): bigint {
  const value = m.r[x]!;
  return value === value ? BigInt(value) : m.wide[x]!;
}

/** The low 64 bits of any bigint. */
export function setBig(m: Machine, d: number, value: bigint): void {
  m.wide[d] = value;
  setWords(m, d, m.w[2 * d]!, m.w[2 * d + 1]!);
}

/** A machine value as the instance's interface has it. */
export function getInteger(m: Machine, x: number): number | bigint {
  const value = m.r[x]!;
  return value === value ? value : m.wide[x]!;
}

export function setInteger(m: Machine, d: number, value: number | bigint): void {
  if (typeof value === "bigint") setBig(m, d, value);
  else m.r[d] = value + 0;
}

/** The double nearest to the i64, half to even: two exact parts, one rounding. */
export function toDouble(m: Machine, x: number): number {
  const value = m.r[x]!;
  return value === value ? value : m.w[2 * x + 1]! * twoTo32 + (m.w[2 * x]! >>> 0);
}

export function toDoubleUnsigned(m: Machine, x: number): number {
  return (highWord(m, x) >>> 0) * twoTo32 + (lowWord(m, x) >>> 0);
}

export function addWords(m: Machine, d: number, x: number, y: number): void {
  const low = (lowWord(m, x) >>> 0) + (lowWord(m, y) >>> 0);
  const carry = low >= twoTo32 ? 1 : 0;
  setWords(m, d, low | 0, (highWord(m, x) + highWord(m, y) + carry) | 0);
}

export function subtractWords(m: Machine, d: number, x: number, y: number): void {
  const low = (lowWord(m, x) >>> 0) - (lowWord(m, y) >>> 0);
  const borrow = low < 0 ? 1 : 0;
  setWords(m, d, low | 0, (highWord(m, x) - highWord(m, y) - borrow) | 0);
}

export function multiplyWords(m: Machine, d: number, x: number, y: number): void {
  const xLow = lowWord(m, x);
  const yLow = lowWord(m, y);
  const cross = Math.imul(xLow, highWord(m, y)) + Math.imul(highWord(m, x), yLow);
  setWords(m, d, Math.imul(xLow, yLow), (upperProduct(xLow, yLow) + cross) | 0);
}

/** The upper 32 bits of the unsigned product of two 32-bit words, by 16-bit halves; every partial sum stays below 2^32. */
function upperProduct(x: number, y: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  const first = xHigh * yLow + ((xLow * yLow) >>> 16);
  const second = xLow * yHigh + (first & 0xffff);
  return xHigh * yHigh + (first >>> 16) + (second >>> 16);
}

/** The upper 64 bits of the unsigned product; sums of a few words are exact as doubles. */
export function multiplyHighWords(m: Machine, d: number, x: number, y: number): void {
  const xLow = lowWord(m, x);
  const xHigh = highWord(m, x);
  const yLow = lowWord(m, y);
  const yHigh = highWord(m, y);
  const second = (upperProduct(xLow, yLow) >>> 0) + (Math.imul(xHigh, yLow) >>> 0) + (Math.imul(xLow, yHigh) >>> 0);
  const third =
    (Math.imul(xHigh, yHigh) >>> 0) + (upperProduct(xHigh, yLow) >>> 0) + (upperProduct(xLow, yHigh) >>> 0) + Math.floor(second / twoTo32);
  setWords(m, d, third | 0, (upperProduct(xHigh, yHigh) + Math.floor(third / twoTo32)) | 0);
}

/** `count` in 0 .. 63. */
export function shiftWordsLeft(m: Machine, d: number, x: number, count: number): void {
  const low = lowWord(m, x);
  const high = highWord(m, x);
  if (count === 0) setWords(m, d, low, high);
  else if (count < 32) setWords(m, d, low << count, (high << count) | (low >>> (32 - count)));
  else setWords(m, d, 0, low << (count - 32));
}

/** `count` in 0 .. 63; `fill` is 0 or -1, what comes in from above. */
export function shiftWordsRight(m: Machine, d: number, x: number, count: number, fill: number): void {
  const low = lowWord(m, x);
  const high = highWord(m, x);
  if (count === 0) setWords(m, d, low, high);
  else if (count < 32) setWords(m, d, (low >>> count) | (high << (32 - count)), upperShifted(high, count, fill));
  else setWords(m, d, upperShifted(high, count - 32, fill), fill);
}

function upperShifted(high: number, count: number, fill: number): number {
  return fill === 0 ? (high >>> count) | 0 : high >> count;
}

export function equalWords(m: Machine, x: number, y: number): boolean {
  return m.w[2 * x] === m.w[2 * y] && m.w[2 * x + 1] === m.w[2 * y + 1];
}

/** Signed order, for operands of which at least one is wide. */
export function lessWords(m: Machine, x: number, y: number): boolean {
  const xHigh = highWord(m, x);
  const yHigh = highWord(m, y);
  if (xHigh !== yHigh) return xHigh < yHigh;
  return lowWord(m, x) >>> 0 < lowWord(m, y) >>> 0;
}

export function lessUnsigned(m: Machine, x: number, y: number): boolean {
  const xHigh = highWord(m, x) >>> 0;
  const yHigh = highWord(m, y) >>> 0;
  if (xHigh !== yHigh) return xHigh < yHigh;
  return lowWord(m, x) >>> 0 < lowWord(m, y) >>> 0;
}

/** The sum where it fits into 64 bits; false, and nothing set, where not. */
export function addChecked(m: Machine, d: number, x: number, y: number): boolean {
  const low = (lowWord(m, x) >>> 0) + (lowWord(m, y) >>> 0);
  const high = highWord(m, x) + highWord(m, y) + (low >= twoTo32 ? 1 : 0);
  if (high !== (high | 0)) return false;
  setWords(m, d, low | 0, high);
  return true;
}

export function subtractChecked(m: Machine, d: number, x: number, y: number): boolean {
  const low = (lowWord(m, x) >>> 0) - (lowWord(m, y) >>> 0);
  const high = highWord(m, x) - highWord(m, y) - (low < 0 ? 1 : 0);
  if (high !== (high | 0)) return false;
  setWords(m, d, low | 0, high);
  return true;
}

/** The rounded product tells, but for a narrow band about 2^63, whether the exact one fits. */
export function multiplyChecked(m: Machine, d: number, x: number, y: number): boolean {
  const rounded = Math.abs(toDouble(m, x) * toDouble(m, y));
  if (rounded < surelyFits) {
    multiplyWords(m, d, x, y);
    return true;
  }
  return setChecked(m, d, getBig(m, x) * getBig(m, y));
}

/** Sets a bigint where it fits. */
export function setChecked(m: Machine, d: number, value: bigint): boolean {
  if (value !== BigInt.asIntN(64, value)) return false;
  setBig(m, d, value);
  return true;
}

export function isSafe(value: number): boolean {
  return Math.abs(value) <= largestSafe;
}

/**
 * The quotient rounded once, as CPython divides ints. Both doubles exact: the
 * division itself rounds once. Else the quotient as an integer of at least 64
 * bits with a sticky lowest bit; converting that rounds once.
 */
export function divideIntegers(m: Machine, x: number, y: number): number {
  const left = m.r[x]!;
  const right = m.r[y]!;
  if (left === left && right === right) return left / right;
  const numerator = getBig(m, x);
  const denominator = getBig(m, y);
  const negative = numerator < 0n !== denominator < 0n;
  const a = numerator < 0n ? -numerator : numerator;
  const b = denominator < 0n ? -denominator : denominator;
  const shifted = a << 128n;
  const quotient = shifted / b;
  const sticky = shifted % b === 0n ? 0n : 1n;
  const magnitude = Number((quotient << 1n) | sticky) * 2 ** -129;
  return negative ? -magnitude : magnitude;
}
