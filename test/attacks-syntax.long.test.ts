// Row 1.34 of the catalogue of hostile inputs: the time of lexing and parsing
// grows linearly for a text of any one beginning of a token. It measures, so
// it runs with the long tests, on a machine that has nothing else to do.

import { describe, expect, test } from "vitest";
import { limits } from "../src/base/limits.ts";
import { defaultSyntaxLimits, parse, type SyntaxLimits } from "../src/syntax/parse.ts";

/** No cap on text is in the way. */
const unbounded: SyntaxLimits = {
  ...defaultSyntaxLimits,
  lineLength: 10_000_000,
  sourceBytes: 10_000_000,
  tokens: limits.tokens.hardMax,
};

describe("1.34: time grows linearly for every beginning of a token", () => {
  const prefixes = [
    "a",
    "1",
    "1_",
    "0x1",
    ".",
    "1.",
    "1e",
    "'",
    '"',
    "'''",
    "f'",
    "f'{",
    "f'{{",
    "r'",
    "\\",
    "\\\n",
    "#",
    " ",
    "\t",
    "\n",
    "\r",
    "(",
    ")",
    "[",
    "{",
    "}",
    "+",
    "-",
    "*",
    "**",
    "=",
    "==",
    "<",
    "!",
    "&",
    "|",
    "?",
    "$",
    "`",
    "é",
    "\u00a0",
    "“",
    "\u202e",
    "\0",
    "/*",
    "//",
    "a.",
    "a,",
    "a;",
    "a ",
    "@",
    ":",
    "x\n",
    "x=\n",
    "if x:\n ",
    "else:\n",
    "(\n",
    "'\n",
    "f'{a}",
  ];
  const size = 12_000;

  function measure(prefix: string, length: number): number {
    const text = prefix.repeat(Math.ceil(length / prefix.length)).slice(0, length);
    let best = Infinity;
    for (let round = 0; round < 2; round++) {
      const begin = performance.now();
      parse({ name: "a.wgen", text }, unbounded);
      best = Math.min(best, performance.now() - begin);
    }
    return best;
  }

  test.each(prefixes)("%j", (prefix) => {
    const small = measure(prefix, size);
    const large = measure(prefix, size * 8);
    // Eight times the text may take 8 times as long; 40 leaves room for a busy machine, squares would take 64.
    expect(large).toBeLessThan(Math.max(150, small * 40));
  });
});
