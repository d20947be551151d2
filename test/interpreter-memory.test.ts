// The interpreter's memory, texts and host calls, against hand-built IR.

import { describe, expect, it } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { MachineValue, Outcome } from "../src/ir/instance.ts";
import type { Expression, Instruction, IRModule } from "../src/ir/ir.ts";
import { appendPrice } from "../src/ir/text.ts";
import {
  count,
  define,
  f64,
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

function valueIn(outcome: Outcome): number {
  return outcome.ok ? Number(outcome.value) : Number.NaN;
}

describe("memory", () => {
  it("frees a list of a million links, and all bytes come back", () => {
    const build = define("I>I", "IRR", [
      count(
        0,
        1,
        local(0),
        set(3, { kind: "newRecord", type: testTypes.node, site: 0 }),
        { kind: "setSlot", object: local(3), slot: 0, representation: "i64", value: local(1) },
        { kind: "setSlot", object: local(3), slot: 1, representation: "ref", value: local(2) },
        set(2, local(3)),
      ),
      release(local(2)),
      set(2, none),
      give(local(1)),
    ]);
    const { instance, outcome } = run(moduleOf([build]), 0, [1_000_000]);
    expect(outcome).toMatchObject({ ok: true, value: 1_000_000 });
    instance.setBudget(plenty);
    const fresh = runIn(createInterpreter, moduleOf([build]), 0, [0]).outcome.usage.peakBytes;
    expect(instance.call(0, [0]).usage.peakBytes).toBe(fresh);
    expect(outcome.usage.peakBytes).toBe(fresh + 24_000_000);
  });

  it("keeps every representation in slots and elements", () => {
    const big = 2n ** 63n - 2n;
    const body: Instruction[] = [
      set(0, { kind: "newRecord", type: testTypes.mixed, site: 0 }),
      { kind: "setSlot", object: local(0), slot: 0, representation: "i64", value: i64(big) },
      { kind: "setSlot", object: local(0), slot: 1, representation: "f64", value: f64(-0.5) },
      { kind: "setSlot", object: local(0), slot: 2, representation: "i32", value: i32(-3) },
      set(1, { kind: "newStorage", type: testTypes.integers, length: i32(3), site: 0 }),
      {
        kind: "setElement",
        storage: local(1),
        index: i32(2),
        representation: "i64",
        value: { kind: "slot", object: local(0), slot: 0, representation: "i64" },
      },
      { kind: "fillElements", storage: local(1), start: i32(0), count: i32(2), value: i64(-1), representation: "i64" },
      { kind: "copyElements", to: local(1), at: i32(1), from: local(1), start: i32(0), count: i32(1), representation: "i64" },
      give(
        op(
          "i64.add",
          { kind: "element", storage: local(1), index: i32(2), representation: "i64" },
          { kind: "element", storage: local(1), index: i32(1), representation: "i64" },
        ),
      ),
    ];
    expect(valueOf(body, "RR")).toBe(big - 1n);
  });

  it("retains and releases ranges", () => {
    const body: Instruction[] = [
      set(0, { kind: "newStorage", type: testTypes.references, length: i32(4), site: 0 }),
      set(1, { kind: "newRecord", type: testTypes.node, site: 0 }),
      { kind: "fillElements", storage: local(0), start: i32(0), count: i32(4), value: local(1), representation: "ref" },
      { kind: "retainRange", storage: local(0), start: i32(0), count: i32(3) },
      { kind: "releaseRange", storage: local(0), start: i32(1), count: i32(2) },
      retain(local(1)),
      retain(local(1)),
      release(local(0)),
      give(local(1)),
    ];
    // Counts: 1 + 3 - 2 + 2 = 4 = the four elements; the storage's end frees the record too.
    const { instance, outcome } = run(moduleOf([define(">R", "RR", body)]), 0);
    expect(outcome.ok).toBe(true);
    instance.setBudget(plenty);
    expect(instance.call(0, []).usage.peakBytes).toBe(outcome.usage.peakBytes);
  });

  it("keeps what is resident, and forgets the rest at reset", () => {
    const init = define(">", "R", [
      set(0, { kind: "newRecord", type: testTypes.node, site: 0 }),
      { kind: "setSlot", object: local(0), slot: 0, representation: "i64", value: i64(42) },
      { kind: "setGlobal", global: 0, value: local(0) },
      give(),
    ]);
    const read = define(">I", "R", [
      set(0, { kind: "newRecord", type: testTypes.node, site: 0 }),
      retain({ kind: "global", global: 0 }),
      when({ kind: "isResident", object: local(0) }, [give(i64(-1))]),
      when(op("i32.eqz", { kind: "isResident", object: { kind: "global", global: 0 } }), [give(i64(-2))]),
      give({ kind: "slot", object: { kind: "global", global: 0 }, slot: 0, representation: "i64" }),
    ]);
    const { instance } = run(moduleOf([init, read], { globals: "R" }), 0);
    instance.markResident();
    const peaks = [1, 2, 3].map(() => {
      instance.reset();
      instance.setBudget(plenty);
      const outcome = instance.call(1, []);
      expect(outcome).toMatchObject({ ok: true, value: 42 });
      return outcome.usage.peakBytes;
    });
    expect(new Set(peaks).size).toBe(1);
  });
});

describe("texts", () => {
  const append = (right: Expression): Expression => ({ kind: "appendText", left: local(0), right, site: 1 });

  it("appends in place where unique, and prices what it copies", () => {
    const body: Instruction[] = [
      set(0, text(0)),
      set(0, append(text(1))),
      set(1, local(0)),
      set(0, append(text(1))),
      when(op("ref.eq", local(0), local(1)), [give(local(0))]),
      give(none),
    ];
    const { instance, outcome } = run(moduleOf([define(">R", "RR", body)], { texts: ["héllo 😀 ", "wor"] }), 0);
    expect(outcome).toMatchObject({ ok: true, usage: { fuel: appendPrice(3, 8) + appendPrice(3, null) } });
    expect(readText(instance, valueIn(outcome))).toBe("héllo 😀 worwor");
  });

  it("hashes, compares and makes characters", () => {
    const hash = (index: number): Expression => ({ kind: "textHash", text: text(index) });
    expect(valueOf([give(i64(0))])).toBe(0);
    const module = moduleOf(
      [
        define(">I", "", [give(hash(0))]),
        define(">I", "", [give(hash(1))]),
        define(">B", "", [give({ kind: "textCompare", left: text(0), right: text(1) })]),
        define(">B", "", [give({ kind: "textEqual", left: text(0), right: text(2) })]),
        define("B>R", "", [give({ kind: "characterText", code: local(0), site: 0 })]),
      ],
      { texts: ["abc", "abd", "abc"] },
    );
    expect(run(module, 0).outcome).toMatchObject({ value: 2073132637027913 });
    expect(run(module, 2).outcome).toMatchObject({ value: -1 });
    expect(run(module, 3).outcome).toMatchObject({ value: 1 });
    for (const code of [65, 255, 256, 0x1f600]) {
      const { instance, outcome } = run(module, 4, [code]);
      expect(readText(instance, valueIn(outcome))).toBe(String.fromCodePoint(code));
    }
  });
});

describe("the host", () => {
  const module = moduleOf([define("I>I", "I", [set(1, { kind: "hostCall", host: 0, arguments: [local(0)], site: 2 }), give(local(1))])], {
    hosts: [{ name: "double", parameters: ["i64"], result: "i64" }],
  });

  it("is called with machine values, counted, and its errors carry only a message", () => {
    const hostFunctions = [([value]: readonly MachineValue[]) => BigInt(value!) * 2n];
    const once = (hosts: typeof hostFunctions, hostCalls = 1) =>
      runIn(createInterpreter, module, 0, [2n ** 61n], { ...plenty, hostCalls }, { hostFunctions: hosts }).outcome;
    expect(once(hostFunctions)).toMatchObject({ ok: true, value: 2n ** 62n });
    expect(once(hostFunctions, 0)).toMatchObject({ ok: false, stop: { code: "WG606", chain: [2] } });
    const failing = [
      (): never => {
        throw new Error("no such thing");
      },
    ];
    expect(once(failing)).toMatchObject({
      ok: false,
      stop: { code: "WG512", message: "RuntimeError: host function `double`: no such thing", chain: [2] },
    });
  });
});
