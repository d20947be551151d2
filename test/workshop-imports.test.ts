// Plugins that import plugins, over HTTP and with real children: a name is what
// was newest when the importer was published, for ever, also after a restart;
// what is blocked stops what imports it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contentHash, pluginHash } from "../src/base/hashing.ts";
import { createPool, type Pool } from "../src/sandbox/pool.ts";
import { backUp } from "../src/workshop/store/backup.ts";
import { openWorkshop, type TestWorkshop } from "./helpers/workshop.ts";

let folder = "";
let pool: Pool;
let shop: TestWorkshop;
let ada = "";
let bob = "";
let world = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wgen-imports-"));
  pool = createPool({ children: { check: 1, tile: 1 }, spares: 0 });
  shop = await openWorkshop({ pool, folder: join(folder, "data") });
  ada = await shop.token("ada-lee", "publish", "attach");
  bob = await shop.token("bob", "publish", "attach");
  world = `/v1/worlds/${(await shop.ask("POST", "/v1/worlds", { token: bob, body: { seed: "7", size: null } })).json.id}`;
}, 120_000);
afterAll(async () => {
  await shop.stop();
  await pool.close();
  rmSync(folder, { recursive: true });
});

const publish = (token: string, name: string, version: string, source: string) =>
  shop.ask("POST", "/v1/plugins", { token, body: { name, version, source } });
const level = (metres: number): string => `def level(h: float) -> float:\n    return ${metres}.0\n`;
const between = `from workshop.ada_lee.flat_land import level\n\n\ndef higher(h: float) -> float:\n    return level(h) + 1.0\n`;
const plain = `# not workshop.ada_lee.none
from workshop.bob.between import higher


def elevation(prev: float) -> float:
    return higher(prev)
`;
const height = async (): Promise<number> => (await shop.ask("GET", `${world}/point?x=100&y=100`)).json.elevation;
const attach = (reference: string) => shop.ask("PUT", `${world}/plugins/plain`, { token: bob, body: { plugin: reference } });

test("an importer keeps what it was published with", { timeout: 120_000 }, async () => {
  const unknown = await publish(bob, "between", "1.0.0", between);
  expect(unknown.status).toBe(422);
  expect(unknown.json.diagnostics[0]).toMatchObject({ code: "WG202", message: "there is no module `workshop.ada_lee.flat_land`", line: 1 });

  const first = (await publish(ada, "flat-land", "1.0.0", level(500))).json.hash;
  expect(first).toBe(contentHash(level(500)));
  const middle = (await publish(bob, "between", "1.0.0", between)).json.hash;
  expect(middle).toBe(pluginHash(between, new Map([["workshop.ada_lee.flat_land", first]])));
  const checked = (await shop.ask("POST", "/v1/check", { body: { source: plain } })).json;
  const last = await publish(bob, "plain", "1.0.0", plain);
  expect([last.status, last.json.hash, checked.ok]).toEqual([201, checked.hash, true]);
  const read = await shop.ask("GET", "/v1/plugins/bob/plain/1.0.0");
  expect(read.json).toMatchObject({ source: plain, pins: [{ name: "workshop.bob.between", hash: middle }] });
  expect((await shop.ask("GET", "/v1/plugins/bob/plain/1.0.0/source")).text).toBe(plain);

  await attach("bob/plain@1.0.0");
  expect(await height()).toBe(501);
  const tile = await shop.ask("GET", `${world}/tiles/terrarium/3/4/4.png`);
  expect(tile.status).toBe(200);

  await publish(ada, "flat-land", "1.1.0", level(900));
  expect((await publish(bob, "between", "1.0.0", between)).status).toBe(200);
  expect((await publish(bob, "plain", "1.0.0", plain)).status).toBe(200);
  expect((await publish(bob, "between", "1.1.0", between)).json.hash).not.toBe(middle);
  expect(await height()).toBe(501);
  expect((await publish(bob, "plain", "1.1.0", plain)).status).toBe(201);
  await attach("bob/plain@1.1.0");
  expect(await height()).toBe(901);
});

test("after a restart, in a backup, and when what it imports is blocked", { timeout: 120_000 }, async () => {
  await backUp(shop.workshop.store, join(folder, "copy"));
  await shop.stop();
  shop = await openWorkshop({ pool, folder: join(folder, "copy") });
  expect(await height()).toBe(901);
  const moderator = await shop.token("mod", "moderate");
  const { hash } = (await shop.ask("GET", "/v1/plugins/ada-lee/flat-land/1.1.0")).json;
  const plainLand = (await shop.ask("PUT", `/v1/hashes/${hash}`, { token: moderator, body: { status: "blocked" } })).status;
  expect([plainLand, (await shop.ask("GET", world)).json.attachments[0].status]).toEqual([200, "blocked"]);
  expect(await height()).not.toBe(901);
  expect((await attach("bob/plain@1.1.0")).status).toBe(451);
  expect((await publish(bob, "plain", "1.1.0", plain)).status).toBe(451);
  // So is the text of what is blocked, whatever it would import by now.
  const middle = (await shop.ask("GET", "/v1/plugins/bob/between/1.1.0")).json.hash;
  await shop.ask("PUT", `/v1/hashes/${middle}`, { token: moderator, body: { status: "blocked" } });
  expect((await publish(bob, "between", "1.2.0", between)).status).toBe(451);
  // A new version gets the newest that runs.
  await publish(bob, "plain", "1.2.0", plain);
  await attach("bob/plain@1.2.0");
  expect(await height()).toBe(501);
});
