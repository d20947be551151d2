// Two worlds compared: nothing changed, each stage that may change a cell
// first, and the picture of it.

import { expect, test } from "vitest";
import { compile, type Plugin, worldHost } from "wgen";
import { differencePicture, stageColour } from "../src/output/difference.ts";
import { compareWorlds, isSameWorld, type WorldDifference } from "../src/world/difference.ts";
import type { WorldOptions } from "../src/world/world.ts";

function plugin(source: string): Plugin {
  const made = compile(source, { host: worldHost, fileName: "plugin.wgen" });
  if (!made.ok) throw new Error(made.diagnostics[0]?.message);
  return made;
}

const window = { x: 5000, y: -3000, width: 40, height: 30, cellSizeMetres: 10 };
const options = (...plugins: Plugin[]): WorldOptions => ({
  seed: "7",
  atlasCells: 32,
  attachments: plugins.map((each) => ({ plugin: each })),
});
const compare = (one: WorldOptions, other: WorldOptions): WorldDifference => compareWorlds(one, other, window);

test("a world is equal to itself, and a plugin that changes nothing changes nothing", () => {
  const same = plugin("def elevation(x: float, y: float, prev: float) -> float:\n    return prev\n");
  const { cells, first, mostMetres, features } = compare(options(), options(same));
  expect([...cells]).toEqual([]);
  expect(first.every((code) => code === 0)).toBe(true);
  expect({ mostMetres, features }).toEqual({ mostMetres: 0, features: { removed: 0, added: 0 } });
});

test("each cell counts for the stage that changed it first", () => {
  const raised = plugin("def elevation(x: float, y: float, prev: float) -> float:\n    return prev + 2.5 if x < 5000.0 else prev\n");
  const red = plugin(
    'from wgen import Cell, Color\n\n\ndef color(c: Cell, prev: Color) -> Color:\n    return Color("#ff0000") if c.y < -3000.0 else prev\n',
  );
  const higher = compare(options(), options(raised));
  expect(higher.cells.get("shape")).toBe(20 * 30);
  expect(higher.first[0]).toBe(1);
  expect(higher.mostMetres).toBeGreaterThan(2);
  const painted = compare(options(), options(red));
  expect([...painted.cells]).toEqual([["look", 40 * 15]]);
  expect([painted.first[0], painted.first.at(-1)]).toEqual([6, 0]);
  const eroded = plugin("from wgen import Grid, Region\n\nHALO: int = 0\n\n\ndef erode(h: Grid, r: Region) -> Grid:\n    return h + 1.0\n");
  expect(compare(options(), options(eroded)).cells.get("detail")).toBe(40 * 30);
  const warm = plugin(
    "from wgen import Cell, Climate\n\n\ndef climate(c: Cell, prev: Climate) -> Climate:\n    return Climate(prev.temperature + 3.0, prev.moisture)\n",
  );
  expect([...compare(options(), options(warm)).cells.keys()]).toEqual(["climate"]);
});

test("sites, roads and drawings count too", () => {
  const none = { removed: 0, added: 0 };
  const towns = plugin(
    'from wgen import Atlas, Site\n\n\ndef sites(a: Atlas) -> list[Site]:\n    return [Site("town", 0.0, 0.0, 1.0, "Aa")]\n',
  );
  const named = compare(options(), options(towns));
  expect(named).toMatchObject({ sites: { removed: 0, added: 1 }, features: none });
  expect([named.cells.size, isSameWorld(named), isSameWorld(compare(options(towns), options(towns)))]).toEqual([0, false, true]);
  const line = plugin("from wgen import Canvas\n\n\ndef draw(cv: Canvas) -> None:\n    cv.line(0.0, 0.0, 10.0, 10.0)\n");
  const drawn = compare(options(), options(line));
  expect([drawn.cells.size, drawn.drawings > 0, isSameWorld(drawn)]).toEqual([0, true, false]);
});

test("the picture shows the stage's colour where a cell changed", () => {
  const raised = plugin("def elevation(x: float, y: float, prev: float) -> float:\n    return prev + 2.5 if x < 5000.0 else prev\n");
  const picture = differencePicture(compare(options(), options(raised)), 10);
  expect(picture).toMatchObject({ width: 40, height: 30 });
  const [r = 0, g = 0, b = 0] = picture.rgb;
  expect(r).toBeGreaterThan(g);
  expect(g).toBeGreaterThan(b);
  expect(stageColour("shape")).toBe("#d55e00");
});
