// Hashes: SHA-256 for content (sources, artifacts, caches), and 64-bit mixing
// for seeds. Pure functions of their bytes: no clock, no engine differences.
//
// The mixer is splitmix64's finaliser (G. Steele, D. Lea, C. Flood, "Fast
// splittable pseudorandom number generators", 2014); texts enter by FNV-1a.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of bytes, or of a text's UTF-8, in lower-case hex. */
export function contentHash(content: string | Uint8Array): string {
  return bytesToHex(sha256(typeof content === "string" ? utf8ToBytes(content) : content));
}

const mask64 = (1n << 64n) - 1n;

/** 64 well-mixed bits from 64. */
export function mixBits(bits: bigint): bigint {
  let h = (bits + 0x9e3779b97f4a7c15n) & mask64;
  h = ((h ^ (h >> 30n)) * 0xbf58476d1ce4e5b9n) & mask64;
  h = ((h ^ (h >> 27n)) * 0x94d049bb133111ebn) & mask64;
  return h ^ (h >> 31n);
}

/** 64 bits of a text: FNV-1a over its UTF-8, then mixed. */
export function textBits(text: string): bigint {
  let h = 0xcbf29ce484222325n;
  for (const byte of utf8ToBytes(text)) h = ((h ^ BigInt(byte)) * 0x100000001b3n) & mask64;
  return mixBits(h);
}

/** 64 bits that depend on both, in this order. */
export function joinBits(first: bigint, second: bigint): bigint {
  return mixBits((mixBits(first) + second) & mask64);
}

/** Names a plugin: SHA-256 of its text, and of what it imports (hashes by name) where it imports any. */
export function pluginHash(text: string, pins: ReadonlyMap<string, string> = new Map()): string {
  if (pins.size === 0) return contentHash(text);
  const lines = [...pins].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, hash]) => `${name} ${hash}`);
  return contentHash(`${contentHash(text)}\n${lines.join("\n")}\n`);
}
