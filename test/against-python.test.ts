// Generated programs in CPython: the same output, result, and name and text of
// an exception nobody caught. What a limit of ours stops is not compared; where
// an int leaves 64 bits, what was printed until then is. Passes, and says so,
// where there is no python3.

import { describe, expect, test } from "vitest";
import { programOf } from "./helpers/generator/arbitrary.ts";
import { tags } from "./helpers/generator/batch.ts";
import { Tally } from "./helpers/generator/equality.ts";
import { differencesFromPython } from "./helpers/generator/python.ts";
import { findPython } from "./lang-harness/python.ts";

const seed = Number(process.env["WGEN_GENERATED_SEED"] ?? 7_000_001);
const hasPython = findPython() !== null;
if (!hasPython) console.log("no python3 of 3.11 or later here: generated programs are not compared with CPython");

describe.skipIf(!hasPython)("generated programs in CPython", () => {
  test("312 give the same", () => {
    const tally = new Tally();
    const batches = Array.from({ length: 12 }, (_, batch) =>
      tags.map((tag, index) => programOf(seed + batch * tags.length + index, tag, { forPython: true })),
    );
    expect(differencesFromPython(batches, tally)[0] ?? "").toBe("");
    expect(tally.ends.get("ok")).toBeGreaterThan(tally.programs / 2);
  }, 600_000);

  test("scripts give the same", () => {
    const scripts = Array.from({ length: 24 }, (_, index) => [programOf(seed + index, "a", { forPython: true, isScript: true, size: 8 })]);
    expect(differencesFromPython(scripts, new Tally())[0] ?? "").toBe("");
  }, 600_000);
});
