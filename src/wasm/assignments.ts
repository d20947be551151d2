// Stores into globals, slots, elements and code points. What was there before
// is lowering's to release.

import { heapOffsets } from "../ir/heap.ts";
import type { Instruction } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitElementAddress, emitExpression, store } from "./expressions.ts";

type Assignment = Extract<Instruction, { readonly kind: "setGlobal" | "setSlot" | "setElement" | "setCode" }>;

export function emitAssignment(e: FunctionEmission, x: Assignment): void {
  switch (x.kind) {
    case "setGlobal":
      e.i32(0);
      emitExpression(e, x.value);
      return store(e, e.plan.module.globals[x.global]?.representation ?? "i64", e.plan.statics.globals + 8 * x.global, 4);
    case "setSlot":
      emitExpression(e, x.object);
      emitExpression(e, x.value);
      return store(e, x.representation, heapOffsets.slots + 8 * x.slot, 4);
    case "setElement":
      emitElementAddress(e, x.storage, x.index, x.representation);
      emitExpression(e, x.value);
      return store(e, x.representation, heapOffsets.elements, 1);
    case "setCode":
      emitElementAddress(e, x.text, x.index, "ref");
      emitExpression(e, x.code);
      return e.memory("i32.store", 2, heapOffsets.codes);
  }
}
