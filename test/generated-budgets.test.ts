// Generated programs under budgets of fuel, memory, depth, output, text and host
// calls that end the run somewhere, the same in both tiers; small ones under
// many budgets, the smallest under each that there is.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { lowerPlainly } from "../src/ir/lower.ts";
import { BatchArbitrary, batchOf, programOf } from "./helpers/generator/arbitrary.ts";
import { assertAll, expectTaken, seed } from "./helpers/generator/asserting.ts";
import { checkBatch, plentyForCase, tags, Tier } from "./helpers/generator/batch.ts";
import { batchesOf, compareBatch, sweepProgram, Tally } from "./helpers/generator/equality.ts";

const perBatch = tags.length;

describe("generated programs", () => {
  test("156 under budgets that stop them", () => {
    const tally = new Tally();
    const arbitrary = new BatchArbitrary((from) => batchOf(from, perBatch));
    assertAll(
      fc.property(arbitrary, (batch) => compareBatch(batch, seed, tally, 1)),
      6,
      seed + 1,
    );
    expectTaken(tally);
  }, 600_000);

  test("as scripts, where every name is the module's", () => {
    const tally = new Tally();
    const arbitrary = new BatchArbitrary((from) => [programOf(from, "a", { isScript: true, size: 8 })]);
    assertAll(
      fc.property(arbitrary, (batch) => compareBatch(batch, seed, tally, 1)),
      20,
    );
    expectTaken(tally);
  }, 600_000);

  test("with the module's state frozen, as in world hooks", () => {
    const tally = new Tally();
    compareBatch(batchOf(seed, perBatch), seed, tally, 0.5, true);
    expect(tally.programs).toBeGreaterThan(5);
    for (const refused of tally.refused) expect(refused).toMatch(/^WG406/);
  }, 600_000);

  test("without any pass of lowering too", () => {
    const programs = batchOf(seed + perBatch, perBatch);
    const { module, program } = checkBatch(programs);
    const plain = lowerPlainly(program).module;
    const [passed, without] = [module, plain].map((one) => new Tier(one, (options) => createInterpreter(one, options)));
    for (const one of programs) expect(without!.run(one, plentyForCase)).toEqual(passed!.run(one, plentyForCase));
  }, 600_000);

  test("small ones under many budgets of fuel and of memory", () => {
    const tally = new Tally();
    const arbitrary = new BatchArbitrary((from) =>
      Array.from({ length: 10 }, (_, index) => programOf(from + index, tags[index] ?? "a", { size: 2 })),
    );
    let runs = 0;
    assertAll(
      fc.property(arbitrary, (programs) => {
        for (const { batch, programs: taken } of batchesOf(programs, tally)) for (const one of taken) runs += sweepProgram(batch, one, 200);
      }),
      3,
    );
    expectTaken(tally);
    expect(runs).toBeGreaterThan(3000);
  }, 600_000);

  test("the smallest under each budget of fuel and of memory, none left out", () => {
    const few = 1300;
    const scripts = Array.from({ length: 11 }, (_, index) => programOf(11 + index, "a", { isScript: true, size: 1 }));
    const small = scripts.flatMap((script) =>
      batchesOf([script], new Tally()).flatMap(({ batch }) => {
        const { fuel, peakBytes } = batch.run(script, plentyForCase).outcome.usage;
        return fuel < few && peakBytes < 8 * few ? [{ batch, script, fuel }] : [];
      }),
    );
    expect(small.length).toBeGreaterThan(4);
    for (const { batch, script, fuel } of small) expect(sweepProgram(batch, script, few)).toBeGreaterThan(fuel);
  }, 600_000);
});
