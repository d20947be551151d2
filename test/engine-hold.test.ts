// Cells that stay in the plugin's memory give what `map` gives for the same
// columns: values, fuel, memory, faults and the cell where it stopped.

import { describe, expect, test } from "vitest";
import { compile, defineHost } from "../src/index.ts";
import type { HeldCells, MapOutcome, Plugin, RunLimits } from "../src/index.ts";
import { watchRuns } from "../src/engine/runWatch.ts";

const float = { parameters: { x: "float", y: "float" }, result: "float", perCell: true } as const;
const host = defineHost({
  name: "held",
  hooks: {
    lean: float,
    grow: float,
    first: float,
    whole: { parameters: { x: "int" }, result: "float", perCell: true },
    fixed: { parameters: { x: "float", k: { type: "float", constant: true } }, result: "float", perCell: true },
    single: { parameters: { x: "float" }, result: "float" },
  },
});

const source = `
def lean(x: float, y: float) -> float:
    if y == 7.0:
        return x / (y - 7.0)
    return x * 2.0 - y


def grow(x: float, y: float) -> float:
    items = [x] * int(x)
    return float(len(items)) + y


def first(x: float) -> float:
    return x + 1.0


def whole(x: int) -> float:
    return float(x)


def fixed(x: float, k: float) -> float:
    return x * k


def single(x: float) -> float:
    return x
`;
const printing = source.replace("    return x * 2.0 - y", '    print("cell", x)\n    return x * 2.0 - y');
const writing = source
  .replace("    return x * 2.0 - y", "    seen.append(x)\n    return x * 2.0 - y + len(seen)")
  .replace("def lean", "seen = [0.5]\n\n\ndef lean");

const load = (text: string, tier: "compiled" | "interpreter"): Plugin => {
  const plugin = compile(text, { host, tier });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map(({ message }) => message).join("\n"));
  return plugin;
};
const plugins = (["compiled", "interpreter"] as const).flatMap((tier) => [
  { name: `in the plugin's memory, ${tier}`, plugin: load(source, tier) },
  { name: `printing, ${tier}`, plugin: load(printing, tier) },
  { name: `with state of its own, ${tier}`, plugin: load(writing, tier) },
]);

const cells = 12;
const columns = {
  x: Float64Array.from({ length: cells }, (_, k) => (k === 3 ? Number.NaN : k / 3 - 1)),
  y: Float64Array.from({ length: cells }, (_, k) => (k === 8 ? 7 : k % 3)),
};

function fill(held: HeldCells): void {
  held.column("x").set(columns.x);
  held.column("y").set(columns.y);
}

/** Both ways, for the same cells. */
function both(plugin: Plugin, held: HeldCells, from: number, to: number, limits: RunLimits): void {
  const out = new Float64Array(cells).fill(9);
  held.results.fill(9);
  const wanted = plugin.map("lean", columns, out, { from, count: to, limits });
  expect(held.run(from, to)).toEqual(wanted);
  expect([...held.results]).toEqual([...out]);
}

describe.each(plugins)("held cells ($name)", ({ plugin }) => {
  test("part by part, with a fault in one", () => {
    const held = plugin.hold("lean", cells);
    fill(held);
    for (const [from, to] of [
      [0, 8],
      [2, 6],
      [4, 12],
      [9, 12],
      [5, 5],
      [0, 12],
      [0, 8],
    ] as const)
      both(plugin, held, from, to, {});
    expect(held.run()).toMatchObject({ ok: false, at: 8, fault: { code: "WG503" } });
  });

  test("every amount of fuel", () => {
    for (let fuel = 0; fuel < 90; fuel += 7) {
      const held = plugin.hold("lean", cells, { limits: { fuel } });
      fill(held);
      both(plugin, held, 1, 8, { fuel });
    }
  });

  test("memory that grows or ends under the columns", () => {
    const limits = { memoryBytes: 2 ** 20 };
    const held = plugin.hold("grow", 3, { limits });
    const run = (...xs: number[]): { readonly outcome: MapOutcome; readonly results: readonly number[] } => {
      held.column("x").set(xs);
      held.column("y").fill(0.5);
      const out = new Float64Array(3);
      const outcome = held.run();
      expect(outcome).toEqual(plugin.map("grow", { x: Float64Array.from(xs), y: 0.5 }, out, { limits }));
      return { outcome, results: [...held.results] };
    };
    expect(run(1, 2, 3).results).toEqual([1.5, 2.5, 3.5]);
    expect(run(1e5, 2, 9e4).results).toEqual([100000.5, 2.5, 90000.5]);
    expect([...held.column("x")]).toEqual([1e5, 2, 9e4]);
    expect(run(4, 1e6, 6).outcome).toMatchObject({
      ok: false,
      at: 1,
      fault: { code: "WG602", message: expect.stringContaining("1,048,576 bytes") as string },
    });
    expect(run(4, 5, 6).results).toEqual([4.5, 5.5, 6.5]);
  });
});

describe("holding", () => {
  const plugin = plugins[0]!.plugin;

  test("each has its own cells; what the plugin does not take may be filled in too", () => {
    const [one, two] = [plugin.hold("first", 4), plugin.hold("first", 4)];
    one.column("x").fill(5);
    one.column("y").fill(6);
    expect([...two.column("x")]).toEqual([0, 0, 0, 0]);
    expect([one.run().ok, two.run().ok]).toEqual([true, true]);
    expect([[...one.results], [...two.results]]).toEqual([
      [6, 6, 6, 6],
      [1, 1, 1, 1],
    ]);
    expect([...one.column("y")]).toEqual([6, 6, 6, 6]);
  });

  test.each(["compiled", "interpreter"] as const)("not within a run of the same cells (%s)", (tier) => {
    let within = (): unknown => 0;
    const asking = defineHost({
      name: "asking",
      modules: { ask: { again: { parameters: { x: "float" }, result: "float", run: (x: number) => (within(), x) } } },
      hooks: { first: float },
    });
    const asker = compile("from ask import again\n\ndef first(x: float) -> float:\n    return again(x)\n", { host: asking, tier });
    if (!asker.ok) throw new Error("refused");
    const [held, other] = [asker.hold("first", 2), asker.hold("first", 2)];
    within = () => held.run();
    expect(held.run()).toMatchObject({
      ok: false,
      at: 0,
      fault: { code: "WG512", message: expect.stringContaining("are being run") as string },
    });
    within = () => ((within = () => 0), other.run().ok);
    expect([held.run().ok, held.run().fuelUsed === other.run().fuelUsed]).toEqual([true, true]);
  });

  test("who watches runs is told", () => {
    const told: string[] = [];
    watchRuns((hash) => told.push(hash));
    plugin.hold("first", 2).run();
    watchRuns(null);
    expect(told).toEqual([plugin.hash]);
  });

  test.each([
    ["a hook of ints", () => plugin.hold("whole", 4), TypeError],
    ["one value for all cells", () => plugin.hold("fixed", 4), TypeError],
    ["a hook that is not per cell", () => plugin.hold("single", 4), TypeError],
    ["no such hook", () => plugin.hold("toString", 4), TypeError],
    ["no cells", () => plugin.hold("lean", 0), RangeError],
    ["more than there can be", () => plugin.hold("lean", 2 ** 40), RangeError],
    ["no such parameter", () => plugin.hold("lean", 4).column("__proto__"), TypeError],
    ["cells that are not there", () => plugin.hold("lean", 4).run(0, 5), RangeError],
    ["cells in wrong order", () => plugin.hold("lean", 4).run(3, 2), RangeError],
  ])("misuse: %s", (_, work, error) => {
    expect(work).toThrow(error);
  });
});
