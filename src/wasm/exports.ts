// The exports of an instance with their types.

import type { BinaryFunction, BinaryGlobal, BinaryInstance, BinaryMemory } from "./webAssembly.ts";

/** Globals that the host reads; `baseLive` and `top` it also sets when an instance begins. */
export interface InstanceExports {
  readonly memory: BinaryMemory;
  readonly fault: BinaryGlobal;
  readonly pending: BinaryGlobal;
  readonly peak: BinaryGlobal;
  readonly live: BinaryGlobal;
  readonly baseLive: BinaryGlobal;
  readonly baseTop: BinaryGlobal;
  readonly top: BinaryGlobal;
  readonly traceLength: BinaryGlobal;
  readonly output: BinaryGlobal;
  readonly outputLength: BinaryGlobal;
  readonly allocate: BinaryFunction;
  readonly retain: BinaryFunction;
  readonly release: BinaryFunction;
  readonly begin: BinaryFunction;
  readonly fuelLeft: BinaryFunction;
  readonly markResident: BinaryFunction;
  readonly reset: BinaryFunction;
  readonly prepare: BinaryFunction;
  readonly dropOutput: BinaryFunction;
}

/** Runtime functions that the host calls. */
export const exportedRuntime = [
  "allocate",
  "retain",
  "release",
  "begin",
  "fuelLeft",
  "markResident",
  "reset",
  "prepare",
  "dropOutput",
] as const;
export const exportedGlobals = [
  "fault",
  "pending",
  "peak",
  "live",
  "baseLive",
  "baseTop",
  "traceLength",
  "output",
  "outputLength",
  "top",
] as const;

/** Export name of the wrapper of a function. */
export function exportName(id: number): string {
  return `call ${id}`;
}

/** The encoder has put them there under these names. */
export function exportsOf(instance: BinaryInstance): InstanceExports {
  return instance.exports as unknown as InstanceExports;
}
