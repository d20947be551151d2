// i64 operations that cannot fault. Each has a fast path for operands and
// results that are safe integers (any comparison with a wide operand's NaN is
// false) and a slow one by words.

import type { Operation } from "../ir/ir.ts";
import type { Handler } from "./handlers.ts";
import type { Machine } from "./machine.ts";
import {
  addWords,
  divideIntegers,
  equalWords,
  getBig,
  highWord,
  isSafe,
  lessUnsigned,
  lessWords,
  lowWord,
  multiplyHighWords,
  multiplyWords,
  setBig,
  setWords,
  shiftWordsLeft,
  shiftWordsRight,
  subtractWords,
} from "./wide.ts";

type IntegerOperation = Extract<Operation, `i64.${string}`>;
type Arithmetic = Exclude<IntegerOperation, `i64.from_${string}` | `i64.bits_of_f64`>;

const powersOfTwo = Float64Array.from({ length: 64 }, (_, exponent) => 2 ** exponent);

export const integerHandlers = {
  "i64.add": (m, d, x, y) => {
    const sum = m.r[x]! + m.r[y]!;
    if (isSafe(sum)) m.r[d] = sum;
    else addWords(m, d, x, y);
  },
  "i64.sub": (m, d, x, y) => {
    const difference = m.r[x]! - m.r[y]!;
    if (isSafe(difference)) m.r[d] = difference;
    else subtractWords(m, d, x, y);
  },
  "i64.mul": (m, d, x, y) => {
    const product = m.r[x]! * m.r[y]!;
    if (isSafe(product)) m.r[d] = product + 0;
    else multiplyWords(m, d, x, y);
  },
  "i64.and": (m, d, x, y) => {
    const a = m.r[x]!;
    const b = m.r[y]!;
    if (a === (a | 0) && b === (b | 0)) m.r[d] = a & b;
    else setWords(m, d, lowWord(m, x) & lowWord(m, y), highWord(m, x) & highWord(m, y));
  },
  "i64.or": (m, d, x, y) => {
    const a = m.r[x]!;
    const b = m.r[y]!;
    if (a === (a | 0) && b === (b | 0)) m.r[d] = a | b;
    else setWords(m, d, lowWord(m, x) | lowWord(m, y), highWord(m, x) | highWord(m, y));
  },
  "i64.xor": (m, d, x, y) => {
    const a = m.r[x]!;
    const b = m.r[y]!;
    if (a === (a | 0) && b === (b | 0)) m.r[d] = a ^ b;
    else setWords(m, d, lowWord(m, x) ^ lowWord(m, y), highWord(m, x) ^ highWord(m, y));
  },
  "i64.shl": (m, d, x, y) => {
    const count = lowWord(m, y) & 63;
    const product = m.r[x]! * powersOfTwo[count]!;
    if (isSafe(product)) m.r[d] = product;
    else shiftWordsLeft(m, d, x, count);
  },
  "i64.shr_s": (m, d, x, y) => {
    const count = lowWord(m, y) & 63;
    const value = m.r[x]!;
    if (value === value) m.r[d] = Math.floor(value / powersOfTwo[count]!);
    else shiftWordsRight(m, d, x, count, highWord(m, x) >> 31);
  },
  "i64.shr_u": (m, d, x, y) => {
    const count = lowWord(m, y) & 63;
    const value = m.r[x]!;
    if (value >= 0) m.r[d] = Math.floor(value / powersOfTwo[count]!);
    else shiftWordsRight(m, d, x, count, 0);
  },
  // Both safe: the rounded quotient never reaches the next integer, since that
  // would need a quotient times divisor of 2^53 or more.
  "i64.div_s": (m, d, x, y) => {
    const quotient = m.r[x]! / m.r[y]!;
    if (quotient === quotient) m.r[d] = Math.trunc(quotient) + 0;
    else setBig(m, d, getBig(m, x) / getBig(m, y));
  },
  "i64.rem_s": (m, d, x, y) => {
    const remainder = m.r[x]! % m.r[y]!;
    if (remainder === remainder) m.r[d] = remainder + 0;
    else setBig(m, d, getBig(m, x) % getBig(m, y));
  },
  "i64.div_u": (m, d, x, y) => {
    if (m.r[x]! >= 0 && m.r[y]! > 0) m.r[d] = Math.floor(m.r[x]! / m.r[y]!);
    else setBig(m, d, getUnsigned(m, x) / getUnsigned(m, y));
  },
  "i64.rem_u": (m, d, x, y) => {
    if (m.r[x]! >= 0 && m.r[y]! > 0) m.r[d] = m.r[x]! % m.r[y]!;
    else setBig(m, d, getUnsigned(m, x) % getUnsigned(m, y));
  },
  "i64.floordiv": (m, d, x, y) => {
    const quotient = m.r[x]! / m.r[y]!;
    if (quotient === quotient) m.r[d] = Math.floor(quotient) + 0;
    else setBig(m, d, floorQuotient(getBig(m, x), getBig(m, y)));
  },
  "i64.mod": (m, d, x, y) => {
    const divisor = m.r[y]!;
    const remainder = m.r[x]! % divisor;
    if (remainder !== remainder) setBig(m, d, floorRemainder(getBig(m, x), getBig(m, y)));
    else if (remainder !== 0 && remainder < 0 !== divisor < 0) m.r[d] = remainder + divisor;
    else m.r[d] = remainder + 0;
  },
  "i64.mulhigh_u": multiplyHighWords,
  "i64.clz": (m, d, x) => {
    const high = highWord(m, x);
    m.r[d] = high === 0 ? 32 + Math.clz32(lowWord(m, x)) : Math.clz32(high);
  },
  "i64.ctz": (m, d, x) => {
    const low = lowWord(m, x);
    m.r[d] = low === 0 ? 32 + trailingZeros(highWord(m, x)) : trailingZeros(low);
  },
  "i64.popcnt": (m, d, x) => {
    m.r[d] = countOnes(lowWord(m, x)) + countOnes(highWord(m, x));
  },
  "i64.eq": (m, d, x, y) => {
    m.r[d] = equal(m, x, y) ? 1 : 0;
  },
  "i64.ne": (m, d, x, y) => {
    m.r[d] = equal(m, x, y) ? 0 : 1;
  },
  "i64.lt_s": (m, d, x, y) => {
    m.r[d] = less(m, x, y) ? 1 : 0;
  },
  "i64.le_s": (m, d, x, y) => {
    m.r[d] = less(m, y, x) ? 0 : 1;
  },
  "i64.gt_s": (m, d, x, y) => {
    m.r[d] = less(m, y, x) ? 1 : 0;
  },
  "i64.ge_s": (m, d, x, y) => {
    m.r[d] = less(m, x, y) ? 0 : 1;
  },
  "i64.lt_u": (m, d, x, y) => {
    m.r[d] = lessUnsigned(m, x, y) ? 1 : 0;
  },
} as const satisfies Record<Arithmetic, Handler>;

/** The quotient as a float: for `/` between ints. */
export const quotientHandlers = {
  "f64.quotient_of_i64": (m, d, x, y) => {
    m.r[d] = divideIntegers(m, x, y);
  },
} as const satisfies Partial<Record<Operation, Handler>>;

export function equal(m: Machine, x: number, y: number): boolean {
  const a = m.r[x]!;
  const b = m.r[y]!;
  return a === b || (a !== a && b !== b && equalWords(m, x, y));
}

export function less(m: Machine, x: number, y: number): boolean {
  const a = m.r[x]!;
  const b = m.r[y]!;
  if (a < b) return true;
  return !(a >= b) && lessWords(m, x, y);
}

export function floorQuotient(left: bigint, right: bigint): bigint {
  const quotient = left / right;
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

function floorRemainder(left: bigint, right: bigint): bigint {
  const remainder = left % right;
  return remainder !== 0n && remainder < 0n !== right < 0n ? remainder + right : remainder;
}

export function getUnsigned(m: Machine, x: number): bigint {
  return BigInt.asUintN(64, getBig(m, x));
}

function trailingZeros(word: number): number {
  return word === 0 ? 32 : 31 - Math.clz32(word & -word);
}

function countOnes(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
