// Where slots lie, in the units in which handlers address them, and how wide
// a copied element is.

import { elementBytes, heapOffsets, slotBytes } from "../ir/heap.ts";
import type { Representation } from "../ir/ir.ts";

export interface SlotPlace {
  /** From the object, in doubles for f64, else in words. */
  readonly offset: number;
  readonly width: "i64" | "f64" | "i32";
}

export function slotOffset(slot: number, representation: Representation): SlotPlace {
  const bytes = heapOffsets.slots + slot * slotBytes;
  switch (representation) {
    case "f64":
      return { offset: bytes / 8, width: "f64" };
    case "i64":
      return { offset: bytes / 4, width: "i64" };
    case "i32":
    case "ref":
      return { offset: bytes / 4, width: "i32" };
  }
}

export function copyWidth(representation: Representation): 8 | 4 | 1 {
  return elementBytes[representation];
}
