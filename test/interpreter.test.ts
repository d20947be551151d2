// The interpreter against hand-built IR: control, calls, limits, memory.

import { describe, expect, it } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { MachineValue } from "../src/ir/instance.ts";
import type { Expression, Instruction, IRModule } from "../src/ir/ir.ts";
import {
  block,
  branch,
  call,
  charge,
  checked,
  count,
  define,
  f64,
  give,
  i32,
  i64,
  local,
  moduleOf,
  op,
  plenty,
  release,
  runIn,
  set,
  testTypes,
  text,
  when,
} from "./helpers/ir.ts";

function run(module: IRModule, id: number, values: readonly MachineValue[] = [], budget = plenty) {
  return runIn(createInterpreter, module, id, values, budget);
}

function valueOf(body: Instruction[], locals = "", signature = ">I"): MachineValue | null | undefined {
  const { outcome } = run(moduleOf([define(signature, locals, body)]), 0);
  return outcome.ok ? outcome.value : undefined;
}

const sumTo: Instruction[] = [
  charge(5),
  count(0, 1, local(0), charge(3, 1), set(2, checked("i64.add", local(2), local(1)))),
  give(local(2)),
];

describe("control", () => {
  it("counts in a loop", () => {
    expect(run(moduleOf([define("I>I", "II", sumTo)]), 0, [10]).outcome).toMatchObject({
      ok: true,
      value: 45,
      usage: { fuel: 35 },
    });
  });

  it("branches by a table, with everything else to the last label", () => {
    const body: Instruction[] = [
      block(
        9,
        block(2, block(1, block(0, { kind: "branchTable", index: local(0), labels: [0, 1], otherwise: 2 }), give(i64(10))), give(i64(11))),
        branch(9),
      ),
      give(i64(12)),
    ];
    const module = moduleOf([define("B>I", "", body)]);
    expect([0, 1, 2, -1].map((index) => run(module, 0, [index]).outcome)).toMatchObject([
      { value: 10 },
      { value: 11 },
      { value: 12 },
      { value: 12 },
    ]);
  });

  it("evaluates one side of a choice and assigns within a sequence in order", () => {
    const choice: Expression = {
      kind: "choose",
      test: op("i64.lt_s", i64(1), i64(2)),
      then: i64(5),
      else: { kind: "checked", operation: "i64.neg", operands: [i64(-(2n ** 63n))], site: 0 },
      representation: "i64",
    };
    expect(valueOf([give(choice)])).toBe(5);
    const changed: Expression = { kind: "sequence", body: [set(0, i64(100))], value: i64(1) };
    expect(valueOf([set(0, i64(3)), give(op("i64.add", local(0), changed))], "I")).toBe(4);
  });

  it("calls functions, deep without the JavaScript stack", () => {
    const down = define(
      "I>I",
      "I",
      [
        charge(1),
        when(op("i64.le_s", local(0), i64(0)), [give(i64(0))]),
        set(1, call(0, [op("i64.sub", local(0), i64(1))], null, 2)),
        give(op("i64.add", local(1), i64(1))),
      ],
      { depthWeight: 64 },
    );
    const deep = { ...plenty, depth: 2_000_000 };
    expect(run(moduleOf([down]), 0, [1_000_000], deep).outcome).toMatchObject({ ok: true, value: 1_000_000 });
    const outcome = run(moduleOf([down]), 0, [1_000_000]).outcome;
    expect(outcome).toMatchObject({ ok: false, stop: { code: "WG603" } });
    expect(outcome.ok ? [] : outcome.stop.chain).toHaveLength(1000);
    expect(run(moduleOf([down]), 0, [999]).outcome).toMatchObject({ ok: true });
    expect(run(moduleOf([down]), 0, [1000]).outcome).toMatchObject({ ok: false });
  });

  it("flattens trees deeper than any stack", () => {
    let nested: Instruction[] = [give(i64(1))];
    for (let i = 0; i < 50_000; i++) nested = [when(op("i64.eq", i64(0), i64(1)), [], nested)];
    expect(valueOf(nested)).toBe(1);
  });
});

describe("limits", () => {
  it("stops at every budget of fuel below what is used, at the charge", () => {
    const module = moduleOf([define("I>I", "II", sumTo)]);
    for (let fuel = 0; fuel < 35; fuel++) {
      const { outcome } = run(module, 0, [10], { ...plenty, fuel });
      expect(outcome).toMatchObject({
        ok: false,
        stop: { code: "WG601", chain: [fuel < 5 ? 0 : 1] },
        usage: { fuel },
      });
    }
    expect(run(module, 0, [10], { ...plenty, fuel: 35 }).outcome.ok).toBe(true);
  });

  it("counts fuel by site in a profile, all of it", () => {
    const module = moduleOf([define("I>I", "II", sumTo)]);
    const profile = new Float64Array(10);
    runIn(createInterpreter, module, 0, [10], plenty, { profile });
    expect(Array.from(profile).slice(0, 2)).toEqual([5, 30]);
    const short = new Float64Array(10);
    runIn(createInterpreter, module, 0, [10], { ...plenty, fuel: 18 }, { profile: short });
    expect(Array.from(short).slice(0, 2)).toEqual([5, 13]);
  });

  it("refuses memory before it is allocated", () => {
    const body: Instruction[] = [
      set(0, { kind: "newStorage", type: testTypes.integers, length: i32(10), site: 3 }),
      release(local(0)),
      give(i64(1)),
    ];
    const module = moduleOf([define(">I", "R", body)]);
    const before = run(moduleOf([define(">I", "", [give(i64(1))])]), 0).outcome.usage.peakBytes;
    expect(run(module, 0).outcome.usage.peakBytes).toBe(before + 96);
    const tight = { ...plenty, memoryBytes: before + 95 };
    expect(run(module, 0, [], tight).outcome).toMatchObject({
      ok: false,
      stop: { code: "WG602", chain: [3] },
      usage: { peakBytes: before },
    });
    expect(run(module, 0, [], { ...plenty, memoryBytes: before + 96 }).outcome.ok).toBe(true);
  });

  it("charges by size, rounded up, negative sizes as 0, enormous ones as all", () => {
    const body: Instruction[] = [{ kind: "chargeSize", base: 4, each: 0.125, size: local(0), site: 1 }, give(i64(1))];
    const module = moduleOf([define("I>I", "", body)]);
    const fuels = [-5, 0, 1, 8, 9].map((size) => run(module, 0, [size]).outcome.usage.fuel);
    expect(fuels).toEqual([4, 4, 5, 5, 6]);
    expect(run(module, 0, [2n ** 62n]).outcome).toMatchObject({ ok: false, usage: { fuel: plenty.fuel } });
  });

  it("stops printing at the output limit", () => {
    const module = moduleOf(
      [define(">I", "", [{ kind: "print", text: text(0), site: 4 }, { kind: "print", text: text(0), site: 5 }, give(i64(1))])],
      { texts: ["aé€😀"] },
    );
    const { outcome, output } = run(module, 0, [], { ...plenty, outputBytes: 19 });
    expect(output).toBe("aé€😀");
    expect(outcome).toMatchObject({ ok: false, stop: { code: "WG604", chain: [5] } });
    expect(run(module, 0, [], { ...plenty, outputBytes: 20 }).outcome.ok).toBe(true);
  });
});

describe("faults", () => {
  it("shows a trap with its chain", () => {
    const inner = define("I>", "", [{ kind: "trap", code: "WG520", message: ["x is ", local(0), " and ", f64(1e16)], site: 3 }]);
    const outer = define(">", "I", [{ kind: "evaluate", value: call(0, [i64(2n ** 63n - 1n)], null, 4) }]);
    expect(run(moduleOf([inner, outer]), 1).outcome).toMatchObject({
      ok: false,
      stop: { code: "WG520", message: "OverflowError: x is 9223372036854775807 and 1e+16", chain: [3, 4] },
    });
  });

  const raising = define(
    "B>I",
    "R",
    [
      when(op("i32.eqz", local(0)), [give(i64(7))]),
      set(1, { kind: "newRecord", type: testTypes.valueError, site: 0 }),
      { kind: "setSlot", object: local(1), slot: 0, representation: "ref", value: text(0) },
      { kind: "raise", value: local(1), site: 1, again: false },
      give(i64(0)),
    ],
    { mayRaise: true },
  );

  it("hands a pending exception to the handler and keeps the result from the local", () => {
    const catching = define("B>I", "IR", [
      set(1, i64(1)),
      block(0, set(1, call(0, [local(0)], 0, 2)), give(local(1))),
      set(2, { kind: "takePending" }),
      release(local(2)),
      give(op("i64.add", local(1), i64(100))),
    ]);
    const module = moduleOf([raising, catching], { texts: ["bad value"] });
    expect(run(module, 1, [0]).outcome).toMatchObject({ ok: true, value: 7 });
    expect(run(module, 1, [1]).outcome).toMatchObject({ ok: true, value: 101 });
  });

  it("reports an uncaught exception with its trace, also when raised again", () => {
    const passing = define("B>I", "I", [block(0, set(1, call(0, [local(0)], 0, 2)), give(local(1))), give(i64(0))], { mayRaise: true });
    const again = define(
      "B>I",
      "IR",
      [
        block(0, set(1, call(1, [local(0)], 0, 3)), give(local(1))),
        set(2, { kind: "takePending" }),
        { kind: "raise", value: local(2), site: 9, again: true },
        give(i64(0)),
      ],
      { mayRaise: true },
    );
    const module = moduleOf([raising, passing, again], { texts: ["bad value"] });
    const stop = { code: "WG504", message: "ValueError: bad value", chain: [1, 2] };
    expect(run(module, 1, [1]).outcome).toMatchObject({ ok: false, stop });
    expect(run(module, 2, [1]).outcome).toMatchObject({ ok: false, stop: { ...stop, chain: [1, 2, 3] } });
  });

  it("stops at once for what nobody catches", () => {
    const body = [...raising.body];
    body[3] = { kind: "uncaught", value: local(1), site: 6 };
    const module = moduleOf([{ ...raising, body }], { texts: [""] });
    expect(run(module, 0, [1]).outcome).toMatchObject({ ok: false, stop: { code: "WG504", message: "ValueError", chain: [6] } });
  });
});

it("runs tens of millions of simple operations a second", () => {
  const body: Instruction[] = [
    count(
      0,
      1,
      local(0),
      charge(1),
      set(2, op("i64.xor", checked("i64.add", local(2), local(1)), i64(5))),
      set(3, op("f64.mul", op("f64.add", local(3), f64(0.5)), f64(0.999))),
    ),
    give(local(2)),
  ];
  const module = moduleOf([define("I>I", "IIF", body)]);
  run(module, 0, [100_000]);
  const turns = 2_000_000;
  // Time of this thread alone: other tests run beside it.
  const started = process.threadCpuUsage();
  run(module, 0, [turns]);
  const { user, system } = process.threadCpuUsage(started);
  const seconds = (user + system) / 1e6;
  const perSecond = (turns * 9) / seconds;
  expect(perSecond).toBeGreaterThan(5e6);
});
