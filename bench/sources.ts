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
  const { ms, values } = timesOf([
    () => new Script(fresh(`(() => {${script}\nreturn run(20);\n})();`, "//", turn++)).runInThisContext() as unknown,
    () => firstResult(fresh(ours, "#", turn++), 20),
  ]);
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
/** Caches and the collector of garbage take their share of a larger program. */
const mostGrowth = 1.5;

function measureGrowth(): Measured {
  const sources = growthSizes.map(sourceOf);
  const { ms } = timesOf(sources.map((source) => () => load(source)));
  const perFunction = ms.map((time, index) => time / growthSizes[index]!);
  const growth = Math.max(perFunction[1]! / perFunction[0]!, perFunction[2]! / perFunction[0]!);
  const times = ms.map((time, index) => `${growthSizes[index]} functions ${time.toFixed(1)} ms`).join(", ");
  const verdict = growth <= mostGrowth ? "linear" : "NOT LINEAR";
  return { script: 0, ours: 0, unmetered: null, note: `${times}: ${growth.toFixed(2)} times as much a function at most, ${verdict}` };
}

// --------------------------------------------------------------------- memory

/** Everything that can be freed is, and given back to the system. */
async function settle(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (how: object) => void;
  for (let round = 0; round < 5; round++) {
    collect({ type: "major", execution: "sync", flavor: "last-resort" });
    await new Promise((ready) => setTimeout(ready, 20));
  }
}

const memoryBar = 64;
const loaded = 100;

/** Resident KiB of the whole process, a plugin: the engine's code and used pages of linear memory too. */
async function residentFor(make: (turn: number) => Plugin): Promise<number> {
  const kept: Plugin[] = [];
  for (let turn = 0; turn < 40; turn++) kept.push(make(turn));
  await settle();
  const before = process.memoryUsage.rss();
  for (let turn = 0; turn < loaded; turn++) kept.push(make(40 + turn));
  await settle();
  return (process.memoryUsage.rss() - before) / loaded / 1024;
}

async function measureMemory(): Promise<Measured> {
  const source = read("sixty.wgen");
  const only = await residentFor((turn) => load(fresh(source, "# loaded", turn)));
  const called = await residentFor((turn) => {
    const plugin = load(fresh(source, "# called", turn));
    plugin.call("run", { n: 20 });
    return plugin;
  });
  const verdict = only <= memoryBar ? "reached" : "MISSED";
  const note = `${only.toFixed(0)} KiB a loaded plugin, bar ${memoryBar}: ${verdict}; ${called.toFixed(0)} KiB once it has been called`;
  return { script: 0, ours: 0, unmetered: null, note };
}

export const sourceRows: readonly Row[] = [
  { name: "first", what: "source of a 60-line plugin to its first result", bar: 5, meteringBar: 100, measure: measureFirst },
  { name: "growth", what: "compile time at 1, 4 and 16 times the source", bar: 0, meteringBar: 100, measure: measureGrowth },
  { name: "memory", what: "memory added per loaded plugin", bar: 0, meteringBar: 100, measure: measureMemory },
];
