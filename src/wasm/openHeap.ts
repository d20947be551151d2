// The heap of an instance between `reset` and the next call, from outside: all
// that is in it is what the host makes for that call. So it is made here, at
// the top of the heap, as the module's own allocator would with empty free
// lists; the call then begins by the words that say where the heap has come to
// (`runWords`). Nothing is entered for an argument, a budget or a reset.

import { heapOffsets, immortalCount, objectBytes } from "../ir/heap.ts";
import type { Budget } from "../ir/instance.ts";
import type { HeapType, TypeId } from "../ir/ir.ts";
import { codePointBytes, reservedTypes, textBytes } from "../types/layouts.ts";
import { classBytes, runWords, sizeClass } from "./memory.ts";
import type { BinaryMemory } from "./webAssembly.ts";

const largestWord = 0xffff_ffff;

export function budgetWord(value: number): number {
  return Math.min(value, largestWord);
}

/** Depth in 1/64 frames. */
export function depthWord(frames: number): number {
  return Math.min(64 * frames, 2 ** 31 - 1);
}

/** Above this many words, the engine's own fill is quicker. */
const fewWords = 32;

export class OpenHeap {
  readonly #memory: BinaryMemory;
  readonly #types: readonly HeapType[];
  /** By type; 0 for texts and storages. The second: of their blocks. */
  readonly #recordBytes: Int32Array;
  readonly #recordRoom: Int32Array;
  #view: DataView;
  #words: Int32Array;
  #memoryLimit = 0;
  #stringLimit = 0;
  #written: Budget | null = null;
  top = 0;
  live = 0;
  peak = 0;

  constructor(memory: BinaryMemory, types: readonly HeapType[]) {
    this.#memory = memory;
    this.#types = types;
    this.#recordBytes = Int32Array.from(types, (type) => (type.kind === "record" ? objectBytes(type, 0) : 0));
    this.#recordRoom = this.#recordBytes.map((bytes) => classBytes(sizeClass(bytes)));
    this.#view = new DataView(memory.buffer);
    this.#words = new Int32Array(memory.buffer);
  }

  /** A buffer that memory has grown out of has no length any more. */
  get words(): Int32Array {
    if (this.#words.length === 0) this.#look();
    return this.#words;
  }

  get view(): DataView {
    if (this.#words.length === 0) this.#look();
    return this.#view;
  }

  #look(): void {
    this.#view = new DataView(this.#memory.buffer);
    this.#words = new Int32Array(this.#memory.buffer);
  }

  /** What `reset` would leave. */
  restart(top: number, live: number): void {
    this.top = top;
    this.live = live;
    this.peak = live;
  }

  /** What `begin` would do. */
  setBudget(budget: Budget): void {
    this.peak = this.live;
    if (budget === this.#written) return;
    this.#written = budget;
    this.#memoryLimit = budgetWord(budget.memoryBytes);
    this.#stringLimit = budgetWord(budget.stringBytes);
    const { words, view } = this;
    view.setFloat64(runWords.fuel, budget.fuel, true);
    words[runWords.memory >> 2] = this.#memoryLimit;
    words[runWords.depth >> 2] = depthWord(budget.depth);
    words[runWords.output >> 2] = budgetWord(budget.outputBytes);
    words[runWords.strings >> 2] = this.#stringLimit;
    words[runWords.hostCalls >> 2] = budgetWord(budget.hostCalls);
  }

  /** The next call begins with this heap and budget. */
  arm(): void {
    const { words } = this;
    words[runWords.top >> 2] = this.top;
    words[runWords.live >> 2] = this.live;
    words[runWords.peak >> 2] = this.peak;
    words[runWords.isArmed >> 2] = 1;
  }

  /** An object as the module's `allocate` makes it; 0 where that has to say why not, or to grow the memory. `isOverwritten`: only the head is written. */
  allocate(type: TypeId, length: number, isOverwritten: boolean): number {
    const record = this.#recordBytes[type] ?? 0;
    if (record === 0) return type === reservedTypes.text ? this.#text(length) : this.#storage(type, length, isOverwritten);
    const at = this.#take(record, this.#recordRoom[type]!);
    if (at !== 0) this.#head(at, type, (at + record) >> 2);
    return at;
  }

  #text(length: number): number {
    if (codePointBytes * length > this.#stringLimit) return 0;
    const bytes = textBytes(length);
    const at = this.#take(bytes, classBytes(sizeClass(bytes)));
    if (at === 0) return 0;
    this.#head(at, reservedTypes.text, (at + bytes) >> 2);
    this.words[(at + heapOffsets.length) >> 2] = length;
    this.words[(at + heapOffsets.capacity) >> 2] = length;
    return at;
  }

  #storage(id: TypeId, length: number, isOverwritten: boolean): number {
    const type = this.#types[id];
    if (type?.kind !== "storage") return 0;
    const bytes = objectBytes(type, length);
    const at = this.#take(bytes, classBytes(sizeClass(bytes)));
    if (at === 0) return 0;
    const end = (at + bytes) >> 2;
    if (isOverwritten) this.words[end - 1] = 0;
    this.#head(at, id, isOverwritten ? (at + heapOffsets.elements) >> 2 : end);
    this.words[(at + heapOffsets.length) >> 2] = length;
    return at;
  }

  /** So many logical bytes at the top; 0 where they do not fit. */
  #take(bytes: number, room: number): number {
    const live = this.live + bytes;
    const at = this.top;
    const end = at + room;
    if (live > this.#memoryLimit || end > 4 * this.words.length) return 0;
    this.top = end;
    this.live = live;
    if (live > this.peak) this.peak = live;
    return at;
  }

  /** One owner, the type, and zeros up to `end`. */
  #head(at: number, type: TypeId, end: number): void {
    const { words } = this;
    const first = at >> 2;
    words[first] = 1;
    words[first + 1] = type;
    if (end - first > fewWords) words.fill(0, first + 2, end);
    else for (let word = first + 2; word < end; word++) words[word] = 0;
  }

  /** Owners more or fewer of an object; false where none would be left: to free it is the module's work. */
  addOwners(address: number, owners: 1 | -1): boolean {
    if (address === 0) return true;
    const { words } = this;
    const count = words[address >> 2] ?? 0;
    if (count + owners === 0) return false;
    if (count < immortalCount) words[address >> 2] = count + owners;
    return true;
  }
}
