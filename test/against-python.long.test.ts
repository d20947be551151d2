// As against-python.test.ts, many more: WGEN_GENERATED_COUNT programs (50,000)
// from WGEN_GENERATED_SEED (1) on and scripts between them, in both tiers besides. Goes on behind a
// difference and tells all.

import { expect, test } from "vitest";
import { programOf } from "./helpers/generator/arbitrary.ts";
import { tags } from "./helpers/generator/batch.ts";
import { Tally } from "./helpers/generator/equality.ts";
import type { GeneratedProgram } from "./helpers/generator/program.ts";
import { differencesFromPython } from "./helpers/generator/python.ts";
import { findPython } from "./lang-harness/python.ts";

const count = Number(process.env["WGEN_GENERATED_COUNT"] ?? 50_000);
const first = Number(process.env["WGEN_GENERATED_SEED"] ?? 1);
const perBatch = tags.length;

test.skipIf(findPython() === null)(`${count} programs from seed ${first} give what CPython gives`, () => {
  const tally = new Tally();
  let differences = 0;
  for (let seed = first; seed < first + count; seed += 10 * perBatch) {
    const batches = Array.from({ length: 10 }, (_, batch) =>
      tags.map((tag, index) => programOf(seed + batch * perBatch + index, tag, { forPython: true })),
    );
    const scripts = Array.from({ length: 10 }, (_, index) => [programOf(seed + index, "a", { forPython: true, isScript: true })]);
    for (const difference of allDifferences([...batches, ...scripts], tally)) {
      differences += 1;
      console.log(`among seeds ${seed} to ${seed + 10 * perBatch - 1}: ${difference}`);
    }
    if (Math.floor(tally.programs / 5000) !== Math.floor((tally.programs - 10 * perBatch) / 5000))
      console.log(`up to ${seed}: ${tally.summary()}`);
  }
  console.log(`seeds ${first} to ${first + count - 1}: ${tally.summary()}; differences ${differences}`);
  for (const refused of tally.refused.slice(0, 20)) console.log(`refused ${refused.split("\n")[0]}`);
  expect(differences).toBe(0);
});

/** Where the tiers differ among them (that throws), batch by batch. */
function allDifferences(batches: readonly (readonly GeneratedProgram[])[], tally: Tally): string[] {
  try {
    return differencesFromPython(batches, tally);
  } catch (error) {
    if (batches.length === 1) return [error instanceof Error ? (error.stack ?? error.message).slice(0, 6000) : String(error)];
    return batches.flatMap((batch) => allDifferences([batch], tally));
  }
}
