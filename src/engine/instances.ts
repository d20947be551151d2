// Instances of one unit, made ready and kept for the next call. An instance is
// prepared once for its parameters and seed: the module body runs under a
// budget of its own and all it made becomes resident. Where the plugin may
// write module state (and the host does not freeze it), the body runs anew for
// each call instead, on that call's account, so that nothing passes from one
// call to the next.

import type { Budget, Instance, Outcome, Stop } from "../ir/instance.ts";
import { StopError } from "../ir/instance.ts";
import { Border } from "./codec.ts";
import type { HostAction } from "./host.ts";
import { Account } from "./account.ts";
import { hostFunctionsOf } from "./hostCalls.ts";
import type { FloatPlan } from "./mapFloats.ts";
import { expandColor } from "./parameters.ts";
import { budgetOf, resolveLimits, type LimitValues, type RunLimits } from "./runLimits.ts";
import type { Unit } from "./unit.ts";
import { MisfitError } from "./values.ts";

/** What an instance is made for. */
export interface Setting {
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly seed: bigint;
  /** `__name__`. */
  readonly moduleName: string;
  /** The same for settings that one instance can serve. */
  readonly key: string;
}

export function makeSetting(parameters: ReadonlyMap<string, unknown>, seed: bigint, moduleName: string): Setting {
  const key = JSON.stringify([String(seed), moduleName, [...parameters]], (_, value: unknown) =>
    typeof value === "bigint" || (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) ? `#${value}` : value,
  );
  return { parameters, seed, moduleName, key };
}

/** An instance with the account that its imports look into. */
export interface Lease {
  readonly instance: Instance;
  readonly key: string;
  /** For arguments. */
  readonly border: Border;
  /** Of the call under way, or of the last one. */
  account: Account;
  /** Of the last map of floats. */
  floats: FloatPlan | null;
}

/** Why there is no instance: the module body stopped. */
export interface Refused {
  readonly stop: Stop;
  /** What the body printed, where it runs for each call. */
  readonly account?: Account;
  readonly fuel: number;
  readonly peakBytes: number;
}

/** Kept ready at most; beyond it the longest unused goes. */
const keptInstances = 4;

export class InstancePool {
  private readonly unit: Unit;
  private readonly actions: ReadonlyMap<string, HostAction>;
  private readonly bodyLimits: LimitValues;
  private readonly idle: Lease[] = [];
  /** Does the module body run for every call? */
  readonly runsAnew: boolean;

  constructor(unit: Unit, actions: ReadonlyMap<string, HostAction>, limits: RunLimits | undefined) {
    this.unit = unit;
    this.actions = actions;
    this.bodyLimits = resolveLimits("map", limits);
    this.runsAnew = unit.module.writesModuleState;
  }

  /** A ready instance under `budget`. `account`: one that several runs share. */
  take(setting: Setting, limits: LimitValues, budget: Budget, account?: Account): Lease | Refused {
    const { key } = setting;
    const kept = this.takeIdle(key);
    const lease = kept ?? this.make(setting, key, limits);
    if (account !== undefined) lease.account = account;
    this.openAccount(lease, limits, account !== undefined);
    if (this.runsAnew) return this.prepareAnew(lease, setting, budget);
    if (kept === undefined) return this.prepareOnce(lease, setting, budget);
    kept.instance.setBudget(budget);
    return kept;
  }

  /** One that nobody else gets; it is not given back. */
  takeApart(setting: Setting, limits: LimitValues, budget: Budget): Lease | Refused {
    const lease = this.make(setting, setting.key, limits);
    return this.runsAnew ? this.prepareAnew(lease, setting, budget) : this.prepareOnce(lease, setting, budget);
  }

  /** For the next run: nothing of the last one is on it, unless it is one that several share. */
  openAccount(lease: Lease, limits: LimitValues, isShared = false): Account {
    if (!isShared && !lease.account.isUntouched) lease.account = new Account(this.unit, limits);
    lease.account.begin(limits);
    return lease.account;
  }

  /** The one used last, mostly: nothing is moved then. */
  private takeIdle(key: string): Lease | undefined {
    const { idle } = this;
    for (let index = idle.length - 1; index >= 0; index--) {
      if (idle[index]!.key === key) return index === idle.length - 1 ? idle.pop() : idle.splice(index, 1)[0];
    }
    return undefined;
  }

  /** Back for the next call; everything the call made is forgotten. */
  giveBack(lease: Lease): void {
    lease.instance.reset();
    this.idle.push(lease);
    if (this.idle.length > keptInstances) this.idle.shift();
  }

  private make(setting: Setting, key: string, limits: LimitValues): Lease {
    const account = (): Account => lease.account;
    const instance = this.unit.instantiate({
      hostFunctions: hostFunctionsOf(this.unit, this.actions, account),
      print: (text, site) => account().print(text, site),
      moduleName: setting.moduleName,
      runSeed: setting.seed,
    });
    const lease: Lease = { instance, key, border: new Border(instance), account: new Account(this.unit, limits), floats: null };
    return lease;
  }

  /** The body's prints and effects are not of the call that happens to come first: they are dropped. */
  private prepareOnce(lease: Lease, setting: Setting, budget: Budget): Lease | Refused {
    const { limits } = lease.account;
    lease.account = new Account(this.unit, resolveLimits("call"));
    lease.instance.setBudget(budgetOf(this.bodyLimits, "map"));
    const { stop, ...usage } = runBody(this.unit, lease.instance, setting);
    lease.account = new Account(this.unit, limits);
    if (stop !== null) return { stop, ...usage };
    lease.instance.markResident();
    lease.instance.setBudget(budget);
    return lease;
  }

  private prepareAnew(lease: Lease, setting: Setting, budget: Budget): Lease | Refused {
    lease.instance.setBudget(budget);
    const { stop, ...usage } = runBody(this.unit, lease.instance, setting);
    return stop === null ? lease : { stop, account: lease.account, ...usage };
  }
}

/** How the module body ended: `stop` is null where all went well. */
export interface BodyResult {
  readonly stop: Stop | null;
  readonly fuel: number;
  readonly peakBytes: number;
}

/** Gives the parameters and runs the module body. */
export function runBody(unit: Unit, instance: Instance, setting: Setting): BodyResult {
  const failed = setParameters(unit, instance, setting.parameters);
  if (failed !== null) return { stop: failed, fuel: 0, peakBytes: 0 };
  const outcome: Outcome = instance.call(unit.module.initializer, []);
  const { fuel, peakBytes } = outcome.usage;
  return { stop: outcome.ok ? null : outcome.stop, fuel, peakBytes };
}

function setParameters(unit: Unit, instance: Instance, values: ReadonlyMap<string, unknown>): Stop | null {
  const border = new Border(instance);
  for (const schema of unit.program.parameters) {
    const codec = unit.parameterCodecs.get(schema.name);
    if (codec === undefined) continue;
    try {
      instance.setGlobal(schema.global, codec.encode(expandColor(values.get(schema.name), schema.type), border));
    } catch (error) {
      if (error instanceof StopError) return error.stop;
      if (error instanceof MisfitError) throw new TypeError(error.describe(`params.${schema.name}`));
      throw error;
    }
  }
  return null;
}
