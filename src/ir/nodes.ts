// What stands directly inside an instruction or an expression of the IR, in
// order of evaluation. For analyses that walk without recursion.

import type { Expression, Instruction } from "./ir.ts";

export type IRNode = Instruction | Expression;

const none: readonly IRNode[] = [];

const instructionKinds: ReadonlySet<string> = new Set<Instruction["kind"]>([
  "charge",
  "chargeSize",
  "spend",
  "setLocal",
  "setGlobal",
  "setSlot",
  "setElement",
  "setCode",
  "copyElements",
  "fillElements",
  "copyCodes",
  "retain",
  "retainRange",
  "releaseRange",
  "release",
  "evaluate",
  "if",
  "block",
  "loop",
  "branch",
  "branchTable",
  "return",
  "raise",
  "trap",
  "uncaught",
  "print",
  "statement",
]);

export function isInstruction(node: IRNode): node is Instruction {
  return instructionKinds.has(node.kind);
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
