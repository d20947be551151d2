// Whole-array expressions as one loop: the same as step by step, in both tiers,
// with the same fuel and memory; and bugs planted into the fused loops of the
// compiled tier are found by comparing random programs.

import { describe, expect, test } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { Instance, InstanceOptions } from "../src/ir/instance.ts";
import type { Expression, Instruction, IRModule } from "../src/ir/ir.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { verifyModule } from "../src/wasm/verify.ts";
import { planted } from "./helpers/planting.ts";
import { plenty } from "./helpers/ir.ts";
import { moduleOfSource } from "./helpers/programs.ts";
import { randomArrays } from "./helpers/randomArrays.ts";
import { pairOf, programBudget } from "./helpers/sweep.ts";

function outputOf(text: string): string {
  const { outcome, output } = pairOf(moduleOfSource("arrays.wgen", text))(programBudget);
  expect(outcome.ok, text).toBe(true);
  // Sites of the prints stand in the output: other lines, the same values.
  return output.replaceAll(/\d+:(?=\[)/g, "");
}

describe("random whole-array programs", () => {
  test("one loop computes what single steps do, in both tiers", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { fused, stepwise } = randomArrays(seed);
      expect(outputOf(fused), `seed ${seed}\n${fused}`).toBe(outputOf(stepwise));
    }
  });
});

describe("loops over pairs", () => {
  const countOf = (text: string): number => {
    const { counts } = verifyModule(compileModule(moduleOfSource("pairs.wgen", text)).bytes);
    return counts.get(0xfdf0) ?? 0;
  };

  test("a stencil of floats is one loop over pairs, without a copy", () => {
    const stencil = (value: string): string => `import numpy as np\nh = np.zeros((8, 8))\nh = ${value}\n`;
    expect(countOf(stencil("h + 0.2 * (np.roll(h, 1, 0) + np.roll(h, -1, 0) - 2.0 * h)"))).toBeGreaterThan(0);
    expect(countOf(stencil("h"))).toBe(0);
  });

  test("memory: the result and nothing between", () => {
    const peak = (value: string): number => {
      const text = `import numpy as np\ndef f(h):\n    return ${value}\nh = np.zeros((64, 64))\nk = f(h)\n`;
      return pairOf(moduleOfSource("memory.wgen", text))(programBudget).outcome.usage.peakBytes;
    };
    const alone = peak("h + 1.0");
    expect(peak("h + 0.1 * (np.roll(h, 1, 0) - h) * h[::-1] + np.where(h > 0.5, h, -h)") - alone).toBeLessThan(1000);
  });
});

// -------------------------------------------------------------- planted bugs

type Node = Instruction | Expression;
type Bug = (node: Node) => Node;

const bugs: readonly (readonly [string, Bug])[] = [
  [
    "a fused loop that reads its own output",
    (node) => (node.kind === "operation" && node.operation === "ref.eq" ? { kind: "i32", value: 0 } : node),
  ],
  [
    "a storage taken for another one only where it is the same",
    (node) => (node.kind === "operation" && node.operation === "i32.xor" ? { kind: "i32", value: 0 } : node),
  ],
  [
    "a rolled row that does not go round",
    (node) =>
      node.kind === "choose" && node.representation === "i32" && node.else.kind === "i32" && node.else.value === 0
        ? { ...node, then: node.else }
        : node,
  ],
  [
    "an axis of one item that is not repeated",
    (node) =>
      node.kind === "choose" && node.representation === "i64" && node.then.kind === "i64" && node.then.value === 0n ? node.else : node,
  ],
  [
    "arms swapped in a choice of items",
    (node) => (node.kind === "choose" && node.representation === "f64" ? { ...node, then: node.else, else: node.then } : node),
  ],
  ["work that is not paid for", (node) => (node.kind === "chargeSize" ? { ...node, each: node.each / 2 } : node)],
  [
    "turns that depend on each other done at once",
    (node) => {
      if (node.kind === "operation" && node.operation === "ref.eq") return { kind: "i32", value: 0 };
      return node.kind === "loop" ? { ...node, isIndependent: true as const } : node;
    },
  ],
];

function run(instance: Instance, module: IRModule): unknown {
  instance.setBudget({ ...plenty, fuel: 1_000_000 });
  return instance.call(module.initializer, []);
}

function outcomesOf(module: IRModule, planted: IRModule): readonly [string, string] {
  const made = (make: (options: InstanceOptions) => Instance, of: IRModule): string => {
    let output = "";
    const options = { hostFunctions: [], print: (text: string) => void (output += text), moduleName: "__main__", runSeed: 1n };
    try {
      return JSON.stringify([run(make(options), of), output]);
    } catch (error) {
      return String(error);
    }
  };
  return [
    made((options) => createInterpreter(module, options), module),
    made((options) => createCompiled(compileModule(planted), options), planted),
  ];
}

describe("planted bugs", () => {
  const modules = Array.from({ length: 60 }, (_, index) => moduleOfSource("arrays.wgen", randomArrays(index + 1).fused));

  test("the comparison is quiet where nothing is planted", () => {
    for (const module of modules.slice(0, 10)) {
      const [right, wrong] = outcomesOf(
        module,
        planted(module, (node) => node),
      );
      expect(wrong).toBe(right);
    }
  });

  test.each(bugs)("%s", (_, bug) => {
    const found = modules.some((module) => {
      const [right, wrong] = outcomesOf(module, planted(module, bug));
      return right !== wrong;
    });
    expect(found).toBe(true);
  });
});
