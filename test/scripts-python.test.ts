// Scripts that makers write by a seed (helpers/scripts), in CPython and in both
// tiers, a few of each maker. `scripts-python.long.test.ts` runs many more.

import { describe, expect, test } from "vitest";
import { compareScripts, Report } from "./helpers/scripts/comparing.ts";
import { makers } from "./helpers/scripts/makers.ts";
import { findPython } from "./lang-harness/python.ts";

describe.skipIf(findPython() === null)("scripts in CPython", () => {
  test.each(makers)(
    "$what",
    async ({ make, isTyped }) => {
      // Taking out lines costs a check each.
      const count = isTyped ? 8 : 5;
      const report = new Report();
      await compareScripts(make, 1, count, report);
      expect(report.differences).toEqual([]);
      expect(report.lost).toBeLessThan(3);
      if (isTyped) expect(report.trimmed, report.refusalsShown(9).join("\n")).toBeLessThan(4);
    },
    600_000,
  );
});
