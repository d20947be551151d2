// The reads of memory that passes keep track of, their kinds of memory (see
// `writes.ts`) and their names.

import type { Expression } from "./ir.ts";
import { globalKind, lengthKind, slotKind } from "./writes.ts";

export type Read = Extract<Expression, { readonly kind: "slot" | "length" | "global" }>;

export function readKind(read: Read): string {
  switch (read.kind) {
    case "slot":
      return slotKind(read.slot, read.representation);
    case "length":
      return lengthKind;
    case "global":
      return globalKind(read.global);
  }
}

/** The same for reads that are written the same. */
export function readText(read: Read): string {
  if (read.kind === "global") return globalKind(read.global);
  const object = read.object.kind === "local" ? `${read.object.local}` : isPlainRead(read.object) ? readText(read.object) : "?";
  return `${object}.${readKind(read)}`;
}

function isPlainRead(x: Expression): x is Read {
  return x.kind === "slot" || x.kind === "length" || x.kind === "global";
}
