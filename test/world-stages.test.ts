// Which stages of a world are computed, and which are there already: moving a
// slider runs again only what reads it, and what comes after that.

import { beforeEach, describe, expect, test } from "vitest";
import { compile, openWorld, worldHost } from "wgen";
import type { AttachmentOptions, Plugin, World, WorldOptions } from "wgen";
import { forgetStages } from "../src/world/stageCache.ts";

function plugin(source: string): Plugin {
  const compiled = compile(source, { host: worldHost, fileName: "test.wgen" });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics.map((d) => d.message)));
  return compiled;
}

const sliders = plugin(`
from wgen import Atlas, Biome, Cell, Climate, Color, Grid, Site, param

low: float = param(0.0)
raised: float = param(0.0)
wet: float = param(0.5, min=0.0, max=1.0)
hot: float = param(20.0)
ocean: str = param("sea")
red: float = param(0.5, min=0.0, max=1.0)
towns: int = param(1, min=0, max=3)
idle: float = param(1.0)
twice: float = param(1.0)


def helper(v: float) -> float:
    return v + low


class Held:
    def __init__(self, amount: float) -> None:
        self.amount = amount

    def total(self) -> float:
        return self.amount + raised


def elevation(prev: float) -> float:
    return helper(prev)


def reshape(h: Grid) -> Grid:
    return h + Held(1.0).total()


def rain(h: Grid, prev: Grid) -> Grid:
    return prev * 0.0 + wet


def climate(prev: Climate) -> Climate:
    by = lambda: hot
    return Climate(by(), prev.moisture)


def biome(c: Cell) -> Biome:
    return Biome(ocean)


def color(prev: Color) -> Color:
    return Color(red, prev.g, prev.b)


def sites(a: Atlas) -> list[Site]:
    return [Site("town", 100.0 * i, 0.0) for i in range(towns)]
`);

const paint = plugin(
  "from wgen import Color, param\nblue: float = param(0.5)\ndef color(prev: Color) -> Color:\n    return Color(0.0, 0.0, blue)\n",
);

let runs: string[] = [];

function open(attachments: AttachmentOptions<Plugin>[], settings: Partial<WorldOptions> = {}): World {
  return openWorld({
    seed: "stages",
    atlasCells: 16,
    size: 6400,

    attachments,
    onStage: (stage) => runs.push(stage),
    ...settings,
  });
}

/** Everything of one chunk, and the places; then the stages that ran for it. */
function ask(world: World): string[] {
  runs = [];
  const chunk = world.chunk(0, 0);
  void [chunk.colors, chunk.features, world.sites(), world.roads()];
  return [...new Set(runs)].toSorted();
}

const moved = (params: object, more: AttachmentOptions<Plugin>[] = []): string[] =>
  ask(open([{ plugin: sliders, params: { ...params } }, ...more]));

describe("what a hook can read is known before it runs", () => {
  test("through calls, methods and closures", () => {
    const reads = (hook: string) => sliders.parameterReads.get(hook);
    expect(["elevation", "reshape", "rain", "climate", "biome", "color", "sites"].map(reads)).toEqual([
      ["low"],
      ["raised"],
      ["wet"],
      ["hot"],
      ["ocean"],
      ["red"],
      ["towns"],
    ]);
  });

  test("what the module body reads counts for every hook, and is read there", () => {
    const body = plugin(
      "from wgen import param\nhalf: float = param(2.0)\nother: float = param(1.0)\nown = half / 2.0\ndef elevation(prev: float) -> float:\n    return prev * own\ndef warp(x: float, y: float) -> tuple[float, float]:\n    return (x + other, y)\n",
    );
    expect(Object.fromEntries(body.parameterReads)).toEqual({ elevation: ["half"], warp: ["half", "other"] });
    expect(body.call("elevation", { prev: 5 }, { params: { half: 6 } })).toMatchObject({ ok: true, value: 15 });
  });
});

describe("moving one slider runs", () => {
  const look = ["look"];
  const biome = ["biome", ...look];
  const climate = ["biome", "climate", ...look];
  const places = ["names", "roads", "sites"];
  const ground = [...climate, "detail", ...places];
  const everything = [...ground, "atlas", "hydrology", "rain", "reshape", "shape"];

  beforeEach(() => {
    forgetStages();
    moved({});
  });

  test.each<[string, object, string[]]>([
    ["nothing, where no hook reads it", { idle: 3, twice: 5 }, []],
    ["the look alone", { red: 0.25 }, look],
    ["biomes and what follows", { ocean: "deep" }, biome],
    ["the climate and what follows", { hot: 30 }, climate],
    ["rain, water and what follows", { wet: 0.25 }, [...ground, "atlas", "hydrology", "rain"]],
    ["the whole atlas but for its shape", { raised: 50 }, everything.filter((stage) => stage !== "shape")],
    ["all but the first land", { low: 50 }, everything],
    ["places alone", { towns: 2 }, places],
  ])("%s", (_, params, stages) => {
    expect(moved(params)).toEqual(stages.toSorted());
    expect(moved(params)).toEqual([]);
  });

  test("and of several plugins, only from the one that reads it", () => {
    const both = (blue: number): string[] => moved({}, [{ plugin: paint, params: { blue } }]);
    expect(both(0.5)).toEqual(look);
    expect(both(0.75)).toEqual(look);
    expect(moved({ wet: 0.5 }, [{ plugin: paint, params: { blue: 0.75 } }])).toEqual([]);
  });
});

describe("what is reused is what would be computed", () => {
  const print = (world: World): unknown[] => {
    const { surface, colors } = world.chunk(0, 0);
    return [surface, colors, world.sites(), world.atlas()!.rain];
  };

  test("whatever slider was moved, in whatever order", () => {
    const settings = [
      {},
      { red: 0.1 },
      { wet: 0.9 },
      { red: 0.1, wet: 0.9 },
      { low: 9 },
      { low: 9, hot: 1 },
      { ocean: "x" },
      { raised: 4 },
      {},
    ];
    for (const params of settings) {
      const attachments = [{ plugin: sliders, params: { ...params } }];
      expect(print(open(attachments))).toEqual(print(open(attachments, { reuse: "none" })));
    }
  });

  test("notices are told again to those who share", () => {
    const faulty = plugin(
      "from wgen import Cell, Climate, Grid\ndef climate(c: Cell, prev: Climate) -> Climate:\n    assert c.x > 100.0\n    return prev\ndef reshape(h: Grid) -> Grid:\n    assert len(h) == 1\n    return h\n",
    );
    const notices = (): unknown[] => {
      const told: string[] = [];
      const world = open([{ plugin: faulty }], { onNotice: ({ hook }) => told.push(hook) });
      ask(world);
      return [new Set(told), world.notices().map(({ notice, count }) => [notice.hook, count])];
    };
    forgetStages();
    const first = notices();
    expect(first[1]).toEqual([
      ["reshape", 1],
      ["climate", 640],
    ]);
    expect(notices()).toEqual(first);
    expect(runs).toEqual([]);
  });

  test("a seed, a size or a strength is another world", () => {
    const one = [{ plugin: paint }];
    ask(open(one));
    expect(ask(open(one, { seed: "other" }))).toContain("land");
    expect(ask(open(one, { size: 12_800 }))).toContain("land");
    expect(ask(open([{ plugin: paint, strength: 0.5 }]))).toEqual(["look"]);
    expect(ask(open(one, { reuse: "atlas" }))).not.toContain("atlas");
  });
});
