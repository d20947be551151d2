// Module-level constants of a plugin that the host reads, such as `HALO: int =
// 32`: literals, read from the source without running it.

import type { HostConstant } from "../check/host.ts";
import type { Expression, Module, Statement } from "../syntax/ast.ts";

export type ConstantValue = number | string | boolean;

/** By name: what the module says, else the default. Values out of range are cut to it (the checker has said so). */
export function readConstants(module: Module, constants: readonly HostConstant[]): ReadonlyMap<string, ConstantValue> {
  return new Map(constants.map((constant) => [constant.name, clip(constant, findLiteral(module.body, constant.name) ?? constant.default)]));
}

function clip(constant: HostConstant, value: ConstantValue): ConstantValue {
  if (typeof value !== typeof constant.default) return constant.default;
  return typeof value === "number" ? Math.min(Math.max(value, constant.min ?? -Infinity), constant.max ?? Infinity) : value;
}

function findLiteral(body: readonly Statement[], name: string): ConstantValue | null {
  for (const statement of body) {
    const target = statement.kind === "annotated" ? statement.target : statement.kind === "assignment" ? statement.targets[0] : undefined;
    if (target?.kind !== "name" || target.name !== name) continue;
    const value = statement.kind === "annotated" || statement.kind === "assignment" ? statement.value : null;
    return value === null ? null : literalOf(value);
  }
  return null;
}

function literalOf(expression: Expression): ConstantValue | null {
  if (expression.kind === "unary" && expression.operator === "-") {
    const value = literalOf(expression.operand);
    return typeof value === "number" ? -value : null;
  }
  if (expression.kind === "int") return Number(expression.value);
  return expression.kind === "float" || expression.kind === "string" || expression.kind === "bool" ? expression.value : null;
}
