// Two turns at once of a loop around a loop: values, fuel, faults and what the
// variables hold afterwards are those of one turn after the other, in both
// tiers; and turns that depend on each other are left alone.

import { describe, expect, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { Expression, Instruction, IRModule } from "../src/ir/ir.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { visitNodes } from "../src/ir/nodes.ts";
import { validateModule } from "../src/ir/validate.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { optimise } from "../src/wasm/optimise.ts";
import { planted } from "./helpers/planting.ts";
import { plenty } from "./helpers/ir.ts";
import { pairOf, runner } from "./helpers/sweep.ts";

/** `body` of a function f(v, out, n, m); called with 4 to 7 rows, what it makes is printed. */
interface Case {
  readonly name: string;
  readonly body: string;
  readonly isPaired: boolean;
}

const inner = "        for j in range(m):\n";
const cases: readonly Case[] = [
  {
    name: "a product with a matrix that is a formula",
    body: `    for i in range(n):\n        total = 0.0\n${inner}            total += 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1) * v[j]\n        out[i] = total`,
    isPaired: true,
  },
  {
    name: "what is looked at afterwards",
    body: `    total = 9.0\n    i = 7\n    j = 8\n    for i in range(n):\n        total = i * 0.5\n${inner}            total = total * v[j] + i\n        out[i] = total - 1.0\n    print(total, i, j)`,
    isPaired: true,
  },
  {
    name: "items of another list, one for each turn",
    body: `    w = [3.5, -1.0, 2.0, 8.0, 0.25, 0.1, -7.0, 4.0, 1.0]\n    for i in range(n):\n        total = w[i]\n        scale = w[i + 1] - 0.5\n${inner}            total += scale * v[j] - w[j]\n        out[i] = total`,
    isPaired: true,
  },
  {
    name: "ints of both turns",
    body: `    for i in range(1, n):\n        total = 0.0\n        odd = i % 2\n${inner}            total += ((i * 3 + j) % 5 + odd * (i // 2)) * v[j] - j * 0.5\n        out[i] = total`,
    isPaired: true,
  },
  {
    name: "signs and quotients",
    body: `    for i in range(n):\n        total = -0.0\n        best = 1e300\n${inner}            d = v[j] - i\n            total -= abs(d) / 3.0 + -d * d\n            best = best * 0.5 + abs(total)\n        out[i] = -best + total`,
    isPaired: true,
  },
  {
    name: "a divisor that may be zero",
    body: `    for i in range(n):\n        total = 0.0\n${inner}            total += 1.0 / (v[j] - i)\n        out[i] = total`,
    isPaired: false,
  },
  {
    name: "a sum that goes on from turn to turn",
    body: `    total = 0.0\n    for i in range(n):\n${inner}            total += v[j] / (i + 1)\n        out[i] = total`,
    isPaired: false,
  },
  {
    name: "a value that the turn before may have set",
    body: `    last = 0.0\n    for i in range(n):\n        total = last\n${inner}            total += v[j] / (i + 1)\n        last = total * 0.5\n        out[i] = total`,
    isPaired: false,
  },
  {
    name: "items of the turn before",
    body: `    for i in range(n):\n        total = out[i]\n${inner}            total += v[j] / (i + 1)\n        out[i + 1] = total`,
    isPaired: false,
  },
  {
    name: "always the same item",
    body: `    for i in range(n):\n        total = 0.0\n${inner}            total += v[j] / (i + 1)\n        out[2] = total`,
    isPaired: false,
  },
  {
    name: "two items, of which the next turn writes one",
    body: `    for i in range(n - 1):\n        total = 0.0\n${inner}            total += v[j] / (i + 1)\n        out[i] = total\n        out[i + 1] = -total`,
    isPaired: false,
  },
  {
    name: "inner turns that are more from turn to turn",
    body: `    for i in range(n):\n        total = 0.0\n        for j in range(i):\n            total += v[j] / (i + 1)\n        out[i] = total`,
    isPaired: false,
  },
  {
    name: "a variable that no inner turn may set",
    body: `    part = 1.0\n    for i in range(n):\n        total = 0.0\n${inner}            total += v[j] / (i + 1)\n            if v[j] > 2.0:\n                part = total\n        out[i] = part`,
    isPaired: false,
  },
  {
    name: "a way out",
    body: `    for i in range(n):\n        total = 0.0\n${inner}            total += v[j] / (i + 1)\n            if total > 3.0:\n                break\n        out[i] = total`,
    isPaired: false,
  },
];

const special = "[1.5, -2.0, 1e308, 0.1, -0.0, 7.0, 1e-310, 3.0, math.inf]";

/** v, out, n and m: numbers of turns, and lists that are too short or the same one. */
type Setting = readonly [string, string, number, number];

function program({ body }: Case, settings: readonly Setting[]): string {
  const head = "import math\n\ndef f(v: list[float], out: list[float], n: int, m: int) -> None:\n";
  const calls = settings.map(
    ([v, out, n, m]) => `v = ${v}\nout = ${out}\nf(v, out, ${n}, ${m})\nprint(out, [math.copysign(1.0, x) for x in out])\n`,
  );
  return `${head}${body}\n\n${calls.join("")}`;
}

function lower(source: string): IRModule {
  const { program: typed, diagnostics } = check(source);
  if (typed === null) throw new Error(diagnostics.map((each) => each.message).join("\n"));
  return lowerProgram(typed).module;
}

function isPaired(module: IRModule): boolean {
  let found = false;
  for (const one of module.functions) {
    visitNodes(one.body, (x) => {
      if (x.kind === "loop" && x.isPaired === true) found = true;
    });
  }
  return found;
}

test.each(cases)("$name: paired or not", (one) => {
  const made = optimise(lower(program(one, ending))).module;
  expect(validateModule(made)).toEqual([]);
  expect(isPaired(made)).toBe(one.isPaired);
});

const ending: readonly Setting[] = [
  [special, "[0.0] * 9", 7, 5],
  [special, "[0.0] * 9", 6, 4],
  [special, "[0.0] * 9", 4, 7],
  [special, "[0.0] * 9", 3, 5],
  [special, "[0.0] * 9", 6, 3],
  [special, "[0.0] * 9", 5, 0],
  [special, "v", 7, 6],
];
const failing: readonly Setting[] = [
  [special, "[0.0] * 4", 6, 5],
  ["[1.0, 2.0, 3.0, 4.0]", "[0.0] * 9", 6, 5],
];

/** The plain module in both tiers, and the one with pairs in the interpreter. */
function comparison(module: IRModule): (fuel: number) => void {
  const made = optimise(module).module;
  const [inBoth, runMade] = [pairOf(module), runner(made, (options) => createInterpreter(made, options))];
  return (fuel) => {
    const [plain, passed] = [inBoth({ ...plenty, fuel }), runMade({ ...plenty, fuel })];
    expect({ ...passed.outcome, stop: null }, `fuel ${fuel}`).toEqual({ ...plain.outcome, stop: null });
    expect(passed.output, `fuel ${fuel}`).toBe(plain.output);
  };
}

describe("as one turn after the other", () => {
  test.each(cases)("$name", (one) => {
    const programs = one.isPaired ? [ending, ...failing.map((setting) => [setting])] : [ending];
    for (const settings of programs) comparison(lower(program(one, settings)))(plenty.fuel);
  });

  test.each(cases.slice(0, 2))("$name, under many budgets", (one) => {
    const module = lower(program(one, [[special, "[0.0] * 9", 5, 4]]));
    const { outcome } = pairOf(module)(plenty);
    const compare = comparison(module);
    for (let fuel = 0; fuel <= outcome.usage.fuel + 1; fuel += fuel < outcome.usage.fuel - 700 ? 211 : 13) compare(fuel);
  });
});

/** Of what the pass wrote. */
const mistakes: readonly (readonly [string, (node: Expression | Instruction) => Expression | Instruction])[] = [
  [
    "lists that are not told apart",
    (node) => (node.kind === "operation" && node.operation === "ref.eq" ? { kind: "i32", value: 0 } : node),
  ],
  ["fuel that is not looked at", (node) => (node.kind === "fuelLeft" ? { kind: "i64", value: 2n ** 62n } : node)],
  ["fuel spent twice", (node) => (node.kind === "spend" ? { kind: "block", label: -1, body: [node, node] } : node)],
  [
    "bounds that are not looked at",
    (node) => (node.kind === "operation" && node.operation === "i64.lt_s" ? { kind: "i32", value: 1 } : node),
  ],
];

test.each(mistakes)("found where it is planted: %s", (_name, mistake) => {
  const isFound = [...ending, ...failing].some((setting) => {
    const right = optimise(lower(program(cases[0]!, [setting]))).module;
    const wrong = planted(right, mistake);
    const { outcome } = runner(right, (options) => createInterpreter(right, options))(plenty);
    return [plenty.fuel, outcome.usage.fuel - 1].some((fuel) => outcomeText(right, fuel) !== outcomeText(wrong, fuel));
  });
  expect(isFound).toBe(true);
});

/** In both tiers, as text: a planted mistake may as well break one of them. */
function outcomeText(module: IRModule, fuel: number): string {
  const made = [
    runner(module, (options) => createInterpreter(module, options)),
    runner(module, (options) => createCompiled(compileModule(module, { unoptimised: true }), options)),
  ];
  return made.map((run) => textOf(() => run({ ...plenty, fuel }))).join();
}

function textOf(run: () => unknown): string {
  try {
    return JSON.stringify(run(), (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));
  } catch (error) {
    return String(error);
  }
}
