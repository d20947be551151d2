// The API's description is the routes' own shapes, kept as a snapshot so that a
// change of the contract is seen. `UPDATE=1` rewrites it; read the diff.

import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorkshop, type TestWorkshop, type Parsed } from "./helpers/workshop.ts";

const golden = new URL("openapi.golden.json", import.meta.url);

let shop: TestWorkshop;
beforeAll(async () => void (shop = await openWorkshop()));
afterAll(() => shop.stop());

test("openapi.json is the one that was agreed", async () => {
  const { status, json } = await shop.ask("GET", "/openapi.json");
  expect(status).toBe(200);
  const text = `${JSON.stringify(json, null, 1)}\n`;
  if (process.env["UPDATE"] === "1") writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, "utf8"));
});

test("every operation says what it is for and how it fails", async () => {
  const { json } = await shop.ask("GET", "/openapi.json");
  expect(json.openapi).toBe("3.1.0");
  for (const [path, operations] of Object.entries<Parsed>(json.paths)) {
    for (const [method, { summary, responses }] of Object.entries<Parsed>(operations)) {
      expect(summary, `${method} ${path}`).toMatch(/\.$/);
      for (const range of ["4XX", "5XX"])
        expect(Object.keys(responses[range].content), `${method} ${path}`).toEqual(["application/problem+json"]);
    }
  }
});

test("the page that shows it needs no script and names every route", async () => {
  const { text, headers } = await shop.ask("GET", "/docs");
  expect(text).not.toContain("<script");
  expect(text).toContain("</b> /v1/worlds/{id}/plugins/{slot}</code>");
  expect((await shop.ask("GET", "/docs.css")).headers["content-type"]).toBe("text/css; charset=utf-8");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
});
