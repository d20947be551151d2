// Long functions share places of locals (src/wasm/sharedLocals.ts): they do what
// they did before, and thousands of locals become few.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { local, operation, i64 } from "../src/ir/build.ts";
import type { IRFunction, IRModule, Instruction } from "../src/ir/ir.ts";
import { optimise } from "../src/wasm/optimise.ts";
import { shareLocals } from "../src/wasm/sharedLocals.ts";
import { plentyForCase, Tier } from "./helpers/generator/batch.ts";
import { scriptOf } from "./helpers/generator/program.ts";
import { moduleOfSource } from "./helpers/programs.ts";

const folder = new URL("programs/", import.meta.url);
const names = ["array_writes.wgen", "protocols.wgen", "records_and_text.wgen"];

function shared(module: IRModule): IRModule {
  return { ...module, functions: module.functions.map((one) => shareLocals(one, 0)) };
}

function run(module: IRModule): unknown {
  return new Tier(module, (options) => createInterpreter(module, options)).run(scriptOf(""), plentyForCase);
}

const count = ({ functions }: IRModule): number => functions.reduce((sum, { locals }) => sum + locals.length, 0);

test.each(names)("%s does the same", (name) => {
  const module = optimise(moduleOfSource(name, readFileSync(new URL(name, folder), "utf8"))).module;
  const fewer = shared(module);
  expect(count(fewer)).toBeLessThan(0.9 * count(module));
  expect(run(fewer)).toEqual(run(module));
});

test("views of arrays, line by line: a place for all that one line needs", () => {
  const lines = "a[0:2, 1:] += a[1:, 1:] * 2\n";
  const main = (times: number): IRFunction => {
    const { module } = optimise(moduleOfSource("views.wgen", `import numpy as np\na = np.zeros((3, 3))\n${lines.repeat(times)}`));
    return module.functions.toSorted((a, b) => b.locals.length - a.locals.length)[0]!;
  };
  expect(main(40).locals.length).toBeGreaterThan(800);
  expect(shareLocals(main(40)).locals.length).toBeLessThan(main(10).locals.length + 60);
});

describe("a function of locals", () => {
  const set = (id: number, value: bigint): Instruction => ({ kind: "setLocal", local: id, value: i64(value) });
  const give = (id: number): Instruction => ({ kind: "setGlobal", global: 0, value: local(id) });
  const test1 = operation("i64.eq", local(0), i64(1));
  const placesOf = (
    body: readonly Instruction[],
    ...ids: readonly number[]
  ): { readonly count: number; readonly body: readonly Instruction[] } => {
    const locals = [0, ...ids].map(() => ({ representation: "i64" as const, name: null }));
    const flags = { mayRaise: false, depthWeight: 0, isLibrary: false };
    const made = shareLocals({ id: 0, name: "f", parameterCount: 1, locals, result: null, body, ...flags }, 0);
    return { count: made.locals.length, body: made.body };
  };

  test("one after the other: one place, parameters keep theirs", () => {
    const { count: places, body } = placesOf([set(1, 5n), give(1), set(2, 6n), give(2)], 1, 2);
    expect(places).toBe(2);
    expect(body).toEqual([set(1, 5n), give(1), set(1, 6n), give(1)]);
  });

  test("read where it may never have been written: zero first", () => {
    const { body } = placesOf([set(1, 5n), give(1), { kind: "if", test: test1, then: [set(2, 6n)], else: [] }, give(2)], 1, 2);
    expect(body).toEqual([set(1, 5n), give(1), set(1, 0n), { kind: "if", test: test1, then: [set(1, 6n)], else: [] }, give(1)]);
  });

  test("arms of a choice share, lists that stand twice in the tree too", () => {
    const arm = [set(1, 5n), give(1)];
    const choice: Instruction = { kind: "if", test: test1, then: arm, else: arm };
    expect(placesOf([choice, set(2, 6n), give(2)], 1, 2).count).toBe(2);
    expect(placesOf([{ kind: "if", test: test1, then: [set(1, 5n), give(1)], else: [set(2, 6n), give(2)] }], 1, 2).count).toBe(2);
  });

  test("what a loop names lasts as long as the loop", () => {
    const loop: Instruction = { kind: "loop", label: 0, body: [give(1), set(1, 7n), set(2, 8n), give(2), { kind: "branch", label: 0 }] };
    expect(placesOf([loop], 1, 2).count).toBe(3);
    expect(placesOf([{ kind: "block", label: 1, body: [loop] }, set(3, 9n), give(3)], 1, 2, 3).count).toBe(3);
  });

  test("what is still read lasts", () => {
    expect(placesOf([set(1, 5n), set(2, 6n), give(1), give(2)], 1, 2).count).toBe(3);
  });
});
