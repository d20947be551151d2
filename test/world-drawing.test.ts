// `draw` hooks: what plugins draw over the map of a world, in metres, the same
// in every picture that shows a place; and the painter behind it and behind the
// pictures of the image service.

import { describe, expect, test } from "vitest";
import { decode } from "fast-png";
import { canvasHost, compile, draw, drawingPNG, drawingSVG, openWorld, stageTable, worldHost } from "wgen";
import type { AttachmentOptions, Host, Plugin, Tier, World } from "wgen";

function plugin(source: string, host: Host = worldHost, tier: Tier = "compiled"): Plugin {
  const compiled = compile(source, { host, tier });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics.map((d) => d.message)));
  return compiled;
}

const open = (...attachments: AttachmentOptions<Plugin>[]): World => openWorld({ size: null, seed: "drawing", attachments });
const view = { x: 640, y: 640, width: 40, height: 40 };
const shown = (world: World, more = {}): Buffer => Buffer.from(world.render({ ...view, ...more }).rgb);

const rings = `from wgen import Canvas, Color, Region, World
REACH: int = 6
def draw(cv: Canvas, r: Region, w: World) -> None:
    cv.fill(Color("#ff0000"))
    cv.stroke(Color("#0000ff"), 1.5)
    for x, y in r.cells(160.0):
        cv.circle(x, y, 20.0 + 15.0 * w.hash01(int(x), int(y)))
    cv.line(r.x0, r.y0, r.x1, r.y1)
    cv.fill(Color(0.0, 0.0, 0.0))
    cv.text("r 8", r.x0, r.y0, 11.0)
`;
const whole = plugin(
  'from wgen import Canvas, Color, Region\ndef draw(cv: Canvas, r: Region) -> None:\n    cv.background(Color("#102030"))\n',
);

describe("a drawing over the map", () => {
  const ringed = plugin(rings);
  const plain = shown(open());

  test("is the same in both tiers, in tiles and in one picture, across borders of chunks", () => {
    const one = shown(open({ plugin: ringed }));
    expect(one.equals(plain)).toBe(false);
    expect(shown(open({ plugin: plugin(rings, worldHost, "interpreter") })).equals(one)).toBe(true);
    const world = open({ plugin: ringed });
    for (const [dx, dy] of [
      [-10, -10],
      [10, -10],
      [-10, 10],
      [10, 10],
    ] as const) {
      const tile = shown(world, { x: 640 + 10 * dx, y: 640 + 10 * dy, width: 20, height: 20 });
      for (let row = 0; row < 20; row++) {
        const from = 3 * ((row + 10 + dy) * 40 + 10 + dx);
        expect(tile.subarray(60 * row, 60 * row + 60).equals(one.subarray(from, from + 60))).toBe(true);
      }
    }
  });

  test("fades with strength and ends with the mask; without weight it is not there", () => {
    expect([...shown(open({ plugin: whole })).subarray(0, 3)]).toEqual([0x10, 0x20, 0x30]);
    expect(shown(open({ plugin: whole, strength: 0 })).equals(plain)).toBe(true);
    expect(shown(open({ plugin: whole, mask: { kind: "height", min: 1e6 } })).equals(plain)).toBe(true);
    const half = shown(open({ plugin: whole, strength: 0.5 }));
    expect(half[0]).toBe(Math.floor(plain[0]! + 0.5 * (0x10 - plain[0]!) + 0.5));
    const west = {
      kind: "polygon",
      points: [
        [0, 0],
        [640, 0],
        [640, 2000],
        [0, 2000],
      ],
    } as const;
    const masked = shown(open({ plugin: whole, mask: west }));
    expect([masked[0], masked[3 * 19], masked[3 * 20], masked[3 * 39]]).toEqual([0x10, 0x10, plain[3 * 20], plain[3 * 39]]);
  });

  test("lies in the order of the attachments, and the table of stages says so", () => {
    const both = [{ plugin: whole }, { plugin: ringed }];
    expect(shown(open(...both)).equals(shown(open(...both.toReversed())))).toBe(false);
    expect(stageTable(both).map(({ hook, joining }) => [hook, joining])).toEqual([["draw", "layered"]]);
  });

  test("is left out of a chunk where it faults, or asks for more than can be painted", () => {
    const torn = plugin(
      'from wgen import Canvas, Color, Region\ndef draw(cv: Canvas, r: Region) -> None:\n    cv.background(Color("#102030"))\n    if r.x0 < 640.0:\n        raise ValueError("no west")\n',
    );
    const world = open({ plugin: torn });
    const pixels = shown(world);
    expect([pixels[0], pixels[3 * 39]]).toEqual([plain[0], 0x10]);
    expect(world.notices()).toMatchObject([{ notice: { hook: "draw", fault: { message: "ValueError: no west", line: 5 } }, count: 2 }]);
    const endless =
      "from wgen import Canvas\ndef draw(cv: Canvas) -> None:\n    for k in range(1500):\n        cv.circle(0.0, 0.0, 1.0e7)\n";
    const greedy = open({ plugin: plugin(endless) });
    shown(greedy);
    expect(greedy.notices()[0]?.notice).toMatchObject({ hook: "draw", fault: { code: "WG523" } });
  });
});

describe("the painter", () => {
  const body = (lines: string): Plugin =>
    plugin(
      `from wgen import Canvas, Color\nimport numpy as np\ndef draw(cv: Canvas) -> None:\n${lines.replace(/^/gm, "    ")}`,
      canvasHost,
      "interpreter",
    );
  const drawn = (lines: string, width = 8, height = 8) => {
    const out = draw(body(lines), width, height);
    if (!out.ok) throw new Error(out.fault.message);
    return out.drawing;
  };
  const pixels = (lines: string, scale = 1) => {
    const { data, width } = decode(drawingPNG(drawn(lines), scale));
    return (x: number, y: number): number[] => [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];
  };
  const black = "cv.fill(Color(0.0, 0.0, 0.0))\ncv.no_stroke()\n";

  test("covers pixels by their share, and what winds twice once", () => {
    const at = pixels(
      `${black}cv.rect(1.0, 1.0, 2.5, 2.0)\ncv.polygon([(5.0, 5.0), (8.0, 5.0), (8.0, 8.0), (5.0, 8.0), (5.0, 5.0), (8.0, 5.0), (8.0, 8.0), (5.0, 8.0)])`,
    );
    expect([at(1, 1), at(2, 2), at(3, 1), at(4, 1), at(1, 3)]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [128, 128, 128],
      [255, 255, 255],
      [255, 255, 255],
    ]);
    expect(at(6, 6)).toEqual([0, 0, 0]);
  });

  test("moves, turns, stretches and goes back", () => {
    const at = pixels(
      `${black}cv.push()\ncv.translate(4.0, 4.0)\ncv.rotate(1.5707963267948966)\ncv.scale(2.0)\ncv.rect(0.0, 0.0, 1.0, 2.0)\ncv.pop()\ncv.rect(7.0, 0.0, 1.0, 1.0)`,
    );
    expect([at(1, 4), at(3, 5), at(4, 4), at(1, 6), at(7, 0)]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [255, 255, 255],
      [255, 255, 255],
      [0, 0, 0],
    ]);
  });

  test("shows the values of a grid between two colours, and leaves out what is no number", () => {
    const image =
      'g = np.array([[0.0, 0.5, 2.0], [1.0, float("nan"), -1.0]])\ncv.image(g, 1.0, 1.0, 2.0, Color("#000000"), Color("#0000ff"))';
    const at = pixels(image);
    expect([at(1, 1), at(4, 2), at(6, 1), at(3, 3), at(6, 4), at(0, 0)]).toEqual([
      [0, 0, 0],
      [0, 0, 128],
      [0, 0, 255],
      [255, 255, 255],
      [0, 0, 0],
      [255, 255, 255],
    ]);
    expect(drawingSVG(drawn(image))).toContain('<rect x="3" y="1" width="2" height="2" fill="#000080"/>');
  });

  test("writes letters and digits in the colour of shapes, at any scale", () => {
    const ink = (scale: number): number => {
      const { data } = decode(drawingPNG(drawn('cv.fill(Color("#ff0000"))\ncv.text("A1", 0.0, 7.0, 9.0)'), scale));
      return data.filter((value, k) => k % 3 === 1 && value < 128).length / (scale * scale);
    };
    expect(ink(1)).toBeGreaterThan(6);
    expect(Math.abs(ink(4) - ink(8))).toBeLessThan(0.2 * ink(8));
  });

  test("takes no harm from what is far away, and has an end", () => {
    const odd =
      'cv.line(-1e308, 0.0, 1e308, 8.0)\ncv.scale(1e200)\ncv.scale(1e200)\ncv.rect(1.0, 1.0, 1e300, 1.0)\ncv.text("x", 0.0, 0.0, 1e308)\ncv.pop()';
    expect(drawingPNG(drawn(odd)).length).toBeGreaterThan(50);
    const heavy = drawn("for k in range(9000):\n    cv.rect(0.0, 0.0, 400.0, 400.0)", 400, 400);
    expect(() => drawingPNG(heavy)).toThrow("more painting");
    expect(() => drawingPNG(heavy, 1e4)).toThrow(RangeError);
  });
});
