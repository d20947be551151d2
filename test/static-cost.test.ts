// Static cost: the formula of a hook is never below what any run of it uses,
// and for plain nested loops not above twice of it; where there is none, the
// line that prevents it is named.

import { describe, expect, test } from "vitest";
import { compile, defineHost, hookCosts } from "wgen";
import type { HookCost, Plugin } from "wgen";

const host = defineHost({
  name: "costs",
  hooks: { f: { parameters: { n: "int", m: "int", x: "float", xs: "list[int]", s: "str", h: "Array[float, 2]" }, result: "int" } },
});

/** A hook of these lines, with what else stands in the module before it. */
function hook(lines: readonly string[], before = ""): Plugin {
  const source = `import numpy as np\n${before}def f(n, m, x, xs, s, h):\n${lines.map((line) => `    ${line}\n`).join("")}`;
  const compiled = compile(source, { host, tier: "interpreter" });
  if (!compiled.ok) throw new Error(`${JSON.stringify(compiled.diagnostics.map((d) => d.message))}\n${source}`);
  return compiled;
}

function costOf(one: Plugin): HookCost {
  return hookCosts(one)[0]!;
}

function shown(one: Plugin): string {
  const cost = costOf(one);
  return cost.kind === "formula" ? cost.formula : `line ${cost.line}: ${cost.reason}`;
}

interface Given {
  readonly n: number;
  readonly m: number;
  readonly x: number;
  readonly xs: readonly number[];
  readonly s: string;
  readonly h: { readonly shape: readonly [number, number]; readonly data: Float64Array };
}

function given(n: number, m: number, length: number, rows: number, cols: number): Given {
  const xs = Array.from({ length }, (_, k) => (k * 7) % 11);
  return { n, m, x: 0.5, xs, s: "né".repeat(length), h: { shape: [rows, cols], data: new Float64Array(rows * cols) } };
}

const cases: readonly Given[] = [
  given(0, 0, 0, 0, 0),
  given(1, 1, 1, 1, 1),
  given(2, 5, 3, 2, 4),
  given(7, 3, 9, 6, 3),
  given(-4, 12, 0, 5, 8),
  given(60, 40, 50, 45, 45),
];

/** Runs the hook on all cases, with plenty and with little; gives the largest share of what was used in what the formula says. */
function exceeded(one: Plugin): { readonly share: number; readonly faults: number } {
  const cost = costOf(one);
  if (cost.kind !== "formula") throw new Error(`no formula: line ${cost.line}: ${cost.reason}`);
  let share = 0;
  let faults = 0;
  for (const args of cases) {
    const most = cost.fuelFor({ ...args });
    for (const fuel of [10_000_000, 150]) {
      const outcome = one.call("f", { ...args }, { limits: { fuel } });
      if (!outcome.ok) faults++;
      expect(outcome.fuelUsed, `${cost.formula} for ${JSON.stringify(args)}`).toBeLessThanOrEqual(most);
      if (fuel > 150 && args === cases.at(-1)) share = outcome.fuelUsed / most;
    }
  }
  return { share, faults };
}

describe("plain loops are told within a factor of two", () => {
  test.each<[string, string[], number?]>([
    ["of one range", ["t = 0", "for i in range(n):", "    t += i", "return t"]],
    ["nested", ["t = 0", "for i in range(n):", "    for j in range(m):", "        t += i * j", "return t"]],
    [
      "three deep, of shapes and lengths",
      ["t = 0", "for i in range(h.shape[0]):", "    for v in xs:", "        for k in range(3):", "            t += v", "return t"],
    ],
    ["below the diagonal", ["t = 0", "for i in range(n):", "    for j in range(i):", "        t += j", "return t"]],
    ["above it", ["t = 0", "for i in range(n):", "    for j in range(i + 1, n):", "        t += j", "return t"]],
    ["of a window", ["t = 0", "for i in range(n):", "    for j in range(i - 2, i + 3):", "        t += j", "return t"]],
    [
      "with steps, and downwards",
      ["t = 0", "for i in range(0, n, 3):", "    t += i", "for i in range(n - 1, -1, -1):", "    t += i", "return t"],
    ],
    [
      "written with while",
      ["t = 0", "i = 0", "while i < n:", "    j = m", "    while j > 0:", "        t += j", "        j -= 1", "    i += 1", "return t"],
    ],
    [
      "over a grid",
      ["t = 0.0", "rows, cols = h.shape", "for i in range(rows):", "    for j in range(cols):", "        t += h[i, j]", "return 0"],
    ],
    ["over a text", ["t = 0", "for c in s:", "    t += 1", "return t"]],
    ["of whole arrays, again and again", ["g = h", "for _ in range(n):", "    g = g + 0.25 * (np.roll(g, 1, 0) - g)", "return len(g)"]],
    ["with calls", ["t = 0", "for i in range(n):", "    t += max(i, m)", "return t"]],
    ["of two ends that meet", ["t = 0", "i = 0", "j = len(xs)", "while i < j:", "    t += i", "    i += 1", "    j -= 2", "return t"]],
    // A part may be one column wide, and is then read again and again for the others, which costs more.
    ["of parts of arrays", ["g = h.copy()", "g[1:-1, 1:-1] = 0.5 * (h[:-2, 1:-1] + h[2:, 1:-1])", "return len(g)"], 0.35],
    ["of parts of lists", ["t = 0", "for v in xs[1:]:", "    t += v", "return t"]],
  ])("%s", (_, lines, least = 0.5) => {
    const { share } = exceeded(hook(lines));
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThanOrEqual(1);
  });
});

/** Random hooks of loops, tests, lists, texts, grids and calls. */
class Maker {
  private state: number;
  private names = 0;

  constructor(seed: number) {
    this.state = seed;
  }

  private below(count: number): number {
    this.state = (Math.imul(this.state, 1_103_515_245) + 12_345) >>> 0;
    return (this.state >>> 8) % count;
  }

  private pick(items: readonly string[]): string {
    return items[this.below(items.length)]!;
  }

  hook(): Plugin {
    const before =
      "def half(k):\n    return k // 2\n\n\ndef count(k, top):\n    c = 0\n    for q in range(min(k, top)):\n        c += q\n    return c\n\n\n";
    return hook(["t = 0", "out = [1]", 'r = ""', "g = h", ...this.body(3, ["n", "m", "t"]), "return t"], before);
  }

  private body(depth: number, ints: readonly string[]): string[] {
    return Array.from({ length: 1 + this.below(3) }, () => this.statement(depth, ints)).flat();
  }

  private int(ints: readonly string[]): string {
    const one = this.pick([...ints, "len(xs)", "len(s)", "h.shape[0]", "g.shape[1]", "len(out)", String(this.below(6))]);
    return this.below(3) > 0
      ? one
      : this.pick([`${one} - 1`, `${one} + 2`, `half(${one})`, `min(${one}, 4)`, `max(${one}, 3)`, `${one} // 3`, `${one} % 5`]);
  }

  private block(head: string, depth: number, ints: readonly string[]): string[] {
    return [head, ...this.body(depth - 1, ints).map((line) => `    ${line}`)];
  }

  private statement(depth: number, ints: readonly string[]): string[] {
    const name = `v${this.names++}`;
    const inner = [...ints, name];
    const a = this.int(ints);
    const kinds = depth > 0 ? 14 : 7;
    switch (this.below(kinds)) {
      case 0:
        return [`t = (t + ${a}) % 1000`];
      case 1:
        return [`out.append(${a})`];
      case 2:
        return ['r = r + "ab"'];
      case 3:
        return [`t = (t + count(${a}, 9)) % 1000`];
      case 4:
        return [this.pick(["g = g + 1.0", "g = np.maximum(g, h)", "g = np.roll(g, 1, 1) * 0.5", "g = h.copy()"])];
      case 5:
        return [`t = (t + len(r[:${this.below(5)}])) % 1000`];
      case 6:
        return [`t = (t + sum(xs)) % 1000`];
      case 7:
      case 8:
        return this.block(`for ${name} in range(${a}):`, depth, inner);
      case 9:
        return this.block(`for ${name} in range(${a}, ${this.int(ints)}, ${this.pick(["1", "2", "-1", "-3"])}):`, depth, inner);
      case 10:
        return this.block(`for ${name} in ${this.pick(["xs", "out[:4]", "range(5)", "(3, 1, 2)"])}:`, depth, inner);
      case 11:
        return [`${name} = 0`, ...this.block(`while ${name} < ${a}:`, depth, ints), `    ${name} += ${1 + this.below(3)}`];
      case 12:
        return this.block(`if ${a} > ${this.int(ints)}:`, depth, ints);
      default:
        return [
          ...this.block(`for ${name} in range(${a}):`, depth, inner),
          `    if ${name} > ${this.int(ints)}:`,
          `        ${this.pick(["break", "continue"])}`,
        ];
    }
  }
}

describe("no run uses more than its formula says", () => {
  test("random hooks, with plenty and with little fuel", () => {
    let formulas = 0;
    for (let seed = 1; seed <= Number(process.env["WGEN_COST_PROGRAMS"] ?? 16); seed++) {
      const one = new Maker(seed * 7919).hook();
      const cost = costOf(one);
      if (cost.kind === "prevented") continue;
      formulas++;
      exceeded(one);
    }
    expect(formulas).toBeGreaterThan(5);
  }, 600_000);
});

test.each<[string, string[]]>([
  ["lists that grow in nested loops", ["out = []", "for v in xs:", "    for j in range(m):", "        out.append(v)", "return len(out)"]],
  ["nested comprehensions", ["return sum([a * b for a in xs for b in range(m)])"]],
  ["lists written out many times", ["return len([0] * n) + len([[0] * m for _ in range(n)])"]],
  ["texts written out many times", ["return len(s * n)"]],
  ["sums of grids", ["return int(h.sum() + h.T.sum() + h[::-1, ::-2].mean())"]],
  ["a sieve", ["f = [True] * n", "for i in range(2, n):", "    for j in range(i * i, n, i):", "        f[j] = False", "return len(f)"]],
  [
    "powers and halves",
    ["t = 0", "k = max(n, 0)", "while True:", "    k >>= 1", "    if k == 0:", "        break", "    t += 1", "return t + n ** 3"],
  ],
  ["steps of a part", ["return len(xs[::2]) + len(xs[::-3]) + len(xs[n:m:2]) + len(h[::3, ::-1]) + len((h[n:, 1:m:2] * 2.0))"]],
])("of %s no run uses more than is told", (_, lines) => {
  exceeded(hook(lines));
});

describe("a formula is written as an author would", () => {
  test.each<[string, string[], RegExp]>([
    ["constants first", ["t = 0", "for i in range(n):", "    t += i", "return t"], /^\d+ \+ \d+·n$/],
    [
      "products of loops",
      ["t = 0", "for v in xs:", "    for j in range(m):", "        t += v", "return t"],
      /^\d+ \+ \d+·len\(xs\) \+ \d+·m·len\(xs\)$/,
    ],
    ["shapes", ["g = h * 2.0", "return 0"], /^\d+ \+ [\d.]+·h\.shape\[0\] \+ ([\d.]+·)?h\.shape\[0\]·h\.shape\[1\]$/],
    ["what may be below zero", ["t = 0", "for i in range(2, n):", "    t += i", "return t"], /^\d+ \+ \d+·max\(0, -2 \+ n\)$/],
  ])("%s", (_, lines, formula) => {
    expect(shown(hook(lines))).toMatch(formula);
  });
});

describe("what else a call spends", () => {
  test("the module body, where it runs anew for each call", () => {
    const state = "seen = [1, 2, 3]\nfor k in range(40):\n    seen.append(k)\n\n\n";
    exceeded(hook(["seen.append(n)", "return len(seen)"], state));
  });

  test("parameters are inputs", () => {
    const one = hook(
      ["t = 0", "for i in range(times):", "    t += i", "return t"],
      "from wgen import param\ntimes: int = param(6, min=1, max=10)\n",
    );
    expect(shown(one)).toMatch(/^\d+ \+ \d+·times$/);
    const cost = costOf(one);
    if (cost.kind !== "formula") throw new Error(cost.reason);
    const [least, six, nine] = [0, 6, 9].map((times) => cost.fuelFor({}, { times }));
    expect(cost.fuelFor({})).toBe(six);
    expect((nine! - least!) * 2).toBe((six! - least!) * 3);
  });
});

const unknown = "nothing says how often this loop runs";

describe("what prevents a formula is named with its line", () => {
  test.each<[string, string[], string]>([
    ["a while that depends on floats", ["t = 0", "while x < 1e9:", "    x = x * 2.0", "    t += 1", "return t"], `line 4: ${unknown}`],
    ["a search without an end", ["i = 0", "while i * i != n:", "    i += 1 if m > 0 else 2", "return i"], `line 4: ${unknown}`],
    [
      "the text of a float, which the library makes in private",
      ["print(x * 0.1)", "return n"],
      `line 3: ${unknown}, in what the library does for it`,
    ],
  ])("%s", (_, lines, message) => {
    expect(shown(hook(lines))).toBe(message);
  });

  test("recursion", () => {
    expect(shown(hook(["return down(n)"], "def down(k):\n    return 0 if k <= 0 else down(k - 1)\n\n\n"))).toBe(
      "line 3: `down` calls itself",
    );
  });
});

describe("lists of lists and of records", () => {
  const nested = defineHost({
    name: "nested",
    types: { Line: { points: "list[tuple[float, float]]", tags: { type: "list[str]", default: [] } } },
    hooks: { f: { parameters: { rows: "list[list[int]]", lines: "list[Line]", n: "int" }, result: "int" } },
  });
  const rows = [[1, 2, 3], [], Array.from({ length: 40 }, (_, k) => k), [7]];
  const lines = [3, 0, 25].map((count) => ({
    points: Array.from({ length: count }, (_, k) => [k, k / 2]),
    tags: Array.from({ length: count % 5 }, (_, k) => "é".repeat(k * 9)),
  }));
  const source = (body: readonly string[]): string =>
    `from wgen import Line\n\n\ndef f(rows, lines, n):\n${body.map((line) => `    ${line}\n`).join("")}`;
  const compiled = (body: readonly string[]): Plugin => {
    const one = compile(source(body), { host: nested, tier: "interpreter" });
    if (!one.ok) throw new Error(one.diagnostics[0]!.message);
    return one;
  };

  test.each<[string, string[], number?]>([
    ["read", ["t = 0", "for row in rows:", "    for v in row:", "        t += v", "return t"]],
    [
      "of points",
      [
        "t = 0",
        "for one in lines:",
        "    for x, y in one.points:",
        "        t += int(x)",
        "    t += sum([len(tag) for tag in one.tags])",
        "return t",
      ],
    ],
    [
      "by index",
      [
        "t = 0",
        "for k in range(1, len(rows)):",
        "    for j in range(len(rows[k - 1])):",
        "        t += rows[k][0] if len(rows[k]) > 0 else 0",
        "return t",
      ],
    ],
    [
      "copied and made longer",
      ["t = 0", "for row in rows:", "    mine = row[:]", "    mine.append(n)", "    for v in mine:", "        t += v", "return t"],
    ],
  ])("%s", (_, body) => {
    const one = compiled(body);
    const cost = hookCosts(one)[0]!;
    if (cost.kind !== "formula") throw new Error(`line ${cost.line}: ${cost.reason}`);
    for (const args of [
      { rows, lines, n: 5 },
      { rows: [], lines: [], n: 0 },
      { rows: [[9]], lines: lines.slice(2), n: -3 },
    ]) {
      expect(one.call("f", args).fuelUsed, cost.formula).toBeLessThanOrEqual(cost.fuelFor(args));
    }
  });

  test.each<[string, string[], number?]>([
    [
      "an inner list that grows",
      [
        "t = 0",
        "for row in rows:",
        "    row.append(1)",
        "    for v in row:",
        "        t += v",
        "    rows[0].append(t)",
        "for row in rows:",
        "    for v in row:",
        "        t += v",
        "return t",
      ],
    ],
    ["a longer list in its place", ["rows[0] = [0] * 500", "t = 0", "for row in rows:", "    for v in row:", "        t += v", "return t"]],
    ["a longer one behind", ["rows.append([0] * 500)", "t = 0", "for row in rows:", "    for v in row:", "        t += v", "return t"]],
    [
      "one that grows under another name",
      [
        "mine = rows[0]",
        "for k in range(300):",
        "    mine.append(k)",
        "t = 0",
        "for row in rows:",
        "    for v in row:",
        "        t += v",
        "return t",
      ],
    ],
    [
      "one that grows in a list of its own",
      [
        "kept = [rows[0]]",
        "for k in range(300):",
        "    kept[0].append(k)",
        "t = 0",
        "for row in rows:",
        "    for v in row:",
        "        t += v",
        "return t",
      ],
    ],
    [
      "points that grow",
      [
        "for one in lines:",
        "    one.points.extend([(1.0, 2.0)] * 99)",
        "t = 0",
        "for one in lines:",
        "    for x, y in one.points:",
        "        t += 1",
        "return t",
      ],
    ],
  ])("%s is never told too short", (_, body) => {
    const one = compiled(body);
    const cost = hookCosts(one)[0]!;
    const args = { rows, lines, n: 5 };
    if (cost.kind === "formula") expect(one.call("f", args).fuelUsed, cost.formula).toBeLessThanOrEqual(cost.fuelFor(args));
  });
});
