// The atlas of a finite world: land, rain, lakes, rivers, places, and the
// hooks that change them. Two seeds here; many in the long tests.

import { describe, expect, test } from "vitest";
import { checkSeams, compile, openWorld, worldHost } from "wgen";
import type { Plugin, World } from "wgen";
import { atlasFaults } from "./helpers/atlas-checks.ts";
import { sampleBicubic, sampleBicubicRows } from "../src/world/sampling.ts";

function plugin(source: string): Plugin {
  const compiled = compile(source, { host: worldHost, fileName: "test.wgen" });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics.map((d) => d.message)));
  return compiled;
}

const open = (source: string, settings: object = {}): World =>
  openWorld({ seed: "7", atlasCells: 64, attachments: [{ plugin: plugin(source), ...settings }] });

describe.each(["7", "island"])("the default world of seed %s", (seed) => {
  test("has land, rivers that flow down to a lake, the sea or the edge, and catchments that sum to the land", () => {
    expect(atlasFaults(openWorld({ seed }).atlas()!)).toEqual([]);
  });
});

test("both tiers make the same atlas, bit for bit", () => {
  const [one, other] = (["compiled", "interpreter"] as const).map((tier) => openWorld({ seed: "3", atlasCells: 32, tier }).atlas()!);
  for (const layer of ["elevation", "rain", "flow", "water", "receiver"] as const) expect(other![layer]).toEqual(one![layer]);
  expect(other!.rivers).toEqual(one!.rivers);
});

test("an endless world has none", () => {
  expect(openWorld({ seed: "7", size: null }).atlas()).toBeNull();
});

describe("hooks of the atlas", () => {
  const flat = "from wgen import Grid, World\ndef reshape(h: Grid, w: World) -> Grid:\n    return h * 0.0 + 250.0\n";

  test("reshape changes the heights of atlas and chunks", () => {
    const world = open(flat);
    expect(world.atlas()!.elevation.every((metres) => metres === 250)).toBe(true);
    const before = openWorld({ seed: "7", atlasCells: 64 }).point(20_000, 20_000).elevation;
    expect(Math.abs(world.point(20_000, 20_000).elevation - 250)).toBeLessThan(Math.abs(before - 250) + 300);
    expect(world.point(20_000, 20_000).elevation).not.toBe(before);
  });

  test("at strength 0 it is as if it were not attached", () => {
    expect(open(flat, { strength: 0 }).atlas()!.elevation).toEqual(openWorld({ seed: "7", atlasCells: 64 }).atlas()!.elevation);
  });

  test("rain is chained, and what it says reaches the climate", () => {
    const wet = open("from wgen import Grid, World\ndef rain(h: Grid, prev: Grid, w: World) -> Grid:\n    return prev * 0.0 + 1.0\n");
    expect(wet.atlas()!.rain.every((share) => share === 1)).toBe(true);
    expect(wet.point(0, 0).moisture).toBeGreaterThan(0.5);
  });

  test("hydrology of a plugin stands for the built-in one; refine_rivers follows", () => {
    const source = `import numpy as np
from wgen import Drainage, Grid, River, World
def hydrology(h: Grid, rain: Grid, w: World) -> Drainage:
    n, m = h.shape
    own = np.zeros((n, m), int)
    for i in range(n):
        for j in range(m):
            own[i, j] = i * m + j
    return Drainage(h, own, h * 0.0, h * 0.0, [River([(0.0, 0.0), (900.0, 0.0)], [50.0, 60.0], [9.0, 8.0])])
def refine_rivers(rivers: list[River]) -> list[River]:
    return [River(r.points, [2.0 * v for v in r.widths], r.levels) for r in rivers]
`;
    const world = open(source);
    expect(world.atlas()!.rivers.map(({ widths }) => [...widths])).toEqual([[100, 120]]);
    expect(world.notices()).toEqual([]);
  });

  test.each([
    ["a grid of another shape", "def reshape(h: Grid) -> Grid:\n    return h[1:, :].copy()\n", "63 x 64"],
    ["values that are not finite", "def reshape(h: Grid) -> Grid:\n    return h * 1e300 * 1e300\n", "not finite"],
    [
      "an uphill river",
      "def refine_rivers(rivers: list[River]) -> list[River]:\n    return [River([(0.0, 0.0), (1.0, 1.0)], [1.0, 1.0], [1.0, 2.0])]\n",
      "uphill",
    ],
  ])("%s is passed over with a notice", (_, body, message) => {
    const world = open(`from wgen import Grid, River\n${body}`);
    expect(world.atlas()!.elevation).toEqual(openWorld({ seed: "7", atlasCells: 64 }).atlas()!.elevation);
    expect(world.notices()[0]!.notice.fault.message).toContain(message);
  });

  test("warp moves the place that the shape is read from", () => {
    const aside = "def warp(x: float, y: float) -> tuple[float, float]:\n    return (x + 6400.0, y)\n";
    const same = "def elevation(x: float, y: float) -> float:\n    return 100.0 + x / 10000.0\n";
    const settings = { seed: "7", size: null };
    const plain = openWorld({ ...settings, attachments: [{ plugin: plugin(same) }] });
    const moved = openWorld({ ...settings, attachments: [{ plugin: plugin(aside + same) }] });
    expect(moved.point(5, 5).elevation - plain.point(5, 5).elevation).toBeCloseTo(0.64, 9);
  });
});

describe("places", () => {
  const source = `from wgen import Atlas, Cell, Feature, Region, Road, Site, World
def sites(a: Atlas, w: World) -> list[Site]:
    return [Site("mine", 1000.0, 2000.0, 1.0, "Old Deep")]
def roads(a: Atlas, ss: list[Site]) -> list[Road]:
    return [Road([(s.x, s.y), (0.0, 0.0)], "tunnel") for s in ss if s.kind == "mine"]
def name(kind: str, key: int, prev: str) -> str:
    return prev.upper()
def tooltip(c: Cell, prev: dict[str, str]) -> dict[str, str]:
    return {"biome": prev["biome"] + "!", "here": "dragons"}
def features(r: Region) -> list[Feature]:
    return [Feature("rock", r.x0 + 5.0, r.y0 + 5.0), Feature("tree", r.x0 + 9.0, r.y0 + 9.0)]
def keep_feature(f: Feature) -> bool:
    return f.kind == "tree"
`;

  test("sites and roads of a plugin join the built-in ones; names are folded", () => {
    const world = open(source);
    const mine = world.sites().find(({ kind }) => kind === "mine");
    expect(mine).toMatchObject({ x: 1000, y: 2000, name: "OLD DEEP" });
    expect(world.sites().filter(({ name }) => name !== name.toUpperCase() || name === "")).toEqual([]);
    expect(
      world
        .roads()
        .filter(({ kind }) => kind === "tunnel")
        .map(({ points }) => points.length),
    ).toEqual([2]);
    expect(world.notices()).toEqual([]);
  });

  test("a tooltip keeps the world's lines and takes the plugin's", () => {
    const lines = open(source).tooltip(100, 100);
    expect([...lines.keys()].slice(0, 1)).toEqual(["elevation"]);
    expect(lines.get("here")).toBe("dragons");
    expect(lines.get("biome")).toMatch(/!$/);
  });

  test("keep_feature leaves out what it speaks against", () => {
    expect(
      new Set(
        open(source)
          .features([0, 0, 1280, 1280])
          .map(({ kind }) => kind),
      ),
    ).toEqual(new Set(["tree"]));
  });
});

describe("accept", () => {
  const refuse = (condition: string): string =>
    `from wgen import World, WorldStats\ndef accept(st: WorldStats, w: World) -> list[str]:\n    return ["no"] if ${condition} else []\n`;

  test("takes the first seed that no plugin refuses, the same every time", () => {
    const worlds = [1, 2].map(() => open(refuse("w.seed % 3 != 0")));
    expect(worlds[0]!.seed).toBe(worlds[1]!.seed);
    expect(worlds[0]!.refused.every(({ reasons }) => reasons.join() === "no")).toBe(true);
  });

  test("takes the last try where all are refused", () => {
    const world = open(refuse("True"));
    expect(world.refused).toHaveLength(15);
    expect(world.seed).toBe("7 #16");
  });
});

describe("a table of biomes", () => {
  const table = (rows: string): string => `from wgen import BiomeRule, Color\nBIOMES: list[BiomeRule] = [${rows}]\n`;

  test("the first rule that holds names the biome; where none does, the world's own stands", () => {
    const world = openWorld({
      seed: "7",
      atlasCells: 32,
      attachments: [{ plugin: plugin(table('BiomeRule("plain", max_slope=0.02), BiomeRule("far east", min_elevation=9000.0)')) }],
    });
    const { surface } = world.chunk(0, 0);
    const own = openWorld({ seed: "7", atlasCells: 32 }).chunk(0, 0).surface;
    const nameAt = (cells: typeof surface, k: number): string => cells.biome.values[cells.biome.codes[k]!]!.name;
    for (let k = 0; k < surface.x.length; k += 7) {
      expect(nameAt(surface, k)).toBe(surface.slope[k]! <= 0.02 ? "plain" : nameAt(own, k));
    }
  });

  test("a fault in it is told at its line", () => {
    const answer = compile("from wgen import BiomeRule\nBIOMES = [BiomeRule(7)]\n", { host: worldHost });
    expect(answer.diagnostics.map(({ code }) => code)).not.toEqual([]);
  });
});

describe("STEP", () => {
  const source = (step: number): Plugin =>
    plugin(`STEP: int = ${step}\ndef elevation(x: float, y: float, prev: float) -> float:\n    return prev * 0.5 + x * y / 1000.0\n`);

  test("asks at every n-th cell: those are as without it, between them lie straight lines", () => {
    const at = (step: number) => openWorld({ seed: "7", size: null, attachments: [{ plugin: source(step) }] }).chunk(1, -1).elevation;
    const [every, fourth] = [at(1), at(4)];
    for (let row = 0; row < 64; row += 4) {
      for (let column = 0; column < 60; column += 4) {
        const k = row * 64 + column;
        expect(fourth[k]).toBe(every[k]);
        expect(fourth[k + 2]).toBeCloseTo(0.5 * (every[k]! + every[k + 4]!), 9);
      }
    }
  });

  test("makes no seams", () => {
    const report = checkSeams({ seed: "7", atlasCells: 32, attachments: [{ plugin: source(5) }, { plugin: source(3) }] });
    expect(report).toMatchObject({ seamless: true, differing: 0 });
  });
});

test("places sampled row by row get what each gets by itself", () => {
  const grid = { width: 7, height: 5, values: Float64Array.from({ length: 35 }, (_, k) => Math.sqrt(k * 17.3) - (k % 4)) };
  // Straight rows across the edges of the grid; then places all over, as a warp leaves them.
  const columns = Float64Array.from({ length: 400 }, (_, k) => (k < 200 ? (k % 20) * 0.45 - 1.3 : ((k * 37) % 101) / 12 - 1));
  const rows = Float64Array.from({ length: 400 }, (_, k) => (k < 200 ? Math.floor(k / 20) * 0.61 - 0.9 : ((k * 53) % 97) / 14 - 1));
  const alone = columns.map((column, k) => sampleBicubic(grid, column, rows[k]!));
  expect(sampleBicubicRows(grid, columns, rows, 20)).toEqual(alone);
});
