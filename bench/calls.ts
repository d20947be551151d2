// Rows of the border: a cheap hook mapped over cells inside the module, the
// same mapped row by row, and one call with a small record in and out.

import { readFileSync } from "node:fs";
import { compile, defineHost } from "../src/index.ts";
import type { Plugin } from "../src/index.ts";
import { partsOf } from "../src/engine/plugin.ts";
import { lowerUnit, type Unit } from "../src/engine/unit.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { timesOf } from "./measuring.ts";
import type { Measured, Row } from "./measuring.ts";

const side = 512;
const limits = { fuel: 1e12, memoryBytes: 2 ** 28 };
const host = defineHost({
  name: "bench",
  types: { Item: { name: "str", price: "float", stock: "int", active: "bool" } },
  hooks: {
    shade: { parameters: { x: "float", y: "float", height: "float" }, result: "float", perCell: true },
    transform: { parameters: { item: "Item" }, result: "Item" },
  },
});

/** The plugin of that source; `unmetered` replaces its executor by one of the same module without charges. */
function load(name: string, unmetered = false): Plugin {
  const source = readFileSync(new URL(`sources/${name}.wgen`, import.meta.url), "utf8");
  const plugin = compile(source, { host, fileName: `${name}.wgen` });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map((one) => one.message).join("\n"));
  if (unmetered) {
    const { unit: frozen, recheck } = partsOf(plugin);
    const unit = frozen as { -readonly [Key in keyof Unit]: Unit[Key] };
    const compiled = compileModule(lowerUnit(recheck(), host.contract.hooks).module, { unmetered: true });
    unit.instantiate = (options) => createCompiled(compiled, options);
  }
  return plugin;
}

// ---------------------------------------------------------------------- cells

interface Cells {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly height: Float64Array;
}

function makeCells(): Cells {
  const cell = (of: (column: number, row: number) => number): Float64Array =>
    Float64Array.from({ length: side * side }, (_, k) => of(k % side, Math.floor(k / side)));
  return { x: cell((column) => column * 0.5), y: cell((_, row) => row * 0.25), height: cell((column, row) => (column * row) % 97) };
}

function shade(x: number, y: number, height: number): number {
  const slope = x * 0.25 + y * 0.5;
  let light = height * 0.75 - slope;
  if (light < 0) light = light * -0.5;
  return light + x * y;
}

function shadeAll({ x, y, height }: Cells, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = shade(x[k]!, y[k]!, height[k]!);
}

function runMap(plugin: Plugin, cells: Cells, out: Float64Array): void {
  const outcome = plugin.map("shade", { ...cells }, out, { limits });
  if (!outcome.ok) throw new Error(outcome.fault.message);
}

type Shader = (cells: Cells, out: Float64Array) => void;

function measureCells(shadeWith: (shader: Shader, cells: Cells, out: Float64Array) => void): Measured {
  const metered = load("cells");
  const free = load("cells", true);
  const cells = makeCells();
  const outs = [0, 1, 2].map(() => new Float64Array(side * side));
  const shaders: Shader[] = [shadeAll, (part, out) => runMap(metered, part, out), (part, out) => runMap(free, part, out)];
  const { ms } = timesOf(shaders.map((shader, index) => () => shadeWith(shader, cells, outs[index]!)));
  if (outs[0]!.some((value, k) => value !== outs[1]![k])) throw new Error("other values than JavaScript");
  return { script: ms[0]!, ours: ms[1]!, unmetered: ms[2]! };
}

/** The loop that `plugin.map` runs, on columns that stand in its memory. */
function measureLoop(): Measured {
  const { unit, recheck } = partsOf(load("cells"));
  const { module } = lowerUnit(recheck(), host.contract.hooks);
  const loop = unit.mapLoops.get("shade");
  if (loop === undefined) throw new Error("a hook without a loop");
  const cells = makeCells();
  const script = new Float64Array(side * side);
  const runs = [{}, { unmetered: true }].map((options) => {
    const instance = createCompiled(compileModule(module, options), {
      hostFunctions: [],
      print: () => {},
      moduleName: "bench",
      runSeed: 1n,
    });
    const budget = { fuel: 1e14, memoryBytes: 2 ** 30, depth: 1000, outputBytes: 0, stringBytes: 0, hostCalls: 0 };
    instance.setBudget(budget);
    const progress = instance.allocate(unit.storageTypes.i64, 1);
    const [x = 0, y = 0, height = 0, out = 0] = [cells.x, cells.y, cells.height, script].map((column) => {
      const storage = instance.allocate(unit.storageTypes.f64, column.length);
      new Float64Array(instance.view().buffer, storage + 16, column.length).set(column);
      return storage;
    });
    const run = (): void => {
      instance.setBudget(budget);
      const outcome = instance.call(loop.function, [0, side * side, progress, x, 1, y, 1, height, 1, out]);
      if (!outcome.ok) throw new Error(outcome.stop.message);
    };
    return { run, result: () => new Float64Array(instance.view().buffer, out + 16, side * side) };
  });
  const { ms } = timesOf([() => shadeAll(cells, script), ...runs.map(({ run }) => run)]);
  if (runs[0]!.result().some((value, k) => value !== script[k])) throw new Error("other values than JavaScript");
  return { script: ms[0]!, ours: ms[1]!, unmetered: ms[2]! };
}

function byRows(shader: Shader, { x, y, height }: Cells, out: Float64Array): void {
  for (let from = 0; from < out.length; from += side) {
    const to = from + side;
    shader({ x: x.subarray(from, to), y: y.subarray(from, to), height: height.subarray(from, to) }, out.subarray(from, to));
  }
}

function shadeRow({ x, y, height }: Cells, out: Float64Array, from: number, to: number): void {
  for (let k = from; k < to; k++) out[k] = shade(x[k]!, y[k]!, height[k]!);
}

/** Columns that stay where they are, in the host for JavaScript and in the plugin for ours: one call a row. */
function measureHeld(): Measured {
  const cells = makeCells();
  const script = new Float64Array(side * side);
  const rows = (row: (from: number, to: number) => void) => (): void => {
    for (let from = 0; from < side * side; from += side) row(from, from + side);
  };
  // One plugin at a time, as a host has it: with the columns of a third there, 24 MB take turns in the caches.
  const beside = (plugin: Plugin): readonly number[] => {
    const held = plugin.hold("shade", side * side, { limits });
    for (const name of ["x", "y", "height"] as const) held.column(name).set(cells[name]);
    const ours = rows((from, to) => {
      const outcome = held.run(from, to);
      if (!outcome.ok) throw new Error(outcome.fault.message);
    });
    const { ms } = timesOf([rows((from, to) => shadeRow(cells, script, from, to)), ours]);
    if (held.results.some((value, k) => value !== script[k])) throw new Error("other values than JavaScript");
    return ms;
  };
  const [together = 0, ours = 0] = beside(load("cells"));
  const [, unmetered = 0] = beside(load("cells", true));
  return { script: together, ours, unmetered };
}

// -------------------------------------------------------------------- records

interface Item {
  readonly name: string;
  readonly price: number;
  readonly stock: number;
  readonly active: boolean;
}

function transform(item: Item): Item {
  let price = item.price * 0.9;
  if (item.stock > 10) price = price - 1.5;
  return { name: item.name, price, stock: item.stock - 1, active: item.active };
}

const items: readonly Item[] = Array.from({ length: 1000 }, (_, k) => ({
  name: `item ${k % 10}`,
  price: k * 1.25,
  stock: k % 30,
  active: k % 3 === 0,
}));

function measureRecords(): Measured {
  const metered = load("record");
  const free = load("record", true);
  // Results are kept, so that no engine can leave out the objects.
  const kept: unknown[] = Array.from({ length: items.length });
  const plain = (): unknown => {
    for (let turn = 0; turn < 20; turn++) for (let k = 0; k < items.length; k++) kept[k] = transform(items[k]!);
    return kept[17];
  };
  const through = (plugin: Plugin) => (): unknown => {
    for (let k = 0; k < items.length; k++) {
      const outcome = plugin.call("transform", { item: items[k] });
      if (!outcome.ok) throw new Error(outcome.fault.message);
      kept[k] = outcome.value;
    }
    return kept[17];
  };
  const { ms, values } = timesOf([plain, through(metered), through(free)]);
  if (JSON.stringify(values[0]) !== JSON.stringify(values[1])) throw new Error(`other values: ${JSON.stringify(values)}`);
  return { script: ms[0]! / 20, ours: ms[1]!, unmetered: ms[2]! };
}

export const callRows: readonly Row[] = [
  {
    name: "cells",
    what: "cheap per-cell hook, 512 x 512, loop and cells in the module",
    bar: 1,
    meteringBar: 10,
    measure: measureLoop,
  },
  {
    name: "map",
    what: "the same by plugin.map: cells copied in and out",
    bar: null,
    meteringBar: 10,
    measure: () => measureCells((shader, cells, out) => shader(cells, out)),
  },
  { name: "rows", what: "one call a row of 512, cells held in the plugin", bar: 1.3, meteringBar: 10, measure: measureHeld },
  {
    name: "copied",
    what: "one map a row of 512, cells copied in and out",
    bar: null,
    meteringBar: 10,
    measure: () => measureCells(byRows),
  },
  { name: "record", what: "1,000 calls, small record in and out", bar: 30, meteringBar: 25, measure: measureRecords },
];
