// Programs as people write them, from parsing to output: what they print is
// what CPython printed (the `.out` files beside them).

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runProgram } from "../src/engine/run.ts";

const folder = new URL("./programs/", import.meta.url);

for (const name of readdirSync(folder).filter((each) => each.endsWith(".wgen"))) {
  const text = readFileSync(new URL(name, folder), "utf8");
  test(`${name} prints what CPython prints`, () => {
    const result = runProgram(text);
    expect(result.diagnostics).toEqual([]);
    expect(result.phase === "run" && result.fault).toBe(null);
    expect(result.phase === "run" && result.stdout).toBe(readFileSync(new URL(name.replace(".wgen", ".out"), folder), "utf8"));
  }, 60_000);
}
