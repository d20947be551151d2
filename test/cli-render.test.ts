// `wgen render` and `wgen seams`: what they write, and that the same command
// gives the same bytes.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decode } from "fast-png";
import { afterAll, describe, expect, test } from "vitest";
import { encodeHeights } from "../src/output/png.ts";
import { type CommandResult, wgen } from "./helpers/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "wgen render "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const hills = file(
  "hills.wgen",
  `import noise
from wgen import Color, World, param

height: float = param(300.0, min=0.0, max=2000.0, unit="m")
bright: bool = param(False)


def elevation(x: float, y: float, prev: float, w: World) -> float:
    return 50.0 + height * noise.fbm(x / 400.0, y / 400.0, seed=w.seed) ** 2


def color(prev: Color) -> Color:
    return Color(1.0, 1.0, 0.5) if bright else prev
`,
);
const faulty = file(
  "faulty.wgen",
  "def elevation(x: float, y: float, prev: float) -> float:\n    return prev if x < 480.0 else x / (y - y)\n",
);
/** Within one chunk, so that the interpreter has little to do. */
const size = ["--size", "48x32", "--at", "320,320"];

function draw(...args: readonly string[]): Promise<CommandResult> {
  return wgen(["render", "--atlas", "32", ...size, ...args, "-o", "-"]);
}

describe("render", () => {
  test("writes a PNG of the size asked for and says where", async () => {
    const output = join(folder, "map.png");
    const { code, notes, output: data } = await wgen(["render", hills, "--atlas", "32", ...size, "-o", output]);
    expect([code, data]).toEqual([0, ""]);
    expect(notes).toMatch(/^Wrote .*map\.png: 48 x 32 pixels, seed 0, in \d+\.\d s\.\n$/);
    expect(decode(readFileSync(output))).toMatchObject({ width: 48, height: 32, channels: 3, depth: 8 });
  });

  test("the same command gives the same bytes; seed, parameter, place, scale and base change them", async () => {
    const base = file("base.json", JSON.stringify({ width: 2, height: 2, values: [0, 500, 900, 100] }));
    const flat = file("flat.wgen", "def elevation(prev: float) -> float:\n    return prev\n");
    const plain = await draw(hills);
    expect(plain.code).toBe(0);
    expect((await draw(hills)).bytes.equals(plain.bytes)).toBe(true);
    const others = [
      ["--seed", "1"],
      ["-p", "height=900"],
      ["-p", "bright=true"],
      ["--at", "5000,0"],
      ["--scale", "40"],
    ];
    for (const other of others) expect((await draw(hills, ...other)).bytes.equals(plain.bytes), other.join(" ")).toBe(false);
    const [without, onBase] = [await draw(flat), await draw(flat, "--base", base, "--base-spacing", "200")];
    expect(onBase.bytes.equals(without.bytes)).toBe(false);
  });

  test("strength 0 is as if the plugin were not attached; both tiers draw the same", async () => {
    const nothing = file("nothing.wgen", "def elevation(prev: float) -> float:\n    return prev\n");
    const plain = await draw(nothing);
    expect((await draw(nothing, hills, "--strength", "1,0")).bytes.equals(plain.bytes)).toBe(true);
    const [one, other] = [await draw(hills, "--tier", "compiled"), await draw(hills, "--tier", "interpreter")];
    expect(one.bytes.equals(other.bytes)).toBe(true);
  });

  test("--mask and --combine say where and how it joins; --extent none is a world without end", async () => {
    const plain = await draw(hills);
    expect((await draw(hills, "--mask", '{"kind":"everywhere"}', "--combine", "replace")).bytes.equals(plain.bytes)).toBe(true);
    for (const other of [
      ["--mask", '{"kind":"height","min":1e6}'],
      ["--combine", "max"],
      ["--extent", "none"],
      ["--extent", "40 km"],
    ]) {
      const result = await draw(hills, ...other);
      expect([result.code, result.bytes.equals(plain.bytes)], other.join(" ")).toEqual([0, false]);
    }
  });

  test("progress goes up to the end and is taken away", async () => {
    const { progress } = await wgen(["render", hills, "--atlas", "32", "--size", "200x200", "-o", join(folder, "p.png")]);
    expect(progress.at(-1)).toBe("");
    expect(progress.some((line) => line.includes("100%"))).toBe(true);
  });

  test("--json says what was drawn", async () => {
    const output = join(folder, "j.png");
    const result = await wgen(["render", hills, "--atlas", "32", ...size, "-o", output, "--json", "--seed", "abc"]);
    expect(JSON.parse(result.output)).toMatchObject({ output, width: 48, height: 32, seed: "abc", notices: [] });
    expect(existsSync(output)).toBe(true);
  });

  test("a plugin that faults is passed over, with a notice of the line; exit 1", async () => {
    const result = await wgen(["render", faulty, "--atlas", "32", ...size, "-o", join(folder, "f.png")]);
    expect(result.code).toBe(1);
    expect(result.notes).toMatch(/`elevation` faulted and was passed over in \d+ places/);
    expect(result.notes).toContain("faulty.wgen:2:");
    expect(result.notes).toContain("ZeroDivisionError");
  });

  test("a plugin out of fuel is told what to look for, and of no option that worlds do not have", async () => {
    const source = "from wgen import Feature, Region\n\n\ndef features(r: Region) -> list[Feature]:\n    while True:\n        pass\n";
    const { code, notes } = await wgen(["render", "-", "--atlas", "16", ...size, "-o", join(folder, "e.png")], source);
    expect(code).toBe(1);
    expect(notes).toMatch(/out of fuel: the limit `fuel` of [\d,]+ units is spent\n/);
    expect(notes).toContain("hint: look for a loop that never ends, or do less at each place\n");
  });

  test("a plugin that is refused draws nothing; exit 1", async () => {
    const wrong = file("wrong.wgen", "def elevation(x, y, prevv):\n    return prevv\n");
    const result = await draw(wrong);
    expect([result.code, result.output]).toEqual([1, ""]);
    expect(result.notes).toContain("did you mean");
  });

  test.each([
    [["-p", "heigth=3"], "did you mean height?"],
    [["-p", "height=tall"], "say a float"],
    [["-p", "height=9999"], "height"],
    [["-p", "bright=perhaps"], "true or false"],
    [["--strength", "1,1"], "more plugins"],
    [["--combine", "plus"], "Say one of replace, add"],
    [["--mask", '{"kind":"heigth"}'], "there is no such mask"],
    [["--mask", "height"], "it is no JSON"],
    [["--extent", "big"], 'a size as "204.8 km"'],
    [["--base", "nothing.png"], "there is no such file"],
    [["--size", "0x0"], "width x height"],
  ])("%j is a mistake of usage", async (args, part) => {
    const result = await wgen(["render", hills, "--atlas", "32", "-o", join(folder, "x.png"), ...args]);
    expect([result.code, result.output]).toEqual([2, ""]);
    expect(result.notes).toContain(part);
  });
});

describe("a real height map", () => {
  test("Maunga Whau, as a package ships it, is the ground of the world", async () => {
    const path = fileURLToPath(new URL("../node_modules/vega-datasets/data/volcano.json", import.meta.url));
    const { width, values } = JSON.parse(readFileSync(path, "utf8")) as { width: number; values: number[] };
    const output = join(folder, "whau.png");
    const flat = file("as-it-is.wgen", "def elevation(prev: float) -> float:\n    return prev\n");
    const result = await wgen(["render", flat, "--atlas", "32", "--base", path, "--size", "87x61", "-o", output]);
    expect(result.code).toBe(0);
    expect(width).toBe(87);
    expect(Math.max(...values)).toBe(195);
    const { data } = decode(readFileSync(output));
    // The crater and the rim are lit from the north-west: the picture is no plain.
    expect(new Set(data).size).toBeGreaterThan(60);
  });
});

describe("a 16-bit height map", () => {
  test("takes its metres from the sidecar, or from --base-range, else says what is missing", async () => {
    const { bytes, scale } = encodeHeights(
      Float64Array.from({ length: 64 }, (_, k) => 100 + 13 * (k % 8) ** 2),
      8,
      8,
    );
    const path = join(folder, "heights.png");
    writeFileSync(path, bytes);
    const flat = file("plain.wgen", "def elevation(prev: float) -> float:\n    return prev\n");
    const drawBase = (...args: string[]) => draw(flat, "--base", path, "--base-spacing", "100", ...args);
    const without = await drawBase();
    expect(without.code).toBe(2);
    expect(without.notes).toContain("--base-range");
    const byRange = await drawBase("--base-range", `${scale.minMetres},${scale.maxMetres}`);
    file("heights.json", JSON.stringify(scale));
    const bySidecar = await drawBase();
    expect([byRange.code, bySidecar.code]).toEqual([0, 0]);
    expect(bySidecar.bytes.equals(byRange.bytes)).toBe(true);
  });
});

describe("seams", () => {
  test("a plugin without seams passes", async () => {
    const result = await wgen(["seams", hills, "--atlas", "32"]);
    expect([result.code, result.notes]).toEqual([0, ""]);
    expect(result.output).toMatch(/^No seams: \d+ cells/);
  });
});
