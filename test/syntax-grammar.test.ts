// The grammar: printed from the parser into grammar/wgen.ebnf, and checked by
// Chevrotain for ambiguities and left recursion. `UPDATE=1` writes the file.

import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { printGrammar } from "../src/syntax/grammar.ts";
import { WgenParser } from "../src/syntax/parser.ts";

const path = new URL("../grammar/wgen.ebnf", import.meta.url);

test("grammar/wgen.ebnf is what the parser has", () => {
  const printed = printGrammar();
  if (process.env["UPDATE"] === "1") writeFileSync(path, printed);
  expect(readFileSync(path, "utf8")).toBe(printed);
});

test("Chevrotain finds no ambiguity with one token of lookahead", () => {
  expect(() => new WgenParser(false)).not.toThrow();
});

test("every rule that is used is printed", () => {
  const printed = printGrammar();
  const defined = new Set([...printed.matchAll(/^(\w+) =/gm)].map((match) => match[1]));
  const used = new Set([...printed.replaceAll(/"[^"]*"|\(\*[^]*?\*\)/g, "").matchAll(/\b[a-z]\w+\b/gi)].map((match) => match[0]));
  const words = new Set([
    "letter",
    "digit",
    "as",
    "in",
    "Python",
    "without",
    "complex",
    "numbers",
    "with",
    "the",
    "prefixes",
    "and",
    "bytes",
    "same",
    "quotes",
    "characters",
    "for",
    "braces",
    "NEWLINE",
    "INDENT",
    "DEDENT",
    "EOF",
  ]);
  expect([...used].filter((name) => !defined.has(name) && !words.has(name) && !/^[A-Z_]+$/.test(name))).toEqual([]);
});
