// How to read the heap by the types of a module: which slots and elements are
// references, how many bytes an object has, and what is resident from the
// start. Both executors and the marshaller go by these tables.

import { recordBytes, storageBytes, textBytes } from "../types/layouts.ts";
import type { HeapType, IRModule, Representation } from "./ir.ts";

/** The count of an object that is never freed; no count that is counted gets near. Retain and release leave counts from here on alone. */
export const immortalCount = 2 ** 30;

/** Code points whose one-character text every instance keeps ready: `characterText` below this makes no object. */
export const residentCharacters = 256;

/** Bytes of a packed element in a storage. */
export const elementBytes = { i64: 8, f64: 8, i32: 1, ref: 4 } as const satisfies Record<Representation, number>;

/** Bytes of a slot of a record, whatever it holds. */
export const slotBytes = 8;

/** Offsets from an object's address. */
export const heapOffsets = {
  count: 0,
  type: 4,
  slots: 8,
  length: 8,
  elements: 16,
  capacity: 12,
  hash: 16,
  codes: 24,
} as const;

/** Indices of the slots of a record that hold references; empty for other types. */
export function referenceSlots(type: HeapType): readonly number[] {
  if (type.kind !== "record") return [];
  return type.slots.flatMap((representation, slot) => (representation === "ref" ? [slot] : []));
}

/** Logical bytes of an object; `length` is a storage's length or a text's capacity and says nothing for a record. */
export function objectBytes(type: HeapType, length: number): number {
  switch (type.kind) {
    case "record":
      return recordBytes(type.slots.length);
    case "storage":
      return storageBytes(length, elementBytes[type.element]);
    case "text":
      return textBytes(length);
  }
}

/** Code points of a JS string; a lone surrogate stands for itself. */
export function codePoints(text: string): number[] {
  const codes: number[] = [];
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    codes.push(code);
    at += code > 0xff_ff ? 2 : 1;
  }
  return codes;
}

/** The texts that are resident before anything runs, in order of allocation: one character each, the static texts, the module's name. None has room to grow. */
export function residentTexts(module: IRModule, moduleName: string): readonly (readonly number[])[] {
  const characters = Array.from({ length: residentCharacters }, (_, code) => [code]);
  return [...characters, ...module.texts.map(codePoints), codePoints(moduleName)];
}

/** Their logical bytes: what is alive before anything runs. */
export function initialBytes(module: IRModule, moduleName: string): number {
  return residentTexts(module, moduleName).reduce((sum, codes) => sum + textBytes(codes.length), 0);
}
