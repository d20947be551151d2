// As accuracy.test.ts, a million random arguments of each function
// (WGEN_GENERATED_COUNT) from WGEN_GENERATED_SEED (1). Prints a line a function.

import { expect, test } from "vitest";
import { hasReference, measureAccuracy } from "./helpers/accuracy.ts";

const count = Number(process.env["WGEN_GENERATED_COUNT"] ?? 1_000_000);
const seed = Number(process.env["WGEN_GENERATED_SEED"] ?? 1);

test.skipIf(!hasReference)(`math on ${count} random arguments of each function`, () => {
  const { found, differ } = measureAccuracy(count, seed);
  for (const one of found)
    console.log(
      `${one.name.padEnd(7)}${one.count} arguments, ${one.error} places from the exact value at most, ${one.furthest} from the rounded`,
    );
  expect(differ).toEqual([]);
  expect(found.filter((one) => one.furthest > one.allowed)).toEqual([]);
});
