// The functions of `math` in both tiers on arguments that test/python/ulps.py
// makes, and what it says of the results.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, defineHost } from "../../src/index.ts";
import type { Plugin } from "../../src/index.ts";

const script = fileURLToPath(new URL("../python/ulps.py", import.meta.url));
const twoArguments = new Set(["pow", "atan2", "hypot"]);
const limits = { fuel: 1e12, memoryBytes: 2 ** 29 };

/** What the check says of one function; distances in last places. */
export interface Accuracy {
  readonly name: string;
  readonly count: number;
  /** From the exact value. */
  readonly error: number;
  /** From the correctly rounded one. */
  readonly furthest: number;
  readonly allowed: number;
  readonly where: readonly number[] | null;
}

/** The check needs python3 (3.11 or newer: math.cbrt) with numpy and mpmath. */
export const hasReference = spawnSync("python3", ["-c", "import math, mpmath, numpy; math.cbrt"]).status === 0;

function floatsOf(path: string): Float64Array {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function pluginOf(names: readonly string[], tier: "compiled" | "interpreter"): Plugin {
  const parameters = (name: string): Record<string, string> => (twoArguments.has(name) ? { x: "float", y: "float" } : { x: "float" });
  const hooks = Object.fromEntries(names.map((name) => [name, { parameters: parameters(name), result: "float", perCell: true }]));
  const source = names.map((name) => {
    const given = Object.keys(parameters(name));
    return `def ${name}(${given.map((one) => `${one}: float`).join(", ")}) -> float:\n    return math.${name}(${given.join(", ")})\n`;
  });
  const plugin = compile(`import math\n\n${source.join("\n")}`, { host: defineHost({ name: "accuracy", hooks }), tier });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map((one) => one.message).join("\n"));
  return plugin;
}

function resultsOf(plugin: Plugin, name: string, given: Float64Array): Float64Array {
  const count = twoArguments.has(name) ? given.length / 2 : given.length;
  const out = new Float64Array(count);
  const columns = count === given.length ? { x: given } : { x: given.subarray(0, count), y: given.subarray(count) };
  const outcome = plugin.map(name, columns, out, { limits });
  if (!outcome.ok) throw new Error(`${name}: ${outcome.fault.message}`);
  return out;
}

/** Runs `count` random arguments of each function and those of CPython's test data; `differ` where the tiers do. */
export function measureAccuracy(count: number, seed: number): { readonly found: Accuracy[]; readonly differ: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "wgen-ulps-"));
  try {
    execFileSync("python3", [script, "arguments", folder, String(count), String(seed)]);
    const names = readdirSync(folder).map((file) => file.replace(".arguments", ""));
    const [compiled, interpreted] = [pluginOf(names, "compiled"), pluginOf(names, "interpreter")];
    const differ: string[] = [];
    for (const name of names) {
      const given = floatsOf(join(folder, `${name}.arguments`));
      const results = resultsOf(compiled, name, given);
      const others = new BigInt64Array(resultsOf(interpreted, name, given).buffer);
      const at = new BigInt64Array(results.buffer).findIndex((bits, k) => bits !== others[k]);
      if (at >= 0) differ.push(`${name}(${given[at]}, ...)`);
      writeFileSync(join(folder, `${name}.results`), results);
    }
    const lines = execFileSync("python3", [script, "check", folder], { encoding: "utf8" }).trim().split("\n");
    return { found: lines.map((line) => JSON.parse(line) as Accuracy), differ };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
