// Every public name of the library stands in some case that is run and asked
// of CPython; the names of our own modules in a case, the example on its page,
// or a program of `examples/`. Where a page names an exception, some case meets
// it; and of every name that can raise some case shows an error. A new function
// without a case fails here.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Page, readLibrary } from "../src/engine/libraryPages.ts";
import { type GoldenCase, readCases } from "./lang-harness/cases.ts";
import { raisesNothing } from "./lang-harness/raisesNothing.ts";

const texts = (folder: string): string[] => {
  const url = new URL(folder, import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith(".wgen"))
    .map((name) => readFileSync(new URL(name, url), "utf8"));
};

const cases = texts("lang/").flatMap((text) => readCases("", text));
const pages = readLibrary();
const modules = new Set(pages.filter(({ kind }) => kind === "module").map(({ name }) => name));
const own = new Set(["wgen", "noise", "terrain", "flow", "points", "geom", "field", "path", "names", "lsystem", "cells", "color", "ease"]);
const moduleOf = ({ name }: Page): string => (modules.has(name.split(".")[0] ?? "") ? (name.split(".")[0] ?? "") : "");
const lastOf = ({ name }: Page): string => name.split(".").at(-1) ?? "";

function names(source: string, page: Page): boolean {
  const module = moduleOf(page);
  const isMethod = page.name.split(".").length > (module === "" ? 1 : 2);
  if (module !== "" && !own.has(module) && !new RegExp(`\\b(import|from)\\b[^\\n]*\\b${module}\\b`).test(source)) return false;
  return new RegExp(`${isMethod ? "\\." : "\\b"}${lastOf(page)}\\b`).test(source);
}

function meets({ source, marks }: GoldenCase, exception: string): boolean {
  return (
    marks.some(({ kind, text }) => kind === "fault" && text.includes(exception)) || new RegExp(`except \\(?[^:]*${exception}`).test(source)
  );
}

test("each name of Python's library is used by some case", () => {
  const unused = pages.filter(
    (page) => page.kind !== "module" && !own.has(moduleOf(page)) && !cases.some(({ source }) => names(source, page)),
  );
  expect([...new Set(unused.map(({ name }) => name))]).toEqual([]);
});

test("each name of our own modules is used by some case, example or program", () => {
  const used = [...cases.map(({ source }) => source), ...texts("modules/"), ...texts("../examples/"), ...texts("programs/")];
  const unused = pages.filter(
    (page) =>
      page.kind !== "module" && own.has(moduleOf(page)) && !page.text.includes(">>>") && !used.some((source) => names(source, page)),
  );
  expect([...new Set(unused.map(({ name }) => name))]).toEqual([]);
});

test("each exception that a page of Python's library names is met by some case that uses it", () => {
  const missing = new Map<string, boolean>();
  for (const page of pages.filter(({ kind, text }) => kind === "function" && /\w+Error\b/.test(text))) {
    if (own.has(moduleOf(page))) continue;
    for (const [, exception = ""] of page.text.matchAll(/\b(\w+Error)\b/g)) {
      const key = `${page.name}: ${exception}`;
      const isMet = cases.some((golden) => names(golden.source, page) && meets(golden, exception));
      missing.set(key, (missing.get(key) ?? false) || isMet);
    }
  }
  expect([...missing].filter(([, isMet]) => !isMet).map(([key]) => key)).toEqual([]);
});

/** Where an error is shown: whole cases that end with one or are short, else the lines and steps of a case that do. */
function errorsOf({ source, marks }: GoldenCase): string[] {
  const raised = /\b[A-Z]\w*(?:Error|Iteration)\b/;
  const lines = source.split("\n");
  if (marks.some(({ kind }) => kind === "fault") || (lines.length < 25 && raised.test(source))) return [source];
  const shown = lines.filter((line) => /\bsaid\(/.test(line) || raised.test(line.slice(Math.max(line.indexOf("# expect"), 0))));
  const steps = source.split(/^(?=def case_)/m).slice(1);
  return [...shown, ...steps.filter((step) => raised.test(step))];
}

test("each name of Python's library that can raise stands in a case that shows an error", () => {
  const shown = cases.flatMap(errorsOf);
  const isShown = (page: Page): boolean => {
    const isMethod = page.name.split(".").length > (moduleOf(page) === "" ? 1 : 2);
    const pattern = new RegExp(`${isMethod ? "\\." : "\\b"}${lastOf(page)}\\b`);
    return shown.some((text) => pattern.test(text));
  };
  const asked = pages.filter((page) => page.kind === "function" && !own.has(moduleOf(page)) && !raisesNothing.has(page.name));
  expect([...new Set(asked.filter((page) => !isShown(page)).map(({ name }) => name))]).toEqual([]);
});

test("the table of what raises nothing speaks of names that are there", () => {
  const known = new Set(pages.map(({ name }) => name));
  expect([...raisesNothing].filter((name) => !known.has(name))).toEqual([]);
});
