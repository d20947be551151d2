// One call of one hook: arguments in, one run, the result out. Misuse by the
// caller throws; whatever the plugin does comes back as data.

import { StopError, type MachineValue, type Stop, type Usage } from "../ir/instance.ts";
import type { Account } from "./account.ts";
import { Border } from "./codec.ts";
import { makeFault, type Fault } from "./fault.ts";
import type { InstancePool, Lease, Refused, Setting } from "./instances.ts";
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

export function callEntry(caller: Caller, entry: EntryCodecs, args: object, setting: Setting, limits: LimitValues): CallOutcome {
  const lease = caller.pool.take(setting, limits, budgetOf(limits, "call"));
  if (isRefused(lease)) return failed(caller, lease.account ?? null, lease.stop, lease);
  const values = encodeArguments(entry, args, lease);
  if (values instanceof Stopped) return giveUp(caller, lease, values.stop, nothingSpent);
  const outcome = lease.instance.call(entry.function, values);
  const { usage } = outcome;
  if (!outcome.ok) return giveUp(caller, lease, outcome.stop, usage);
  const value = decodeResult(entry, outcome.value, resultBorder(lease, limits));
  if (value instanceof Stopped) return giveUp(caller, lease, value.stop, usage);
  caller.pool.giveBack(lease);
  const { account } = lease;
  return { ok: true, value, effects: account.effects, fuelUsed: usage.fuel, peakBytes: usage.peakBytes, log: account.close() };
}

/** A limit met at the border, in the place of a value. */
class Stopped {
  readonly stop: Stop;
  constructor(stop: Stop) {
    this.stop = stop;
  }
}

function giveUp(caller: Caller, lease: Lease, stop: Stop, usage: Usage): CallOutcome {
  caller.pool.giveBack(lease);
  return failed(caller, lease.account, stop, usage);
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
function encodeArguments({ parameters }: EntryCodecs, args: object, lease: Lease): MachineValue[] | Stopped {
  const border = lease.border.restart();
  const values: MachineValue[] = [];
  let index = 0;
  try {
    for (; index < parameters.length; index++) {
      const { name, codec } = parameters[index]!;
      values.push(codec.encode(ownValue(args, name), border));
    }
    return values;
  } catch (error) {
    if (error instanceof StopError) return new Stopped(error.stop);
    if (error instanceof MisfitError) throw new TypeError(error.describe(`args.${parameters[index]?.name}`));
    throw error;
  }
}

function failed(caller: Caller, account: Account | null, stop: Stop, { fuel, peakBytes }: Usage): CallOutcome {
  const log = account?.close() ?? [];
  return { ok: false, fault: faultOf(caller, stop, fuel), effects: [], fuelUsed: fuel, peakBytes, log };
}
