// The heap of an instance between `reset` and the next call, from outside: all
// that is in it is what the host makes for that call. So it is made here, at
// the top of the heap, as the module's own allocator would with empty free
// lists; the call then begins by the words that say where the heap has come to
// (`runWords`). Nothing is entered for an argument, a budget or a reset.

import { heapOffsets, objectBytes } from "../ir/heap.ts";
import type { Budget } from "../ir/instance.ts";
import type { HeapType } from "../ir/ir.ts";
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
  #view: DataView;
  #words: Int32Array;
  #memoryLimit = 0;
  #stringLimit = 0;
  #written: Budget | null = null;
  top = 0;
  live = 0;
  peak = 0;

  constructor(memory: BinaryMemory) {
    this.#memory = memory;
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
  allocate(id: number, type: HeapType, length: number, isOverwritten: boolean): number {
    const bytes = objectBytes(type, length);
    const live = this.live + bytes;
    if (live > this.#memoryLimit || (type.kind === "text" && 4 * length > this.#stringLimit)) return 0;
    const { words, top } = this;
    const end = top + classBytes(sizeClass(bytes));
    if (end > 4 * words.length) return 0;
    this.top = end;
    this.live = live;
    if (live > this.peak) this.peak = live;
    if (!isOverwritten) clear(words, (top + 8) >> 2, (top + bytes) >> 2);
    words[top >> 2] = 1;
    words[(top + heapOffsets.type) >> 2] = id;
    if (type.kind !== "record") {
      words[(top + heapOffsets.length) >> 2] = length;
      words[(top + heapOffsets.capacity) >> 2] = type.kind === "text" ? length : 0;
    }
    return top;
  }
}

function clear(words: Int32Array, from: number, to: number): void {
  if (to - from > fewWords) words.fill(0, from, to);
  else for (let at = from; at < to; at++) words[at] = 0;
}
