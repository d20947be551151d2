// Composition: what strength, mask and order promise holds to the bit, on one
// chunk, with one, two and three plugins.

import { describe, expect, test } from "vitest";
import { compile, openWorld, worldHost } from "wgen";
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

function open(...attachments: AttachmentOptions<Plugin>[]): World {
  return openWorld({ atlasCells: 32, seed: "composition", attachments });
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
  const before = open().chunk(0, 0).elevation;

  test("mix from what was before to the combined value", () => {
    const half = open({ plugin: raise, strength: 0.5 }).chunk(0, 0).elevation;
    half.forEach((metres, k) => expect(metres).toBeCloseTo(before[k]! + 50, 9));
    const lower = open({ plugin: bowl, combine: "min" }).chunk(0, 0).elevation;
    const alone = open({ plugin: bowl }).chunk(0, 0).elevation;
    lower.forEach((metres, k) => expect(metres).toBe(Math.min(before[k]!, alone[k]!)));
  });

  test("a height mask acts where it says, and feathers", () => {
    const sorted = [...before].toSorted((a, b) => a - b);
    const middle = sorted[sorted.length >> 1]!;
    const masked = open({ plugin: raise, mask: { kind: "height", min: middle } }).chunk(0, 0).elevation;
    masked.forEach((metres, k) => expect(metres).toBe(before[k]! >= middle ? before[k]! + 100 : before[k]!));
    const soft = open({ plugin: raise, mask: { kind: "height", min: middle, feather: 1e6 } }).chunk(0, 0).elevation;
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
