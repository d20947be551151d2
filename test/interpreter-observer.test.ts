// Stepping: the observer is called at each statement with the frames and their
// named locals, and changes neither fuel nor result.

import { expect, it } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { observedFrames } from "../src/interpreter/observer.ts";
import type { Instruction } from "../src/ir/ir.ts";
import { call, charge, define, give, i64, local, moduleOf, op, plenty, set } from "./helpers/ir.ts";

const statement = (site: number): Instruction => ({ kind: "statement", site });

const inner = define(
  "I>I",
  "F",
  [statement(1), charge(1), set(1, { kind: "f64", value: 2.5 }), statement(2), give(op("i64.add", local(0), i64(1)))],
  { name: "inner" },
);
const outer = define(
  ">I",
  "I",
  [statement(3), charge(1), set(0, i64(2n ** 60n)), statement(4), set(0, call(0, [local(0)], null, 5)), statement(6), give(local(0))],
  {
    name: "outer",
  },
);

it("sees each statement with the frames that led there", () => {
  const module = moduleOf([inner, outer]);
  const seen: string[] = [];
  const instance = createInterpreter(module, {
    hostFunctions: [],
    print: () => {},
    moduleName: "test",
    runSeed: 0n,
    observer: (site, machine) => {
      const frames = observedFrames(machine).map(
        (frame) => `${frame.function}(${frame.locals.map((of) => `${of.name}=${of.value}`).join(" ")})`,
      );
      seen.push(`${site}: ${frames.join(" < ")}`);
    },
  });
  instance.setBudget(plenty);
  expect(instance.call(1, [])).toMatchObject({ ok: true, value: 2n ** 60n + 1n, usage: { fuel: 2 } });
  expect(seen).toEqual([
    "3: outer(v0=0)",
    "4: outer(v0=1152921504606846976)",
    "1: inner(v0=1152921504606846976 v1=0) < outer(v0=1152921504606846976)",
    "2: inner(v0=1152921504606846976 v1=2.5) < outer(v0=1152921504606846976)",
    "6: outer(v0=1152921504606846977)",
  ]);
});

it("ends the run where the observer throws", () => {
  const instance = createInterpreter(moduleOf([inner]), {
    hostFunctions: [],
    print: () => {},
    moduleName: "test",
    runSeed: 0n,
    observer: () => {
      throw new Error("stopped by the user");
    },
  });
  instance.setBudget(plenty);
  expect(() => instance.call(0, [1])).toThrow("stopped by the user");
  expect(() => instance.call(0, [1])).toThrow("stopped by the user");
});
