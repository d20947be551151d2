// Cells of a hook of floats that stay where the hook reads and writes them: in
// the memory of an instance that nobody else uses. A host that calls for row
// after row of the same columns copies nothing then. Where the plugin must be
// run otherwise (it prints, or keeps module state), the columns are arrays of
// the host's own, and `map` does the work: with the same outcome.

import type { Budget, Stop } from "../ir/instance.ts";
import { StopError } from "../ir/instance.ts";
import { storageBytes } from "../types/layouts.ts";
import { faultOf, isRefused, type Caller } from "./calling.ts";
import type { Lease, Setting } from "./instances.ts";
import { elementAddress, readElement } from "./memoryAccess.ts";
import type { MapOutcome } from "./outcome.ts";
import { budgetOf, type LimitValues } from "./runLimits.ts";
import { told } from "./runWatch.ts";
import { floatCodec } from "./scalarCodecs.ts";
import type { EntryCodecs } from "./unit.ts";

/** Room for cells of a hook that takes and gives floats, kept from run to run; see `Plugin.hold`. */
export interface HeldCells {
  /** Cells that there is room for. */
  readonly count: number;
  /**
   * The values of a parameter, to be filled in: it keeps them from run to run. In the plugin's own memory, which may move
   * while it runs: ask again after each run.
   */
  column(parameter: string): Float64Array;
  /** What the hook gave, likewise. */
  readonly results: Float64Array;
  /** Runs the cells `from` to `to` (not with it); all of them by default. The outcome is as of `plugin.map`. */
  run(from?: number, to?: number): MapOutcome;
}

export interface HoldRequest {
  readonly entry: EntryCodecs;
  /** Of the host's contract: what the plugin leaves out may be filled in as well. */
  readonly parameters: readonly string[];
  readonly count: number;
  /** Of the plugin, for who watches runs. */
  readonly hash: string;
}

/** `map` runs columns the general way. */
export function holdCells(caller: Caller, request: HoldRequest, setting: Setting, limits: LimitValues, map: MapRun): HeldCells {
  return new Held(request, makeResident(caller, request, setting, limits) ?? new OutsideCells(request, map));
}

export type MapRun = (columns: Readonly<Record<string, Float64Array>>, out: Float64Array, from: number, count: number) => MapOutcome;

/** Where cells are, by the index of the parameter; the results are behind the last. */
interface Cells {
  view(index: number): Float64Array;
  run(from: number, to: number): MapOutcome;
}

class Held implements HeldCells {
  readonly count: number;
  readonly #names: readonly string[];
  readonly #unread: ReadonlyMap<string, Float64Array>;
  readonly #cells: Cells;
  #isRunning = false;

  constructor({ entry, parameters, count }: HoldRequest, cells: Cells) {
    this.count = count;
    this.#names = entry.parameters.map(({ name }) => name);
    const unread = parameters.filter((name) => !this.#names.includes(name));
    this.#unread = new Map(unread.map((name) => [name, new Float64Array(count)]));
    this.#cells = cells;
    Object.freeze(this);
  }

  column(parameter: string): Float64Array {
    const index = this.#names.indexOf(parameter);
    const column = index >= 0 ? this.#cells.view(index) : this.#unread.get(parameter);
    if (column === undefined) throw new TypeError(`column: the hook has no parameter ${JSON.stringify(parameter)}`);
    return column;
  }

  get results(): Float64Array {
    return this.#cells.view(this.#names.length);
  }

  run(from = 0, to = this.count): MapOutcome {
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from || to > this.count)
      throw new RangeError(`run: cells are whole numbers from 0 to ${this.count}`);
    // By a function of the host that the hook calls: it would run in the memory that the hook is at work in.
    if (this.#isRunning) throw new Error("run: the cells are being run");
    this.#isRunning = true;
    try {
      return this.#cells.run(from, to);
    } finally {
      this.#isRunning = false;
    }
  }
}

class OutsideCells implements Cells {
  readonly #arrays: readonly Float64Array[];
  readonly #columns: Readonly<Record<string, Float64Array>>;
  readonly #map: MapRun;

  constructor({ entry, count }: HoldRequest, map: MapRun) {
    this.#arrays = Array.from({ length: entry.parameters.length + 1 }, () => new Float64Array(count));
    const columns: Record<string, Float64Array> = Object.create(null);
    for (const [index, { name }] of entry.parameters.entries()) columns[name] = this.view(index);
    this.#columns = columns;
    this.#map = map;
  }

  view(index: number): Float64Array {
    return this.#arrays[index]!;
  }

  run(from: number, to: number): MapOutcome {
    return this.#map(this.#columns, this.view(this.#arrays.length - 1), from, to);
  }
}

/** Null where the hook has no loop of floats, or the module body does not come to its end. */
function makeResident(caller: Caller, request: HoldRequest, setting: Setting, limits: LimitValues): ResidentCells | null {
  const { unit, pool } = caller;
  const loop = unit.mapLoops.get(request.entry.name);
  if (pool.runsAnew || loop?.isFloats !== true) return null;
  const budget = budgetOf(limits, "map");
  const lease = pool.takeApart(setting, limits, budget);
  return isRefused(lease) ? null : new ResidentCells(caller, request, loop.function, lease, budget);
}

/** In front of each column: columns that begin at the same place of a page get into each other's way in caches. */
const floatsApart = 100;

class ResidentCells implements Cells {
  readonly #caller: Caller;
  readonly #request: HoldRequest;
  readonly #loop: number;
  readonly #lease: Lease;
  readonly #limits: LimitValues;
  readonly #progress: number;
  /** Of the columns, then of the results. */
  readonly #storages: readonly number[];
  /** What the loop gets; the first two are the cells to run. */
  readonly #values: number[];
  /** The storages are not of the plugin's account. */
  readonly #overhead: number;
  readonly #roomy: Budget;
  #views: readonly Float64Array[] = [];

  constructor(caller: Caller, request: HoldRequest, loop: number, lease: Lease, budget: Budget) {
    const { instance, account } = lease;
    this.#caller = caller;
    this.#request = request;
    this.#loop = loop;
    this.#lease = lease;
    this.#limits = account.limits;
    const columns = request.entry.parameters.length + 1;
    this.#overhead = storageBytes(1, 8) + columns * (storageBytes(request.count, 8) + storageBytes(floatsApart, 8));
    this.#roomy = { ...budget, memoryBytes: budget.memoryBytes + this.#overhead, hostBytes: this.#overhead };
    instance.setBudget({ ...budget, memoryBytes: Number.MAX_SAFE_INTEGER });
    const { i64, f64 } = caller.unit.storageTypes;
    this.#progress = orTooMany(request.count, () => instance.allocate(i64, 1));
    this.#storages = Array.from({ length: columns }, () => {
      orTooMany(floatsApart, () => instance.allocate(f64, floatsApart));
      return orTooMany(request.count, () => instance.allocate(f64, request.count));
    });
    instance.markResident();
    instance.reset();
    this.#values = [0, 0, this.#progress, ...this.#storages.slice(0, -1).flatMap((storage) => [storage, 1]), this.#storages.at(-1)!];
  }

  view(index: number): Float64Array {
    const { buffer, byteOffset } = this.#lease.instance.view();
    if (this.#views[0]?.buffer !== buffer) {
      this.#views = this.#storages.map(
        (storage) => new Float64Array(buffer, byteOffset + elementAddress(storage, 0, "f64"), this.#request.count),
      );
    }
    return this.#views[index]!;
  }

  run(from: number, to: number): MapOutcome {
    if (from === to) return told(this.#request.hash, { ok: true, count: 0, fuelUsed: 0, peakBytes: 0, log: [] });
    const { instance } = this.#lease;
    const account = this.#caller.pool.openAccount(this.#lease, this.#limits);
    instance.setBudget(this.#roomy);
    this.#begin(from, to);
    const outcome = instance.call(this.#loop, this.#values);
    const { fuel, peakBytes: peak } = outcome.usage;
    const peakBytes = Math.max(0, peak - this.#overhead);
    const log = account.close();
    const made: MapOutcome = outcome.ok
      ? { ok: true, count: to - from, fuelUsed: fuel, peakBytes, log }
      : this.#failed(from, outcome.stop, { fuelUsed: fuel, peakBytes, log });
    instance.reset();
    return told(this.#request.hash, made);
  }

  #failed(from: number, stop: Stop, spent: Pick<MapOutcome, "fuelUsed" | "peakBytes" | "log">): MapOutcome {
    const at = Number(readElement(this.#lease.instance.view(), this.#progress, 0, "i64"));
    return { ok: false, count: at - from, at, fault: faultOf(this.#caller, stop, spent.fuelUsed), ...spent };
  }

  #begin(from: number, to: number): void {
    this.#values[0] = from;
    this.#values[1] = to;
    // The loop itself says how far it has come only where it may stop.
    const at = elementAddress(this.#progress, 0, "i64");
    const view = this.#lease.instance.view();
    view.setInt32(at, from, true);
    view.setInt32(at + 4, 0, true);
  }
}

function orTooMany(count: number, work: () => number): number {
  try {
    return work();
  } catch (error) {
    if (error instanceof StopError) throw new RangeError(`hold: no room for ${count} cells`);
    throw error;
  }
}

/** Does the hook take and give floats, one for each cell? */
export function isOfFloats(entry: EntryCodecs, constants: ReadonlySet<string>): boolean {
  return entry.result === floatCodec && entry.parameters.every(({ name, codec }) => codec === floatCodec && !constants.has(name));
}
