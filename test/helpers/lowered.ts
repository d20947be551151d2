// Runs lowered programs in both tiers and looks for what they forget to free.

import { expect } from "vitest";
import type { Program, TypedFunction } from "../../src/check/program.ts";
import { createInterpreter } from "../../src/interpreter/instance.ts";
import type { Budget, MachineValue, Stop } from "../../src/ir/instance.ts";
import type { LoweredProgram } from "../../src/ir/lower.ts";
import { plenty, runIn } from "./ir.ts";
import { runBoth } from "./tiers.ts";
import type { ProgramBuilder } from "./typed.ts";

const lowered = new WeakMap<ProgramBuilder, { readonly count: number; readonly made: LoweredProgram }>();

export function lowerOnce(p: ProgramBuilder, traits: Partial<Program> = {}): LoweredProgram {
  const known = lowered.get(p);
  if (known !== undefined && known.count === p.functions.length) return known.made;
  const made = p.lower(traits);
  lowered.set(p, { count: p.functions.length, made });
  return made;
}

export interface LoweredRun {
  readonly value: MachineValue | null;
  readonly stop: Stop | null;
  readonly output: string;
  readonly fuel: number;
}

/** In both tiers, which must agree in everything. */
export function runLowered(
  p: ProgramBuilder,
  f: TypedFunction,
  values: readonly MachineValue[],
  budget: Budget = plenty,
  traits: Partial<Program> = {},
): LoweredRun {
  const { module } = lowerOnce(p, traits);
  const lines: string[] = [];
  const outcome = runBoth(module, f.id, values, budget);
  runIn(createInterpreter, module, f.id, values, budget, { print: (line: string) => void lines.push(line) });
  const { fuel } = outcome.usage;
  return outcome.ok
    ? { value: outcome.value, stop: null, output: lines.join(""), fuel }
    : { value: null, stop: outcome.stop, output: lines.join(""), fuel };
}

/** Calls the function again and again in one instance: the peak must not rise. */
export function expectNoLeak(p: ProgramBuilder, f: TypedFunction, values: readonly MachineValue[]): void {
  const { module } = lowerOnce(p);
  const { instance, outcome } = runIn(createInterpreter, module, f.id, values);
  const peaks = [1, 2, 3].map(() => {
    instance.setBudget(plenty);
    return instance.call(f.id, values).usage.peakBytes;
  });
  expect(new Set(peaks)).toEqual(new Set([outcome.usage.peakBytes]));
}
