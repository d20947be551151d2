// Every public name of the library stands in some case that is run and asked
// of CPython; the names of our own modules in a case, the example on its page,
// or a program of `examples/`. Where a page names an exception, some case meets
// it. A new function without a case fails here.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Page, readLibrary } from "../src/engine/libraryPages.ts";
import { type GoldenCase, readCases } from "./lang-harness/cases.ts";

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
