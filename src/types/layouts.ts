// How types lie in memory: the machine representation of a value, the kinds
// of heap object, and the one set of formulas for logical bytes that both
// tiers count by. A limit trips at the same allocation in both because the
// sizes are these and not what an allocator really takes.
//
// Every heap object: u32 count, u32 type id (8 bytes), then
//   record   8-byte slots
//   storage  u32 length, u32 zero, packed elements
//   text     u32 length, u32 capacity, i64 hash, u32 code points

import type { Type } from "./type.ts";

/** What a value is to the machine. `ref` is the address of a heap object, 0 for None. */
export type Representation = "i64" | "f64" | "i32" | "ref";

export type TypeId = number;

export type HeapType =
  | { readonly kind: "text"; readonly name: string }
  | { readonly kind: "record"; readonly name: string; readonly slots: readonly Representation[]; /** Ids of its base classes, nearest first. */ readonly bases: readonly TypeId[] }
  | { readonly kind: "storage"; readonly name: string; readonly element: Representation };

/** Ids that every module has, so that executors and marshallers can name them. */
export const reservedTypes = { text: 0, boxInt: 1, boxFloat: 2, boxBool: 3, boxU64: 4 } as const;

/** Offsets from an object's address. */
export const objectLayout = { count: 0, typeId: 4, slots: 8, length: 8, capacity: 12, elements: 16, hash: 16, codes: 24 } as const;

/** How a value of this type stands in locals, slots and elements. */
export function representationOf(type: Type): Representation {
  switch (type.kind) {
    case "int":
    case "u64":
      return "i64";
    case "float":
      return "f64";
    case "bool":
      return "i32";
    case "variable":
      return representationOf(type.variable.forward?.bound ?? type.variable.bound);
    case "never":
    case "unknown":
    case "none":
    case "str":
    case "tuple":
    case "variadic":
    case "instance":
    case "union":
    case "function":
    case "generator":
    case "storage":
    case "class":
    case "module":
    case "parameter":
      return "ref";
  }
}

/** Of a function's result: None needs no value. */
export function resultRepresentation(type: Type): Representation | null {
  return type.kind === "none" || type.kind === "never" ? null : representationOf(type);
}

/** Bytes of one element in a storage. */
export function elementBytes(element: Representation): number {
  switch (element) {
    case "i64":
    case "f64":
      return 8;
    case "ref":
      return 4;
    case "i32":
      return 1;
  }
}

/** Logical bytes of a record. */
export function recordBytes(slots: number): number {
  return 8 + 8 * slots;
}

/** Logical bytes of a storage. Exact for any length below 2^32. */
export function storageBytes(element: Representation, length: number): number {
  return 16 + Math.ceil((elementBytes(element) * length) / 8) * 8;
}

/** Logical bytes of a text. */
export function textBytes(capacity: number): number {
  return 24 + Math.ceil((4 * capacity) / 8) * 8;
}

/** Logical bytes of an object of that type; `length` counts elements or the capacity in code points. */
export function objectBytes(type: HeapType, length: number): number {
  switch (type.kind) {
    case "record":
      return recordBytes(type.slots.length);
    case "storage":
      return storageBytes(type.element, length);
    case "text":
      return textBytes(length);
  }
}
