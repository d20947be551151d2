// A plugin loaded from its artifact does what the one does that it was built
// from, to the line of a fault; and nothing else is loaded.

import seedrandom from "seedrandom";
import { describe, expect, test } from "vitest";
import { ArtifactError, buildArtifact, compile, defineHost, loadArtifact } from "../src/index.ts";
import type { Host, HostDefinition, Plugin } from "../src/index.ts";
import { contentHash } from "../src/base/hashing.ts";
import { engineVersion } from "../src/base/version.ts";
import { priceVersion } from "../src/library/prices.ts";
import { makeArtifact } from "../src/wasm/artifact.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { lowerUnit } from "../src/engine/unit.ts";
import { partsOf } from "../src/engine/plugin.ts";

const definition: HostDefinition = {
  name: "things",
  types: { Item: { name: "str", price: "float", stock: "int" }, Lot: { items: "list[Item]", by_name: "dict[str, Item]" } },
  modules: {
    shop: {
      lookup: { parameters: { name: "str" }, result: "float", run: (name: string) => name.length },
      note: { parameters: { text: "str", tags: "set[int]" }, effect: "reversible" },
    },
  },
  hooks: {
    change: { parameters: { lot: "Lot", n: "int" }, result: null },
    shade: { parameters: { x: "float", y: "float" }, result: "float", perCell: true },
    label: { parameters: { item: "Item" }, result: null, perCell: true },
    fold: { parameters: { grid: "Array[float, 2]", key: "tuple[int, str] | None" }, result: null },
  },
  constants: { HALO: { type: "int", default: 3 } },
};
const host = defineHost(definition);

const source = `"""Everything that crosses."""
from dataclasses import dataclass
from enum import Enum
import numpy as np
from shop import lookup, note
from wgen import Item, Lot, param

HALO = 7
factor = param(2.0, min=0.0, max=10.0)
big = param(1152921504606846976)
mode = param("up", choices=["up", "down"])


class Kind(Enum):
    CHEAP = 1
    DEAR = 2


@dataclass
class Report:
    total: float
    kind: Kind


@dataclass
class Longer(Report):
    names: set[str]
    largest: dict[tuple[int, str], float | None]


def weigh(item: Item) -> float:
    return item.price / item.stock


def change(lot: Lot, n: int) -> list[Report]:
    print("of", len(lot.items), big)
    total = sum(weigh(item) for item in lot.items) * factor
    note("total", {n, n + 1})
    kind = Kind.DEAR if total > lookup("abc") else Kind.CHEAP
    names = {item.name for item in lot.items}
    largest: dict[tuple[int, str], float | None] = {(n, mode): total, (0, "none"): None}
    return [Report(total, kind), Longer(total, kind, names, largest)]


def shade(x: float, y: float) -> float:
    return x * factor + [y, 1.0][int(y)]


def label(item: Item) -> Item:
    return Item(item.name + "!", item.price * factor, item.stock * big)


def fold(grid: Array[float, 2], key: tuple[int, str] | None) -> tuple[Array[float, 2], int | str | None]:
    if key is None:
        return grid.T * 2.0, None
    return grid + 1.0, key[0] if key[0] > 2 else key[1]
`;

const plugin = compiled();
const { bytes, digest } = buildArtifact(plugin);
const again = loadArtifact(bytes, { digest, host });

function compiled(): Plugin {
  const made = compile(source, { host, fileName: "things.wgen" });
  if (!made.ok) throw new Error(made.diagnostics.map(({ message, hint }) => `${message} ${hint ?? ""}`).join("\n"));
  return made;
}

const items = [
  { name: "añ\u{1f30d}", price: 9, stock: 3 },
  { name: "b", price: 2.5, stock: 5 },
];
const lot = { items, by_name: new Map([["b", items[1]]]) };
const grid = { shape: [2, 3], data: new Float64Array([1, 2, 3, 4, 5, 6]) };

describe("a plugin from its artifact", () => {
  test("says the same of itself", () => {
    expect(plugin.diagnostics).toEqual([]);
    const { name, hash, tier, hooks, signatures, parameters, parameterSchema, constants, parameterReads } = plugin;
    expect(again).toMatchObject({ name, hash, tier, hooks, signatures, parameters, parameterSchema, constants, parameterReads });
    expect(again.hookFault("fold", "WG501", "wrong")).toEqual(plugin.hookFault("fold", "WG501", "wrong"));
  });

  test.each([
    ["change", { lot, n: 4 }, {}],
    ["change", { lot, n: 4 }, { params: { factor: 0.5, big: 3n, mode: "down" } }],
    ["change", { lot: { items: [{ ...items[0], stock: 0 }], by_name: new Map() }, n: 4 }, {}],
    ["change", { lot, n: 4 }, { limits: { fuel: 100 } }],
    ["change", { lot, n: 4 }, { limits: { memoryBytes: 9000 } }],
    ["change", { lot, n: 2n ** 63n - 1n }, {}],
    ["shade", { x: 1, y: 5 }, {}],
    ["label", { item: items[0] }, {}],
    ["label", { item: { name: "x", price: 1, stock: 2 ** 50 } }, {}],
    ["fold", { grid, key: null }, {}],
    ["fold", { grid, key: [7, "k"] }, {}],
    ["fold", { grid, key: [1, "k"] }, {}],
  ])("%s, case %#", (hook, args, options) => {
    const expected = plugin.call(hook, args, options);
    expect(again.call(hook, args, options)).toEqual(expected);
    expect(again.call(hook, args, options)).toEqual(expected);
  });

  test("maps", () => {
    const [one, other] = [plugin, again].map((each) => {
      const out = new Float64Array(5);
      const shades = each.map("shade", { x: Float64Array.of(1, 2, 3, 4, 5), y: Float64Array.of(0, 1, 0, 2, 0) }, out);
      const labels: unknown[] = [];
      const named = each.map("label", { item: { name: ["a", "b"], price: Float64Array.of(1, 2), stock: 0 } }, labels, { count: 2 });
      return { out, shades, labels, named };
    });
    expect(one!.shades).toMatchObject({ ok: false, at: 3 });
    expect(other).toEqual(one);
  });

  test("misuse is told in the same words", () => {
    const wrong = (each: Plugin, hook: string, args: object, options = {}): string => {
      try {
        return JSON.stringify(each.call(hook, args as never, options));
      } catch (error) {
        return String(error);
      }
    };
    for (const args of [{}, { item: 1 }, { item: { name: 1 } }, { item: { name: "x", price: 1, stock: 0.5 } }, { x: 1 }]) {
      expect(wrong(again, "label", args)).toBe(wrong(plugin, "label", args));
    }
    expect(wrong(again, "label", { item: items[0] }, { params: { mode: "left" } })).toMatch(/expected one of up, down/);
    expect(() => buildArtifact(again)).toThrow(/no source/);
  });
});

describe("refused", () => {
  const load =
    (data: Uint8Array, options: { digest?: string; host?: Host } = {}) =>
    () => {
      return loadArtifact(data, { digest: contentHash(data), host, ...options });
    };

  test("another digest, a changed byte, no artifact", () => {
    expect(load(bytes, { digest: contentHash("other") })).toThrow(ArtifactError);
    expect(load(bytes, { digest: "no digest" })).toThrow(TypeError);
    const changed = bytes.slice();
    changed[changed.length - 9]! ^= 1;
    expect(load(changed, { digest })).toThrow(/not those that were stored/);
    expect(load(bytes.slice(0, 900))).toThrow(ArtifactError);
    expect(load(new TextEncoder().encode(source))).toThrow(ArtifactError);
  });

  test("150 with changed bytes, although the digest is right: by name, or they load and can be called", () => {
    const random = seedrandom("bytes");
    const from = Buffer.from(bytes).indexOf("wgen.interface");
    let refused = 0;
    for (let left = 150; left > 0; left--) {
      const changed = bytes.slice();
      const isCode = left % 2 === 0;
      const at = Math.floor(isCode ? random() * from : from + random() * (bytes.length - from));
      changed[at] = isCode ? random() * 256 : bytes[from + Math.floor(random() * (bytes.length - from))]!;
      try {
        const loaded = load(changed)();
        // Changed code may run for ever.
        if (!isCode)
          for (const [hook, args] of [["shade", { x: 1, y: 5 }] as const, ["change", { lot, n: 4 }] as const]) loaded.call(hook, args);
      } catch (error) {
        // A parameter of another name is a parameter: then it is missing.
        if (!(error instanceof TypeError && /^args\.[^:]+: missing/.test(error.message))) expect(error).toBeInstanceOf(ArtifactError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });

  test.each([
    ["a field of another name", '"global":0', '"glonal":0'],
    ["a function that cannot be called", '"functions":[{"id":0', '"functions":[{"id":7'],
    ["a hook that takes something else", '"name":"x","type":"float"', '"name":"x","type":"int"  '],
    ["a parameter without a default", '["default",2]', '["defauld",2]'],
    ["a default of another kind", '["default","up"]', '["default",true]'],
    ["a type of another kind", '"kind":"record","name":"int"', '"kind":"recorD","name":"int"'],
    ["objects with other slots", '"slots":["ref","f64","i64"]', '"slots":["f64","f64","i64"]'],
    ["another host function", '"hostFunctions":[{"name":"shop.', '"hostFunctions":[{"name":"shop_'],
    ["a site that is none", '"sites":[[0,', '"sites":[[-,'],
  ])("%s", (_, from, to) => {
    const at = Buffer.from(bytes).lastIndexOf(from);
    expect([at > 0, to.length]).toEqual([true, from.length]);
    expect(load(Buffer.concat([bytes.slice(0, at), Buffer.from(to), bytes.slice(at + from.length)]))).toThrow(ArtifactError);
  });

  test("an opcode that is not listed, although the digest is right", () => {
    const at = bytes.findIndex((_, index) => bytes[index] === 0x20 && bytes[index + 2] === 0x20 && bytes[index + 4] === 0x7c);
    const changed = bytes.slice();
    changed[at + 4] = 0x06;
    expect(load(changed)).toThrow(ArtifactError);
  });

  test("another host, a function it does not declare", () => {
    const { lookup } = definition.modules!["shop"]!;
    expect(load(bytes, { host: defineHost({ ...definition, modules: { shop: { lookup: lookup! } } }) })).toThrow(/imports shop.note/);
    expect(load(bytes, { host: defineHost({ ...definition, constants: {} }) })).toThrow(/another host/);
  });

  /** The artifact with other words in its sections. */
  function remade(change: { compiler?: string; prices?: number; library?: boolean }): Uint8Array {
    const { unit, recheck } = partsOf(plugin);
    const program = recheck();
    const lowered = lowerUnit(program, host.contract.hooks);
    const origin = {
      sourceHash: plugin.hash,
      compiler: `wgen ${engineVersion}`,
      host: "things",
      prices: priceVersion,
      limits: {},
      ...change,
    };
    void unit;
    const library = change.library === false ? {} : { library: { hostHash: "" } };
    const { heapTypes } = lowered;
    return makeArtifact({ compiled: compileModule(lowered.module), heapTypes, hooks: [], parameters: [], origin, ...library }).bytes;
  }

  test("another version of the compiler or of the prices, or built without what this library needs", () => {
    expect(load(remade({ compiler: "wgen 999" }))).toThrow(/built by wgen 999/);
    expect(load(remade({ prices: -1 }))).toThrow(/another schedule of prices/);
    expect(load(remade({ library: false }))).toThrow(/not built by this library/);
  });
});
