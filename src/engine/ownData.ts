// Reads what a stranger's object holds without running any of its code:
// own data properties, array items and entries of real Maps and Sets. A
// getter, an inherited property or a hole counts as not being there. (A Proxy
// does run its traps; what they throw is a misfit like any other.)

import { describeValue, misfit, MisfitError } from "./values.ts";

/** The own data property of that name, or undefined. */
export function ownValue(object: object, name: string | number): unknown {
  const descriptor = readDescriptor(object, name);
  return descriptor !== undefined && "value" in descriptor ? descriptor.value : undefined;
}

function readDescriptor(object: object, name: string | number): PropertyDescriptor | undefined {
  try {
    return Object.getOwnPropertyDescriptor(object, name);
  } catch {
    throw new MisfitError("a value that cannot be read");
  }
}

/** Throws a misfit unless it is an object that can have fields. */
export function requireObject(value: unknown, expected: string): object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw misfit(expected, value);
  return value;
}

export type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | BigInt64Array;

const typedArrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get;
const typedArrayLength = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "length")?.get;
const acceptedTags = new Set(
  "Float64Array Float32Array Int32Array Uint32Array Int16Array Uint16Array Int8Array Uint8Array Uint8ClampedArray BigInt64Array".split(" "),
);

/** By the engine's own mark, which no object can pretend to. */
export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && acceptedTags.has(typedArrayTag?.call(value) as string);
}

export function lengthOfTyped(array: TypedArray): number {
  return typedArrayLength?.call(array) as number;
}

/** A `Float64Array`, or null. */
export function floatsOf(value: unknown): Float64Array | null {
  return ArrayBuffer.isView(value) && typedArrayTag?.call(value) === "Float64Array" ? (value as Float64Array) : null;
}

/** Number of items and how to read one: of an array or a typed array. */
export interface Items {
  readonly length: number;
  item(index: number): unknown;
}

export function itemsOf(value: unknown): Items {
  if (isTypedArray(value)) return { length: lengthOfTyped(value), item: (index) => value[index] };
  if (!Array.isArray(value)) throw misfit("an array", value);
  // Own data too: a Proxy of an array is one, and its `get` is not asked.
  const length = ownValue(value, "length");
  if (typeof length !== "number" || !(length >= 0 && length < 2 ** 32)) throw new MisfitError("a value that cannot be read");
  return { length: Math.floor(length), item: (index) => ownValue(value, index) };
}

const mapForEach = Map.prototype.forEach;
const setForEach = Set.prototype.forEach;

/** Entries of a real Map, whatever its prototype or own properties say. */
export function mapEntries(value: unknown): [unknown, unknown][] {
  const entries: [unknown, unknown][] = [];
  collect("a Map", value, () => mapForEach.call(value as Map<unknown, unknown>, (item, key) => entries.push([key, item])));
  return entries;
}

export function setItems(value: unknown): unknown[] {
  const items: unknown[] = [];
  collect("a Set", value, () => setForEach.call(value as Set<unknown>, (item) => items.push(item)));
  return items;
}

/** The built-in `forEach` throws a TypeError on what is no Map (Set); its text is the engine's and is not shown. */
function collect(expected: string, value: unknown, work: () => void): void {
  try {
    work();
  } catch {
    throw new MisfitError(`expected ${expected}, found ${describeValue(value)}`);
  }
}
