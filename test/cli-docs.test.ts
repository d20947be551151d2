// `wgen docs`: pages read from the standard library itself.

import { describe, expect, test } from "vitest";
import { readLibrary } from "../src/engine/libraryPages.ts";
import { fitted } from "../src/cli/wrapping.ts";
import { wgen } from "./helpers/command-line.ts";

describe("docs", () => {
  test("without a name all modules are listed, each with a sentence", async () => {
    const { code, output } = await wgen(["docs"]);
    expect(code).toBe(0);
    for (const line of output.trimEnd().split("\n")) expect(line).toMatch(/^\w+ +\S.*$/);
    expect(output).toMatch(/^noise +\w/m);
  });

  test("a module lists what is in it, also what it passes on from private modules", async () => {
    const { output } = await wgen(["docs", "noise"]);
    expect(output).toMatch(/^ {4}noise\.fbm +\w/m);
    expect(output).toMatch(/^ {4}noise\.simplex +\w/m);
    expect(output).not.toMatch(/\b_\w/);
  });

  test("a function shows its signature and docstring; a method is found by its class or alone", async () => {
    expect((await wgen(["docs", "ease.lerp"])).output).toMatch(/^def lerp\(a: float, b: float, t: float\) -> float\n {4}\w/);
    expect((await wgen(["docs", "list.append"])).output).toContain("def append(self, ");
    expect((await wgen(["docs", "append"])).output).toContain("def append(self, ");
  });

  test("a class shows its fields", async () => {
    expect((await wgen(["docs", "Climate"])).output).toContain("temperature: float\n");
  });

  test("a name that is not there is a mistake of usage, with what is near", async () => {
    const result = await wgen(["docs", "fb"]);
    expect(result.code).toBe(2);
    expect(result.notes).toContain("noise.fbm");
  });

  test("a misspelt name is told its neighbour", async () => {
    expect((await wgen(["docs", "list.appnd"])).notes).toContain("did you mean list.append?");
  });

  test("prose fits the terminal: lines break between words and keep their indentation", () => {
    const text = "    one two three four five six seven eight nine ten";
    expect(fitted(text, 30)).toBe("    one two three four five\n    six seven eight nine ten");
    expect(fitted(text, Infinity)).toBe(text);
  });

  test("--json gives the pages", async () => {
    const pages = JSON.parse((await wgen(["docs", "noise.fbm", "--json"])).output);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatchObject({ name: "noise.fbm", kind: "function" });
  });

  test("every page of a module says something", () => {
    const silent = readLibrary().filter((page) => page.name.includes(".") && page.kind === "function" && page.text === "");
    expect(silent.map((page) => page.name).filter((name) => !/\.__\w+__$/.test(name))).toEqual([]);
  });
});
