// `defineHost`: what it makes of a definition, and what it refuses.

import { describe, expect, test } from "vitest";
import { compile, defineHost, hostStubs, type HostDefinition } from "wgen";
import { canvasHost } from "./hosts/canvas.ts";
import { recordsHost } from "./hosts/records.ts";

describe("a definition becomes a contract", () => {
  const { contract, actions } = recordsHost(new Map());

  test("types are wgen source: frozen dataclasses with their methods", () => {
    expect(contract.source).toBe(`from dataclasses import dataclass, field


@dataclass(frozen=True)
class Order:
    id: str
    price: float
    count: int
    notes: list[str] = field(default_factory=list)

    def total(self) -> float:
        """Price times count."""
        return self.price * self.count


@dataclass(frozen=True)
class Result:
    total: float
    label: str | None = None
`);
  });

  test("functions have types, prices and kinds; their code stays outside", () => {
    expect(contract.modules).toEqual([
      {
        name: "shop",
        functions: [
          {
            name: "list_price",
            parameters: [{ name: "key", type: "str" }],
            result: "float",
            price: 100,
            kind: "pure",
            doc: "The price on the list.",
          },
          {
            name: "tag",
            parameters: [
              { name: "id", type: "str" },
              { name: "label", type: "str" },
            ],
            result: "None",
            price: 10,
            kind: "effect",
            doc: "Marks an order.",
          },
        ],
      },
    ]);
    expect([...actions.keys()]).toEqual(["shop.list_price", "shop.tag"]);
    expect(JSON.parse(JSON.stringify(contract))).toEqual(contract);
  });

  test("hooks and defaults", () => {
    expect(canvasHost.contract).toMatchObject({ name: "canvas", source: null, frozenState: false, unseededRandom: true, runsMain: false });
    expect(canvasHost.contract.hooks).toEqual([
      {
        name: "draw",
        parameters: ["width", "height", "time"].map((name) => ({ name, type: "float" })),
        result: "None",
        perCell: false,
        doc: "Draws one frame.",
      },
    ]);
    expect(Object.isFrozen(canvasHost)).toBe(true);
  });
});

describe("misuse throws with its path", () => {
  const rows: readonly (readonly [string, unknown, string])[] = [
    ["nothing", undefined, "expected an object"],
    ["no name", {}, "name: undefined is no name"],
    ["a keyword as a name", { name: "class" }, "name: class is a keyword"],
    ["a dunder", { name: "x", hooks: { __init__: { parameters: {}, result: "None" } } }, 'hooks: "__init__" is no name'],
    [
      "a type that is no type",
      { name: "x", hooks: { f: { parameters: { a: "float = 1" }, result: "int" } } },
      "hooks.f.parameters.a: expected a type",
    ],
    ["source in a type", { name: "x", types: { A: { b: "int\n    c: int" } } }, "types.A.b: expected a type"],
    ["methods without a type", { name: "x", methods: { A: "" } }, "methods.A: there is no type A"],
    ["no function", { name: "x", modules: { m: { f: { parameters: {}, result: "int" } } } }, "modules.m.f.run: expected a function"],
    [
      "an effect of no kind",
      { name: "x", modules: { m: { f: { parameters: {}, effect: "maybe" } } } },
      'modules.m.f.effect: expected "reversible" or "outward"',
    ],
    [
      "a price below zero",
      { name: "x", modules: { m: { f: { parameters: {}, effect: "outward", price: -1 } } } },
      "modules.m.f.price: expected 0 to",
    ],
    [
      "half a price",
      { name: "x", modules: { m: { f: { parameters: {}, effect: "outward", price: 0.5 } } } },
      "modules.m.f.price: expected a whole number",
    ],
    [
      "a constant of another type",
      { name: "x", constants: { HALO: { type: "int", default: "1" } } },
      "constants.HALO.default: expected a number",
    ],
    [
      "a default that is no literal",
      { name: "x", types: { A: { b: { type: "int", default: NaN } } } },
      "types.A.b.default: expected a finite number",
    ],
  ];
  test.each(rows)("%s", (_, definition, message) => {
    expect(() => defineHost(definition as HostDefinition)).toThrow(message);
  });

  test("as TypeError or RangeError", () => {
    expect(() => defineHost({ name: "no name" })).toThrow(TypeError);
    expect(() => defineHost({ name: "x", modules: { m: { f: { parameters: {}, effect: "outward", price: -1 } } } })).toThrow(RangeError);
  });

  test("names of the prototype are names like others", () => {
    const host = defineHost({ name: "x", hooks: { constructor: { parameters: { toString: "int" }, result: "int" } } });
    expect(host.contract.hooks[0]).toMatchObject({ name: "constructor", parameters: [{ name: "toString", type: "int" }] });
  });
});

test("wgen source that cannot be read is a misuse, found at the first compile", () => {
  const host = defineHost({ name: "broken", types: { A: { x: "int" } }, methods: { A: "def area(self) -> int:\n    return (1\n" } });
  expect(() => compile("x = 1\n", { host })).toThrow(/^the host's source is wrong\n.*error\[WG1/);
});

test("stubs tell a Python editor what a host has", () => {
  const stubs = hostStubs(recordsHost(new Map()));
  expect([...stubs.keys()]).toEqual(["wgen.pyi", "shop.pyi"]);
  expect(stubs.get("shop.pyi")).toBe(`def list_price(key: str) -> float:
    """The price on the list."""
    ...

def tag(id: str, label: str) -> None:
    """Marks an order."""
    ...
`);
  expect(stubs.get("wgen.pyi")).toContain(`@dataclass(frozen=True)
class Order:
    id: str
    price: float
    count: int
    notes: list[str] = ...
    def total(self) -> float: ...

@dataclass(frozen=True)
class Result:
    total: float
    label: str | None = ...
`);
  expect(stubs.get("wgen.pyi")).toContain("#   def transform(order: Order, rate: float) -> Result");
});
