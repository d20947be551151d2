// One call of one hook: arguments in, one run, the result out. Misuse by the
// caller throws; whatever the plugin does comes back as data.

import type { SiteId } from "../ir/ir.ts";
import { StopError, type MachineValue, type Stop, type Usage } from "../ir/instance.ts";
import { Border } from "./codec.ts";
import type { Effect } from "./effects.ts";
import { makeFault, type Fault } from "./fault.ts";
import type { HostTraffic } from "./hostCalls.ts";
import type { InstancePool } from "./instances.ts";
import { type CallContext, type Lease, type Refused, type Setting } from "./instances.ts";
import { LogCollector } from "./log.ts";
import type { CallOutcome } from "./outcome.ts";
import { ownValue } from "./ownData.ts";
import { budgetOf, type LimitValues } from "./runLimits.ts";
import type { EntryCodecs, Unit } from "./unit.ts";
import { MisfitError, OversizeError, type Value } from "./values.ts";

/** What the calls of one plugin share. */
export interface Caller {
  readonly unit: Unit;
  readonly pool: InstancePool;
  readonly fileName: string;
}

/** The account of one run: what it prints and asks of the host. */
export interface Account extends CallContext {
  readonly traffic: HostTraffic;
  readonly log: LogCollector;
}

export function openAccount(unit: Unit, limits: LimitValues): Account {
  const effects: Effect[] = [];
  const log = new LogCollector(unit.module, limits);
  return { traffic: { limits, bytes: 0, effects }, log, print: (text: string, site: SiteId) => log.write(text, site) };
}

export function resultBorder(lease: Lease, limits: LimitValues): Border {
  return new Border(lease.instance, { bytes: limits.resultBytes, bytesName: "resultBytes", stringLength: limits.resultStringLength });
}

export function isRefused(taken: Lease | Refused): taken is Refused {
  return "stop" in taken;
}

export function faultOf(caller: Caller, stop: Stop, fuelUsed: number): Fault {
  return makeFault(stop, caller.unit.module, caller.fileName, fuelUsed);
}

export function oversizeStop(error: OversizeError): Stop {
  return { code: "WG607", message: `a result too large: ${error.message}`, chain: [] };
}

const nothingSpent: Usage = { fuel: 0, peakBytes: 0 };

export function callEntry(caller: Caller, entry: EntryCodecs, args: unknown, setting: Setting, limits: LimitValues): CallOutcome {
  const account = openAccount(caller.unit, limits);
  const lease = caller.pool.take(setting, account, budgetOf(limits, "call"));
  if (isRefused(lease)) return failed(caller, account, lease.stop, { fuel: lease.fuel, peakBytes: lease.peakBytes });
  const values = encodeArguments(entry, args, lease);
  if (values instanceof Stopped) return giveUp(caller, lease, account, values.stop, nothingSpent);
  const outcome = lease.instance.call(entry.function, values);
  if (!outcome.ok) return giveUp(caller, lease, account, outcome.stop, outcome.usage);
  const value = decodeResult(entry, outcome.value, resultBorder(lease, limits));
  if (value instanceof Stopped) return giveUp(caller, lease, account, value.stop, outcome.usage);
  caller.pool.giveBack(lease);
  account.log.finish();
  return { ok: true, value, effects: account.traffic.effects, ...spent(account, outcome.usage) };
}

/** A limit met at the border, in the place of a value. */
class Stopped {
  readonly stop: Stop;
  constructor(stop: Stop) {
    this.stop = stop;
  }
}

function giveUp(caller: Caller, lease: Lease, account: Account, stop: Stop, usage: Usage): CallOutcome {
  caller.pool.giveBack(lease);
  return failed(caller, account, stop, usage);
}

function decodeResult(entry: EntryCodecs, machine: MachineValue | null, border: Border): Value | Stopped {
  try {
    return entry.result.decode(machine ?? 0, border);
  } catch (error) {
    if (error instanceof OversizeError) return new Stopped(oversizeStop(error));
    throw error;
  }
}

/** Machine values in order. */
function encodeArguments(entry: EntryCodecs, args: unknown, lease: Lease): MachineValue[] | Stopped {
  if (typeof args !== "object" || args === null) throw new TypeError("args: expected an object of arguments by name");
  const border = new Border(lease.instance, { bytes: Infinity, bytesName: "resultBytes", stringLength: Infinity });
  const values: MachineValue[] = [];
  for (const { name, codec } of entry.parameters) {
    try {
      values.push(codec.encode(ownValue(args, name), border));
    } catch (error) {
      if (error instanceof StopError) return new Stopped(error.stop);
      if (error instanceof MisfitError) throw new TypeError(error.describe(`args.${name}`));
      throw error;
    }
  }
  return values;
}

function failed(caller: Caller, account: Account, stop: Stop, usage: Usage): CallOutcome {
  account.log.finish();
  return { ok: false, fault: faultOf(caller, stop, usage.fuel), effects: [], ...spent(account, usage) };
}

export function spent(
  account: Account,
  usage: Usage,
): { readonly fuelUsed: number; readonly peakBytes: number; readonly log: LogCollector["lines"] } {
  return { fuelUsed: usage.fuel, peakBytes: usage.peakBytes, log: account.log.lines };
}
