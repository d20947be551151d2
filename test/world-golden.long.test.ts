// All worlds of `world-golden.json` in the interpreter: the same bytes.

import { expect, test } from "vitest";
import { bareSeeds, bareShot, examples, exampleShot, golden, hashOf } from "./helpers/golden-worlds.ts";

test.each(bareSeeds)("the world of seed %s", (seed) => {
  expect(hashOf(bareShot(seed, "interpreter"))).toBe(golden[`seed ${seed}`]);
});

test.each(examples)("%s", (name) => {
  expect(hashOf(exampleShot(name, "interpreter"))).toBe(golden[name]);
});
