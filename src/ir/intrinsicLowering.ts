// What the families of intrinsics share: a lowering takes operands that are
// evaluated in order and already priced, writes checks and effects, and
// returns the result.

import type { TypedExpression } from "../check/program.ts";
import type { IntrinsicName } from "../library/intrinsics.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Operation, Representation } from "./ir.ts";
import { deriveOperation } from "./values.ts";
import type { Value } from "./values.ts";

export type IntrinsicNode = TypedExpression & { readonly kind: "intrinsic" };

export type IntrinsicLowering = (f: FunctionBuilder, node: IntrinsicNode, operands: readonly Value[]) => Value;

export type IntrinsicFamily = Partial<Record<IntrinsicName, IntrinsicLowering>>;

/** An intrinsic that is one operation of the machine. */
export function direct(name: Operation, result: Representation): IntrinsicLowering {
  return (f, _node, operands) => deriveOperation(f, name, result, ...operands);
}

export function operandAt(operands: readonly Value[], index: number): Value {
  const found = operands[index];
  if (found === undefined) throw new RangeError(`no operand ${index}`);
  return found;
}

/** The value of an operand that is a number written in the source. */
export function constantOf(value: Value): bigint | number | null {
  const { expression } = value;
  return expression.kind === "i64" || expression.kind === "f64" || expression.kind === "i32" ? expression.value : null;
}
