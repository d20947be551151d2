// Rows of whole programs: a hook `run(n: int) -> float` in `workloads/`, its
// twin in `javascript.ts` or `javascriptData.ts`. Values must be equal to the last bit.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { check, defineHost } from "../src/index.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import type { Instance } from "../src/ir/instance.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import * as javascript from "./javascript.ts";
import * as javascriptData from "./javascriptData.ts";
import { timesOf } from "./measuring.ts";
import type { Measured, Row, Wanted } from "./measuring.ts";
import { quickjsTime } from "./quickjs.ts";

const host = defineHost({ name: "bench", hooks: { run: { parameters: { n: "int" }, result: "float" } } });
const grant = { fuel: 1e14, memoryBytes: 2 ** 30, depth: 1000, outputBytes: 0, stringBytes: 2 ** 26, hostCalls: 0 };

interface Kernel {
  readonly name: string;
  readonly what: string;
  readonly size: number;
  readonly bar: number;
  readonly meteringBar: number;
}

const kernels: readonly Kernel[] = [
  { name: "fbm", what: "5-octave simplex fBm, 512 x 512", size: 512, bar: 0.8, meteringBar: 10 },
  { name: "stencil", what: "20 steps of a 5-point stencil, 512 x 512", size: 512, bar: 0.5, meteringBar: 10 },
  { name: "nbody", what: "n-body, 200,000 steps", size: 200_000, bar: 0.95, meteringBar: 10 },
  { name: "spectral", what: "spectral norm, n = 300", size: 300, bar: 0.9, meteringBar: 10 },
  { name: "fannkuch", what: "fannkuch, n = 9", size: 9, bar: 1.2, meteringBar: 25 },
  { name: "words", what: "words and bigrams of 200 kB, top 20", size: 1, bar: 1.5, meteringBar: 25 },
  { name: "mandelbrot", what: "Mandelbrot 400 x 400, 200 iterations", size: 400, bar: 1.05, meteringBar: 10 },
  { name: "records", what: "fields of 500 objects changed in a loop, 400 steps", size: 400, bar: 1.2, meteringBar: 25 },
  { name: "counting", what: "50,000 words and 50,000 ints counted in dicts", size: 1, bar: 1.6, meteringBar: 25 },
  { name: "building", what: "text of 100,000 pieces, and 25,000 f-strings joined", size: 100_000, bar: 2.5, meteringBar: 25 },
];

const scripts = new Map<string, (size: number) => number>(Object.entries({ ...javascript, ...javascriptData }));

export const kernelRows: readonly Row[] = kernels.map((kernel) => ({
  name: kernel.name,
  what: kernel.what,
  bar: kernel.bar,
  meteringBar: kernel.meteringBar,
  measure: (wanted) => measure(kernel, wanted),
}));

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

async function measure(kernel: Kernel, wanted: Wanted): Promise<Measured> {
  const module = lower(kernel.name);
  const script = scripts.get(kernel.name);
  if (script === undefined) throw new Error("no twin in JavaScript");
  const options = { hostFunctions: [], print: (): void => {}, moduleName: "bench", runSeed: 1n };
  const metered = prepare(createCompiled(compileModule(module), options));
  const free = prepare(createCompiled(compileModule(module, { unmetered: true }), options));
  const actions = [() => script(kernel.size), () => runIn(metered, kernel.size), () => runIn(free, kernel.size)];
  const { ms, values } = timesOf(actions);
  if (values[0] !== values[1]) throw new Error(`${String(values[1])} where JavaScript has ${String(values[0])}`);
  const [together = 0, ours = 0, unmetered = 0] = ms;
  const first = Math.min(together, aloneTime(kernel), aloneTime(kernel));
  const slow = wanted.interpreter ? { interpreter: interpreterTime(module, kernel.size) } : {};
  const engine = wanted.quickjs ? await quickjsTime(kernel.name, kernel.size) : null;
  return { script: first, ours, unmetered, ...slow, ...(engine === null ? {} : { quickjs: engine }) };
}

/** The twin in a process of its own. */
function aloneTime({ name, size }: Kernel): number {
  const file = fileURLToPath(new URL("twin.ts", import.meta.url));
  return Number(execFileSync(process.execPath, [file, name, String(size)], { encoding: "utf8" }));
}

function interpreterTime(module: IRModule, size: number): number {
  const options = { hostFunctions: [], print: (): void => {}, moduleName: "bench", runSeed: 1n };
  const instance = prepare(createInterpreter(module, options));
  return timesOf([() => runIn(instance, size)]).ms[0] ?? 0;
}
