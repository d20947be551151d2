// Twenty small worlds have the bytes that `world-golden.json` remembers, so
// that none moves unnoticed; some also in the interpreter, all of them in the
// long tests. `UPDATE=1` writes the file.

import { writeFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { openWorld } from "wgen";
import { bareSeeds, bareShot, exampleAttachments, examples, exampleShot, golden, goldenFile, hashOf } from "./helpers/golden-worlds.ts";
import type { Shot } from "./helpers/golden-worlds.ts";

const update = process.env["UPDATE"] === "1";
const found = new Map<string, string>();
/** Different hooks each; what is slow there stands in the long tests. */
const alsoInterpreted = new Set(["seed a", "delta", "hexmap"]);

function expectGolden(name: string, shot: Shot): void {
  const hash = hashOf(shot);
  found.set(name, hash);
  if (!update) expect(hash).toBe(golden[name]);
  if (alsoInterpreted.has(name)) expect(hashOf({ ...shot, tier: "interpreter" })).toBe(hash);
}

afterAll(() => {
  const sorted = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (update) writeFileSync(goldenFile, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
});

test.each(bareSeeds)("the world of seed %s", (seed) => {
  expectGolden(`seed ${seed}`, bareShot(seed, "compiled"));
});

test.each(examples)("%s, and that it differs under another seed", (name) => {
  const shot = exampleShot(name, "compiled");
  expectGolden(name, shot);
  const far = hashOf({ ...shot, metresPerPixel: 9000 });
  expect(hashOf({ ...shot, metresPerPixel: 9000, seed: "8" })).not.toBe(far);
});

test("tectonics, the dearest over the whole atlas, has fuel to spare with as many plates as it allows", () => {
  const world = openWorld({ seed: "7", attachments: [{ ...exampleAttachments("tectonics")[0]!, params: { count: 40 } }] });
  world.atlas();
  expect(world.notices()).toEqual([]);
});
