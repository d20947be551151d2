// No seams on fifty seeds: every example, and the world alone, at two places.

import { expect, test } from "vitest";
import { checkSeams } from "wgen";
import { exampleAttachments, seamWorlds } from "./helpers/golden-worlds.ts";

const seeds = Array.from({ length: 50 }, (_, k) => String(k));

test.each(seamWorlds)("%s", (name) => {
  for (const seed of seeds) {
    const options = { seed, atlasCells: 32, attachments: exampleAttachments(name) };
    expect([seed, checkSeams(options).examples]).toEqual([seed, []]);
    expect([seed, checkSeams(options, 40, -25).examples]).toEqual([seed, []]);
  }
});
