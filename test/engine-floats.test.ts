// Columns of floats take the shortest way over the border: it must give what
// single calls give, whatever the instance has done before.

import { describe, expect, test } from "vitest";
import { compile, defineHost } from "../src/index.ts";
import type { MapOptions, MapOutcome, Plugin } from "../src/index.ts";

const host = defineHost({
  name: "floats",
  hooks: {
    lean: { parameters: { x: "float", y: "float" }, result: "float", perCell: true },
    grow: { parameters: { x: "float" }, result: "float", perCell: true },
  },
});

const source = `
def lean(x: float, y: float) -> float:
    if y == 7.0:
        return x / (y - 7.0)
    return x * 2.0 - y


def grow(x: float) -> float:
    items = [x] * int(x)
    return float(len(items))
`;

const [compiled, interpreted] = (["compiled", "interpreter"] as const).map((tier): Plugin => {
  const plugin = compile(source, { host, fileName: "floats.wgen", tier });
  if (!plugin.ok) throw new Error(JSON.stringify(plugin.diagnostics));
  return plugin;
}) as [Plugin, Plugin];

const columns = (length: number, wrong = -1): { x: Float64Array; y: Float64Array } => ({
  x: Float64Array.from({ length }, (_, k) => (k % 5 === 0 ? -0 : k / 3)),
  y: Float64Array.from({ length }, (_, k) => (k === wrong ? 7 : k % 3)),
});

/** The same columns as plain arrays: they go the general way. */
function general(plugin: Plugin, given: { x: Float64Array; y: Float64Array }, out: Float64Array, options?: MapOptions): MapOutcome {
  return plugin.map("lean", { x: [...given.x], y: [...given.y] }, out, options);
}

describe.each([
  ["compiled", compiled],
  ["interpreter", interpreted],
] as const)("floats (%s)", (_, plugin) => {
  test.each([
    [1, {}],
    [8, {}],
    [8, { from: 2 }],
    [8, { count: 5 }],
    [8, { from: 2, count: 5 }],
    [9000, {}],
    [8, {}],
  ])("%d cells, %j", (length, options) => {
    const [out, wanted] = [new Float64Array(length).fill(9), new Float64Array(length).fill(9)];
    expect(plugin.map("lean", columns(length), out, options)).toEqual(general(plugin, columns(length), wanted, options));
    expect(out).toEqual(wanted);
  });

  test("one number for all cells", () => {
    const [out, wanted] = [new Float64Array(5), new Float64Array(5)];
    const { x } = columns(5);
    for (const y of [0.5, 7, -0, NaN]) {
      expect(plugin.map("lean", { x, y }, out)).toEqual(plugin.map("lean", { x: [...x], y }, wanted));
      expect(out).toEqual(wanted);
    }
  });

  test("a fault in a cell, and every amount of fuel", () => {
    const given = columns(6, 4);
    for (const fuel of Array.from({ length: 60 }, (_unused, k) => k)) {
      const [out, wanted] = [new Float64Array(6), new Float64Array(6)];
      const outcome = plugin.map("lean", given, out, { limits: { fuel } });
      expect(outcome).toEqual(general(plugin, given, wanted, { limits: { fuel } }));
      expect(out).toEqual(wanted);
      expect(outcome.ok).toBe(false);
    }
  });

  test("memory that grows under the kept columns", () => {
    const [out, again] = [new Float64Array(3), new Float64Array(3)];
    expect(plugin.map("grow", { x: new Float64Array([1, 2, 3]) }, out)).toMatchObject({ ok: true, count: 3 });
    const large = plugin.map("grow", { x: new Float64Array([1e5, 2, 5e5]) }, out);
    expect(large).toEqual(plugin.map("grow", { x: [1e5, 2, 5e5] }, again));
    expect([...out]).toEqual([1e5, 2, 5e5]);
    expect(plugin.map("grow", { x: new Float64Array([4, 5, 6]) }, out).ok).toBe(true);
    expect([...out]).toEqual([4, 5, 6]);
    const limits = { memoryBytes: 2 ** 20 };
    const stopped = plugin.map("grow", { x: new Float64Array([4, 1e6, 6]) }, out, { limits });
    expect(stopped).toMatchObject({ ok: false, at: 1, fault: { code: "WG602" } });
    expect(stopped).toEqual(plugin.map("grow", { x: [4, 1e6, 6] }, again, { limits }));
  });

  test("a NaN comes out as the one pattern; columns and results may be the same array", () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n, 0x7ff8_0000_0000_0123n]).buffer);
    expect(plugin.map("lean", { x: odd, y: new Float64Array(2) }, odd)).toMatchObject({ ok: true });
    expect([...new BigUint64Array(odd.buffer)]).toEqual([0x7ff8_0000_0000_0000n, 0x7ff8_0000_0000_0000n]);
  });
});

test("both tiers say the same", () => {
  const given = columns(20, 11);
  const [out, wanted] = [new Float64Array(20), new Float64Array(20)];
  expect(compiled.map("lean", given, out)).toEqual(interpreted.map("lean", given, wanted));
  expect(out).toEqual(wanted);
});
