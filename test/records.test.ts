// The data service: rows through a plugin that acts only by what the service
// declares; compiled once, kept as an artifact, run again with other settings.

import { describe, expect, test } from "vitest";
import { buildArtifact, compile, loadArtifact, recordsHost, runRecords } from "wgen";
import type { Plugin, Tier } from "wgen";

const prices = new Map([
  ["apple", 2.5],
  ["pear", 4],
]);
const host = recordsHost({
  name: "orders",
  fields: { id: "str", price: "float", count: "int", tags: { type: "list[str]", default: [] } },
  result: { id: "str", total: "float" },
  methods: "def total(self) -> float:\n    return self.price * self.count\n",
  modules: {
    shop: {
      list_price: {
        parameters: { id: "str" },
        result: "float",
        run: (id: string) => {
          const price = prices.get(id);
          if (price === undefined) throw new Error(`no price for ${id}`);
          return price;
        },
      },
      mark: { parameters: { id: "str", label: "str" }, effect: "reversible" },
    },
  },
});

const source = `from shop import list_price, mark
from wgen import Result, Row, param

rate: float = param(0.5, min=0.0, max=1.0)


def keep(row: Row) -> bool:
    return row.count > 0


def transform(row: Row) -> Result:
    if list_price(row.id) > row.price:
        mark(row.id, "cheap " + row.tags[0])
    return Result(row.id, row.total() * rate)


def summary(rows: list[Row]) -> dict[str, float]:
    mark("all", str(len(rows)))
    return {"rows": float(len(rows)), "highest": max([row.price for row in rows])}
`;
const rows = [
  { id: "apple", price: 2, count: 3, tags: ["red"] },
  { id: "pear", price: 3, count: 0, tags: ["green"] },
  { id: "plum", price: 1, count: 1, tags: [] },
  { id: "pear", price: 3, count: 2, tags: [] },
  { id: "pear", price: 5, count: 2, tags: [] },
];

function plugin(text: string, tier: Tier = "compiled"): Plugin {
  const compiled = compile(text, { host, fileName: "orders.wgen", tier });
  if (!compiled.ok) throw new Error(compiled.diagnostics.map((each) => each.message).join());
  return compiled;
}

describe("rows through a plugin", () => {
  const out = runRecords(plugin(source), rows);

  test("are kept, dropped or passed over, each by itself, and a fault leaves no effect", () => {
    expect(out.rows).toMatchObject([
      { index: 0, value: { id: "apple", total: 3 } },
      { index: 4, value: { id: "pear", total: 5 } },
    ]);
    expect(out.dropped).toEqual([1]);
    expect(out.passedOver).toMatchObject([
      { index: 2, fault: { message: "RuntimeError: host function `shop.list_price`: no price for plum", line: 12 } },
      { index: 3, fault: { message: "IndexError: list index out of range", line: 13 } },
    ]);
    expect(out.effects.map(({ index, effect }) => [index, ...effect.arguments])).toEqual([
      [0, "apple", "cheap red"],
      [null, "all", "2"],
    ]);
    expect([...(out.summary ?? [])]).toEqual([
      ["rows", 2],
      ["highest", 5],
    ]);
  });

  test("come out the same in the other tier, and from a stored artifact with other settings", () => {
    expect(runRecords(plugin(source, "interpreter"), rows)).toEqual(out);
    const { bytes, digest } = buildArtifact(plugin(source));
    const stored = loadArtifact(bytes, { digest, host });
    expect(runRecords(stored, rows)).toEqual(out);
    expect(runRecords(stored, rows, { params: { rate: 1 } }).rows[0]).toMatchObject({ value: { total: 6 } });
  });

  test("in another order give the same", () => {
    const back = runRecords(plugin(source), rows.toReversed());
    expect(back.rows.map(({ value }) => value)).toEqual(out.rows.map(({ value }) => value).toReversed());
    expect(back.passedOver.map(({ index }) => index)).toEqual([1, 2]);
  });
});

test("fuel is bounded for a row and for all rows", () => {
  const endless = plugin("def keep(row):\n    while row.count > 2:\n        pass\n    return True\n");
  const one = runRecords(endless, rows, { limits: { fuel: 1000 } });
  expect(one.passedOver).toMatchObject([{ index: 0, fault: { code: "WG601" } }]);
  expect(one.rows.map(({ index, value }) => [index, value === rows[index]])).toEqual([1, 2, 3, 4].map((index) => [index, true]));
  const all = runRecords(endless, rows, { limits: { fuel: 1000 }, fuelInAll: 1000 });
  expect(all.passedOver.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  expect(all.fuelUsed).toBe(1000);
});

test("what is no row of the table is the caller's mistake; what is no hook's type is the author's", () => {
  expect(() => runRecords(plugin(source), [{ id: "apple" }])).toThrow(TypeError);
  const wrong = compile("def transform(row):\n    return row.prize\n", { host });
  expect(wrong.diagnostics[0]?.hint).toContain("price");
  expect(recordsHost({ fields: { x: "float" } }).contract.hooks.find(({ name }) => name === "transform")?.result).toBe("Row");
});
