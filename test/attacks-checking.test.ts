// Group 2 of the catalogue of hostile inputs: programs that try to make the
// checker take for ever, overflow our stack or eat memory. Each is refused with
// a code, or works; and the time grows with the source, not faster.

import { describe, expect, test } from "vitest";
import { check, runProgram } from "wgen";
import { checkLimits } from "../src/check/checkState.ts";
import { keyWork } from "../src/types/key.ts";

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("");
}

type Row = readonly [row: string, source: string, outcome: RegExp | { readonly prints: string }];

const rows: readonly Row[] = [
  ["2.1 pairs of pairs", `x0 = (1, 2)\n${repeat(64, (k) => `x${k + 1} = (x${k}, x${k})\n`)}`, /^WG611/],
  [
    "2.2 a generic doubling, composed",
    `def f0(x):\n    return (x, x)\n${repeat(40, (k) => `def f${k + 1}(x):\n    return f0(f${k}(x))\n`)}print(f40(1))\n`,
    /^WG611/,
  ],
  [
    "2.3 mutual recursion of 1,000 functions without annotations",
    `${repeat(1000, (k) => `def f${k}(n):\n    return f${(k + 1) % 1000}(n - 1) if n > 0 else 0\n`)}print(f0(5))\n`,
    { prints: "0\n" },
  ],
  [
    "2.4 a join of 200 classes",
    `${repeat(200, (k) => `class C${k}:\n    pass\n`)}def f(i):\n${repeat(200, (k) => `    if i == ${k}:\n        return C${k}()\n`)}    return None\nf(3)\n`,
    /^WG6\d\d|^WG3\d\d|^OK$/,
  ],
  ["2.5 2,000 chained comparisons", `print(1${repeat(2000, () => " < 2")})\n`, /^WG1\d\d|^OK$/],
  ["2.9 900 functions", `${repeat(900, (k) => `def f${k}():\n    return ${k}\n`)}print(f899())\n`, { prints: "899\n" }],
  ["2.9 10,000 locals", `def f():\n${repeat(10_000, (k) => `    v${k} = ${k}\n`)}    return v9\nprint(f())\n`, /^WG111/],
  ["2.10 20,000 statements in a function", `def f():\n    x = 0\n${repeat(20_000, (k) => `    x = x + ${k}\n`)}    return x\n`, /^WG1\d\d/],
  ["2.11 200 nested loops", repeat(200, (k) => `${" ".repeat(k)}for i${k} in range(2):\n`), /^WG1\d\d/],
  ["2.12 a dict of 100,000 entries", `d = {${repeat(100_000, (k) => `${k}: ${k},\n`)}}\n`, /^WG1\d\d/],
  ["2.13 builtins shadowed", "def f(len):\n    print = len\n    return print\nlist = f(3)\nprint(list)\n", { prints: "3\n" }],
];

/** Each round of inference puts the type of the field into itself once more. */
const growing = `class Walk:
    def __init__(self, tree, trail):
        self.tree = tree
        self.trail = trail
    def up(self):
        return Walk({"value": self.trail[-1][0], "left": self.tree, "right": self.trail[-1][1]}, self.trail[:-1])
    def left(self):
        return Walk(self.tree["left"], self.trail + [(self.tree["value"], self.tree["right"])])
    def right(self):
        return Walk(self.tree["right"], self.trail + [(self.tree["value"], self.tree["left"])])

w = Walk({"value": 1, "left": {"value": 2, "left": None, "right": None}, "right": None}, [])
print(w.left().up().right().tree)
`;

test("2.10: a short text that comes to much once its calls are written out", () => {
  const names = Array.from({ length: 30 }, (_, k) => `a${k}`).join(", ");
  const calls = (count: number): string => `def f(${names}):\n    return a0\n${repeat(count, () => "print(f(*range(30)))\n")}`;
  expect(check(calls(40)).diagnostics).toMatchObject([
    { code: "WG612", message: expect.stringContaining("what stands outside of functions") },
  ]);
  expect(check(calls(20)).diagnostics).toEqual([]);
});

test("2.1: types that grow in each round are looked at so often and no more", () => {
  const before = keyWork.parts;
  expect(check(growing).diagnostics[0]!.code).toMatch(/^WG61[01]$/);
  expect(keyWork.parts - before).toBeLessThan(checkLimits.typeParts * 1.1);
});

describe.each(["compiled", "interpreter"] as const)("%s", (tier) => {
  test.each(rows)("%s", (_row, source, outcome) => {
    const result = runProgram(source, { tier });
    if (!(outcome instanceof RegExp)) {
      expect(result).toMatchObject({ phase: "run", stdout: outcome.prints, fault: null });
      return;
    }
    expect(result.phase === "check" ? result.diagnostics[0]!.code : (result.fault?.code ?? "OK")).toMatch(outcome);
  });
});

test("2.15: the same error many times is capped", () => {
  const { diagnostics } = check(repeat(1000, (k) => `y${k} = nothing${k}\n`));
  expect(diagnostics.length).toBeGreaterThan(5);
  expect(diagnostics.length).toBeLessThanOrEqual(21);
});
