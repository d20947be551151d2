// The heap of one instance: objects as `ir/ir.ts` draws them, their counts,
// and the logical bytes that the memory limit is about. Freeing goes by a
// worklist threaded through the dead objects themselves, so a list of a
// million links is freed without recursion and without more memory.

import { heapOffsets, immortalCount, objectBytes, referenceSlots, residentCharacters, residentTexts } from "../ir/heap.ts";
import { reservedTypes, type HeapType, type IRModule } from "../ir/ir.ts";
import { Slabs } from "./slabs.ts";

const lengthWord = heapOffsets.length >> 2;
const capacityWord = heapOffsets.capacity >> 2;
const elementsWord = heapOffsets.elements >> 2;
const codesWord = heapOffsets.codes >> 2;

/** The views of the memory; replaced as a whole when it grows. */
export class Heap {
  private readonly slabs = new Slabs();
  /** Index is address / 4. */
  i32 = this.slabs.words;
  /** Index is address / 8. */
  f64 = new Float64Array(this.i32.buffer);
  u8 = new Uint8Array(this.i32.buffer);
  /** Logical bytes. */
  live = 0;
  peak = 0;
  limit = Number.POSITIVE_INFINITY;
  private keptLive = 0;
  /** Addresses of the texts of the first code points, of the module's static texts, of its name. */
  readonly characters: readonly number[];
  readonly texts: readonly number[];
  readonly moduleName: number;
  private readonly types: readonly HeapType[];
  private readonly referenceWords: readonly (readonly number[])[];
  private readonly refuse: () => never;

  /** `refuse` throws the stop for a memory that is too short. */
  constructor(module: IRModule, moduleName: string, refuse: () => never) {
    this.types = module.types;
    this.referenceWords = module.types.map((type) => referenceSlots(type).map((slot) => 2 + 2 * slot));
    this.refuse = refuse;
    const resident = residentTexts(module, moduleName).map((codes) => this.makeText(codes));
    this.characters = resident.slice(0, residentCharacters);
    this.texts = resident.slice(residentCharacters, -1);
    this.moduleName = resident.at(-1)!;
    this.keep();
  }

  /** One owner, payload zero. `length` of a storage or, as capacity, of a text. */
  allocate(type: number, length: number): number {
    const heapType = this.types[type]!;
    const bytes = objectBytes(heapType, length);
    if (this.live + bytes > this.limit) this.refuse();
    const address = this.slabs.allocate(bytes);
    if (address === 0) this.refuse();
    if (this.slabs.words !== this.i32) this.followGrowth();
    this.live += bytes;
    if (this.live > this.peak) this.peak = this.live;
    const word = address >> 2;
    clear(this.i32, word + 2, word + (bytes >> 2));
    this.i32[word] = 1;
    this.i32[word + 1] = type;
    if (heapType.kind === "storage") this.i32[word + lengthWord] = length;
    return address;
  }

  /** A text of `length` zero code points. */
  allocateText(length: number, capacity: number): number {
    const address = this.allocate(reservedTypes.text, capacity);
    this.i32[(address >> 2) + lengthWord] = length;
    this.i32[(address >> 2) + capacityWord] = capacity;
    return address;
  }

  retain(address: number): void {
    if (address === 0) return;
    const count = this.i32[address >> 2]!;
    if (count < immortalCount) this.i32[address >> 2] = count + 1;
  }

  release(address: number): void {
    if (address === 0) return;
    const count = this.i32[address >> 2]!;
    if (count >= immortalCount) return;
    if (count > 1) this.i32[address >> 2] = count - 1;
    else this.free(address);
  }

  /** All that is alive is resident from now on. */
  keep(): void {
    this.slabs.forEachBlock((address) => {
      this.i32[address >> 2] = immortalCount;
    });
    this.slabs.keep();
    this.keptLive = this.live;
  }

  /** Frees all that is not resident. */
  reset(): void {
    this.slabs.reset();
    this.live = this.keptLive;
  }

  /** Objects below this address are resident. */
  get mark(): number {
    return this.slabs.mark;
  }

  /** `dead` links the objects whose count fell to 0 through their count words. */
  private free(address: number): void {
    const { i32 } = this;
    i32[address >> 2] = 0;
    let dead = address;
    while (dead !== 0) {
      const object = dead;
      const word = object >> 2;
      dead = i32[word]!;
      const typeId = i32[word + 1]!;
      const type = this.types[typeId]!;
      if (type.kind === "record") {
        for (const slotWord of this.referenceWords[typeId]!) dead = this.drop(i32[word + slotWord]!, dead);
      } else if (type.kind === "storage" && type.element === "ref") {
        const end = word + elementsWord + i32[word + lengthWord]!;
        for (let i = word + elementsWord; i < end; i++) dead = this.drop(i32[i]!, dead);
      }
      this.live -= objectBytes(type, i32[word + (type.kind === "text" ? capacityWord : lengthWord)]!);
      this.slabs.release(object);
    }
  }

  /** One owner of `address` less; the new head of the list of dead objects. */
  private drop(address: number, dead: number): number {
    if (address === 0) return dead;
    const count = this.i32[address >> 2]!;
    if (count >= immortalCount) return dead;
    this.i32[address >> 2] = count > 1 ? count - 1 : dead;
    return count > 1 ? dead : address;
  }

  private makeText(codes: readonly number[]): number {
    const address = this.allocateText(codes.length, codes.length);
    this.i32.set(codes, (address >> 2) + codesWord);
    return address;
  }

  private followGrowth(): void {
    this.i32 = this.slabs.words;
    this.f64 = new Float64Array(this.i32.buffer);
    this.u8 = new Uint8Array(this.i32.buffer);
  }
}

/** A loop beats `fill` for the few words of a record. */
function clear(words: Int32Array, from: number, to: number): void {
  if (to - from > 32) {
    words.fill(0, from, to);
    return;
  }
  for (let i = from; i < to; i++) words[i] = 0;
}

export const textWords = { length: lengthWord, capacity: capacityWord, hash: heapOffsets.hash >> 2, codes: codesWord } as const;
export const storageWords = { length: lengthWord, elements: elementsWord } as const;
