// Calls, mapped hooks and programs, in both tiers: what comes back, what is
// spent, what each limit does at n - 1, n and n + 1, and that nothing passes
// from one call to the next.

import { describe, expect, test } from "vitest";
import type { CallOutcome } from "../src/engine/outcome.ts";
import type { Plugin } from "../src/engine/plugin.ts";
import type { RunLimits } from "../src/engine/runLimits.ts";
import { FLOAT, INT, NONE, STR } from "../src/types/primitives.ts";
import { pluginOf, tiers } from "./helpers/engine.ts";
import * as t from "./helpers/typed.ts";

const first = (b: t.Body): t.Variable => b.parameters[0] as t.Variable;
const second = (b: t.Body): t.Variable => b.parameters[1] as t.Variable;

/** `triangle(n)`: 1 + 2 + ... + n. */
function triangle(): t.ProgramBuilder {
  const p = new t.ProgramBuilder();
  p.add("triangle", [INT], INT, (b) => {
    const sum = b.variable("sum", INT);
    const i = b.variable("i", INT);
    return [
      t.set(sum, t.int(0)),
      t.count(i, t.int(0), t.add(t.read(first(b)), t.int(1)), t.int(1), t.set(sum, t.add(t.read(sum), t.read(i)))),
      t.give(t.read(sum)),
    ];
  });
  return p;
}

function faultOf(outcome: CallOutcome): string {
  return outcome.ok ? "none" : outcome.fault.code;
}

describe.each(tiers)("call (%s)", (tier) => {
  const plugin = pluginOf(triangle(), tier);

  test("a value, and what it cost", () => {
    const out = plugin.call("triangle", { p0: 100 });
    expect(out).toMatchObject({ ok: true, value: 5050, effects: [], log: [] });
    expect(out.fuelUsed).toBeGreaterThan(100);
    expect(out.peakBytes).toBeGreaterThanOrEqual(0);
    expect(plugin.call("triangle", { p0: 100 })).toEqual(out);
  });

  test("fuel at n - 1, n and n + 1", () => {
    const { fuelUsed } = plugin.call("triangle", { p0: 10 });
    const at = (fuel: number): CallOutcome => plugin.call("triangle", { p0: 10 }, { limits: { fuel } });
    expect(at(fuelUsed)).toMatchObject({ ok: true, value: 55, fuelUsed });
    expect(at(fuelUsed + 1)).toMatchObject({ ok: true, value: 55, fuelUsed });
    expect(at(fuelUsed - 1)).toMatchObject({ ok: false, fault: { code: "WG601", fuelUsed: fuelUsed - 1 }, fuelUsed: fuelUsed - 1 });
  });

  test("a fault has a code, a message, a place and a chain", () => {
    const p = new t.ProgramBuilder();
    p.add("f", [INT], INT, (b) => [t.give(t.mul(t.read(first(b)), t.int(2n ** 62n)))]);
    const out = pluginOf(p, tier).call("f", { p0: 4 });
    expect(out.ok).toBe(false);
    if (out.ok) return;
    expect(out.fault.code).toBe("WG520");
    expect(out.fault.message).toMatch(/^OverflowError: 4 \* 4611686018427387904 is outside/);
    expect(out.fault).toMatchObject({ file: "test.wgen", line: 1 });
    expect(out.fault.chain).toHaveLength(1);
    expect(out.fault.chain[0]).toMatchObject({ function: "f", file: "test.wgen" });
  });

  test("misuse throws and says where", () => {
    expect(() => plugin.call("trangle", {})).toThrow(/no hook "trangle"; did you mean triangle\?/);
    expect(() => plugin.call("triangle", {})).toThrow("args.p0: missing");
    expect(() => plugin.call("triangle", { p0: "1" })).toThrow(new TypeError("args.p0: expected an int, found a string"));
    expect(() => plugin.call("triangle", { p0: 1, p00: 1 })).toThrow(/args\.p00: the hook triangle has no such parameter; did you mean p0/);
    expect(plugin.call("triangle", { p0: 1, unused: 5 }).ok).toBe(true);
    expect(() => plugin.call("triangle", { p0: 1 }, { limits: { fuel: Infinity } })).toThrow(TypeError);
    expect(() => plugin.call("triangle", { p0: 1 }, { limits: { fuel: -1 } })).toThrow(RangeError);
    expect(() => plugin.call("triangle", { p0: 1 }, { limits: { depth: 1001 } })).toThrow(RangeError);
    expect(() => plugin.call("triangle", { p0: 1 }, { limits: { feul: 1 } as RunLimits })).toThrow(/no limit "feul"/);
    expect(() => plugin.call("triangle", { p0: 1 }, { params: { a: 1 } })).toThrow(/params\.a/);
  });

  test("names of the prototype are no hooks and no arguments", () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "then"]) {
      expect(() => plugin.call(name, {})).toThrow(/no hook/);
    }
    expect(() => plugin.call("triangle", Object.create({ p0: 1 }) as Record<string, unknown>)).toThrow("args.p0: missing");
  });

  test("results at the byte limit and at the string limit", () => {
    const p = new t.ProgramBuilder();
    p.add("echo", [STR], STR, (b) => [t.give(t.read(first(b)))]);
    p.add("copy", [t.list(INT)], t.list(INT), (b) => [t.give(t.read(first(b)))]);
    const echo = pluginOf(p, tier);
    expect(faultOf(echo.call("echo", { p0: "x".repeat(256) }))).toBe("none");
    expect(faultOf(echo.call("echo", { p0: "x".repeat(257) }))).toBe("WG607");
    expect(faultOf(echo.call("echo", { p0: "x".repeat(257) }, { limits: { resultStringLength: 257 } }))).toBe("none");
    expect(faultOf(echo.call("copy", { p0: [1, 2] }, { limits: { resultBytes: 32 } }))).toBe("none");
    expect(faultOf(echo.call("copy", { p0: [1, 2] }, { limits: { resultBytes: 31 } }))).toBe("WG607");
    const out = echo.call("copy", { p0: [1, 2] }, { limits: { resultBytes: 31 } });
    expect(out.ok ? "" : out.fault.message).toMatch(/more than 31 bytes .* `limits\.resultBytes`/);
  });

  test("arguments beyond the memory limit are a fault of the run", () => {
    const p = new t.ProgramBuilder();
    p.add("count", [t.list(FLOAT)], INT, () => [t.give(t.int(1))]);
    const count = pluginOf(p, tier);
    expect(faultOf(count.call("count", { p0: new Float64Array(10_000) }, { limits: { memoryBytes: 70_000 } }))).toBe("WG602");
    expect(faultOf(count.call("count", { p0: new Float64Array(10_000) }, { limits: { memoryBytes: 90_000 } }))).toBe("none");
  });

  test("ten thousand calls leave nothing behind", () => {
    const p = new t.ProgramBuilder();
    p.add("join", [STR, STR], STR, (b) => [t.give(t.append(t.read(first(b)), t.read(second(b))))]);
    const join = pluginOf(p, tier);
    const before = join.call("join", { p0: "ab", p1: "cd" });
    for (let index = 0; index < 10_000; index++) join.call("join", { p0: "ab", p1: "cd" });
    expect(join.call("join", { p0: "ab", p1: "cd" })).toEqual(before);
  });
});

describe.each(tiers)("module state (%s)", (tier) => {
  /** `total = 10` in the body; `add(n)` adds to it and gives it. */
  function counter(): { p: t.ProgramBuilder; initializer: number } {
    const p = new t.ProgramBuilder();
    const total = p.global("total", INT);
    const read = (): t.Expression => ({ kind: "global", global: total, type: INT, span: t.span() });
    const write = (value: t.Expression): t.Statement => ({ kind: "setGlobal", global: total, value, span: t.span() });
    p.add("add", [INT], INT, (b) => [write(t.add(read(), t.read(first(b)))), t.give(read())]);
    const initializer = p.add("body", [], NONE, () => [write(t.int(10)), t.print(t.str("made\n"))]).id;
    return { p, initializer };
  }

  test("where it is written, the body runs anew for each call", () => {
    const { p, initializer } = counter();
    const plugin = pluginOf(p, tier, { program: { initializer, writesModuleState: true } });
    const values = [1, 2, 3].map((n) => plugin.call("add", { p0: n }));
    expect(values.map((out) => out.ok && out.value)).toEqual([11, 12, 13]);
    expect(values[0]?.log).toEqual([{ text: "made", line: 1, cell: null }]);
    const mapped = new BigInt64Array(3);
    expect(plugin.map("add", { p0: [1, 2, 3] }, mapped).ok).toBe(true);
    expect([...mapped]).toEqual([11n, 12n, 13n]);
  });

  test("where it is not, the body runs once and its prints are nobody's", () => {
    const { p, initializer } = counter();
    const plugin = pluginOf(p, tier, { program: { initializer } });
    const out = plugin.call("add", { p0: 1 });
    expect(out).toMatchObject({ ok: true, value: 11, log: [] });
    expect(plugin.call("add", { p0: 1 }).fuelUsed).toBe(out.fuelUsed);
  });

  test("a body that stops refuses every call in the same way", () => {
    const p = new t.ProgramBuilder();
    p.add("f", [], INT, () => [t.give(t.int(1))]);
    const initializer = p.add("body", [], NONE, () => [t.raise(t.newException("ValueError", t.str("no")))]).id;
    const plugin = pluginOf(p, tier, { program: { initializer } });
    const out = plugin.call("f", {});
    expect(out).toMatchObject({ ok: false, fault: { code: "WG504", message: "ValueError: no" } });
    expect(plugin.call("f", {})).toEqual(out);
  });
});

describe.each(tiers)("parameters (%s)", (tier) => {
  function scaled(): Plugin {
    const p = new t.ProgramBuilder();
    const factor = p.global("factor", FLOAT);
    p.add("scale", [FLOAT], FLOAT, (b) => [
      t.give(t.intrinsic("float_mul", FLOAT, t.read(first(b)), { kind: "global", global: factor, type: FLOAT, span: t.span() })),
    ]);
    const schema = {
      name: "factor",
      type: FLOAT,
      global: factor.id,
      default: 2,
      min: 0,
      max: 10,
      label: "Factor",
      unit: "m",
      span: t.span(),
    };
    return pluginOf(p, tier, { program: { parameters: [schema] } });
  }

  test("are given to the instance, and defaults stand in for what is not", () => {
    const plugin = scaled();
    const value = (params?: Record<string, unknown>): unknown => {
      const out = plugin.call("scale", { p0: 3 }, params === undefined ? {} : { params });
      return out.ok && out.value;
    };
    expect(value()).toBe(6);
    expect(value({ factor: 5 })).toBe(15);
    expect(value()).toBe(6);
    expect(() => value({ factor: 11 })).toThrow("params.factor: at most 10");
    expect(() => value({ factor: NaN })).toThrow(RangeError);
    expect(() => value({ factor: "5" })).toThrow(new TypeError("params.factor: expected a number, found a string"));
    expect(() => value({ facto: 5 })).toThrow(/did you mean factor/);
  });

  test("are described, and as JSON Schema", () => {
    const plugin = scaled();
    expect(plugin.parameters).toEqual([{ name: "factor", type: "float", default: 2, min: 0, max: 10, label: "Factor", unit: "m" }]);
    expect(JSON.parse(JSON.stringify(plugin.parameterSchema))).toMatchObject({
      type: "object",
      additionalProperties: false,
      properties: { factor: { type: "number", default: 2, minimum: 0, maximum: 10, title: "Factor", "x-unit": "m" } },
    });
  });
});

describe.each(tiers)("map (%s)", (tier) => {
  test("columns in, a typed array out; fuel is of all cells", () => {
    const plugin = pluginOf(triangle(), tier);
    const out = new Float64Array(4);
    const one = plugin.call("triangle", { p0: 3 }).fuelUsed;
    expect(plugin.map("triangle", { p0: new Int32Array([3, 3, 3, 3]) }, out)).toMatchObject({ ok: true, count: 4, fuelUsed: 4 * one });
    expect([...out]).toEqual([6, 6, 6, 6]);
    const short = plugin.map("triangle", { p0: new Int32Array([3, 3, 3, 3]) }, out.fill(0), { limits: { fuel: 3 * one } });
    expect(short).toMatchObject({ ok: false, count: 3, at: 3, fault: { code: "WG601" }, fuelUsed: 3 * one });
    expect([...out]).toEqual([6, 6, 6, 0]);
  });

  test("a cell that faults stops it there, and it goes on behind", () => {
    const p = new t.ProgramBuilder();
    p.add("inverse", [INT], FLOAT, (b) => [t.give(t.intrinsic("int_truediv", FLOAT, t.int(1), t.read(first(b))))]);
    const plugin = pluginOf(p, tier);
    const out = new Float64Array(4).fill(-1);
    const columns = { p0: [1, 2, 0, 4] };
    expect(plugin.map("inverse", columns, out)).toMatchObject({ ok: false, at: 2, count: 2, fault: { code: "WG503" } });
    expect([...out]).toEqual([1, 0.5, -1, -1]);
    expect(plugin.map("inverse", columns, out, { from: 3 })).toMatchObject({ ok: true, count: 1 });
    expect([...out]).toEqual([1, 0.5, -1, 0.25]);
  });

  test("records from columns, records to columns, constants and coded values", () => {
    const p = new t.ProgramBuilder();
    const point = t.newClass("Point", [
      ["x", FLOAT],
      ["name", STR],
    ]);
    const type = t.instance({ ...point, module: "wgen" });
    p.add("shift", [type, FLOAT], type, (b) => [
      t.give(
        t.construct(
          type,
          t.intrinsic("float_add", FLOAT, t.field(t.read(first(b)), 0, FLOAT), t.read(second(b))),
          t.field(t.read(first(b)), 1, STR),
        ),
      ),
    ]);
    const plugin = pluginOf(p, tier, { constants: ["p1"] });
    const x = new Float64Array(3);
    const name: string[] = [];
    expect(plugin.map("shift", { p0: { x: new Float64Array([1, 2, 3]), name: ["a", "b", "c"] }, p1: 10 }, { x, name })).toMatchObject({
      ok: true,
      count: 3,
    });
    expect([...x]).toEqual([11, 12, 13]);
    expect(name).toEqual(["a", "b", "c"]);
    const coded = {
      codes: new Int32Array([1, 0, 1]),
      values: [
        { x: 0, name: "low" },
        { x: 5, name: "high" },
      ],
    };
    const all: unknown[] = [];
    expect(plugin.map("shift", { p0: coded, p1: 1 }, all, { count: 3 }).ok).toBe(true);
    expect(all).toMatchObject([
      { x: 6, name: "high" },
      { x: 1, name: "low" },
      { x: 6, name: "high" },
    ]);
    const one = { x: new Float64Array(2) };
    expect(plugin.map("shift", { p0: { x: 1, name: "same" }, p1: 2 }, one).ok).toBe(true);
    expect([...one.x]).toEqual([3, 3]);
  });

  test("blocks of cells give what single calls give, faults and fuel too", () => {
    const p = new t.ProgramBuilder();
    const point = t.newClass("Spot", [
      ["x", FLOAT],
      ["name", STR],
    ]);
    const type = t.instance({ ...point, module: "wgen" });
    p.add("slow", [type, INT], type, (b) => {
      const i = b.variable("i", INT);
      const sum = b.variable("sum", FLOAT);
      const spot = t.read(first(b));
      const step = t.intrinsic("int_truediv", FLOAT, t.int(6), t.read(second(b)));
      return [
        t.set(sum, t.field(spot, 0, FLOAT)),
        t.count(i, t.int(0), t.read(second(b)), t.int(1), t.set(sum, t.intrinsic("float_add", FLOAT, t.read(sum), t.float(0.5)))),
        t.give(t.construct(type, t.intrinsic("float_add", FLOAT, t.read(sum), step), t.append(t.field(spot, 1, STR), t.str("!")))),
      ];
    });
    const plugin = pluginOf(p, tier);
    const count = 9000;
    const x = Float64Array.from({ length: count }, (_, k) => k / 3);
    const n = Int32Array.from({ length: count }, (_, k) => (k === 8500 ? 0 : (k % 5) + 1));
    const name = { codes: Int32Array.from({ length: count }, (_, k) => k % 2), values: ["even", "odd"] };
    const out = { x: new Float64Array(count), name: [] as string[] };
    const mapped = plugin.map("slow", { p0: { x, name }, p1: n }, out);
    expect(mapped).toMatchObject({ ok: false, at: 8500, count: 8500, fault: { code: "WG503", chain: [{ function: "slow" }] } });
    let fuel = 0;
    for (const k of [0, 1, 4095, 4096, 8191, 8192, 8499]) {
      const single = plugin.call("slow", { p0: { x: x[k], name: k % 2 === 0 ? "even" : "odd" }, p1: n[k] });
      expect(single).toMatchObject({ ok: true, value: { x: out.x[k], name: out.name[k] } });
    }
    for (let k = 0; k < 100; k++) fuel += plugin.call("slow", { p0: { x: x[k], name: "even" }, p1: n[k] }).fuelUsed;
    expect(plugin.map("slow", { p0: { x, name: "even" }, p1: n }, out, { count: 100 }).fuelUsed).toBe(fuel);
    const coded = { codes: new Int32Array(10), values: [] as unknown[] };
    expect(plugin.map("slow", { p0: { x: 1, name }, p1: 2 }, coded).ok).toBe(true);
    expect([...coded.codes]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expect(coded.values).toMatchObject([
      { x: 5, name: "even!" },
      { x: 5, name: "odd!" },
    ]);
  });

  test("misuse throws", () => {
    const plugin = pluginOf(triangle(), tier);
    const out = new Float64Array(2);
    expect(() => plugin.map("triangle", { p0: new Int32Array(1) }, out)).toThrow("columns.p0: expected a column of 2, found 1");
    expect(() => plugin.map("triangle", { p0: [1, "2"] }, out)).toThrow("columns.p0[1]: expected an int, found a string");
    expect(() => plugin.map("triangle", {}, out)).toThrow("columns.p0: missing");
    expect(() => plugin.map("triangle", { p0: 1 }, [])).toThrow(/`count`/);
    expect(() =>
      plugin.map(
        "triangle",
        { p0: 1 },
        new Uint8Array(2).map(() => 0),
        { count: 3 },
      ),
    ).toThrow(/out: expected room for 3/);
    expect(() => pluginOf(triangle(), tier, { perCell: false }).map("triangle", { p0: 1 }, out)).toThrow(/per cell/);
  });
});

test("both tiers spend the same and hold the same", () => {
  const [interpreted, compiled] = tiers.map((tier) => pluginOf(triangle(), tier).call("triangle", { p0: 1000 }));
  expect(compiled).toEqual(interpreted);
});
