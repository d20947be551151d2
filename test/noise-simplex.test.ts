// `noise.simplex_table` is the npm package simplex-noise, bit for bit, on a
// permutation table that the package makes from a seedrandom stream.

import seedrandom from "seedrandom";
import { buildPermutationTable, createNoise2D } from "simplex-noise";
import { describe, expect, test } from "vitest";
import { compile } from "../src/engine/compile.ts";
import { defineHost } from "../src/engine/host.ts";

const host = defineHost({
  name: "noise",
  hooks: { sample: { parameters: { table: "list[int]", xs: "list[float]", ys: "list[float]" }, result: "list[float]" } },
});
const source = `import noise

def sample(table: list[int], xs: list[float], ys: list[float]) -> list[float]:
    return [noise.simplex_table(table, xs[i], ys[i]) for i in range(len(xs))]
`;
const places = 2000;

/** Places at every scale: near the origin, on the lattice, far away. */
function samplePlaces(random: () => number): number[] {
  const scales = [1, 10, 1000, 1e6];
  const values = Array.from({ length: places }, (_, k) => (random() * 2 - 1) * scales[k % scales.length]!);
  return values.map((value, k) => (k % 7 === 0 ? Math.round(value) : value));
}

describe.each(["interpreter", "compiled"] as const)("simplex noise in the %s tier", (tier) => {
  const plugin = compile(source, { host, tier });
  if (!plugin.ok) throw new Error(plugin.diagnostics.map((each) => each.message).join("\n"));

  test.each(["a", "hello", "2^53"])("equals the package on seed %j", (seed) => {
    const table = [...buildPermutationTable(seedrandom(seed))];
    const noise = createNoise2D(seedrandom(seed));
    const random = seedrandom(`${seed} places`);
    const [xs, ys] = [samplePlaces(random), samplePlaces(random)];
    const out = plugin.call("sample", { table, xs, ys }, { limits: { fuel: 1e9 } });
    if (!out.ok) throw new Error(out.fault.message);
    const expected = xs.map((x, k) => noise(x, ys[k]!));
    expect(new Float64Array(out.value as number[])).toEqual(new Float64Array(expected));
  });
});
