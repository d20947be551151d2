// Reads a module back, byte by byte, and checks that it holds what it may and
// nothing else: the sections of our encoder, the granted imports, one memory,
// and only instructions of the closed list. It shares no code with the encoder
// but the table of opcodes.

import { InternalError } from "../base/internalError.ts";
import { opcodes } from "./opcodes.ts";
import type { Immediate } from "./opcodes.ts";

export interface VerifiedModule {
  /** `module.name` of each import, in order. */
  readonly imports: readonly string[];
  /** Exported name -> kind (0 function, 2 memory, 3 global). */
  readonly exports: ReadonlyMap<string, number>;
  readonly functionCount: number;
  /** How often each opcode occurs. */
  readonly counts: ReadonlyMap<number, number>;
}

const immediates = new Map<number, Immediate>(Object.values(opcodes).map(([code, immediate]) => [code, immediate]));

/** By opcode below 0x100; undefined for what is not listed. */
const plain: readonly (Immediate | undefined)[] = Array.from({ length: 256 }, (_, code) => immediates.get(code));

export function verifyModule(bytes: Uint8Array): VerifiedModule {
  return new ModuleReader(bytes).read();
}

class ModuleReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  readonly #imports: string[] = [];
  readonly #exports = new Map<string, number>();
  readonly #plainCounts = new Uint32Array(256);
  readonly #prefixedCounts = new Map<number, number>();
  #functionCount = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): VerifiedModule {
    this.#header();
    let last = 0;
    while (this.#at < this.#bytes.length) {
      const id = this.#byte();
      const end = this.#u32() + this.#at;
      if (id !== 0 && id <= last) throw this.#wrong("sections out of order");
      if (id !== 0) last = id;
      this.#section(id, end);
      if (this.#at !== end) throw this.#wrong(`section ${id} of another length`);
    }
    return { imports: this.#imports, exports: this.#exports, functionCount: this.#functionCount, counts: this.#counts() };
  }

  #counts(): Map<number, number> {
    const counts = new Map(this.#prefixedCounts);
    for (const [code, count] of this.#plainCounts.entries()) if (count > 0) counts.set(code, count);
    return counts;
  }

  #wrong(what: string): InternalError {
    return new InternalError(`a module that must not be: ${what} (at ${this.#at})`);
  }

  #header(): void {
    for (const expected of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) if (this.#byte() !== expected) throw this.#wrong("header");
  }

  #section(id: number, end: number): void {
    switch (id) {
      case 2:
        return this.#each(() => this.#import());
      case 5:
        return this.#memory();
      case 7:
        return this.#each(() => void this.#exports.set(this.#name(), this.#exportKind()));
      case 10:
        return this.#each(() => this.#body());
      case 0:
      case 1:
      case 3:
      case 6:
      case 11:
        this.#at = end;
        return;
      default:
        throw this.#wrong(`section ${id}`);
    }
  }

  #each(item: () => void): void {
    for (let left = this.#u32(); left > 0; left--) item();
  }

  #import(): void {
    const name = `${this.#name()}.${this.#name()}`;
    if (this.#byte() !== 0) throw this.#wrong(`import ${name} that is no function`);
    this.#u32();
    this.#imports.push(name);
  }

  #exportKind(): number {
    const kind = this.#byte();
    this.#u32();
    return kind;
  }

  #memory(): void {
    if (this.#u32() !== 1 || this.#byte() !== 1) throw this.#wrong("memory without a maximum");
    this.#u32();
    this.#u32();
  }

  #body(): void {
    this.#functionCount++;
    const end = this.#u32() + this.#at;
    this.#each(() => {
      this.#u32();
      this.#byte();
    });
    while (this.#at < end) this.#instruction();
    if (this.#at !== end) throw this.#wrong("function body");
  }

  #instruction(): void {
    const first = this.#byte();
    if (first === 0xfc || first === 0xfd) {
      const code = first * 256 + this.#u32();
      this.#prefixedCounts.set(code, (this.#prefixedCounts.get(code) ?? 0) + 1);
      return this.#immediate(immediates.get(code), code);
    }
    this.#plainCounts[first] = (this.#plainCounts[first] ?? 0) + 1;
    this.#immediate(plain[first], first);
  }

  #immediate(immediate: Immediate | undefined, code: number): void {
    switch (immediate) {
      case "none":
        return;
      case "index":
      case "i32":
      case "i64":
        return this.#skipNumber();
      case "block":
      case "zero":
      case "lane":
        this.#at++;
        return;
      case "memory":
        this.#skipNumber();
        return this.#skipNumber();
      case "memoryLane":
        this.#skipNumber();
        this.#skipNumber();
        this.#at++;
        return;
      case "twoZeros":
        this.#at += 2;
        return;
      case "f32":
        this.#at += 4;
        return;
      case "f64":
        this.#at += 8;
        return;
      case "bytes16":
        this.#at += 16;
        return;
      case "labels":
        this.#each(() => this.#skipNumber());
        return this.#skipNumber();
      case undefined:
        throw this.#wrong(`opcode 0x${code.toString(16)}`);
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw this.#wrong("end");
    return byte;
  }

  #skipNumber(): void {
    while (this.#byte() > 0x7f);
  }

  #u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  #name(): string {
    const length = this.#u32();
    this.#at += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.#at - length, this.#at));
  }
}
