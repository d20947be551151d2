// Expressions to register code: `flattenExpression` leaves the value in a given
// register, writing it last, so that the target may be among the operands.

import { partsOfNode, type IRNode } from "../ir/nodes.ts";
import type { Expression } from "../ir/ir.ts";
import { constantValue } from "./constants.ts";
import type { Flattening } from "./flatten.ts";
import { control } from "./opcodes.ts";
import { slotOffset } from "./places.ts";

export function flattenExpression(f: Flattening, x: Expression, level: number, d: number): void {
  switch (x.kind) {
    case "i64":
    case "f64":
    case "i32":
    case "text":
    case "null":
      flattenConstant(f, x, d);
      return;
    case "local":
      if (x.local !== d) f.code.emit(control.move, d, x.local, 0, -1);
      return;
    case "global":
      f.handler("getGlobal", d, 0, x.global);
      return;
    case "operation":
    case "checked":
      flattenOperation(f, x, level, d);
      return;
    case "slot": {
      const [object = 0] = flattenOperands(f, [x.object], level);
      const { offset, width } = slotOffset(x.slot, x.representation);
      f.handler(`slot ${width}`, d, object, offset);
      return;
    }
    case "element": {
      const [storage = 0, index = 0] = flattenOperands(f, [x.storage, x.index], level);
      f.handler(`element ${x.representation}`, d, storage, index);
      return;
    }
    case "choose":
      flattenChoose(f, x, level, d);
      return;
    case "sequence":
      f.body(x.body, level);
      flattenExpression(f, x.value, level, d);
      return;
    case "call":
    case "hostCall":
      flattenCall(f, x, level, d);
      return;
    case "length":
    case "typeId":
    case "isResident":
    case "newRecord":
    case "newStorage":
    case "takePending":
    case "fuelLeft":
    case "pending":
    case "runSeed":
    case "moduleName":
      flattenMemory(f, x, level, d);
      return;
    case "newText":
    case "code":
    case "characterText":
    case "appendText":
    case "textEqual":
    case "textCompare":
    case "equalWork":
    case "compareWork":
    case "textHash":
      flattenText(f, x, level, d);
  }
}

/** Registers that hold the values of `expressions`, evaluated from left to right. */
export function flattenOperands(f: Flattening, expressions: readonly Expression[], level: number): number[] {
  let next = level;
  return expressions.map((x, i) => {
    const standing = standingRegister(f, x, expressions, i + 1);
    if (standing >= 0) return standing;
    const d = f.temporary(next);
    flattenExpression(f, x, next, d);
    next++;
    return d;
  });
}

/** The values in temporaries one after the other, from `level` on; the first of them. */
export function flattenRow(f: Flattening, expressions: readonly Expression[], level: number): number {
  expressions.forEach((x, i) => flattenExpression(f, x, level + i, f.temporary(level + i)));
  return f.temporary(level);
}

/** Where a value already stands for as long as it is needed, or -1. */
function standingRegister(f: Flattening, x: Expression, among: readonly Expression[], later: number): number {
  if (x.kind === "local") return mayAssign(among, later) ? -1 : x.local;
  const value = constantValue(x, f.code);
  return value === null ? -1 : f.constantRegister(f.code.constants.indexOf(value));
}

/** Only a `sequence` assigns within an expression. A search that gets long is given up on the safe side. */
function mayAssign(expressions: readonly Expression[], from: number): boolean {
  const pending: IRNode[] = expressions.slice(from);
  for (let looked = 0; pending.length > 0; looked++) {
    const node = pending.pop()!;
    if (node.kind === "sequence" || looked > 64) return true;
    pending.push(...partsOfNode(node));
  }
  return false;
}

function flattenConstant(f: Flattening, x: Expression, d: number): void {
  const value = constantValue(x, f.code)!;
  if (typeof value === "number" && value === (value | 0) && !Object.is(value, -0)) {
    f.handler("loadInteger", d, 0, value);
    return;
  }
  f.handler("loadConstant", d, 0, f.code.constants.indexOf(value));
}

function flattenOperation(f: Flattening, x: Extract<Expression, { kind: "operation" | "checked" }>, level: number, d: number): void {
  const [left = 0, right = 0] = flattenOperands(f, x.operands, level);
  if (x.kind === "operation") f.handler(x.operation, d, left, right);
  else f.handler(`checked ${x.operation}`, d, left, right, x.site);
}

function flattenChoose(f: Flattening, x: Extract<Expression, { kind: "choose" }>, level: number, d: number): void {
  const otherwise = f.newLabel();
  const end = f.newLabel();
  f.branch(x.test, false, otherwise, level);
  flattenExpression(f, x.then, level, d);
  f.jump(control.jump, end, 0, 0);
  f.bind(otherwise);
  flattenExpression(f, x.else, level, d);
  f.bind(end);
}

function flattenCall(f: Flattening, x: Extract<Expression, { kind: "call" | "hostCall" }>, level: number, d: number): void {
  const first = flattenRow(f, x.arguments, level);
  if (x.kind === "hostCall") {
    f.handler("hostCall", d, first, x.host, x.site);
    return;
  }
  f.code.emit(control.call, d, x.function, first, x.site);
  if (x.handler === null) f.code.emit(control.handler, -1, 0, 0, -1);
  else f.jump(control.handler, f.label(x.handler), 0, 0);
}

type MemoryKind =
  | "length"
  | "typeId"
  | "isResident"
  | "newRecord"
  | "newStorage"
  | "takePending"
  | "pending"
  | "fuelLeft"
  | "runSeed"
  | "moduleName";
type Memory = Extract<Expression, { kind: MemoryKind }>;

function flattenMemory(f: Flattening, x: Memory, level: number, d: number): void {
  switch (x.kind) {
    case "length":
    case "typeId":
    case "isResident": {
      const [object = 0] = flattenOperands(f, [x.object], level);
      f.handler(x.kind, d, object, 0);
      return;
    }
    case "newRecord":
      f.handler("newRecord", d, 0, x.type, x.site);
      return;
    case "newStorage": {
      const [length = 0] = flattenOperands(f, [x.length], level);
      f.handler("newStorage", d, length, x.type, x.site);
      return;
    }
    case "takePending":
    case "pending":
    case "fuelLeft":
    case "runSeed":
    case "moduleName":
      f.handler(x.kind, d, 0, 0);
      return;
  }
}

type TextKind =
  | "newText"
  | "code"
  | "characterText"
  | "appendText"
  | "textEqual"
  | "textCompare"
  | "equalWork"
  | "compareWork"
  | "textHash";
type TextExpression = Extract<Expression, { kind: TextKind }>;

function flattenText(f: Flattening, x: TextExpression, level: number, d: number): void {
  switch (x.kind) {
    case "newText": {
      const [length = 0] = flattenOperands(f, [x.length], level);
      f.handler("newText", d, length, 0, x.site);
      return;
    }
    case "code": {
      const [text = 0, index = 0] = flattenOperands(f, [x.text, x.index], level);
      f.handler("code", d, text, index);
      return;
    }
    case "characterText": {
      const [code = 0] = flattenOperands(f, [x.code], level);
      f.handler("characterText", d, code, 0, x.site);
      return;
    }
    case "appendText":
    case "textEqual":
    case "textCompare":
    case "equalWork":
    case "compareWork": {
      const [left = 0, right = 0] = flattenOperands(f, [x.left, x.right], level);
      f.handler(x.kind, d, left, right, x.kind === "appendText" ? x.site : -1);
      return;
    }
    case "textHash": {
      const [text = 0] = flattenOperands(f, [x.text], level);
      f.handler("textHash", d, text, 0);
      return;
    }
  }
}
