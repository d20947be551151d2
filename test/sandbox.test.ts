// The pool against the library in process: the same values, faults, fuel and
// bits; and hostile plugins against the pool: each is answered, and the next
// request of somebody else is served.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check, compile, diagnosticData, editDocument, newDocument, openDocument, pluginHash, worldHost } from "wgen";
import type { Plugin, WorldDocument } from "wgen";
import { watchRuns } from "../src/engine/runWatch.ts";
import { tileView } from "../src/world/tile.ts";
import type { Pool, WorldDefinition } from "../src/sandbox/pool.ts";
import { make } from "../src/sandbox/questions.ts";
import valuesHost from "./hosts/values.ts";
import { realPool } from "./helpers/pools.ts";

let pool: Pool;
const engineErrors: string[] = [];

beforeAll(async () => {
  const values = new URL("hosts/values.ts", import.meta.url).href;
  pool = realPool({ hosts: { values }, onEngineError: (text) => engineErrors.push(text) });
  await pool.ready();
});
afterAll(async () => pool.close());

function mustCompile(source: string, options: Parameters<typeof compile>[1]): Plugin {
  const plugin = compile(source, options);
  if (!plugin.ok) throw new Error(plugin.diagnostics.map(({ message }) => message).join("; "));
  return plugin;
}

const things = `
from wgen import Thing
from board import note

def change(t: Thing, k: int) -> list[Thing]:
    print("changing", t.name)
    note("seen " + t.name, 0.5)
    places = {name: [(n + k, x / 3.0) for n, x in spots] for name, spots in t.places.items()}
    return [t, Thing(t.name + "\\U0001F600", float("nan"), 2 ** 62, t.tags | {"new"}, places, None)]

def number(k: int) -> int:
    xs = [1, 2, 3]
    return xs[k]
`;

const thing = {
  name: "añ\u0000\u{1f30d}",
  size: -0,
  count: 9_007_199_254_740_993n,
  tags: new Set(["b", "a"]),
  places: new Map([
    ["__proto__", [[1, 1e300]]],
    ["constructor", []],
  ]),
  parent: 7,
};

describe("the same as in process", () => {
  test("values of every kind, effects, printed lines, fuel", async () => {
    const plugin = mustCompile(things, { host: valuesHost });
    const expected = plugin.call("change", { t: thing, k: 40 });
    const answer = await pool.call({ source: things }, "change", { t: thing, k: 40 }, { host: "values" });
    if (!expected.ok) throw new Error(expected.fault.message);
    expect(answer).toEqual({ ...expected, kind: "value" });
    if (answer.kind !== "value") throw new Error("no value");
    const [first] = answer.value as { size: number; places: object }[];
    expect(Object.is(first!.size, -0)).toBe(true);
    expect(Object.getPrototypeOf(first)).toBe(null);
    expect(Object.isFrozen(first)).toBe(true);
  });

  test("faults with their lines and chain, and limits at the same instruction", async () => {
    const plugin = mustCompile(things, { host: valuesHost });
    for (const limits of [{}, { fuel: 3 }, { fuel: 5 }]) {
      const expected = plugin.call("number", { k: 3 }, { limits });
      const answer = await pool.call({ source: things }, "number", { k: 3 }, { host: "values", limits });
      expect(expected.ok).toBe(false);
      expect(answer).toEqual({ ...expected, kind: "fault" });
    }
  });

  test("columns", async () => {
    const plain = "def cell(x: float, k: int) -> float:\n    return x / 3.0 + float(k)\n";
    const plugin = mustCompile(plain, { host: valuesHost });
    const x = Float64Array.from({ length: 1_000 }, (_, k) => k / 7 - 50);
    const out = new Float64Array(1_000);
    const expected = plugin.map("cell", { x, k: 3 }, out);
    const answer = await pool.map({ source: plain }, "cell", { x, k: 3 }, { host: "values", count: 1_000 });
    expect(answer).toEqual({ ...expected, kind: "value", out });
  });

  test("a map that faults on the way gives what was done, and other columns", async () => {
    const source = 'def whole(x: float) -> int:\n    return 10 // int(x)\n\ndef word(x: float) -> str:\n    return "w" + str(x)\n';
    const x = new Float64Array([5, 2, 0, 1]);
    const out = new BigInt64Array(4);
    const plugin = mustCompile(source, { host: valuesHost });
    const expected = plugin.map("whole", { x }, out);
    const request = { host: "values", count: 4 } as const;
    expect(await pool.map({ source }, "whole", { x }, { ...request, out: "int64" })).toEqual({ ...expected, kind: "fault", out });
    const words: unknown[] = [];
    plugin.map("word", { x }, words, { count: 4 });
    expect(await pool.map({ source }, "word", { x }, { ...request, out: "values" })).toMatchObject({ kind: "value", out: words });
  });

  test("diagnostics, parameters, hooks, documentation, audit", async () => {
    const source = `"""Hills.

Longer words about hills.
"""
from wgen import param
import math

steep: float = param(3.0, min=1.0, max=9.0, label="Steepness")
MANY = [1, 2, 3, 4, 5]

def climb(n: int) -> int:
    while n > 5:
        n = climb(n - 1)
    return n

def elevation(x: float, y: float, prev: float) -> float:
    return prev * steep + math.floor(x) + float(climb(2) + MANY[0])
`;
    const answer = await pool.check(source);
    const plugin = mustCompile(source, { host: worldHost });
    if (answer.kind !== "value" || answer.plugin === null) throw new Error(JSON.stringify(answer));
    const { parameters, signatures, hash, parameterSchema } = plugin;
    expect(answer.plugin).toMatchObject({ hash, parameters, hooks: signatures });
    expect(JSON.parse(answer.plugin.parameterSchema)).toEqual(JSON.parse(JSON.stringify(parameterSchema)));
    expect(answer.plugin.documentation).toContain("Longer words about hills.");
    expect(answer.plugin.audit).toMatchObject({
      imports: ["math", "wgen"],
      functions: 2,
      unboundedLoops: [12],
      recursions: [11],
      largestLiteral: 5,
    });
    const wrong = "def elevation(x: float) -> str:\n    return hieght\n";
    const refused = await pool.check(wrong, { fileName: "a.wgen" });
    expect(refused).toMatchObject({
      plugin: null,
      diagnostics: check(wrong, { host: worldHost, fileName: "a.wgen" }).diagnostics.map(diagnosticData),
    });
  });

  test("what a plugin imports goes with it; too much is refused by name", async () => {
    const lone = new Map<string, string>();
    const text = "def twice(k: float) -> float:\n    return k * 2.0\n";
    const hash = pluginHash(text);
    const imports = { pins: new Map([["workshop.ann.sums", hash]]), sources: new Map([[hash, { text, pins: lone }]]) };
    const source = "from workshop.ann.sums import twice\n\n\ndef elevation(prev: float) -> float:\n    return twice(prev)\n";
    expect(await pool.call({ source, imports }, "elevation", { prev: 4 })).toMatchObject({ ok: true, value: 8 });
    expect(await pool.check(source, { imports })).toMatchObject({ hash: pluginHash(source, imports.pins), diagnostics: [] });
    const large = `# ${"x".repeat(1024 * 1024)}\n${text}`;
    const tooLarge = {
      pins: new Map([["workshop.ann.sums", pluginHash(large)]]),
      sources: new Map([[pluginHash(large), { text: large, pins: lone }]]),
    };
    expect(await pool.check(source, { imports: tooLarge })).toMatchObject({ plugin: null, diagnostics: [{ code: "WG613" }] });
    const lying = { pins: imports.pins, sources: new Map([[hash, { text: large, pins: lone }]]) };
    expect(await pool.call({ source: `${source}\n`, imports: lying }, "elevation", { prev: 4 })).toMatchObject({ kind: "misuse" });
  });

  test("a source that is refused is refused at the call too", async () => {
    expect(await pool.call({ source: "def" }, "elevation", {})).toMatchObject({ ok: false, kind: "refused" });
  });

  test("what is asked wrongly is told as in process", async () => {
    const request = { host: "values" } as const;
    expect(await pool.call({ source: things }, "nmber", { k: 1 }, request)).toMatchObject({
      kind: "misuse",
      message: expect.stringMatching(/did you mean number/),
    });
    expect(await pool.call({ source: things }, "number", { k: "one" }, request)).toMatchObject({
      kind: "misuse",
      message: expect.stringMatching(/args.k/),
    });
    expect(await pool.call({ source: things }, "number", { k: () => 1 }, request)).toMatchObject({ kind: "misuse" });
    expect(await pool.call({ source: things }, "number", { k: 1 }, { ...request, limits: { fuel: -1 } })).toMatchObject({ kind: "misuse" });
    expect(await pool.call({ source: things }, "number", { k: 1 }, { host: "nowhere" })).toMatchObject({ kind: "misuse" });
    expect(() => pool.world({ document: pinned("0".repeat(64)), sources: new Map() })).toThrow(TypeError);
  });
});

function pinned(hash: string): WorldDocument {
  return editDocument({ ...newDocument("a seed"), sizeMetres: null }, (draft) => {
    draft.attachments.push({
      plugin: hash,
      enabled: true,
      strength: 0.7,
      combine: "mix",
      mask: { kind: "height", min: -50, feather: 20 },
      salt: "",
      parameters: [["tall", 120]],
    });
  }).document;
}

const hills = `
from wgen import World, Region, Feature, Cell, Biome, param
import noise

tall: float = param(50.0, min=0.0, max=500.0)
REACH: int = 8

def elevation(x: float, y: float, prev: float, w: World) -> float:
    return prev + tall * noise.simplex(x / 900.0, y / 900.0, seed=w.seed)

def biome(c: Cell, prev: Biome) -> Biome:
    return Biome("Heath") if c.elevation > 100.0 else prev
`;

const trees = `${hills}
def features(r: Region, w: World) -> list[Feature]:
    return [Feature("tree", r.x0 + 5.0, r.y0 + 5.0, 40.0)]
`;

describe("a world", () => {
  const worldOf = (source: string): { definition: WorldDefinition; plugin: Plugin } => {
    const plugin = mustCompile(source, { host: worldHost });
    return { plugin, definition: { document: pinned(plugin.hash), sources: new Map([[plugin.hash, { source }]]) } };
  };

  test("map, fields, biomes, chunk, grid, point, features: the same bits as in process", async () => {
    const { definition, plugin } = worldOf(hills);
    const inside = openDocument(definition.document, new Map([[plugin.hash, plugin]]));
    const outside = pool.world(definition);
    const address = { z: 12, x: 2050, y: 2047, size: 128 } as const;
    const view = tileView(null, address.z, address.x, address.y, address.size);
    const map = await outside.tile({ layer: "map", ...address });
    expect(map).toMatchObject({ kind: "value", value: { kind: "rgb", data: inside.render(view).rgb } });

    const window = { x0: 1_000.5, y0: -333, cols: 40, rows: 30, cellSize: 20 };
    for (const field of ["elevation", "slope", "temperature", "moisture"] as const) {
      expect(await outside.grid(field, window)).toMatchObject({ value: inside.grid(field, window) });
    }
    const { metresPerPixel } = view;
    const first = { x0: view.x - 63.5 * metresPerPixel, y0: view.y - 63.5 * metresPerPixel };
    const whole = inside.grid("elevation", { ...first, cols: 128, rows: 128, cellSize: metresPerPixel });
    expect(await outside.tile({ layer: "elevation", ...address })).toMatchObject({ value: { kind: "field", data: whole } });

    const chunk = inside.chunk(3, -2);
    const sent = await outside.chunk(3, -2);
    const { elevation, slope, temperature, moisture, biome } = chunk.surface;
    const { r, g, b } = chunk.colors;
    expect(sent).toMatchObject({ value: { elevation, slope, temperature, moisture, r, g, b, biomes: { codes: biome.codes } } });

    const biomes = await outside.tile({ layer: "biome", ...address });
    if (!biomes.ok || biomes.value.kind !== "biomes") throw new Error("no biomes");
    const at = inside.point(view.x, view.y);
    const middle = biomes.value.values[biomes.value.codes[64 * 128 + 64]!]!;
    expect([middle.name, at.biome.name]).toContain(middle.name);
    expect(await outside.point(view.x, view.y)).toMatchObject({ value: at });
  });

  test("features, drawn beyond their chunk too", async () => {
    const { definition, plugin } = worldOf(trees);
    const inside = openDocument(definition.document, new Map([[plugin.hash, plugin]]));
    const outside = pool.world(definition);
    const box = [-700, -700, 900, 1_300] as const;
    const found = await outside.features(box);
    expect(found).toMatchObject({ kind: "value", value: inside.features(box).map((feature) => ({ ...feature })) });
    const view = { x: 40, y: 70, width: 100, height: 90, metresPerPixel: 10 };
    expect(await outside.render(view)).toMatchObject({ value: { rgb: inside.render(view).rgb } });
    expect(await outside.open()).toMatchObject({
      value: { attachments: [{ plugin: "plugin", hash: plugin.hash, hooks: expect.arrayContaining(["features", "elevation"]) }] },
    });
  });

  test("a plugin that faults is passed over with a notice", async () => {
    const { definition, plugin } = worldOf(
      "from wgen import param\ntall: float = param(1.0)\n\ndef elevation(x: float, y: float, prev: float) -> float:\n    if abs(x - 705.0) + abs(y - 705.0) < 30.0:\n        return prev / (tall - 120.0)\n    return prev\n",
    );
    const spent = { plugin: plugin.hash, fuel: 0, peakBytes: 0 };
    watchRuns((hash, run) => {
      if (hash !== plugin.hash) return;
      spent.fuel += run.fuelUsed;
      spent.peakBytes = Math.max(spent.peakBytes, run.peakBytes);
    });
    const inside = openDocument(definition.document, new Map([[plugin.hash, plugin]]));
    const outside = pool.world(definition);
    const answer = await outside.chunk(1, 1);
    const { elevation } = inside.chunk(1, 1);
    const fault = inside.notices()[0]!.notice.fault;
    expect(answer).toMatchObject({ value: { elevation }, notices: [{ plugin: "plugin", hook: "elevation", fault }] });
    // What it cost, opening included, to the last unit; and nothing where the work is there already.
    make(inside.chunk(0, 0).elevation);
    make(inside.chunk(1, 1).colors);
    watchRuns(null);
    expect(answer).toMatchObject({ costs: [{ ...spent, fault }] });
    expect(await outside.chunk(1, 1)).toMatchObject({ kind: "value", costs: [] });
  });

  test("an attachment that cannot be is told, not thrown", async () => {
    const { definition } = worldOf(hills);
    const wrong = editDocument(definition.document, (draft) => {
      draft.attachments[0]!.mask = { kind: "biomes", names: ["Heath"] };
    }).document;
    expect(await pool.world({ ...definition, document: wrong }).open()).toMatchObject({
      kind: "misuse",
      message: expect.stringMatching(/mask/),
    });
    const older = { ...definition.document, engine: 0 };
    expect(await pool.world({ ...definition, document: older }).open()).toMatchObject({
      kind: "misuse",
      message: expect.stringMatching(/engine 0/),
    });
  });

  test("places that do not exist, and too many at once, are refused", async () => {
    const world = pool.world({ document: { ...newDocument("s"), sizeMetres: null }, sources: new Map() });
    for (const x of [-1, 0.5, NaN, 2 ** 31, 2 ** 53 + 1, 4_096]) {
      expect(await world.tile({ layer: "map", z: 12, x, y: 0 })).toMatchObject({ kind: "misuse" });
    }
    expect(await world.tile({ layer: "map", z: 99, x: 0, y: 0 })).toMatchObject({ kind: "misuse" });
    expect(await world.tile({ layer: "map", z: 0, x: 0, y: 0, size: 1e6 })).toMatchObject({ kind: "misuse" });
    expect(await world.tile({ layer: "constructor" as "map", z: 0, x: 0, y: 0 })).toMatchObject({ kind: "misuse" });
    expect(await world.features([-1e9, -1e9, 1e9, 1e9])).toMatchObject({ kind: "misuse", message: expect.stringMatching(/chunks/) });
    expect(await world.grid("elevation", { x0: 0, y0: 0, cols: 1e5, rows: 1e5 })).toMatchObject({ kind: "misuse" });
    expect(await world.point(Infinity, 0)).toMatchObject({ kind: "misuse" });
    expect(await world.chunk(2 ** 60, 0)).toMatchObject({ kind: "misuse" });
    expect(await world.render({ width: -5, height: NaN })).toMatchObject({ kind: "misuse" });
  });
});

test("nothing of all this was an error of ours", () => {
  expect(engineErrors).toEqual([]);
});
