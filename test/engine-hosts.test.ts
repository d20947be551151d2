// End to end through the package's root: source text, the two foreign hosts,
// values, effects, faults, state; in both tiers.

import { describe, expect, test } from "vitest";
import { buildArtifact, compile, defineHost, runProgram, type Plugin, type Value } from "wgen";
import { loadArtifact } from "../src/wasm/artifact.ts";
import { tiers } from "./helpers/engine.ts";
import { openSketch } from "./hosts/canvas.ts";
import { applyTags, openTransform } from "./hosts/records.ts";

function mustCompile(...args: Parameters<typeof compile>): Plugin {
  const plugin = compile(...args);
  if (!plugin.ok) throw new Error(plugin.diagnostics.map((each) => `${each.code}: ${each.message}`).join("\n"));
  return plugin;
}

describe.each(tiers)("a canvas of four functions (%s)", (tier) => {
  const sketch = `from canvas import background, circle, line
from wgen import param

rings: int = param(3, min=1, max=9)


def draw(width: float, height: float):
    background("#ffffff")
    for i in range(rings):
        circle(width / 2, height / 2, 10.0 * (i + 1))
    line(0, 0, width, height, width=2.5)
`;

  test("a frame is a list of commands", () => {
    const draw = openSketch(sketch, tier);
    if (typeof draw !== "function") throw new Error(draw.join("\n"));
    const frame = draw({ width: 100, height: 50, time: 0, params: { rings: 1 } });
    expect(frame.fault).toBeNull();
    expect(frame.commands).toEqual([
      { name: "background", values: ["#ffffff"] },
      { name: "circle", values: [50, 25, 10, "#000000"] },
      { name: "line", values: [0, 0, 100, 50, 2.5] },
    ]);
    expect(draw({ width: 100, height: 50, time: 0 }).commands).toHaveLength(5);
  });

  test("a frame that stops leaves no command", () => {
    const draw = openSketch(
      "from canvas import background\n\n\ndef draw(width: float):\n    while True:\n        background('#000000')\n",
      tier,
    );
    if (typeof draw !== "function") throw new Error(draw.join("\n"));
    const frame = draw({ width: 1, height: 1, time: 0, limits: { fuel: 5000 } });
    expect(frame).toMatchObject({ commands: [], fault: { code: "WG601", fuelUsed: 5000 }, fuelUsed: 5000 });
    expect([5, 6]).toContain(frame.fault?.line);
    expect(draw({ width: 1, height: 1, time: 0 }).fault?.code).toBe("WG606");
  });

  test("what is wrong comes back as data", () => {
    expect(openSketch("from canvas import sircle\n\n\ndef draw():\n    sircle(1, 2, 3)\n", tier)).toMatchObject([/circle/]);
    expect(openSketch("def draw(widht: float):\n    pass\n", tier)).toMatchObject([/widht/]);
  });
});

describe.each(tiers)("records with one pure function and one effect (%s)", (tier) => {
  const prices = new Map([["apple", 2.5]]);
  const source = `from shop import list_price, tag
from wgen import Order, Result


def transform(order: Order, rate: float) -> Result:
    if list_price(order.id) > order.price:
        tag(order.id, "cheap")
    print("saw", order.id, len(order.notes))
    return Result(order.total() * rate, order.notes[0])
`;
  const order = { id: "apple", price: 2, count: 3, notes: ["first", "second"] };

  test("a record in, a record out, an effect to apply", () => {
    const plugin = openTransform(source, prices, tier);
    if (!plugin.ok) throw new Error(plugin.diagnostics.map((each) => each.message).join("\n"));
    const out = plugin.call("transform", { order, rate: 0.5 });
    expect(out).toMatchObject({ ok: true, value: { total: 3, label: "first" }, log: [{ text: "saw apple 2", line: 8 }] });
    expect(out.effects).toEqual([{ name: "shop.tag", arguments: ["apple", "cheap"], kind: "reversible", state: "proposed" }]);
    const tags = new Map<string, string>();
    expect(applyTags(tags, out.effects)).toMatchObject([{ state: "applied" }]);
    expect(applyTags(tags, out.effects)).toMatchObject([{ state: "refused" }]);
    expect([...tags]).toEqual([["apple", "cheap"]]);
    expect(plugin.resultToJSON("transform", (out as { value: Value }).value)).toEqual({ total: 3, label: "first" });
  });

  test("faults name the line and carry no effect", () => {
    const plugin = openTransform(source, prices, tier);
    if (!plugin.ok) throw new Error("refused");
    const empty = plugin.call("transform", { order: { ...order, notes: [] }, rate: 1 });
    expect(empty).toMatchObject({
      ok: false,
      effects: [],
      fault: { code: "WG501", message: "IndexError: list index out of range", file: "transform.wgen", line: 9 },
    });
    const unknown = plugin.call("transform", { order: { ...order, id: "pear" }, rate: 1 });
    expect(unknown).toMatchObject({
      ok: false,
      fault: { message: "RuntimeError: host function `shop.list_price`: no price for pear", line: 6 },
    });
    expect(() => plugin.call("transform", { order: { ...order, count: "3" }, rate: 1 })).toThrow(
      "args.order.count: expected an int, found a string",
    );
  });

  test("an effect of the module body is refused, where it stands or through a function", () => {
    const hook = "from wgen import Result\nfrom shop import tag\n\n\ndef transform(order):\n    mark(order.id)\n    return Result(1.0)\n";
    const mark = "\n\ndef mark(id):\n    tag(id, 'seen')\n";
    expect(openTransform(hook + mark, prices, tier).ok).toBe(true);
    for (const effect of ['\n\ntag("a", "b")\n', '\n\nmark("a")\n']) {
      const refused = openTransform(hook + mark + effect, prices, tier);
      expect(refused.diagnostics.map((each) => each.code)).toEqual(["WG409"]);
    }
  });

  test("a required parameter must be taken", () => {
    const plugin = openTransform(
      "from wgen import Result\n\n\ndef transform(rate: float) -> Result:\n    return Result(rate)\n",
      prices,
      tier,
    );
    expect(plugin.ok).toBe(false);
    expect(plugin.diagnostics[0]?.message).toMatch(/order/);
  });
});

describe.each(tiers)("values of every kind (%s)", (tier) => {
  const host = defineHost({
    name: "values",
    types: { Point: { x: "float", y: "float" } },
    hooks: {
      swap: { parameters: { items: "dict[str, list[tuple[int, float]]]" }, result: null },
      look: { parameters: { keys: "dict[tuple[int, str], int]", key: "tuple[int, str]" }, result: "int | None" },
      members: { parameters: { items: "set[str]", other: "set[str]" }, result: null },
      many: { parameters: { points: "list[Point]" }, result: null },
    },
  });
  const plugin = mustCompile(
    `from enum import Enum
from wgen import Point


class Kind(Enum):
    LOW = 1
    HIGH = 2


def swap(items: dict[str, list[tuple[int, float]]]):
    return {k: [(b, a) for a, b in v] for k, v in items.items()}


def look(keys: dict[tuple[int, str], int], key: tuple[int, str]) -> int | None:
    return keys.get(key)


def members(items: set[str], other: set[str]):
    return sorted(items & other), len(items | other), "a" in items


def many(points: list[Point]):
    return [(p.x, Kind.HIGH if p.y > 1 else Kind.LOW) for p in points]
`,
    { host, tier },
  );
  const value = (hook: string, args: Record<string, unknown>): unknown => {
    const out = plugin.call(hook, args);
    return out.ok ? out.value : out.fault.message;
  };

  test("dicts, lists and tuples", () => {
    const items = new Map([
      ["a", [[1, 2.5]]],
      ["b", []],
    ]);
    expect(value("swap", { items })).toEqual(
      new Map([
        ["a", [[2.5, 1]]],
        ["b", []],
      ]),
    );
  });

  test("keys that the host wrote are found by the plugin", () => {
    const keys = new Map(Array.from({ length: 500 }, (_, n) => [[n, `k${n}`], n * n] as const));
    expect(value("look", { keys, key: [77, "k77"] })).toBe(77 * 77);
    expect(value("look", { keys, key: [77, "k78"] })).toBeNull();
  });

  test("sets", () => {
    expect(value("members", { items: new Set(["a", "b", "c"]), other: new Set(["c", "b", "x"]) })).toEqual([["b", "c"], 4, true]);
  });

  test("records and enums", () => {
    expect(
      value("many", {
        points: [
          { x: 1, y: 0 },
          { x: 2, y: 5 },
        ],
      }),
    ).toEqual([
      [1, "LOW"],
      [2, "HIGH"],
    ]);
  });
});

describe.each(tiers)("state does not pass from call to call (%s)", (tier) => {
  const host = defineHost({ name: "state", hooks: { add: { parameters: { n: "int" }, result: "int" } } });
  const frozen = defineHost({ name: "state", hooks: { add: { parameters: { n: "int" }, result: "int" } }, frozenState: true });
  const source = `seen = [0]


def add(n: int) -> int:
    seen.append(n)
    return sum(seen)
`;

  test("each call sees the module as its body made it", () => {
    const plugin = mustCompile(source, { host, tier });
    const values = [1, 2, 3].map((n) => plugin.call("add", { n }));
    expect(values.map((out) => out.ok && out.value)).toEqual([1, 2, 3]);
    expect(new Set(values.map((out) => out.fuelUsed)).size).toBe(1);
  });

  test("a default argument is a list of one call too", () => {
    const plugin = mustCompile(
      "def count(n, seen=[]):\n    seen.append(n)\n    return len(seen)\n\n\ndef add(n: int) -> int:\n    return count(n)\n",
      { host, tier },
    );
    expect([1, 2].map((n) => plugin.call("add", { n })).map((out) => out.ok && out.value)).toEqual([1, 1]);
  });

  test("frozen state is not written", () => {
    const plugin = compile(source, { host: frozen, tier });
    if (!plugin.ok) return;
    expect(plugin.call("add", { n: 1 })).toMatchObject({ ok: false, fault: { code: "WG522", line: 5 } });
  });
});

describe.each(tiers)("programs (%s)", (tier) => {
  test("print, and what is not printed", () => {
    const result = runProgram('print("hello", 6 * 7)\nif __name__ == "__main__":\n    print("main")\n', { tier });
    expect(result).toMatchObject({ phase: "run", stdout: "hello 42\nmain\n", fault: null });
  });

  test("an endless program stops at its line at exactly the limit", () => {
    const result = runProgram("x = 0\nwhile True:\n    pass\n", { tier, limits: { fuel: 1_000_000 } });
    expect(result).toMatchObject({ phase: "run", fault: { code: "WG601", fuelUsed: 1_000_000 }, fuelUsed: 1_000_000 });
    if (result.phase === "run") expect([2, 3]).toContain(result.fault?.line);
  });

  test("bytes that are no UTF-8 are a diagnostic with a place", () => {
    const result = runProgram(new Uint8Array([...new TextEncoder().encode('x = "\uFFFD"\ny = "'), 0xff, 0x22, 0x0a]), { tier });
    expect(result).toMatchObject({ phase: "check", diagnostics: [{ code: "WG107", span: { start: 13 } }] });
  });
});

test("both tiers give the same outcome, fuel and memory", () => {
  const source = `def fold(words: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word.upper()] = counts.get(word.upper(), 0) + 1
    return counts
`;
  const host = defineHost({ name: "words", hooks: { fold: { parameters: { words: "list[str]" }, result: "dict[str, int]" } } });
  const words = Array.from({ length: 300 }, (_, n) => `w${(n * 7) % 31}`);
  const [interpreted, compiled] = tiers.map((tier) => mustCompile(source, { host, tier }).call("fold", { words }));
  expect(interpreted?.ok).toBe(true);
  expect(compiled).toEqual(interpreted);
});

test("a plugin becomes an artifact that loads by its digest", () => {
  const plugin = mustCompile("def look(keys: list[int]) -> int:\n    return sum(keys)\n", {
    host: defineHost({ name: "sums", hooks: { look: { parameters: { keys: "list[int]" }, result: "int" } } }),
  });
  const { bytes, digest } = buildArtifact(plugin);
  expect(loadArtifact(bytes, digest).interface).toMatchObject({ hooks: [{ name: "look" }] });
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(buildArtifact(plugin).digest).toBe(digest);
});
