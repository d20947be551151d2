// The functions that a plugin calls out of its instance: values are decoded,
// the host's function runs, its answer is checked and encoded. Effects are
// only written down. Bytes both ways are counted over the whole call.

import type { HostFunction, Instance, MachineValue } from "../ir/instance.ts";
import { StopError } from "../ir/instance.ts";
import { Border } from "./codec.ts";
import type { Effect } from "./effects.ts";
import type { HostAction } from "./host.ts";
import type { LimitValues } from "./runLimits.ts";
import type { HostFunctionCodecs, Unit } from "./unit.ts";
import { MisfitError, OversizeError, type Value } from "./values.ts";

/** What one run has done with the host so far; replaced before each run. */
export interface HostTraffic {
  readonly limits: LimitValues;
  bytes: number;
  propose(effect: Effect): void;
}

/** One function for each that the program uses, in order. `traffic` gives that of the run under way. */
export function hostFunctionsOf(unit: Unit, actions: ReadonlyMap<string, HostAction>, traffic: () => HostTraffic): HostFunction[] {
  return unit.hostFunctions.map((codecs) => {
    const action = actions.get(codecs.name);
    if (action === undefined) throw new TypeError(`the host has no function ${codecs.name}`);
    return (values, instance) => callHost(codecs, action, values, instance, traffic());
  });
}

function callHost(
  codecs: HostFunctionCodecs,
  action: HostAction,
  values: readonly MachineValue[],
  instance: Instance,
  traffic: HostTraffic,
): MachineValue | null {
  const border = new Border(instance, {
    bytes: traffic.limits.hostCallBytes - traffic.bytes,
    bytesName: "hostCallBytes",
    stringLength: traffic.limits.stringBytes / 4,
  });
  try {
    const given = codecs.parameters.map((codec, index) => codec.decode(values[index] ?? 0, border));
    return answer(codecs, action, given, border, traffic);
  } catch (error) {
    throw asStop(codecs.name, error);
  } finally {
    traffic.bytes += border.bytesUsed;
  }
}

function answer(codecs: HostFunctionCodecs, action: HostAction, given: Value[], border: Border, traffic: HostTraffic): MachineValue | null {
  if (action.kind === "effect") {
    traffic.propose(Object.freeze({ name: codecs.name, arguments: Object.freeze(given), kind: action.effect, state: "proposed" }));
    return null;
  }
  const result = action.run(...(given as never[]));
  const machine = codecs.result.encode(result, border);
  return codecs.result.text === "None" ? null : machine;
}

/** Limits of the border stop the run; what the host's function threw shows its message only. */
function asStop(name: string, error: unknown): unknown {
  if (error instanceof OversizeError) {
    return new StopError({ code: "WG607", message: `host function \`${name}\`: ${error.message}`, chain: [] });
  }
  if (error instanceof MisfitError) return new TypeError(error.describe("its result"));
  return error;
}
