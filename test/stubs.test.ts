// The stubs that Python editors read are those that the standard library gives,
// and Python can read them.

import { readdirSync, readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { hooksFile, makeHooksPage, makeStubs, writeStubs } from "../tools/stubs.ts";
import { findPython } from "./lang-harness/python.ts";

const folder = new URL("../grammar/stubs/", import.meta.url);
if (process.env["UPDATE"] === "1") writeStubs();

describe("stubs", () => {
  const stubs = makeStubs();

  test("are as the library stands; `npm run stubs` writes them", () => {
    const written = new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]));
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(stubs));
  });

  test("and so is the page of hooks, which `wgen docs` shows too", () => {
    expect(readFileSync(hooksFile, "utf8")).toBe(makeHooksPage());
    expect(makeHooksPage()).toContain("### `def draw(cv: Canvas, r: Region, w: World, s: S) -> None`\n\nDraws over the map");
  });

  test("show no private name and no body", () => {
    for (const text of stubs.values()) {
      expect(text).not.toMatch(/^\s*(def|class) _[a-z]/m);
      expect(text).not.toMatch(/^\s*return\b/m);
      expect(text).not.toContain("intrinsics");
    }
  });

  test.skipIf(findPython() === null)("are Python", () => {
    const script = "import ast, json, sys\nfor text in json.load(sys.stdin): ast.parse(text)";
    const result = spawnSync("python3", ["-c", script], { input: JSON.stringify([...stubs.values()]), encoding: "utf8" });
    expect([result.status, result.stderr]).toEqual([0, ""]);
  });
});
