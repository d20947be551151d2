// What equality of the tiers means for generated programs: the same with
// plenty, under budgets that end the run somewhere, and for small programs
// under every budget there is.

import type { Budget } from "../../../src/ir/instance.ts";
import { randomOf } from "../randomExpressions.ts";
import { budgetsBetween } from "../sweep.ts";
import { Batch, checkBatch, plentyForCase, Refused } from "./batch.ts";
import type { CheckedBatch, Seen } from "./batch.ts";
import type { GeneratedProgram } from "./program.ts";

/** What runs came to: how often each end, and the programs that were refused. */
export class Tally {
  readonly ends = new Map<string, number>();
  readonly refused: string[] = [];
  programs = 0;

  add(seen: Seen): void {
    this.programs += 1;
    const end = seen.outcome.ok ? "ok" : seen.outcome.stop.code;
    this.ends.set(end, (this.ends.get(end) ?? 0) + 1);
  }

  summary(): string {
    const ends = [...this.ends].sort(([a], [b]) => (a < b ? -1 : 1)).map(([end, count]) => `${end} ${count}`);
    return `${this.programs} programs: ${ends.join(", ")}; refused ${this.refused.length}`;
  }
}

/** What is made of some programs, and these. */
interface Made<What> {
  readonly batch: What;
  readonly programs: readonly GeneratedProgram[];
}

/** The batch; where the checker refuses one of it, batches of the others. */
export function batchesOf(programs: readonly GeneratedProgram[], tally: Tally, frozenState = false): Made<Batch>[] {
  return takenOf(programs, tally, (taken) => new Batch(taken, { frozenState }));
}

/** The same for what is not run as it stands: checked and lowered only. */
export function modulesOf(programs: readonly GeneratedProgram[], tally: Tally, frozenState = false): Made<CheckedBatch>[] {
  return takenOf(programs, tally, (taken) => checkBatch(taken, frozenState));
}

function takenOf<What>(
  programs: readonly GeneratedProgram[],
  tally: Tally,
  make: (taken: readonly GeneratedProgram[]) => What,
): Made<What>[] {
  try {
    return [{ batch: make(programs), programs }];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (programs.length === 1) {
      tally.refused.push(`${error.message}\n${error.text}`);
      return [];
    }
    const half = programs.length >> 1;
    return [programs.slice(0, half), programs.slice(half)].flatMap((part) => takenOf(part, tally, make));
  }
}

/** With plenty; then, for one in `part`, under budgets of every kind that stop it on its way. */
export function compareBatch(programs: readonly GeneratedProgram[], seed: number, tally: Tally, part: number, frozenState = false): void {
  const random = randomOf(seed);
  for (const { batch, programs: taken } of batchesOf(programs, tally, frozenState)) {
    for (const program of taken) {
      const full = batch.run(program, plentyForCase);
      tally.add(full);
      if (random() < part) for (const budget of someBudgets(full, random)) batch.run(program, budget);
    }
  }
}

function someBudgets(full: Seen, random: () => number): Budget[] {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const { fuel, peakBytes } = full.outcome.usage;
  const least = 50_000;
  return [
    { ...plentyForCase, fuel: upTo(fuel) },
    { ...plentyForCase, fuel: Math.max(0, fuel - 1 - upTo(20)) },
    { ...plentyForCase, memoryBytes: least + upTo(Math.max(0, peakBytes - least)) },
    { ...plentyForCase, memoryBytes: peakBytes - 8 },
    { ...plentyForCase, depth: upTo(5) },
    { ...plentyForCase, outputBytes: upTo(full.output.length), stringBytes: 4 + upTo(100), hostCalls: upTo(3) },
  ];
}

/** Every budget of fuel from 0 to what is used, every one of memory up to the peak (at most `most` of each). */
export function sweepProgram(batch: Batch, program: GeneratedProgram, most: number): number {
  const full = batch.run(program, plentyForCase);
  const { fuel: used, peakBytes: peak } = full.outcome.usage;
  let runs = 0;
  for (const fuel of budgetsBetween(0, used, 1, most)) {
    const { outcome, output } = batch.run(program, { ...plentyForCase, fuel });
    runs += 1;
    if (fuel < used && outcome.usage.fuel !== fuel) throw new Error(`fuel ${fuel} of ${used} spent ${outcome.usage.fuel}\n${batch.text}`);
    if (!full.output.startsWith(output)) throw new Error(`fuel ${fuel} prints what the whole run does not\n${batch.text}`);
  }
  const least = batch.run(program, { ...plentyForCase, fuel: 0 }).outcome.usage.peakBytes;
  for (const memoryBytes of budgetsBetween(least, peak, 8, most)) {
    batch.run(program, { ...plentyForCase, memoryBytes });
    runs += 1;
  }
  return runs;
}
