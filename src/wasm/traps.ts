// Traps that are instructions: the values of the message go into the operand
// words, the fault word names the entry of the trap table, the host writes the
// message.

import { InternalError } from "../base/internalError.ts";
import type { Expression, Instruction, Representation } from "../ir/ir.ts";
import { representationOf } from "../ir/representation.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression, store } from "./expressions.ts";
import { operandCount, operandWords } from "./memory.ts";

export function emitTrap(e: FunctionEmission, x: Extract<Instruction, { readonly kind: "trap" }>): void {
  let operand = 0;
  const parts = x.message.map((part) => (typeof part === "string" ? part : { representation: emitOperand(e, part, operand++) }));
  e.failWith({ kind: "trap", entry: { code: x.code, parts, site: e.plan.sites.of(x.site) } });
}

function emitOperand(e: FunctionEmission, value: Expression, index: number): Representation {
  if (index >= operandCount) throw new InternalError("a trap message with too many values");
  const representation = representationOf(value, e.function, e.plan.module) ?? "i64";
  e.i32(0);
  emitExpression(e, value);
  store(e, representation, operandWords + 8 * index, 4);
  return representation;
}

export function emitUncaught(e: FunctionEmission, x: Extract<Instruction, { readonly kind: "uncaught" }>): void {
  emitOperand(e, x.value, 0);
  e.fail("uncaught", x.site);
}
