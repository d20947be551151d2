// Tiles over HTTP: one address a tile, one making however many ask, ETags of
// the content, caches and other sites.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type StandInPool, standInPool } from "./helpers/standInPool.ts";
import { openWorkshop, terraces, type TestWorkshop } from "./helpers/workshop.ts";

let pool: StandInPool;
let shop: TestWorkshop;
let token = "";
let world = "";
let hidden = "";

beforeAll(async () => {
  pool = standInPool();
  shop = await openWorkshop({ pool, isQuiet: true });
  token = await shop.token("ada", "publish", "attach", "moderate");
  await shop.ask("POST", "/v1/plugins", { token, body: { name: "terraces", version: "1.0.0", source: terraces } });
  const make = async (body: object) => `/v1/worlds/${(await shop.ask("POST", "/v1/worlds", { token, body })).json.id}`;
  world = await make({ seed: "7" });
  hidden = await make({ seed: "7", visibility: "private" });
});
afterAll(() => shop.stop());

const attach = (body: object = {}) => shop.ask("PUT", `${world}/plugins/a`, { token, body: { plugin: "ada/terraces@1.0.0", ...body } });

describe("addresses", () => {
  test.each([
    "-1/0/0.png",
    "0/0/-1.png",
    "2147483648/0/0.png",
    "9007199254740993/0/0.png",
    "1e3/0/0.png",
    "NaN/0/0.png",
    "0x10/0/0.png",
    "+1/0/0.png",
    "1.0/0/0.png",
    "/0/0.png",
    "01/0/0.png",
    "1/00/0.png",
    "1/0/00.png",
    "1/2/0.png",
    "1/0/2.png",
    "١/0/0.png",
    "11/0/0.png",
    "0/0/0",
    "0/0/0.jpg",
    "0/0/0@3x.png",
    "0/0/%30.png%00",
  ])("9.6 %s is no tile", async (address) => {
    const { status } = await shop.ask("GET", encodeURI(`${world}/tiles/map/${address}`).replaceAll("%25", "%"));
    expect([400, 404]).toContain(status);
  });

  test("a layer that is not there is 404 and names those that are", async () => {
    const { status, json } = await shop.ask("GET", `${world}/tiles/gold/0/0/0.png`);
    expect(status).toBe(404);
    expect(json.detail).toContain("map, terrarium");
  });
});

describe("making", () => {
  test("9.32 a hundred ask for one cold tile: it is made once", async () => {
    const before = pool.tilesMade();
    const answers = await Promise.all(Array.from({ length: 100 }, () => shop.ask("GET", `${world}/tiles/map/5/9/9.png`)));
    expect(new Set(answers.map((each) => each.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((each) => each.headers.etag)).size).toBe(1);
    expect(pool.tilesMade() - before).toBe(1);
  });

  test("what could not be made is a problem, is not kept, and comes when asked again", async () => {
    const address = `${world}/tiles/map/5/10/9.png`;
    const failures = [
      [{ ok: false, kind: "killed", reason: "deadline", message: "the run took longer than its fuel allows" }, 504],
      [{ ok: false, kind: "killed", reason: "memory", message: "the run took too much memory" }, 503],
      [{ ok: false, kind: "busy", reason: "owner queue", retryAfterSeconds: 2 }, 429],
      [{ ok: false, kind: "busy", reason: "queue", retryAfterSeconds: 2 }, 503],
      [{ ok: false, kind: "crashed", message: "a child ended" }, 503],
      [{ ok: false, kind: "closed" }, 503],
    ] as const;
    for (const [failure, status] of failures) {
      pool.failNext(failure);
      const answer = await shop.ask("GET", address);
      expect(answer.status).toBe(status);
      expect(answer.headers["cache-control"]).toBe("no-store");
      if (failure.kind === "busy") expect(answer.headers["retry-after"]).toBe("2");
    }
    expect((await shop.ask("GET", address)).status).toBe(200);
  });

  test("a cold tile that nobody waits for any more is not made", async () => {
    pool.delay(300);
    const before = pool.tilesMade();
    const address = await shop.app.listen({ port: 0, host: "127.0.0.1" });
    const url = `${address}${world}/tiles/map/6/20/20.png`;
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [first, second].map((each) => fetch(url, { signal: each.signal }).catch(() => null));
    await new Promise((done) => setTimeout(done, 100));
    first.abort();
    await new Promise((done) => setTimeout(done, 50));
    expect(pool.aborted()).toBe(0);
    second.abort();
    await Promise.all(asked);
    await new Promise((done) => setTimeout(done, 400));
    expect([pool.aborted(), pool.tilesMade() - before]).toEqual([1, 0]);
    pool.delay(0);
    expect((await fetch(url)).status).toBe(200);
  });

  test("9.8 far tiles at random are limited by address of the client", async () => {
    const other = await openWorkshop({ limits: { coldTilesPerSecond: 3 } });
    const mine = await other.token("ada", "attach");
    const { id } = (await other.ask("POST", "/v1/worlds", { token: mine, body: { seed: "7" } })).json;
    const ask = (x: number) => other.ask("GET", `/v1/worlds/${id}/tiles/terrarium/9/${x}/5.png`);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(ask));
    expect(answers.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 429, 429]);
    expect((await ask(1)).status).toBe(200);
    await other.stop();
  });
});

describe("caches and other sites", () => {
  test("304 for whom has it, immutable under the version, also a former one, 404 under one that never was", async () => {
    const { version } = (await shop.ask("GET", world)).json;
    const address = `${world}/versions/${version}/tiles/map/0/0/0.png`;
    const first = await shop.ask("GET", address);
    expect(first.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const again = await shop.ask("GET", address, { headers: { "if-none-match": String(first.headers.etag) } });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await shop.ask("GET", `${world}/tiles/map/0/0/0.png`)).headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
    await attach({ strength: 0.1 });
    expect((await shop.ask("GET", address)).headers.etag).toBe(first.headers.etag);
    const cold = await shop.ask("GET", address.replace("0/0/0", "1/0/0"));
    expect([cold.status, cold.headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
    const never = await shop.ask("GET", address.replace(version, "0123456789abcdef"));
    expect(never.status).toBe(404);
    expect(never.json.detail).toContain("TileJSON");
  });

  test("9.14 any site may show a public world's tiles, none a private one's or the API", async () => {
    const headers = { origin: "https://evil.example" };
    const tile = await shop.ask("GET", `${world}/tiles/map/0/0/0.png`, { headers });
    expect(tile.headers["access-control-allow-origin"]).toBe("*");
    expect(tile.headers["cross-origin-resource-policy"]).toBe("cross-origin");
    const secret = await shop.ask("GET", `${hidden}/tiles/map/0/0/0.png`, { headers, token });
    expect(secret.status).toBe(200);
    expect(secret.headers["access-control-allow-origin"]).toBeUndefined();
    expect(secret.headers["cache-control"]).toBe("private, max-age=0, must-revalidate");
    expect((await shop.ask("GET", "/v1/plugins", { headers })).headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("two equal worlds share tiles; strength 0 is not attached", async () => {
    const before = (await shop.ask("GET", `${hidden}/tiles/map/0/0/0.png`, { token })).headers.etag;
    await attach({ strength: 0 });
    expect((await shop.ask("GET", `${world}/tiles/map/0/0/0.png`)).headers.etag).toBe(before);
  });

  test("a blocked plugin is gone from the next tile on, and back when it is let run", async () => {
    const { json } = await attach({ strength: 1 });
    const { hash } = json.attachments[0];
    const tag = async () => (await shop.ask("GET", `${world}/tiles/map/0/0/0.png`)).headers.etag;
    const attached = await tag();
    const set = (status: string) => shop.ask("PUT", `/v1/hashes/${hash}`, { token, body: { status } });
    await set("blocked");
    expect(await tag()).not.toBe(attached);
    expect((await shop.ask("GET", world)).json.attachments[0].status).toBe("blocked");
    await set("published");
    expect(await tag()).toBe(attached);
  });
});

describe("what viewers ask", () => {
  test("TileJSON and the style name tiles that exist", async () => {
    for (const layer of ["map", "terrarium"]) {
      const { json } = await shop.ask("GET", `${world}/tiles/${layer}.json`);
      expect(json.tilejson).toBe("3.0.0");
      const address = new URL(json.tiles[0].replace("{z}", "1").replace("{x}", "1").replace("{y}", "0")).pathname;
      expect((await shop.ask("GET", address)).status).toBe(200);
    }
    const { json } = await shop.ask("GET", `${world}/style.json`);
    expect(json.sources.heights.tiles[0]).toContain("/tiles/terrarium/{z}/{x}/{y}.png");
  });

  test("a point has every value; a place that is no number is refused", async () => {
    const { status, json } = await shop.ask("GET", `${world}/point?x=1200&y=-300.5`);
    expect(status).toBe(200);
    expect(json).toMatchObject({ x: 1200, y: -300.5, elevation: expect.any(Number), temperature: null, biome: "meadow", color: "#ff8000" });
    for (const query of ["", "?x=1", "?x=1&y=a", "?x=1e9&y=0", "?x=NaN&y=0", "?x=1&y=2&z=3"]) {
      expect((await shop.ask("GET", `${world}/point${query}`)).status).toBe(400);
    }
  });

  test("9.7 features of too many chunks, or of no box, are refused", async () => {
    expect((await shop.ask("GET", `${world}/features.geojson?bbox=0,0,1280,640`)).json).toEqual({
      type: "FeatureCollection",
      features: [],
    });
    expect((await shop.ask("GET", `${world}/features.geojson?bbox=0,0,100000,100000`)).status).toBe(422);
    for (const box of ["5,5,1,1", "1,2,3", "a,b,c,d", "0,0,1e3,5"])
      expect((await shop.ask("GET", `${world}/features.geojson?bbox=${box}`)).status).toBe(400);
  });
});
