// As generated.test.ts, many more: WGEN_GENERATED_COUNT programs (100,000) from
// WGEN_GENERATED_SEED (1) on, so that a run can be split and taken up again. It
// goes on behind a difference and tells the seeds of all; each program is
// `programOf(seed)`.

import { expect, test } from "vitest";
import { batchOf, programOf, reduceProgram } from "./helpers/generator/arbitrary.ts";
import { tags } from "./helpers/generator/batch.ts";
import { moduleText } from "./helpers/generator/program.ts";
import type { GeneratedProgram } from "./helpers/generator/program.ts";
import { batchesOf, compareBatch, sweepProgram, Tally } from "./helpers/generator/equality.ts";

const count = Number(process.env["WGEN_GENERATED_COUNT"] ?? 100_000);
const first = Number(process.env["WGEN_GENERATED_SEED"] ?? 1);
const perBatch = tags.length;

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

test(`${count} programs from seed ${first} are the same in both tiers`, () => {
  const tally = new Tally();
  const failures: string[] = [];
  for (let seed = first; seed < first + count; seed += perBatch) {
    const size = Math.min(perBatch, first + count - seed);
    try {
      compareBatch(batchOf(seed, size), seed, tally, 0.3);
    } catch {
      failures.push(...eachAlone(seed, size));
    }
    if (Math.floor(tally.programs / 5000) !== Math.floor((tally.programs - size) / 5000))
      console.log(`up to seed ${seed + size}: ${tally.summary()}`);
  }
  console.log(`seeds ${first} to ${first + count - 1}: ${tally.summary()}`);
  for (const refused of tally.refused.slice(0, 20)) console.log(`refused ${refused.split("\n")[0]}`);
  expect(failures).toEqual([]);
});

function eachAlone(seed: number, size: number): string[] {
  const failures: string[] = [];
  for (let at = seed; at < seed + size; at++) {
    try {
      compareBatch([programOf(at)], at, new Tally(), 1);
    } catch (error) {
      const small = reduceProgram(programOf(at), (smaller) => differs(smaller, at), 500);
      failures.push(`seed ${at}: ${messageOf(error).slice(0, 4000)}\n--- reduced\n${moduleText([small])}`);
      console.log(failures.at(-1));
    }
  }
  if (failures.length === 0) failures.push(`seeds ${seed} to ${seed + size - 1} differ in one module, not alone`);
  return failures;
}

function differs(program: GeneratedProgram, seed: number): boolean {
  try {
    compareBatch([program], seed, new Tally(), 1);
    return false;
  } catch {
    return true;
  }
}

test("small programs and scripts under every budget", () => {
  const tally = new Tally();
  let runs = 0;
  for (let seed = first; seed < first + count / 200; seed++) {
    const program = programOf(seed, "a", { size: 2 + (seed % 4), isScript: seed % 3 === 0 });
    for (const { batch } of batchesOf([program], tally)) runs += sweepProgram(batch, program, 3000);
  }
  console.log(`${runs} runs of ${Math.ceil(count / 200)} small programs from seed ${first}`);
  expect(runs).toBeGreaterThan(0);
});
