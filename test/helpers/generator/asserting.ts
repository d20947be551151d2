// How tests run properties over generated programs: by fast-check, which makes
// a failing batch smaller, with a message that can be read.

import fc from "fast-check";
import type { Tally } from "./equality.ts";
import type { GeneratedProgram } from "./program.ts";

export const seed = Number(process.env["WGEN_GENERATED_SEED"] ?? 20_311);

/** The checker takes all but very few of them. */
export function expectTaken(tally: Tally): void {
  const most = Math.ceil(tally.programs / 100);
  if (tally.refused.length > most) throw new Error(`${tally.refused.length} refused:\n${tally.refused.join("\n\n").slice(0, 5000)}`);
}

/** The smallest failing program and its message, without the tree. */
export function assertAll(property: fc.IProperty<[readonly GeneratedProgram[]]>, runs: number, from = seed): void {
  const details = fc.check(property, { seed: from, numRuns: runs, endOnFailure: false });
  if (!details.failed) return;
  throw new Error(`seed ${details.seed}, path ${details.counterexamplePath ?? ""}`, { cause: details.errorInstance });
}
