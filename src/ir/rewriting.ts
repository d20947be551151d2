// New nodes from old ones with other expressions inside, in order of
// evaluation. What stands in a `sequence` is left alone: nobody rewrites there.

import type { Expression, Instruction } from "./ir.ts";

/** `isCertain` is false for what is only evaluated on one side of a `choose`. */
export type Rewrite = (x: Expression, isCertain: boolean) => Expression;

/** The expression with its direct parts rewritten; itself where none changes. */
export function rewriteParts(x: Expression, rewrite: Rewrite, isCertain = true): Expression {
  switch (x.kind) {
    case "operation":
    case "checked": {
      const operands = rewriteAll(x.operands, rewrite, isCertain);
      return operands === x.operands ? x : { ...x, operands };
    }
    case "slot":
    case "length":
    case "typeId":
    case "isResident": {
      const object = rewrite(x.object, isCertain);
      return object === x.object ? x : { ...x, object };
    }
    case "element": {
      const storage = rewrite(x.storage, isCertain);
      const index = rewrite(x.index, isCertain);
      return storage === x.storage && index === x.index ? x : { ...x, storage, index };
    }
    case "code": {
      const text = rewrite(x.text, isCertain);
      const index = rewrite(x.index, isCertain);
      return text === x.text && index === x.index ? x : { ...x, text, index };
    }
    case "newStorage":
    case "newText":
      return { ...x, length: rewrite(x.length, isCertain) };
    case "appendText":
    case "textEqual":
    case "textCompare":
    case "equalWork":
    case "compareWork":
      return { ...x, left: rewrite(x.left, isCertain), right: rewrite(x.right, isCertain) };
    case "characterText":
      return { ...x, code: rewrite(x.code, isCertain) };
    case "textHash":
      return { ...x, text: rewrite(x.text, isCertain) };
    case "call":
    case "hostCall": {
      const passed = rewriteAll(x.arguments, rewrite, isCertain);
      return passed === x.arguments ? x : { ...x, arguments: passed };
    }
    case "choose": {
      const test = rewrite(x.test, isCertain);
      const then = rewrite(x.then, false);
      const otherwise = rewrite(x.else, false);
      return test === x.test && then === x.then && otherwise === x.else ? x : { ...x, test, then, else: otherwise };
    }
    default:
      return x;
  }
}

function rewriteAll(list: readonly Expression[], rewrite: Rewrite, isCertain: boolean): readonly Expression[] {
  let changed = false;
  const made = list.map((x) => {
    const one = rewrite(x, isCertain);
    if (one !== x) changed = true;
    return one;
  });
  return changed ? made : list;
}

/** The instruction with the expressions rewritten that it evaluates itself; not those of instructions inside it. */
export function rewriteInstruction(x: Instruction, rewrite: Rewrite): Instruction {
  const of = (part: Expression): Expression => rewrite(part, true);
  switch (x.kind) {
    case "chargeSize":
      return { ...x, size: of(x.size) };
    case "spend":
      return { ...x, amount: of(x.amount) };
    case "setLocal":
    case "setGlobal":
    case "retain":
    case "release":
    case "evaluate":
    case "raise":
    case "uncaught": {
      const value = of(x.value);
      return value === x.value ? x : { ...x, value };
    }
    case "setSlot":
      return { ...x, object: of(x.object), value: of(x.value) };
    case "setElement":
      return { ...x, storage: of(x.storage), index: of(x.index), value: of(x.value) };
    case "setCode":
      return { ...x, text: of(x.text), index: of(x.index), code: of(x.code) };
    case "copyElements":
    case "copyCodes":
      return { ...x, to: of(x.to), at: of(x.at), from: of(x.from), start: of(x.start), count: of(x.count) };
    case "fillElements":
      return { ...x, storage: of(x.storage), start: of(x.start), count: of(x.count), value: of(x.value) };
    case "retainRange":
    case "releaseRange":
      return { ...x, storage: of(x.storage), start: of(x.start), count: of(x.count) };
    case "if":
      return { ...x, test: of(x.test) };
    case "branchTable":
      return { ...x, index: of(x.index) };
    case "return":
      return x.value === null ? x : { ...x, value: of(x.value) };
    case "print":
      return { ...x, text: of(x.text) };
    default:
      return x;
  }
}
