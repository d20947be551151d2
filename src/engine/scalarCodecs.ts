// Codecs of what has no parts: None, bool, int, float, str; and of what
// cannot cross at all, such as functions.

import { floatText } from "../ir/stops.ts";
import { reservedTypes } from "../types/layouts.ts";
import type { Codec } from "./codec.ts";
import { countCodePoints, readLength, readText, writeText } from "./memoryAccess.ts";
import { describeValue, misfit, MisfitError, OversizeError, type Value } from "./values.ts";

const smallestInt = -(2n ** 63n);
const largestInt = 2n ** 63n - 1n;

/** Accepts a whole number in 64 bits; gives a number where safe. */
function requireInt(value: unknown): number | bigint {
  if (typeof value === "bigint") {
    if (value < smallestInt || value > largestInt) throw new MisfitError("an int outside 64 bits");
    return fromBigInt(value);
  }
  if (typeof value !== "number") throw misfit("an int", value);
  if (!Number.isSafeInteger(value)) {
    throw new MisfitError(
      Number.isInteger(value) ? "expected an int: above 2^53 give a bigint" : `expected an int, found ${floatText(value)}`,
    );
  }
  return value === 0 ? 0 : value;
}

function fromBigInt(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export const intCodec: Codec = {
  representation: "i64",
  text: "int",
  decode(machine, border) {
    border.count(8);
    return machine;
  },
  encode: requireInt,
  toJSON: (value) => (typeof value === "bigint" ? String(value) : value),
  fromJSON: (json) => (typeof json === "string" && /^-?\d{1,20}$/.test(json) ? BigInt(json) : json),
};

/** Inside a plugin 64 bits without a sign; such a value only comes out. */
export const u64Codec: Codec = {
  ...intCodec,
  decode(machine, border) {
    border.count(8);
    return fromBigInt(BigInt.asUintN(64, BigInt(machine)));
  },
  encode(value) {
    if (typeof value === "bigint" && value >= 0n && value < 2n ** 64n) return fromBigInt(BigInt.asIntN(64, value));
    const int = requireInt(value);
    if (int < 0) throw new MisfitError("expected an int that is not negative");
    return int;
  },
};

const specialFloats: ReadonlyMap<unknown, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

export const floatCodec: Codec = {
  representation: "f64",
  text: "float",
  decode(machine, border) {
    border.count(8);
    return Number.isNaN(machine) ? NaN : machine;
  },
  encode(value) {
    if (typeof value !== "number") throw misfit("a number", value);
    return Number.isNaN(value) ? NaN : value;
  },
  toJSON: (value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value),
  fromJSON: (json) => specialFloats.get(json) ?? json,
};

export const boolCodec: Codec = {
  representation: "i32",
  text: "bool",
  decode(machine, border) {
    border.count(8);
    return machine !== 0;
  },
  encode(value) {
    if (typeof value !== "boolean") throw misfit("a boolean", value);
    return value ? 1 : 0;
  },
  toJSON: (value) => value,
  fromJSON: (json) => json,
};

export const noneCodec: Codec = {
  representation: "ref",
  text: "None",
  decode: () => null,
  encode(value) {
    if (value !== null && value !== undefined) throw misfit("null", value);
    return 0;
  },
  toJSON: () => null,
  fromJSON: (json) => json,
};

export const strCodec: Codec = {
  representation: "ref",
  text: "str",
  decode(machine, border) {
    const address = Number(machine);
    border.countString(readLength(border.view, address));
    return readText(border.view, address);
  },
  encode(value, border) {
    if (typeof value !== "string") throw misfit("a string", value);
    const address = border.allocate(reservedTypes.text, countCodePoints(value));
    writeText(border.view, address, value);
    return address;
  },
  toJSON: (value) => value,
  fromJSON: (json) => json,
};

/** Of a type that never crosses; it may stand in a signature as long as no value comes. */
export function closedCodec(text: string): Codec {
  return {
    representation: "ref",
    text,
    decode(): Value {
      throw new OversizeError(`a ${text} cannot leave a plugin`);
    },
    encode(value) {
      throw new MisfitError(`a ${text} cannot be given to a plugin, found ${describeValue(value)}`);
    },
    toJSON: () => null,
    fromJSON: (json) => json,
  };
}
