// Choices between floats in the compiled tier: some become one instruction
// without a jump, and all give the bits that the interpreter gives.

import { describe, test } from "vitest";
import type { Expression } from "../src/ir/ir.ts";
import { define, f64, give, local, moduleOf, op } from "./helpers/ir.ts";
import { runBoth } from "./helpers/tiers.ts";

const comparisons = ["f64.lt", "f64.gt", "f64.le", "f64.ge", "f64.eq", "f64.ne"] as const;

describe("one of two floats by a comparison of them", () => {
  const at = (index: number): Expression => (index === 2 ? f64(0) : local(index));
  const forms = [0, 1].flatMap((left) =>
    [1, 0, 2].flatMap((right) => [0, 1, 2].flatMap((then) => [0, 1, 2].map((other) => [left, right, then, other]))),
  );

  test.each(comparisons)("%s", (name) => {
    const functions = forms.map(([left = 0, right = 0, then = 0, other = 0]) => {
      const test = op(name, at(left), at(right));
      return define("FF>F", "", [give({ kind: "choose", test, then: at(then), else: at(other), representation: "f64" })]);
    });
    const made = moduleOf(functions);
    const few = [0, -0, 1.5, -1.5, Infinity, -Infinity, NaN];
    for (const [id] of forms.entries()) for (const x of few) for (const y of few) runBoth(made, id, [x, y]);
  });
});
