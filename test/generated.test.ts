// Generated programs (helpers/generator) in both tiers: value bits, output,
// host calls, fault, line and chain, fuel and peak bytes are the same, with
// plenty and under budgets that end the run; for small programs under every
// budget. `generated.long.test.ts` runs many more.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BatchArbitrary, batchOf, programOf } from "./helpers/generator/arbitrary.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { lowerPlainly } from "../src/ir/lower.ts";
import { Batch, checkBatch, plentyForCase, tags, Tier } from "./helpers/generator/batch.ts";
import { batchesOf, compareBatch, sweepProgram, Tally } from "./helpers/generator/equality.ts";
import { sizeOf } from "./helpers/generator/program.ts";
import type { GeneratedProgram } from "./helpers/generator/program.ts";

const seed = Number(process.env["WGEN_GENERATED_SEED"] ?? 20_311);
const perBatch = tags.length;

/** The checker takes all but very few of them. */
function expectTaken(tally: Tally): void {
  const most = Math.ceil(tally.programs / 100);
  if (tally.refused.length > most) throw new Error(`${tally.refused.length} refused:\n${tally.refused.join("\n\n").slice(0, 5000)}`);
}

type Property = fc.IProperty<[readonly GeneratedProgram[]]>;

/** The smallest failing program and its message, without the tree. */
function assertAll(property: Property, runs: number): void {
  const details = fc.check(property, { seed, numRuns: runs, endOnFailure: false });
  if (!details.failed) return;
  throw new Error(`seed ${details.seed}, path ${details.counterexamplePath ?? ""}`, { cause: details.errorInstance });
}

describe("generated programs", () => {
  test("1,300 are the same in both tiers, some of them under budgets that stop them", () => {
    const tally = new Tally();
    const arbitrary = new BatchArbitrary((from) => batchOf(from, perBatch));
    assertAll(
      fc.property(arbitrary, (batch) => compareBatch(batch, seed, tally, 0.2)),
      50,
    );
    expectTaken(tally);
    expect(tally.ends.get("ok")).toBeGreaterThan(tally.programs / 2);
    if (process.env["WGEN_GENERATED_REPORT"] !== undefined) console.log(tally.summary());
  }, 120_000);

  test("as scripts, where every name is the module's", () => {
    const tally = new Tally();
    const arbitrary = new BatchArbitrary((from) => [programOf(from, "a", { isScript: true, size: 8 })]);
    assertAll(
      fc.property(arbitrary, (batch) => compareBatch(batch, seed, tally, 1)),
      20,
    );
    expectTaken(tally);
  }, 120_000);

  test("with the module's state frozen, as in world hooks", () => {
    const tally = new Tally();
    compareBatch(batchOf(seed, perBatch), seed, tally, 0.5, true);
    expect(tally.programs).toBeGreaterThan(5);
    for (const refused of tally.refused) expect(refused).toMatch(/^WG406/);
  }, 120_000);

  test("without any pass of lowering too", () => {
    const programs = batchOf(seed + perBatch, perBatch);
    const { module, program } = checkBatch(programs);
    const plain = lowerPlainly(program).module;
    const [passed, without] = [module, plain].map((one) => new Tier(one, (options) => createInterpreter(one, options)));
    for (const one of programs) expect(without!.run(one, plentyForCase)).toEqual(passed!.run(one, plentyForCase));
  }, 120_000);

  test("small ones under every budget of fuel and of memory", () => {
    const tally = new Tally();
    const arbitrary = new BatchArbitrary((from) =>
      Array.from({ length: 10 }, (_, index) => programOf(from + index, tags[index] ?? "a", { size: 2 })),
    );
    let runs = 0;
    assertAll(
      fc.property(arbitrary, (programs) => {
        for (const { batch, programs: taken } of batchesOf(programs, tally)) for (const one of taken) runs += sweepProgram(batch, one, 400);
      }),
      5,
    );
    expectTaken(tally);
    expect(runs).toBeGreaterThan(5000);
  }, 120_000);

  test("have more than 30 statements in the median, and shrink", () => {
    const sizes = batchOf(seed, perBatch).map(sizeOf);
    sizes.sort((a, b) => a - b);
    expect(sizes[sizes.length >> 1]).toBeGreaterThan(30);
    const arbitrary = new BatchArbitrary((from) => batchOf(from, 3));
    const hasNoLoop = (batch: readonly GeneratedProgram[]): boolean => !new Batch(batch).text.includes("for ");
    const details = fc.check(
      fc.property(arbitrary, (batch) => {
        try {
          return hasNoLoop(batch);
        } catch {
          return true;
        }
      }),
      { seed, numRuns: 1 },
    );
    expect(details.counterexample?.[0]).toHaveLength(1);
    expect(sizeOf(details.counterexample![0]![0]!)).toBeLessThan(8);
  });
});
