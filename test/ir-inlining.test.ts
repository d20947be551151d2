// Inlined code takes few locals: engines take time by locals times blocks, and
// a chain of arrays of 6 kB once took them over a second. Nor does it grow
// without bound by what stands on ways that do not come back.

import { expect, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import { inlineCalls } from "../src/ir/inlining.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { visitNodes } from "../src/ir/nodes.ts";
import { validateModule } from "../src/ir/validate.ts";

function lower(source: string): IRModule {
  const { program } = check(source);
  if (program === null) throw new Error("a program that is refused");
  return lowerProgram(program).module;
}

function mostAdded(source: string): number {
  const module = lower(source);
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

/** How many times larger the author's functions become. */
function growth(source: string): number {
  const module = lower(source);
  const { functions } = inlineCalls(module).module;
  const nodes = (all: IRModule["functions"]): number => {
    let count = 0;
    for (const one of all) if (!one.isLibrary) visitNodes(one.body, () => count++);
    return count;
  };
  return nodes(functions) / nodes(module.functions);
}

const times = (count: number, each: (at: number) => string): string => Array.from({ length: count }, (_, at) => each(at)).join("");

test("calls on ways that stop do not double what they stand in, however long their chain", () => {
  const link = (at: number): string =>
    `def f${at + 1}(x: int) -> int:\n    if x < 0:\n        raise ValueError(str(f${at}(x)) + str(f${at}(x + 1)))\n    return x\n\n`;
  const chain = (length: number): string => `def f0(x: int) -> int:\n    return x\n\n${times(length, link)}print(f${length}(1))\n`;
  expect(growth(chain(40))).toBeLessThan(30);
  expect(growth(chain(700))).toBeLessThan(10);
});

test("what is dear to copy stays where it is", () => {
  const calls = `def g(x: float) -> float:\n    for k in range(2):\n${"        x = f(x)\n".repeat(60)}    return x\n\nprint(g(1.0))\n`;
  const stop = `    if x < 0.0:\n        s = 0.0\n${"        s = s * x + 1.0\n".repeat(300)}        raise ValueError(str(s))\n`;
  expect(growth(`def f(x: float) -> float:\n${stop}    return x\n\n${calls}`)).toBeLessThan(2);
  const tree = (depth: number): string => (depth === 0 ? "x" : `(${tree(depth - 1)} * ${tree(depth - 1)})`);
  expect(growth(`def f(x: float) -> float:\n    return ${tree(9)}\n\n${calls}`)).toBeLessThan(2);
});
