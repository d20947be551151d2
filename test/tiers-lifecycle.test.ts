// The life of an instance, step by step in both tiers: host allocations,
// globals, the resident mark, reset, budgets over several calls.

import { describe, expect, it } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { initialBytes } from "../src/ir/heap.ts";
import { StopError, type Instance, type InstanceOptions } from "../src/ir/instance.ts";
import type { Instruction, IRModule } from "../src/ir/ir.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import {
  charge,
  checked,
  define,
  give,
  i32,
  i64,
  local,
  moduleOf,
  op,
  plenty,
  readText,
  release,
  retain,
  set,
  testTypes,
  text,
  when,
} from "./helpers/ir.ts";
import { compiledOf } from "./helpers/tiers.ts";

/** Runs every step in both tiers and expects the same; gives the interpreter's answer. */
function pairOf(module: IRModule, more: Partial<InstanceOptions> = {}) {
  const options: InstanceOptions = { hostFunctions: [], print: () => {}, moduleName: "pair", runSeed: -1n, ...more };
  const interpreted = createInterpreter(module, options);
  const compiled = createCompiled(compiledOf(module), options);
  return <T>(step: (instance: Instance) => T): T => {
    const expected = step(interpreted);
    expect(step(compiled)).toEqual(expected);
    return expected;
  };
}

function stopOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error instanceof StopError ? error.stop : error;
  }
}

const slot0 = { slot: 0, representation: "i64" } as const;

/** 0: global 0 = a new node with 41 in it. 1: adds 1 to it and gives it. 2: makes garbage, gives what is in the node. */
const counting = moduleOf(
  [
    define(">", "R", [
      charge(7),
      set(0, { kind: "newRecord", type: testTypes.node, site: 0 }),
      { kind: "setSlot", object: local(0), ...slot0, value: i64(41) },
      { kind: "setGlobal", global: 0, value: local(0) },
      { kind: "setGlobal", global: 1, value: i64(2n ** 62n) },
      give(),
    ]),
    define(">I", "", [
      charge(3, 1),
      {
        kind: "setSlot",
        object: { kind: "global", global: 0 },
        ...slot0,
        value: checked("i64.add", { kind: "slot", object: { kind: "global", global: 0 }, ...slot0 }, i64(1)),
      },
      { kind: "setGlobal", global: 1, value: checked("i64.add", { kind: "global", global: 1 }, i64(1)) },
      give({ kind: "slot", object: { kind: "global", global: 0 }, ...slot0 }),
    ]),
    define("I>I", "R", [
      charge(5, 2),
      set(1, { kind: "newStorage", type: testTypes.integers, length: op("i32.from_i64", local(0)), site: 2 }),
      when(op("i32.eqz", op("i64.eq", { kind: "element", storage: local(1), index: i32(0), representation: "i64" }, i64(0))), [
        give(i64(-1)),
      ]),
      {
        kind: "fillElements",
        storage: local(1),
        start: i32(0),
        count: op("i32.from_i64", local(0)),
        value: i64(-1),
        representation: "i64",
      },
      give({ kind: "slot", object: { kind: "global", global: 0 }, ...slot0 }),
    ]),
  ],
  { globals: "RI", texts: ["static"] },
);

describe("an instance in both tiers", () => {
  it("begins with the resident texts and nothing else", () => {
    const both = pairOf(counting);
    both((instance) => instance.setBudget(plenty));
    const { usage } = both((instance) => instance.call(0, []));
    expect(usage).toEqual({ fuel: 7, peakBytes: initialBytes(counting, "pair") + 24 });
  });

  it("counts fuel and peak from one budget to the next", () => {
    const both = pairOf(counting);
    both((instance) => instance.setBudget({ ...plenty, fuel: 14 }));
    both((instance) => instance.call(0, []));
    both((instance) => instance.call(1, []));
    expect(both((instance) => instance.call(1, []))).toMatchObject({ ok: true, value: 43, usage: { fuel: 13 } });
    expect(both((instance) => instance.call(1, []))).toMatchObject({ ok: false, stop: { code: "WG601" }, usage: { fuel: 14 } });
    both((instance) => instance.setBudget(plenty));
    expect(both((instance) => instance.call(1, []))).toMatchObject({ ok: true, value: 44, usage: { fuel: 3 } });
  });

  it("is as new after reset, where nothing was made resident", () => {
    const both = pairOf(counting);
    const values = [1, 2].map(() => {
      both((instance) => instance.reset());
      both((instance) => instance.setBudget(plenty));
      both((instance) => instance.call(0, []));
      both((instance) => instance.call(1, []));
      return both((instance) => instance.getGlobal(1));
    });
    expect(values).toEqual([2n ** 62n + 1n, 2n ** 62n + 1n]);
    both((instance) => instance.reset());
    expect(both((instance) => [instance.getGlobal(0), instance.getGlobal(1)])).toEqual([0, 0]);
  });

  it("keeps what is resident over calls, also what becomes so later", () => {
    const both = pairOf(counting);
    both((instance) => instance.setBudget(plenty));
    both((instance) => instance.call(0, []));
    both((instance) => instance.markResident());
    const peaks = [10, 1000, 10, 100_000, 10].map((size) => {
      both((instance) => instance.reset());
      both((instance) => instance.setBudget(plenty));
      const outcome = both((instance) => instance.call(2, [size]));
      expect(outcome).toMatchObject({ ok: true, value: 41 });
      return outcome.usage.peakBytes;
    });
    expect(peaks[2]).toBe(peaks[0]);
    expect(peaks[4]).toBe(peaks[0]);
    both((instance) => instance.reset());
    both((instance) => instance.setGlobal(1, -5));
    both((instance) => instance.setGlobal(0, nodeWith(instance, 99n)));
    both((instance) => instance.markResident());
    both((instance) => instance.reset());
    both((instance) => instance.setBudget(plenty));
    expect(both((instance) => instance.call(2, [3]))).toMatchObject({ ok: true, value: 99 });
    expect(both((instance) => instance.getGlobal(1))).toBe(-5);
  });

  it("stops at a memory limit within the host's allocation, without a chain", () => {
    const both = pairOf(counting);
    const limit = initialBytes(counting, "pair") + 16 + 80;
    both((instance) => instance.setBudget({ ...plenty, memoryBytes: limit, stringBytes: 8 }));
    both((instance) => instance.release(instance.allocate(testTypes.integers, 10)));
    expect(both((instance) => stopOf(() => instance.allocate(testTypes.integers, 11)))).toMatchObject({ code: "WG602", chain: [] });
    both((instance) => instance.release(instance.allocate(0, 2)));
    expect(both((instance) => stopOf(() => instance.allocate(0, 3)))).toMatchObject({ code: "WG605", chain: [] });
  });
});

function nodeWith(instance: Instance, value: bigint): number {
  const address = instance.allocate(testTypes.node, 0);
  instance.view().setBigInt64(address + 8, value, true);
  return address;
}

describe("texts in both tiers", () => {
  it("takes a text from the host, appends to it, and gives it back", () => {
    const body: Instruction[] = [
      retain(local(0)),
      set(1, local(0)),
      set(1, { kind: "appendText", left: local(1), right: text(0), site: 1 }),
      set(1, { kind: "appendText", left: local(1), right: { kind: "moduleName" }, site: 1 }),
      give(local(1)),
    ];
    const module = moduleOf([define("R>R", "R", body)], { texts: ["ü😀"] });
    const both = pairOf(module);
    both((instance) => instance.setBudget(plenty));
    const made = both((instance) => {
      const given = instance.allocate(0, 3);
      for (let i = 0; i < 3; i++) instance.view().setUint32(given + 24 + 4 * i, 97 + i, true);
      const outcome = instance.call(0, [given]);
      if (!outcome.ok) return [outcome];
      const result = readText(instance, Number(outcome.value));
      instance.release(Number(outcome.value));
      instance.release(given);
      return [outcome.usage, result];
    });
    expect(made[1]).toBe("abcü😀pair");
    expect(both((instance) => instance.call(0, [instance.allocate(0, 0)]).usage.fuel)).toBeGreaterThan(0);
  });
});

describe("host functions in both tiers", () => {
  const hosts = [{ name: "make", parameters: ["i64", "f64", "i32", "ref"], result: "ref" }] as const;
  const body: Instruction[] = [
    set(0, { kind: "hostCall", host: 0, arguments: [i64(-(2n ** 63n)), { kind: "f64", value: -0 }, i32(-1), { kind: "null" }], site: 4 }),
    set(1, { kind: "slot", object: local(0), ...slot0 }),
    release(local(0)),
    give(local(1)),
  ];
  const module = moduleOf([define(">I", "RI", body)], { hosts });

  it("may allocate, within the budget of the run", () => {
    const both = pairOf(module, {
      hostFunctions: [
        (values, instance) => {
          expect(values).toEqual([-(2n ** 63n), -0, -1, 0]);
          return nodeWith(instance, 12n);
        },
      ],
    });
    both((instance) => instance.setBudget(plenty));
    expect(both((instance) => instance.call(0, []))).toMatchObject({ ok: true, value: 12 });
    both((instance) => instance.setBudget({ ...plenty, memoryBytes: initialBytes(module, "pair") + 23 }));
    expect(both((instance) => instance.call(0, []))).toMatchObject({ ok: false, stop: { code: "WG602", chain: [4] } });
    expect(both((instance) => instance.call(0, []).usage)).toEqual({ fuel: 0, peakBytes: initialBytes(module, "pair") });
  });

  it("passes on a stop that the border made, with the chain of the call", () => {
    const both = pairOf(module, {
      hostFunctions: [
        () => {
          throw new StopError({ code: "WG607", message: "too large", chain: [] });
        },
      ],
    });
    both((instance) => instance.setBudget(plenty));
    expect(both((instance) => instance.call(0, []))).toMatchObject({
      ok: false,
      stop: { code: "WG607", message: "too large", chain: [4] },
    });
  });
});
