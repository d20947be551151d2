// A module run as a program: its body from top to bottom with `__name__` being
// "__main__". What it prints is its output; beyond the limit that is a fault.

import { budgetOf, type LimitValues } from "./runLimits.ts";
import { Account } from "./account.ts";
import { faultOf, type Caller } from "./calling.ts";
import type { HostAction } from "./host.ts";
import { hostFunctionsOf } from "./hostCalls.ts";
import { runBody, type Setting } from "./instances.ts";
import type { RunOutcome } from "./outcome.ts";

export function runMain(
  caller: Caller,
  actions: ReadonlyMap<string, HostAction>,
  setting: Setting,
  limits: LimitValues,
  print: ((text: string) => void) | undefined,
): RunOutcome {
  const account = new Account(caller.unit, limits);
  const printed: string[] = [];
  const instance = caller.unit.instantiate({
    hostFunctions: hostFunctionsOf(caller.unit, actions, () => account),
    print(text) {
      printed.push(text);
      print?.(text);
    },
    moduleName: setting.moduleName,
    runSeed: setting.seed,
  });
  instance.setBudget(budgetOf(limits, "program"));
  const result = runBody(caller.unit, instance, setting);
  const common = { stdout: printed.join(""), fuelUsed: result.fuel, peakBytes: result.peakBytes, log: [] };
  if (result.stop === null) return { ok: true, effects: account.effects, ...common };
  return { ok: false, fault: faultOf(caller, result.stop, result.fuel), effects: [], ...common };
}
