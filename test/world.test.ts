// The world: the same bytes in whatever order it is asked, seams, faults
// passed over, features owned by one chunk, base maps, documents.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkSeams, compile, openWorld, worldHost } from "wgen";
import type { Plugin, World } from "wgen";
import { editDocument, newDocument, patchDocument } from "../src/world/document.ts";

function plugin(source: string): Plugin {
  const compiled = compile(source, { host: worldHost, fileName: "test.wgen" });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics.map((d) => d.message)));
  return compiled;
}

function example(name: string): Plugin {
  return plugin(readFileSync(new URL(`../examples/${name}.wgen`, import.meta.url), "utf8"));
}

function bytes(world: World, cx: number, cy: number): string {
  const { surface, colors } = world.chunk(cx, cy);
  return [surface.elevation, surface.moisture, colors.g].map((column) => Buffer.from(column.buffer).toString("base64")).join();
}

describe("order", () => {
  test("all 24 orders of four chunks give the same bytes", () => {
    const attachments = [{ plugin: plugin("def elevation(x: float, prev: float) -> float:\n    return prev + x / 7.0\n") }];
    const corners = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const;
    const expected = corners.map(([cx, cy]) => bytes(openWorld({ atlasCells: 32, seed: "order", attachments }), cx, cy));
    for (const order of permutations([0, 1, 2, 3])) {
      const world = openWorld({ atlasCells: 32, seed: "order", attachments });
      const made = new Map(order.map((k) => [k, bytes(world, corners[k]![0], corners[k]![1])]));
      expect([0, 1, 2, 3].map((k) => made.get(k))).toEqual(expected);
    }
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

const smooth = (halo: number): Plugin =>
  plugin(
    `from wgen import Grid, Region\nHALO: int = ${halo}\ndef erode(h: Grid, r: Region) -> Grid:\n    rows, columns = h.shape\n    for step in range(4):\n        g = h.copy()\n        for i in range(1, rows - 1):\n            for j in range(1, columns - 1):\n                g[i, j] = 0.2 * (h[i, j] + h[i - 1, j] + h[i + 1, j] + h[i, j - 1] + h[i, j + 1])\n        h = g\n    return h\n`,
  );

describe("the seam check", () => {
  test("finds a sufficient halo sufficient", () => {
    const report = checkSeams({ atlasCells: 32, seed: "7", attachments: [{ plugin: smooth(4) }] });
    expect(report).toMatchObject({ seamless: true, differing: 0, compared: 4 * 64 * 64 });
  });

  test("says which cells differ where the halo is too small", () => {
    const report = checkSeams({ atlasCells: 32, seed: "7", attachments: [{ plugin: smooth(1) }] });
    expect(report.seamless).toBe(false);
    expect(report.examples[0]).toMatchObject({ stage: "elevation" });
    expect(report.differing).toBeGreaterThan(200);
  });

  test("passes on cell hooks and on features across borders", () => {
    expect(checkSeams({ atlasCells: 32, seed: "3", attachments: [{ plugin: example("forest") }] }).seamless).toBe(true);
  });
});

describe("a plugin that faults is passed over", () => {
  test("cell by cell: what was before stands, with a notice that names line and place", () => {
    const bad = plugin("def elevation(x: float, prev: float) -> float:\n    return prev + 1.0 / (0.0 if x > 320.0 else 1.0)\n");
    const world = openWorld({ size: null, seed: "fault", attachments: [{ plugin: bad }] });
    const before = openWorld({ size: null, seed: "fault" }).chunk(0, 0).elevation;
    const { x, elevation } = world.chunk(0, 0).surface;
    elevation.forEach((metres, k) => expect(metres).toBe(x[k]! > 320 ? before[k]! : before[k]! + 1));
    const [first] = world.notices();
    expect(first?.notice).toMatchObject({ hook: "elevation", fault: { code: "WG503", line: 2 } });
    expect(first?.count).toBeGreaterThan(1000);
  });

  test("a chunk hook for its chunk", () => {
    const bad = plugin("from wgen import Grid\ndef erode(h: Grid) -> Grid:\n    h[100000, 0] = 1.0\n    return h\n");
    const world = openWorld({ atlasCells: 32, seed: "fault", attachments: [{ plugin: bad }] });
    expect(bytes(world, 0, 0)).toBe(bytes(openWorld({ atlasCells: 32, seed: "fault" }), 0, 0));
    expect(world.notices()[0]!.notice.fault.message).toMatch(/^IndexError/);
  });
});

describe("features", () => {
  test("belong to the chunk that owns their anchor, and to one only", () => {
    const world = openWorld({ atlasCells: 32, seed: "7", attachments: [{ plugin: example("forest") }] });
    const all = world.features([-640, -640, 640, 640]);
    const byChunk = [
      [-1, -1],
      [0, -1],
      [-1, 0],
      [0, 0],
    ].flatMap(([cx, cy]) => [...world.chunk(cx!, cy!).features]);
    expect(all.length).toBeGreaterThan(10);
    expect(new Set(all.map(({ x, y }) => `${x} ${y}`)).size).toBe(all.length);
    expect(byChunk.length).toBe(all.length);
    for (const { x, y } of world.chunk(0, 0).features) expect(x >= 0 && x < 640 && y >= 0 && y < 640).toBe(true);
  });

  test("are thinned by strength", () => {
    const count = (strength: number) =>
      openWorld({ atlasCells: 32, seed: "7", attachments: [{ plugin: example("forest"), strength }] }).features([-640, -640, 640, 640])
        .length;
    expect(count(0.5)).toBeLessThan(count(1) * 0.65);
    expect(count(0.5)).toBeGreaterThan(count(1) * 0.35);
  });
});

describe("a base map", () => {
  test("stands where it reaches, exactly at its samples", () => {
    const base = { width: 2, height: 2, values: Float64Array.of(10, 20, 30, 40), spacingMetres: 1000 };
    const world = openWorld({ atlasCells: 32, seed: "base", base, cellSize: 1000 });
    const { x, y, elevation } = world.chunk(0, 0).surface;
    const at = x.findIndex((value, k) => value === 500 && y[k] === 500);
    expect(elevation[at]).toBe(40);
    const far = x.findIndex((value, k) => value === 1500 && y[k] === 500);
    expect(elevation[far]).toBe(openWorld({ atlasCells: 32, seed: "base", cellSize: 1000 }).chunk(0, 0).elevation[far]);
  });
});

describe("the world document", () => {
  test("an edit can be undone and done again by its patches", () => {
    const first = newDocument("hello");
    const edit = editDocument(first, (draft) => {
      draft.seed = "other";
      draft.attachments.push({
        plugin: "0".repeat(64),
        enabled: true,
        strength: 0.5,
        combine: "add",
        mask: { kind: "everywhere" },
        salt: "",
        parameters: [["height", 3]],
      });
    });
    expect(edit.document.attachments).toHaveLength(1);
    expect(patchDocument(edit.document, edit.inverse)).toEqual(first);
    expect(patchDocument(first, edit.patches)).toEqual(edit.document);
    expect(first.seed).toBe("hello");
  });
});

describe("prepare", () => {
  const source = (top: string) =>
    `from dataclasses import dataclass\nfrom wgen import World\n\n\n@dataclass\nclass Setup:\n    top: float\n    steps: list[float]\n\n\ndef prepare(w: World) -> Setup:\n    return Setup(${top}, [1.0, 2.0])\n\n\ndef elevation(prev: float, s: Setup) -> float:\n    return s.top + s.steps[1]\n`;

  test("makes once what later hooks take", () => {
    const world = openWorld({ atlasCells: 32, seed: "1", attachments: [{ plugin: plugin(source("100.0")) }] });
    expect(new Set(world.chunk(1, 1).elevation)).toEqual(new Set([102]));
  });

  test("passes the plugin over where it faults", () => {
    const world = openWorld({ atlasCells: 32, seed: "1", attachments: [{ plugin: plugin(source("1.0 / (w.sea_level * 0.0)")) }] });
    expect(bytes(world, 0, 0)).toBe(bytes(openWorld({ atlasCells: 32, seed: "1" }), 0, 0));
    expect(world.notices()[0]?.notice).toMatchObject({ hook: "prepare", fault: { code: "WG503" } });
  });
});
