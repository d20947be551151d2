// Every limit of a run at n - 1, n and n + 1, from source, in both tiers: the
// same code at the same line with the same spending, and no `except` or
// `finally` sees it.

import { describe, expect, test } from "vitest";
import { compile, defineHost, runProgram, type CallOutcome, type Plugin, type RunLimits } from "wgen";
import { tiers } from "./helpers/engine.ts";

const host = defineHost({
  name: "limits",
  hooks: {
    work: { parameters: { n: "int" }, result: "int" },
    words: { parameters: { n: "int" }, result: "str" },
  },
});

const source = `def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


def work(n: int) -> int:
    total = 0
    try:
        rows = [[i] * 8 for i in range(n)]
        total = sum(len(row) for row in rows) + down(5)
    except Exception:
        total = -1
    finally:
        total += 0
    return total


def words(n: int) -> str:
    text = ""
    for i in range(n):
        text += "x"
    return text
`;

function pluginFor(tier: (typeof tiers)[number]): Plugin {
  const plugin = compile(source, { host, tier, fileName: "limits.wgen" });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map((each) => each.message).join("\n"));
  return plugin;
}

const summary = (out: CallOutcome): unknown =>
  out.ok ? { value: out.value } : { code: out.fault.code, line: out.fault.line, fuel: out.fuelUsed };

describe("both tiers stop at the same place", () => {
  const plugins = tiers.map(pluginFor);

  /** What both give, which must be the same. */
  function both(hook: string, n: number, limits: RunLimits): unknown {
    const [first, second] = plugins.map((plugin) => plugin.call(hook, { n }, { limits }));
    expect(second).toEqual(first);
    return first === undefined ? null : summary(first);
  }

  test("fuel", () => {
    const { fuelUsed } = plugins[0]!.call("work", { n: 20 });
    expect(both("work", 20, { fuel: fuelUsed })).toEqual({ value: 165 });
    expect(both("work", 20, { fuel: fuelUsed - 1 })).toMatchObject({ code: "WG601", fuel: fuelUsed - 1 });
    for (let fuel = 0; fuel < fuelUsed; fuel += Math.ceil(fuelUsed / 97))
      expect(both("work", 20, { fuel })).toMatchObject({ code: "WG601", fuel });
  });

  test("memory", () => {
    const { peakBytes } = plugins[0]!.call("work", { n: 20 });
    expect(both("work", 20, { memoryBytes: peakBytes })).toEqual({ value: 165 });
    expect(both("work", 20, { memoryBytes: peakBytes + 1 })).toEqual({ value: 165 });
    expect(both("work", 20, { memoryBytes: peakBytes - 1 })).toMatchObject({ code: "WG602", line: 9 });
  });

  test("strings", () => {
    expect(both("words", 50, { stringBytes: 200 })).toEqual({ value: "x".repeat(50) });
    expect(both("words", 50, { stringBytes: 201 })).toEqual({ value: "x".repeat(50) });
    expect(both("words", 50, { stringBytes: 199 })).toMatchObject({ code: "WG605", line: 20 });
  });

  test("depth", () => {
    const deepest = [...Array(60).keys()].find((depth) => plugins[0]!.call("work", { n: 1 }, { limits: { depth } }).ok);
    expect(deepest).toBeGreaterThan(3);
    expect(both("work", 1, { depth: deepest! })).toEqual({ value: 13 });
    expect(both("work", 1, { depth: deepest! + 1 })).toEqual({ value: 13 });
    expect(both("work", 1, { depth: deepest! - 1 })).toMatchObject({ code: "WG603", line: 2 });
  });
});

describe.each(tiers)("programs that would never end (%s)", (tier) => {
  test.each([
    ["a loop", "while True:\n    pass\n", "WG601"],
    ["a long range", "for i in range(2 ** 62):\n    pass\n", "WG601"],
    ["recursion", "def f(n):\n    return f(n + 1)\nf(0)\n", "WG603"],
    ["recursion two by two", "def f(n):\n    return g(n) + 1\ndef g(n):\n    return f(n) + 1\nprint(f(0))\n", "WG603"],
    ["a list that doubles", "a = [1]\nwhile True:\n    a = a + a\n", "WG602"],
    ["a string that doubles", 's = "ab"\nwhile True:\n    s = s + s\n', "WG60[25]"],
    ["a string repeated", 's = "a" * 10 ** 9\n', "WG60[15]"],
    ["a list repeated", "a = [0] * 10 ** 9\n", "WG60[12]"],
    ["a dict that grows", "d = {}\ni = 0\nwhile True:\n    d[i] = i\n    i += 1\n", "WG60[12]"],
    ["output without end", 'while True:\n    print("x" * 100)\n', "WG604"],
    [
      "a limit behind except",
      "while True:\n    try:\n        while True:\n            pass\n    except Exception:\n        pass\n",
      "WG601",
    ],
    ["a limit behind finally", "while True:\n    try:\n        while True:\n            pass\n    finally:\n        pass\n", "WG601"],
  ])("%s", (_, text, code) => {
    const result = runProgram(text, { tier, limits: { fuel: 30_000_000, memoryBytes: 4_000_000 } });
    expect(result.phase).toBe("run");
    if (result.phase !== "run") return;
    expect(result.fault?.code).toMatch(new RegExp(`^${code}$`));
    expect(result.fault?.message).toMatch(/limit/);
    expect(result.fuelUsed).toBeLessThanOrEqual(30_000_000);
  });
});
