// `node tools/run.js bench/prices.ts [word ...]`: time per unit of fuel of
// every builtin, method and function of the modules as sizes grow tenfold,
// least of several; the factor between the cheapest and the
// dearest (bar: 8) and those outside. Then what hostile programs try, against
// a plain loop (bar: 2).

import { setFlagsFromString } from "node:v8";
import { check, defineHost } from "../src/index.ts";
import type { Instance } from "../src/ir/instance.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { attacks, rows, values } from "./priceRows.ts";

// What is hot is compiled well at once and not aside, whatever else the machine does: how soon is not what is measured.
setFlagsFromString("--wasm-sync-tier-up");
setFlagsFromString("--wasm-tiering-budget=1000000");

const host = defineHost({ name: "bench", hooks: { run: { parameters: { times: "int" }, result: "float" } } });
const grant = { fuel: 1e14, memoryBytes: 2 ** 30, depth: 1000, outputBytes: 0, stringBytes: 2 ** 26, hostCalls: 0 };
const sizes = [10, 100, 1000, 10_000];
/** Fuel of one measurement, and of the largest single turn that is still measured. */
const aimFuel = 2e6;
const mostFuel = 4e7;
const runs = 9;
const shortMs = 2;
/** Longer ones are halted by other work on the machine: they are measured by what the thread has worked as well. */
const batchMs = 100;
const warmUp = 40;
/** What comes out at more than this many times the cheapest is measured again so often: other work on the machine makes times longer, never shorter. */
const dearShare = 5.5;
const passes = 3;

const modules =
  "bisect heapq functools itertools math random statistics string noise cells field flow geom path points terrain lsystem names color ease".split(
    " ",
  );

function imports(body: string): string {
  const used = modules.filter((name) => new RegExp(`\\b${name}\\.`).test(body)).map((name) => `import ${name}\n`);
  if (/\bnp\./.test(body)) used.push("import numpy as np\n");
  const taken = ["deque", "Counter", "defaultdict", "OrderedDict"].filter((name) => new RegExp(`\\b${name}\\(`).test(body));
  if (taken.length > 0) used.push(`from collections import ${taken.join(", ")}\n`);
  return used.join("");
}

/** The names that a statement needs, made in order, and those that they need. */
function setup(statement: string): string {
  const needed = new Set<string>();
  const add = (text: string): void => {
    for (const [name, made] of values)
      if (!needed.has(name) && new RegExp(`(?<![\\w.])${name}\\b(?!["'(])`).test(text)) {
        add(made);
        needed.add(name);
      }
  };
  add(statement);
  return [...needed].map((name) => `    ${name} = ${values.get(name)}\n`).join("");
}

function programOf(statement: string, used: boolean): string {
  const made = setup(statement);
  const lines = statement
    .split("; ")
    .map((part, at, all) => (at === 0 || !all[at - 1]?.startsWith("for ") ? `        ${part}\n` : `            ${part}\n`))
    .join("");
  const isExpression = !/^(for|del) |[^=!<>]=[^=]|;/.test(statement.replace(/\([^()]*\)/g, ""));
  const turns = isExpression
    ? `    k = 0\n    z = ${statement}\n    for k in range(times):\n        z = ${statement}\n`
    : `    for k in range(times):\n${lines}`;
  const body = made + turns;
  // What a turn computes must be used, or the engine leaves it out.
  const result = isExpression && used ? "1.0 if z else 0.0" : "0.0";
  return `${imports(body)}\ndef run(times: int, N: int) -> float:\n${body}    return ${result}\n`;
}

function instanceOf(source: string): Instance {
  const sized = defineHost({ name: "bench", hooks: { run: { parameters: { times: "int", N: "int" }, result: "float" } } });
  const { program, diagnostics } = check(source, { host: source.includes("N: int") ? sized : host, fileName: "prices.wgen" });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (program === null) throw new Error(errors.map((one) => `${one.code} ${one.message}`).join("; "));
  const module = lowerProgram(program).module;
  const instance = createCompiled(compileModule(module), { hostFunctions: [], print: () => {}, moduleName: "bench", runSeed: 1n });
  return instance;
}

interface Run {
  readonly ms: number;
  readonly fuel: number;
}

function runOnce(instance: Instance, given: readonly number[]): Run {
  instance.setBudget(grant);
  const started = instance.call(instance.module.initializer, []);
  if (!started.ok) throw new Error(started.stop.message);
  instance.setBudget(grant);
  const start = performance.now();
  const outcome = instance.call(instance.module.entries[0]?.function ?? 0, given);
  const ms = performance.now() - start;
  if (!outcome.ok) throw new Error(outcome.stop.message);
  instance.reset();
  return { ms, fuel: outcome.usage.fuel };
}

/** Where the result has a truth (arrays have none), it is asked for. */
function instanceUsing(statement: string): Instance {
  try {
    const instance = instanceOf(programOf(statement, true));
    runOnce(instance, [0, sizes[1] ?? 0]);
    return instance;
  } catch {
    return instanceOf(programOf(statement, false));
  }
}

function least(instance: Instance, given: readonly number[]): Run {
  let best = runOnce(instance, given);
  for (let run = 1; run < runs; run++) {
    const again = runOnce(instance, given);
    if (again.ms < best.ms) best = again;
  }
  return best.ms < shortMs ? best : { ...best, ms: Math.min(best.ms, workedIn(instance, given, best.ms)) };
}

/** Milliseconds that the thread has worked in one run, on average: its clock moves in steps of some milliseconds. */
function workedIn(instance: Instance, given: readonly number[], ms: number): number {
  const times = Math.ceil(batchMs / ms);
  const start = process.threadCpuUsage();
  for (let run = 0; run < times; run++) runOnce(instance, given);
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000 / times;
}

/** Least milliseconds of runs with no turn and with many; fuel of one turn. */
interface Cost {
  readonly none: number;
  readonly many: number;
  readonly times: number;
  readonly fuel: number;
}

/** Of one turn at that size; null where one turn is too large. */
function measure(instance: Instance, size: number): Cost | null {
  const empty = runOnce(instance, [0, size]);
  const one = runOnce(instance, [1, size]).fuel - empty.fuel;
  if (one > mostFuel) return null;
  const times = Math.max(2, Math.ceil(aimFuel / Math.max(one, 1)));
  for (let turn = 0; turn < warmUp; turn++) runOnce(instance, [times, size]);
  const none = least(instance, [0, size]);
  const many = least(instance, [times, size]);
  return { none: none.ms, many: many.ms, times, fuel: (many.fuel - none.fuel) / times };
}

interface Statement {
  readonly group: string;
  readonly statement: string;
}

interface Found {
  readonly name: string;
  readonly row: Statement;
  readonly costs: readonly (Cost | null)[];
}

function measureRow(row: Statement): Found | null {
  const { group, statement } = row;
  try {
    const instance = instanceUsing(statement);
    const grows = /\bN\b/.test(setup(statement) + statement);
    const costs = (grows ? sizes : sizes.slice(2, 3)).map((size) => measure(instance, size));
    return { name: `${group}: ${statement}`, row, costs };
  } catch (error) {
    console.log(`${group}: ${statement}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

const words = process.argv.slice(2);
const isWanted = (name: string): boolean => words.length === 0 || words.some((word) => name.includes(word));
const nanoseconds = ({ none, many, times }: Cost): number => (1e6 * Math.max(many - none, 0)) / times;
const perUnit = (cost: Cost): number => nanoseconds(cost) / cost.fuel;
const timesPerUnit = ({ costs }: Found): number[] => costs.filter((cost) => cost !== null).map(perUnit);

/** With a new instance; of each size the quickest runs of both. */
function measureAgain(before: Found): Found {
  const after = measureRow(before.row);
  if (after === null) return before;
  const costs = before.costs.map((cost, size) => {
    const other = after.costs[size] ?? null;
    if (cost === null || other === null) return cost;
    return { ...cost, none: Math.min(cost.none, other.none), many: Math.min(cost.many, other.many) };
  });
  return { ...before, costs };
}

function show({ name, costs }: Found): void {
  const times = costs.map((cost) => (cost === null ? "-" : perUnit(cost).toFixed(3)).padStart(7)).join(" ");
  const last = costs.at(-1);
  const turn = last === null || last === undefined ? "" : `  ${last.fuel.toFixed(0)} units in ${nanoseconds(last).toFixed(0)} ns`;
  console.log(`${name.padEnd(64)} ${times.padEnd(7 * sizes.length + sizes.length - 1)}${turn}`);
}

const found = rows
  .flatMap(([group, text]) =>
    text
      .replaceAll("\\|", "\0")
      .split(/ \| |\n/)
      .map((one) => one.replaceAll("\0", "|"))
      .map((statement) => ({ group, statement })),
  )
  .filter(({ group, statement }) => isWanted(`${group}: ${statement}`))
  .map(measureRow)
  .filter((row) => row !== null);
for (let pass = 0; pass < passes; pass++) {
  const least = Math.min(...found.flatMap(timesPerUnit));
  for (const [index, row] of found.entries()) if (Math.max(...timesPerUnit(row)) > dearShare * least) found[index] = measureAgain(row);
}
const known = found.flatMap(({ name, costs }) => costs.filter((cost) => cost !== null).map((cost) => ({ name, time: perUnit(cost) })));
const sorted = known.toSorted((one, other) => one.time - other.time);
const [cheapest, dearest] = [sorted[0], sorted.at(-1)];
for (const row of found) show(row);
if (cheapest !== undefined && dearest !== undefined) {
  const middle = sorted[Math.floor(sorted.length / 2)]?.time ?? 0;
  console.log(
    `\nnanoseconds a unit of fuel: ${cheapest.time.toFixed(3)} (${cheapest.name}) to ${dearest.time.toFixed(3)} (${dearest.name})`,
  );
  console.log(`factor ${(dearest.time / cheapest.time).toFixed(1)} (bar 8); the middle ${middle.toFixed(3)}`);
  const width = 8;
  const shares = sorted.map(({ time }) => sorted.filter((one) => one.time >= time && one.time <= width * time).length / sorted.length);
  console.log(`within a factor of ${width}: ${(100 * Math.max(...shares)).toFixed(0)} % of ${sorted.length} measurements`);
}

// ------------------------------------------------------------------- attacks

/** What each attack is held against, as an author writes it: a test and an addition a turn. `for` is the quicker of the two a unit. */
const plain = "t = 0\n    for k in range(times):\n        if k % 3 == 0:\n            t += k\n        else:\n            t -= 1";
const plainWhile =
  "t = 0\n    k = 0\n    while k < times:\n        if k % 3 == 0:\n            t += k\n        else:\n            t -= 1\n        k += 1";
/** Halved until a run is over before other work on the machine halts it, but not below the least. */
const attackSize = 400_000;
const leastAttackSize = 25_000;
/** Milliseconds for which an attack is measured. */
const attackMs = 250;
const attackProgram = (body: string): string => `${imports(body)}\ndef run(times: int) -> float:\n    ${body}\n    return 0.0\n`;

/** Nanoseconds a unit: the shortest run, in turns with the plain loop, and that loop's. */
function attackTimes(plainLoop: Instance, body: string): { readonly attack: number; readonly plain: number } {
  const instance = instanceOf(attackProgram(body));
  let size = attackSize;
  for (let turn = 0; turn < warmUp; turn++) runOnce(instance, [size]);
  while (size > leastAttackSize && runOnce(instance, [size]).ms > shortMs) size /= 2;
  const end = performance.now() + attackMs;
  const times = { attack: Number.POSITIVE_INFINITY, plain: Number.POSITIVE_INFINITY };
  do {
    const [attack, loop] = [runOnce(instance, [size]), runOnce(plainLoop, [attackSize])];
    times.attack = Math.min(times.attack, (1e6 * attack.ms) / attack.fuel);
    times.plain = Math.min(times.plain, (1e6 * loop.ms) / loop.fuel);
  } while (performance.now() < end);
  return times;
}

if (isWanted("attacks")) {
  const plainLoop = instanceOf(attackProgram(plain));
  const unit = attackTimes(plainLoop, plain).plain;
  const slower = attackTimes(plainLoop, plainWhile).attack;
  console.log(`\na plain loop: ${unit.toFixed(3)} ns a unit (written with while: ${slower.toFixed(3)})`);
  for (const [name, body] of attacks) {
    try {
      const measured = attackTimes(plainLoop, body);
      const times = measured.attack / measured.plain;
      console.log(`${name.padEnd(64)} ${times.toFixed(2).padStart(7)}${times > 2 ? "  MISSED" : ""}`);
    } catch (error) {
      console.log(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
