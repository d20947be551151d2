// Bugs planted on purpose: the compiled tier gets a module with one mistake that
// a compiler could make, the interpreter the right one. The comparison of random
// programs must notice each of them within a few hundred programs.

import { describe, expect, test } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { Instance, InstanceOptions } from "../src/ir/instance.ts";
import type { Expression, Instruction, IRModule } from "../src/ir/ir.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { plenty, runIn } from "./helpers/ir.ts";
import type { Executor } from "./helpers/ir.ts";
import { randomModule } from "./helpers/randomIR.ts";

type Node = Instruction | Expression;
/** What stands in the place of a node; itself where nothing is planted. */
type Bug = (node: Node) => Node;

const nothing: Instruction = { kind: "block", label: -1000, body: [] };

/** The same module with `bug` in the place of every node, inner ones first. */
function plant(module: IRModule, bug: Bug): IRModule {
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value !== "object" || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rewrite(part)]));
    return "kind" in copy ? bug(copy as unknown as Node) : copy;
  };
  return { ...module, functions: module.functions.map((one) => ({ ...one, body: rewrite(one.body) as Instruction[] })) };
}

function rename(from: string, to: string): Bug {
  return (node) => ("operation" in node && node.operation === from ? ({ ...node, operation: to } as Node) : node);
}

function drop(kind: Instruction["kind"]): Bug {
  return (node) => (node.kind === kind ? nothing : node);
}

const bugs: readonly (readonly [string, Bug])[] = [
  ["a skipped retain", drop("retain")],
  ["a skipped release", drop("release")],
  ["a release too much", (node) => (node.kind === "retain" ? { kind: "release", value: node.value } : node)],
  ["a range not retained", drop("retainRange")],
  ["a charge left out", drop("charge")],
  ["a charge of one more", (node) => (node.kind === "charge" ? { ...node, amount: node.amount + 1 } : node)],
  ["a charge at another line", (node) => (node.kind === "charge" ? { ...node, site: (node.site + 1) % 10 } : node)],
  [
    "a charge after the work",
    (node) => (node.kind === "loop" ? { ...node, body: [...node.body.slice(1), ...node.body.slice(0, 1)] } : node),
  ],
  ["a size rounded down", (node) => (node.kind === "chargeSize" ? { ...node, base: node.base - 0.875 } : node)],
  ["a wrong sign", rename("i64.sub", "i64.add")],
  ["a shift without its sign", rename("i64.shr_s", "i64.shr_u")],
  ["a comparison without its sign", rename("i64.lt_s", "i64.lt_u")],
  ["a border that is let in", rename("i64.lt_s", "i64.le_s")],
  ["a remainder with the wrong sign", rename("i64.mod", "i64.rem_s")],
  [
    "operands swapped",
    (node) => (node.kind === "operation" && node.operation === "f64.sub" ? { ...node, operands: [...node.operands].reverse() } : node),
  ],
  ["a rounding that is another", rename("f64.nearest", "f64.floor")],
  [
    "an overflow unseen",
    (node) =>
      node.kind === "checked" && node.operation === "i64.mul" ? { kind: "operation", operation: "i64.mul", operands: node.operands } : node,
  ],
  ["a conversion that ignores the sign", rename("f64.from_i64_s", "f64.from_i64_u")],
  ["arms swapped", (node) => (node.kind === "choose" ? { ...node, then: node.else, else: node.then } : node)],
  ["a handler that is not looked at", (node) => (node.kind === "call" ? { ...node, handler: null } : node)],
  ["a call at another line", (node) => (node.kind === "call" ? { ...node, site: (node.site + 1) % 10 } : node)],
  ["a trace begun anew", (node) => (node.kind === "raise" ? { ...node, again: false } : node)],
  ["an element beside the right one", (node) => (node.kind === "setElement" ? { ...node, index: { kind: "i32", value: 0 } } : node)],
  ["a copy that begins elsewhere", (node) => (node.kind === "copyElements" ? { ...node, at: node.start } : node)],
  ["a slot beside the right one", (node) => (node.kind === "slot" && node.representation === "i64" ? { ...node, slot: 1 } : node)],
];

const options: Partial<InstanceOptions> = { hostFunctions: [(values) => Number(values[0]) % 1000, () => null] };

function outcomeOf(make: Executor, module: IRModule, fuel: number): unknown {
  try {
    const { outcome, output } = runIn(make, module, 2, [7, -3, 2 ** 40], { ...plenty, fuel, depth: 20 }, options);
    return { outcome, output };
  } catch (error) {
    return String(error);
  }
}

const compiledTier = (module: IRModule, all: InstanceOptions): Instance => createCompiled(compileModule(module), all);

/** The first seed at which the tiers differ, or -1. */
function foundAt(bug: Bug): number {
  for (let seed = 1; seed <= 400; seed++) {
    const module = randomModule(seed);
    const planted = plant(module, bug);
    for (const fuel of [5000, 37]) {
      const right = outcomeOf(createInterpreter, module, fuel);
      const wrong = outcomeOf(compiledTier, planted, fuel);
      if (!isEqual(right, wrong)) return seed;
    }
  }
  return -1;
}

function isEqual(a: unknown, b: unknown): boolean {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "bigint" || Object.is(part, -0) || part !== part ? `${String(part)}!` : part,
    );
  return text(a) === text(b);
}

describe("planted bugs", () => {
  test("the comparison is quiet where nothing is planted", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const module = randomModule(seed);
      expect(
        isEqual(
          outcomeOf(createInterpreter, module, 5000),
          outcomeOf(
            compiledTier,
            plant(module, (node) => node),
            5000,
          ),
        ),
        `seed ${seed}`,
      ).toBe(true);
    }
  });

  test.each(bugs)("%s", (_, bug) => {
    expect(foundAt(bug)).toBeGreaterThan(0);
  });
});
