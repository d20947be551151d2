// Rows of loading: source text to its first result, how compile time grows
// with source, and the memory that a loaded plugin adds.

import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext, Script } from "node:vm";
import { compile, defineHost } from "../src/index.ts";
import type { Plugin } from "../src/index.ts";
import { timesOf } from "./measuring.ts";
import type { Measured, Row } from "./measuring.ts";

const host = defineHost({ name: "bench", hooks: { run: { parameters: { n: "int" }, result: "float" } } });

function read(name: string): string {
  return readFileSync(new URL(`sources/${name}`, import.meta.url), "utf8");
}

function load(source: string): Plugin {
  const plugin = compile(source, { host });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map((one) => one.message).join("\n"));
  return plugin;
}

function firstResult(source: string, n: number): unknown {
  const outcome = load(source).call("run", { n });
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

/** Every text is new, so that no engine finds it in a cache. */
function fresh(source: string, mark: string, turn: number): string {
  return `${source}\n${mark} ${turn}\n`;
}

function measureFirst(): Measured {
  const ours = read("sixty.wgen");
  const script = read("sixty.js").replace("export { run };", "");
  let turn = 0;
  const { ms, values } = timesOf(
    [
      () => new Script(fresh(`(() => {${script}\nreturn run(20);\n})();`, "//", turn++)).runInThisContext() as unknown,
      () => firstResult(fresh(ours, "#", turn++), 20),
    ],
    100,
  );
  if (Math.abs(Number(values[0]) - Number(values[1])) > 1e-9)
    throw new Error(`${String(values[1])} where JavaScript has ${String(values[0])}`);
  return { script: ms[0]!, ours: ms[1]!, unmetered: null };
}

// --------------------------------------------------------------------- growth

/** Functions that call each other in a row, with loops, lists and texts in each. */
function sourceOf(functions: number): string {
  const parts = ["def f0(n: int) -> float:\n    return n * 0.5\n"];
  for (let k = 1; k <= functions; k++) {
    parts.push(
      `def f${k}(n: int) -> float:
    total = 0.0
    xs = [i * ${k} for i in range(n)]
    for i, x in enumerate(xs):
        if x % 3 == ${k % 3}:
            total += x * 1.5 + f${k - 1}(i % 2)
        elif i > 4:
            total -= len("text ${k}" + str(i))
    return total
`,
    );
  }
  return `${parts.join("\n\n")}\n\ndef run(n: int) -> float:\n    return f${functions}(n)\n`;
}

const growthSizes = [50, 200, 800] as const;
const mostGrowth = 1.3;

function measureGrowth(): Measured {
  const sources = growthSizes.map(sourceOf);
  const { ms } = timesOf(
    sources.map((source) => () => load(source)),
    5,
  );
  const perFunction = ms.map((time, index) => time / growthSizes[index]!);
  const growth = Math.max(perFunction[1]! / perFunction[0]!, perFunction[2]! / perFunction[0]!);
  const times = ms.map((time, index) => `${growthSizes[index]} functions ${time.toFixed(1)} ms`).join(", ");
  const verdict = growth <= mostGrowth ? "linear" : "NOT LINEAR";
  return { script: 0, ours: 0, unmetered: null, note: `${times}: ${growth.toFixed(2)} times as much a function at most, ${verdict}` };
}

// --------------------------------------------------------------------- memory

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

/** Resident bytes of the whole process: the engine's code and the pages of linear memory that are in use, too. */
function residentBytes(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().rss;
}

const memoryBar = 64;
const loaded = 200;

function measureMemory(): Measured {
  const source = read("sixty.wgen");
  const kept: Plugin[] = [];
  const add = (count: number): void => {
    for (let k = 0; k < count; k++) {
      const plugin = load(fresh(source, "#", kept.length));
      plugin.call("run", { n: 20 });
      kept.push(plugin);
    }
  };
  add(100);
  const before = residentBytes();
  const heapBefore = process.memoryUsage().heapUsed;
  add(loaded);
  const kib = (residentBytes() - before) / loaded / 1024;
  const heap = (process.memoryUsage().heapUsed - heapBefore) / loaded / 1024;
  const verdict = kib <= memoryBar ? "reached" : "MISSED";
  const note = `${kib.toFixed(0)} KiB a loaded plugin (${heap.toFixed(0)} of them on the JavaScript heap), bar ${memoryBar}: ${verdict}`;
  return { script: 0, ours: 0, unmetered: null, note };
}

export const sourceRows: readonly Row[] = [
  { name: "first", what: "source of a 60-line plugin to its first result", bar: 5, meteringBar: 100, measure: measureFirst },
  { name: "growth", what: "compile time at 1, 4 and 16 times the source", bar: 0, meteringBar: 100, measure: measureGrowth },
  { name: "memory", what: "memory added per loaded plugin", bar: 0, meteringBar: 100, measure: measureMemory },
];
