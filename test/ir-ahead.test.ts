// Counted loops in two versions: whatever the bounds, the values and the fuel,
// the quick version does what the plain loop does, in both tiers.

import { describe, expect, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { runLoopsAhead } from "../src/ir/aheadLoops.ts";
import type { Expression, Instruction, IRModule } from "../src/ir/ir.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { printModule } from "../src/ir/print.ts";
import { validateModule } from "../src/ir/validate.ts";
import { optimise } from "../src/wasm/optimise.ts";
import { planted } from "./helpers/planting.ts";
import { plenty, runIn } from "./helpers/ir.ts";
import type { Outcome } from "../src/ir/instance.ts";
import { randomModule } from "./helpers/randomIR.ts";
import { pairOf, runner } from "./helpers/sweep.ts";

function lower(source: string): IRModule {
  const { program, diagnostics } = check(source);
  if (program === null) throw new Error(diagnostics.map((each) => each.message).join("\n"));
  return lowerProgram(program).module;
}

/** Runs the plain module in both tiers and the one with quick versions in the interpreter; is the same seen at that fuel? */
function comparison(module: IRModule): (fuel: number) => void {
  const quick = optimise(module).module;
  const inBoth = pairOf(module);
  const runQuick = runner(quick, (options) => createInterpreter(quick, options));
  return (fuel) => {
    const budget = { ...plenty, fuel };
    const [plain, passed] = [inBoth(budget), runQuick(budget)];
    expect(withoutChain(passed.outcome), `fuel ${fuel}`).toEqual(withoutChain(plain.outcome));
    expect(passed.output, `fuel ${fuel}`).toBe(plain.output);
  };
}

/** Sites of inlined code are clones: their chains are another matter. */
function withoutChain(outcome: Outcome): Outcome {
  return outcome.ok ? outcome : { ...outcome, stop: { ...outcome.stop, chain: [] } };
}

/** One program: `body` is a function f(xs, n, k); called with what stands in `calls`. */
const cases: readonly (readonly [string, string, string])[] = [
  ["a sum", "    total = 0\n    for i in range(n):\n        total += xs[i] * k + i\n    return total", "f([3, 1, 4, 1, 5, 9], 6, 2)"],
  ["past the end", "    total = 0\n    for i in range(n):\n        total += xs[i]\n    return total", "f([3, 1, 4, 1, 5, 9], 8, 2)"],
  ["just to the end", "    total = 0\n    for i in range(n):\n        total += xs[i + 1]\n    return total", "f([3, 1, 4, 1, 5, 9], 5, 2)"],
  [
    "one past the end",
    "    total = 0\n    for i in range(n):\n        total += xs[i + 1]\n    return total",
    "f([3, 1, 4, 1, 5, 9], 6, 2)",
  ],
  [
    "from the end",
    "    total = 0\n    for i in range(k, n):\n        total += xs[i] * 10\n    return total",
    "f([3, 1, 4, 1, 5, 9], 6, -4)",
  ],
  [
    "before the start",
    "    total = 0\n    for i in range(n):\n        total += xs[i - 2]\n    return total",
    "f([3, 1, 4, 1, 5, 9], 6, 2)",
  ],
  ["an index that does not vary", "    total = 0\n    for i in range(n):\n        total += xs[k]\n    return total", "f([3, 1, 4], 9, 2)"],
  ["one that is outside", "    total = 0\n    for i in range(n):\n        total += xs[k]\n    return total", "f([3, 1, 4], 9, 3)"],
  [
    "a factor that is large",
    "    total = 0\n    for i in range(n):\n        total += i * k\n    return total",
    "f([1], 8, 4611686018427387904)",
  ],
  ["a factor that is negative", "    total = 0\n    for i in range(n):\n        total += i * k - 1\n    return total", "f([1], 8, -3)"],
  ["a division by zero", "    total = 0.0\n    for i in range(n):\n        total += 1.0 / (i - k)\n    return int(total)", "f([1], 8, 5)"],
  [
    "none by zero",
    "    total = 0.0\n    for i in range(n):\n        total += 1.0 / (i + k + 1)\n    return int(total * 1000.0)",
    "f([1], 8, 5)",
  ],
  [
    "a way out",
    "    total = 0\n    for i in range(n):\n        total += xs[i]\n        if total > k:\n            break\n    return total",
    "f([3, 1, 4, 1, 5, 9], 6, 7)",
  ],
  ["another way out", "    for i in range(n):\n        if xs[i] == k:\n            return i\n    return -1", "f([3, 1, 4, 1, 5, 9], 6, 5)"],
  [
    "two prices",
    "    total = 0\n    for i in range(n):\n        if xs[i] > k:\n            total += i * 3 + xs[i] // 2\n        else:\n            total -= 1\n    return total",
    "f([3, 1, 4, 1, 5, 9], 6, 3)",
  ],
  [
    "a turn left out",
    "    total = 0\n    for i in range(n):\n        if i % 3 == k:\n            continue\n        total += xs[i]\n    return total",
    "f([3, 1, 4, 1, 5, 9], 6, 1)",
  ],
  ["stores", "    for i in range(n):\n        xs[i] = xs[n - 1 - i] + k\n    return sum(xs)", "f([3, 1, 4, 1, 5, 9], 6, 1)"],
  [
    "a bound that is a sum",
    "    total = 0\n    for i in range(n + k):\n        total += i // 2 + i % 5 + (i & 3) + (i >> 1)\n    return total",
    "f([1], 5, 4)",
  ],
  [
    "few turns",
    "    total = 0\n    for i in range(n):\n        for j in range(i, n):\n            total += xs[i] * xs[j]\n    return total",
    "f([3, 1, 4, 1, 5, 9], 6, 1)",
  ],
  [
    "a large start",
    "    total = 0\n    for i in range(k, k + n):\n        total += i % 7\n    return total",
    "f([1], 6, 9223372036854775000)",
  ],
  [
    "bounds of which one is the smallest int",
    "    total = 0\n    for i in range(k + 9, -9223372036854775807 + n):\n        total += 1\n    return total",
    "f([1], 6, 1)",
  ],
  [
    "a variable that lasts",
    "    last = -1\n    for i in range(n):\n        last = xs[last + 1]\n    return last",
    "f([0, 1, 2, 3, 4, 5, 6, 7], 7, 1)",
  ],
  [
    "int and float",
    "    total = 0.0\n    for i in range(n):\n        total += i * 0.5 + xs[i] / 2\n    return int(total)",
    "f([3, 1, 4, 1, 5, 9], 6, 1)",
  ],
  [
    "a call that is inlined",
    "    total = 0\n    for i in range(n):\n        total += small(i, k) + xs[i]\n    return total",
    "f([3, 1, 4, 1, 5, 9], 6, 4)",
  ],
  [
    "values that no turn changes",
    "    total = 0.0\n    for i in range(n):\n        scale = (k * 0.5 + 1.0) / 3.0\n        total += xs[i] * scale + (k * 2 + n) * (k * 2 + n)\n    return int(total * 1000.0 + scale)",
    "f([3, 1, 4, 1, 5, 9], 6, 4)",
  ],
  [
    "one that is looked at before it is set",
    "    last = 7.0\n    total = 0.0\n    for i in range(n):\n        total += last * 10.0\n        last = (k * 0.5 + 1.0) / 3.0\n    return int(total * 1000.0)",
    "f([3, 1, 4, 1, 5, 9], 6, 4)",
  ],
  [
    "one that no turn comes to",
    "    part = 1.0\n    for i in range(n):\n        if xs[i] > k:\n            break\n        part = (k * 0.5 + 1.0) / 3.0\n    return int(part * 1000.0)",
    "f([9, 1, 4, 1, 5, 9], 6, 4)",
  ],
  [
    "one on a way that not every turn takes",
    "    part = 1.0\n    for i in range(n):\n        if xs[i] > 100:\n            part = (k * 0.5 + 1.0) / 3.0\n    return int(part * 1000.0)",
    "f([9, 1, 4, 1, 5, 9], 6, 4)",
  ],
];

const prelude = "def small(a: int, b: int) -> int:\n    if a > b:\n        return a - b\n    return a * b + 1\n\n";

function program([, body, call]: readonly [string, string, string]): string {
  return `${prelude}def f(xs: list[int], n: int, k: int) -> int:\n${body}\n\nprint(${call})\n`;
}

describe("loops under every budget of fuel", () => {
  test.each(cases)("%s", (...one) => {
    const module = lower(program(one));
    expect(validateModule(optimise(module).module)).toEqual([]);
    const { usage } = runIn(createInterpreter, module, module.initializer).outcome;
    const compare = comparison(module);
    for (let fuel = 0; fuel <= usage.fuel + 1; fuel += fuel < usage.fuel - 400 ? 11 : 1) compare(fuel);
  });
});

describe("what the quick version leaves out", () => {
  const textOf = (index: number): string => {
    const module = optimise(lower(program(cases[index]!))).module;
    return printModule({ ...module, functions: module.functions.filter((one) => one.name === "f") });
  };
  const quickPart = (text: string): string => text.slice(text.indexOf("fuelLeft"), text.indexOf("else"));

  test("charges and index tests", () => {
    const quick = quickPart(textOf(0));
    expect(quick).toMatch(/spend/);
    expect(quick).not.toMatch(/charge|trap/);
  });

  test("arithmetic that no turn changes stands in front of the loop", () => {
    const text = textOf(cases.findIndex(([name]) => name === "values that no turn changes"));
    const [before = "", inside = ""] = quickPart(text).split("loop");
    expect(before).toMatch(/f64\.div/);
    expect(inside).not.toMatch(/f64\.div/);
  });

  test("divisors that cannot be zero", () => {
    expect(quickPart(textOf(11))).not.toMatch(/trap/);
    expect(quickPart(textOf(10))).toMatch(/trap/);
  });
});

/** Mistakes that the pass could make, as changes of what it wrote. */
const mistakes: readonly (readonly [string, (node: Expression | Instruction) => Expression | Instruction])[] = [
  ["fuel that is not spent", (node) => (node.kind === "spend" ? { kind: "block", label: -1, body: [] } : node)],
  ["fuel spent twice", (node) => (node.kind === "spend" ? { kind: "block", label: -1, body: [node, node] } : node)],
  ["fuel that is not looked at", (node) => (node.kind === "fuelLeft" ? { kind: "i64", value: 2n ** 62n } : node)],
  [
    "bounds that are not looked at",
    (node) => (node.kind === "operation" && node.operation === "i64.lt_s" && isPastEnd(node) ? { kind: "i32", value: 1 } : node),
  ],
  [
    "ints that are not looked at",
    (node) => (node.kind === "operation" && node.operation === "i64.lt_u" && isSmall(node) ? { kind: "i32", value: 1 } : node),
  ],
];

function isPastEnd({ operands: [left] }: { readonly operands: readonly Expression[] }): boolean {
  return left?.kind === "i64" || (left?.kind === "operation" && left.operation === "i64.add");
}

function isSmall({ operands: [, right] }: { readonly operands: readonly Expression[] }): boolean {
  return right?.kind === "i64" && right.value === 2n ** 25n;
}

describe("mistakes planted on purpose are found", () => {
  test.each(mistakes)("%s", (_name, mistake) => {
    const isFound = cases.some((one) => {
      const module = lower(program(one));
      const right = optimise(module).module;
      const wrong = planted(right, mistake);
      const { usage } = runIn(createInterpreter, module, module.initializer).outcome;
      return [plenty.fuel, usage.fuel, usage.fuel - 1, usage.fuel - 40, usage.fuel - 90].some((fuel) => {
        const seen = [right, wrong].map((each) => outcomeText(each, fuel));
        return seen[0] !== seen[1];
      });
    });
    expect(isFound).toBe(true);
  });
});

function outcomeText(module: IRModule, fuel: number): string {
  try {
    const { outcome, output } = runIn(createInterpreter, module, module.initializer, [], { ...plenty, fuel });
    return JSON.stringify([outcome, output], (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));
  } catch (error) {
    return String(error);
  }
}

test("random modules", () => {
  for (let seed = 1; seed <= 150; seed++) {
    const plain = randomModule(seed);
    const quick = runLoopsAhead(plain);
    expect(validateModule(quick), `seed ${seed}`).toEqual([]);
    for (const fuel of [5000, 41]) {
      const [a, b] = [plain, quick].map((module) => {
        const { outcome, output } = runIn(
          createInterpreter,
          module,
          2,
          [7, -3, 2 ** 40],
          { ...plenty, fuel },
          {
            hostFunctions: [(values) => Number(values[0]) % 1000, () => null],
          },
        );
        return { outcome, output };
      });
      expect(b, `seed ${seed}`).toEqual(a);
    }
  }
});
