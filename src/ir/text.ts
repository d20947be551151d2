// What both tiers must do alike with texts: how much room an appended text
// gets (logical bytes depend on it), what an append costs, how a text hashes,
// and how many bytes it has on its way out.

import { intrinsics } from "../library/intrinsics.ts";
import { codePointBytes } from "../types/layouts.ts";

/**
 * Room of the new text that `appendText` makes for `length` code points: half
 * as much again and 4, so that appending one by one copies each code point
 * about three times in all. Texts made otherwise have no room to grow.
 */
export function appendedCapacity(length: number): number {
  return length + (length >>> 1) + 4;
}

const { base, each = 0, moved = 0 } = intrinsics.str_append.price;
/** What `appendText` costs: `each` by code point, `moved` where the left text does not grow in place. */
export const appending = { base, each, moved } as const;

/**
 * Fuel of `appendText`, all of it (lowering charges nothing for it). `copied`
 * is the length of the left text where it is copied, null where it grows in place.
 *
 * `left` grows in place where `right` is empty (then nothing changes), or
 * where `left` has one owner and `capacity - length >= right.length`. In place
 * the kept hash becomes 0. The order is: price (WG601), string limit over the
 * joined length (WG605), allocation by `appendedCapacity` (WG602), copy,
 * release of `left` where it was copied.
 */
export function appendPrice(rightLength: number, copied: number | null): number {
  return appending.base + (copied === null ? 0 : appending.moved) + Math.ceil(appending.each * (rightLength + (copied ?? 0)));
}

/**
 * Comparing so many code points is in the price's base. Longer texts whose
 * beginnings are alike are charged for by the length of the shorter one, where
 * they are not one object and, asked for equality, not of different lengths.
 */
export const comparedFree = 16;

/** What the string limit counts: a text of `length` code points is refused (WG605) where this is above it. */
export function stringBytes(length: number): number {
  return length * codePointBytes;
}

/** The constants of `hashCodePoints`, for the tier that emits it. */
export const hashConstants = {
  lowSeed: 0x243f6a88,
  highSeed: 0x85a308d3 | 0,
  lowFactor: 0x01000193,
  highFactor: 0x85ebca6b | 0,
  firstMix: 0x7feb352d,
  secondMix: 0x846ca68b | 0,
  highBits: 0x1fffff,
} as const;

/**
 * The fixed hash of texts: two 32-bit lanes, all arithmetic modulo 2^32,
 *
 *     low  = lowSeed,  for each code point c:  low  = (low ^ c) * lowFactor
 *     high = highSeed, for each code point c:  high = rotl(high ^ c, 5) * highFactor
 *     low  = mix(low ^ length),  high = mix(high + low)
 *     mix(x): x ^= x >>> 16; x *= firstMix; x ^= x >>> 15; x *= secondMix; x ^= x >>> 16
 *     hash = (high & highBits) * 2^32 + low (unsigned); where that is 0, 1
 *
 * So it lies in 1 .. 2^53 - 1: kept in the text's header, where 0 means "not
 * computed", and a safe integer for the interpreter. `words[start ..]` are the
 * code points.
 */
export function hashCodePoints(words: Int32Array, start: number, length: number): number {
  let low: number = hashConstants.lowSeed;
  let high: number = hashConstants.highSeed;
  for (let i = start; i < start + length; i++) {
    const code = words[i]!;
    low = Math.imul(low ^ code, hashConstants.lowFactor);
    const mixed = high ^ code;
    high = Math.imul((mixed << 5) | (mixed >>> 27), hashConstants.highFactor);
  }
  low = mix(low ^ length);
  high = mix((high + low) | 0);
  const hash = (high & hashConstants.highBits) * 4294967296 + (low >>> 0);
  return hash === 0 ? 1 : hash;
}

function mix(word: number): number {
  let x = word;
  x ^= x >>> 16;
  x = Math.imul(x, hashConstants.firstMix);
  x ^= x >>> 15;
  x = Math.imul(x, hashConstants.secondMix);
  return x ^ (x >>> 16);
}

/** Bytes of one code point in UTF-8 (a surrogate counts 3): what the output limit counts. */
export function utf8Bytes(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/**
 * Fuel of `chargeSize`, in double arithmetic with one rounding a step, so that
 * both tiers agree for any size: `size` is the i64 converted to f64 (half to
 * even). It may exceed all fuel; then the run stops as for `charge`.
 */
export function sizeCharge(base: number, each: number, size: number): number {
  return Math.ceil(base + each * Math.max(0, size));
}
