// Random IR through both tiers: full budgets, then budgets of fuel, memory,
// depth, output and host calls that end the run somewhere on its way. A seed
// that fails is printed by the test's message; run it alone to look at it.

import { describe, expect, test } from "vitest";
import type { Instance, InstanceOptions } from "../src/ir/instance.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { plenty, runIn } from "./helpers/ir.ts";
import { randomOf } from "./helpers/randomExpressions.ts";
import { randomModule } from "./helpers/randomIR.ts";
import { runBoth } from "./helpers/tiers.ts";

const programs = Number(process.env["WGEN_RANDOM_PROGRAMS"] ?? 200);
const first = Number(process.env["WGEN_RANDOM_SEED"] ?? 1);

const options: Partial<InstanceOptions> = {
  hostFunctions: [
    (values) => (typeof values[0] === "bigint" ? values[0] : Number(values[0]) % 1000),
    (values) => {
      if (values[0] === 0.5) throw new Error("half");
      return null;
    },
  ],
};

function compareAll(seed: number): string {
  const module = randomModule(seed);
  const random = randomOf(seed + 1_000_000);
  const pick = (limit: number): number => Math.floor(random() * (limit + 1));
  const values = [pick(20), -pick(5), pick(2 ** 40)];
  const { usage, ...outcome } = runBoth(module, 2, values, { ...plenty, fuel: 20_000 }, options);
  const least = runBoth(module, 2, values, { ...plenty, fuel: 0 }, options).usage.peakBytes;
  for (let round = 0; round < 4; round++) {
    runBoth(module, 2, values, { ...plenty, fuel: pick(usage.fuel) }, options);
    runBoth(module, 2, values, { ...plenty, fuel: 20_000, memoryBytes: least + pick(usage.peakBytes - least) }, options);
  }
  runBoth(module, 2, values, { ...plenty, fuel: 20_000, depth: pick(4) }, options);
  runBoth(module, 2, values, { ...plenty, fuel: 20_000, outputBytes: pick(20), hostCalls: pick(10), stringBytes: pick(64) }, options);
  return outcome.ok ? "ok" : outcome.stop.code;
}

test("fuel by line in a profile build adds up and is the interpreter's", () => {
  for (let seed = first; seed < first + 30; seed++) {
    const module = randomModule(seed);
    const built = compileModule(module, { profile: true });
    const { usage } = runBoth(module, 2, [3, -1, 5], { ...plenty, fuel: 20_000 }, options);
    for (const fuel of [20_000, usage.fuel - 1, Math.floor(usage.fuel / 2)]) {
      const profiles = [createInterpreter, (_: IRModule, all: InstanceOptions): Instance => createCompiled(built, all)].map((make) => {
        const profile = new Float64Array(module.sites.length);
        const { outcome } = runIn(make, module, 2, [3, -1, 5], { ...plenty, fuel: Math.max(0, fuel) }, { ...options, profile });
        expect(profile.reduce((sum, part) => sum + part, 0)).toBe(outcome.usage.fuel);
        return [...profile];
      });
      expect(profiles[1], `seed ${seed}`).toEqual(profiles[0]);
    }
  }
});

describe("random IR in both tiers", () => {
  test(`${programs} programs from seed ${first}`, () => {
    const outcomes = new Map<string, number>();
    for (let seed = first; seed < first + programs; seed++) {
      try {
        const outcome = compareAll(seed);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
    expect([...outcomes.keys()]).toContain("ok");
    if (process.env["WGEN_RANDOM_REPORT"] !== undefined) console.log(outcomes);
  }, 600_000);
});
