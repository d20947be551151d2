// Mistakes planted on purpose in what a pass has written: a test that cannot
// find them proves nothing.

import type { Expression, Instruction, IRModule } from "../../src/ir/ir.ts";

/** The module with each of its nodes as `mistake` gives it. */
export function planted(module: IRModule, mistake: (node: Expression | Instruction) => Expression | Instruction): IRModule {
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value !== "object" || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rewrite(part)]));
    return "kind" in copy ? mistake(copy as unknown as Instruction) : copy;
  };
  return { ...module, functions: module.functions.map((one) => ({ ...one, body: rewrite(one.body) as Instruction[] })) };
}
