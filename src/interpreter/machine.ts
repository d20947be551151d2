// The state of one interpreter instance: registers, frames, counters, heap.
//
// Registers are absolute positions in two arrays. `r` holds every value as a
// double: f64 and i32 as they are, references as addresses, i64 where it is a
// safe integer. An i64 beyond that has NaN in `r` and its 64 bits in `w`
// (low word, high word) at the same position; so one comparison of a sum with
// 2^53 - 1 finds both overflow and wide operands, and nothing is allocated.
// An i64 in `r` is never -0, and never wide where it could be safe.
//
// Layout: globals, one register for the result of the run, then the frames. A
// frame is: locals, constants of the function, temporaries. A callee's frame
// begins at the temporaries that hold its arguments.

import type { Budget, Instance, InstanceOptions, Stop } from "../ir/instance.ts";
import { StopError } from "../ir/instance.ts";
import type { ChargePart, IRModule, SiteId } from "../ir/ir.ts";
import type { LimitCode } from "../base/codes/limits.ts";
import { addSite, limitStop, takenTraces, traceSites } from "../ir/stops.ts";
import type { ModuleCode } from "./code.ts";
import { Heap } from "./heap.ts";
import type { StatementObserver } from "./observer.ts";

/** Words of a saved frame: position of the call (-1: the host), the caller's base, the called function. */
export const frameWords = 3;
const depthUnit = 64;

const noBudget: Budget = {
  fuel: 0,
  memoryBytes: Number.MAX_SAFE_INTEGER,
  depth: 0,
  outputBytes: 0,
  stringBytes: Number.MAX_SAFE_INTEGER,
  hostCalls: 0,
};

export class Machine {
  readonly module: IRModule;
  readonly options: InstanceOptions;
  readonly code: ModuleCode;
  readonly heap: Heap;
  readonly observer: StatementObserver | null;
  r = new Float64Array(1024);
  w = new Int32Array(2048);
  /** The same bits as `w`, one element a register. */
  wide = new BigInt64Array(this.w.buffer);
  frames = new Int32Array(256 * frameWords);
  frameTop = 0;
  pc = 0;
  base = 0;
  /** In 1/64 frames. */
  depth = 0;
  depthLimit = 0;
  /** [0]: fuel left. A typed array, because a number in a field would be boxed anew at each charge. */
  readonly counters = new Float64Array(1);
  outputBytes = 0;
  hostCalls = 0;
  budget: Budget = noBudget;
  /** The address of the pending exception, 0 for none, and the sites it passed. */
  pending = 0;
  trace: SiteId[] = [];
  /** Of the exceptions taken last, newest at the end: by count of takings, never by address alone, so that both tiers keep the same ones. */
  taken: { readonly address: number; readonly trace: readonly SiteId[] }[] = [];

  /** What host functions are given. Set by the instance around this machine. */
  instance: Instance | null = null;

  constructor(module: IRModule, options: InstanceOptions, code: ModuleCode, observer: StatementObserver | null) {
    this.module = module;
    this.options = options;
    this.code = code;
    this.observer = observer;
    this.heap = new Heap(module, options.moduleName, () => this.stopAtLimit("WG602"));
    code.texts = this.heap.texts;
    this.ensureRegisters(this.frameStart + 256);
  }

  /** Where the result of a run is left. */
  get resultRegister(): number {
    return this.module.globals.length;
  }

  get frameStart(): number {
    return this.module.globals.length + 1;
  }

  setBudget(budget: Budget): void {
    this.budget = budget;
    this.counters[0] = budget.fuel;
    this.depthLimit = budget.depth * depthUnit;
    this.heap.limit = budget.memoryBytes;
    this.heap.peak = this.heap.live;
    this.outputBytes = 0;
    this.hostCalls = 0;
  }

  /** Spends fuel at the instruction in `pc`. */
  spend(amount: number): void {
    const left = this.counters[0]! - amount;
    if (left < 0) this.outOfFuel();
    this.counters[0] = left;
    this.count(amount);
  }

  /** All that is left is spent. */
  outOfFuel(): never {
    this.count(this.counters[0]!);
    this.counters[0] = 0;
    this.stopAtLimit("WG601");
  }

  stopAtLimit(code: LimitCode): never {
    this.stop(limitStop(code, this.budget, this.chain()));
  }

  stop(stop: Stop): never {
    throw new StopError(stop);
  }

  /** The site of the current instruction, then those of the calls that led to it. */
  chain(): SiteId[] {
    if (this.frameTop === 0) return [];
    const chain: SiteId[] = [];
    this.addToChain(chain, this.pc);
    this.addCallers(chain);
    return chain;
  }

  private addCallers(chain: SiteId[]): void {
    for (let top = this.frameTop - frameWords; top > 0; top -= frameWords) this.addToChain(chain, this.frames[top]!);
  }

  /** Hands over the pending exception; its trace is kept, in case it is raised again. */
  takePending(): number {
    const address = this.pending;
    if (address === 0) return 0;
    this.taken.push({ address, trace: this.trace });
    if (this.taken.length > takenTraces) this.taken.shift();
    this.pending = 0;
    return address;
  }

  raise(address: number, again: boolean): void {
    const old = again ? this.taken.findLast((kept) => kept.address === address) : undefined;
    this.pending = address;
    this.trace = old === undefined ? [] : [...old.trace];
    if (old === undefined) this.addToTrace(this.pc);
  }

  /** The pending exception passes the instruction at `pc`. */
  addToTrace(pc: number): void {
    this.addToChain(this.trace, pc);
    if (this.trace.length > traceSites) this.trace.length = traceSites;
  }

  /** Any value, with the bits beside it. */
  moveWide(d: number, x: number): void {
    this.r[d] = this.r[x]!;
    this.w[2 * d] = this.w[2 * x]!;
    this.w[2 * d + 1] = this.w[2 * x + 1]!;
  }

  growFrames(): void {
    const frames = new Int32Array(this.frames.length * 2);
    frames.set(this.frames);
    this.frames = frames;
  }

  observe(): void {
    this.observer?.(this.code.siteAt(this.pc), this);
  }

  ensureRegisters(count: number): void {
    if (count <= this.r.length) return;
    const size = Math.max(count, this.r.length * 2);
    const r = new Float64Array(size);
    r.set(this.r);
    this.r = r;
    const w = new Int32Array(size * 2);
    w.set(this.w);
    this.w = w;
    this.wide = new BigInt64Array(w.buffer);
  }

  private addToChain(chain: SiteId[], pc: number): void {
    const site = this.code.siteAt(pc);
    if (site >= 0) addSite(chain, site, this.module.sites);
  }

  /** A merged charge, of a profile build: each part is spent at its own site. */
  spendParts(amount: number, parts: readonly ChargePart[]): void {
    const left = this.counters[0]! - amount;
    this.countParts(Math.min(amount, this.counters[0]!), parts);
    this.counters[0] = Math.max(left, 0);
    if (left < 0) this.stopAtLimit("WG601");
  }

  private countParts(amount: number, parts: readonly ChargePart[]): void {
    let rest = amount;
    for (const part of parts) {
      const spent = Math.min(part.amount, rest);
      if (spent > 0) this.countAt(part.site, spent);
      rest -= spent;
    }
  }

  private count(amount: number): void {
    if (!this.code.mode.profiled) return;
    const site = this.code.siteAt(this.pc);
    if (site >= 0) this.countAt(site, amount);
  }

  private countAt(site: SiteId, amount: number): void {
    const { profile, onSpend } = this.options;
    if (profile !== undefined) profile[site]! += amount;
    if (onSpend === undefined) return;
    const chain: SiteId[] = [];
    addSite(chain, site, this.module.sites);
    this.addCallers(chain);
    onSpend(chain, amount);
  }
}
