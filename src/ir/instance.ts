// What an executor offers: one machine interface, implemented by the
// interpreter and by the compiled tier, used by the engine. Values cross as
// machine values; the engine's marshaller reads and writes objects in the
// linear memory, whose layout is the same in both tiers.

import type { FaultCode } from "../base/codes/faults.ts";
import type { LimitCode } from "../base/codes/limits.ts";
import type { FunctionId, GlobalId, IRModule, SiteId, TypeId } from "./ir.ts";

/** i64: a number when it is a safe integer, else a bigint. f64, i32: a number. ref: an address, 0 for None. */
export type MachineValue = number | bigint;

/** What one host call may spend. All finite. */
export interface Budget {
  /** At most 2^53 - 1. */
  readonly fuel: number;
  /** Logical bytes alive at once, the resident part included. */
  readonly memoryBytes: number;
  /** Of these, for objects of the host's own: they are not the plugin's, and no message speaks of them. */
  readonly hostBytes?: number;
  /** In frames; weights are counted in 1/64. */
  readonly depth: number;
  readonly outputBytes: number;
  readonly stringBytes: number;
  readonly hostCalls: number;
}

export interface Usage {
  readonly fuel: number;
  /** Highest logical live bytes. */
  readonly peakBytes: number;
}

/** Why a run stopped short. */
export interface Stop {
  readonly code: FaultCode | LimitCode;
  /** Begins with Python's name for it where there is one: `IndexError: list index out of range`. */
  readonly message: string;
  /** Innermost first: where it happened, then the calls that led there. */
  readonly chain: readonly SiteId[];
}

export type Outcome =
  | { readonly ok: true; readonly value: MachineValue | null; readonly usage: Usage }
  | { readonly ok: false; readonly stop: Stop; readonly usage: Usage };

/** A declared host function: machine values in, one out. It may read the instance's memory and allocate in it. A thrown error becomes a fault with its message only. */
export type HostFunction = (values: readonly MachineValue[], instance: Instance) => MachineValue | null;

export interface InstanceOptions {
  /** In the order of `IRModule.hostFunctions`. */
  readonly hostFunctions: readonly HostFunction[];
  /** Receives what `print` writes, and the site of the instruction. */
  readonly print: (text: string, site: SiteId) => void;
  readonly moduleName: string;
  readonly runSeed: bigint;
  /** Fuel by site, interpreter (and profile builds) only. */
  readonly profile?: Float64Array;
  /** Told of all fuel as it is spent, with the sites it was spent in, innermost first; interpreter only. */
  readonly onSpend?: SpendObserver;
}

export type SpendObserver = (chain: readonly SiteId[], amount: number) => void;

export interface Instance {
  readonly module: IRModule;
  /** Of the whole linear memory; stale after any call or allocation. */
  view(): DataView;
  setBudget(budget: Budget): void;
  /** An object of that type with its slots, elements or code points zero and one owner; counted against the budget. `length` only for storages and texts. `isOverwritten`: the caller writes all elements or code points, so they may begin as anything. Throws `StopError`. */
  allocate(type: TypeId, length: number, isOverwritten?: boolean): number;
  retain(address: number): void;
  release(address: number): void;
  getGlobal(id: GlobalId): MachineValue;
  /** The instance takes over one owner of a reference. */
  setGlobal(id: GlobalId, value: MachineValue): void;
  /** Runs `function` under the current budget. An owned reference comes back where it returns one. Never throws for what the program did. */
  call(id: FunctionId, values: readonly MachineValue[]): Outcome;
  /** All that is alive now becomes resident: counts immortal, kept by `reset`, frozen where the module says so. */
  markResident(): void;
  /** Frees everything above the resident mark and forgets pending exceptions. */
  reset(): void;
}

/** Thrown by `allocate` (and inside executors) for a limit. */
export class StopError extends Error {
  readonly stop: Stop;
  constructor(stop: Stop) {
    super(stop.message);
    this.stop = stop;
  }
}
