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
  | {
      readonly kind: "record";
      readonly name: string;
      readonly slots: readonly Representation[];
      /** Ids of its base classes, nearest first. */ readonly bases: readonly TypeId[];
    }
  | { readonly kind: "storage"; readonly name: string; readonly element: Representation };

/** Ids that every module has, so that executors and marshallers can name them. */
export const reservedTypes = { text: 0, boxInt: 1, boxFloat: 2, boxBool: 3, boxU64: 4 } as const;

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

/** Bytes of a code point in a text. */
export const codePointBytes = 4;

/** Logical bytes of a record. */
export function recordBytes(slots: number): number {
  return 8 + 8 * slots;
}

/** Logical bytes of a storage of packed elements. Exact for any length below 2^32. */
export function storageBytes(length: number, elementBytes: number): number {
  return 16 + Math.ceil((length * elementBytes) / 8) * 8;
}

/** Logical bytes of a text with room for that many code points. */
export function textBytes(capacity: number): number {
  return 24 + Math.ceil((capacity * codePointBytes) / 8) * 8;
}
