// Values over the border, both ways, in both tiers: every row of the table of
// values, hostile objects, paths in messages, and the limits of the border.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MisfitError, OversizeError } from "../src/engine/values.ts";
import { StopError } from "../src/ir/instance.ts";
import { BOOL, FLOAT, INT, NONE, STR } from "../src/types/primitives.ts";
import type { Type } from "../src/types/type.ts";
import { borderOf, dictOf, gridOf, listOf, makeClass, record, setOf } from "./helpers/border.ts";

const tiers = ["interpreter", "compiled"] as const;
const tuple = (...items: Type[]): Type => ({ kind: "tuple", items });
const union = (...members: Type[]): Type => ({ kind: "union", members });

function trip(type: Type, value: unknown, tier: (typeof tiers)[number] = "interpreter"): unknown {
  const bench = borderOf(type, tier);
  return bench.decode(bench.encode(value));
}

/** The message of the misfit, with its path. */
function refusal(type: Type, value: unknown): string {
  try {
    borderOf(type).encode(value);
  } catch (error) {
    if (error instanceof MisfitError) return error.describe("args");
    throw error;
  }
  return "accepted";
}

describe.each(tiers)("a value comes back as it went (%s)", (tier) => {
  const point = makeClass("Point", [
    ["x", FLOAT],
    ["name", STR],
    ["ok", BOOL],
    ["n", INT],
    ["tags", listOf(STR)],
  ]);
  const rows: readonly (readonly [string, Type, unknown])[] = [
    ["int", INT, 42],
    ["largest safe int", INT, Number.MAX_SAFE_INTEGER],
    ["int beyond it", INT, 2n ** 63n - 1n],
    ["smallest int", INT, -(2n ** 63n)],
    ["float", FLOAT, 0.1],
    ["minus zero", FLOAT, -0],
    ["nan", FLOAT, NaN],
    ["infinity", FLOAT, -Infinity],
    ["str", STR, "a\u00e9\u{1f600}\0\n"],
    ["empty str", STR, ""],
    ["long str", STR, "\u{1f600}x".repeat(9000)],
    ["bool", BOOL, true],
    ["None", NONE, null],
    ["list of int", listOf(INT), [1, -2, 2n ** 60n]],
    ["list of bool", listOf(BOOL), [true, false, true]],
    ["list of str", listOf(STR), ["a", "", "b"]],
    ["empty list", listOf(FLOAT), []],
    ["list of lists", listOf(listOf(FLOAT)), [[1], [], [2, 3]]],
    ["tuple", tuple(INT, STR, BOOL, FLOAT), [1, "x", false, 2.5]],
    ["tuple of any length", { kind: "variadic", element: INT }, [1, 2, 3]],
    [
      "dict",
      dictOf(STR, INT),
      new Map([
        ["b", 1],
        ["a", 2],
      ]),
    ],
    [
      "dict of floats",
      dictOf(FLOAT, STR),
      new Map([
        [1.5, "x"],
        [NaN, "y"],
        [1e300, "z"],
      ]),
    ],
    [
      "dict of tuples",
      dictOf(tuple(INT, INT), BOOL),
      new Map([
        [[1, 2], true],
        [[2, 1], false],
      ]),
    ],
    ["empty dict", dictOf(INT, INT), new Map()],
    ["set", setOf(INT), new Set([3, 1, 2n ** 62n])],
    ["None or str", union(NONE, STR), null],
    ["None or str, str", union(NONE, STR), "x"],
    ["int or str", union(INT, STR), 7],
    ["float or bool or None", union(NONE, BOOL, FLOAT), 2.5],
    ["bool in a union", union(NONE, BOOL, FLOAT), false],
    ["list or None", union(NONE, listOf(INT)), [1]],
  ];
  test.each(rows)("%s", (_, type, value) => {
    expect(trip(type, value, tier)).toEqual(value);
  });

  test("record: frozen, without a prototype, in order", () => {
    const value = { x: 1.5, name: "p", ok: true, n: 3, tags: ["a"] };
    const back = trip(record(point), value, tier) as object;
    expect({ ...back }).toEqual(value);
    expect(Object.isFrozen(back)).toBe(true);
    expect(Object.getPrototypeOf(back)).toBeNull();
    expect(Object.keys(back)).toEqual(["x", "name", "ok", "n", "tags"]);
  });

  test("arrays: shape and typed data", () => {
    const floats = { shape: [2, 3], data: new Float64Array([1, 2, 3, 4, 5, NaN]) };
    expect(trip(gridOf(FLOAT), floats, tier)).toMatchObject(floats);
    expect(trip(gridOf(BOOL), { shape: [1, 2], data: [true, false] }, tier)).toMatchObject({ shape: [1, 2], data: new Uint8Array([1, 0]) });
    expect(trip(gridOf(INT), { shape: [2, 1], data: [1, -1] }, tier)).toMatchObject({ shape: [2, 1], data: new BigInt64Array([1n, -1n]) });
    expect(trip(gridOf(FLOAT), { shape: [0, 5], data: [] }, tier)).toMatchObject({ shape: [0, 5], data: new Float64Array() });
  });

  test("every NaN has one pattern", () => {
    const odd = new Float64Array(new BigUint64Array([0xfff800000000deadn]).buffer);
    const bench = borderOf(FLOAT, tier);
    const back = new Float64Array([bench.decode(bench.encode(odd[0])) as number]);
    expect(new BigUint64Array(back.buffer)[0]).toBe(0x7ff8000000000000n);
    const grid = trip(gridOf(FLOAT), { shape: [1, 1], data: odd }, tier) as { data: Float64Array };
    expect(new BigUint64Array(grid.data.buffer)[0]).toBe(0x7ff8000000000000n);
  });

  test("memory ends at the same value, as a limit", () => {
    const bench = borderOf(listOf(FLOAT), tier, { memoryBytes: 100_000 });
    expect(() => bench.encode(new Float64Array(5000))).not.toThrow();
    const code = (work: () => unknown): string => {
      try {
        work();
      } catch (error) {
        if (error instanceof StopError) return error.stop.code;
        throw error;
      }
      return "none";
    };
    expect(code(() => bench.encode(new Float64Array(20_000)))).toBe("WG602");
    expect(code(() => borderOf(STR, tier, { stringBytes: 40 }).encode("x".repeat(10)))).toBe("none");
    expect(code(() => borderOf(STR, tier, { stringBytes: 40 }).encode("x".repeat(11)))).toBe("WG605");
  });
});

describe("what does not fit is refused with its path", () => {
  const sparse = Object.assign([1], { length: 3 });
  const inner = makeClass("Inner", [["elevation", FLOAT]]);
  const outer = makeClass("Outer", [
    ["c", record(inner)],
    ["rows", listOf(listOf(INT))],
  ]);
  const rows: readonly (readonly [string, Type, unknown, string])[] = [
    ["text for a number", FLOAT, "1", "args: expected a number, found a string"],
    ["a float for an int", INT, 1.5, "args: expected an int, found 1.5"],
    ["an unsafe int", INT, 2 ** 53, "args: expected an int: above 2^53 give a bigint"],
    ["an int too large", INT, 2n ** 63n, "args: an int outside 64 bits"],
    ["nan for an int", INT, NaN, "args: expected an int, found nan"],
    ["a bool for an int", INT, true, "args: expected an int, found a boolean"],
    ["a number for a bool", BOOL, 1, "args: expected a boolean, found a number"],
    ["a String object", STR, Object("x"), "args: expected a string, found an object"],
    ["nothing", STR, undefined, "args: expected a string, found nothing"],
    ["a nested field", record(outer), { c: { elevation: "x" }, rows: [] }, "args.c.elevation: expected a number, found a string"],
    ["a nested item", record(outer), { c: { elevation: 1 }, rows: [[1], [2, null]] }, "args.rows[1][1]: expected an int, found null"],
    ["a hole", listOf(INT), sparse, "args[1]: expected an int, found nothing"],
    ["a tuple too short", tuple(INT, INT), [1], "args: expected 2 items, found 1"],
    ["an object for a Map", dictOf(STR, INT), { a: 1 }, "args: expected a Map, found an object"],
    ["a wrong value in a Map", dictOf(STR, INT), new Map([["a", "x"]]), "args.a: expected an int, found a string"],
    ["a wrong key", dictOf(INT, INT), new Map([["a", 1]]), "args.keys(): expected an int, found a string"],
    ["none of the union", union(NONE, STR), 3, "args: expected str | None, found a number"],
    ["a shape of the wrong rank", gridOf(FLOAT), { shape: [2], data: [1, 2] }, "args.shape: expected 2 counts, found 1"],
    ["a shape that lies", gridOf(FLOAT), { shape: [2, 2], data: [1] }, "args.data: expected 4 elements for the shape [2, 2], found 1"],
  ];
  test.each(rows)("%s", (_, type, value, message) => {
    expect(refusal(type, value)).toBe(message);
  });
});

describe("hostile objects", () => {
  const point = record(makeClass("Point", [["x", FLOAT]]));

  test("a getter is not run", () => {
    let ran = 0;
    const value = Object.defineProperty({}, "x", { get: () => (ran += 1), enumerable: true });
    expect(refusal(point, value)).toBe("args.x: expected a number, found nothing");
    expect(ran).toBe(0);
  });

  test("an inherited field is not there", () => {
    expect(refusal(point, Object.create({ x: 1 }))).toBe("args.x: expected a number, found nothing");
    expect(
      refusal(
        point,
        new (class {
          get x(): number {
            return 1;
          }
        })(),
      ),
    ).toBe("args.x: expected a number, found nothing");
  });

  test("toJSON, valueOf and toString are never called", () => {
    const trap = (): never => {
      throw new Error("called");
    };
    const value = { x: { valueOf: trap, toString: trap, toJSON: trap, [Symbol.toPrimitive]: trap } };
    expect(refusal(point, value)).toBe("args.x: expected a number, found an object");
  });

  test("fields named as the prototype's are plain data, both ways", () => {
    const odd = makeClass(
      "Odd",
      ["__proto__", "constructor", "toString", "hasOwnProperty", "then", "length"].map((name) => [name, INT] as const),
    );
    const value = Object.fromEntries(odd.fields.map(({ name }, index) => [name, index]));
    Object.defineProperty(value, "__proto__", { value: 0, enumerable: true });
    const back = trip(record(odd), value) as object;
    for (const [index, { name }] of odd.fields.entries()) expect(Object.getOwnPropertyDescriptor(back, name)?.value).toBe(index);
    expect(Object.getPrototypeOf(back)).toBeNull();
  });

  test("dict keys named as the prototype's are plain keys, in JSON too", () => {
    const { codec } = borderOf(dictOf(STR, INT));
    const json = JSON.parse('{"__proto__": 1, "constructor": 2}') as unknown;
    const map = codec.fromJSON(json) as Map<string, number>;
    expect([...map]).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
    const back = codec.toJSON(trip(dictOf(STR, INT), map) as never) as object;
    expect(Object.keys(back)).toEqual(["__proto__", "constructor"]);
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  test("a cycle ends", () => {
    const node = makeClass("Node", []);
    const type = record(node);
    node.fields.push({ name: "next", type: union(NONE, type) });
    const loop: { next: unknown } = { next: null };
    loop.next = loop;
    expect(refusal(type, loop)).toMatch(/: (nested deeper than 100 levels|expected Node \| None, found an object)$/);
    const chain = (length: number): unknown => (length === 0 ? null : { next: chain(length - 1) });
    expect(refusal(type, chain(50))).toBe("accepted");
    expect(refusal(type, chain(101))).not.toBe("accepted");
  });

  test("a cycle inside the plugin ends too", () => {
    const node = makeClass("Node", []);
    const type = record(node);
    node.fields.push({ name: "next", type: union(NONE, type) });
    const bench = borderOf(type);
    const address = Number(bench.encode({ next: null }));
    bench.instance.view().setUint32(address + 8, address, true);
    expect(() => bench.decode(address)).toThrow(OversizeError);
  });

  test("a Proxy that throws is refused, and its text is not shown", () => {
    const proxy = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => {
          throw new Error("secret");
        },
      },
    );
    expect(refusal(point, proxy)).toBe("args.x: a value that cannot be read");
    const get = (): never => {
      throw new Error("secret");
    };
    expect(trip(listOf(INT), new Proxy([1, 2], { get }))).toEqual([1, 2]);
    const lying = { getOwnPropertyDescriptor: () => ({ value: Number.NaN, writable: true, enumerable: false, configurable: false }) };
    expect(refusal(listOf(INT), new Proxy([1, 2], lying))).toBe("args: a value that cannot be read");
  });

  test("a false Map is no Map", () => {
    expect(refusal(dictOf(STR, INT), Object.create(Map.prototype))).toBe("args: expected a Map, found an object");
    const map = new Map([["a", 1]]);
    Object.defineProperty(map, "forEach", {
      value: () => {
        throw new Error("called");
      },
    });
    expect(trip(dictOf(STR, INT), map)).toEqual(new Map([["a", 1]]));
  });

  test("a typed array that lies about its length is read by its real one", () => {
    const lying = Object.defineProperty(new Float64Array(3), "length", { value: 1e9 });
    expect(trip(listOf(FLOAT), lying)).toEqual([0, 0, 0]);
  });
});

describe("limits of what comes out", () => {
  test("bytes: at the limit and one below", () => {
    const bench = borderOf(listOf(FLOAT));
    const list = bench.encode([1, 2, 3]);
    expect(() => bench.decode(list, { bytes: 40 })).not.toThrow();
    expect(() => bench.decode(list, { bytes: 39 })).toThrow(OversizeError);
  });

  test("characters of a string: at the limit and one below", () => {
    const bench = borderOf(STR);
    const text = bench.encode("\u{1f600}".repeat(10));
    expect(bench.decode(text, { stringLength: 10 })).toBe("\u{1f600}".repeat(10));
    expect(() => bench.decode(text, { stringLength: 9 })).toThrow(/limits\.resultStringLength/);
  });

  test("a value shared many times counts each time", () => {
    let type: Type = INT;
    for (let level = 0; level < 40; level++) type = tuple(type, type);
    const bench = borderOf(tuple(INT, INT));
    const pair = Number(bench.encode([1, 2]));
    expect(() => bench.decode(pair, { bytes: 32 })).not.toThrow();
    expect(() => bench.decode(pair, { bytes: 31 })).toThrow(OversizeError);
    expect(type.kind).toBe("tuple");
  });
});

describe("JSON", () => {
  test.each([
    ["large int", INT, 2n ** 60n, "1152921504606846976"],
    ["nan", FLOAT, NaN, "NaN"],
    ["infinity", FLOAT, -Infinity, "-Infinity"],
    ["dict of ints", dictOf(INT, STR), new Map([[1, "a"]]), [[1, "a"]]],
    ["set", setOf(STR), new Set(["a"]), ["a"]],
    ["None or list", union(NONE, listOf(FLOAT)), [1, Infinity], [1, "Infinity"]],
  ] as const)("%s", (_, type, value, json) => {
    const { codec } = borderOf(type as Type);
    expect(codec.toJSON(value as never)).toEqual(json);
    const back = codec.fromJSON(JSON.parse(JSON.stringify(json)));
    expect(trip(type as Type, back)).toEqual(value);
  });
});

test("any list, dict and tuple comes back, in both tiers", () => {
  const type = listOf(tuple(STR, dictOf(INT, FLOAT), union(NONE, BOOL)));
  const values = fc.array(
    fc.tuple(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.array(fc.tuple(fc.maxSafeInteger(), fc.double()), { maxLength: 20 }).map((pairs) => new Map(pairs)),
      fc.constantFrom(null, true, false),
    ),
    { maxLength: 6 },
  );
  const benches = tiers.map((tier) => borderOf(type, tier));
  fc.assert(
    fc.property(values, (value) => {
      for (const bench of benches) {
        const back = bench.decode(bench.encode(value));
        expect(back).toEqual(value);
        bench.instance.reset();
      }
    }),
    { numRuns: 60 },
  );
});
