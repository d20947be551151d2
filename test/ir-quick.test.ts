// Functions that only compute, in two versions: values to the last bit, fuel,
// faults and their lines are those of the one version, in both tiers, whatever
// arguments and budgets; and what they may not do is left alone.

import { describe, expect, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { Instance, InstanceOptions, Outcome } from "../src/ir/instance.ts";
import type { Expression, Instruction, IRFunction, IRModule } from "../src/ir/ir.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { visitNodes } from "../src/ir/nodes.ts";
import { validateModule } from "../src/ir/validate.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { optimise } from "../src/wasm/optimise.ts";
import { plenty } from "./helpers/ir.ts";
import { pairOf } from "./helpers/sweep.ts";
import { planted } from "./helpers/planting.ts";

/** `body` of a function f(x, y, t), of which `versions` are made and so many floats chosen without a jump. */
interface Case {
  readonly name: string;
  readonly body: string;
  readonly isQuick: boolean;
  readonly choices: number;
}

const cases: readonly Case[] = [
  {
    name: "an arm of products, a table read in it",
    body: "    g = floor(x) % 4\n    if t < 0.0:\n        n = 0.0\n    else:\n        t *= t\n        n = t * t * (GX[g] * x + y)\n    if n > 2.0:\n        y += 1.0\n    else:\n        y -= n * n\n    return n + y",
    isQuick: true,
    choices: 2,
  },
  {
    name: "ints that came from floats and become floats",
    body: "    i = floor(x + y)\n    j = floor(y)\n    s = (i + j) * 0.25\n    if x > y:\n        a = 1\n        b = 0\n    else:\n        a = 0\n        b = 1\n    if x < t:\n        s -= i - j\n    return s - (x - i) + a * 0.5 - b + GX[(i + b) & 3] * j",
    isQuick: true,
    choices: 3,
  },
  {
    name: "indexes out of range, negative ones, sums of an item that is huge",
    body: "    i = floor(x) & 7\n    k = HUGE[i]\n    if y < 0.5:\n        k = HUGE[i + 1]\n    s = GX[(i & 3) + k]\n    if s < y:\n        s = s * y + 1.0\n    if y > t:\n        s -= y * y\n    return s",
    isQuick: true,
    choices: 2,
  },
  {
    name: "a parameter that is set before the function begins again",
    body: "    x += 1.0\n    if y < 0.0:\n        x = x * y + x\n    y = x - t\n    if t > 100.0:\n        y = 7.0 * y * y\n    if y > 3.0:\n        raise ValueError('far')\n    return GX[int(t)] + x * y",
    isQuick: true,
    choices: 2,
  },
  {
    name: "what is set in one arm only, and read behind",
    body: "    a = 0.25\n    b = 3.0\n    if x < y:\n        a = b * x + y\n        b = a * a\n    if y < t:\n        c = a\n        a = a * t - b\n        b = c * 2.0 + b\n    return a / 3.0 - b",
    isQuick: true,
    choices: 4,
  },
  {
    name: "a float that is whole in one arm only",
    body: "    f = x * 1.5\n    if x > y:\n        f = float(floor(y))\n    i = int(f)\n    if t < 1.0:\n        i += 1\n    return (i + 0.5) * f - i",
    isQuick: true,
    choices: 0,
  },
  {
    name: "the sign of a zero that went through an int",
    body: "    i = floor(x)\n    s = i * 1.0\n    if y < t:\n        s = s * y - i\n    if y > 3.0:\n        s = s + s * t\n    return s",
    isQuick: true,
    choices: 2,
  },
  {
    name: "a list that is changed",
    body: "    if x < 0.0:\n        GX[0] = x\n    if y < 0.0:\n        x += y * y\n    if t < 0.0:\n        x -= y * t\n    return x * GX[0]",
    isQuick: false,
    choices: 2,
  },
  {
    name: "an arm with a quotient, which may stop the run, and one with a call of many steps",
    body: "    if x < 0.0:\n        y = 1.0 / t\n    if y < 0.0:\n        y = exp(y)\n    if t < 0.0:\n        y -= y * t\n    return y",
    isQuick: false,
    choices: 1,
  },
];

type Given = readonly [number, number, number];

const floats = [0, -0, 0.5, -0.25, 3.75, -7, 120.5, 2 ** 51 - 0.5, -(2 ** 51) - 1, 2 ** 52 + 3, 2 ** 60, 1e300, Infinity, NaN, -1e-310];
const everywhere: readonly Given[] = floats.flatMap((x) => floats.flatMap((y) => [-1, 0.3, 200].map((t): Given => [x, y, t])));

function program({ body }: Case): string {
  const head =
    "from math import exp, floor\n\nGX = [1.0, -1.0, 0.5, -0.0]\nHUGE = [0, 3, -1, 2, 9223372036854775807, -9223372036854775807, 1, 4611686018427387904, 0]\n";
  return `${head}\ndef f(x: float, y: float, t: float) -> float:\n${body}\n\nfor k in range(3):\n    f(k * 0.5, 0.25, 1.5)\n`;
}

function lower(source: string): IRModule {
  const { program: typed, diagnostics } = check(source);
  if (typed === null) throw new Error(diagnostics.map((each) => each.message).join("\n"));
  return lowerProgram(typed).module;
}

type Call = (given: Given, fuel: number) => Outcome;

/** Calls of f, one after the other in one instance. */
function callsOf(module: IRModule, make: (options: InstanceOptions) => Instance): Call {
  const instance = make({ hostFunctions: [], print: () => {}, moduleName: "__main__", runSeed: 1n });
  const id = functionOf(module).id;
  instance.setBudget(plenty);
  if (!instance.call(module.initializer, []).ok) throw new Error("the script fails");
  instance.markResident();
  return (given, fuel) => {
    instance.reset();
    instance.setBudget({ ...plenty, fuel });
    return instance.call(id, given);
  };
}

function functionOf(module: IRModule): IRFunction {
  const found = module.functions.find(({ name }) => name === "f");
  if (found === undefined) throw new Error("no f");
  return found;
}

/** The plain module in both tiers, and the one with versions in the interpreter: inlined code knows the call it came by. */
function comparison(module: IRModule): (given: Given, fuel?: number) => number {
  const made = optimise(module).module;
  const compiled = compileModule(module, { exports: [functionOf(module).id] });
  const plain = callsOf(module, (options) => createInterpreter(module, options));
  const others = [
    callsOf(module, (options) => createCompiled(compiled, options)),
    callsOf(made, (options) => createInterpreter(made, options)),
  ];
  return (given, fuel = plenty.fuel) => {
    const expected = plain(given, fuel);
    const [inWasm, inVersions] = others.map((call) => call(given, fuel));
    expect(inWasm, `${given.join()} with ${fuel}`).toEqual(expected);
    expect({ ...inVersions, stop: null }, `${given.join()} with ${fuel}`).toEqual({ ...expected, stop: null });
    return expected.usage.fuel;
  };
}

test.each(cases)("$name: in two versions or not", (one) => {
  const made = optimise(lower(program(one))).module;
  expect(validateModule(made)).toEqual([]);
  let choices = 0;
  visitNodes(functionOf(made).body, (x) => {
    if (x.kind === "choose" && x.isStraight === true && x.representation === "f64") choices++;
  });
  expect([functionOf(made).restart !== undefined, choices]).toEqual([one.isQuick, one.choices]);
});

describe("as the one version", () => {
  test.each(cases)("$name", (one) => {
    const compare = comparison(lower(program(one)));
    for (const given of everywhere) compare(given);
  });

  test.each(cases)("$name, under every budget", (one) => {
    const compare = comparison(lower(program(one)));
    for (const given of [
      [1.5, 0.75, -1],
      [-2.5, -0.25, 0.5],
      [0, 3.5, 200],
    ] as const) {
      for (let fuel = compare(given); fuel >= 0; fuel--) compare(given, fuel);
    }
  });
});

describe("at its only call, in a loop", () => {
  const body = `${cases[1]!.body} + GX[int(x)] + floor(y * 3.0) * floor(t + 0.5)`;
  const script = `${program({ ...cases[0]!, body }).split("for k in")[0]}def rows(n: int) -> float:\n    total = 0.0\n    for k in range(n):\n        total += f(k * 0.5, 0.25 * k, 2.0 - k)\n    return total\n\nprint(rows(8))\nprint(rows(9))\n`;
  const module = lower(script);

  test("it goes there, and its own body goes", () => {
    const made = optimise(module, false, null, (id) => id === module.initializer).module;
    expect(functionOf(made).body).toEqual([]);
    expect(functionOf(optimise(module).module).body).not.toEqual([]);
  });

  test("the same fault with the same chain, under every budget", () => {
    const run = pairOf(module);
    const { outcome, output } = run(plenty);
    expect(output).toMatch(/^\d+:-?\d/);
    expect(outcome.ok ? null : outcome.stop).toMatchObject({ code: "WG501", message: "IndexError: list index out of range" });
    for (let { fuel } = outcome.usage; fuel >= 0; fuel -= 3) run({ ...plenty, fuel });
  });
});

const mistakes: readonly (readonly [string, (node: Expression | Instruction) => Expression | Instruction])[] = [
  [
    "a choice the wrong way",
    (node) => (node.kind === "choose" && node.isStraight === true ? { ...node, then: node.else, else: node.then } : node),
  ],
  ["fuel spent twice", (node) => (node.kind === "spend" ? { kind: "block", label: -1, body: [node, node] } : node)],
  ["the sign of zero", (node) => (isOperation(node, "f64.add") && isZero(node.operands[1]) ? (node.operands[0] ?? node) : node)],
  ["a size that is not looked at", (node) => (node.kind === "f64" && node.value === 2 ** 51 ? { kind: "f64", value: 2 ** 62 } : node)],
  ["fuel that is not looked at", (node) => (node.kind === "fuelLeft" ? { kind: "i64", value: 2n ** 62n } : node)],
];

function isOperation(node: Expression | Instruction, name: string): node is Extract<Expression, { readonly kind: "operation" }> {
  return node.kind === "operation" && node.operation === name;
}

const isZero = (x: Expression | undefined): boolean => x?.kind === "f64" && Object.is(x.value, 0);

test.each(mistakes)("found where it is planted: %s", (_name, mistake) => {
  const isFound = cases.some((one) => {
    const right = optimise(lower(program(one))).module;
    const [call, wrong] = [right, planted(right, mistake)].map((module) =>
      callsOf(module, (options) => createInterpreter(module, options)),
    );
    return everywhere.some((given) => [plenty.fuel, 30].some((fuel) => textOf(call, given, fuel) !== textOf(wrong, given, fuel)));
  });
  expect(isFound).toBe(true);
});

/** A planted mistake may as well break the interpreter. */
function textOf(call: Call | undefined, given: Given, fuel: number): string {
  try {
    const { usage, ...outcome } = call?.(given, fuel) ?? { usage: null };
    const sign = "value" in outcome && Object.is(outcome.value, -0);
    return JSON.stringify([usage, outcome, sign], (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));
  } catch (error) {
    return String(error);
  }
}
