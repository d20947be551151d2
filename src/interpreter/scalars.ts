// f64 and i32 operations and conversions. Doubles are what JavaScript computes
// with, so most are one expression; bits of a NaN are never seen but as the
// one canonical NaN.

import type { Operation } from "../ir/ir.ts";
import type { Handler } from "./handlers.ts";
import { lowWord, setBig, setWords, toDouble, toDoubleUnsigned } from "./wide.ts";

type Integer = Exclude<Extract<Operation, `i64.${string}`>, `i64.from_${string}` | "i64.bits_of_f64">;
type Scalar = Exclude<Operation, Integer | "f64.quotient_of_i64">;

/** From here on every double is an integer. */
const allIntegers = 2 ** 52;
const canonicalNaN = 0x7ff80000;

const bits = new Float64Array(1);
const bitWords = new Int32Array(bits.buffer);

export const scalarHandlers = {
  "f64.add": (m, d, x, y) => void (m.r[d] = m.r[x]! + m.r[y]!),
  "f64.sub": (m, d, x, y) => void (m.r[d] = m.r[x]! - m.r[y]!),
  "f64.mul": (m, d, x, y) => void (m.r[d] = m.r[x]! * m.r[y]!),
  "f64.div": (m, d, x, y) => void (m.r[d] = m.r[x]! / m.r[y]!),
  "f64.neg": (m, d, x) => void (m.r[d] = -m.r[x]!),
  "f64.abs": (m, d, x) => void (m.r[d] = Math.abs(m.r[x]!)),
  "f64.sqrt": (m, d, x) => void (m.r[d] = Math.sqrt(m.r[x]!)),
  "f64.floor": (m, d, x) => void (m.r[d] = Math.floor(m.r[x]!)),
  "f64.ceil": (m, d, x) => void (m.r[d] = Math.ceil(m.r[x]!)),
  "f64.trunc": (m, d, x) => void (m.r[d] = Math.trunc(m.r[x]!)),
  "f64.nearest": (m, d, x) => void (m.r[d] = nearest(m.r[x]!)),
  "f64.min": (m, d, x, y) => void (m.r[d] = Math.min(m.r[x]!, m.r[y]!)),
  "f64.max": (m, d, x, y) => void (m.r[d] = Math.max(m.r[x]!, m.r[y]!)),
  "f64.copysign": (m, d, x, y) => void (m.r[d] = copySign(m.r[x]!, m.r[y]!)),
  "f64.eq": (m, d, x, y) => void (m.r[d] = m.r[x]! === m.r[y]! ? 1 : 0),
  "f64.ne": (m, d, x, y) => void (m.r[d] = m.r[x]! !== m.r[y]! ? 1 : 0),
  "f64.lt": (m, d, x, y) => void (m.r[d] = m.r[x]! < m.r[y]! ? 1 : 0),
  "f64.le": (m, d, x, y) => void (m.r[d] = m.r[x]! <= m.r[y]! ? 1 : 0),
  "f64.gt": (m, d, x, y) => void (m.r[d] = m.r[x]! > m.r[y]! ? 1 : 0),
  "f64.ge": (m, d, x, y) => void (m.r[d] = m.r[x]! >= m.r[y]! ? 1 : 0),
  "i32.eq": (m, d, x, y) => void (m.r[d] = m.r[x]! === m.r[y]! ? 1 : 0),
  "i32.ne": (m, d, x, y) => void (m.r[d] = m.r[x]! !== m.r[y]! ? 1 : 0),
  "i32.lt_s": (m, d, x, y) => void (m.r[d] = m.r[x]! < m.r[y]! ? 1 : 0),
  "i32.le_s": (m, d, x, y) => void (m.r[d] = m.r[x]! <= m.r[y]! ? 1 : 0),
  "i32.gt_s": (m, d, x, y) => void (m.r[d] = m.r[x]! > m.r[y]! ? 1 : 0),
  "i32.ge_s": (m, d, x, y) => void (m.r[d] = m.r[x]! >= m.r[y]! ? 1 : 0),
  "i32.lt_u": (m, d, x, y) => void (m.r[d] = m.r[x]! >>> 0 < m.r[y]! >>> 0 ? 1 : 0),
  "i32.ge_u": (m, d, x, y) => void (m.r[d] = m.r[x]! >>> 0 >= m.r[y]! >>> 0 ? 1 : 0),
  "i32.and": (m, d, x, y) => void (m.r[d] = m.r[x]! & m.r[y]!),
  "i32.or": (m, d, x, y) => void (m.r[d] = m.r[x]! | m.r[y]!),
  "i32.xor": (m, d, x, y) => void (m.r[d] = m.r[x]! ^ m.r[y]!),
  "i32.add": (m, d, x, y) => void (m.r[d] = (m.r[x]! + m.r[y]!) | 0),
  "i32.sub": (m, d, x, y) => void (m.r[d] = (m.r[x]! - m.r[y]!) | 0),
  "i32.mul": (m, d, x, y) => void (m.r[d] = Math.imul(m.r[x]!, m.r[y]!)),
  "i32.eqz": (m, d, x) => void (m.r[d] = m.r[x]! === 0 ? 1 : 0),
  "ref.eq": (m, d, x, y) => void (m.r[d] = m.r[x]! === m.r[y]! ? 1 : 0),
  "ref.isnull": (m, d, x) => void (m.r[d] = m.r[x]! === 0 ? 1 : 0),
  "i64.from_i32_s": (m, d, x) => void (m.r[d] = m.r[x]!),
  "i64.from_i32_u": (m, d, x) => void (m.r[d] = m.r[x]! >>> 0),
  "i32.from_i64": (m, d, x) => void (m.r[d] = lowWord(m, x)),
  "f64.from_i64_s": (m, d, x) => void (m.r[d] = toDouble(m, x)),
  "f64.from_i64_u": (m, d, x) => void (m.r[d] = toDoubleUnsigned(m, x)),
  "i64.from_f64": (m, d, x) => {
    const value = Math.trunc(m.r[x]!);
    if (Number.isSafeInteger(value)) m.r[d] = value + 0;
    else setBig(m, d, BigInt(value));
  },
  "i64.bits_of_f64": (m, d, x) => {
    const value = m.r[x]!;
    bits[0] = value;
    if (value === value) setWords(m, d, bitWords[0]!, bitWords[1]!);
    else setWords(m, d, 0, canonicalNaN);
  },
  "f64.from_bits": (m, d, x) => {
    const low = lowWord(m, x);
    const value = m.r[x]!;
    bitWords[1] = value === value ? Math.floor(value / 4294967296) : m.w[2 * x + 1]!;
    bitWords[0] = low;
    const made = bits[0]!;
    m.r[d] = made === made ? made : Number.NaN;
  },
} as const satisfies Record<Scalar, Handler>;

/** Half to even: adding 2^52 leaves no bit for a fraction, and the sum is rounded that way. Keeps the sign of zero. */
function nearest(value: number): number {
  const magnitude = Math.abs(value);
  if (!(magnitude < allIntegers)) return value;
  const rounded = magnitude + allIntegers - allIntegers;
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}

/** The sign of a NaN counts as positive, since no two machines agree on it. */
function copySign(value: number, sign: number): number {
  const magnitude = Math.abs(value);
  return sign < 0 || Object.is(sign, -0) ? -magnitude : magnitude;
}
