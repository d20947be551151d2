// From a trap to a `Stop`: the fault word says which limit, IR trap or checked
// operation it was, the operand words hold what the message prints, the stack
// trace gives the chain of calls. The texts are those of ir/stops.ts.

import { InternalError } from "../base/internalError.ts";
import type { LimitCode } from "../base/codes/limits.ts";
import { heapOffsets } from "../ir/heap.ts";
import type { Budget, Stop } from "../ir/instance.ts";
import type { IRModule, Representation, SiteId } from "../ir/ir.ts";
import { checkedStop, floatText, limitStop, traceSites, trapStop, uncaughtStop } from "../ir/stops.ts";
import { callersOf, expandSites } from "./chains.ts";
import { faultKinds } from "./faults.ts";
import { operandWords, traceBase } from "./memory.ts";
import type { CheckEntry, TrapEntry } from "./plan.ts";
import type { SideTables } from "./sideTables.ts";

export interface FaultState {
  readonly module: IRModule;
  readonly tables: SideTables;
  readonly budget: Budget;
  readonly view: DataView;
  /** The fault word. */
  readonly word: number;
  readonly stack: string;
}

const limitOf = new Map<number, LimitCode>([
  [faultKinds.fuel, "WG601"],
  [faultKinds.memory, "WG602"],
  [faultKinds.output, "WG604"],
  [faultKinds.string, "WG605"],
  [faultKinds.hostCalls, "WG606"],
]);

export function readStop(state: FaultState): Stop {
  const kind = state.word & 63;
  const index = state.word >>> 6;
  const limit = limitOf.get(kind);
  if (limit !== undefined) return limitStop(limit, state.budget, chainFrom(state, index));
  if (kind === faultKinds.depth)
    return limitStop("WG603", state.budget, expandSites(callersOf(state.stack, state.tables, 1), state.tables));
  if (kind === faultKinds.trap) return readTrap(state, found(state.tables.traps[index]));
  if (kind === faultKinds.checked) return readCheck(state, found(state.tables.checks[index]));
  if (kind === faultKinds.uncaught) return readUncaught(state, state.view.getUint32(operandWords, true), chainFrom(state, index));
  throw new InternalError(`a trap of the engine that no instruction of ours stands for: ${state.stack.split("\n")[0] ?? ""}`);
}

function found<T>(entry: T | undefined): T {
  if (entry === undefined) throw new InternalError("a fault word that names nothing");
  return entry;
}

function chainFrom(state: FaultState, site: SiteId): SiteId[] {
  return expandSites([site, ...callersOf(state.stack, state.tables, 1)], state.tables);
}

/** A host function's allocation that met a limit, or one outside any run. */
export function readAllocationStop(state: FaultState): Stop {
  const code = limitOf.get(state.word & 63) ?? "WG602";
  return limitStop(code, state.budget, hostChain(state));
}

/** Where a host function was called, and how the program came there. */
export function hostChain(state: FaultState): SiteId[] {
  return expandSites(callersOf(state.stack, state.tables, 0), state.tables);
}

/** An exception that nothing caught. */
export function readUncaught(state: FaultState, exception: number, chain: readonly SiteId[]): Stop {
  const type = state.module.types[state.view.getUint32(exception + heapOffsets.type, true)];
  return uncaughtStop(type?.name ?? "", readText(state.view, state.view.getUint32(exception + heapOffsets.slots, true)), chain);
}

export function readTrace(state: FaultState, length: number): SiteId[] {
  const sites = Array.from({ length }, (_, index) => state.view.getUint32(traceBase + 4 * index, true));
  return expandSites(sites, state.tables).slice(0, traceSites);
}

export function readText(view: DataView, address: number): string {
  if (address === 0) return "";
  return readCodes(view, address + heapOffsets.codes, view.getUint32(address + heapOffsets.length, true));
}

/** Code points to a string, in pieces that an argument list can hold. */
export function readCodes(view: DataView, at: number, length: number): string {
  const parts: string[] = [];
  for (let start = 0; start < length; start += 4096) {
    const codes = Array.from({ length: Math.min(4096, length - start) }, (_, index) => view.getUint32(at + 4 * (start + index), true));
    parts.push(String.fromCodePoint(...codes));
  }
  return parts.join("");
}

function readTrap(state: FaultState, trap: TrapEntry): Stop {
  let operand = 0;
  const parts = trap.parts.map((part) =>
    typeof part === "string" ? part : operandText(state.view, part.representation, operandWords + 8 * operand++),
  );
  return trapStop(trap.code, parts.join(""), chainFrom(state, trap.site));
}

function operandText(view: DataView, representation: Representation, at: number): string {
  switch (representation) {
    case "f64":
      return floatText(view.getFloat64(at, true));
    case "ref":
      return readText(view, view.getUint32(at, true));
    case "i32":
      return String(view.getInt32(at, true));
    case "i64":
      return String(view.getBigInt64(at, true));
  }
}

function readCheck(state: FaultState, check: CheckEntry): Stop {
  const operands = Array.from({ length: check.operandCount }, (_, index) => checkedOperand(state.view, check, operandWords + 8 * index));
  return checkedStop(check.operation, operands, chainFrom(state, check.site));
}

function checkedOperand(view: DataView, check: CheckEntry, at: number): bigint | number {
  if (check.operation === "i64.from_f64") return view.getFloat64(at, true);
  const isUnsigned = check.operation === "i64.from_u64" || check.operation === "f64.from_u64_exact";
  return isUnsigned ? view.getBigUint64(at, true) : view.getBigInt64(at, true);
}
