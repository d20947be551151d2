// Names on pictures: labels of plugins and names of sites, the same whatever
// picture they are drawn into.

import { expect, test } from "vitest";
import { compile, openWorld, worldHost } from "wgen";
import type { Plugin } from "wgen";
import { placeNames } from "../src/world/namePlacing.ts";

function plugin(source: string): Plugin {
  const compiled = compile(source, { host: worldHost });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]!.message);
  return compiled;
}

const label = plugin(`from wgen import Cell, Color, Feature, Region
REACH: int = 60
def elevation(x: float) -> float:
    return 100.0
def color(c: Cell) -> Color:
    return Color(1.0, 1.0, 1.0)
def features(r: Region) -> list[Feature]:
    return [Feature("label", x, y, 120.0, 0.2, "Tol Mareth") for x, y in r.cells(640.0)]
`);

test("a label's strokes cross the borders of chunks and pictures", () => {
  const world = openWorld({ seed: "7", size: null, attachments: [{ plugin: label }] });
  const whole = world.render({ width: 64, height: 40, x: 0, y: 0 });
  const left = world.render({ width: 32, height: 40, x: -160, y: 0 });
  const row = (picture: { rgb: Uint8Array; width: number }, y: number) =>
    picture.rgb.subarray(y * picture.width * 3, y * picture.width * 3 + 96);
  for (let y = 0; y < 40; y++) expect(Buffer.from(row(left, y)).equals(Buffer.from(row(whole, y)))).toBe(true);
  expect(whole.rgb.filter((value) => value < 90).length).toBeGreaterThan(60);
  expect(world.notices()).toEqual([]);
});

test("a label keeps within the reach of its plugin, or tiles would cut it", () => {
  const source = (reach: number) => `from wgen import Cell, Color, Feature, Region
REACH: int = ${reach}
def color(c: Cell) -> Color:
    return Color(1.0, 1.0, 1.0)
def features(r: Region) -> list[Feature]:
    return [Feature("label", x, y, 9000.0, 0.0, "Tol Mareth") for x, y in r.cells(1280.0)]
`;
  const world = openWorld({ seed: "7", size: null, attachments: [{ plugin: plugin(source(40)) }] });
  const dark = (x: number) => world.render({ width: 8, height: 64, x, y: 0 }).rgb.filter((value) => value < 90).length;
  // Anchors stand 128 cells apart: no ink halfway, and ink by the anchors.
  expect(dark(640)).toBe(0);
  expect(dark(160) + dark(1120)).toBeGreaterThan(0);
});

test("names of sites make room for those of greater ones, at every place the same", () => {
  const site = (name: string, x: number, y: number, size: number) => ({ kind: "town", name, x, y, size });
  const [small, great, other, far] = [
    site("Abbey", 0, 0, 0.2),
    site("Bremen", 300, 0, 1),
    site("Coldwater", 600, 0, 0.5),
    site("D", 9e4, 0, 0),
  ];
  const names = placeNames({ sites: [small, great, other, far], roads: [] }, 100);
  expect([great, other, small, far].map((one) => names.get(one)).map((dy) => (dy === undefined ? 0 : Math.sign(dy)))).toEqual([
    1, -1, 0, 1,
  ]);
});

test("names of sites are written where they are asked for", () => {
  const world = openWorld({ seed: "7", atlasCells: 32 });
  const view = { width: 64, height: 64, metresPerPixel: 3200, places: true };
  const plain = world.render(view).rgb;
  expect(world.render({ ...view, names: false }).rgb).toEqual(plain);
  expect(world.render({ ...view, names: true }).rgb).not.toEqual(plain);
});

test("what cannot be drawn is left out", () => {
  const source = `from wgen import Feature, Region
def features(r: Region) -> list[Feature]:
    return [Feature("label", r.x0, r.y0, size, 1e300, "X" * 5000) for size in [1e300, -1.0, 0.0, 1e-300]]
`;
  const world = openWorld({ seed: "7", size: null, attachments: [{ plugin: plugin(source) }] });
  expect(world.render({ width: 8, height: 8 }).rgb).toHaveLength(192);
});

test("a legend names what there is with the colours of the picture, and stands where it hides least land", () => {
  const shore = plugin(`from wgen import Biome, Cell, Color
def elevation(x: float) -> float:
    return 100.0 if x < 320.0 else -100.0
def biome(c: Cell) -> Biome:
    return Biome("moss" if c.y < 160.0 else "lichen")
def color(c: Cell) -> Color:
    return Color(0.1, 0.2, 0.7) if c.elevation < 0.0 else Color(0.5, 0.6, 0.1)
`);
  const world = openWorld({ seed: "7", size: null, attachments: [{ plugin: shore }] });
  const view = { width: 400, height: 120, x: 0, y: 0 };
  const entries = world.legend(view);
  expect(entries.map(({ name, share }) => [name, share])).toEqual([
    ["sea", 0.42],
    ["moss", (232 * 76) / 48_000],
    ["lichen", (232 * 44) / 48_000],
  ]);
  expect(entries[0]!.rgb[2]).toBeGreaterThan(entries[0]!.rgb[0]);
  const [plain, named] = [world.render(view).rgb, world.render({ ...view, legend: true }).rgb];
  const changed = (left: number, right: number): number =>
    named.filter((value, k) => value !== plain[k] && Math.floor(k / 3) % 400 >= left && Math.floor(k / 3) % 400 < right).length;
  expect([changed(0, 232), changed(232, 400) > 20_000]).toEqual([0, true]);
  expect(openWorld({ seed: "7", size: null }).render({ ...view, width: 60, legend: true }).width).toBe(60);
});
