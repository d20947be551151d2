// Parts of the page without a browser: what a share link may hold, which
// values a parameter takes, and that nothing of Node comes into the bundle.

import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { build } from "vite";
import { describe, expect, test } from "vitest";
import { limits } from "../src/base/limits.ts";
import { demDecoding, packHeights } from "../src/output/tiles.ts";
import { fits } from "../src/playground/engine/parameterValues.ts";
import { covers } from "../src/playground/page/pixels.ts";
import { fromFragment, toFragment } from "../src/playground/page/share.ts";

const packed = (value: unknown): string => `#w1.${deflateRawSync(JSON.stringify(value)).toString("base64url")}`;

describe("share links", () => {
  test("what goes in comes out", async () => {
    const shared = {
      source: "x: int = 1\n# ünïcode 🌋\n",
      seed: "7",
      params: [["height", 3.5] as const, ["__proto__", [1, 2]] as const],
      look: { x: 1, y: -2.5, zoom: 5 },
    };
    expect(await fromFragment(await toFragment(shared))).toEqual(shared);
  });

  test.each([
    ["no fragment", ""],
    ["another mark", "#x1.AAAA"],
    ["letters that are none of base64url", "#w1.ab cd"],
    ["no deflate stream", "#w1.____"],
    ["cut short", packed({ source: "x", seed: "1" }).slice(0, -4)],
    ["no JSON", `#w1.${deflateRawSync("{").toString("base64url")}`],
    ["another form", packed({ source: 1, seed: "1" })],
    ["null", packed(null)],
    ["a list", packed([])],
    ["a seed without end", packed({ source: "", seed: "1".repeat(1000) })],
    ["more text than it may inflate to", `#w1.${deflateRawSync(" ".repeat(2 * limits.sourceBytes.hardMax)).toString("base64url")}`],
    ["too many characters", `#w1.${"A".repeat(1_000_000)}`],
  ])("%s is no link", async (_, fragment) => {
    expect(await fromFragment(fragment)).toBeNull();
  });

  test("of a link only what has the right form is used", async () => {
    const odd = {
      source: "",
      seed: "1",
      params: [["a", 1], ["b"], "c", [1, 2]],
      look: { x: "1", y: 2, zoom: 3 },
      __proto__: { z: 1 },
      more: 1,
    };
    expect(await fromFragment(packed(odd))).toEqual({ source: "", seed: "1", params: [["a", 1]], look: null });
  });
});

describe("values of parameters", () => {
  const parameter = (type: string, more: object = {}) => ({ name: "p", type, default: 0, ...more });

  test.each([
    ["a float", "float", 1.5, true],
    ["not a number", "float", Number.NaN, false],
    ["a number as text", "float", "1", false],
    ["one beyond its range", "float", 11, false],
    ["an int", "int", 3, true],
    ["a fraction", "int", 3.5, false],
    ["an int beyond 2^53", "int", 2 ** 60, false],
    ["a bool", "bool", true, true],
    ["1 for True", "bool", 1, false],
    ["a text", "str", "x", true],
    ["a long text", "str", "x".repeat(300), false],
    ["a colour", "Color", "#a0B1c2", true],
    ["a colour by its name", "Color", "red", false],
    ["points", "list[tuple[float, float]]", [[1, 2]], true],
    ["points in space", "list[tuple[float, float]]", [[1, 2, 3]], false],
    ["too many points", "list[tuple[float, float]]", Array.from({ length: 2000 }, () => [0, 0]), false],
    ["a type without a widget", "dict[str, int]", {}, false],
  ])("%s for %s", (_, type, value, expected) => {
    const range = type === "float" || type === "int" ? { min: 0, max: 10 } : {};
    expect(fits(parameter(type, range), value)).toBe(expected);
  });

  test("only what stands in the choices", () => {
    expect(fits(parameter("str", { choices: ["a", "b"] }), "b")).toBe(true);
    expect(fits(parameter("str", { choices: ["a", "b"] }), "c")).toBe(false);
  });
});

describe("heights as colours", () => {
  test("a viewer reads back metres, enlarged to the earth", () => {
    const heights = Float64Array.of(0, 1450.25, -70, 32767.99, 1e9, Number.NaN);
    const rgb = packHeights(heights);
    const { redFactor, greenFactor, blueFactor, baseShift } = demDecoding(204_800);
    const scale = 40_075_016.68557849 / 204_800;
    const read = Array.from(
      heights,
      (_, k) => (rgb[3 * k]! * redFactor + rgb[3 * k + 1]! * greenFactor + rgb[3 * k + 2]! * blueFactor - baseShift) / scale,
    );
    const expected = [0, 1450.25, -70, 32767.99, 32767.99, 0];
    for (const [k, metres] of read.entries()) expect(Math.abs(metres - expected[k]!)).toBeLessThan(0.007);
  });
});

test("a card covers the pins that it would hide", () => {
  const card = { left: 600, right: 900, top: 600, bottom: 850 };
  expect(covers(card, { x: 100, y: 100 })).toBe(false);
  expect(covers(card, { x: 850, y: 700 })).toBe(true);
  expect(covers(card, { x: 590, y: 700 })).toBe(true);
});

test("the worker's bundle has nothing of Node", async () => {
  const root = fileURLToPath(new URL("../src/playground/", import.meta.url));
  const taken: string[] = [];
  await build({
    configFile: false,
    root,
    logLevel: "silent",
    plugins: [
      {
        name: "no-node",
        enforce: "pre",
        resolveId(id) {
          if (/^(?:node:|fs$|path$|crypto$|url$|process$)/.test(id)) taken.push(id);
          return null;
        },
      },
    ],
    build: { write: false, minify: false, rolldownOptions: { input: `${root}engine/worker.ts` } },
  });
  expect(taken).toEqual([]);
});
