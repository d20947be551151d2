// Hooks of floats are mapped two cells at once where they never stop: what arms
// set is chosen by masks then. Values, fuel and the cell at which fuel ends
// must be those of the interpreter, which takes one cell after the other.

import { describe, expect, test } from "vitest";
import { compile, defineHost } from "../src/index.ts";
import type { Plugin } from "../src/index.ts";
import { partsOf } from "../src/engine/plugin.ts";
import { lowerUnit } from "../src/engine/unit.ts";
import { optimise } from "../src/wasm/optimise.ts";

const columnTypes = { a: "float", b: "float", c: "float" };
const names = [
  "arm",
  "ways",
  "early",
  "inner",
  "leave",
  "pick",
  "tests",
  "library",
  "globals",
  "ahead",
  "nested",
  "stops",
  "turns",
] as const;
const host = defineHost({
  name: "pairs",
  hooks: Object.fromEntries(names.map((name) => [name, { parameters: columnTypes, result: "float", perCell: true }])),
});

/** What every cell does, so that arms are small beside it. */
const work = Array.from({ length: 6 }, () => "    c = c + (a * b - a) * 0.25 + b * 0.5 - a * c * 0.125\n").join("");

const source = `
from wgen import param

SCALE: float = param(1.5, min=0.0, max=9.0)
HALF = 0.5


def larger(x: float, y: float) -> float:
    if x > y:
        return x
    return y - 1.0


def arm(a: float, b: float, c: float) -> float:
    light = a * 0.75 - b
    if light < 0.0:
        light = light * -0.5
    return light + a * c


def ways(a: float, b: float, c: float) -> float:
${work}    if a < 0.0:
        s = a * b
    elif b == c:
        s = 3.0
    else:
        s = -c
        if a > 2.0:
            s += b
    return s


def early(a: float, b: float, c: float) -> float:
${work}    if a != a:
        return c
    if b > 1.0:
        if c > 1.0:
            return a
        b = b * 2.0
    return b - c


def inner(a: float, b: float, c: float) -> float:
${work}    s = larger(a, b)
    if s < c:
        s = s + larger(b, c) * larger(a, 1.0)
    return s


def leave(a: float, b: float, c: float) -> float:
${work}    s = a * b + c * 0.5 - a
    if s < 0.0:
        return s * a + b * c - a
    return s


def pick(a: float, b: float, c: float) -> float:
${work}    s = larger(a, b) * 2.0 + b * c - a * 0.5 + b
    if s < a:
        t = -s
    else:
        t = c
    return t * a + s


def tests(a: float, b: float, c: float) -> float:
    high = a > b and b > c or not a <= c
    return (a if high else b) * (2.0 if a == 0.0 else 1.0)


def library(a: float, b: float, c: float) -> float:
    return max(abs(a), min(b, c)) - (-a)


def globals(a: float, b: float, c: float) -> float:
    return a * SCALE + HALF if b < SCALE else c


def ahead(a: float, b: float, c: float) -> float:
${work}    t = 1.0
    if a < 1.0:
        t = 2.0
        a = a + t
    if a < 1.0:
        return t * b
    return t / 4.0 * c


def nested(a: float, b: float, c: float) -> float:
${work}    if a < b:
        if b < c:
            if a > -1.0:
                return 1.0
            a = 7.0
        else:
            return a + 2.0
    return a


def stops(a: float, b: float, c: float) -> float:
    return a / b + c


def turns(a: float, b: float, c: float) -> float:
    s = 0.0
    for k in range(3):
        s = s + a
    return s
`;

const [compiled, interpreted] = (["compiled", "interpreter"] as const).map((tier): Plugin => {
  const plugin = compile(source, { host, tier });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map(({ message }) => message).join("\n"));
  return plugin;
}) as [Plugin, Plugin];

const values = [0, -0, 1, -1, 0.5, NaN, Infinity, -Infinity, 1e308, -1e308, 5e-324, 3, 2, -7.25];
const cells = 29;
const column = (step: number): Float64Array =>
  Float64Array.from({ length: cells }, (_, k) => values[(k * step + (k >> 2)) % values.length]!);
const columns = { a: column(1), b: column(5), c: column(11) };

function both(hook: string, given: object, count: number, fuel: number): unknown[] {
  return [compiled, interpreted].map((plugin) => {
    const out = new Float64Array(cells).fill(9);
    const outcome = plugin.map(hook, { ...columns, ...given }, out, { count, limits: { fuel } });
    return { outcome, bits: [...new BigUint64Array(out.buffer)] };
  });
}

describe.each(names)("%s", (hook) => {
  test("every number of cells, one value for all of them, and fuel that ends", () => {
    for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, cells]) {
      const [ours, wanted] = both(hook, {}, count, 1e9);
      expect(ours).toEqual(wanted);
    }
    for (const a of [0.5, NaN]) {
      const [ours, wanted] = both(hook, { a }, 10, 1e9);
      expect(ours).toEqual(wanted);
    }
    for (let fuel = 0; fuel < 220; fuel += 3) {
      const [ours, wanted] = both(hook, {}, 9, fuel);
      expect(ours).toEqual(wanted);
    }
  });
});

const paired = names.filter((name) => name !== "stops" && name !== "turns");

test("those that never stop are mapped so, where arms are small beside the rest", () => {
  const { unit, recheck } = partsOf(compiled);
  const { module } = lowerUnit(recheck(), host.contract.hooks);
  const loops = new Map(Array.from(unit.mapLoops, ([name, loop]) => [name, optimise(module).module.functions[loop.function]!]));
  const text = (name: string): string =>
    JSON.stringify(loops.get(name)?.body, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  expect(names.filter((name) => text(name).includes('"isIndependent":true'))).toEqual(paired);
});
