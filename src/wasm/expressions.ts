// Emission of expressions: operands in order, then the operation, as a stack
// machine wants it. Memory is read at constant offsets from an object's
// address; lowering has tested all bounds.

import { heapOffsets } from "../ir/heap.ts";
import { comparedFree } from "../ir/text.ts";
import type { Expression, Representation } from "../ir/ir.ts";
import { emitAllocation } from "./allocations.ts";
import { emitCall, emitHostCall, emitTakePending } from "./calls.ts";
import { emitFuelLeft } from "./charges.ts";
import { emitChecked } from "./checked.ts";
import type { FunctionEmission } from "./emission.ts";
import { words } from "./memory.ts";
import { emitOperation } from "./operations.ts";
import { shiftOf, valueType } from "./plan.ts";
import { emitInstructions } from "./statements.ts";
import { emitExtreme, emitStraightChoice } from "./straightChoice.ts";

export function emitExpression(e: FunctionEmission, x: Expression): void {
  switch (x.kind) {
    case "i64":
      return e.i64(x.value);
    case "f64":
      return e.f64(x.value);
    case "i32":
      return e.i32(x.value);
    case "text":
      return e.name({ kind: "text", id: x.text });
    case "null":
      return e.i32(0);
    case "local":
      return e.getLocal(x.local);
    case "operation":
      return emitOperation(e, x);
    case "checked":
      return emitChecked(e, x);
    case "global":
    case "slot":
    case "element":
    case "length":
    case "code":
    case "typeId":
    case "runSeed":
    case "moduleName":
      return emitRead(e, x);
    case "newRecord":
    case "newStorage":
    case "newText":
    case "appendText":
    case "characterText":
      return emitAllocation(e, x);
    case "textEqual":
    case "textCompare":
      emitExpression(e, x.left);
      emitExpression(e, x.right);
      return e.callRuntime(x.kind);
    case "equalWork":
    case "compareWork":
      return emitComparedLength(e, x);
    case "textHash":
      emitExpression(e, x.text);
      return e.callRuntime("textHash");
    case "call":
      return emitCall(e, x);
    case "hostCall":
      return emitHostCall(e, x);
    case "takePending":
      return emitTakePending(e);
    case "pending":
      return e.getGlobal("pending");
    case "fuelLeft":
      return emitFuelLeft(e);
    case "isResident":
      emitExpression(e, x.object);
      e.getGlobal("mark");
      return e.op("i32.lt_u");
    case "sequence":
      emitInstructions(e, x.body);
      return emitExpression(e, x.value);
    case "choose":
      return emitChoose(e, x);
  }
}

/** Short texts are told here, without a call. */
function emitComparedLength(e: FunctionEmission, x: Extract<Expression, { readonly kind: "equalWork" | "compareWork" }>): void {
  const left = e.takeLocal("i32");
  const right = e.takeLocal("i32");
  emitExpression(e, x.left);
  e.setLocal(left);
  emitExpression(e, x.right);
  e.setLocal(right);
  e.getLocal(left);
  e.memory("i32.load", 2, heapOffsets.length);
  e.i32(comparedFree);
  e.op("i32.gt_u");
  e.openValue("i32");
  e.getLocal(left);
  e.getLocal(right);
  e.callRuntime(x.kind);
  e.op("else");
  e.i32(0);
  e.close();
  e.giveLocal("i32", left);
  e.giveLocal("i32", right);
}

/** Without an effect and quick: both sides may be evaluated. */
function isTrivial(x: Expression): boolean {
  return x.kind === "i64" || x.kind === "i32" || x.kind === "local" || x.kind === "null" || x.kind === "text";
}

function emitChoose(e: FunctionEmission, x: Extract<Expression, { readonly kind: "choose" }>): void {
  if (x.representation === "f64" && emitExtreme(e, x)) return;
  if (x.isStraight === true) return emitStraightChoice(e, x);
  if (isTrivial(x.then) && isTrivial(x.else) && x.representation !== "f64") {
    emitExpression(e, x.then);
    emitExpression(e, x.else);
    emitExpression(e, x.test);
    return e.op("select");
  }
  emitExpression(e, x.test);
  e.openValue(valueType(x.representation));
  emitExpression(e, x.then);
  e.op("else");
  emitExpression(e, x.else);
  e.close();
}

type Read = Extract<Expression, { readonly kind: "global" | "slot" | "element" | "length" | "code" | "typeId" | "runSeed" | "moduleName" }>;

function emitRead(e: FunctionEmission, x: Read): void {
  switch (x.kind) {
    case "global":
      e.i32(0);
      return load(e, e.plan.module.globals[x.global]?.representation ?? "i64", e.plan.statics.globals + 8 * x.global, 4);
    case "slot":
      emitExpression(e, x.object);
      return load(e, x.representation, heapOffsets.slots + 8 * x.slot, 4);
    case "element":
      emitElementAddress(e, x.storage, x.index, x.representation);
      return load(e, x.representation, heapOffsets.elements, 1);
    case "length":
      emitExpression(e, x.object);
      return e.memory("i32.load", 2, heapOffsets.length);
    case "code":
      emitElementAddress(e, x.text, x.index, "ref");
      return e.memory("i32.load", 2, heapOffsets.codes);
    case "typeId":
      emitExpression(e, x.object);
      return e.memory("i32.load", 2, heapOffsets.type);
    case "runSeed":
      e.i32(0);
      return e.memory("i64.load", 3, words.runSeed);
    case "moduleName":
      e.i32(0);
      return e.memory("i32.load", 2, words.moduleName);
  }
}

/** `storage + index * size`; elements begin at a constant offset from there. */
export function emitElementAddress(e: FunctionEmission, storage: Expression, index: Expression, representation: Representation): void {
  emitExpression(e, storage);
  const shift = shiftOf(representation);
  if (index.kind === "i32") {
    if (index.value === 0) return;
    e.i32(index.value << shift);
  } else {
    emitExpression(e, index);
    if (shift > 0) {
      e.i32(shift);
      e.op("i32.shl");
    }
  }
  e.op("i32.add");
}

/** `narrowBytes`: what an i32 takes, 4 in slots and 1 in storages. */
export function load(e: FunctionEmission, representation: Representation, offset: number, narrowBytes: 1 | 4): void {
  switch (representation) {
    case "i64":
      return e.memory("i64.load", 3, offset);
    case "f64":
      return e.memory("f64.load", 3, offset);
    case "ref":
      return e.memory("i32.load", 2, offset);
    case "i32":
      return narrowBytes === 4 ? e.memory("i32.load", 2, offset) : e.memory("i32.load8_u", 0, offset);
  }
}

export function store(e: FunctionEmission, representation: Representation, offset: number, narrowBytes: 1 | 4): void {
  switch (representation) {
    case "i64":
      return e.memory("i64.store", 3, offset);
    case "f64":
      return e.memory("f64.store", 3, offset);
    case "ref":
      return e.memory("i32.store", 2, offset);
    case "i32":
      return narrowBytes === 4 ? e.memory("i32.store", 2, offset) : e.memory("i32.store8", 0, offset);
  }
}
