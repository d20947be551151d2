// Worlds over HTTP: who may change what, lost updates, attachments in order,
// parameters against the plugin's schema, history.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkshop, terraces, type TestWorkshop, type Parsed } from "./helpers/workshop.ts";

let shop: TestWorkshop;
let ada = "";
let bob = "";

beforeAll(async () => {
  shop = await openWorkshop();
  ada = await shop.token("ada", "publish", "attach");
  bob = await shop.token("bob", "publish", "attach");
  await shop.ask("POST", "/v1/plugins", { token: ada, body: { name: "terraces", version: "1.0.0", source: terraces } });
  const shading = 'from wgen import Cell, Color\n\n\ndef color(c: Cell, prev: Color) -> Color:\n    return Color("#112233")\n';
  await shop.ask("POST", "/v1/plugins", { token: ada, body: { name: "shading", version: "1.0.0", source: shading } });
});
afterAll(() => shop.stop());

const plugin = "ada/terraces@1.0.0";

async function makeWorld(body: object = {}): Promise<string> {
  const made = await shop.ask("POST", "/v1/worlds", { token: ada, body: { seed: "7", ...body } });
  expect(made.status).toBe(201);
  return `/v1/worlds/${made.json.id}`;
}

const put = (world: string, slot: string, body: object = {}, token = ada) =>
  shop.ask("PUT", `${world}/plugins/${slot}`, { token, body: { plugin, ...body } });

describe("changing", () => {
  test("PATCH needs the ETag: 428 without, 412 with an old one", async () => {
    const world = await makeWorld();
    const body = { title: "Named" };
    expect((await shop.ask("PATCH", world, { token: ada, body })).status).toBe(428);
    const { etag } = (await shop.ask("GET", world)).headers;
    const done = await shop.ask("PATCH", world, { token: ada, body, headers: { "if-match": String(etag) } });
    expect(done.status).toBe(200);
    expect(done.json.title).toBe("Named");
    const stale = await shop.ask("PATCH", world, { token: ada, body: { title: "Lost" }, headers: { "if-match": String(etag) } });
    expect(stale.status).toBe(412);
    expect(stale.json.current).toBe(done.headers.etag);
    expect(stale.headers.etag).toBe(done.headers.etag);
  });

  test("a change to what stands already is no new revision", async () => {
    const world = await makeWorld({ title: "Same" });
    const { headers } = await shop.ask("GET", world);
    const again = await shop.ask("PATCH", world, { token: ada, body: { title: "Same", seed: "7" }, headers: { "if-match": "*" } });
    expect(again.headers.etag).toBe(headers.etag);
  });

  test("only its owner changes a world, and only its owner sees a private one", async () => {
    const world = await makeWorld();
    expect((await put(world, "a", {}, bob)).status).toBe(403);
    expect((await shop.ask("DELETE", world, { token: bob })).status).toBe(403);
    const hidden = await makeWorld({ visibility: "private" });
    expect((await shop.ask("GET", hidden)).status).toBe(404);
    expect((await shop.ask("GET", hidden, { token: bob })).status).toBe(404);
    expect((await put(hidden, "a", {}, bob)).status).toBe(404);
    expect((await shop.ask("GET", `${hidden}/tiles/map/0/0/0.png`, { token: bob })).status).toBe(404);
    expect((await shop.ask("GET", hidden, { token: ada })).status).toBe(200);
    const listed = async (token?: string) =>
      (await shop.ask("GET", "/v1/worlds", token === undefined ? {} : { token })).json.worlds.map(
        (each: Parsed) => `/v1/worlds/${each.id}`,
      );
    expect(await listed()).not.toContain(hidden);
    expect(await listed(bob)).not.toContain(hidden);
    expect(await listed(ada)).toContain(hidden);
  });

  test("a deleted world is gone", async () => {
    const world = await makeWorld();
    expect((await shop.ask("DELETE", world, { token: ada })).status).toBe(204);
    expect((await shop.ask("GET", world, { token: ada })).status).toBe(404);
    expect((await put(world, "a")).status).toBe(404);
  });
});

describe("attaching", () => {
  test("order, position, detach", async () => {
    const world = await makeWorld();
    for (const slot of ["a", "b", "c"]) await put(world, slot, { salt: slot });
    const slots = async () => (await shop.ask("GET", world)).json.attachments.map((each: Parsed) => each.slot).join("");
    expect(await slots()).toBe("abc");
    await put(world, "c", { position: 0 });
    expect(await slots()).toBe("cab");
    await put(world, "c", { position: 1, strength: 0.25 });
    expect(await slots()).toBe("acb");
    await put(world, "a", { strength: 0.75 });
    expect(await slots()).toBe("acb");
    expect((await shop.ask("DELETE", `${world}/plugins/c`, { token: ada })).status).toBe(200);
    expect(await slots()).toBe("ab");
    expect((await shop.ask("DELETE", `${world}/plugins/c`, { token: ada })).status).toBe(404);
  });

  test("parameters are held against the plugin's schema", async () => {
    const world = await makeWorld();
    const wrong = async (parameters: object) => {
      const { status, json } = await put(world, "a", { parameters });
      expect(status).toBe(422);
      return json.detail as string;
    };
    expect(await wrong({ step: 501 })).toBe("the parameter step must be at most 500");
    expect(await wrong({ step: "120" })).toBe("the parameter step must be a number");
    expect(await wrong({ steps: 120 })).toBe("the plugin has no parameter steps; did you mean step?");
    expect(await wrong({ constructor: 1 })).toContain("no parameter constructor");
    expect(await wrong({ step: "1".repeat(40_000) })).toContain("longer than 32768 characters");
    expect((await put(world, "a", { parameters: { step: 500 } })).json.attachments[0].parameters).toEqual({ step: 500 });
  });

  test("what cannot be attached so is refused: version, strength, mask", async () => {
    const world = await makeWorld();
    expect((await put(world, "a", { plugin: "ada/terraces@2.0.0" })).status).toBe(422);
    expect((await put(world, "a", { strength: 1.5 })).status).toBe(400);
    expect((await put(world, "a", { combine: "xor" })).status).toBe(400);
    const late = await put(world, "a", { mask: { kind: "biomes", names: ["forest"] } });
    expect(late.status).toBe(422);
    expect(late.json.detail).toContain("a biomes mask cannot limit the hook elevation");
    expect((await put(world, "a", { plugin: "ada/shading@1.0.0", mask: { kind: "biomes", names: ["forest"] } })).status).toBe(200);
    const detail = async (body: object): Promise<string> => (await put(world, "a", body)).json.detail;
    expect(await detail({ strenght: 1 })).toBe('body must not have the member "strenght"');
    expect(await detail({ combine: "plus" })).toMatch(/^body\/combine must be one of "replace", "add"/);
    expect(await detail({ mask: { kind: "hight" } })).toMatch(/^body\/mask\/kind must be one of "everywhere", .*"height"/);
    expect(await detail({ plugin: "ada/terraces" })).toBe("body/plugin is not written as it must be: owner/name@1.2.0");
    expect(await detail({ strength: "1" })).toBe("body/strength must be number");
  });

  test("a world without end takes nothing that works on the atlas", async () => {
    const source = "def elevation(prev: float) -> float:\n    return prev\n\n\ndef rain(h, prev):\n    return prev\n";
    const body = { name: "rainy", version: "1.0.0", license: "MIT", source };
    expect((await shop.ask("POST", "/v1/plugins", { token: ada, body })).status).toBe(201);
    const endless = await makeWorld({ size: null });
    const refused = await put(endless, "a", { plugin: "ada/rainy@1.0.0" });
    expect([refused.status, refused.json.detail]).toEqual([422, "the hook rain works on the atlas, and a world without end has none"]);
    expect((await put(endless, "a", { mask: { kind: "layer", layer: "rain", min: 0.5 } })).status).toBe(422);
    expect((await put(endless, "a")).status).toBe(200);
    const finite = await makeWorld();
    expect((await put(finite, "wet", { plugin: "ada/rainy@1.0.0" })).status).toBe(200);
    const patch = (size: number | null) => shop.ask("PATCH", finite, { token: ada, body: { size }, headers: { "if-match": "*" } });
    const kept = await patch(null);
    const detail = "wet: the hook rain works on the atlas, and a world without end has none";
    expect([kept.status, kept.json.detail]).toEqual([422, detail]);
    expect((await patch(10_000)).status).toBe(200);
    expect((await shop.ask("DELETE", `${finite}/plugins/wet`, { token: ada })).status).toBe(200);
    expect((await patch(null)).status).toBe(200);
  });

  test("9.15 attach, detach and update at once: each answer is a whole state, the history adds up", async () => {
    const world = await makeWorld();
    await put(world, "same");
    const work = Array.from({ length: 100 }, (_, k) =>
      k % 5 === 4 ? shop.ask("DELETE", `${world}/plugins/same`, { token: ada }) : put(world, "same", { strength: (k % 5) / 10 + k / 1000 }),
    );
    const answers = await Promise.all([...work, shop.ask("GET", `${world}/tiles/map/4/3/3.png`)]);
    expect(answers.filter((each) => ![200, 404].includes(each.status))).toEqual([]);
    const { json } = await shop.ask("GET", world);
    const { edits } = (await shop.ask("GET", `${world}/history`)).json;
    expect(json.revision).toBe(edits[0].number + 1);
    for (let undone = 1; undone < json.revision; undone++)
      expect((await shop.ask("POST", `${world}/undo`, { token: ada })).status).toBe(200);
    expect((await shop.ask("GET", world)).json.attachments).toEqual([]);
    expect((await shop.ask("POST", `${world}/undo`, { token: ada })).status).toBe(409);
  });
});

describe("history", () => {
  test("undo and redo walk through every state; a new edit drops what was undone", async () => {
    const world = await makeWorld();
    const states: string[] = [];
    const state = async () => {
      const { version } = (await shop.ask("GET", world)).json;
      return version as string;
    };
    states.push(await state());
    for (const body of [{}, { strength: 0.5 }, { mask: { kind: "height", min: 200 } }, { parameters: { step: 20 } }]) {
      await put(world, "a", body);
      states.push(await state());
    }
    await shop.ask("PATCH", world, { token: ada, body: { seed: "other", sea_level: 12 }, headers: { "if-match": "*" } });
    states.push(await state());
    expect(new Set(states).size).toBe(states.length);
    for (const expected of states.slice(0, -1).toReversed()) {
      await shop.ask("POST", `${world}/undo`, { token: ada });
      expect(await state()).toBe(expected);
    }
    for (const expected of states.slice(1, 4)) {
      await shop.ask("POST", `${world}/redo`, { token: ada });
      expect(await state()).toBe(expected);
    }
    const history = (await shop.ask("GET", `${world}/history`)).json;
    expect(history.edits.map((each: Parsed) => each.state)).toEqual(["undone", "undone", "done", "done", "done"]);
    await put(world, "b");
    expect((await shop.ask("POST", `${world}/redo`, { token: ada })).status).toBe(409);
    expect((await shop.ask("GET", `${world}/history`)).json.edits).toHaveLength(4);
  });

  test("fifty edits at a time, the next with `before`", async () => {
    const world = await makeWorld();
    for (let k = 1; k <= 60; k++) await put(world, "a", { strength: k / 100 });
    const first = (await shop.ask("GET", `${world}/history`)).json.edits;
    const second = (await shop.ask("GET", `${world}/history?before=${first.at(-1).number}`)).json.edits;
    expect([first.length, first[0].number, second.length, second.at(-1).number]).toEqual([50, 60, 10, 1]);
  });

  test("undo with If-Match of another state is refused", async () => {
    const world = await makeWorld();
    await put(world, "a");
    expect((await shop.ask("POST", `${world}/undo`, { token: ada, headers: { "if-match": '"1"' } })).status).toBe(412);
    expect((await shop.ask("POST", `${world}/undo`, { token: ada, headers: { "if-match": '"2"' } })).status).toBe(200);
  });
});
