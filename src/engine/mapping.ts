// A hook mapped over cells: columns in, results into arrays, one account of
// fuel for all cells. What a cell made is released behind it; where the plugin
// keeps module state, every cell is a run of its own.

import { StopError, type MachineValue, type Stop, type Usage } from "../ir/instance.ts";
import type { HookContract } from "../check/host.ts";
import { Account } from "./account.ts";
import { faultOf, isRefused, oversizeStop, resultBorder, type Caller } from "./calling.ts";
import type { Lease, Setting } from "./instances.ts";
import { floatJob, runFloats } from "./mapFloats.ts";
import { makeColumn, type Column } from "./mapColumns.ts";
import { runBlocks } from "./mapBlocks.ts";
import { makeSink, roomOf, takesParts, type Sink } from "./mapResults.ts";
import type { LogLine } from "./log.ts";
import type { MapOutcome } from "./outcome.ts";
import { ownValue } from "./ownData.ts";
import { budgetOf, type LimitValues } from "./runLimits.ts";
import type { EntryCodecs } from "./unit.ts";
import { OversizeError, orMisuse } from "./values.ts";

export interface MapRequest {
  readonly entry: EntryCodecs;
  /** Says which parameters are one value for all cells. */
  readonly contract: HookContract;
  readonly columns: unknown;
  readonly out: unknown;
  /** First cell to run. */
  readonly from: number;
  /** Cells in all; null: as many as `out` has room for. */
  readonly count: number | null;
}

export function mapEntry(caller: Caller, request: MapRequest, setting: Setting, limits: LimitValues): MapOutcome {
  return mapFloats(caller, request, setting, limits) ?? mapGenerally(caller, request, setting, limits);
}

/** Null where it is not as simple as that. */
function mapFloats(caller: Caller, request: MapRequest, setting: Setting, limits: LimitValues): MapOutcome | null {
  const { unit, pool } = caller;
  const { entry, columns, out, from } = request;
  const job = pool.runsAnew ? null : floatJob(unit.mapLoops.get(entry.name), entry, columns, out, from, request.count);
  if (job === null) return null;
  const budget = budgetOf(limits, "map");
  const lease = pool.take(setting, limits, budget);
  if (isRefused(lease)) return failed(caller, from, from, lease.stop, lease, noLog);
  const { at, stop, usage } = stoppable(from, () => runFloats(job, lease, unit.storageTypes, budget));
  pool.giveBack(lease);
  const log = lease.account.close();
  if (stop !== null) return failed(caller, from, at, stop, usage, log);
  return { ok: true, count: at - from, fuelUsed: usage.fuel, peakBytes: usage.peakBytes, log };
}

const noLog: readonly LogLine[] = [];

function mapGenerally(caller: Caller, request: MapRequest, setting: Setting, limits: LimitValues): MapOutcome {
  const count = request.count ?? roomOf(request.out);
  if (count === null) throw new TypeError("map: give the number of cells as `count`, as no output is a typed array");
  const sink = orMisuse("out", () => makeSink(request.entry.result, request.out, count));
  const run = { caller, request, setting, limits, count, sink };
  return caller.pool.runsAnew ? mapAnew(run) : mapTogether(run);
}

interface MapRun {
  readonly caller: Caller;
  readonly request: MapRequest;
  readonly setting: Setting;
  readonly limits: LimitValues;
  readonly count: number;
  readonly sink: Sink;
}

const nothingSpent: Usage = { fuel: 0, peakBytes: 0 };

function mapTogether(run: MapRun): MapOutcome {
  const { caller, limits, request, count } = run;
  const lease = caller.pool.take(run.setting, limits, budgetOf(limits, "map"));
  if (isRefused(lease)) return failed(caller, request.from, request.from, lease.stop, lease, noLog);
  const result = runInBlocks(run, lease) ?? runCells(run, lease, request.from, count);
  caller.pool.giveBack(lease);
  const { fuel, peakBytes } = result.usage;
  const log = lease.account.close();
  return result.stop === null
    ? { ok: true, count: count - request.from, fuelUsed: fuel, peakBytes, log }
    : failed(caller, request.from, result.at, result.stop, result.usage, log);
}

/** Each cell begins with the module body; fuel is what the cells before have left, and all write into one log. */
function mapAnew(run: MapRun): MapOutcome {
  const { caller, limits, request, count } = run;
  const account = new Account(caller.unit, limits);
  let total = nothingSpent;
  for (let at = request.from; at < count; at++) {
    const lease = caller.pool.take(run.setting, limits, { ...budgetOf(limits, "map"), fuel: limits.fuel - total.fuel }, account);
    if (isRefused(lease)) return failed(caller, request.from, at, lease.stop, addUsage(total, lease), account.close());
    const result = runCells(run, lease, at, at + 1);
    caller.pool.giveBack(lease);
    total = addUsage(total, result.usage);
    if (result.stop !== null) return failed(caller, request.from, at, result.stop, total, account.close());
  }
  return { ok: true, count: count - request.from, fuelUsed: total.fuel, peakBytes: total.peakBytes, log: account.close() };
}

function addUsage(first: Usage, second: Usage): Usage {
  return { fuel: first.fuel + second.fuel, peakBytes: Math.max(first.peakBytes, second.peakBytes) };
}

/** By the loop inside the module, where there is one and `out` takes what it gives; else null. */
function runInBlocks(run: MapRun, lease: Lease): CellsResult | null {
  const { unit } = run.caller;
  const { entry, columns, out, from } = run.request;
  const loop = unit.mapLoops.get(entry.name);
  if (loop === undefined || (loop.shape.result.kind === "record" && !takesParts(entry.result, out))) return null;
  const border = lease.border.restart();
  const budget = budgetOf(run.limits, "map");
  const { storageTypes } = unit;
  const job = { border, entry, loop, storageTypes, columns: requireColumns(columns), out, from, count: run.count, budget };
  return stoppable(from, () => runBlocks({ ...job, resultBorder: resultBorder(lease, run.limits) }));
}

/** Limits of the border, met outside the plugin's own code, stop it as those inside do. */
function stoppable(at: number, work: () => CellsResult): CellsResult {
  try {
    return work();
  } catch (error) {
    if (error instanceof StopError) return { at, stop: error.stop, usage: nothingSpent };
    if (error instanceof OversizeError) return { at, stop: oversizeStop(error), usage: nothingSpent };
    throw error;
  }
}

function requireColumns(columns: unknown): object {
  if (typeof columns !== "object" || columns === null) throw new TypeError("columns: expected an object of columns by parameter");
  return columns;
}

interface CellsResult {
  readonly at: number;
  readonly stop: Stop | null;
  readonly usage: Usage;
}

function runCells(run: MapRun, lease: Lease, from: number, to: number): CellsResult {
  const { entry } = run.request;
  let usage = nothingSpent;
  let at = from;
  try {
    const columns = makeColumns(run, lease);
    for (; at < to; at++) {
      lease.account.cell = at;
      const values = columns.map(({ name, column }) => orMisuse(`columns.${name}`, () => column.at(at)));
      const outcome = lease.instance.call(entry.function, values);
      usage = outcome.usage;
      if (!outcome.ok) return { at, stop: outcome.stop, usage };
      writeResult(run, lease, at, outcome.value);
      for (const [index, { column }] of columns.entries()) if (column.owned) lease.instance.release(Number(values[index]));
    }
    return { at, stop: null, usage };
  } catch (error) {
    if (error instanceof StopError) return { at, stop: error.stop, usage };
    if (error instanceof OversizeError) return { at, stop: oversizeStop(error), usage };
    throw error;
  }
}

function makeColumns(run: MapRun, lease: Lease): { readonly name: string; readonly column: Column }[] {
  const { entry, contract } = run.request;
  const constants = new Set(contract.parameters.filter(({ constant }) => constant === true).map(({ name }) => name));
  const columns = requireColumns(run.request.columns);
  const border = lease.border.restart();
  return entry.parameters.map(({ name, codec }) => ({
    name,
    column: orMisuse(`columns.${name}`, () =>
      makeColumn(codec, ownValue(columns, name), constants.has(name), { border, count: run.count }),
    ),
  }));
}

function writeResult(run: MapRun, lease: Lease, index: number, value: MachineValue | null): void {
  const { entry } = run.request;
  orMisuse("out", () => run.sink(index, value ?? 0, resultBorder(lease, run.limits)));
  if (entry.result.representation === "ref" && value !== null && value !== 0) lease.instance.release(Number(value));
}

function failed(caller: Caller, from: number, at: number, stop: Stop, { fuel, peakBytes }: Usage, log: readonly LogLine[]): MapOutcome {
  return { ok: false, count: at - from, at, fault: faultOf(caller, stop, fuel), fuelUsed: fuel, peakBytes, log };
}
