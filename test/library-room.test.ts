// What is kept of the library from program to program is bounded, whatever
// types the programs ask for.

import { expect, test } from "vitest";
import type { Instance } from "../src/check/instances.ts";
import { Library } from "../src/check/library.ts";
import { check } from "../src/engine/compile.ts";

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
    for (let each = 0; each < 150; each++) library.keep({ key: `${program} ${each}` } as Instance);
    expect(library.keptCount).toBeLessThanOrEqual(3000);
    const [first] = [library.findKept("0 0")];
    expect(first).toBeDefined();
    if (first !== undefined) library.keep(first);
  }
  // What every program uses stays; what only the first ones used is forgotten.
  expect(library.findKept("0 1")).toBeUndefined();
});

test("the classes of random are kept, though they derive from each other", () => {
  const source = "import random\nrandom.seed(4)\nprint(random.random(), random.randint(1, 6), random.gauss(0.0, 1.0))\n";
  check(source);
  const { program } = check(`${source}# again\n`);
  const anew = program?.functions.filter((one) => one.isLibrary && one.use === undefined).map(({ name }) => name);
  // What reads the generator that a program's functions share belongs to the program.
  expect(new Set(anew)).toEqual(new Set(["<module>", "gauss", "randint", "random", "seed"]));
});

test("what ordinary builtins need of the library is checked once a process", () => {
  const source = 'x = 3\nprint(f"{x:>5}", f"{1.5:8.2f}", sorted([2, 1]), [1.5], {1: "a"}, "a b".split(), int("7"), max([1, 2]))\n';
  check(source);
  const { program } = check(`${source}# again\n`);
  const anew = program?.functions.filter((one) => one.isLibrary && one.use === undefined).map(({ name }) => name);
  expect(program?.functions.length).toBeGreaterThan(40);
  // A module's body runs in each program.
  expect(anew).toEqual(["<module>"]);
});
