// Generated programs (helpers/generator) in both tiers: value bits, output,
// host calls, fault, line and chain, fuel and peak bytes are the same.
// Others run 618 more: `generated-budgets.test.ts` 156 that it stops on their
// way, `against-python.test.ts` 312, coverage and planted bugs 150.
// `generated.long.test.ts` runs many.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BatchArbitrary, batchOf } from "./helpers/generator/arbitrary.ts";
import { assertAll, expectTaken, seed } from "./helpers/generator/asserting.ts";
import { Batch, tags } from "./helpers/generator/batch.ts";
import { compareBatch, Tally } from "./helpers/generator/equality.ts";
import { sizeOf } from "./helpers/generator/program.ts";
import type { GeneratedProgram } from "./helpers/generator/program.ts";
import { findPython } from "./lang-harness/python.ts";

const perBatch = tags.length;
/** Without CPython, those that it would get too. */
const batches = findPython() === null ? 38 : 26;

describe("generated programs", () => {
  test(`${perBatch * batches} are the same in both tiers`, () => {
    const tally = new Tally();
    const arbitrary = new BatchArbitrary((from) => batchOf(from, perBatch));
    assertAll(
      fc.property(arbitrary, (batch) => compareBatch(batch, seed, tally, 0)),
      batches,
    );
    expectTaken(tally);
    expect(tally.ends.get("ok")).toBeGreaterThan(tally.programs / 2);
    if (process.env["WGEN_GENERATED_REPORT"] !== undefined) console.log(tally.summary());
  }, 600_000);

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
