// Values as bytes, for the pipe between pool and child: a tag, then what the
// tag says. Only plain data exists here; there is no tag for a function, a date
// or a reference, so a decoded value is a tree. Records come out without a
// prototype, so that `__proto__` is a field like any other.
//
//   n t f      null, true, false           d 8 bytes        a float
//   i 4 bytes  a small whole number        b 8 bytes        a bigint of 64 bits
//   s u32 ...  text as UTF-8               S u32 ...        text with lone surrogates, UTF-16
//   l u32 ...  array items                 r u32 ...        record: name and value in turn
//   m u32 ...  Map: key and value in turn  e u32 ...        Set
//   1-9 A u32  a typed array of that many elements, in the machine's order
//
// Decoding trusts nothing: every count is held against the bytes that are left
// before anything is made of it, and values, depth and whole size are capped.

import { isTypedArray, lengthOfTyped, mapEntries, ownValue, setItems, type TypedArray } from "../engine/ownData.ts";

/** Bytes that are no value; the sender is not to be trusted with more. */
export class WireError extends Error {}

/** A caller's value that cannot cross: a function, a symbol, nesting without end. */
export class UnsendableError extends TypeError {}

const deepest = 128;

const typedKinds = [
  ["1", Float64Array],
  ["2", Float32Array],
  ["3", Int32Array],
  ["4", Uint32Array],
  ["5", Int16Array],
  ["6", Uint16Array],
  ["7", Int8Array],
  ["8", Uint8Array],
  ["9", Uint8ClampedArray],
  ["A", BigInt64Array],
] as const;

const tag = (letter: string): number => letter.charCodeAt(0);
const typedByTag = new Map(typedKinds.map(([letter, kind]) => [tag(letter), kind]));
const tagByName = new Map<string, number>(typedKinds.map(([letter, kind]) => [kind.name, tag(letter)]));

/** Grows as it is written. */
class Writer {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  private room(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.length, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    return at;
  }

  tag(letter: string): void {
    const at = this.room(1);
    this.bytes[at] = tag(letter);
  }

  count(value: number): void {
    const at = this.room(4);
    this.view.setUint32(at, value, true);
  }

  int(value: number): void {
    const at = this.room(4);
    this.view.setInt32(at, value, true);
  }

  float(value: number): void {
    const at = this.room(8);
    this.view.setFloat64(at, value, true);
  }

  wide(value: bigint): void {
    const at = this.room(8);
    this.view.setBigInt64(at, value, true);
  }

  raw(given: Uint8Array): void {
    const at = this.room(given.length);
    this.bytes.set(given, at);
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The bytes of a value. Throws `UnsendableError` for what is no plain data. */
export function encodeValue(value: unknown): Uint8Array {
  const writer = new Writer();
  write(writer, value, 0);
  return writer.finish();
}

function write(writer: Writer, value: unknown, depth: number): void {
  if (depth > deepest) throw new UnsendableError("a value is nested too deeply");
  switch (typeof value) {
    case "undefined":
      return writer.tag("n");
    case "boolean":
      return writer.tag(value ? "t" : "f");
    case "number":
      return writeNumber(writer, value);
    case "bigint":
      if (BigInt.asIntN(64, value) !== value) throw new UnsendableError("a whole number does not fit 64 bits");
      writer.tag("b");
      return writer.wide(value);
    case "string":
      return writeText(writer, value);
    case "object":
      return value === null ? writer.tag("n") : writeObject(writer, value, depth);
    case "function":
    case "symbol":
      throw new UnsendableError(`a ${typeof value} cannot be sent`);
  }
}

function writeNumber(writer: Writer, value: number): void {
  if (Number.isInteger(value) && value === (value | 0) && !Object.is(value, -0)) {
    writer.tag("i");
    return writer.int(value);
  }
  writer.tag("d");
  writer.float(value);
}

function writeText(writer: Writer, text: string): void {
  if (text.isWellFormed()) {
    const bytes = encoder.encode(text);
    writer.tag("s");
    writer.count(bytes.length);
    return writer.raw(bytes);
  }
  const units = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  writer.tag("S");
  writer.count(units.length);
  writer.raw(new Uint8Array(units.buffer));
}

function writeObject(writer: Writer, value: object, depth: number): void {
  if (isTypedArray(value)) return writeTyped(writer, value);
  if (ArrayBuffer.isView(value)) throw new UnsendableError("a view of bytes of that kind cannot be sent");
  if (Array.isArray(value)) return writeItems(writer, "l", value.length, (index) => write(writer, ownValue(value, index), depth + 1));
  if (value instanceof Map) return writePairs(writer, "m", mapEntries(value), (key) => write(writer, key, depth + 1), depth);
  if (value instanceof Set) {
    const items = setItems(value);
    return writeItems(writer, "e", items.length, (index) => write(writer, items[index], depth + 1));
  }
  const fields = Object.keys(value).flatMap((name): [string, unknown][] => {
    const field = ownValue(value, name);
    return field === undefined ? [] : [[name, field]];
  });
  writePairs(writer, "r", fields, (name) => writeText(writer, name), depth);
}

function writeItems(writer: Writer, letter: string, count: number, item: (index: number) => void): void {
  writer.tag(letter);
  writer.count(count);
  for (let index = 0; index < count; index++) item(index);
}

function writePairs<Key>(writer: Writer, letter: string, pairs: [Key, unknown][], key: (key: Key) => void, depth: number): void {
  writeItems(writer, letter, pairs.length, (index) => {
    const [first, second] = pairs[index]!;
    key(first);
    write(writer, second, depth + 1);
  });
}

function writeTyped(writer: Writer, value: TypedArray): void {
  const length = lengthOfTyped(value);
  writer.tag(String.fromCharCode(tagByName.get(Object.prototype.toString.call(value).slice(8, -1))!));
  writer.count(length);
  writer.raw(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
}

/** The value of bytes; all of them must belong to it. Throws `WireError`. `most` is how many values the tree may have. */
export function decodeValue(bytes: Uint8Array, most = 2_000_000): unknown {
  const reader = new Reader(bytes, most);
  const value = reader.value(0);
  reader.finish();
  return value;
}

class Reader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;
  private valuesLeft: number;

  constructor(bytes: Uint8Array, most: number) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.valuesLeft = most;
  }

  finish(): void {
    if (this.at !== this.bytes.length) throw new WireError("bytes behind the value");
  }

  private take(count: number): number {
    const at = this.at;
    if (count > this.bytes.length - at) throw new WireError("a value is cut off");
    this.at = at + count;
    return at;
  }

  /** A number of things that each take at least so many bytes. */
  private count(bytesEach: number): number {
    const at = this.take(4);
    const count = this.view.getUint32(at, true);
    if (count * bytesEach > this.bytes.length - this.at) throw new WireError("a count is larger than what follows");
    return count;
  }

  value(depth: number): unknown {
    if (depth > deepest) throw new WireError("a value is nested too deeply");
    if (--this.valuesLeft < 0) throw new WireError("too many values");
    const letter = this.bytes[this.take(1)]!;
    switch (String.fromCharCode(letter)) {
      case "n":
        return null;
      case "t":
        return true;
      case "f":
        return false;
      case "i":
        return this.view.getInt32(this.take(4), true);
      case "d":
        return this.view.getFloat64(this.take(8), true);
      case "b":
        return this.view.getBigInt64(this.take(8), true);
      case "s":
      case "S":
        return this.text(letter);
      case "l":
        return this.items(1, () => this.value(depth + 1));
      case "e":
        return new Set(this.items(1, () => this.value(depth + 1)));
      case "m":
        return new Map(this.items(2, () => [this.value(depth + 1), this.value(depth + 1)] as const));
      case "r":
        return this.record(depth);
    }
    return this.typed(letter);
  }

  private text(letter: number): string {
    if (letter === tag("s")) {
      const length = this.count(1);
      const at = this.take(length);
      try {
        return decoder.decode(this.bytes.subarray(at, at + length));
      } catch {
        throw new WireError("text that is no UTF-8");
      }
    }
    const length = this.count(2);
    const at = this.take(length * 2);
    let text = "";
    for (let index = 0; index < length; index++) text += String.fromCharCode(this.view.getUint16(at + index * 2, true));
    return text;
  }

  private items<Item>(bytesEach: number, item: () => Item): Item[] {
    const count = this.count(bytesEach);
    const items: Item[] = [];
    for (let index = 0; index < count; index++) items.push(item());
    return items;
  }

  private record(depth: number): object {
    const record: Record<string, unknown> = Object.create(null);
    const count = this.count(6);
    for (let index = 0; index < count; index++) {
      const letter = this.bytes[this.take(1)]!;
      if (letter !== tag("s") && letter !== tag("S")) throw new WireError("a field without a name");
      const name = this.text(letter);
      if (Object.hasOwn(record, name)) throw new WireError("a field twice");
      record[name] = this.value(depth + 1);
    }
    return Object.freeze(record);
  }

  /** A copy: the frame's own bytes are never lent. */
  private typed(letter: number): TypedArray {
    const kind = typedByTag.get(letter);
    if (kind === undefined) throw new WireError("a tag that is none");
    const length = this.count(kind.BYTES_PER_ELEMENT);
    const array = new kind(length);
    const at = this.take(array.byteLength);
    new Uint8Array(array.buffer).set(this.bytes.subarray(at, at + array.byteLength));
    return array;
  }
}
