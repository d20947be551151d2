// The workshop's main way, over HTTP: publish, be refused, make a world, attach,
// look at tiles, change, undo; every answer held against the OpenAPI shapes.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkshop, terraces, type TestWorkshop } from "./helpers/workshop.ts";

let shop: TestWorkshop;
let token = "";

beforeAll(async () => {
  shop = await openWorkshop();
  token = await shop.token("ada", "publish", "attach");
});
afterAll(() => shop.stop());

describe("the main way", () => {
  test("publish, attach, tile, change, undo", async () => {
    const published = await shop.ask("POST", "/v1/plugins", {
      token,
      body: { name: "terraces", version: "1.0.0", source: terraces, license: "MIT" },
    });
    expect(published.status).toBe(201);
    expect(published.headers.location).toBe("/v1/plugins/ada/terraces/1.0.0");
    expect(published.json.title).toBe("Terraces: hills cut into steps.");
    const made = await shop.ask("POST", "/v1/worlds", { token, body: { seed: "7", title: "First" } });
    expect(made.status).toBe(201);
    const world = made.headers.location as string;
    const plain = await shop.ask("GET", `${world}/tiles/map/3/4/4.png`);
    expect(plain.status).toBe(200);
    expect(plain.headers["content-type"]).toBe("image/png");
    const mask = { kind: "height", min: 200 };
    const attached = await shop.ask("PUT", `${world}/plugins/steps`, {
      token,
      body: { plugin: "ada/terraces@1.0.0", strength: 0.5, mask },
    });
    expect(attached.status).toBe(200);
    expect(attached.json.attachments[0]).toMatchObject({ slot: "steps", strength: 0.5, mask });
    const stepped = await shop.ask("GET", `${world}/tiles/map/3/4/4.png`);
    expect(stepped.headers.etag).not.toBe(plain.headers.etag);
    expect(stepped.bytes.equals(plain.bytes)).toBe(false);
    const changed = await shop.ask("PUT", `${world}/plugins/steps`, {
      token,
      body: { plugin: "ada/terraces@1.0.0", strength: 0.5, mask, parameters: { step: 300 } },
    });
    expect(changed.status).toBe(200);
    const wide = await shop.ask("GET", `${world}/tiles/map/3/4/4.png`);
    expect(wide.headers.etag).not.toBe(stepped.headers.etag);
    const undone = await shop.ask("POST", `${world}/undo`, { token });
    expect(undone.json).toMatchObject({ can_undo: true, can_redo: true });
    const again = await shop.ask("GET", `${world}/tiles/map/3/4/4.png`);
    expect(again.headers.etag).toBe(stepped.headers.etag);
    expect(again.bytes.equals(stepped.bytes)).toBe(true);
  });
});
