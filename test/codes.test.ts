// Every code has a page that `wgen explain` prints, and a golden case or a
// test that expects it. What no program can reach is listed with the reason.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type CodeHelp, codes } from "../src/base/codes.ts";
import { wgen } from "./helpers/command-line.ts";
import { checkExample, examplesOf } from "./helpers/helpExamples.ts";

const folder = fileURLToPath(new URL("./", import.meta.url));
const table = new Map<string, CodeHelp>(Object.entries(codes));

/** Code -> why nothing expects it. */
const unreached = new Map([
  ["WG208", "kept free: as in Python the later of two definitions holds"],
  ["WG319", "kept free: as in Python a test that can never hold is no mistake"],
  ["WG325", "a net under the checker: no program is known that comes to it"],
]);

function expected(): Set<string> {
  const golden = readdirSync(`${folder}lang`).map((name) => readFileSync(`${folder}lang/${name}`, "utf8"));
  const tests = readdirSync(folder)
    .filter((name) => name.endsWith(".test.ts") && name !== "codes.test.ts")
    .map((name) => readFileSync(folder + name, "utf8"));
  const marks = golden.flatMap((text) => [...text.matchAll(/# expect (?:error|warning|fault) (WG\d{3})/g)].map((match) => match[1] ?? ""));
  return new Set([...marks, ...tests.flatMap((text) => [...text.matchAll(/"(WG\d{3})/g)].map((match) => match[1] ?? ""))]);
}

test("every code is expected somewhere, or listed as out of reach", () => {
  const found = expected();
  expect([...table.keys()].filter((code) => !found.has(code) && !unreached.has(code))).toEqual([]);
  expect([...unreached.keys()].filter((code) => found.has(code) || !table.has(code))).toEqual([]);
});

test("every code has a title and a page, and wgen explain prints both", async () => {
  for (const [code, { title, help }] of table) {
    expect(title, code).toMatch(/\S/);
    expect(help.length, code).toBeGreaterThan(60);
    const { code: exit, output } = await wgen(["explain", code]);
    expect(exit).toBe(0);
    expect(output).toContain(`${code}: ${title}\n\n${help.trimEnd()}\n`);
  }
});

test("what a page says to write compiles", () => {
  const wrong = examples("right").map(
    ([code, text]) => [code, text, checkExample(text, hostOf(code)).map((each) => each.message)] as const,
  );
  expect(wrong.filter(([, , messages]) => messages.length > 0)).toEqual([]);
});

/** Codes of contracts are about plugins of the world. */
function hostOf(code: string): "world" | "auto" {
  return code.startsWith("WG4") ? "world" : "auto";
}

/** Wrong examples that cannot be refused as they stand. */
const notTried = new Map([
  ["WG113", "says `... 65 times`"],
  ["WG115", "says `... 200 times`"],
  ["WG409", "needs a host with effects"],
]);

test("what a page says not to write is refused, with the page's own code", () => {
  const found = examples("wrong").filter(([code]) => /^WG[1-4]/.test(code) && !unreached.has(code) && !notTried.has(code));
  const missed = found.flatMap(([code, text]) => {
    const given = checkExample(text, hostOf(code)).map((each): string => each.code);
    return given.includes(code) ? [] : [[code, text, given]];
  });
  expect(missed).toEqual([]);
});

function examples(kind: "wrong" | "right"): (readonly [string, string])[] {
  return [...table].flatMap(([code, { help }]) =>
    examplesOf(help)
      .filter((each) => each.kind === kind)
      .map((each) => [code, each.text] as const),
  );
}
