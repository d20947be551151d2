// Runs the same IR in both tiers and demands the same of everything that can be
// seen: value, stop (code, message, chain), fuel, peak bytes, output.

import { expect } from "vitest";
import { createInterpreter } from "../../src/interpreter/instance.ts";
import type { Budget, Instance, InstanceOptions, MachineValue, Outcome } from "../../src/ir/instance.ts";
import type { IRModule } from "../../src/ir/ir.ts";
import { compileModule } from "../../src/wasm/compile.ts";
import type { CompiledModule } from "../../src/wasm/compile.ts";
import { createCompiled } from "../../src/wasm/instance.ts";
import { verifyModule } from "../../src/wasm/verify.ts";
import { plenty, readText, runIn } from "./ir.ts";
import type { Ran } from "./ir.ts";

const compiled = new WeakMap<IRModule, CompiledModule>();

/** Compiled once; every module is read back and checked. */
export function compiledOf(module: IRModule): CompiledModule {
  const known = compiled.get(module);
  if (known !== undefined) return known;
  const made = compileModule(module);
  const { imports } = verifyModule(made.bytes);
  expect(imports).toEqual(module.hostFunctions.map((host) => `host.${host.name}`));
  compiled.set(module, made);
  return made;
}

export function runCompiled(
  module: IRModule,
  id: number,
  values: readonly MachineValue[] = [],
  budget: Budget = plenty,
  options: Partial<InstanceOptions> = {},
): Ran {
  return runIn((ir, all) => createCompiled(compiledOf(ir), all), module, id, values, budget, options);
}

/** What can be compared: an address becomes the text that stands there. */
function seen(ran: Ran, isText: boolean): { readonly outcome: Outcome | object; readonly output: string } {
  const { outcome, output } = ran;
  if (!isText || !outcome.ok) return { outcome, output };
  return { outcome: { ...outcome, value: readText(ran.instance, Number(outcome.value)) }, output };
}

interface Kept {
  readonly instance: Instance;
  readonly options: Partial<InstanceOptions>;
  readonly output: string[];
}

const instances = { interpreter: new WeakMap<IRModule, Kept>(), compiled: new WeakMap<IRModule, Kept>() };

function open(tier: keyof typeof instances, module: IRModule, options: Partial<InstanceOptions>): Kept {
  const output: string[] = [];
  const all = { hostFunctions: [], print: (line: string) => void output.push(line), moduleName: "test", runSeed: 7n, ...options };
  return { instance: tier === "compiled" ? createCompiled(compiledOf(module), all) : createInterpreter(module, all), options, output };
}

/** An instance that was reset: each module has one a tier while its options are the same, since making one costs more than most runs. */
function instanceOf(tier: keyof typeof instances, module: IRModule, options: Partial<InstanceOptions>): Kept {
  const known = instances[tier].get(module);
  const kept = known?.options === options ? known : open(tier, module, options);
  instances[tier].set(module, kept);
  kept.instance.reset();
  kept.output.length = 0;
  return kept;
}

/** No options of one's own. */
const usual: Partial<InstanceOptions> = {};

/** Runs in both tiers, expects the same, and gives the outcome. */
export function runBoth(
  module: IRModule,
  id: number,
  values: readonly MachineValue[] = [],
  budget: Budget = plenty,
  options = usual,
): Outcome {
  const isText = module.functions[id]?.result === "ref";
  const run = (tier: keyof typeof instances): Ran => {
    const { instance, output } = instanceOf(tier, module, options);
    instance.setBudget(budget);
    const outcome = instance.call(id, values);
    return { outcome, instance, output: output.join("") };
  };
  const interpreted = run("interpreter");
  expect(seen(run("compiled"), isText)).toEqual(seen(interpreted, isText));
  return interpreted.outcome;
}

/** Every fuel budget from 0 to what is used stops both tiers at the same place. */
export function sweepFuel(module: IRModule, id: number, values: readonly MachineValue[] = []): void {
  const { usage } = runBoth(module, id, values);
  for (let fuel = 0; fuel <= usage.fuel; fuel++) runBoth(module, id, values, { ...plenty, fuel });
}

/** Every memory budget on the way to the peak, in steps of the smallest size. */
export function sweepMemory(module: IRModule, id: number, values: readonly MachineValue[] = []): void {
  const { usage } = runBoth(module, id, values);
  const start = runBoth(module, id, values, { ...plenty, fuel: 0 }).usage.peakBytes;
  for (let memoryBytes = start; memoryBytes <= usage.peakBytes; memoryBytes += 8) runBoth(module, id, values, { ...plenty, memoryBytes });
}
