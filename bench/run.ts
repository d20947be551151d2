// `npm run bench`: the compiled tier against hand-written JavaScript of the
// same algorithm, after warm-up, as a ratio of times; beside it what metering
// costs and, where asked for with `--interpreter`, the interpreter.

import { readFileSync } from "node:fs";
import { check, defineHost } from "../src/index.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import type { Instance } from "../src/ir/instance.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import * as javascript from "./javascript.ts";

const host = defineHost({ name: "bench", hooks: { run: { parameters: { n: "int" }, result: "float" } } });
const grant = { fuel: 1e14, memoryBytes: 2 ** 30, depth: 1000, outputBytes: 0, stringBytes: 2 ** 26, hostCalls: 0 };

interface Workload {
  readonly name: string;
  readonly size: number;
  readonly bar: number;
  readonly script: (size: number) => number;
}

const workloads: readonly Workload[] = [
  { name: "fbm", size: 512, bar: 0.8, script: javascript.fbm },
  { name: "nbody", size: 200_000, bar: 0.95, script: javascript.nbody },
  { name: "spectral", size: 300, bar: 0.9, script: javascript.spectral },
  { name: "fannkuch", size: 9, bar: 1.2, script: javascript.fannkuch },
  { name: "words", size: 1, bar: 1.5, script: javascript.words },
  { name: "mandelbrot", size: 400, bar: 1.05, script: javascript.mandelbrot },
];

function lower(name: string): IRModule {
  const source = readFileSync(new URL(`workloads/${name}.wgen`, import.meta.url), "utf8");
  const { program, diagnostics } = check(source, { host, fileName: `${name}.wgen` });
  if (program === null) throw new Error(diagnostics.map((one) => `${one.code} ${one.message} at ${one.span.start}`).join("\n"));
  return lowerProgram(program).module;
}

function prepare(instance: Instance): Instance {
  instance.setBudget(grant);
  const outcome = instance.call(instance.module.initializer, []);
  if (!outcome.ok) throw new Error(outcome.stop.message);
  instance.markResident();
  return instance;
}

function runIn(instance: Instance, size: number): number {
  instance.setBudget(grant);
  const outcome = instance.call(instance.module.entries[0]?.function ?? 0, [size]);
  if (!outcome.ok) throw new Error(outcome.stop.message);
  instance.reset();
  return Number(outcome.value);
}

/** Shortest of several runs of each, in milliseconds, taking turns: other work on the machine only makes a run longer. */
function timesOf(
  actions: readonly (() => number)[],
  rounds: number,
): { readonly ms: readonly number[]; readonly values: readonly number[] } {
  const ms = actions.map(() => Number.POSITIVE_INFINITY);
  const values = actions.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    for (const [index, action] of actions.entries()) {
      const start = performance.now();
      values[index] = action();
      ms[index] = Math.min(ms[index] ?? 0, performance.now() - start);
    }
  }
  return { ms, values };
}

function measure(workload: Workload, withInterpreter: boolean): string {
  const module = lower(workload.name);
  const options = { hostFunctions: [], print: (): void => {}, moduleName: "bench", runSeed: 1n };
  const metered = prepare(createCompiled(compileModule(module), options));
  const free = prepare(createCompiled(compileModule(module, { unmetered: true }), options));
  const { ms, values } = timesOf(
    [() => workload.script(workload.size), () => runIn(metered, workload.size), () => runIn(free, workload.size)],
    25,
  );
  const [script = 0, ours = 0, unmetered = 0] = ms;
  if (values[0] !== values[1]) throw new Error(`${workload.name}: ${values[1]} where JavaScript has ${values[0]}`);
  const columns = [
    workload.name.padEnd(12),
    `${script.toFixed(1)} ms`.padStart(12),
    `${ours.toFixed(1)} ms`.padStart(12),
    (ours / script).toFixed(2).padStart(8),
    workload.bar.toFixed(2).padStart(8),
    `${(100 * (ours / unmetered - 1)).toFixed(0)} %`.padStart(10),
  ];
  if (withInterpreter) {
    const slow = timesOf([() => runIn(prepare(createInterpreter(module, options)), workload.size)], 1);
    columns.push(((slow.ms[0] ?? 0) / script).toFixed(0).padStart(12));
  }
  return columns.join("");
}

const [, , ...given] = process.argv;
const withInterpreter = given.includes("--interpreter");
const only = given.filter((word) => !word.startsWith("--"));
console.log(
  `${"workload".padEnd(12)}${"JavaScript".padStart(12)}${"compiled".padStart(12)}${"ratio".padStart(8)}${"bar".padStart(8)}${"metering".padStart(10)}${withInterpreter ? "interpreter".padStart(12) : ""}`,
);
for (const workload of workloads) {
  if (only.length > 0 && !only.includes(workload.name)) continue;
  try {
    console.log(measure(workload, withInterpreter));
  } catch (error) {
    console.log(`${workload.name.padEnd(12)} ${String(error)}`);
  }
}
