// All worlds of `world-golden.json` in the interpreter: the same bytes. And no
// example faults in a world of the size that people open.

import { expect, test } from "vitest";
import { openWorld } from "wgen";
import { bareSeeds, bareShot, exampleAttachments, examples, exampleShot, golden, hashOf } from "./helpers/golden-worlds.ts";

test.each(bareSeeds)("the world of seed %s", (seed) => {
  expect(hashOf(bareShot(seed, "interpreter"))).toBe(golden[`seed ${seed}`]);
});

test.each(examples)("%s", (name) => {
  expect(hashOf(exampleShot(name, "interpreter"))).toBe(golden[name]);
});

test.each(examples)("%s faults nowhere over a whole atlas", (name) => {
  for (const seed of ["1", "7", "island"]) {
    const world = openWorld({ seed, attachments: exampleAttachments(name) });
    world.render({ width: 96, height: 96, metresPerPixel: 2000 });
    expect(world.notices()).toEqual([]);
  }
});
