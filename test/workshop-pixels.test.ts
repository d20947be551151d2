// Pixels and places by the real pool: what the server answers is what the
// library and `wgen render` make, faults come back as notices.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode } from "fast-png";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool, type Pool } from "../src/sandbox/pool.ts";
import { wgen } from "./helpers/command-line.ts";
import { openWorkshop, terraces, type TestWorkshop, type Parsed } from "./helpers/workshop.ts";

let folder = "";
let pool: Pool;
let shop: TestWorkshop;
let token = "";
let world = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wgen-pixels-"));
  pool = createPool({ children: { check: 1, tile: 1 }, spares: 0 });
  await pool.ready();
  shop = await openWorkshop({ pool });
  token = await shop.token("ada", "publish", "attach");
  await shop.ask("POST", "/v1/plugins", { token, body: { name: "terraces", version: "1.0.0", source: terraces } });
  world = `/v1/worlds/${(await shop.ask("POST", "/v1/worlds", { token, body: { seed: "7" } })).json.id}`;
}, 120_000);
afterAll(async () => {
  await shop.stop();
  await pool.close();
  rmSync(folder, { recursive: true });
});

const publish = (name: string, source: string) => shop.ask("POST", "/v1/plugins", { token, body: { name, version: "1.0.0", source } });
const attach = (name: string, body: object = {}) =>
  shop.ask("PUT", `${world}/plugins/${name}`, { token, body: { plugin: `ada/${name}@1.0.0`, ...body } });

describe("pixels", () => {
  test("a map tile has the pixels of `wgen render`", { timeout: 180_000 }, async () => {
    await attach("terraces", { strength: 0.5, parameters: { step: 90 } });
    const answer = await shop.ask("GET", `${world}/tiles/map/4/7/6.png`);
    expect(answer.status).toBe(200);
    const tile = decode(answer.bytes);
    expect([tile.width, tile.height, tile.channels, tile.depth]).toEqual([256, 256, 3, 8]);
    const [file, output] = [join(folder, "terraces.wgen"), join(folder, "out.png")];
    writeFileSync(file, terraces);
    const side = 204_800 / 16;
    const at = `${7.5 * side - 102_400},${6.5 * side - 102_400}`;
    const options = [
      "--seed",
      "7",
      `--at=${at}`,
      "--scale",
      "50",
      "--size",
      "256",
      "-p",
      "step=90",
      "--strength",
      "0.5",
      "--no-preview",
      "-o",
      output,
    ];
    expect((await wgen(["render", file, ...options])).code).toBe(0);
    expect(Buffer.from(tile.data).equals(decode(readFileSync(output)).data as Uint8Array)).toBe(true);
  });

  test("terrarium heights decode to metres; @2x has twice the pixels", async () => {
    const tile = decode((await shop.ask("GET", `${world}/tiles/terrarium/6/30/33@2x.png`)).bytes);
    expect([tile.width, tile.height]).toEqual([512, 512]);
    const metresPerPixel = 204_800 / 64 / 512;
    const [column, row] = [100, 200];
    const [x, y] = [(30 * 512 + column + 0.5) * metresPerPixel - 102_400, (33 * 512 + row + 0.5) * metresPerPixel - 102_400];
    const [r = 0, g = 0, b = 0] = tile.data.slice((row * 512 + column) * 3);
    const metres = r * 256 + g + b / 256 - 32_768;
    const inPool = await (await shop.workshop.live.find(world.split("/").at(-1)!))!.inPool();
    const answer = await inPool.grid("elevation", { x0: x, y0: y, cols: 1, rows: 1, cellSize: metresPerPixel });
    expect(answer.ok && Math.abs(answer.value[0]! - metres) <= 1 / 512).toBe(true);
  });
});

describe("places", () => {
  test("features are GeoJSON where the tiles have them", async () => {
    const source =
      'from wgen import Feature, Region\n\n\ndef features(r: Region) -> list[Feature]:\n    return [Feature("tree", r.x0 + 1.0, r.y0 + 1.0, name="<script>")]\n';
    await publish("trees", source);
    await attach("trees");
    const { json, headers } = await shop.ask("GET", `${world}/features.geojson?bbox=0,0,1280,640`);
    expect(headers["content-type"]).toMatch(/^application\/geo\+json/);
    expect(json.features.map((each: Parsed) => [each.properties.x, each.properties.y])).toEqual([
      [1, 1],
      [641, 1],
    ]);
    expect(json.features[0].geometry.coordinates[0]).toBeCloseTo((1 / 204_800) * 360, 9);
    expect(json.features[0].geometry.coordinates[1]).toBeCloseTo((-1 / 204_800) * 360, 6);
  });

  test("a plugin that faults is passed over with a notice that names its line", { timeout: 120_000 }, async () => {
    const source = "def elevation(x: float, y: float, prev: float) -> float:\n    return [prev, 1.0][int(x == 400.0 and y == 400.0) * 5]\n";
    await publish("faulty", source);
    await attach("faulty");
    expect((await shop.ask("GET", `${world}/tiles/map/0/0/0.png`)).status).toBe(200);
    const [notice] = (await shop.ask("GET", world)).json.notices;
    expect(notice).toMatchObject({ hook: "elevation", fault: { code: "WG501", file: "faulty.wgen", line: 2 } });
    expect(notice).toMatchObject({ x: 400, y: 400 });
  });
});
