// Where things stand in the linear memory of a compiled module, below the heap.
// Address 0 is None and nothing lives in the first 64 bytes. Everything here is
// part of the artifact's interface: see grammar/abi.md.
//
//   64    32 argument words      host to module and back: i64 that is no safe integer
//   320   16 fault operands      what the message of a fault prints
//   448   words of the run       see `words`
//   512   128 free lists         one u32 a size class
//   1024  trace                  u32 site ids of the pending exception
//   runWords                     what the next call begins with and the last one left
//   characterBase                256 one-character texts
//   staticBase                   type table, reference lists, globals, texts,
//                                counters of a profile build, then the heap

import { residentCharacters } from "../ir/heap.ts";
import { takenTraces, traceSites } from "../ir/stops.ts";

export const argumentWords = 64;
export const operandWords = 320;
export const operandCount = 16;

export const words = {
  /** i64: seed of the run. */
  runSeed: 448,
  /** u32: address of the text that `__name__` is. */
  moduleName: 456,
} as const;

export const freeLists = 512;
export const freeListCount = 128;
export const traceBase = 1024;
/** Traces kept aside: address of the exception, number of sites, sites. */
export const takenBase = traceBase + 4 * traceSites;
export const takenBytes = 8 + 4 * traceSites;
const runBase = alignUp(takenBase + takenBytes * takenTraces, 8);
/**
 * A host that writes `isArmed` needs neither `reset` nor `begin` before a call:
 * the call does both by the words behind it. Each call leaves the last four.
 */
export const runWords = {
  /** f64. */
  fuel: runBase,
  memory: runBase + 8,
  depth: runBase + 12,
  output: runBase + 16,
  strings: runBase + 20,
  hostCalls: runBase + 24,
  isArmed: runBase + 28,
  top: runBase + 32,
  live: runBase + 36,
  peak: runBase + 40,
  /** The exception that the call let out, or 0. */
  pending: runBase + 44,
  /** f64; negative where all is spent. */
  fuelLeft: runBase + 48,
  highest: runBase + 56,
  outputLength: runBase + 60,
} as const;
export const characterBase = runBase + 64;
/** Bytes of one of the one-character texts. */
export const characterBytes = 32;
export const staticBase = characterBase + residentCharacters * characterBytes;

/** Pages a module may grow to, whatever its limits are. */
export const maximumPages = 32768;

/**
 * How far the memory of a run grows at most, by its limits: for each byte that
 * the plugin may hold `heapFactor`, for each code point that is kept of what it
 * prints `outputFactor`, and `freeBytes` for tables and small heaps.
 *
 * A block is at most 5/4 of what it holds. Before the heap grows while half of
 * it is free, free neighbours are merged, unless that would not pay yet: so it
 * stays below 5/4 * 2 of what is alive, a block, and what lies free between
 * objects that are alive. Small objects lie in rooms of their own, so that few
 * of them cannot keep much of that apart: of 1,000 attacks (objects of growing
 * sizes, all of them freed but few in between) none came to 8; without rooms one
 * in nine did. Nothing bounds it but this: at the bound all is merged once more,
 * and if no free block is large enough then, it is the fault of memory.
 *
 * Of output, a print of one code point takes 12 bytes, and the buffer is copied
 * when it doubles: 3 * 12 * 5/4 at once.
 */
export const mostMemory = { heapFactor: 8, outputFactor: 48, freeBytes: 2 ** 22 } as const;

/** As many code points as are kept where a run may print without end: no log shows more (`engine/log.ts`). */
export const endlessOutput = 2 ** 18;

/**
 * Bytes that a run with these limits takes of the linear memory at most, beside
 * what stands there already: the module's constants, and the resident part,
 * which has been a run of its own. Rounded up to pages.
 */
export function mostMemoryBytes(memoryBytes: number, outputBytes: number): number {
  const { heapFactor, outputFactor, freeBytes } = mostMemory;
  const kept = outputBytes >= 2 ** 32 - 1 ? endlessOutput : outputBytes;
  return Math.ceil((heapFactor * memoryBytes + outputFactor * kept + freeBytes) / pageBytes) * pageBytes;
}
/** In the type word of a free block, beside its size class: so that the heap can be walked. */
export const freeBlockMark = 0x40000000;
/** The same for a block that is taken but no object. */
export const rawBlockMark = 0x20000000;

export const pageBytes = 65536;

/** An entry of the type table: four u32 words. */
export const typeEntry = {
  bytes: 16,
  /** 0 text, 1 record, 2 storage */
  kind: 0,
  /** Records: bytes of the object. Storages: log2 of the element size. */
  size: 4,
  /** Records: how many slots are references. Storages: 1 where the elements are. */
  references: 8,
  /** Records: address of the u16 byte offsets of those slots. */
  offsets: 12,
} as const;

export function alignUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

const largeClassStart = 128;

/** Size class of a block: 1 to 16 by eights, then four to each doubling. The module computes the same (`runtime/blocks.ts`). */
export function sizeClass(bytes: number): number {
  if (bytes <= largeClassStart) return (bytes + 7) >>> 3;
  const last = bytes - 1;
  const exponent = 31 - Math.clz32(last);
  const step = (last >>> (exponent - 2)) & 3;
  return 16 + (exponent - 7) * 4 + step + 1;
}

export function classBytes(index: number): number {
  if (index <= 16) return index * 8;
  const exponent = 7 + ((index - 17) >> 2);
  const step = (index - 17) & 3;
  const quarter = 1 << (exponent - 2);
  return (4 + step + 1) * quarter;
}
