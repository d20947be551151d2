// Printing and parsing are inverse: random trees, every file of the standard
// library, and what CPython thinks of the printed text where it is at hand.

import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "../src/syntax/parse.ts";
import { printModule } from "../src/syntax/print.ts";
import { modules } from "./helpers/syntaxTrees.ts";

/** A tree as text, without places. */
function shape(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === "span" || key === "operatorSpan" || key === "docstring") return undefined;
    if (value === Infinity) return "Infinity";
    return typeof value === "bigint" ? `${value}n` : value;
  });
}

const levels = ["|", "^", "&", "<< >>", "+ -", "* / // % @"].map((group) => new Set(group.split(" ")));

interface Chain {
  readonly kind?: unknown;
  readonly operands: readonly Chain[];
  readonly operators: readonly { readonly operator: string }[];
}

/** CPython does not know whether `(a + b) + c` had its parentheses: its tree is that of `a + b + c`. */
function flattened(tree: unknown): unknown {
  if (typeof tree !== "object" || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map(flattened);
  const copy = Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, flattened(value)]));
  if (copy["kind"] !== "binary") return copy;
  const chain = copy as unknown as Chain;
  const first = chain.operands[0]!;
  const level = levels.find((group) => group.has(chain.operators[0]!.operator));
  if (level === undefined || first.kind !== "binary" || !level.has(first.operators[0]!.operator)) return copy;
  return { ...copy, operands: [...first.operands, ...chain.operands.slice(1)], operators: [...first.operators, ...chain.operators] };
}

function parseFine(text: string): ReturnType<typeof parse>["module"] {
  const { module, diagnostics } = parse({ name: "printed.wgen", text });
  expect(diagnostics.map(({ code, message }) => `${code} ${message}\n${text}`)).toEqual([]);
  return module;
}

describe("parse(print(tree)) is the tree", () => {
  test("for random trees", () => {
    fc.assert(
      fc.property(modules, (module) => {
        const text = printModule(module);
        expect(shape(parseFine(text).body)).toBe(shape(module.body));
      }),
      { numRuns: 400 },
    );
  });

  test("for the standard library and the examples", () => {
    for (const path of globSync("{stdlib,examples}/**/*.wgen")) {
      const module = parseFine(readFileSync(path, "utf8"));
      expect(shape(parseFine(printModule(module)).body)).toBe(shape(module.body));
    }
  });
});

const hasPython = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status === 0;

test.skipIf(!hasPython)("CPython reads every printed tree, and prints it to the same tree", () => {
  const texts = fc.sample(modules, { numRuns: 300, seed: 11 }).map((module) => printModule(module));
  const script =
    "import ast, json, sys, warnings\nwarnings.simplefilter('ignore')\nprint(json.dumps([ast.unparse(ast.parse(t)) for t in json.load(sys.stdin)]))";
  const python = spawnSync("python3", ["-c", script], { input: JSON.stringify(texts), encoding: "utf8", maxBuffer: 1 << 28 });
  expect(python.stderr).toBe("");
  const unparsed = JSON.parse(python.stdout) as string[];
  unparsed.forEach((text, at) => {
    // CPython folds what it reads: `1e999`, and strings side by side; our tree of its text must be ours.
    expect(shape(flattened(parseFine(text).body))).toBe(shape(flattened(parseFine(texts[at]!).body)));
  });
});
