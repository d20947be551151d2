// Codecs of `Array[T, rank]`: outside a shape and a typed array of all elements
// in row-major order; inside a record of a storage, an offset, and a count and
// a stride for each axis, in elements (`stdlib/core`, classes `_Array1` to
// `_Array3`). What goes in is contiguous; what comes out may be a view.

import type { Representation, TypeId } from "../types/layouts.ts";
import { ofReference, type Border, type Codec } from "./codec.ts";
import { encodeStorage } from "./containerCodecs.ts";
import { elementAddress, readElement, readLength, readSlot, writeSlot } from "./memoryAccess.ts";
import { isTypedArray, itemsOf, lengthOfTyped, ownValue, requireObject, type TypedArray } from "./ownData.ts";
import { MisfitError, within, type ArrayData, type ArrayValue, type Value } from "./values.ts";

const classPattern = /^_Array([123])$/;

/** 1 to 3 for the library's array classes, else 0. */
export function arrayRank(className: string): number {
  return Number(classPattern.exec(className)?.[1] ?? 0);
}

const slots = { data: 0, offset: 1, axes: 2 } as const;

export function arrayCodec(text: string, type: TypeId, storageType: TypeId, element: Codec, rank: number): Codec {
  return ofReference({
    text,
    decode: (machine, border) => decodeArray(Number(machine), element.representation, rank, border),
    encode: (value, border) => encodeArray(value, type, storageType, element, rank, border),
    toJSON(value) {
      const { shape, data } = value as ArrayValue;
      return {
        shape: [...shape],
        data: elementsOf(data).map((item) => element.toJSON(element.representation === "i32" ? item !== 0 : item)),
      };
    },
    fromJSON(json) {
      if (typeof json !== "object" || json === null) return json;
      const data = ownValue(json, "data");
      return { shape: ownValue(json, "shape"), data: Array.isArray(data) ? data.map(element.fromJSON) : data };
    },
  });
}

function encodeArray(value: unknown, type: TypeId, storageType: TypeId, element: Codec, rank: number, border: Border): number {
  const object = requireObject(value, "{ shape, data }");
  const shape = within("shape", () => readShape(ownValue(object, "shape"), rank));
  const data = ownValue(object, "data");
  const wanted = shape.reduce((product, count) => product * count, 1);
  const { storage } = within("data", () => {
    const { length } = itemsOf(data);
    if (length !== wanted) throw new MisfitError(`expected ${wanted} elements for the shape [${shape.join(", ")}], found ${length}`);
    return (
      fastStorage(data, storageType, element.representation, border) ?? encodeStorage(booleans(data, element), storageType, element, border)
    );
  });
  const array = border.allocate(type);
  writeSlot(border.view, array, slots.data, "ref", storage);
  writeSlot(border.view, array, slots.offset, "i64", 0);
  let stride = wanted;
  for (const [axis, count] of shape.entries()) {
    stride = count === 0 ? 0 : stride / count;
    writeSlot(border.view, array, slots.axes + 2 * axis, "i64", count);
    writeSlot(border.view, array, slots.axes + 2 * axis + 1, "i64", stride);
  }
  return array;
}

function elementsOf(data: TypedArray): (number | bigint)[] {
  return Array.from<number | bigint>(data as ArrayLike<number | bigint>);
}

/** Elements of bool arrays come as bytes. */
function booleans(data: unknown, element: Codec): unknown {
  return element.representation === "i32" && isTypedArray(data) ? elementsOf(data).map((item) => item !== 0 && item !== 0n) : data;
}

function readShape(value: unknown, rank: number): readonly number[] {
  const items = itemsOf(value);
  if (items.length !== rank) throw new MisfitError(`expected ${rank} counts, found ${items.length}`);
  return Array.from({ length: rank }, (_, axis) => {
    const count = items.item(axis);
    if (typeof count !== "number" || !Number.isInteger(count) || count < 0 || count > 0x7fffffff)
      throw new MisfitError("expected counts from 0");
    return count;
  });
}

/** Floats from a Float64Array in one copy; NaN patterns are made the one. */
function fastStorage(data: unknown, type: TypeId, representation: Representation, border: Border): { storage: number } | null {
  if (representation !== "f64" || !isTypedArray(data) || !(data instanceof Float64Array)) return null;
  const length = lengthOfTyped(data);
  const storage = border.allocate(type, length);
  const { view } = border;
  const start = elementAddress(storage, 0, "f64");
  const inside = new Float64Array(view.buffer, view.byteOffset + start, length);
  inside.set(data);
  makeCanonical(inside);
  return { storage };
}

/** Gives every NaN the one bit pattern. */
function makeCanonical(values: Float64Array): void {
  for (let index = 0; index < values.length; index++) {
    const item = values[index]!;
    if (item !== item) values[index] = NaN;
  }
}

function decodeArray(array: number, representation: Representation, rank: number, border: Border): Value {
  const { view } = border;
  const storage = Number(readSlot(view, array, slots.data, "ref"));
  const offset = Number(readSlot(view, array, slots.offset, "i64"));
  const counts: number[] = [];
  const strides: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    counts.push(Number(readSlot(view, array, slots.axes + 2 * axis, "i64")));
    strides.push(Number(readSlot(view, array, slots.axes + 2 * axis + 1, "i64")));
  }
  const total = counts.reduce((product, count) => product * count, 1);
  border.count(16 + total * 8);
  const data = newData(representation, total);
  if (isContiguous(counts, strides) && offset >= 0 && offset + total <= readLength(view, storage)) {
    copyOut(data, view, elementAddress(storage, offset, representation));
  } else gather(data, { view, storage, offset, representation }, counts, strides);
  const value: ArrayValue = Object.freeze(Object.assign(Object.create(null) as object, { shape: Object.freeze(counts), data }));
  return value;
}

/** Do the elements stand one behind the other in row-major order? */
function isContiguous(counts: readonly number[], strides: readonly number[]): boolean {
  let stride = 1;
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    if (counts[axis] !== 1 && strides[axis] !== stride) return false;
    stride *= counts[axis] ?? 0;
  }
  return true;
}

function copyOut(data: ArrayData, view: DataView, address: number): void {
  const { buffer } = view;
  const start = view.byteOffset + address;
  if (data instanceof BigInt64Array) data.set(new BigInt64Array(buffer, start, data.length));
  else if (data instanceof Uint8Array) data.set(new Uint8Array(buffer, start, data.length));
  else {
    data.set(new Float64Array(buffer, start, data.length));
    makeCanonical(data);
  }
}

interface Elements {
  readonly view: DataView;
  readonly storage: number;
  readonly offset: number;
  readonly representation: Representation;
}

/** Element by element, as the strides go. */
function gather(
  data: ArrayData,
  { view, storage, offset, representation }: Elements,
  counts: readonly number[],
  strides: readonly number[],
): void {
  const position = counts.map(() => 0);
  let at = offset;
  for (let index = 0; index < data.length; index++) {
    if (at < 0 || at >= readLength(view, storage)) throw new MisfitError("an array outside its storage");
    store(data, index, readElement(view, storage, at, representation));
    at = advance(position, counts, strides, at);
  }
}

/** The storage index of the next element in row-major order. */
function advance(position: number[], counts: readonly number[], strides: readonly number[], at: number): number {
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    const next = (position[axis] ?? 0) + 1;
    at += strides[axis] ?? 0;
    if (next < (counts[axis] ?? 0)) {
      position[axis] = next;
      return at;
    }
    position[axis] = 0;
    at -= next * (strides[axis] ?? 0);
  }
  return at;
}

function newData(representation: Representation, length: number): ArrayData {
  if (representation === "i64") return new BigInt64Array(length);
  return representation === "i32" ? new Uint8Array(length) : new Float64Array(length);
}

function store(data: ArrayData, index: number, value: number | bigint): void {
  if (data instanceof BigInt64Array) data[index] = BigInt(value);
  else data[index] = Number(value);
}
