// Reads and writes of heap objects. Flattening turns slot numbers into word
// offsets, so an address / 4 plus the immediate is the place (/ 8 for floats).
// Nothing is tested here: lowering has put the tests before.

import { heapOffsets } from "../ir/heap.ts";
import { storageWords } from "./heap.ts";
import type { Handler } from "./handlers.ts";
import type { Machine } from "./machine.ts";
import { highWord, lowWord, setWords } from "./wide.ts";

const elementsWord = storageWords.elements;
const elementsDouble = heapOffsets.elements >> 3;
const elementsByte = heapOffsets.elements;

export const elementHandlers = {
  "element i64": (m, d, x, y) => {
    const word = (m.r[x]! >> 2) + elementsWord + 2 * m.r[y]!;
    const { i32 } = m.heap;
    setWords(m, d, i32[word]!, i32[word + 1]!);
  },
  "element f64": (m, d, x, y) => void (m.r[d] = m.heap.f64[(m.r[x]! >> 3) + elementsDouble + m.r[y]!]!),
  "element i32": (m, d, x, y) => void (m.r[d] = m.heap.u8[m.r[x]! + elementsByte + m.r[y]!]!),
  "element ref": (m, d, x, y) => void (m.r[d] = m.heap.i32[(m.r[x]! >> 2) + elementsWord + m.r[y]!]!),
  "setElement i64": (m, d, x, y) => {
    const word = (m.r[d]! >> 2) + elementsWord + 2 * m.r[x]!;
    const { i32 } = m.heap;
    i32[word] = lowWord(m, y);
    i32[word + 1] = highWord(m, y);
  },
  "setElement f64": (m, d, x, y) => void (m.heap.f64[(m.r[d]! >> 3) + elementsDouble + m.r[x]!] = m.r[y]!),
  "setElement i32": (m, d, x, y) => void (m.heap.u8[m.r[d]! + elementsByte + m.r[x]!] = m.r[y]!),
  "setElement ref": (m, d, x, y) => void (m.heap.i32[(m.r[d]! >> 2) + elementsWord + m.r[x]!] = m.r[y]!),
  length: (m, d, x) => void (m.r[d] = m.heap.i32[(m.r[x]! >> 2) + storageWords.length]!),
  typeId: (m, d, x) => void (m.r[d] = m.heap.i32[(m.r[x]! >> 2) + 1]!),
  isResident: (m, d, x) => void (m.r[d] = m.r[x]! < m.heap.mark ? 1 : 0),
  retain: (m, _d, x) => m.heap.retain(m.r[x]!),
  release: (m, _d, x) => m.heap.release(m.r[x]!),
} as const satisfies Record<string, Handler>;

/** `y` is the word (or double) of the slot, counted from the object. */
export const slotHandlers = {
  "slot i64": (m, d, x, y) => {
    const word = (m.r[x]! >> 2) + y;
    const { i32 } = m.heap;
    setWords(m, d, i32[word]!, i32[word + 1]!);
  },
  "slot f64": (m, d, x, y) => void (m.r[d] = m.heap.f64[(m.r[x]! >> 3) + y]!),
  "slot i32": (m, d, x, y) => void (m.r[d] = m.heap.i32[(m.r[x]! >> 2) + y]!),
  "setSlot i64": (m, d, x, y) => {
    const word = (m.r[d]! >> 2) + y;
    const { i32 } = m.heap;
    i32[word] = lowWord(m, x);
    i32[word + 1] = highWord(m, x);
  },
  "setSlot f64": (m, d, x, y) => void (m.heap.f64[(m.r[d]! >> 3) + y] = m.r[x]!),
  "setSlot i32": (m, d, x, y) => void (m.heap.i32[(m.r[d]! >> 2) + y] = m.r[x]!),
  newRecord: (m, d, _x, y) => void (m.r[d] = m.heap.allocate(y, 0)),
  newStorage: (m, d, x, y) => void (m.r[d] = m.heap.allocate(y, m.r[x]! >>> 0)),
} as const satisfies Record<string, Handler>;

/** Operands stand in registers from `x` on, in the order of the instruction. */
export const rangeHandlers = {
  /** to, at, from, start, count; 8-byte elements. `copyWithin` moves bytes, so the bits of an i64 stay. */
  "copyElements 8": (m, _d, x) => {
    const { f64 } = m.heap;
    const start = (m.r[x + 2]! >> 3) + elementsDouble + m.r[x + 3]!;
    f64.copyWithin((m.r[x]! >> 3) + elementsDouble + m.r[x + 1]!, start, start + m.r[x + 4]!);
  },
  "copyElements 4": (m, _d, x) => {
    const start = (m.r[x + 2]! >> 2) + elementsWord + m.r[x + 3]!;
    m.heap.i32.copyWithin((m.r[x]! >> 2) + elementsWord + m.r[x + 1]!, start, start + m.r[x + 4]!);
  },
  "copyElements 1": (m, _d, x) => {
    const start = m.r[x + 2]! + elementsByte + m.r[x + 3]!;
    m.heap.u8.copyWithin(m.r[x]! + elementsByte + m.r[x + 1]!, start, start + m.r[x + 4]!);
  },
  /** storage, start, count, value */
  "fillElements i64": (m, _d, x) => {
    const { i32 } = m.heap;
    const from = (m.r[x]! >> 2) + elementsWord + 2 * m.r[x + 1]!;
    const low = lowWord(m, x + 3);
    const high = highWord(m, x + 3);
    for (let word = from; word < from + 2 * m.r[x + 2]!; word += 2) {
      i32[word] = low;
      i32[word + 1] = high;
    }
  },
  "fillElements f64": (m, _d, x) => {
    const from = (m.r[x]! >> 3) + elementsDouble + m.r[x + 1]!;
    m.heap.f64.fill(m.r[x + 3]!, from, from + m.r[x + 2]!);
  },
  "fillElements i32": (m, _d, x) => {
    const from = m.r[x]! + elementsByte + m.r[x + 1]!;
    m.heap.u8.fill(m.r[x + 3]!, from, from + m.r[x + 2]!);
  },
  "fillElements ref": (m, _d, x) => {
    const from = (m.r[x]! >> 2) + elementsWord + m.r[x + 1]!;
    m.heap.i32.fill(m.r[x + 3]!, from, from + m.r[x + 2]!);
  },
  /** storage, start, count */
  retainRange: (m, _d, x) => forEachReference(m, x, (address) => m.heap.retain(address)),
  releaseRange: (m, _d, x) => forEachReference(m, x, (address) => m.heap.release(address)),
} as const satisfies Record<string, Handler>;

function forEachReference(m: Machine, x: number, visit: (address: number) => void): void {
  const from = (m.r[x]! >> 2) + elementsWord + m.r[x + 1]!;
  const end = from + m.r[x + 2]!;
  for (let word = from; word < end; word++) visit(m.heap.i32[word]!);
}
