// The functions of `math` give, in both tiers the same bits, the correctly
// rounded result or a float next to it (erf and erfc: next but one; gamma and
// lgamma: as CPython's tests allow), where python3 has numpy and mpmath.

import { expect, test } from "vitest";
import { hasReference, measureAccuracy } from "./helpers/accuracy.ts";

test.skipIf(!hasReference)("math on random arguments and those of CPython's test data", () => {
  const { found, differ } = measureAccuracy(200, 1);
  expect(differ).toEqual([]);
  expect(found.length).toBe(27);
  expect(found.filter((one) => one.furthest > one.allowed)).toEqual([]);
});
