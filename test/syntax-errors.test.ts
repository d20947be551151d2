// The messages of the front end: each fix mends what it speaks of, each code is
// shown by a golden case or an attack, and no code is left without help.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { syntaxCodes } from "../src/base/codes/syntax.ts";
import type { Diagnostic } from "../src/base/diagnostic.ts";
import { parse } from "../src/syntax/parse.ts";
import { readCases } from "./lang-harness/cases.ts";

const folder = new URL("./lang/", import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.startsWith("syntax_"))
  .flatMap((name) => readCases(name, readFileSync(new URL(name, folder), "utf8")));

function diagnose(text: string): readonly Diagnostic[] {
  return parse({ name: "slip.wgen", text }).diagnostics;
}

function applied(text: string, { span, text: mended }: NonNullable<Diagnostic["fix"]>): string {
  return text.slice(0, span.start) + mended + text.slice(span.end);
}

describe("a fix mends what its message speaks of", () => {
  const fixable = cases.flatMap(({ title, source }) => {
    const [only, ...others] = diagnose(source);
    return only?.fix === undefined || others.length > 0 ? [] : [{ title, source, only, fix: only.fix }];
  });
  test("there are many", () => expect(fixable.length).toBeGreaterThan(90));
  // Some lines hold more slips than one message names, and some fixes are the first of several steps.
  const steps = new Map([
    ["WG150", 2],
    ["WG157", 3],
    ["WG182", 4],
    ["WG135", 2],
    ["WG103", 2],
    ["WG120", 3],
    ["WG186", 3],
    ["WG183", 4],
    ["WG190", 1],
  ]);
  test.each(fixable)("$title", ({ source, only, fix }) => {
    let text = applied(source, fix);
    for (let left = (steps.get(only.code) ?? 1) - 1; left > 0; left--) {
      const next = diagnose(text)[0]?.fix;
      if (next !== undefined) text = applied(text, next);
    }
    expect(
      diagnose(text)
        .filter(({ code }) => code === only.code)
        .map(({ message }) => `${message}\n${text}`),
    ).toEqual([]);
  });
});

test("every code is shown by a golden case or an attack", () => {
  const shown = readFileSync(new URL("./attacks-syntax.test.ts", import.meta.url), "utf8") + JSON.stringify(cases);
  expect(Object.keys(syntaxCodes).filter((code) => !shown.includes(code))).toEqual([]);
});

test("every code has a title and a paragraph of help", () => {
  for (const [code, { title, help }] of Object.entries(syntaxCodes)) {
    expect(title, code).not.toBe("");
    expect(help.length, code).toBeGreaterThan(40);
  }
});

test("what stands behind a mistake is still read", () => {
  const broken = ["x = = 1", "def f(:", "if x", "print 'a'", "x = (1", "y = 'a", "a b c", ")", "else:", "for x:", "class 1:", "x = f(a b"];
  for (const line of broken) {
    const text = `${line}\nz = 1 +\n\ndef last():\n    return 5 5\n`;
    expect(
      diagnose(text).map(({ span }) => text.slice(0, span.start).split("\n").length),
      line,
    ).toContain(5);
  }
});

test("a diagnostic never repeats itself, and the list ends at its limit", () => {
  const diagnostics = diagnose("x = = 1\n".repeat(500));
  expect(diagnostics.length).toBe(20);
  expect(new Set(diagnostics.map(({ span }) => span.start)).size).toBe(20);
});
