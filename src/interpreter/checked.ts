// Operations that stop with WG520 or WG521 where 64 bits, or the 53 of a
// float, are too few. The message shows the operands.

import type { CheckedOperation } from "../ir/ir.ts";
import { checkedStop } from "../ir/stops.ts";
import type { Handler } from "./handlers.ts";
import { floorQuotient, getUnsigned } from "./integers.ts";
import type { Machine } from "./machine.ts";
import {
  addChecked,
  getBig,
  highWord,
  isSafe,
  lowWord,
  multiplyChecked,
  setBig,
  setChecked,
  setWords,
  subtractChecked,
  toDouble,
  toDoubleUnsigned,
} from "./wide.ts";

type Checked = `checked ${CheckedOperation}`;

export const checkedHandlers = {
  "checked i64.add": (m, d, x, y) => {
    const sum = m.r[x]! + m.r[y]!;
    if (isSafe(sum)) m.r[d] = sum;
    else if (!addChecked(m, d, x, y)) refuse(m, "i64.add", x, y);
  },
  "checked i64.sub": (m, d, x, y) => {
    const difference = m.r[x]! - m.r[y]!;
    if (isSafe(difference)) m.r[d] = difference;
    else if (!subtractChecked(m, d, x, y)) refuse(m, "i64.sub", x, y);
  },
  "checked i64.mul": (m, d, x, y) => {
    const product = m.r[x]! * m.r[y]!;
    if (isSafe(product)) m.r[d] = product + 0;
    else if (!multiplyChecked(m, d, x, y)) refuse(m, "i64.mul", x, y);
  },
  "checked i64.neg": (m, d, x) => {
    const value = m.r[x]!;
    if (value === value) m.r[d] = 0 - value;
    else if (!setChecked(m, d, -getBig(m, x))) refuse(m, "i64.neg", x);
  },
  "checked i64.abs": (m, d, x) => {
    const value = m.r[x]!;
    if (value === value) m.r[d] = Math.abs(value);
    else absolute(m, d, x);
  },
  "checked i64.shl": (m, d, x, y) => {
    const product = m.r[x]! * 2 ** m.r[y]!;
    if (isSafe(product)) m.r[d] = product;
    else shiftLeft(m, d, x, y);
  },
  "checked i64.floordiv": (m, d, x, y) => {
    const quotient = m.r[x]! / m.r[y]!;
    if (quotient === quotient) m.r[d] = Math.floor(quotient) + 0;
    else if (!setChecked(m, d, floorQuotient(getBig(m, x), getBig(m, y)))) refuse(m, "i64.floordiv", x, y);
  },
  "checked f64.from_i64_exact": (m, d, x) => {
    const value = m.r[x]!;
    if (value === value) m.r[d] = value;
    else setExact(m, d, getBig(m, x), toDouble(m, x), "f64.from_i64_exact");
  },
  "checked f64.from_u64_exact": (m, d, x) => {
    if (m.r[x]! >= 0) m.r[d] = m.r[x]!;
    else setExact(m, d, getUnsigned(m, x), toDoubleUnsigned(m, x), "f64.from_u64_exact");
  },
  "checked i64.from_u64": (m, d, x) => {
    if (highWord(m, x) < 0) m.stop(checkedStop("i64.from_u64", [getUnsigned(m, x)], m.chain()));
    setWords(m, d, lowWord(m, x), highWord(m, x));
  },
  "checked u64.from_i64": (m, d, x) => {
    if (highWord(m, x) < 0) refuse(m, "u64.from_i64", x);
    setWords(m, d, lowWord(m, x), highWord(m, x));
  },
  "checked i64.from_f64": (m, d, x) => {
    const value = Math.trunc(m.r[x]!);
    if (isSafe(value)) m.r[d] = value + 0;
    else if (value >= -(2 ** 63) && value < 2 ** 63) setBig(m, d, BigInt(value));
    else m.stop(checkedStop("i64.from_f64", [m.r[x]!], m.chain()));
  },
} as const satisfies Record<Checked, Handler>;

function refuse(m: Machine, operation: CheckedOperation, ...registers: readonly number[]): never {
  const operands = registers.map((x) => getBig(m, x));
  m.stop(checkedStop(operation, operands, m.chain()));
}

function absolute(m: Machine, d: number, x: number): void {
  const value = getBig(m, x);
  if (!setChecked(m, d, value < 0n ? -value : value)) refuse(m, "i64.abs", x);
}

/** Any count: zero stays zero, all else has left 64 bits after 63. */
function shiftLeft(m: Machine, d: number, x: number, y: number): void {
  if (m.r[x] === 0) {
    m.r[d] = 0;
    return;
  }
  const count = getBig(m, y);
  if (count > 63n || !setChecked(m, d, getBig(m, x) << count)) refuse(m, "i64.shl", x, y);
}

function setExact(m: Machine, d: number, value: bigint, rounded: number, operation: CheckedOperation): void {
  if (BigInt(rounded) !== value) m.stop(checkedStop(operation, [value], m.chain()));
  m.r[d] = rounded;
}
