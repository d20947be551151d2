// Runs one program in both tiers under many budgets, on one instance of each
// that is reset in between, and demands the same of everything that is seen.

import { expect } from "vitest";
import { createInterpreter } from "../../src/interpreter/instance.ts";
import type { Budget, Instance, InstanceOptions, Outcome } from "../../src/ir/instance.ts";
import type { IRModule } from "../../src/ir/ir.ts";
import { createCompiled } from "../../src/wasm/instance.ts";
import { plenty } from "./ir.ts";
import { compiledOf } from "./tiers.ts";

export interface Seen {
  readonly outcome: Outcome;
  readonly output: string;
}

export type Run = (budget: Budget) => Seen;

/** Runs the initializer anew each time. */
export function runner(module: IRModule, make: (options: InstanceOptions) => Instance): Run {
  const printed: string[] = [];
  const instance = make({
    hostFunctions: [],
    print: (text, site) => void printed.push(`${site}:${text}`),
    moduleName: "__main__",
    runSeed: 1n,
  });
  return (budget) => {
    printed.length = 0;
    instance.reset();
    instance.setBudget(budget);
    const outcome = instance.call(module.initializer, []);
    return { outcome, output: printed.join("") };
  };
}

/** Runs a program in both tiers, expects the same, gives what was seen. */
export function pairOf(module: IRModule): Run {
  const interpret = runner(module, (options) => createInterpreter(module, options));
  const run = runner(module, (options) => createCompiled(compiledOf(module), options));
  return (budget) => {
    const expected = interpret(budget);
    expect(run(budget), JSON.stringify(budget)).toEqual(expected);
    return expected;
  };
}

/** Up to `most` numbers of `from .. to`: all of them, or the ends densely and the middle in steps that hit every remainder. */
export function budgetsBetween(from: number, to: number, step: number, most: number): number[] {
  const count = Math.floor((to - from) / step) + 1;
  const all = (index: number): number => from + index * step;
  if (count <= most) return Array.from({ length: count }, (_, index) => all(index));
  const dense = Math.floor(most / 4);
  const stride = Math.ceil((count - 2 * dense) / (most - 2 * dense)) | 1;
  const middle = Array.from({ length: Math.floor((count - 2 * dense) / stride) }, (_, index) => all(dense + index * stride));
  const ends = Array.from({ length: dense }, (_, index) => [all(index), all(count - 1 - index)]);
  return [...ends.flat(), ...middle];
}

export const programBudget: Budget = { ...plenty, fuel: 20_000_000 };

/** Every (or `most` of) the budgets of fuel and of memory on the way to what the program uses. */
export function sweep(module: IRModule, most: number): Seen {
  const run = pairOf(module);
  const full = run(programBudget);
  const { fuel: used, peakBytes: peak } = full.outcome.usage;
  for (const fuel of budgetsBetween(0, used, 1, most)) {
    const { outcome } = run({ ...programBudget, fuel });
    expect(outcome.ok || fuel === used || !full.outcome.ok || outcome.stop.code === "WG601", `fuel ${fuel}`).toBe(true);
    if (fuel < used) expect(outcome.usage.fuel, `fuel ${fuel}`).toBe(fuel);
  }
  const least = run({ ...programBudget, fuel: 0 }).outcome.usage.peakBytes;
  for (const memoryBytes of budgetsBetween(least, peak, 8, most)) run({ ...programBudget, memoryBytes });
  expect(run(programBudget)).toEqual(full);
  return full;
}
