// The methods behind operators, as authors write them in their classes.

import type { BinaryOperator } from "../syntax/ast.ts";

const names = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "truediv",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
  "<<": "lshift",
  ">>": "rshift",
  "&": "and",
  "|": "or",
  "^": "xor",
  "@": "matmul",
} as const satisfies Record<BinaryOperator, string>;

const table: ReadonlyMap<string, string> = new Map(Object.entries(names));

/** `__add__`, `__radd__`, `__iadd__`; null of what is no operator of two numbers. */
export function methodOf(operator: string, prefix: "" | "r" | "i"): string | null {
  const name = table.get(operator);
  return name === undefined ? null : `__${prefix}${name}__`;
}

export function operatorMethod(operator: BinaryOperator, prefix: "" | "r" | "i"): string {
  return `__${prefix}${names[operator]}__`;
}

/** All of them, and those of comparisons. */
export const operatorMethods: ReadonlySet<string> = new Set([
  ...["lt", "le", "gt", "ge", "eq", "ne"].map((name) => `__${name}__`),
  ...["", "r", "i"].flatMap((prefix) => Object.values(names).map((name) => `__${prefix}${name}__`)),
]);
