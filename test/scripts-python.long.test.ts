// As scripts-python.test.ts, many more: WGEN_GENERATED_COUNT scripts (10,000) of
// each maker from WGEN_GENERATED_SEED (1) on; WGEN_GENERATED_MAKER names one. It
// goes on behind a difference, and tells each with the smallest script found.

import { expect, test } from "vitest";
import { compareScripts, differs, Report } from "./helpers/scripts/comparing.ts";
import { makers } from "./helpers/scripts/makers.ts";
import { reduceScript } from "./helpers/scripts/reducing.ts";
import { findPython } from "./lang-harness/python.ts";

const count = Number(process.env["WGEN_GENERATED_COUNT"] ?? 10_000);
const first = Number(process.env["WGEN_GENERATED_SEED"] ?? 1);
const only = process.env["WGEN_GENERATED_MAKER"];
const perBatch = 50;

test.skipIf(findPython() === null).each(makers.filter(({ name }) => only === undefined || name === only))(
  `${count} scripts of $name from seed ${first}`,
  async ({ name, make }) => {
    const report = new Report();
    for (let seed = first; seed < first + count; seed += perBatch) {
      const before = report.differences.length;
      await compareScripts(make, seed, Math.min(perBatch, first + count - seed), report);
      for (const difference of report.differences.slice(before))
        console.log(`${name}, seeds ${seed} and following: ${difference.what}\n${await reduceScript(difference.script, differs)}`);
    }
    console.log([`${name}: ${report.summary()}`, ...report.refusalsShown(20)].join("\n"));
    expect(report.differences).toEqual([]);
  },
);
