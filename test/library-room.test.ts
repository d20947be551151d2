// What is kept of the library from program to program is bounded, whatever
// types the programs ask for.

import { expect, test } from "vitest";
import type { Instance } from "../src/check/instances.ts";
import { Library } from "../src/check/library.ts";

test("kept instances are forgotten when there are too many", () => {
  const library = new Library(
    () => null,
    () => {
      throw new Error("nothing is parsed here");
    },
    [],
  );
  for (let program = 0; program < 30; program++) {
    library.makeRoom(150);
    for (let each = 0; each < 150; each++) library.kept.set(`${program} ${each}`, {} as Instance);
    expect(library.kept.size).toBeLessThanOrEqual(2000);
  }
  expect(library.kept.size).toBeGreaterThan(0);
});
