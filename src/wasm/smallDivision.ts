// Quotient and remainder by a constant, of ints that are small, as they nearly
// always are: a product and a shift. Engines do the same for all 64 bits, where
// it takes the upper half of a product and corrections for negative values.
//
// For 0 <= x < 2^30 and k = 30 + log2(d) rounded up, let m = floor(2^k / d) + 1.
// Then m * d = 2^k + r with 0 < r <= d, so x * m / 2^k is above x / d by less
// than 1 / d (as r * x < 2^k), and rounded down they are the same. Products stay
// below 2^62.

import type { Expression } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { keepOperand } from "./operands.ts";

const bits = 30;

/** Of the int that stands on the stack, which `x` yields. `otherwise` pushes what it is where the int is not small; it may push the int again. */
export function emitSmallDivision(
  e: FunctionEmission,
  x: Expression,
  divisor: bigint,
  part: "quotient" | "rest",
  otherwise: (push: () => void) => void,
): void {
  const kept = keepOperand(e, x, "i64", null);
  e.i64(2 ** bits);
  e.op("i64.lt_u");
  e.openValue("i64");
  if (part === "rest") kept.push();
  kept.push();
  const shift = BigInt(bits) + BigInt((divisor - 1n).toString(2).length);
  e.i64(2n ** shift / divisor + 1n);
  e.op("i64.mul");
  e.i64(shift);
  e.op("i64.shr_u");
  if (part === "rest") {
    e.i64(divisor);
    e.op("i64.mul");
    e.op("i64.sub");
  }
  e.op("else");
  otherwise(kept.push);
  e.close();
  kept.release();
}

/** Whether it pays: by a power of two there are quicker ways. */
export function isSmallDivisor(divisor: bigint): boolean {
  return divisor > 2n && divisor < 2n ** BigInt(bits) && (divisor & (divisor - 1n)) !== 0n;
}
