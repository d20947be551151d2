// For operators: health, readiness, measures, logs without secrets, one server
// to a folder, and nothing of a stranger's in the server's own process.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import fastify from "fastify";
import { sql } from "kysely";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { App } from "../src/workshop/http/app.ts";
import { addPressureLimit } from "../src/workshop/http/pressure.ts";
import { startServer, type WorkshopServer } from "../src/workshop/server.ts";
import { FolderTaken } from "../src/workshop/store/lock.ts";
import { type StandInPool, standInPool } from "./helpers/standInPool.ts";
import { type Answer, openWorkshop, terraces } from "./helpers/workshop.ts";

let folder = "";
let pool: StandInPool;
let server: WorkshopServer;
let logged = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wgen-operations-"));
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => ((logged += chunk.toString()), done()) });
  pool = standInPool();
  server = await startServer({
    dataFolder: folder,
    port: 0,
    pool,
    log: pino({ level: "debug" }, stream),
    limits: { eventLoopMilliseconds: 0 },
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

test("the first start makes an admin, and only the first", async () => {
  expect(server.adminToken).toMatch(/^wgen_/);
  const me = await fetch(`${server.address}/v1/me`, { headers: { authorization: `Bearer ${server.adminToken}` } });
  expect(await me.json()).toMatchObject({ owner: "admin", scopes: ["publish", "attach", "moderate", "admin"] });
});

test("a first start that fails, its port being taken, keeps the admin's link for the next", async () => {
  const other = mkdtempSync(join(tmpdir(), "wgen-operations-"));
  const { port } = new URL(server.address);
  await expect(startServer({ dataFolder: other, port: Number(port), pool: standInPool() })).rejects.toThrow("EADDRINUSE");
  const second = await startServer({ dataFolder: other, port: 0, pool: standInPool() });
  expect(second.adminToken).not.toBe(null);
  await second.stop();
  const third = await startServer({ dataFolder: other, port: 0, pool: standInPool() });
  expect(third.adminToken).toBe(null);
  await third.stop();
  rmSync(other, { recursive: true });
});

test("9.13 logs have no token, no query, no body and no header of a request", async () => {
  const authorization = `Bearer ${server.adminToken}`;
  const secret = "a-word-that-nobody-logs";
  await fetch(`${server.address}/v1/me?x=${secret}`, { headers: { authorization, cookie: secret, "user-agent": secret } });
  await fetch(`${server.address}/nowhere/${secret}`);
  await fetch(`${server.address}/v1/plugins`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ name: "logged", version: "1.0.0", source: `# ${secret}\n${terraces}` }),
  });
  pool.failNext({ ok: false, kind: "crashed", message: "the child ended" });
  await fetch(`${server.address}/v1/check`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ source: secret }),
  });
  await new Promise((done) => setTimeout(done, 50));
  expect(logged).toContain('"status":201');
  expect(logged).toContain('"status":503');
  expect(logged).not.toContain(secret);
  expect(logged).not.toMatch(/wgen_[0-9a-f]{16}/);
});

test("health, readiness with the walls, measures by route and never by a stranger's word", async () => {
  expect(await (await fetch(`${server.address}/healthz`)).json()).toEqual({ status: "alive" });
  const ready = await fetch(`${server.address}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({ status: "ready", database: true, children: 1, walls: [{ name: "none", stands: false }] });
  await fetch(`${server.address}/v1/plugins/a-strangers-word/x`);
  const text = await (await fetch(`${server.address}/metrics`)).text();
  expect(text).toMatch(/wgen_http_request_seconds_count\{route="\/v1\/plugins\/:owner\/:name",method="GET",status="404"\} 1/);
  expect(text).toContain("wgen_pool_children");
  expect(text).not.toContain("a-strangers-word");
});

test("9.22, 9.23 a full disk, a read-only one: 503, nothing half, and all is well when there is room again", async () => {
  const shop = await openWorkshop({ isQuiet: true });
  const token = await shop.token("ada", "publish", "attach");
  const { database, sources } = shop.workshop.store;
  const world = (await shop.ask("POST", "/v1/worlds", { token, body: { seed: "7" } })).json.id;
  const publish = (version: string) =>
    shop.ask("POST", "/v1/plugins", { token, body: { name: "full", version, source: `${terraces}# ${version}\n` } });
  expect((await publish("1.0.0")).status).toBe(201);
  const { page_count } = (await sql<{ page_count: number }>`PRAGMA page_count`.execute(database)).rows[0]!;
  for (const [stop, go] of [
    [`PRAGMA max_page_count = ${page_count}`, "PRAGMA max_page_count = 1000000"],
    ["PRAGMA query_only = 1", "PRAGMA query_only = 0"],
  ] as const) {
    await sql.raw(stop).execute(database);
    const answers: Answer[] = [];
    for (let k = 0; k < 20; k++) {
      // Large, so that the database has to grow.
      const mask = { kind: "polygon", points: Array.from({ length: 800 }, (_, each) => [each, stop.length * each * k]) };
      answers.push(await shop.ask("PUT", `/v1/worlds/${world}/plugins/s${k}`, { token, body: { plugin: "ada/full@1.0.0", mask } }));
    }
    const refused = answers.filter((each) => each.status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.json.detail).toContain("nothing was changed");
    expect((await shop.ask("GET", `/v1/worlds/${world}/tiles/map/0/0/0.png`)).status).toBe(200);
    await sql.raw(go).execute(database);
    const { revision } = (await shop.ask("GET", `/v1/worlds/${world}`)).json;
    const done = answers.findLast((each) => each.status === 200);
    if (done !== undefined) expect(revision).toBe(done.json.revision);
    expect((await shop.ask("DELETE", `/v1/worlds/${world}`, { token })).status).toBe(204);
    await database.updateTable("worlds").set({ status: "active" }).execute();
    shop.workshop.live.forget(world);
  }
  const writing = vi.spyOn(sources, "write").mockRejectedValueOnce(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));
  const { status, json } = await publish("1.0.1");
  expect([status, json.type]).toEqual([503, "urn:wgen:problem:unavailable"]);
  expect(JSON.stringify(json)).not.toContain("device");
  writing.mockRestore();
  expect((await publish("1.0.1")).status).toBe(201);
  await shop.stop();
});

test("behind a proxy that is trusted, clients have their own addresses and links the proxy's name", async () => {
  const other = mkdtempSync(join(tmpdir(), "wgen-operations-"));
  const proxied = await startServer({
    dataFolder: other,
    port: 0,
    pool: standInPool(),
    trustProxy: true,
    limits: { requestsPerSecond: 2, eventLoopMilliseconds: 0 },
  });
  const ask = async (client: string) => {
    const headers = { "x-forwarded-for": client, "x-forwarded-host": "maps.example", "x-forwarded-proto": "https" };
    return (await fetch(`${proxied.address}/v1/worlds`, { headers })).status;
  };
  expect(await Promise.all(["10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.2"].map(ask))).toEqual([200, 200, 429, 200]);
  await proxied.stop();
  rmSync(other, { recursive: true });
});

test("a second server of the same folder is refused; after the first has stopped it starts", async () => {
  await expect(startServer({ dataFolder: folder, port: 0, pool: standInPool() })).rejects.toThrow(FolderTaken);
  const other = mkdtempSync(join(tmpdir(), "wgen-operations-"));
  for (let round = 0; round < 2; round++) await (await startServer({ dataFolder: other, port: 0, pool: standInPool() })).stop();
  rmSync(other, { recursive: true });
});

test("while the event loop is late requests are refused, but for the health check", async () => {
  const shop = await openWorkshop({ limits: { eventLoopMilliseconds: 100 } });
  const status = async (url: string): Promise<number> => (await shop.ask("GET", url)).status;
  expect(await status("/v1/worlds")).toBe(200);
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0; turn < 3; turn++) {
    Atomics.wait(nothing, 0, 0, 600);
    await new Promise((done) => setTimeout(done, 1));
  }
  const refused = await shop.ask("GET", "/v1/worlds");
  expect([refused.status, refused.headers["retry-after"], refused.json.type]).toEqual([503, "2", "urn:wgen:problem:unavailable"]);
  expect(await status("/healthz")).toBe(200);
  await vi.waitFor(async () => expect(await status("/v1/worlds")).toBe(200), 5_000);
  await shop.stop();
});

test("a loop that was held up before its lateness was first measured is as late as it was, not more", async () => {
  const app = fastify();
  addPressureLimit(app as unknown as App, 60_000);
  app.get("/", async () => "here");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100);
  await new Promise((done) => setTimeout(done, 5));
  expect((await app.inject("/")).statusCode).toBe(200);
  await app.close();
});

test("every run of a stranger's plugin stands in the ledger", async () => {
  const stand = standInPool();
  const shop = await openWorkshop({ pool: stand });
  const token = await shop.token("ada", "publish", "attach");
  const { hash } = (await shop.ask("POST", "/v1/plugins", { token, body: { name: "terraces", version: "1.0.0", source: terraces } })).json;
  const { id } = (await shop.ask("POST", "/v1/worlds", { token, body: { seed: "7" } })).json;
  await shop.ask("PUT", `/v1/worlds/${id}/plugins/a`, { token, body: { plugin: "ada/terraces@1.0.0" } });
  await shop.ask("GET", `/v1/worlds/${id}/tiles/map/0/0/0.png`);
  await shop.ask("GET", `/v1/worlds/${id}/tiles/map/0/0/0.png`);
  await shop.ask("GET", `/v1/worlds/${id}/point?x=1&y=2`);
  stand.failNext({ ok: false, kind: "killed", reason: "memory", message: "" });
  await shop.ask("GET", `/v1/worlds/${id}/tiles/map/1/0/0.png`);
  await shop.workshop.ledger.flush();
  const runs = await shop.workshop.store.database
    .selectFrom("runs")
    .select(["kind", "plugin_hash", "world", "fuel", "bytes", "fault"])
    .execute();
  expect(runs).toEqual([
    { kind: "check", plugin_hash: hash, world: null, fuel: 0, bytes: 0, fault: null },
    { kind: "tile", plugin_hash: hash, world: id, fuel: 100, bytes: 2 ** 40, fault: null },
    { kind: "point", plugin_hash: hash, world: id, fuel: 100, bytes: 2 ** 40, fault: null },
    { kind: "tile", plugin_hash: hash, world: id, fuel: null, bytes: null, fault: '{"kind":"killed"}' },
  ]);
  await shop.stop();
});

test("the server's own code takes from the engine types only: it neither parses, checks, compiles nor runs", () => {
  const root = fileURLToPath(new URL("../src/workshop", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    expect(text, file).not.toMatch(/^import (?!type )[^;]*"(?:\.\.\/)+(?:engine|world\/world|world\/host)\b/m);
  }
});
