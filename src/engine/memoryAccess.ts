// Reads and writes of an instance's linear memory by representation, in the
// two forms that stand there: 8-byte slots of records and packed elements of
// storages. 64-bit ints are numbers where safe, else bigints. A NaN has one
// bit pattern on either side of the border.

import { elementBytes, heapOffsets } from "../ir/heap.ts";
import type { MachineValue } from "../ir/instance.ts";
import type { Representation } from "../types/layouts.ts";

const { slots, elements, codes } = heapOffsets;

/** |high word| below which high * 2^32 + low is a safe integer whatever low is. */
const safeHigh = 0x200000;

export function readInt(view: DataView, at: number): MachineValue {
  const high = view.getInt32(at + 4, true);
  if (high >= -safeHigh && high < safeHigh) {
    const value = high * 4294967296 + view.getUint32(at, true);
    if (Number.isSafeInteger(value)) return value;
  }
  return view.getBigInt64(at, true);
}

export function writeInt(view: DataView, at: number, value: MachineValue): void {
  if (typeof value === "bigint") view.setBigInt64(at, value, true);
  else {
    const high = Math.floor(value / 4294967296);
    view.setUint32(at, value - high * 4294967296, true);
    view.setInt32(at + 4, high, true);
  }
}

export function canonical(value: number): number {
  return Number.isNaN(value) ? NaN : value;
}

export function slotAddress(object: number, slot: number): number {
  return object + slots + 8 * slot;
}

export function elementAddress(storage: number, index: number, representation: Representation): number {
  return storage + elements + index * elementBytes[representation];
}

export function readSlot(view: DataView, object: number, slot: number, representation: Representation): MachineValue {
  const at = slotAddress(object, slot);
  switch (representation) {
    case "i64":
      return readInt(view, at);
    case "f64":
      return canonical(view.getFloat64(at, true));
    case "i32":
      return view.getInt32(at, true);
    case "ref":
      return view.getUint32(at, true);
  }
}

export function writeSlot(view: DataView, object: number, slot: number, representation: Representation, value: MachineValue): void {
  const at = slotAddress(object, slot);
  switch (representation) {
    case "i64":
      return writeInt(view, at, value);
    case "f64":
      return view.setFloat64(at, canonical(Number(value)), true);
    case "i32":
      return view.setInt32(at, Number(value), true);
    case "ref":
      return view.setUint32(at, Number(value), true);
  }
}

export function readElement(view: DataView, storage: number, index: number, representation: Representation): MachineValue {
  const at = elementAddress(storage, index, representation);
  switch (representation) {
    case "i64":
      return readInt(view, at);
    case "f64":
      return canonical(view.getFloat64(at, true));
    case "i32":
      return view.getUint8(at);
    case "ref":
      return view.getUint32(at, true);
  }
}

export function writeElement(view: DataView, storage: number, index: number, representation: Representation, value: MachineValue): void {
  const at = elementAddress(storage, index, representation);
  switch (representation) {
    case "i64":
      return writeInt(view, at, value);
    case "f64":
      return view.setFloat64(at, canonical(Number(value)), true);
    case "i32":
      return view.setUint8(at, Number(value));
    case "ref":
      return view.setUint32(at, Number(value), true);
  }
}

/** Elements of a storage, code points of a text. */
export function readLength(view: DataView, object: number): number {
  return view.getUint32(object + heapOffsets.length, true);
}

export function readTypeId(view: DataView, object: number): number {
  return view.getUint32(object + heapOffsets.type, true);
}

/** Texts that came lately, by a few of their characters: hooks mostly give the same ones again. */
const lately: string[] = Array.from({ length: 256 }, () => "");
const longestKept = 24;

/** Code points to a JS string. */
export function readText(view: DataView, text: number): string {
  const length = readLength(view, text);
  const at = text + codes;
  if (length > longestKept) return joinCodes(view, at, length);
  if (length === 0) return "";
  const middle = view.getUint32(at + 4 * (length >> 1), true);
  const place = (length + 31 * view.getUint32(at + 4 * length - 4, true) + 7 * middle) & 255;
  const known = lately[place] ?? "";
  if (isText(view, at, length, known)) return known;
  return (lately[place] = joinCodes(view, at, length));
}

/** Is it that string? One with characters beyond 16 bits never is. */
function isText(view: DataView, at: number, length: number, known: string): boolean {
  if (known.length !== length) return false;
  for (let index = 0; index < length; index++) if (view.getUint32(at + 4 * index, true) !== known.charCodeAt(index)) return false;
  return true;
}

/** In pieces that the engine's argument limit takes. */
function joinCodes(view: DataView, at: number, length: number): string {
  let result = "";
  for (let start = 0; start < length; start += 4096) {
    const piece: number[] = [];
    for (let index = start; index < Math.min(start + 4096, length); index++) piece.push(view.getUint32(at + 4 * index, true));
    result += String.fromCodePoint(...piece);
  }
  return result;
}

/** Code points of a JS string; half a surrogate pair stands for itself. */
export function countCodePoints(text: string): number {
  let pairs = 0;
  for (let index = 0; index < text.length; index++) if (isHighHalf(text, index) && (text.codePointAt(index) ?? 0) > 0xffff) pairs++;
  return text.length - pairs;
}

/** May a pair begin there? */
function isHighHalf(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800;
}

export function writeText(view: DataView, address: number, text: string): void {
  let at = address + codes;
  for (let index = 0; index < text.length; index++) {
    const code = isHighHalf(text, index) ? (text.codePointAt(index) ?? 0) : text.charCodeAt(index);
    if (code > 0xffff) index++;
    view.setUint32(at, code, true);
    at += 4;
  }
}
