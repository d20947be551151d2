// What a host does with an instance, in both tiers alike: globals, the resident
// part, reset, allocation from outside, host functions, output; and what only
// the compiled tier has: physical memory that stays flat.

import { describe, expect, test } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { StopError } from "../src/ir/instance.ts";
import type { Instance, InstanceOptions, Outcome } from "../src/ir/instance.ts";
import type { Instruction, IRModule } from "../src/ir/ir.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { withoutCode } from "../src/wasm/kept.ts";
import {
  call,
  charge,
  count,
  define,
  give,
  i32,
  i64,
  local,
  moduleOf,
  none,
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
import { compiledOf, runBoth, sweepFuel, sweepMemory } from "./helpers/tiers.ts";

const options: InstanceOptions = { hostFunctions: [], print: () => {}, moduleName: "test", runSeed: 7n };

/** The same steps in both tiers must tell the same. */
function bothTell(
  module: IRModule,
  steps: (instance: Instance, output: string[]) => unknown,
  more: Partial<InstanceOptions> = {},
): unknown {
  const told = [createInterpreter, (ir: IRModule, all: InstanceOptions) => createCompiled(compiledOf(ir), all)].map((make) => {
    const output: string[] = [];
    const instance = make(module, { ...options, print: (line) => void output.push(line), ...more });
    instance.setBudget(plenty);
    return steps(instance, output);
  });
  expect(told[1]).toEqual(told[0]);
  return told[1];
}

function stopOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    if (error instanceof StopError) return error.stop;
    throw error;
  }
}

const makeNode: Instruction[] = [
  set(0, { kind: "newRecord", type: testTypes.node, site: 1 }),
  { kind: "setSlot", object: local(0), slot: 0, representation: "i64", value: i64(41) },
  { kind: "setGlobal", global: 0, value: local(0) },
  { kind: "setGlobal", global: 1, value: i64(5) },
];

const state = moduleOf(
  [
    define("", "R", makeNode),
    define(">I", "", [
      { kind: "setGlobal", global: 1, value: op("i64.add", { kind: "global", global: 1 }, i64(1)) },
      { kind: "setSlot", object: { kind: "global", global: 0 }, slot: 0, representation: "i64", value: i64(42) },
      give({ kind: "global", global: 1 }),
    ]),
    define(">B", "R", [
      set(0, { kind: "newRecord", type: testTypes.node, site: 1 }),
      give(
        op("i32.sub", op("i32.mul", { kind: "isResident", object: { kind: "global", global: 0 } }, i32(2)), {
          kind: "isResident",
          object: local(0),
        }),
      ),
    ]),
  ],
  { globals: "RI" },
);

describe("globals, the resident part, reset", () => {
  test("reset puts globals back to what they were when all became resident", () => {
    bothTell(state, (instance) => {
      const told: unknown[] = [instance.call(0, []), instance.call(2, [])];
      instance.markResident();
      told.push(instance.call(2, []), instance.call(1, []), instance.call(1, []), instance.getGlobal(1));
      instance.reset();
      told.push(instance.getGlobal(1), instance.call(1, []), instance.getGlobal(0) !== 0);
      instance.setGlobal(1, 2n ** 60n);
      told.push(instance.getGlobal(1), instance.call(1, []));
      instance.setGlobal(0, 0);
      instance.markResident();
      instance.reset();
      told.push(instance.getGlobal(0), instance.getGlobal(1));
      return told;
    });
  });

  test("what is resident is never freed", () => {
    bothTell(state, (instance) => {
      instance.call(0, []);
      instance.markResident();
      const address = Number(instance.getGlobal(0));
      for (let i = 0; i < 10; i++) instance.release(address);
      const other = instance.allocate(testTypes.node, 0);
      return [other !== address, instance.view().getUint32(address, true), instance.view().getUint32(other, true), instance.call(1, [])];
    });
  });

  test("a walk over the heap finds what is alive between what is free", () => {
    const made = createCompiled(compiledOf(state), options);
    made.setBudget(plenty);
    const all = Array.from({ length: 50 }, (_, index) => made.allocate(index % 2 === 0 ? testTypes.integers : 0, index * 7));
    for (const [index, address] of all.entries()) if (index % 3 === 0) made.release(address);
    const big = made.allocate(testTypes.floats, 5000);
    made.release(big);
    const smaller = made.allocate(testTypes.floats, 3000);
    made.markResident();
    const kept = [...all.filter((_, index) => index % 3 !== 0), smaller];
    expect(kept.map((address) => made.view().getUint32(address, true))).toEqual(kept.map(() => 2 ** 30));
  });
});

describe("allocation from outside", () => {
  test("counts against the budget and stops like one inside", () => {
    bothTell(state, (instance) => {
      const told: unknown[] = [];
      const address = instance.allocate(0, 3);
      instance.view().setUint32(address + 24, 0x68, true);
      told.push(readText(instance, address));
      instance.setBudget({ ...plenty, memoryBytes: 20_000, stringBytes: 400 });
      told.push(
        stopOf(() => instance.allocate(0, 101)),
        stopOf(() => instance.allocate(testTypes.integers, 10_000)),
        stopOf(() => instance.allocate(testTypes.floats, 0xffff_ffff)),
      );
      for (let i = 0; i < 1000; i++) instance.release(instance.allocate(testTypes.integers, 1000));
      return told;
    });
  });

  test("a host function may allocate, fault and stop", () => {
    const module = moduleOf(
      [
        define("I>R", "R", [set(1, { kind: "hostCall", host: 0, arguments: [local(0)], site: 3 }), give(local(1))]),
        define("I>R", "R", [set(1, call(0, [local(0)], null, 4)), give(local(1))]),
      ],
      { hosts: [{ name: "make", parameters: ["i64"], result: "ref" }] },
    );
    const host = (values: readonly unknown[], instance: Instance): number => {
      if (values[0] === 1) throw new Error("not one");
      if (values[0] === 2) throw new StopError({ code: "WG607", message: "too large", chain: [] });
      return instance.allocate(testTypes.integers, Number(values[0]));
    };
    const seen = (outcome: Outcome): unknown => (outcome.ok ? outcome.usage : outcome);
    bothTell(module, (instance) => [1, 2, 10, 2 ** 40, 2n ** 62n].map((value) => seen(instance.call(1, [value]))), {
      hostFunctions: [host],
    });
  });
});

describe("output", () => {
  const printing = moduleOf(
    [define("I", "I", [count(0, 1, local(0), { kind: "print", text: text(0), site: 2 }, { kind: "print", text: text(1), site: 3 })])],
    { texts: ["h\u00e9\u{1f600}\n", ""] },
  );

  test("arrives call by call with its site, before a fault too", () => {
    bothTell(printing, (instance, output) => {
      const told: unknown[] = [instance.call(0, [3]), [...output]];
      instance.setBudget({ ...plenty, outputBytes: 20 });
      told.push(instance.call(0, [3]), [...output]);
      return told;
    });
  });

  test("a mebibyte", () => {
    runBoth(printing, 0, [40_000], { ...plenty, outputBytes: 2 ** 18 });
  });
});

describe("memory", () => {
  const building = moduleOf(
    [
      define("I>R", "IR", [
        set(2, text(0)),
        retain(local(2)),
        count(0, 1, local(0), charge(2, 1), set(2, { kind: "appendText", left: local(2), right: text(1), site: 2 })),
        give(local(2)),
      ]),
      define("II>I", "IRR", [
        count(
          0,
          2,
          local(0),
          charge(1, 1),
          set(3, {
            kind: "newStorage",
            type: testTypes.integers,
            length: op("i32.from_i64", op("i64.rem_u", op("i64.mul", local(2), i64(7919)), local(1))),
            site: 2,
          }),
          release(local(4)),
          set(4, local(3)),
          set(3, none),
        ),
        release(local(4)),
        give(local(2)),
      ]),
      // A list of nodes, each holding the next, then all freed at once.
      define("I>I", "IRR", [
        count(
          0,
          1,
          local(0),
          charge(1, 1),
          set(2, { kind: "newRecord", type: testTypes.node, site: 3 }),
          { kind: "setSlot", object: local(2), slot: 1, representation: "ref", value: local(3) },
          set(3, local(2)),
          set(2, none),
        ),
        release(local(3)),
        give(local(1)),
      ]),
    ],
    { texts: ["", "ab"] },
  );

  test("every fuel and memory budget stops both tiers alike", () => {
    sweepFuel(building, 0, [8]);
    sweepMemory(building, 0, [8]);
    sweepMemory(building, 1, [6, 20]);
    sweepMemory(building, 2, [6]);
  });

  test("a long chain is freed without a stack", () => {
    runBoth(building, 2, [200_000]);
  });

  test("a hundred thousand appends and as many storages reuse their room", () => {
    const instance = createCompiled(compiledOf(building), options);
    instance.setBudget(plenty);
    expect(instance.call(1, [20_000, 5000])).toMatchObject({ ok: true });
    const after = instance.view().byteLength;
    expect(instance.call(1, [20_000, 5000])).toMatchObject({ ok: true });
    expect(instance.view().byteLength).toBe(after);
    expect(after).toBeLessThan(2 ** 20);
    for (let i = 0; i < 20; i++) {
      expect(instance.call(0, [20_000])).toMatchObject({ ok: true });
      instance.reset();
    }
    expect(instance.view().byteLength).toBeLessThan(2 ** 21);
  });

  test("blocks freed at one size serve others: physical memory stays near what is alive", () => {
    const instance = createCompiled(compiledOf(building), options);
    instance.setBudget(plenty);
    const pinned: number[] = [];
    for (let length = 0; length < 60; length++) {
      const size = length < 40 ? length + 1 : 40 * (length - 38) ** 2;
      const count = Math.ceil(2 ** 20 / (16 + 8 * size));
      const all = Array.from({ length: count }, () => instance.allocate(testTypes.integers, size));
      for (const [index, address] of all.entries()) {
        instance.view().setBigInt64(address + 16, BigInt(index), true);
        if (index % 500 === 499) pinned.push(address);
        else instance.release(address);
      }
    }
    expect(instance.view().byteLength).toBeLessThan(2 ** 25);
    const seen = new Set(pinned);
    expect(seen.size).toBe(pinned.length);
    for (const address of pinned) expect(instance.view().getUint32(address, true)).toBe(1);
    for (const address of pinned) instance.release(address);
    const before = instance.view().byteLength;
    for (let size = 1; size < 3000; size += 7) for (let i = 0; i < 300; i++) instance.release(instance.allocate(testTypes.integers, size));
    expect(instance.view().byteLength).toBe(before);
  });

  test("a refused growth is the same fault as the logical limit", () => {
    const small = compileModule(building, { maximumPages: 4 });
    const instance = createCompiled(small, options);
    instance.setBudget(plenty);
    expect(instance.call(2, [100_000])).toMatchObject({ ok: false, stop: { code: "WG602", chain: [3] } });
    instance.reset();
    instance.setBudget(plenty);
    expect(instance.call(2, [100])).toMatchObject({ ok: true });
  });

  test("nothing of an earlier run is seen in a fresh object", () => {
    const instance = createCompiled(compiledOf(building), options);
    instance.setBudget(plenty);
    const address = instance.allocate(testTypes.integers, 100);
    for (let i = 0; i < 100; i++) instance.view().setBigInt64(address + 16 + 8 * i, -1n, true);
    instance.release(address);
    const again = instance.allocate(testTypes.integers, 97);
    expect(again).toBe(address);
    expect(Array.from({ length: 97 }, (_, i) => instance.view().getBigInt64(again + 16 + 8 * i, true)).every((value) => value === 0n)).toBe(
      true,
    );
  });
  void when;
});

describe("what is kept of a module", () => {
  test("tells its places, made once for all frames of a fault", () => {
    const compiled = compileModule(moduleOf([define(">I", "", [charge(3), give(i64(7n))])]));
    const kept = withoutCode(compiled);
    expect(kept.ir.sites).toEqual(compiled.ir.sites);
    expect(kept.ir.sites).toBe(kept.ir.sites);
    expect(kept.sideTables.sites).toBe(kept.sideTables.sites);
  });
});
