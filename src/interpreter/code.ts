// The register code of one module: all functions in one growing array, each
// translated when it is first called. An instruction has four words,
//
//     operation, d, x, y
//
// where d, x, y are registers relative to the frame, numbers, or indices into
// the side tables below. The site of each instruction stands beside it.

import type { FaultCode } from "../base/codes/faults.ts";
import type { LimitCode } from "../base/codes/limits.ts";
import type { ChargePart, FunctionId, IRModule, Representation, SiteId } from "../ir/ir.ts";

export const instructionWords = 4;

export interface TrapMessage {
  readonly code: FaultCode | LimitCode;
  /** Text, or the value `offset` registers after the operand. */
  readonly parts: readonly (string | { readonly offset: number; readonly kind: Representation })[];
}

/** What a call needs to know of its callee. */
export interface FunctionCode {
  readonly entry: number;
  readonly parameterCount: number;
  readonly localCount: number;
  /** Indices into the pool, loaded behind the locals at each call. */
  readonly constants: Int32Array;
  /** Locals, constants and temporaries. */
  readonly frameSize: number;
  readonly depthWeight: number;
}

/** Which extra instructions the code has. */
export interface CodeMode {
  readonly profiled: boolean;
  readonly observed: boolean;
}

export class ModuleCode {
  readonly module: IRModule;
  readonly mode: CodeMode;
  /** Addresses of the static texts, the same in every instance of the module: set by the first. */
  texts: readonly number[] = [];
  words = new Int32Array(4096);
  private sites = new Int32Array(1024);
  length = 0;
  readonly functions: (FunctionCode | undefined)[] = [];
  readonly traps: TrapMessage[] = [];
  readonly sizeCharges: { readonly base: number; readonly each: number }[] = [];
  readonly charges: { readonly amount: number; readonly parts: readonly ChargePart[] }[] = [];
  readonly constants = new ConstantPool();

  constructor(module: IRModule, mode: CodeMode) {
    this.module = module;
    this.mode = mode;
  }

  /** Appends an instruction; its position. */
  emit(operation: number, d: number, x: number, y: number, site: SiteId): number {
    const at = this.length;
    if (at + instructionWords > this.words.length) this.grow();
    this.words[at] = operation;
    this.words[at + 1] = d;
    this.words[at + 2] = x;
    this.words[at + 3] = y;
    this.sites[at / instructionWords] = site;
    this.length = at + instructionWords;
    return at;
  }

  /** Sets the target of the jump at `at`. */
  patch(at: number, target: number): void {
    this.words[at + 1] = target;
  }

  /** -1 where an instruction has none. */
  siteAt(pc: number): SiteId {
    return this.sites[pc / instructionWords] ?? -1;
  }

  setFunction(id: FunctionId, code: FunctionCode): void {
    this.functions[id] = code;
  }

  private grow(): void {
    const words = new Int32Array(this.words.length * 2);
    words.set(this.words);
    this.words = words;
    const sites = new Int32Array(this.sites.length * 2);
    sites.set(this.sites);
    this.sites = sites;
  }
}

/** Values as registers hold them: a double, and 64 bits beside a NaN that stands for a wide i64. */
export class ConstantPool {
  r = new Float64Array(64);
  wide = new BigInt64Array(64);
  private count = 0;
  private readonly indices = new Map<string, number>();

  indexOf(value: number | bigint): number {
    const key = typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value);
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    const index = this.count++;
    if (index === this.r.length) this.grow();
    this.r[index] = typeof value === "bigint" ? Number.NaN : value;
    this.wide[index] = typeof value === "bigint" ? value : 0n;
    this.indices.set(key, index);
    return index;
  }

  private grow(): void {
    const r = new Float64Array(this.r.length * 2);
    r.set(this.r);
    this.r = r;
    const wide = new BigInt64Array(r.length);
    wide.set(this.wide);
    this.wide = wide;
  }
}
