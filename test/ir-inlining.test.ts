// Inlined code takes few locals: engines take time by locals times blocks, and
// a chain of arrays of 6 kB once took them over a second.

import { expect, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import { inlineCalls } from "../src/ir/inlining.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { validateModule } from "../src/ir/validate.ts";

function mostAdded(source: string): number {
  const { program } = check(source);
  if (program === null) throw new Error("a program that is refused");
  const { module } = lowerProgram(program);
  const { module: inlined } = inlineCalls(module);
  expect(validateModule(inlined)).toEqual([]);
  // Each inlined call has sites of its own.
  expect(inlined.sites.length).toBeGreaterThan(module.sites.length + 39);
  return Math.max(...module.functions.map((one, id) => (inlined.functions[id]?.locals.length ?? 0) - one.locals.length));
}

test("calls that follow each other share the locals of what is inlined", () => {
  const chain = `b = a${" + a".repeat(40)}\n`;
  expect(mostAdded(`import numpy as np\n\na = np.ones(3)\n${chain}${chain}print(b)\n`)).toBeLessThan(60);
  const calls = Array.from({ length: 40 }, (_, k) => `print(f(${k}))\n`).join("");
  expect(mostAdded(`def f(i: int) -> int:\n    j = i + 1\n    return j\n\n${calls}`)).toBeLessThan(10);
});
