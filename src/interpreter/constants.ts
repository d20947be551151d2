// Which constants of a function get a register of their own, loaded at each
// call: those inside loops, up to a number. All others are loaded where they
// are used, so that a small call does not pay for constants it never reaches.

import { partsOfNode, type IRNode } from "../ir/nodes.ts";
import type { Expression, IRFunction } from "../ir/ir.ts";
import type { ModuleCode } from "./code.ts";

const mostRegisters = 32;

/** As a register holds it: None is 0, a text its address, an i64 a bigint only where it is no safe integer. Null for what is no constant. */
export function constantValue(expression: Expression, code: ModuleCode): number | bigint | null {
  if (expression.kind === "i64") {
    const value = Number(expression.value);
    return Number.isSafeInteger(value) ? value : BigInt.asIntN(64, expression.value);
  }
  if (expression.kind === "f64") return expression.value;
  if (expression.kind === "i32") return expression.value | 0;
  if (expression.kind === "text") return code.texts[expression.text]!;
  return expression.kind === "null" ? 0 : null;
}

/** Indices into the pool of the constants that stand in loops. */
export function loopConstants(of: IRFunction, code: ModuleCode): Int32Array {
  const found = new Set<number>();
  const pending: { node: IRNode; inLoop: boolean }[] = of.body.map((node) => ({ node, inLoop: false }));
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    const { node } = top;
    const inLoop = top.inLoop || node.kind === "loop";
    const value = inLoop ? constantValue(node as Expression, code) : null;
    if (value !== null) found.add(code.constants.indexOf(value));
    for (const part of partsOfNode(node)) pending.push({ node: part, inLoop });
  }
  return Int32Array.from([...found].slice(0, mostRegisters));
}
