// A compiled module at work: the `Instance` that the engine knows, on top of a
// WebAssembly instance. A run is one call into the module; what it printed is
// drained after it (and before each host call), and a trap is read back into a
// `Stop`.

import { InternalError } from "../base/internalError.ts";
import { heapOffsets, immortalCount } from "../ir/heap.ts";
import { StopError } from "../ir/instance.ts";
import type { Budget, Instance, InstanceOptions, MachineValue, Outcome, Stop, Usage } from "../ir/instance.ts";
import type { FunctionId, GlobalId, IRModule, Representation, TypeId } from "../ir/ir.ts";
import { hostStop } from "../ir/stops.ts";
import { textBytes } from "../types/layouts.ts";
import { frameLimit } from "./chains.ts";
import { hostModule } from "./compile.ts";
import type { CompiledModule } from "./compile.ts";
import { exportName, exportsOf } from "./exports.ts";
import type { InstanceExports } from "./exports.ts";
import { alignUp, argumentWords, classBytes, runWords, sizeClass, words } from "./memory.ts";
import { budgetWord, depthWord, OpenHeap } from "./openHeap.ts";
import { callWith, passArguments, passValue, readInteger, takeValue } from "./passing.ts";
import { hostChain, readAllocationStop, readCodes, readStop, readTrace, readUncaught } from "./stopping.ts";
import type { FaultState } from "./stopping.ts";
import { originOf } from "./sideTables.ts";
import { webAssembly } from "./webAssembly.ts";
import type { BinaryFunction } from "./webAssembly.ts";

const noBudget: Budget = {
  fuel: 0,
  memoryBytes: Number.MAX_SAFE_INTEGER,
  depth: 0,
  outputBytes: 0,
  stringBytes: Number.MAX_SAFE_INTEGER,
  hostCalls: 0,
};
const largestWord = 0xffff_ffff;

/**
 * Where the heap and the budget stand: in the module; outside since `reset`,
 * with the budget as it was left; or outside with a budget of its own.
 */
type Standing = "inside" | "reset" | "open";
export function createCompiled(compiled: CompiledModule, options: InstanceOptions): Instance {
  return new CompiledInstance(compiled, options);
}

class CompiledInstance implements Instance {
  readonly module: IRModule;
  readonly #compiled: CompiledModule;
  readonly #options: InstanceOptions;
  readonly #exports: InstanceExports;
  readonly #callables: (BinaryFunction | undefined)[] = [];
  readonly #open: OpenHeap;
  #standing: Standing = "inside";
  #budget = noBudget;
  /** What `reset` puts back. */
  #keptGlobals: Int32Array;
  #baseTop = 0;
  #baseLive = 0;

  constructor(compiled: CompiledModule, options: InstanceOptions) {
    this.module = compiled.ir;
    this.#compiled = compiled;
    this.#options = options;
    const instance = new webAssembly.Instance(compiled.module, { [hostModule]: this.#imports() });
    this.#exports = exportsOf(instance);
    for (const id of compiled.sideTables.exported) this.#callables[id] = instance.exports[exportName(id)] as BinaryFunction;
    this.#open = new OpenHeap(this.#exports.memory, this.module.types);
    this.#exports.prepare();
    this.#placeName();
    this.#keptGlobals = this.#globals().slice();
    this.#keepBase();
    this.setBudget(noBudget);
  }

  /** The module's name is the first object of the heap; it and all static texts stay for ever. */
  #placeName(): void {
    const view = this.view();
    const codes = Array.from(this.#options.moduleName, (character) => character.codePointAt(0) ?? 0);
    const address = this.#exports.top.value;
    const bytes = classBytes(sizeClass(textBytes(codes.length)));
    if (address + bytes > view.byteLength) throw new InternalError("a module name of many pages");
    view.setUint32(address + heapOffsets.count, immortalCount, true);
    view.setUint32(address + heapOffsets.length, codes.length, true);
    view.setUint32(address + heapOffsets.capacity, codes.length, true);
    for (const [index, code] of codes.entries()) view.setUint32(address + heapOffsets.codes + 4 * index, code, true);
    view.setUint32(words.moduleName, address, true);
    view.setBigInt64(words.runSeed, BigInt.asIntN(64, this.#options.runSeed), true);
    const live = this.#compiled.sideTables.residentBytes + textBytes(codes.length);
    this.#exports.live.value = live;
    this.#exports.baseLive.value = live;
    this.#exports.top.value = alignUp(address + bytes, 8);
    this.#exports.baseTop.value = this.#exports.top.value;
    this.#exports.reset();
  }

  view(): DataView {
    return this.#open.view;
  }

  setBudget(budget: Budget): void {
    this.#budget = budget;
    if (this.#standing === "inside") return this.#begin(budget);
    this.#standing = "open";
    this.#open.setBudget(budget);
  }

  #begin(budget: Budget): void {
    this.#exports.begin(
      budget.fuel,
      budgetWord(budget.memoryBytes),
      depthWord(budget.depth),
      budgetWord(budget.outputBytes),
      budgetWord(budget.stringBytes),
      budgetWord(budget.hostCalls),
    );
  }

  /** What stands outside is given to the module. */
  #enter(): void {
    const { standing: before, exports } = { standing: this.#standing, exports: this.#exports };
    if (before === "inside") return;
    this.#standing = "inside";
    exports.reset();
    if (before === "reset") return;
    this.#begin(this.#budget);
    exports.top.value = this.#open.top;
    exports.live.value = this.#open.live;
    exports.peak.value = this.#open.peak;
  }

  allocate(type: TypeId, length: number, isOverwritten = false): number {
    const made = this.#standing === "open" ? this.#open.allocate(type, length, isOverwritten) : 0;
    return made === 0 ? this.#allocateInside(type, length) : made;
  }

  #allocateInside(type: TypeId, length: number): number {
    this.#enter();
    try {
      return (this.#exports.allocate(type, Math.min(length, largestWord)) ?? 0) >>> 0;
    } catch (error) {
      throw new StopError(readAllocationStop(this.#faultState(error)));
    }
  }

  retain(address: number): void {
    if (this.#standing !== "inside") this.#open.addOwners(address, 1);
    else this.#exports.retain(address);
  }

  release(address: number): void {
    if (this.#standing !== "inside" && this.#open.addOwners(address, -1)) return;
    this.#enter();
    this.#exports.release(address);
  }

  getGlobal(id: GlobalId): MachineValue {
    const at = this.#compiled.sideTables.statics.globals + 8 * id;
    const view = this.view();
    switch (this.#representationOf(id)) {
      case "i64":
        return readInteger(view, at);
      case "f64":
        return view.getFloat64(at, true);
      case "i32":
        return view.getInt32(at, true);
      case "ref":
        return view.getUint32(at, true);
    }
  }

  setGlobal(id: GlobalId, value: MachineValue): void {
    const at = this.#compiled.sideTables.statics.globals + 8 * id;
    const view = this.view();
    switch (this.#representationOf(id)) {
      case "i64":
        return view.setBigInt64(at, BigInt(value), true);
      case "f64":
        return view.setFloat64(at, Number(value), true);
      case "i32":
        return view.setInt32(at, Number(value), true);
      case "ref": {
        const old = view.getUint32(at, true);
        view.setUint32(at, Number(value), true);
        return this.release(old);
      }
    }
  }

  #representationOf(id: GlobalId): Representation {
    const global = this.module.globals[id];
    if (global === undefined) throw new RangeError(`no global ${id}`);
    return global.representation;
  }

  // -------------------------------------------------------------------- calls

  call(id: FunctionId, values: readonly MachineValue[]): Outcome {
    const callable = this.#callables[id];
    const of = this.module.functions[id];
    if (callable === undefined || of === undefined) throw new InternalError(`function ${id} is not callable from outside`);
    const passed = passArguments(of.locals, values, this.#open);
    if (this.#standing === "reset") this.#enter();
    if (this.#standing === "open") this.#open.arm();
    this.#standing = "inside";
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = frameLimit;
    try {
      return this.#ended(of.result, callWith(callable, passed));
    } catch (error) {
      return this.#stopped(error instanceof StopError ? error.stop : this.#readFault(error));
    } finally {
      Error.stackTraceLimit = before;
    }
  }

  /** By the words that the call has left. */
  #ended(result: Representation | null, value: number | undefined): Outcome {
    const { words } = this.#open;
    if (words[runWords.outputLength >> 2] !== 0) this.#drain();
    if (words[runWords.pending >> 2] !== 0) return this.#stopped(this.#takePending());
    this.#collectProfile();
    const left = Math.max(0, this.#open.view.getFloat64(runWords.fuelLeft, true));
    const usage = { fuel: this.#budget.fuel - left, peakBytes: (words[runWords.highest >> 2] ?? 0) >>> 0 };
    return { ok: true, value: takeValue(result, value, argumentWords, this.#open), usage };
  }

  /** In a profile build: what was spent since the last look, by site. */
  #collectProfile(): void {
    const { profile } = this.#options;
    if (profile === undefined || this.#compiled.options.profile !== true) return;
    const counters = new Float64Array(
      this.#exports.memory.buffer,
      this.#compiled.sideTables.statics.counters,
      this.#compiled.sideTables.sites.length,
    );
    for (const [site, amount] of counters.entries()) {
      if (amount > 0) profile[originOf(site, this.#compiled.sideTables)]! += amount;
    }
    counters.fill(0);
  }

  #usage(): Usage {
    this.#collectProfile();
    const left = Math.max(0, this.#exports.fuelLeft() ?? 0);
    return { fuel: this.#budget.fuel - left, peakBytes: this.#exports.peak.value >>> 0 };
  }

  #stopped(stop: Stop): Outcome {
    this.#drain();
    return { ok: false, stop, usage: this.#usage() };
  }

  /** Everything printed so far, call by call, goes to the host. */
  #drain(): void {
    let at = this.#exports.output.value >>> 0;
    const end = at + this.#exports.outputLength.value;
    if (at === end) return;
    const view = this.view();
    while (at < end) {
      const length = view.getUint32(at + 4, true);
      this.#options.print(readCodes(view, at + 8, length), originOf(view.getUint32(at, true), this.#compiled.sideTables));
      at += 8 + 4 * length;
    }
    this.#exports.dropOutput();
  }

  // ------------------------------------------------------------------- faults

  #faultState(error: unknown): FaultState {
    return {
      module: this.module,
      tables: this.#compiled.sideTables,
      budget: this.#budget,
      view: this.view(),
      word: this.#exports.fault.value,
      stack: error instanceof Error ? (error.stack ?? "") : "",
    };
  }

  /** A trap of our own has set the fault word; a stack that was too small for the engine is the same as too deep. */
  #readFault(error: unknown): Stop {
    if (error instanceof webAssembly.RuntimeError || error instanceof RangeError) return readStop(this.#faultState(error));
    throw error;
  }

  #takePending(): Stop {
    const state = this.#faultState(null);
    const exception = this.#exports.pending.value >>> 0;
    const stop = readUncaught(state, exception, readTrace(state, this.#exports.traceLength.value));
    this.release(exception);
    return stop;
  }

  #imports(): Record<string, BinaryFunction> {
    const imports: [string, BinaryFunction][] = this.module.hostFunctions.map((host, index) => [
      host.name,
      (...values) => this.#callHost(index, values),
    ]);
    return Object.fromEntries(imports);
  }

  #callHost(index: number, passed: readonly number[]): number | undefined {
    const host = this.module.hostFunctions[index];
    if (host === undefined) throw new InternalError(`no host function ${index}`);
    this.#drain();
    const values = passed.map((value, at) => takeValue(host.parameters[at] ?? "f64", value, argumentWords + 8 * at, this.#open) ?? 0);
    try {
      const result = this.#options.hostFunctions[index]?.(values, this) ?? 0;
      return host.result === null ? undefined : passValue(host.result, result, argumentWords, this.#open);
    } catch (error) {
      const chain = hostChain(this.#faultState(new Error("host")));
      throw new StopError(error instanceof StopError ? { ...error.stop, chain } : hostStop(host.name, error, chain));
    }
  }

  markResident(): void {
    this.#enter();
    this.#drain();
    this.#exports.markResident();
    this.#keptGlobals = this.#globals().slice();
    this.#keepBase();
  }

  #keepBase(): void {
    this.#baseTop = this.#exports.baseTop.value >>> 0;
    this.#baseLive = this.#exports.baseLive.value >>> 0;
  }

  reset(): void {
    this.#standing = "reset";
    this.#open.restart(this.#baseTop, this.#baseLive);
    const { words } = this.#open;
    const kept = this.#keptGlobals;
    const first = this.#compiled.sideTables.statics.globals >> 2;
    for (let index = 0; index < kept.length; index++) words[first + index] = kept[index] ?? 0;
  }

  #globals(): Int32Array {
    const first = this.#compiled.sideTables.statics.globals >> 2;
    return this.#open.words.subarray(first, first + 2 * this.module.globals.length);
  }
}
