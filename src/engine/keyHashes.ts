// The hashes of dict keys, as `stdlib/core/table.wgen` and the text hash of
// both tiers compute them, and an identity that equal keys share.

import { codePoints } from "../ir/heap.ts";
import { hashCodePoints } from "../ir/text.ts";
import { misfit, MisfitError } from "./values.ts";

export interface HashedKey {
  readonly code: bigint;
  /** The same text for keys that wgen holds equal. */
  readonly identity: string;
}

export type HashKey = (key: unknown) => HashedKey;

const mask = (1n << 64n) - 1n;
const firstFactor = BigInt.asUintN(64, -4658895280553007687n);
const secondFactor = BigInt.asUintN(64, -7723592293110705685n);

/** `_int_hash`: splitmix64's finalizer without its lowest bit. */
export function hashInt(value: bigint): bigint {
  let z = BigInt.asUintN(64, value);
  z = ((z ^ (z >> 30n)) * firstFactor) & mask;
  z = ((z ^ (z >> 27n)) * secondFactor) & mask;
  return (z ^ (z >> 31n)) >> 1n;
}

/** `_hash_combine`. */
function combineHashes(first: bigint, second: bigint): bigint {
  return hashInt(((first * 31n) & mask) ^ second);
}

const bits = new DataView(new ArrayBuffer(8));

/** `_float_hash`: that of the equal int where there is one, else of the bits. */
function hashFloat(value: number): bigint {
  if (value >= -9223372036854775808 && value < 9223372036854775808 && Number.isInteger(value)) return hashInt(BigInt(value));
  bits.setFloat64(0, Number.isNaN(value) ? NaN : value);
  return hashInt(bits.getBigInt64(0));
}

export const hashIntKey: HashKey = (key) => {
  if (typeof key !== "bigint" && !(typeof key === "number" && Number.isSafeInteger(key))) throw misfit("an int", key);
  return { code: hashInt(BigInt(key)), identity: `int ${key}` };
};

export const hashFloatKey: HashKey = (key) => {
  if (typeof key !== "number") throw misfit("a number", key);
  return { code: hashFloat(key), identity: `float ${key === 0 ? 0 : key}` };
};

export const hashBoolKey: HashKey = (key) => {
  if (typeof key !== "boolean") throw misfit("a boolean", key);
  return { code: hashInt(key ? 1n : 0n), identity: `bool ${key}` };
};

export const hashStrKey: HashKey = (key) => {
  if (typeof key !== "string") throw misfit("a string", key);
  const codes = Int32Array.from(codePoints(key));
  return { code: BigInt(hashCodePoints(codes, 0, codes.length)), identity: `str ${key}` };
};

/** None's hash, as the checker writes it out. */
export const hashNoneKey: HashKey = (key) => {
  if (key !== null && key !== undefined) throw misfit("null", key);
  return { code: 1_000_003n, identity: "None" };
};

/** As the checker synthesises the hash of a tuple or a frozen dataclass: its parts' hashes combined from the left, from their number + 7. */
export function hashParts(parts: readonly HashedKey[]): HashedKey {
  return {
    code: parts.reduce((sum, part) => combineHashes(sum, part.code), BigInt(parts.length + 7)),
    identity: `(${parts.map((part) => `${part.identity.length}:${part.identity}`).join(",")})`,
  };
}

/** Of a key type whose hash only the plugin can compute. */
export function closedHash(text: string): HashKey {
  return () => {
    throw new MisfitError(`a dict or set with keys of type ${text} cannot be given to a plugin`);
  };
}
