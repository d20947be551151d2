// World bundles: what is written opens again bit for bit; what somebody else
// wrote is read with suspicion. And `wgen export`, which writes them.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import { openBundled, pluginHash, readBundle, type WorldBundle, writeBundle } from "wgen";
import { contentHash } from "../src/base/hashing.ts";
import { engineVersion } from "../src/base/version.ts";
import type { AttachmentSettings } from "../src/world/document.ts";
import { wgen } from "./helpers/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "wgen-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = `from wgen import Color, Cell, param

height: float = param(50.0, min=0.0, max=500.0)
tint: Color = param("#336699")


def elevation(x: float, y: float, prev: float) -> float:
    return prev + height


def color(c: Cell, prev: Color) -> Color:
    return tint if c.slope > 0.2 else prev
`;
const hash = contentHash(source);

function bundle(changes: Partial<WorldBundle["document"]> = {}, attachment: Partial<AttachmentSettings> = {}): WorldBundle {
  const attached: AttachmentSettings = {
    plugin: hash,
    enabled: true,
    strength: 0.75,
    combine: "replace",
    mask: { kind: "height", min: -100, feather: 20 },
    salt: "s",
    parameters: [["height", 120]],
    ...attachment,
  };
  return {
    document: {
      engine: engineVersion,
      seed: "Ärger 7",
      sizeMetres: null,
      cellSizeMetres: 10,
      seaLevelMetres: 0,
      attachments: [attached],
      ...changes,
    },
    sources: new Map([[hash, source]]),
    names: new Map([[hash, "steps"]]),
    base: null,
  };
}

describe("a bundle", () => {
  test("opens again as the same world, bit for bit, and is the same bytes each time", () => {
    const bytes = writeBundle(bundle());
    expect(writeBundle(bundle())).toEqual(bytes);
    const again = readBundle(bytes);
    expect(again).toEqual(bundle());
    expect(writeBundle(again)).toEqual(bytes);
    const window = { x0: 5, y0: 5, cols: 40, rows: 40 };
    const [one, other] = [openBundled(bundle()), openBundled(again)];
    expect([...other.grid("elevation", window)]).toEqual([...one.grid("elevation", window)]);
    const view = { x: 0, y: 0, width: 48, height: 48 };
    expect(Buffer.from(other.render(view).rgb).equals(Buffer.from(one.render(view).rgb))).toBe(true);
    expect([...openBundled(bundle({}, { strength: 1 })).grid("elevation", window)]).not.toEqual([...one.grid("elevation", window)]);
  });

  test("what plugins import goes with them", () => {
    const library = "def step(v: float) -> float:\n    return v // 50.0 * 50.0\n";
    const text = "from workshop.ada.steps import step\ndef elevation(prev: float) -> float:\n    return step(prev)\n";
    const pins = new Map([["workshop.ada.steps", contentHash(library)]]);
    const own = pluginHash(text, pins);
    const whole = {
      ...bundle({}, { plugin: own, parameters: [] }),
      sources: new Map([
        [own, text],
        [contentHash(library), library],
      ]),
      names: new Map([[own, "own"]]),
      pins: new Map([[own, pins]]),
    };
    const again = readBundle(writeBundle(whole));
    expect([again.pins, again.sources]).toEqual([whole.pins, whole.sources]);
    expect(openBundled(again).notices()).toEqual([]);
    const without = { ...whole, sources: new Map([[own, text]]) };
    expect(() => readBundle(writeBundle(without))).toThrow("is not in it");
    const changed = { ...whole, pins: new Map([[own, new Map([["workshop.ada.steps", own]])]]) };
    expect(() => readBundle(writeBundle(changed))).toThrow("is not what its name says");
  });

  test("a real height map goes with it", () => {
    const base = { width: 3, height: 2, spacingMetres: 90, values: Float64Array.of(1, 2.5, -3, 1e-9, 5, 1 / 3) };
    expect(readBundle(writeBundle({ ...bundle(), base })).base).toEqual(base);
  });

  test("Python's zipfile reads it too", ({ skip }) => {
    const path = join(folder, "world.zip");
    writeFileSync(path, writeBundle(bundle()));
    const script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('\\n'.join(z.namelist()))";
    const python = spawnSync("python3", ["-c", script, path], { encoding: "utf8" });
    if (python.error !== undefined) skip("python3 is not here");
    expect(python.stdout.trim().split("\n")).toEqual([`plugins/${hash}.wgen`, "world.json"]);
  });
});

describe("a hostile bundle", () => {
  const world = (changes: object = {}): string =>
    JSON.stringify({ format: "wgen-world", base: null, names: [[hash, "steps"]], world: { ...bundle().document, ...changes } });
  const zip = (files: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
    zipSync(Object.fromEntries(Object.entries(files).map(([name, data]) => [name, typeof data === "string" ? strToU8(data) : data])));
  const plugin = `plugins/${hash}.wgen`;
  const good = { "world.json": world(), [plugin]: source };
  const refused = (bytes: Uint8Array): string => {
    try {
      readBundle(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      return (error as Error).message;
    }
    return "accepted";
  };

  test("the good one is read, so that what follows is refused for its own reason", () => {
    expect(refused(zip(good))).toBe("accepted");
  });

  test("files with paths of their own are refused, whatever they hold", () => {
    for (const name of ["../evil.wgen", "/etc/passwd", "plugins/../../x", "plugins\\x.wgen", "plugins/", "a.txt", "world.json/"]) {
      expect(refused(zip({ ...good, [name]: "x" })), name).toMatch(/^bundle: a file that no bundle has/);
    }
    const renamed = Buffer.from(zip({ ...good, aaproto__: "x" }));
    for (let at = renamed.indexOf("aaproto__"); at >= 0; at = renamed.indexOf("aaproto__")) renamed.write("__proto__", at);
    expect(refused(renamed)).toMatch(/^bundle: a file that no bundle has/);
  });

  test("a source that is not what its name says, or is missing, or is no text", () => {
    expect(refused(zip({ ...good, [plugin]: `${source} ` }))).toContain("is not what its name says");
    expect(refused(zip({ "world.json": world() }))).toContain("is not in it");
    const bytes = Uint8Array.of(0x78, 0xff, 0xfe);
    expect(refused(zip({ ...good, [`plugins/${contentHash(bytes)}.wgen`]: bytes }))).toContain("is not UTF-8");
  });

  test("too much of anything is refused before it is unpacked", () => {
    expect(refused(zip({ ...good, [`plugins/${"0".repeat(64)}.wgen`]: new Uint8Array(2 ** 20 + 1) }))).toContain("too large");
    expect(refused(zip({ ...good, "world.json": new Uint8Array(5 * 2 ** 20) }))).toContain("too large");
    const many = Object.fromEntries(Array.from({ length: 410 }, (_, k) => [`plugins/${String(k).padStart(64, "0")}.wgen`, "x"]));
    expect(refused(zip({ ...good, ...many }))).toContain("more than");
  });

  test("a size that lies is found", () => {
    const bytes = zipSync({ [plugin]: strToU8(source), "world.json": strToU8(world()) }, { level: 9 });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    for (let at = 0; at + 46 < bytes.length; at++) {
      if (view.getUint32(at, true) !== 0x02014b50) continue;
      for (const size of [0, 7, 900_000]) {
        const lying = bytes.slice();
        new DataView(lying.buffer).setUint32(at + 24, size, true);
        expect(refused(lying)).not.toBe("accepted");
      }
    }
  });

  test("bytes at random and cut archives are refused with a sentence", () => {
    const bytes = zip(good);
    for (const cut of [0, 1, 10, 50, bytes.length - 30, bytes.length - 1]) expect(refused(bytes.slice(0, cut))).toMatch(/^bundle: /);
    let state = 99;
    for (let round = 0; round < 300; round++) {
      const broken = bytes.slice();
      for (let k = 0; k < 3; k++) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        broken[state % broken.length] = state >>> 24;
      }
      // Some changes touch nothing that is read; none may end in anything but a RangeError.
      refused(broken);
    }
  });

  test("documents that make no world are refused by field", () => {
    const attached = bundle().document.attachments[0];
    const cases: readonly (readonly [object, RegExp])[] = [
      [{ engine: 999 }, /engine 999/],
      [{ seed: 7 }, /seed: expected a text/],
      [{ cellSizeMetres: -1 }, /cellSizeMetres/],
      [{ sizeMetres: "204.8 km" }, /sizeMetres/],
      [{ attachments: {} }, /attachments/],
      [{ attachments: [{ ...attached, plugin: "../x" }] }, /SHA-256/],
      [{ attachments: [{ ...attached, combine: "constructor" }] }, /combine/],
      [{ attachments: [{ ...attached, strength: 2 }] }, /strength/],
      [{ attachments: [{ ...attached, mask: { kind: "__proto__" } }] }, /mask\.kind/],
      [{ attachments: [{ ...attached, mask: { kind: "polygon", points: [[0, "1"]] } }] }, /points/],
      [{ attachments: [{ ...attached, parameters: [["height", { a: 1 }]] }] }, /parameters\[0\]/],
      [{ attachments: Array.from({ length: 65 }, () => attached) }, /at most 64/],
    ];
    for (const [changes, reason] of cases) expect(refused(zip({ ...good, "world.json": world(changes) }))).toMatch(reason);
    expect(refused(zip({ ...good, "world.json": '{"format":"wgen-world","world":{"__proto__":{"seed":"x"}}}' }))).toMatch(
      /attachments|seed/,
    );
    expect(refused(zip({ ...good, "world.json": "{" }))).toContain("cannot be read");
  });

  test("a source that the checker refuses opens no world", () => {
    const bad = "def elevation(x, y):\n    return hieght\n";
    const sources = new Map([[contentHash(bad), bad]]);
    const names = new Map([[contentHash(bad), "bad"]]);
    const hostile = { ...bundle({}, { plugin: contentHash(bad), parameters: [] }), sources, names };
    expect(() => openBundled(readBundle(writeBundle(hostile)))).toThrow(/the plugin bad of the bundle is refused/);
  });
});

describe("wgen export", { timeout: 120_000 }, () => {
  const path = join(folder, "tint.wgen");
  writeFileSync(path, source.slice(0, source.indexOf("def elevation")) + source.slice(source.indexOf("def color")));
  const at = (name: string): string => join(folder, name);

  test("a bundle stands in the place of its plugins: the same heights and pixels", async () => {
    const zip = at("tint.zip");
    const given = ["--seed", "9", "-p", "tint=#aa0000", path];
    expect((await wgen(["export", "-o", zip, ...given])).code).toBe(0);
    const window = ["--atlas", "32", "--size", "24x16", "--at", "3000,-2000"];
    expect((await wgen(["export", "-o", at("a.r32"), ...window, ...given])).code).toBe(0);
    expect((await wgen(["export", "-o", at("b.r32"), ...window, zip])).code).toBe(0);
    expect(readFileSync(at("b.r32")).equals(readFileSync(at("a.r32")))).toBe(true);
    expect(JSON.parse(readFileSync(at("a.r32.json"), "utf8"))).toMatchObject({
      format: "r32",
      width: 24,
      height: 16,
      seed: "9",
      metresPerCell: 10,
    });
    await wgen(["render", "-o", at("a.png"), "--no-preview", ...window, ...given]);
    await wgen(["render", "-o", at("b.png"), "--no-preview", ...window, zip]);
    expect(readFileSync(at("b.png")).equals(readFileSync(at("a.png")))).toBe(true);
  });

  test("each format writes what its name says", async () => {
    const given = ["--atlas", "32", "--seed", "9", "--size", "16x16", "--at", "3000,-2000", path];
    const write = async (name: string, ...options: string[]): Promise<Buffer> => {
      expect(await wgen(["export", "-o", at(name), ...options, ...given])).toMatchObject({ code: 0 });
      return readFileSync(at(name));
    };
    expect((await write("m.png", "--to", "map")).subarray(1, 4).toString()).toBe("PNG");
    expect((await write("h.png", "--to", "height"))[24]).toBe(16);
    expect((await write("w.tif")).subarray(0, 4)).toEqual(Buffer.from([0x49, 0x49, 42, 0]));
    expect((await write("w.glb")).subarray(0, 4).toString()).toBe("glTF");
    expect((await write("w.r16")).length).toBe(16 * 16 * 2);
    expect((await write("t.png", "--to", "terrarium", "--tile", "1/1/0")).subarray(1, 4).toString()).toBe("PNG");
    const geo = JSON.parse((await write("w.geojson")).toString()) as { type: string; features: { properties: { layer: string } }[] };
    expect(geo.type).toBe("FeatureCollection");
    expect(new Set(geo.features.map(({ properties }) => properties.layer))).toContain("rivers");
    const style = JSON.parse(
      (await write("s.json", "--to", "style", "--tiles", "https://example.org/{layer}/{z}/{x}/{y}.png")).toString(),
    ) as object;
    expect(style).toMatchObject({ version: 8, sources: { map: { tiles: ["https://example.org/map/{z}/{x}/{y}.png"] } } });
  });

  test("what cannot be is said in a sentence", async () => {
    expect(await wgen(["export", path])).toMatchObject({ code: 2, notes: expect.stringContaining("say --to") });
    expect(await wgen(["export", "--to", "map", path])).toMatchObject({ code: 2, notes: expect.stringContaining("say where") });
    const smaller = await wgen(["export", "--atlas", "32", "-o", at("c.zip"), path]);
    expect(smaller).toMatchObject({ code: 2, notes: expect.stringContaining("another world") });
    writeFileSync(at("bad.zip"), "no zip");
    expect(await wgen(["export", "-o", at("x.r32"), at("bad.zip")])).toMatchObject({
      code: 2,
      notes: expect.stringContaining("not a zip"),
    });
    expect(await wgen(["render", "--seed", "8", at("tint.zip")])).toMatchObject({ code: 2, notes: expect.stringContaining("as it is") });
  });
});
