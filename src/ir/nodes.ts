// What stands directly inside an instruction or an expression of the IR, in
// order of evaluation. For analyses that walk without recursion.

import type { Expression, Instruction, LabelId } from "./ir.ts";

export type IRNode = Instruction | Expression;

const none: readonly IRNode[] = [];

/** By switch: this is asked of every node by every pass, and a set of names would hash each time. */
export function isInstruction(node: IRNode): node is Instruction {
  switch (node.kind) {
    case "local":
    case "operation":
    case "slot":
    case "i64":
    case "i32":
    case "f64":
    case "checked":
    case "choose":
    case "element":
    case "length":
    case "text":
    case "null":
    case "global":
    case "code":
    case "typeId":
    case "newRecord":
    case "newStorage":
    case "newText":
    case "appendText":
    case "characterText":
    case "textEqual":
    case "textCompare":
    case "equalWork":
    case "compareWork":
    case "textHash":
    case "call":
    case "hostCall":
    case "takePending":
    case "pending":
    case "fuelLeft":
    case "isResident":
    case "runSeed":
    case "moduleName":
    case "sequence":
      return false;
    case "charge":
    case "chargeSize":
    case "spend":
    case "setLocal":
    case "setGlobal":
    case "setSlot":
    case "setElement":
    case "setCode":
    case "copyElements":
    case "fillElements":
    case "copyCodes":
    case "retain":
    case "retainRange":
    case "releaseRange":
    case "release":
    case "evaluate":
    case "if":
    case "block":
    case "loop":
    case "branch":
    case "branchTable":
    case "return":
    case "raise":
    case "trap":
    case "uncaught":
    case "print":
    case "statement":
      return true;
  }
}

export function partsOfNode(node: IRNode): readonly IRNode[] {
  return isInstruction(node) ? partsOfInstruction(node) : partsOfExpression(node);
}

function partsOfInstruction(node: Instruction): readonly IRNode[] {
  switch (node.kind) {
    case "charge":
    case "statement":
    case "branch":
      return none;
    case "chargeSize":
      return [node.size];
    case "spend":
      return [node.amount];
    case "setLocal":
    case "setGlobal":
    case "retain":
    case "release":
    case "evaluate":
    case "raise":
    case "uncaught":
      return [node.value];
    case "setSlot":
      return [node.object, node.value];
    case "setElement":
      return [node.storage, node.index, node.value];
    case "setCode":
      return [node.text, node.index, node.code];
    case "copyElements":
    case "copyCodes":
      return [node.to, node.at, node.from, node.start, node.count];
    case "fillElements":
      return [node.storage, node.start, node.count, node.value];
    case "retainRange":
    case "releaseRange":
      return [node.storage, node.start, node.count];
    case "if":
      return [node.test, ...node.then, ...node.else];
    case "block":
    case "loop":
      return node.body;
    case "branchTable":
      return [node.index];
    case "return":
      return node.value === null ? none : [node.value];
    case "trap":
      return node.message.filter((part) => typeof part !== "string");
    case "print":
      return [node.text];
  }
}

function partsOfExpression(node: Expression): readonly IRNode[] {
  switch (node.kind) {
    case "i64":
    case "f64":
    case "i32":
    case "text":
    case "null":
    case "local":
    case "global":
    case "newRecord":
    case "takePending":
    case "fuelLeft":
    case "pending":
    case "runSeed":
    case "moduleName":
      return none;
    case "operation":
    case "checked":
      return node.operands;
    case "slot":
    case "length":
    case "typeId":
    case "isResident":
      return [node.object];
    case "element":
      return [node.storage, node.index];
    case "code":
      return [node.text, node.index];
    case "newStorage":
    case "newText":
      return [node.length];
    case "appendText":
    case "textEqual":
    case "textCompare":
    case "equalWork":
    case "compareWork":
      return [node.left, node.right];
    case "characterText":
      return [node.code];
    case "textHash":
      return [node.text];
    case "call":
    case "hostCall":
      return node.arguments;
    case "sequence":
      return [...node.body, node.value];
    case "choose":
      return [node.test, node.then, node.else];
  }
}

/** Calls `visit` for each node of the instructions, outer ones first: by recursion and without making lists, for passes that look at whole modules. */
export function visitNodes(body: readonly IRNode[], visit: (node: IRNode) => void): void {
  for (const node of body) visitNode(node, visit);
}

function visitNode(node: IRNode, visit: (node: IRNode) => void): void {
  visit(node);
  switch (node.kind) {
    case "local":
    case "i64":
    case "f64":
    case "i32":
    case "charge":
    case "statement":
    case "branch":
      return;
    case "operation":
    case "checked":
      return visitNodes(node.operands, visit);
    case "slot":
    case "length":
      return visitNode(node.object, visit);
    case "setLocal":
    case "retain":
    case "release":
      return visitNode(node.value, visit);
    case "if":
      visitNode(node.test, visit);
      visitNodes(node.then, visit);
      return visitNodes(node.else, visit);
    case "block":
    case "loop":
      return visitNodes(node.body, visit);
    case "call":
      return visitNodes(node.arguments, visit);
    default:
      return visitNodes(partsOfNode(node), visit);
  }
}

/** -1 where there is none. */
export function highestLabel(body: readonly Instruction[]): LabelId {
  let highest = -1;
  visitNodes(body, (x) => {
    if (x.kind === "block" || x.kind === "loop") highest = Math.max(highest, x.label);
  });
  return highest;
}
