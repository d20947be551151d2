// Plugins over HTTP: publishing once and for ever, what is refused and stores
// nothing, names that look alike, search, reading, blocking.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkshop, terraces, type TestWorkshop, type Parsed } from "./helpers/workshop.ts";

let shop: TestWorkshop;
let ada = "";
let bob = "";

beforeAll(async () => {
  shop = await openWorkshop();
  ada = await shop.token("ada", "publish", "attach");
  bob = await shop.token("bob", "publish", "attach");
});
afterAll(() => shop.stop());

const publish = (token: string, name: string, version = "1.0.0", source = terraces, more: object = {}) =>
  shop.ask("POST", "/v1/plugins", { token, body: { name, version, source, ...more } });

async function stored(): Promise<number> {
  const { count } = await shop.workshop.store.database
    .selectFrom("versions")
    .select((group) => group.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

describe("checking", () => {
  test("a right source: hooks, parameters, JSON Schema", async () => {
    const { status, json } = await shop.ask("POST", "/v1/check", { body: { source: terraces } });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      ok: true,
      diagnostics: [],
      hooks: [{ name: "elevation", perCell: true }],
      parameters: [{ name: "step", default: 120 }],
    });
    expect(json.parameter_schema.properties.step).toMatchObject({ type: "number", minimum: 10, maximum: 500 });
  });

  test("a wrong one: 200 with diagnostics", async () => {
    const { status, json } = await shop.ask("POST", "/v1/check", { body: { source: "hieght = 2\nheight\n", file: "a.wgen" } });
    expect(status).toBe(200);
    expect(json.ok).toBe(false);
    expect(json.diagnostics[0]).toMatchObject({ code: "WG201", file: "a.wgen", line: 2, column: 1 });
  });
});

describe("publishing", () => {
  test("the same again is the same version; another source is a conflict", async () => {
    const first = await publish(ada, "steps");
    expect(first.status).toBe(201);
    const second = await publish(ada, "steps");
    expect(second.status).toBe(200);
    expect(second.headers.etag).toBe(first.headers.etag);
    const other = await publish(ada, "steps", "1.0.0", `${terraces}\n`);
    expect(other.status).toBe(409);
    expect(other.json.detail).toContain("versions never change");
    expect((await publish(ada, "steps", "1.0.1", `${terraces}\n`)).status).toBe(201);
  });

  test("9.16 the same publish twenty times at once: one is new", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish(ada, "at-once")));
    expect(answers.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
  });

  test("9.16 a name that only looks different is taken, another owner's is not", async () => {
    expect((await publish(ada, "hills")).status).toBe(201);
    expect((await publish(ada, "hi11s")).status).toBe(409);
    expect((await publish(ada, "hil-ls")).status).toBe(409);
    expect((await publish(bob, "hills")).status).toBe(201);
    expect((await publish(ada, "Hills")).status).toBe(400);
    expect((await publish(ada, "hіlls")).status).toBe(400);
    await expect(shop.token("b0b", "publish")).rejects.toThrow("looks like bob");
  });

  test("a refused source stores nothing and says where and what", async () => {
    const before = await stored();
    const { status, json } = await publish(ada, "broken", "1.0.0", "hieght = 2\nheight\n");
    expect(status).toBe(422);
    expect(json).toMatchObject({ type: "urn:wgen:problem:refused", title: "The plugin was refused", status: 422 });
    expect(json.detail).toContain("line 2, column 1");
    expect(json.detail).toContain("hieght");
    expect(json.diagnostics[0].code).toBe("WG201");
    expect(await stored()).toBe(before);
    expect((await shop.ask("GET", "/v1/plugins/ada/broken")).status).toBe(404);
  });

  test("needs a token with the scope, and one's own name", async () => {
    const body = { name: "mine", version: "1.0.0", source: terraces };
    const without = await shop.ask("POST", "/v1/plugins", { body });
    expect(without.status).toBe(401);
    expect(without.headers["www-authenticate"]).toBe("Bearer");
    const reader = await shop.token("eve");
    expect((await shop.ask("POST", "/v1/plugins", { token: reader, body })).status).toBe(403);
    expect((await shop.ask("POST", "/v1/plugins", { token: ada, body: { ...body, owner: "bob" } })).status).toBe(403);
    expect((await shop.ask("POST", "/v1/plugins", { token: `${ada.slice(0, -2)}xx`, body })).status).toBe(401);
  });

  test("license and origin are kept; an origin that is not there is refused", async () => {
    const made = await publish(bob, "forked", "0.1.0", terraces, { license: "MIT", forked_from: "ada/hills@1.0.0" });
    expect(made.json).toMatchObject({ license: "MIT", forked_from: "ada/hills@1.0.0", engine: 1, status: "approved" });
    const wrong = await publish(bob, "forked", "0.2.0", terraces, { forked_from: "ada/hills@9.0.0" });
    expect(wrong.status).toBe(422);
    expect(wrong.json.path).toBe("/forked_from");
  });

  test("sixty an hour, then 429 with when to come back", async () => {
    const other = await openWorkshop({ limits: { publishesPerHour: 2 } });
    const token = await other.token("ada", "publish");
    const ask = () => other.ask("POST", "/v1/plugins", { token, body: { name: "a-b", version: "1.0.0", source: terraces } });
    expect([(await ask()).status, (await ask()).status]).toEqual([201, 200]);
    const third = await ask();
    expect(third.status).toBe(429);
    expect(Number(third.headers["retry-after"])).toBeGreaterThan(3000);
    await other.stop();
  });
});

describe("reading", () => {
  test("source, parameters, docs, audit; the ETag is the content's hash", async () => {
    await publish(bob, "readable");
    const { headers, json } = await shop.ask("GET", "/v1/plugins/bob/readable/1.0.0");
    expect(json.source).toBe(terraces);
    expect(json.docs).toContain("As rice fields are.");
    expect(json.audit).toMatchObject({ source_bytes: terraces.length, functions: 1, unbounded_loops: [], recursions: [] });
    expect(headers.etag).toBe(`"${json.hash}"`);
    const known = await shop.ask("GET", "/v1/plugins/bob/readable/1.0.0", { headers: { "if-none-match": String(headers.etag) } });
    expect([known.status, known.text]).toEqual([304, ""]);
    const text = await shop.ask("GET", "/v1/plugins/bob/readable/1.0.0/source");
    expect(text.text).toBe(terraces);
    expect(text.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(text.headers["x-content-type-options"]).toBe("nosniff");
  });

  test("search finds words of name, title and docs, and beginnings", async () => {
    const rivers = '"""Rivers that wander.\n\nOxbows and çatalhöyük.\n"""\n' + terraces.slice(terraces.indexOf("from wgen"));
    await publish(ada, "meanders", "1.0.0", rivers);
    const names = async (q: string) =>
      (await shop.ask("GET", `/v1/plugins?q=${encodeURIComponent(q)}`)).json.plugins.map((each: Parsed) => each.name);
    expect(await names("wander")).toEqual(["meanders"]);
    expect(await names("oxb")).toEqual(["meanders"]);
    expect(await names("CATALHOYUK")).toEqual(["meanders"]);
    expect(await names("nothing like it")).toEqual([]);
    expect(await names('" OR names:* NOT -')).toEqual([]);
    expect(await names("'; DROP TABLE versions; --")).toEqual([]);
    expect((await names("")).length).toBeGreaterThan(3);
  });

  test("pages of search", async () => {
    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const page = await shop.ask("GET", `/v1/plugins?limit=2${after === "" ? "" : `&after=${after}`}`);
      seen.push(...page.json.plugins.map((each: Parsed) => each.plugin));
      after = page.json.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain("ada/meanders@1.0.0");
  });
});

describe("blocking", () => {
  test("a blocked hash is neither published, attached nor read, and its reason is told", async () => {
    const moderator = await shop.token("mod", "moderate");
    const source = `${terraces}# blocked\n`;
    const { hash } = (await publish(ada, "evil", "1.0.0", source)).json;
    expect((await shop.ask("PUT", `/v1/hashes/${hash}`, { token: ada, body: { status: "blocked" } })).status).toBe(403);
    const blocked = await shop.ask("PUT", `/v1/hashes/${hash}`, { token: moderator, body: { status: "blocked", reason: "a test" } });
    expect(blocked.json).toMatchObject({ status: "blocked", reason: "a test", plugins: ["ada/evil@1.0.0"] });
    const again = await publish(bob, "evil2", "1.0.0", source);
    expect(again.status).toBe(451);
    expect(again.json.detail).toContain("a test");
    expect((await shop.ask("GET", "/v1/plugins/ada/evil/1.0.0")).status).toBe(451);
    expect((await shop.ask("GET", "/v1/plugins/ada/evil/1.0.0", { token: moderator })).status).toBe(200);
    const world = (await shop.ask("POST", "/v1/worlds", { token: ada, body: { seed: "1" } })).json.id;
    expect((await shop.ask("PUT", `/v1/worlds/${world}/plugins/a`, { token: ada, body: { plugin: "ada/evil@1.0.0" } })).status).toBe(451);
    expect((await shop.ask("PUT", `/v1/hashes/${"0".repeat(64)}`, { token: moderator, body: { status: "blocked" } })).status).toBe(404);
  });
});
