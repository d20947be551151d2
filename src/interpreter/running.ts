// Instructions that spend, stop, raise, or reach out of the machine.

import type { Representation } from "../ir/ir.ts";
import { StopError, type MachineValue } from "../ir/instance.ts";
import { floatText, hostStop, trapStop, uncaughtStop } from "../ir/stops.ts";
import { sizeCharge } from "../ir/text.ts";
import { heapOffsets } from "../ir/heap.ts";
import type { Handler } from "./handlers.ts";
import type { Machine } from "./machine.ts";
import { readText } from "./texts.ts";
import { getInteger, setBig, setInteger, toDouble } from "./wide.ts";

/** `y` is an index into a side table of the code, or a number. */
export const runningHandlers = {
  chargeProfiled: (m, _d, _x, y) => {
    const { amount, parts } = m.code.charges[y]!;
    m.spendParts(amount, parts);
  },
  chargeSize: (m, _d, x, y) => {
    const { base, each } = m.code.sizeCharges[y]!;
    m.spend(sizeCharge(base, each, toDouble(m, x)));
  },
  loadInteger: (m, d, _x, y) => void (m.r[d] = y),
  loadConstant: (m, d, _x, y) => {
    m.r[d] = m.code.constants.r[y]!;
    m.wide[d] = m.code.constants.wide[y]!;
  },
  getGlobal: (m, d, _x, y) => m.moveWide(d, y),
  setGlobal: (m, _d, x, y) => m.moveWide(y, x),
  trap: (m, _d, x, y) => {
    const { code, parts } = m.code.traps[y]!;
    const text = parts.map((part) => (typeof part === "string" ? part : partText(m, x + part.offset, part.kind)));
    m.stop(trapStop(code, text.join(""), m.chain()));
  },
  uncaught: (m, _d, x) => m.stop(uncaughtStopOf(m, m.r[x]!, m.chain())),
  raise: (m, _d, x, again) => m.raise(m.r[x]!, again === 1),
  takePending: (m, d) => void (m.r[d] = m.takePending()),
  spend: (m, _d, x) => m.spend(toDouble(m, x)),
  fuelLeft: (m, d) => setInteger(m, d, m.counters[0]!),
  pending: (m, d) => void (m.r[d] = m.pending),
  runSeed: (m, d) => setBig(m, d, m.options.runSeed),
  moduleName: (m, d) => void (m.r[d] = m.heap.moduleName),
  hostCall: (m, d, x, y) => callHost(m, d, x, y),
  statement: (m) => m.observe(),
} as const satisfies Record<string, Handler>;

/** As Python would print the value. */
function partText(m: Machine, x: number, kind: Representation): string {
  switch (kind) {
    case "i64":
      return String(getInteger(m, x));
    case "f64":
      return floatText(m.r[x]!);
    case "i32":
      return String(m.r[x]!);
    case "ref":
      return readText(m, m.r[x]!);
  }
}

/** Field 0 of an exception is its message. */
export function uncaughtStopOf(m: Machine, address: number, chain: readonly number[]): ReturnType<typeof uncaughtStop> {
  const type = m.module.types[m.heap.i32[(address + heapOffsets.type) >> 2]!]!;
  const message = m.heap.i32[(address + heapOffsets.slots) >> 2]!;
  return uncaughtStop(type.name, message === 0 ? "" : readText(m, message), chain);
}

function callHost(m: Machine, d: number, x: number, index: number): void {
  const host = m.module.hostFunctions[index]!;
  if (m.hostCalls >= m.budget.hostCalls) m.stopAtLimit("WG606");
  m.hostCalls++;
  const values = host.parameters.map((kind, i) => readRegister(m, x + i, kind));
  const result = callOut(m, index, values);
  if (host.result !== null) writeRegister(m, d, host.result, result ?? 0);
}

/** What the host throws becomes a stop with its message only; a limit it met by allocating stands. */
function callOut(m: Machine, index: number, values: readonly MachineValue[]): MachineValue | null {
  try {
    return m.options.hostFunctions[index]!(values, m.instance!);
  } catch (error) {
    if (error instanceof StopError) m.stop({ ...error.stop, chain: m.chain() });
    m.stop(hostStop(m.module.hostFunctions[index]!.name, error, m.chain()));
  }
}

export function readRegister(m: Machine, x: number, kind: Representation): MachineValue {
  return kind === "i64" ? getInteger(m, x) : m.r[x]!;
}

export function writeRegister(m: Machine, d: number, kind: Representation, value: MachineValue): void {
  if (kind === "i64") setInteger(m, d, value);
  else m.r[d] = Number(value);
}
