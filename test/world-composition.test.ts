// Composition: what strength, mask and order promise holds to the bit, on one
// chunk, with one, two and three plugins.

import { describe, expect, test } from "vitest";
import { compile, openWorld, stageTable, worldHost } from "wgen";
import type { AttachmentOptions, Plugin, World } from "wgen";

function plugin(source: string): Plugin {
  const compiled = compile(source, { host: worldHost, fileName: "test.wgen" });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics.map((d) => d.message)));
  return compiled;
}

const raise = plugin("def elevation(prev: float) -> float:\n    return prev + 100.0\n");
const bowl = plugin("def elevation(x: float, y: float) -> float:\n    return (x * x + y * y) / 1000.0\n");
const paint = plugin(
  'from wgen import Climate, Color\ndef climate(prev: Climate) -> Climate:\n    return Climate(prev.temperature + 5.0, 0.25)\ndef color(prev: Color) -> Color:\n    return Color("#804020")\n',
);
const woods = plugin('from wgen import Biome, Cell\ndef biome(c: Cell) -> Biome:\n    return Biome("woods")\n');

const painter = plugin("from wgen import Color\ndef color() -> Color:\n    return Color(0.125, 0.25, 0.5)\n");

function open(...attachments: AttachmentOptions<Plugin>[]): World {
  return openWorld({ atlasCells: 32, seed: "composition", attachments });
}

/** Without an atlas: no river moves where land is raised. */
function dry(...attachments: AttachmentOptions<Plugin>[]): World {
  return openWorld({ size: null, seed: "composition", attachments });
}

/** Every value of chunk (0, 0), as bytes and names. */
function print(world: World): string {
  const { surface, colors } = world.chunk(0, 0);
  const columns = [surface.elevation, surface.temperature, surface.moisture, colors.r, colors.g, colors.b];
  const biomes = [...surface.biome.codes].map((code) => surface.biome.values[code]!.name);
  return [...columns.map((column) => Buffer.from(column.buffer).toString("base64")), biomes.join()].join("\n");
}

const plain = print(open());

describe("an attachment without effect equals none, bit for bit", () => {
  const plugins = [raise, bowl, paint, woods];

  test("at strength 0, and outside its mask", () => {
    for (const one of plugins) {
      expect(print(open({ plugin: one, strength: 0 }))).toBe(plain);
      expect(print(open({ plugin: one, mask: { kind: "height", min: 1e6 } }))).toBe(plain);
      expect(
        print(
          open({
            plugin: one,
            mask: {
              kind: "polygon",
              points: [
                [9e5, 9e5],
                [9.1e5, 9e5],
                [9e5, 9.1e5],
              ],
            },
          }),
        ),
      ).toBe(plain);
      expect(print(open({ plugin: one, enabled: false }))).toBe(plain);
    }
  });

  test("beside two others, in every place", () => {
    for (const [first, second] of [
      [raise, bowl],
      [bowl, raise],
      [paint, woods],
    ] as const) {
      const two = print(open({ plugin: first }, { plugin: second }));
      for (let place = 0; place < 3; place++) {
        const three: AttachmentOptions<Plugin>[] = [{ plugin: first }, { plugin: second }];
        three.splice(place, 0, { plugin: bowl, strength: 0 });
        expect(print(open(...three))).toBe(two);
      }
    }
  });
});

describe("three plugins in every order", () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  const three = [raise, bowl, paint];

  test.each(orders)("%i %i %i: one of no effect is as none, one that replaces in the end stands alone", (...order) => {
    const plugins = order.map((k) => three[k]!);
    for (let idle = 0; idle < 3; idle++) {
      const without = print(open(...plugins.filter((_, k) => k !== idle).map((one) => ({ plugin: one }))));
      expect(print(open(...plugins.map((one, k) => ({ plugin: one, strength: k === idle ? 0 : 1 }))))).toBe(without);
      const outside = { kind: "height", min: 1e9 } as const;
      expect(print(open(...plugins.map((one, k) => (k === idle ? { plugin: one, mask: outside } : { plugin: one }))))).toBe(without);
    }
    const alone = open({ plugin: bowl }).chunk(0, 0).elevation;
    expect([...open(...plugins.map((one) => ({ plugin: one })), { plugin: bowl }).chunk(0, 0).elevation]).toEqual([...alone]);
  });
});

describe("replace at full strength equals the plugin alone", () => {
  test("whatever stood before it", () => {
    const alone = open({ plugin: bowl }).chunk(0, 0).elevation;
    const cells = open().chunk(0, 0).surface;
    expect([...alone]).toEqual([...cells.x].map((x, k) => (x * x + cells.y[k]! * cells.y[k]!) / 1000));
    expect([...open({ plugin: raise }, { plugin: bowl }).chunk(0, 0).elevation]).toEqual([...alone]);
  });

  test("and the order of plugins counts", () => {
    const later = open({ plugin: bowl }, { plugin: raise }).chunk(0, 0).elevation;
    expect([...later]).toEqual([...open({ plugin: bowl }).chunk(0, 0).elevation].map((metres) => metres + 100));
  });
});

describe("strength, combine and mask", () => {
  const before = dry().chunk(0, 0).elevation;

  test("mix from what was before to the combined value", () => {
    const half = dry({ plugin: raise, strength: 0.5 }).chunk(0, 0).elevation;
    half.forEach((metres, k) => expect(metres).toBeCloseTo(before[k]! + 50, 9));
    const lower = dry({ plugin: bowl, combine: "min" }).chunk(0, 0).elevation;
    const alone = dry({ plugin: bowl }).chunk(0, 0).elevation;
    lower.forEach((metres, k) => expect(metres).toBe(Math.min(before[k]!, alone[k]!)));
  });

  test("a height mask acts where it says, and feathers", () => {
    const sorted = [...before].toSorted((a, b) => a - b);
    const middle = sorted[sorted.length >> 1]!;
    const masked = dry({ plugin: raise, mask: { kind: "height", min: middle } }).chunk(0, 0).elevation;
    masked.forEach((metres, k) => expect(metres).toBe(before[k]! >= middle ? before[k]! + 100 : before[k]!));
    const soft = dry({ plugin: raise, mask: { kind: "height", min: middle, feather: 1e6 } }).chunk(0, 0).elevation;
    soft.forEach((metres, k) => expect(metres).toBeGreaterThan(before[k]!));
  });

  test("discrete values are chosen by place, about as often as the strength says", () => {
    const { codes, values } = open({ plugin: woods, strength: 0.25 }).chunk(0, 0).surface.biome;
    const share = codes.filter((code) => values[code]!.name === "woods").length / codes.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.3);
  });

  test("a mask that reads what a later stage makes is refused", () => {
    expect(() => open({ plugin: raise, mask: { kind: "slope", min: 1 } })).toThrow(/slope mask cannot limit the hook elevation/);
    expect(() => open({ plugin: woods, mask: { kind: "biomes", names: ["sea"] } })).toThrow(/biomes mask/);
    expect(() => open({ plugin: raise, strength: 1.5 })).toThrow(RangeError);
  });
});

describe("masks of every kind", () => {
  const square = (reach: number): readonly (readonly [number, number])[] => [
    [-reach, -reach],
    [reach, -reach],
    [reach, reach],
    [-reach, reach],
  ];
  const before = open().chunk(0, 0).surface;
  const weather = plugin(
    "from wgen import Climate\ndef climate(prev: Climate) -> Climate:\n    return Climate(prev.temperature + 5.0, prev.moisture)\n",
  );
  const names = [...before.biome.codes].map((code) => before.biome.values[code]!.name);

  test.each<[string, Plugin, NonNullable<AttachmentOptions<Plugin>["mask"]>, (k: number) => boolean]>([
    ["a slope", weather, { kind: "slope", min: 0.05 }, (k) => before.slope[k]! >= 0.05],
    ["a height", weather, { kind: "height", max: before.elevation[2000]! }, (k) => before.elevation[k]! <= before.elevation[2000]!],
    ["a polygon", weather, { kind: "polygon", points: square(300) }, (k) => before.x[k]! < 300 && before.y[k]! < 300],
    ["a layer of the atlas", weather, { kind: "layer", layer: "rain", max: 2 }, () => true],
    ["a layer's value", weather, { kind: "layer", layer: "elevation", min: 1e6 }, () => false],
    ["biomes", paint, { kind: "biomes", names: [names[0]!] }, (k) => names[k] === names[0]],
  ])("%s", (_, one, mask, isInside) => {
    const world = open({ plugin: mask.kind === "biomes" ? painter : one, mask });
    const { surface, colors } = world.chunk(0, 0);
    const plainColors = open().chunk(0, 0).colors;
    for (let k = 0; k < before.x.length; k += 7) {
      if (mask.kind === "biomes") expect(colors.r[k] === plainColors.r[k]).toBe(!isInside(k));
      else expect(surface.temperature[k]).toBe(before.temperature[k]! + (isInside(k) ? 5 : 0));
    }
    expect(world.notices()).toEqual([]);
  });

  test("what a mask reads must be there: later stages are refused, and an atlas where there is none", () => {
    const layer = { kind: "layer", layer: "flow", min: 1 } as const;
    expect(() => open({ plugin: raise, mask: layer })).toThrow("a layer mask cannot limit the hook elevation");
    expect(() => openWorld({ seed: "1", size: null, attachments: [{ plugin: painter, mask: layer }] })).toThrow(
      /a world without end has none/,
    );
    const towns = plugin('from wgen import Atlas, Site\ndef sites(a: Atlas) -> list[Site]:\n    return [Site("town", 0.0, 0.0)]\n');
    expect(() => open({ plugin: towns, mask: { kind: "biomes", names: ["sea"] } })).toThrow("a biomes mask cannot limit the hook sites");
  });

  test("features far from their chunk are left out with a notice, those moved over its edge without", () => {
    const far = plugin(
      'from wgen import Feature, Region\ndef features(r: Region) -> list[Feature]:\n    return [Feature("stone", 1.0, 2.0)]\n',
    );
    const near = plugin(
      'from wgen import Feature, Region\ndef features(r: Region) -> list[Feature]:\n    return [Feature("stone", r.x0 - 1.0, r.y0)]\n',
    );
    const told = (world: World): string[] => {
      expect(world.chunk(3, 3).features).toEqual([]);
      return world.notices().map(({ notice: { hook, fault } }) => `${hook} ${fault.code} ${fault.message}`);
    };
    expect(told(open({ plugin: far }))).toEqual([
      expect.stringContaining("features WG523 ValueError: the feature at x=1, y=2 lies far outside"),
    ]);
    expect(told(open({ plugin: near }))).toEqual([]);
  });

  test("names and refused features keep to them too", () => {
    const source = `from wgen import Atlas, Feature, Region, Site
def sites(a: Atlas) -> list[Site]:
    return [Site("town", -500.0, 0.0), Site("town", 500.0, 0.0)]
def features(r: Region) -> list[Feature]:
    return [Feature("stone", x, y) for x, y in r.cells(100.0)]
`;
    const east: readonly (readonly [number, number])[] = [
      [300, -9e9],
      [9e9, -9e9],
      [9e9, 9e9],
      [300, 9e9],
    ];
    const both = [
      { plugin: plugin(source) },
      {
        plugin: plugin('def name(prev: str) -> str:\n    return "East"\ndef keep_feature() -> bool:\n    return False\n'),
        mask: { kind: "polygon", points: east },
      },
    ] as const;
    const world = open(...both);
    const own = world.sites().filter(({ y }) => y === 0);
    expect(own.filter(({ name }) => name === "East").map(({ x }) => x)).toEqual([500]);
    const { features } = world.chunk(0, 0);
    expect(features.length).toBeGreaterThan(5);
    expect(features.every(({ x }) => x < 300)).toBe(true);
  });
});

describe("plugins that fault", () => {
  const faulty = plugin(
    "from wgen import Grid, Region\ndef elevation(x: float, prev: float) -> float:\n    assert x < 300.0\n    return prev + 10.0\ndef erode(h: Grid, r: Region) -> Grid:\n    assert False\n    return h\ndef reshape(h: Grid) -> Grid:\n    assert False\n    return h\n",
  );

  test("are passed over: a cell, a chunk, the world; with a notice of plugin, line and place", () => {
    const before = dry().chunk(0, 0).surface;
    const low = plugin("def elevation(x: float, prev: float) -> float:\n    assert x < 300.0\n    return prev + 10.0\n");
    const { elevation } = dry({ plugin: low }).chunk(0, 0);
    const world = open({ plugin: faulty });
    void world.chunk(0, 0).elevation;
    elevation.forEach((metres, k) => expect(metres).toBeCloseTo(before.elevation[k]! + (before.x[k]! < 300 ? 10 : 0), 6));
    const told = world.notices().map(({ notice }) => [notice.plugin, notice.hook, notice.fault.line]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["test", "elevation", 3],
        ["test", "erode", 6],
        ["test", "reshape", 9],
      ]),
    );
    expect(world.notices().find(({ notice }) => notice.hook === "elevation")!.notice.x).toBeGreaterThan(300);
  });

  test("and those after them act as if they were not there", () => {
    expect([...open({ plugin: faulty }, { plugin: bowl }).chunk(0, 0).elevation]).toEqual([
      ...open({ plugin: bowl }).chunk(0, 0).elevation,
    ]);
  });
});

describe("the table of stages", () => {
  test("says who acts, who is off, and whom a later plugin hides", () => {
    const rows = stageTable([{ plugin: raise }, { plugin: bowl }, { plugin: paint, enabled: false }, { plugin: raise, strength: 0.5 }]);
    const shown = rows.map(({ hook, joining, plugins }) => [
      hook,
      joining,
      ...plugins.map(({ effect, hiddenBy }) => (hiddenBy === null ? effect : `hidden by ${hiddenBy}`)),
    ]);
    expect(shown).toEqual([
      ["elevation", "folded", "hidden by 1", "acts", "acts in part"],
      ["climate", "folded", "off"],
      ["color", "folded", "off"],
    ]);
  });

  test("of several plugins that make the water, the last one stands", () => {
    const water = plugin(
      "from wgen import Drainage, Grid\nimport flow\ndef hydrology(h: Grid, rain: Grid) -> Drainage:\n    assert False\n    return Drainage(h, flow.d8(h), h, h, [])\n",
    );
    expect(stageTable([{ plugin: water }, { plugin: water }])).toMatchObject([
      { hook: "hydrology", plugins: [{ effect: "hidden", hiddenBy: 1 }, { effect: "acts" }] },
    ]);
    expect(stageTable([{ plugin: water }, { plugin: water, mask: { kind: "height", min: 200 } }])).toMatchObject([
      { hook: "hydrology", plugins: [{ effect: "acts" }, { effect: "acts in part" }] },
    ]);
  });
});

describe("water in a part of the world", () => {
  const west = {
    kind: "polygon",
    points: [
      [-2e5, -2e5],
      [0, -2e5],
      [0, 2e5],
      [-2e5, 2e5],
    ],
  } as const;
  const dried = plugin(`import numpy as np
from wgen import Drainage, Grid
def hydrology(h: Grid, rain: Grid) -> Drainage:
    n, m = h.shape
    own = np.zeros((n, m), int)
    for i in range(n):
        for j in range(m):
            own[i, j] = i * m + j
    return Drainage(h, own, h * 0.0, h * 0.0, [])
`);
  const widened = plugin(
    "from wgen import River\ndef refine_rivers(rivers: list[River]) -> list[River]:\n    return [River(r.points, [2.0 * v for v in r.widths], r.levels) for r in rivers]\n",
  );
  const plainAtlas = open().atlas()!;
  const isWest = (k: number): boolean => k % plainAtlas.cells < plainAtlas.cells / 2;

  test("inside a mask it is the plugin's, outside what it was; rivers go with their springs", () => {
    const atlas = open({ plugin: dried, mask: west }).atlas()!;
    expect(atlas.flow.every((value, k) => value === (isWest(k) ? 0 : plainAtlas.flow[k]))).toBe(true);
    expect(atlas.receiver.every((cell, k) => cell === (isWest(k) ? k : plainAtlas.receiver[k]))).toBe(true);
    expect(atlas.rivers).toEqual(plainAtlas.rivers.filter(({ points }) => points[0]![0] >= 0));
    expect(atlas.rivers.length).toBeLessThan(plainAtlas.rivers.length);
    expect(open({ plugin: dried, mask: { kind: "height", min: 1e6 } }).atlas()!.elevation).toEqual(plainAtlas.elevation);
  });

  test("at half strength whole basins change, and no water runs in a ring", () => {
    const { receiver, flow } = open({ plugin: dried, strength: 0.5 }).atlas()!;
    const root = (start: number): number => {
      let cell = start;
      for (let steps = 0; plainAtlas.receiver[cell] !== cell && steps < receiver.length; steps++) cell = plainAtlas.receiver[cell]!;
      return cell;
    };
    const choice = new Map<number, boolean>();
    for (let k = 0; k < receiver.length; k++) {
      if (plainAtlas.receiver[k] === k) continue;
      const isDried = receiver[k] === k;
      expect(choice.get(root(k)) ?? isDried).toBe(isDried);
      choice.set(root(k), isDried);
    }
    expect(new Set(choice.values()).size).toBe(2);
    expect(flow.filter((value) => value === 0).length).toBeGreaterThan(plainAtlas.flow.filter((value) => value === 0).length);
    for (let k = 0; k < receiver.length; k++) {
      let cell = k;
      for (let steps = 0; steps <= receiver.length && receiver[cell] !== cell; steps++) cell = receiver[cell]!;
      expect(receiver[cell]).toBe(cell);
    }
  });

  test("refine_rivers gets the rivers of its mask, and gives no others", () => {
    const { rivers } = open({ plugin: widened, mask: west }).atlas()!;
    const widthOf = new Map(rivers.map(({ points, widths }) => [String(points[0]), widths[0]!]));
    for (const { points, widths } of plainAtlas.rivers) {
      expect(widthOf.get(String(points[0]))).toBe(points[0]![0] < 0 ? 2 * widths[0]! : widths[0]!);
    }
    expect(open({ plugin: widened, mask: { kind: "height", min: 1e6 } }).atlas()!.rivers).toEqual(plainAtlas.rivers);
  });
});

test("a world without end takes no hooks of the atlas, and says so", () => {
  const rainy = plugin("from wgen import Grid\ndef rain(h: Grid, prev: Grid) -> Grid:\n    return prev\n");
  expect(() => dry({ plugin: rainy })).toThrow("the hook rain works on the atlas, and a world without end has none");
  expect(dry({ plugin: rainy, enabled: false }).notices()).toEqual([]);
});

test("masks that are none are refused by name", () => {
  for (const mask of [{ kind: "heigth" }, { kind: "height", min: Number.NaN }, { kind: "layer", layer: "snow" }, null]) {
    expect(() => dry({ plugin: raise, mask: mask as never })).toThrow(RangeError);
  }
});

test("what is no height is passed over, cell by cell", () => {
  const wild = plugin(
    "def elevation(x: float, prev: float) -> float:\n    return x / 0.5 if x < 320.0 else 1e300 * (1e300 if x < 330.0 else 1.0)\n",
  );
  const world = dry({ plugin: wild });
  const { elevation } = world.chunk(0, 0);
  const before = dry().chunk(0, 0).elevation;
  expect([elevation[0], elevation[32], elevation[33]]).toEqual([10, before[32], before[33]]);
  expect(world.notices().map(({ notice }) => notice.fault.message)).toContain("ValueError: elevation returned inf, which is no height");
  expect(elevation.every(Number.isFinite)).toBe(true);
});
