// Runs a mapped hook through the loop inside its module, in blocks of cells:
// columns go into storages, one call runs the block, results come out. What
// the storages take is the host's and not counted against the plugin.

import type { Budget, MachineValue, Outcome, Stop, Usage } from "../ir/instance.ts";
import { elementBytes } from "../ir/heap.ts";
import { storageBytes, type Representation } from "../types/layouts.ts";
import type { Border, Codec } from "./codec.ts";
import { makeColumn, codedColumn, type Coded, type Column } from "./mapColumns.ts";
import { makeSink, slotSinks, type Sink } from "./mapResults.ts";
import { elementAddress, readElement, readSlot, writeElement } from "./memoryAccess.ts";
import { ownValue } from "./ownData.ts";
import type { MapLoop } from "./mapShapes.ts";
import type { EntryCodecs, StorageTypes } from "./unit.ts";
import { MisfitError, orMisuse, within } from "./values.ts";

/** Cells of one call. */
export const blockCells = 8192;

export interface BlockJob {
  readonly border: Border;
  readonly entry: EntryCodecs;
  readonly loop: MapLoop;
  readonly storageTypes: StorageTypes;
  readonly columns: object;
  readonly out: unknown;
  readonly from: number;
  readonly count: number;
  /** For results; counts each one anew. */
  readonly resultBorder: Border;
  readonly budget: Budget;
}

export interface BlockResult {
  readonly at: number;
  readonly stop: Stop | null;
  readonly usage: Usage;
}

/** A column or constant in a storage. */
interface Leaf {
  /** Of the column, for messages. */
  readonly path: string;
  /** Fills the storage for cells `start ..`. */
  load(start: number, cells: number): void;
  /** Frees what was made for the block. */
  unload(cells: number): void;
}

/** A storage of results and what becomes of them. */
interface Drain {
  readonly slot: number;
  readonly storage: number;
  store(start: number, cells: number): void;
}

export function runBlocks(job: BlockJob): BlockResult {
  const { border, budget } = job;
  const { instance } = border;
  const room = Math.max(0, Math.min(blockCells, job.count - job.from));
  instance.setBudget({ ...budget, memoryBytes: Number.MAX_SAFE_INTEGER });
  const parts = orMisuse("columns", () => new BlockParts(job, room));
  const overhead = parts.bytes;
  instance.setBudget({ ...budget, memoryBytes: budget.memoryBytes + overhead, hostBytes: overhead });
  let usage: Usage = { fuel: 0, peakBytes: 0 };
  for (let start = job.from; start < job.count; start += room) {
    const cells = Math.min(room, job.count - start);
    parts.load(start, cells);
    const outcome = instance.call(job.loop.function, [0, cells, ...parts.values]);
    usage = { fuel: outcome.usage.fuel, peakBytes: Math.max(0, outcome.usage.peakBytes - overhead) };
    const done = orMisuse("out", () => parts.finish(start, cells, outcome));
    if (!outcome.ok) return { at: start + done, stop: outcome.stop, usage };
  }
  return { at: job.count, stop: null, usage };
}

class BlockParts {
  /** What the loop gets behind `from` and `count`. */
  readonly values: readonly (number | bigint)[];
  /** Logical bytes of all storages. */
  bytes = 0;
  private readonly job: BlockJob;
  private readonly room: number;
  private readonly leaves: Leaf[] = [];
  private readonly drains: readonly Drain[];
  private readonly progress: number;

  constructor(job: BlockJob, room: number) {
    this.job = job;
    this.room = room;
    this.progress = this.allocate("i64", 1);
    const columns = job.entry.parameters.flatMap(({ name, codec }, index) =>
      within(name, () => this.parameter(index, name, codec, ownValue(job.columns, name))),
    );
    this.drains = this.makeDrains();
    this.values = [this.progress, ...columns, ...this.resultStorages()];
  }

  load(start: number, cells: number): void {
    for (const leaf of this.leaves) orMisuse(leaf.path, () => leaf.load(start, cells));
  }

  /** Stores the results that there are; gives how many. */
  finish(start: number, cells: number, outcome: Outcome): number {
    this.job.border.refresh();
    const done = outcome.ok ? cells : Number(readElement(this.job.border.view, this.progress, 0, "i64"));
    for (const drain of this.drains) drain.store(start, done);
    if (outcome.ok) for (const leaf of this.leaves) leaf.unload(cells);
    return done;
  }

  private allocate(representation: Representation, length: number): number {
    this.bytes += storageBytes(length, elementBytes[representation]);
    return this.job.border.allocate(this.job.storageTypes[representation], length);
  }

  /** The loop's parameters for one of the hook's. */
  private parameter(index: number, name: string, codec: Codec, given: unknown): (number | bigint)[] {
    const { border, loop, count } = this.job;
    const shape = loop.shape.parameters[index];
    const context = { border, count };
    if (shape?.kind === "whole") return [codec.encode(given, border)];
    if (shape?.kind !== "record" || codec.parts === undefined)
      return this.leaf(name, codec.representation, makeColumn(codec, given, false, context), given);
    const fields = codec.parts.fields();
    const coded = codedColumn(codec, given, context);
    if (coded !== null)
      return fields.flatMap((field, slot) =>
        this.leaf(name, field.codec.representation, slotColumn(coded, slot, field.codec, border), null),
      );
    if (typeof given !== "object" || given === null) throw new MisfitError(`expected an object of columns by field of ${codec.text}`);
    return fields.flatMap((field) =>
      within(field.name, () => {
        const part = ownValue(given, field.name);
        return this.leaf(`${name}.${field.name}`, field.codec.representation, makeColumn(field.codec, part, false, context), part);
      }),
    );
  }

  /** A storage for one scalar or reference of each cell, and its stride. */
  private leaf(path: string, representation: Representation, column: Column, given: unknown): [number, number] {
    // The loop is quickest where each column has a value for each cell.
    const isFilled = column.isConstant && representation === "f64";
    const storage = this.allocate(representation, column.isConstant && !isFilled ? 1 : this.room);
    const { border } = this.job;
    if (isFilled) {
      floatsAt(border, storage, this.room).fill(Number(column.at(0)));
      return [storage, 1];
    }
    if (column.isConstant) {
      writeElement(border.view, storage, 0, representation, column.at(0));
      return [storage, 0];
    }
    const load =
      representation === "f64" && given instanceof Float64Array
        ? floatLoader(border, storage, given)
        : columnLoader(border, storage, representation, column);
    const unload = (cells: number): void => {
      if (!column.owned) return;
      for (let index = 0; index < cells; index++) border.instance.release(Number(readElement(border.view, storage, index, representation)));
    };
    this.leaves.push({ path: `columns.${path}`, load, unload });
    return [storage, 1];
  }

  private makeDrains(): readonly Drain[] {
    const { loop, entry, out, count } = this.job;
    const { result } = loop.shape;
    if (result.kind === "none") return [];
    if (result.kind === "column") return [this.drain(0, result.representation, makeSink(entry.result, out, count), out)];
    const fields = entry.result.parts?.fields() ?? [];
    return slotSinks(fields, out as object, count).map(({ slot, representation, sink, out: part }) =>
      this.drain(slot, representation, sink, part),
    );
  }

  private drain(slot: number, representation: Representation, sink: Sink, out: unknown): Drain {
    const storage = this.allocate(representation, this.room);
    const { border, resultBorder } = this.job;
    if (representation === "f64" && out instanceof Float64Array) return { slot, storage, store: floatStore(border, storage, out) };
    const store = (start: number, cells: number): void => {
      for (let index = 0; index < cells; index++) {
        const machine = readElement(border.view, storage, index, representation);
        sink(start + index, machine, resultBorder.restart());
        if (representation === "ref" && machine !== 0) border.instance.release(Number(machine));
      }
    };
    return { slot, storage, store };
  }

  /** 0 for a part of the result that nobody wants. */
  private resultStorages(): number[] {
    const { result } = this.job.loop.shape;
    if (result.kind === "none") return [];
    const slots = result.kind === "column" ? 1 : result.slots.length;
    return Array.from({ length: slots }, (_, slot) => this.drains.find((drain) => drain.slot === slot)?.storage ?? 0);
  }
}

/** A field of values that stand coded: read from the objects made for them. */
function slotColumn(coded: Column, slot: number, codec: Codec, border: Border): Column {
  const read = (machine: MachineValue): MachineValue => readSlot(border.view, Number(machine), slot, codec.representation);
  const column = { owned: false, isConstant: false, at: (index: number) => read(coded.at(index)) };
  return coded.coded === undefined ? column : { ...column, coded: { codes: coded.coded.codes, made: coded.coded.made.map(read) } };
}

function columnLoader(border: Border, storage: number, representation: Representation, column: Column): Leaf["load"] {
  if (column.coded !== undefined && representation === "ref") return codedLoader(border, storage, column, column.coded);
  return (start, cells) => {
    for (let index = 0; index < cells; index++) {
      const machine = column.at(start + index);
      writeElement(border.view, storage, index, representation, machine);
    }
  };
}

/** References to the objects that were made for the values; a code that names none is told of by the column. */
function codedLoader(border: Border, storage: number, column: Column, { codes, made }: Coded): Leaf["load"] {
  return (start, cells) => {
    const { buffer, byteOffset } = border.view;
    const references = new Uint32Array(buffer, byteOffset + elementAddress(storage, 0, "ref"), cells);
    for (let index = 0; index < cells; index++) references[index] = Number(made[Number(codes[start + index])] ?? column.at(start + index));
  };
}

/** The floats of a storage; its address is a multiple of 8. */
function floatsAt(border: Border, storage: number, cells: number): Float64Array {
  const { buffer, byteOffset } = border.view;
  return new Float64Array(buffer, byteOffset + elementAddress(storage, 0, "f64"), cells);
}

/** As it is: inside, no program sees the bits of a NaN; what comes out has been made canonical by the loop. */
function floatLoader(border: Border, storage: number, given: Float64Array): Leaf["load"] {
  return (start, cells) => floatsAt(border, storage, cells).set(given.subarray(start, start + cells));
}

function floatStore(border: Border, storage: number, out: Float64Array): Drain["store"] {
  return (start, cells) => out.set(floatsAt(border, storage, cells), start);
}
