// The interpreter behind the interface of `ir/instance.ts`.

import type { Budget, Instance, InstanceOptions, MachineValue, Outcome, Stop, Usage } from "../ir/instance.ts";
import { StopError } from "../ir/instance.ts";
import type { FunctionId, GlobalId, IRModule, TypeId } from "../ir/ir.ts";
import { stringBytes } from "../ir/text.ts";
import { ModuleCode, type CodeMode } from "./code.ts";
import { enterFunction, runLoop } from "./loop.ts";
import { Machine } from "./machine.ts";
import type { StatementObserver } from "./observer.ts";
import { readRegister, uncaughtStopOf, writeRegister } from "./running.ts";

export interface InterpreterOptions extends InstanceOptions {
  /** Called at each statement of the author's. */
  readonly observer?: StatementObserver;
}

/** An instance of `module` that interprets it. Cheap to make: code is translated per module, when it is first called. */
export function createInterpreter(module: IRModule, options: InterpreterOptions): Instance {
  return new Interpreter(module, options);
}

/** By module and mode: translated code is shared by all instances. */
const translated = new WeakMap<IRModule, Map<string, ModuleCode>>();

function codeOf(module: IRModule, mode: CodeMode): ModuleCode {
  const byMode = translated.get(module) ?? new Map<string, ModuleCode>();
  translated.set(module, byMode);
  const key = `${mode.profiled} ${mode.observed}`;
  const known = byMode.get(key);
  if (known !== undefined) return known;
  const code = new ModuleCode(module, mode);
  byMode.set(key, code);
  return code;
}

class Interpreter implements Instance {
  readonly module: IRModule;
  private readonly machine: Machine;
  /** What `reset` restores. */
  private keptGlobals = new Float64Array(0);
  private keptWide = new BigInt64Array(0);
  private isRunning = false;

  constructor(module: IRModule, options: InterpreterOptions) {
    this.module = module;
    const mode = { profiled: options.profile !== undefined || options.onSpend !== undefined, observed: options.observer !== undefined };
    this.machine = new Machine(module, options, codeOf(module, mode), options.observer ?? null);
    this.machine.instance = this;
    this.keepGlobals();
  }

  view(): DataView {
    return new DataView(this.machine.heap.i32.buffer);
  }

  setBudget(budget: Budget): void {
    this.machine.setBudget(budget);
  }

  allocate(type: TypeId, length: number): number {
    const m = this.machine;
    if (this.module.types[type]?.kind !== "text") return m.heap.allocate(type, length);
    if (stringBytes(length) > m.budget.stringBytes) m.stopAtLimit("WG605");
    return m.heap.allocateText(length, length);
  }

  retain(address: number): void {
    this.machine.heap.retain(address);
  }

  release(address: number): void {
    this.machine.heap.release(address);
  }

  getGlobal(id: GlobalId): MachineValue {
    return readRegister(this.machine, id, this.module.globals[id]!.representation);
  }

  setGlobal(id: GlobalId, value: MachineValue): void {
    const { representation } = this.module.globals[id]!;
    if (representation === "ref") this.machine.heap.release(this.machine.r[id]!);
    writeRegister(this.machine, id, representation, value);
  }

  call(id: FunctionId, values: readonly MachineValue[]): Outcome {
    if (this.isRunning) throw new TypeError("an instance runs one call at a time");
    this.isRunning = true;
    try {
      return this.run(id, values);
    } catch (error) {
      if (error instanceof StopError) return { ok: false, stop: error.stop, usage: this.usage() };
      throw error;
    } finally {
      this.isRunning = false;
      this.forgetFrames();
    }
  }

  markResident(): void {
    this.machine.heap.keep();
    this.keepGlobals();
  }

  reset(): void {
    const m = this.machine;
    m.heap.reset();
    m.r.set(this.keptGlobals);
    m.wide.set(this.keptWide);
  }

  private run(id: FunctionId, values: readonly MachineValue[]): Outcome {
    const m = this.machine;
    const called = this.module.functions[id]!;
    const base = m.frameStart;
    m.ensureRegisters(base + values.length);
    for (const [i, value] of values.entries()) {
      writeRegister(m, base + i, called.locals[i]!.representation, value);
    }
    enterFunction(m, id, base, -1);
    runLoop(m);
    const stop = this.takeUncaught();
    if (stop !== null) return { ok: false, stop, usage: this.usage() };
    const value = called.result === null ? null : readRegister(m, m.resultRegister, called.result);
    return { ok: true, value, usage: this.usage() };
  }

  /** An exception that reached the host. */
  private takeUncaught(): Stop | null {
    const m = this.machine;
    if (m.pending === 0) return null;
    const stop = uncaughtStopOf(m, m.pending, m.trace);
    m.heap.release(m.pending);
    return stop;
  }

  private forgetFrames(): void {
    const m = this.machine;
    m.frameTop = 0;
    m.depth = 0;
    m.pending = 0;
    m.trace = [];
    m.taken = [];
  }

  private usage(): Usage {
    const m = this.machine;
    return { fuel: m.budget.fuel - m.counters[0]!, peakBytes: m.heap.peak };
  }

  private keepGlobals(): void {
    this.keptGlobals = this.machine.r.slice(0, this.module.globals.length);
    this.keptWide = this.machine.wide.slice(0, this.module.globals.length);
  }
}
