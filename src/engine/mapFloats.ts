// The shortest way for a hook that takes and gives floats, over one block of
// cells in `Float64Array`s: nothing is made for a call but its outcome. Where
// the storages stand in the instance's memory is the same at each call, so the
// views of them are kept; they are allocated and counted anew, as any argument.
// Whatever is not as simple as that goes the general way (`mapping.ts`).

import type { Budget, Stop, Usage } from "../ir/instance.ts";
import { storageBytes } from "../types/layouts.ts";
import type { Lease } from "./instances.ts";
import { blockCells } from "./mapBlocks.ts";
import type { MapLoop } from "./mapShapes.ts";
import { elementAddress, readElement } from "./memoryAccess.ts";
import { floatsOf, ownValue } from "./ownData.ts";
import type { EntryCodecs, StorageTypes } from "./unit.ts";

export interface FloatJob {
  readonly entry: EntryCodecs;
  readonly loop: MapLoop;
  /** A number stands for all cells. */
  readonly columns: readonly (Float64Array | number)[];
  readonly out: Float64Array;
  readonly from: number;
  /** Behind the last cell. */
  readonly count: number;
}

/** What the caller gave, where it is so simple; else null. */
export function floatJob(
  loop: MapLoop | undefined,
  entry: EntryCodecs,
  given: unknown,
  out: unknown,
  from: number,
  count: number | null,
): FloatJob | null {
  if (loop?.isFloats !== true || typeof given !== "object" || given === null) return null;
  const results = floatsOf(out);
  if (results === null) return null;
  const end = count ?? results.length;
  if (end <= from || end - from > blockCells || end > results.length) return null;
  const columns: (Float64Array | number)[] = [];
  for (const { name } of entry.parameters) {
    const column = floatColumn(given, name);
    if (column === null || (typeof column === "object" && column.length < end)) return null;
    columns.push(column);
  }
  return { entry, loop, columns, out: results, from, count: end };
}

function floatColumn(given: object, name: string): Float64Array | number | null {
  try {
    const value = ownValue(given, name);
    return typeof value === "number" ? value : floatsOf(value);
  } catch {
    return null;
  }
}

/** What is the same at each call with so many cells under these limits. */
export interface FloatPlan {
  readonly entry: EntryCodecs;
  readonly cells: number;
  readonly budget: Budget;
  /** While the host's own storages are made, and with room for them. */
  readonly unlimited: Budget;
  readonly roomy: Budget;
  /** Logical bytes of the host's storages. */
  readonly overhead: number;
  readonly progress: number;
  /** Of columns, then of the results. */
  readonly storages: readonly number[];
  /** Of the storages, in a memory that may have been left since. */
  readonly views: readonly Float64Array[];
  /** What the loop gets. */
  readonly values: readonly number[];
}

export interface FloatResult {
  readonly at: number;
  readonly stop: Stop | null;
  readonly usage: Usage;
}

export function runFloats(job: FloatJob, lease: Lease, types: StorageTypes, budget: Budget): FloatResult {
  const plan = planOf(job, lease, types, budget);
  const { columns, out, from, count } = job;
  for (let index = 0; index < columns.length; index++) load(plan.views[index]!, columns[index]!, from, count);
  const outcome = lease.instance.call(job.loop.function, plan.values);
  const view = lease.instance.view();
  const done = outcome.ok ? plan.cells : Number(readElement(view, plan.progress, 0, "i64"));
  const kept = plan.views.at(-1)!;
  const results = kept.buffer === view.buffer ? kept : floatsAt(view, plan.storages.at(-1)!, plan.cells);
  out.set(part(results, 0, done), from);
  const { fuel, peakBytes } = outcome.usage;
  const usage = { fuel, peakBytes: Math.max(0, peakBytes - plan.overhead) };
  return { at: from + done, stop: outcome.ok ? null : outcome.stop, usage };
}

function load(view: Float64Array, column: Float64Array | number, from: number, end: number): void {
  if (typeof column === "number") view.fill(column);
  else view.set(part(column, from, end));
}

/** All of it is given as it is: to make a view of a part takes as long as the copy. */
function part(floats: Float64Array, from: number, end: number): Float64Array {
  return from === 0 && end === floats.length ? floats : floats.subarray(from, end);
}

function floatsAt({ buffer, byteOffset }: DataView, storage: number, cells: number): Float64Array {
  return new Float64Array(buffer, byteOffset + elementAddress(storage, 0, "f64"), cells);
}

function planOf(job: FloatJob, lease: Lease, types: StorageTypes, budget: Budget): FloatPlan {
  const cells = job.count - job.from;
  const kept = lease.floats;
  if (kept !== null && kept.entry === job.entry && kept.cells === cells && kept.budget === budget && fits(kept, lease, types)) return kept;
  return (lease.floats = makePlan(job.entry, cells, lease, types, budget));
}

/** Makes the storages; do they stand where they did? */
function fits(plan: FloatPlan, { instance }: Lease, types: StorageTypes): boolean {
  instance.setBudget(plan.unlimited);
  if (instance.allocate(types.i64, 1) !== plan.progress) return false;
  for (const storage of plan.storages) if (instance.allocate(types.f64, plan.cells, true) !== storage) return false;
  instance.setBudget(plan.roomy);
  return plan.views[0]!.buffer === instance.view().buffer;
}

function makePlan(entry: EntryCodecs, cells: number, { instance }: Lease, types: StorageTypes, budget: Budget): FloatPlan {
  const unlimited = { ...budget, memoryBytes: Number.MAX_SAFE_INTEGER };
  instance.reset();
  instance.setBudget(unlimited);
  const progress = instance.allocate(types.i64, 1);
  const storages = [...entry.parameters, entry.result].map(() => instance.allocate(types.f64, cells));
  const overhead = storageBytes(1, 8) + storages.length * storageBytes(cells, 8);
  const roomy = { ...budget, memoryBytes: budget.memoryBytes + overhead, hostBytes: overhead };
  instance.setBudget(roomy);
  const columns = storages.slice(0, -1).flatMap((storage) => [storage, 1]);
  const values = [0, cells, progress, ...columns, storages.at(-1)!];
  const views = storages.map((storage) => floatsAt(instance.view(), storage, cells));
  return { entry, cells, budget, unlimited, roomy, overhead, progress, storages, views, values };
}
