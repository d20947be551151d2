// Whole programs in both tiers: the same output, fault, call chain, fuel and
// peak of memory, with plenty and under budgets that end them on their way.
// `tiers.long.test.ts` takes every budget.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { moduleOfSource } from "./helpers/programs.ts";
import { programBudget, pairOf, sweep } from "./helpers/sweep.ts";

const folder = new URL("tiers/", import.meta.url);

describe.each(readdirSync(folder).filter((name) => name.endsWith(".wgen")))("%s", (name) => {
  it("is the same in both tiers under every budget tried", () => {
    sweep(moduleOfSource(name, readFileSync(new URL(name, folder), "utf8")), 150);
  });
});

describe("limits that programs meet", () => {
  const run = (text: string, budget = programBudget) => pairOf(moduleOfSource("limits.wgen", text))(budget);

  it("stops an endless loop at its line with exactly the fuel there was", () => {
    const { outcome } = run("n = 0\nwhile True:\n    n += 1 & 1\n", { ...programBudget, fuel: 100_000 });
    expect(outcome).toMatchObject({ ok: false, stop: { code: "WG601" }, usage: { fuel: 100_000 } });
  });

  it("stops endless recursion, doubling lists and texts, and floods of output", () => {
    expect(run("def f(n):\n    return f(n + 1) + 1\nprint(f(0))\n").outcome).toMatchObject({ ok: false, stop: { code: "WG603" } });
    const small = { ...programBudget, memoryBytes: 2 ** 20, stringBytes: 2 ** 16, outputBytes: 10_000 };
    expect(run("a = [0]\nwhile True:\n    a = a + a\n", small).outcome).toMatchObject({ ok: false, stop: { code: "WG602" } });
    expect(run('s = "x"\nwhile True:\n    s += s\n', small).outcome).toMatchObject({ ok: false, stop: { code: "WG605" } });
    expect(run('while True:\n    print("line")\n', small).outcome).toMatchObject({ ok: false, stop: { code: "WG604" } });
  });

  it("runs neither except nor finally for a limit", () => {
    const text = 'try:\n    while True:\n        pass\nexcept Exception:\n    print("caught")\nfinally:\n    print("finally")\n';
    expect(run(text, { ...programBudget, fuel: 1000 })).toMatchObject({ output: "", outcome: { ok: false, stop: { code: "WG601" } } });
  });

  it("frees everything that no cycle keeps: garbage of any amount fits", () => {
    const text = "def make(n):\n    return [[i] for i in range(n)]\n\nfor i in range(300):\n    make(100)\n";
    const small = run(text.replace("300", "3")).outcome.usage.peakBytes;
    expect(run(text).outcome.usage.peakBytes).toBe(small);
  });

  it("frees what generators give back, taken or not", () => {
    const text = `
class Box:
    def __init__(self, n):
        self.n = n
def boxed(n):
    yield n
    return Box(n) if n > 1 else "text" * 9
def overtaken(n):
    try:
        return "a" * n
    finally:
        if n == 1:
            return "b" * n
        if n == 2:
            n // (n - 2)
    yield 1
def taking(n):
    a = yield from boxed(n)
    g = boxed(n)
    for _ in g:
        pass
    b = yield from g
    assert a is not None and b is None
    try:
        c = yield from overtaken(n)
        assert c == "b" * n or n == 3
    except ZeroDivisionError:
        pass
    return a
def driven(n):
    g = taking(n)
    while True:
        try:
            next(g)
        except StopIteration as stop:
            return stop.value
for i in range(300):
    driven(1 + i % 3)
    next(taking(2))
    list(boxed(2))
`;
    const small = run(text.replace("300", "4")).outcome;
    const large = run(text).outcome;
    expect([small.ok, large.ok]).toEqual([true, true]);
    expect(large.usage.peakBytes).toBe(small.usage.peakBytes);
  });
});
