// Texts: making, appending, comparing, hashing, printing. What must be the
// same in both tiers (room to grow, price, hash) is in `ir/text.ts`.

import { appendedCapacity, appendPrice, comparedFree, hashCodePoints, stringBytes, utf8Bytes } from "../ir/text.ts";
import { residentCharacters } from "../ir/heap.ts";
import { textWords } from "./heap.ts";
import type { Handler } from "./handlers.ts";
import type { Machine } from "./machine.ts";

const { length: lengthWord, capacity: capacityWord, hash: hashWord, codes: codesWord } = textWords;

export const textHandlers = {
  newText: (m, d, x) => void (m.r[d] = makeText(m, m.r[x]! >>> 0, m.r[x]! >>> 0)),
  code: (m, d, x, y) => void (m.r[d] = m.heap.i32[(m.r[x]! >> 2) + codesWord + m.r[y]!]!),
  /** text, index, code */
  setCode: (m, d, x, y) => void (m.heap.i32[(m.r[d]! >> 2) + codesWord + m.r[x]!] = m.r[y]!),
  /** Operands from `x` on: to, at, from, start, count */
  copyCodes: (m, _d, x) => {
    const start = (m.r[x + 2]! >> 2) + codesWord + m.r[x + 3]!;
    m.heap.i32.copyWithin((m.r[x]! >> 2) + codesWord + m.r[x + 1]!, start, start + m.r[x + 4]!);
  },
  appendText: (m, d, x, y) => void (m.r[d] = appendText(m, m.r[x]!, m.r[y]!)),
  characterText: (m, d, x) => {
    const code = m.r[x]!;
    if (code >>> 0 < residentCharacters) {
      m.r[d] = m.heap.characters[code]!;
      return;
    }
    const address = makeText(m, 1, 1);
    m.heap.i32[(address >> 2) + codesWord] = code;
    m.r[d] = address;
  },
  textEqual: (m, d, x, y) => void (m.r[d] = equalTexts(m.heap.i32, m.r[x]! >> 2, m.r[y]! >> 2) ? 1 : 0),
  textCompare: (m, d, x, y) => void (m.r[d] = compareTexts(m.heap.i32, m.r[x]! >> 2, m.r[y]! >> 2)),
  equalWork: (m, d, x, y) => void (m.r[d] = equalWork(m.heap.i32, m.r[x]! >> 2, m.r[y]! >> 2)),
  compareWork: (m, d, x, y) => void (m.r[d] = compareWork(m.heap.i32, m.r[x]! >> 2, m.r[y]! >> 2)),
  textHash: (m, d, x) => void (m.r[d] = hashText(m.heap.i32, m.r[x]! >> 2)),
  print: (m, _d, x) => print(m, m.r[x]!),
} as const satisfies Record<string, Handler>;

function makeText(m: Machine, length: number, capacity: number): number {
  if (stringBytes(length) > m.budget.stringBytes) m.stopAtLimit("WG605");
  return m.heap.allocateText(length, capacity);
}

/** `ir/text.ts` has the rules, at `appendPrice`. */
function appendText(m: Machine, left: number, right: number): number {
  const { heap } = m;
  const leftWord = left >> 2;
  const leftLength = heap.i32[leftWord + lengthWord]!;
  const rightLength = heap.i32[(right >> 2) + lengthWord]!;
  const room = heap.i32[leftWord + capacityWord]! - leftLength;
  const inPlace = rightLength === 0 || (heap.i32[leftWord] === 1 && room >= rightLength);
  m.spend(appendPrice(rightLength, inPlace ? null : leftLength));
  if (rightLength === 0) return left;
  const length = leftLength + rightLength;
  if (inPlace && stringBytes(length) > m.budget.stringBytes) m.stopAtLimit("WG605");
  const target = inPlace ? left : makeText(m, length, appendedCapacity(length));
  const codes = (target >> 2) + codesWord;
  const { i32 } = heap;
  if (!inPlace) i32.copyWithin(codes, leftWord + codesWord, leftWord + codesWord + leftLength);
  const rightCodes = (right >> 2) + codesWord;
  i32.copyWithin(codes + leftLength, rightCodes, rightCodes + rightLength);
  i32[(target >> 2) + lengthWord] = length;
  i32[(target >> 2) + hashWord] = 0;
  i32[(target >> 2) + hashWord + 1] = 0;
  if (!inPlace) heap.release(left);
  return target;
}

/** The rules are at `comparedFree` of `ir/text.ts`. */
function equalWork(i32: Int32Array, left: number, right: number): number {
  return left === right || i32[left + lengthWord] !== i32[right + lengthWord] ? 0 : compareWork(i32, left, right);
}

function compareWork(i32: Int32Array, left: number, right: number): number {
  const shorter = Math.min(i32[left + lengthWord]!, i32[right + lengthWord]!);
  if (shorter <= comparedFree) return 0;
  for (let i = codesWord; i < codesWord + comparedFree; i++) if (i32[left + i] !== i32[right + i]) return 0;
  return shorter;
}

function equalTexts(i32: Int32Array, left: number, right: number): boolean {
  if (left === right) return true;
  const length = i32[left + lengthWord]!;
  if (length !== i32[right + lengthWord]!) return false;
  for (let i = codesWord; i < codesWord + length; i++) {
    if (i32[left + i] !== i32[right + i]) return false;
  }
  return true;
}

function compareTexts(i32: Int32Array, left: number, right: number): number {
  const leftLength = i32[left + lengthWord]!;
  const rightLength = i32[right + lengthWord]!;
  const shorter = Math.min(leftLength, rightLength);
  for (let i = codesWord; i < codesWord + shorter; i++) {
    const difference = i32[left + i]! - i32[right + i]!;
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(leftLength - rightLength);
}

/** Kept in the text; 0 there means "not computed". */
function hashText(i32: Int32Array, text: number): number {
  const kept = i32[text + hashWord + 1]! * 4294967296 + (i32[text + hashWord]! >>> 0);
  if (kept !== 0) return kept;
  const hash = hashCodePoints(i32, text + codesWord, i32[text + lengthWord]!);
  i32[text + hashWord] = hash | 0;
  i32[text + hashWord + 1] = Math.floor(hash / 4294967296);
  return hash;
}

function print(m: Machine, address: number): void {
  const word = address >> 2;
  const codes = m.heap.i32.subarray(word + codesWord, word + codesWord + m.heap.i32[word + lengthWord]!);
  let bytes = 0;
  for (const code of codes) bytes += utf8Bytes(code);
  if (m.outputBytes + bytes > m.budget.outputBytes) m.stopAtLimit("WG604");
  m.outputBytes += bytes;
  if (codes.length > 0) m.options.print(codesToString(codes), m.code.siteAt(m.pc));
}

export function readText(m: Machine, address: number): string {
  const word = address >> 2;
  return codesToString(m.heap.i32.subarray(word + codesWord, word + codesWord + m.heap.i32[word + lengthWord]!));
}

/** In pieces: an argument list has an end. */
function codesToString(codes: Int32Array): string {
  const pieces: string[] = [];
  for (let i = 0; i < codes.length; i += 1024) pieces.push(String.fromCodePoint(...codes.subarray(i, i + 1024)));
  return pieces.join("");
}
