// The examples in the library's docstrings (`>>> expression`, then the value's
// repr, as in Python's doctest) hold in both tiers, and every public function
// of the world modules has one.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile, worldHost } from "wgen";
import { readLibrary } from "../src/engine/libraryPages.ts";
import type { Page } from "../src/engine/libraryPages.ts";
import { runProgram } from "../src/engine/run.ts";

const modules = ["noise", "terrain", "flow", "field", "cells", "path", "points", "geom", "names", "lsystem", "color", "ease"];
const library = new URL("../stdlib/", import.meta.url);
const pages = readLibrary();

interface Example {
  readonly code: readonly string[];
  readonly value: string;
}

/** The examples of a docstring: lines after `>>>`, the last of them an expression whose repr follows. */
function examplesOf(text: string): Example[] {
  const examples: Example[] = [];
  let code: string[] = [];
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line.startsWith(">>> ")) code.push(line.slice(4));
    else if (code.length > 0) {
      examples.push({ code, value: line });
      code = [];
    }
  }
  return examples;
}

const functionsOf = (module: string): Page[] =>
  pages.filter((page) => page.kind === "function" && page.name.startsWith(`${module}.`) && page.name.split(".").length === 2);

function programOf(module: string, examples: readonly Example[]): string {
  const names = functionsOf(module).map((page) => page.name.slice(module.length + 1));
  const code = examples.flatMap((example) => [...example.code.slice(0, -1), `print(repr(${example.code.at(-1)}))`]);
  return ["import numpy as np", `from ${module} import ${names.join(", ")}`, ...code, ""].join("\n");
}

/** The examples' values under a host that has the types of worlds, which does not run programs: by a hook that gives texts. */
function valuesOfHook(module: string, examples: readonly Example[], tier: "compiled" | "interpreter"): unknown[] {
  const names = functionsOf(module).map((page) => page.name.slice(module.length + 1));
  const items = examples.map(({ code }, k) => `"${k}": repr(${code.at(-1)})`);
  const source = `from wgen import Color\nfrom ${module} import ${names.join(", ")}\n\ndef tooltip() -> dict[str, str]:\n    return {${items.join(", ")}}\n`;
  const plugin = compile(source, { host: worldHost, tier });
  if (!plugin.ok) throw new Error(plugin.diagnostics[0]!.message);
  const answer = plugin.call("tooltip", {});
  if (!answer.ok) throw new Error(answer.fault.message);
  return [...(answer.value as unknown as ReadonlyMap<string, string>).values()];
}

describe.each(modules)("%s", (module) => {
  const functions = functionsOf(module);

  test("is a page with a docstring, and each function has an example", () => {
    expect(readFileSync(new URL(`${module}.wgen`, library), "utf8")).toMatch(/^"""/);
    expect(functions.length).toBeGreaterThan(0);
    expect(functions.filter((page) => examplesOf(page.text).length === 0).map((page) => page.name)).toEqual([]);
  });

  test.each(["compiled", "interpreter"] as const)("examples hold in the %s tier", (tier) => {
    const examples = functions.flatMap((page) => examplesOf(page.text));
    if (module === "color") {
      expect(valuesOfHook(module, examples, tier)).toEqual(examples.map((example) => example.value));
      return;
    }
    const run = runProgram(programOf(module, examples), { tier });
    expect(run.diagnostics.map((each) => each.message)).toEqual([]);
    if (run.phase === "check") return;
    expect(run.fault).toBeNull();
    expect(run.stdout.trimEnd().split("\n")).toEqual(examples.map((example) => example.value));
  });
});
