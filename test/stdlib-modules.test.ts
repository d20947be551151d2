// What the world modules promise, checked by programs of asserts on random
// input (test/modules/), in both tiers with the same fuel.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runProgram } from "../src/engine/run.ts";

const folder = new URL("./modules/", import.meta.url);
const limits = { fuel: 2e9 };

describe.each(readdirSync(folder))("%s", (file) => {
  test("runs to its end, alike in both tiers", () => {
    const source = readFileSync(new URL(file, folder), "utf8");
    const [compiled, interpreted] = (["compiled", "interpreter"] as const).map((tier) => runProgram(source, { tier, limits }));
    expect(compiled).toMatchObject({ phase: "run", fault: null, stdout: "ok\n" });
    expect(interpreted).toEqual(compiled);
  });
});
