// Whole ranges of elements or code points: copied and filled by runtime
// functions, bytes by memory.fill.

import { heapOffsets } from "../ir/heap.ts";
import type { Expression, Instruction } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";
import { shiftOf } from "./plan.ts";

type Bulk = Extract<Instruction, { readonly kind: "copyElements" | "fillElements" | "copyCodes" | "retainRange" | "releaseRange" }>;

export function emitBulk(e: FunctionEmission, x: Bulk): void {
  switch (x.kind) {
    case "copyElements":
      return emitCopy(e, x, shiftOf(x.representation), heapOffsets.elements);
    case "copyCodes":
      return emitCopy(e, x, 2, heapOffsets.codes);
    case "fillElements":
      return emitFill(e, x);
    case "retainRange":
    case "releaseRange":
      emitExpression(e, x.storage);
      emitExpression(e, x.start);
      emitExpression(e, x.count);
      return e.callRuntime(x.kind);
  }
}

function emitCopy(
  e: FunctionEmission,
  x: Extract<Bulk, { readonly kind: "copyElements" | "copyCodes" }>,
  shift: number,
  offset: number,
): void {
  emitAddress(e, x.to, x.at, shift, offset);
  emitAddress(e, x.from, x.start, shift, offset);
  emitScaled(e, x.count, shift);
  e.callRuntime("copyBytes");
}

function emitAddress(e: FunctionEmission, object: Expression, index: Expression, shift: number, offset: number): void {
  emitExpression(e, object);
  e.i32(offset);
  e.op("i32.add");
  if (index.kind === "i32" && index.value === 0) return;
  emitScaled(e, index, shift);
  e.op("i32.add");
}

function emitScaled(e: FunctionEmission, count: Expression, shift: number): void {
  emitExpression(e, count);
  if (shift === 0) return;
  e.i32(shift);
  e.op("i32.shl");
}

function emitFill(e: FunctionEmission, x: Extract<Bulk, { readonly kind: "fillElements" }>): void {
  if (x.representation === "i32") {
    emitAddress(e, x.storage, x.start, 0, heapOffsets.elements);
    const at = e.takeLocal("i32");
    const count = e.takeLocal("i32");
    e.setLocal(at);
    emitExpression(e, x.count);
    e.setLocal(count);
    e.getLocal(at);
    emitExpression(e, x.value);
    e.getLocal(count);
    e.op("memory.fill");
    e.code.byte(0);
    e.giveLocal("i32", count);
    return e.giveLocal("i32", at);
  }
  emitExpression(e, x.storage);
  emitExpression(e, x.start);
  emitExpression(e, x.count);
  emitExpression(e, x.value);
  if (x.representation === "f64") e.op("i64.reinterpret_f64");
  e.callRuntime(x.representation === "ref" ? "fill32" : "fill64");
}
