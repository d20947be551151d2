// Codecs of what has no parts: None, bool, int, float, str; and of what
// cannot cross at all, such as functions.

import { floatText } from "../ir/stops.ts";
import { reservedTypes } from "../types/layouts.ts";
import type { MachineValue } from "../ir/instance.ts";
import { ofReference, type Border, type Codec } from "./codec.ts";
import { countCodePoints, readInt, readLength, readText, writeInt, writeText } from "./memoryAccess.ts";
import { describeValue, misfit, MisfitError, OversizeError, type Value } from "./values.ts";

const smallestInt = -(2n ** 63n);
const largestInt = 2n ** 63n - 1n;

/** Accepts a whole number in 64 bits; gives a number where safe. */
export function requireInt(value: unknown): number | bigint {
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
  read(border, at) {
    border.count(8);
    return readInt(border.view, at);
  },
  write: (border, at, value) => writeInt(border.view, at, requireInt(value)),
  toJSON: (value) => (typeof value === "bigint" ? String(value) : value),
  fromJSON: (json) => (typeof json === "string" && /^-?\d{1,20}$/.test(json) ? BigInt(json) : json),
};

/** Inside a plugin 64 bits without a sign; such a value only comes out. */
export const u64Codec: Codec = {
  ...intCodec,
  decode: decodeUnsigned,
  encode: encodeUnsigned,
  read: (border, at) => decodeUnsigned(readInt(border.view, at), border),
  write: (border, at, value) => writeInt(border.view, at, encodeUnsigned(value)),
};

function decodeUnsigned(machine: MachineValue, border: Border): Value {
  border.count(8);
  return fromBigInt(BigInt.asUintN(64, BigInt(machine)));
}

function encodeUnsigned(value: unknown): MachineValue {
  if (typeof value === "bigint" && value >= 0n && value < 2n ** 64n) return fromBigInt(BigInt.asIntN(64, value));
  const int = requireInt(value);
  if (int < 0) throw new MisfitError("expected an int that is not negative");
  return int;
}

const specialFloats: ReadonlyMap<unknown, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

export function requireFloat(value: unknown): number {
  if (typeof value !== "number") throw misfit("a number", value);
  return value === value ? value : NaN;
}

export function requireBool(value: unknown): number {
  if (typeof value !== "boolean") throw misfit("a boolean", value);
  return value ? 1 : 0;
}

export const floatCodec: Codec = {
  representation: "f64",
  text: "float",
  decode(machine, border) {
    border.count(8);
    return Number.isNaN(machine) ? NaN : machine;
  },
  encode: requireFloat,
  read(border, at) {
    border.count(8);
    const value = border.view.getFloat64(at, true);
    return value === value ? value : NaN;
  },
  write: (border, at, value) => border.view.setFloat64(at, requireFloat(value), true),
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
  encode: requireBool,
  read(border, at) {
    border.count(8);
    return border.view.getInt32(at, true) !== 0;
  },
  write: (border, at, value) => border.view.setInt32(at, requireBool(value), true),
  toJSON: (value) => value,
  fromJSON: (json) => json,
};

export const noneCodec: Codec = ofReference({
  text: "None",
  decode: () => null,
  encode(value) {
    if (value !== null && value !== undefined) throw misfit("null", value);
    return 0;
  },
  toJSON: () => null,
  fromJSON: (json) => json,
});

export function decodeText(address: number, border: Border): string {
  border.countString(readLength(border.view, address));
  return readText(border.view, address);
}

export function encodeText(value: unknown, border: Border): number {
  if (typeof value !== "string") throw misfit("a string", value);
  const address = border.allocate(reservedTypes.text, countCodePoints(value), true);
  writeText(border.view, address, value);
  return address;
}

export const strCodec: Codec = ofReference({
  text: "str",
  decode: (machine, border) => decodeText(Number(machine), border),
  encode: encodeText,
  toJSON: (value) => value,
  fromJSON: (json) => json,
});

/** Of a type that never crosses; it may stand in a signature as long as no value comes. */
export function closedCodec(text: string): Codec {
  return ofReference({
    text,
    decode(): Value {
      throw new OversizeError(`a ${text} cannot leave a plugin`);
    },
    encode(value) {
      throw new MisfitError(`a ${text} cannot be given to a plugin, found ${describeValue(value)}`);
    },
    toJSON: () => null,
    fromJSON: (json) => json,
  });
}
