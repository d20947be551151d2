// How much real memory a run of the compiled tier takes: whatever it allocates
// and frees in whatever order, its pages stay within a bound that its limits
// give (`mostMemoryBytes`), and what is no attack on the allocator never meets
// that bound.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { StopError, type Instance } from "../src/ir/instance.ts";
import { compile, defineHost } from "../src/index.ts";
import { partsOf } from "../src/engine/plugin.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { mostMemoryBytes } from "../src/wasm/memory.ts";
import { define, give, i64, moduleOf, plenty, testTypes } from "./helpers/ir.ts";
import { compiledOf } from "./helpers/tiers.ts";

const memoryBytes = 2 ** 19;
const budget = { ...plenty, memoryBytes, outputBytes: 0 };
const module = moduleOf([define(">I", "", [give(i64(1))])]);
const instance = createCompiled(compiledOf(module), { hostFunctions: [], print: () => {}, moduleName: "test", runSeed: 0n });
const start = instance.view().byteLength;
const bound = start + mostMemoryBytes(memoryBytes, 0);

/** An object of about so many bytes, or null where the run would end. */
function make(bytes: number): number | null {
  try {
    if (bytes < 32) return instance.allocate(testTypes.node, 0);
    return instance.allocate(testTypes.integers, Math.ceil((bytes - 16) / 8));
  } catch (error) {
    if (error instanceof StopError) return null;
    throw error;
  }
}

/** Objects of one size while they fit; then all are freed but each `keep`-th, from the front or from behind. */
interface Phase {
  readonly bytes: number;
  readonly keep: number;
  readonly fromBehind: boolean;
}

interface Held {
  readonly address: number;
  readonly bytes: number;
}

function run(phases: readonly Phase[]): void {
  instance.reset();
  instance.setBudget(budget);
  instance.release(instance.allocate(testTypes.node, 0));
  const held: Held[] = [];
  for (const phase of phases) {
    const made = fill(phase, held);
    if (phase.fromBehind) made.reverse();
    for (const [index, each] of made.entries()) {
      if (index % phase.keep === 0) held.push(each);
      else instance.release(each.address);
    }
    expect(instance.view().byteLength).toBeLessThanOrEqual(bound);
  }
}

/** What was kept of earlier phases goes where it would leave no room. */
function fill({ bytes }: Phase, held: Held[]): Held[] {
  const room = (): number => memoryBytes - 40_000 - held.reduce((sum, each) => sum + each.bytes, 0);
  while (room() < memoryBytes / 2) for (const each of held.splice(0, Math.ceil(held.length / 8))) instance.release(each.address);
  const made: Held[] = [];
  for (let left = room(); left > bytes + 24; left -= bytes + 24) {
    const address = make(bytes);
    if (address === null) return made;
    made.push({ address, bytes: bytes + 24 });
  }
  return made;
}

describe("real memory", () => {
  const phase = fc.record({
    bytes: fc.oneof(fc.integer({ min: 16, max: 200 }), fc.integer({ min: 200, max: 5000 }), fc.integer({ min: 5000, max: 2 ** 17 })),
    keep: fc.constantFrom(1, 2, 3, 10, 100, 1000),
    fromBehind: fc.boolean(),
  });

  test("stays within the bound, whatever is kept of what", () => {
    fc.assert(
      fc.property(fc.array(phase, { minLength: 1, maxLength: 25 }), (phases) => run(phases)),
      { numRuns: 40, seed: 11 },
    );
  });

  test.each([
    ["each class once, some of it kept", (k: number) => ({ bytes: 16 + 8 * k, keep: 50, fromBehind: false })],
    ["twice as large each time, every second kept", (k: number) => ({ bytes: 2 ** (4 + (k % 13)), keep: 2, fromBehind: k % 2 === 0 })],
    ["a little larger than what was freed", (k: number) => ({ bytes: Math.ceil(16 * 1.26 ** (k % 40)), keep: 9, fromBehind: true })],
    ["smaller each time", (k: number) => ({ bytes: Math.ceil(150_000 / 1.3 ** (k % 30)), keep: 3, fromBehind: false })],
  ])("attacks: %s", (_, phaseOf) => {
    run(Array.from({ length: 60 }, (_unused, k) => phaseOf(k)));
  });

  test("at the bound all is merged, and then the run ends", () => {
    const tight = { ...budget, memoryBytes: 2 ** 40 };
    instance.reset();
    instance.setBudget(tight);
    // Allowed by the logical limit, not by the pages that a module declares.
    expect(() => instance.allocate(testTypes.integers, 2 ** 28)).toThrow(StopError);
  });
});

// ------------------------------------------------------------------ whole programs

const host = defineHost({
  name: "churn",
  hooks: {
    pinned: { parameters: { first: "int", small: "int", room: "int" }, result: "int" },
    churn: { parameters: { seed: "int", steps: "int" }, result: "int" },
    shout: { parameters: { n: "int" }, result: "int" },
  },
});

const source = `
def churn(seed: int, steps: int) -> int:
    held: list[list[int]] = [[] for _ in range(64)]
    words: dict[str, list[float]] = {}
    state = seed
    for step in range(steps):
        state = (state * 1103515245 + 12345) % 2147483648
        size = 1 << (state // 65536 % 12)
        held[state % 64] = [step] * (size + state % 7)
        key = str(state // 256 % 50)
        words[key] = words.get(key, []) + [float(size)]
        if state % 11 == 0:
            words = {}
    return sum(len(each) for each in held) + len(words)


def pinned(first: int, small: int, room: int) -> int:
    kept: list[list[int]] = []
    size = first
    phases = 0
    while size < room:
        large: list[list[int]] = []
        left = room
        while left > size + small:
            large.append([phases] * size)
            kept.append([phases] * small)
            left -= size + small + 16
        size = size * 5 // 4 + 3
        phases += 1
    return phases


def shout(n: int) -> int:
    for step in range(n):
        print("x" * 50000)
    return n
`;

describe("programs", () => {
  const plugin = compile(source, { host });
  if (!plugin.ok) throw new Error(JSON.stringify(plugin.diagnostics));
  const { unit } = partsOf(plugin);

  function started(): Instance {
    const made = unit.instantiate({ hostFunctions: [], print: () => {}, moduleName: "churn", runSeed: 0n });
    made.setBudget(plenty);
    expect(made.call(unit.module.initializer, []).ok).toBe(true);
    made.markResident();
    return made;
  }

  test.each([2 ** 18, 2 ** 20])("lists and dicts of all sizes within %d bytes", (limit) => {
    const made = started();
    const before = made.view().byteLength;
    for (let seed = 1; seed < 12; seed++) {
      made.reset();
      made.setBudget({ ...plenty, fuel: 2_000_000, memoryBytes: limit, outputBytes: 0 });
      const outcome = made.call(unit.entries.get("churn")!.function, [seed * 7919, 600]);
      // Only what is alive may end it.
      if (!outcome.ok) expect(outcome.usage.peakBytes).toBeGreaterThan(limit / 2);
      expect(made.view().byteLength).toBeLessThanOrEqual(before + mostMemoryBytes(limit, 0));
    }
  });

  test.each([
    [1000, 1],
    [3000, 40],
    [2000, 300],
    [100, 2],
  ])("large lists of %d items and more, a small one of %d kept between each two", (first, small) => {
    const limit = 2 ** 22;
    const made = started();
    made.setBudget({ ...plenty, fuel: 1e9, memoryBytes: limit, outputBytes: 0 });
    const outcome = made.call(unit.entries.get("pinned")!.function, [first, small, Math.floor((limit * 0.55) / 8)]);
    expect(outcome.ok).toBe(true);
    expect(made.view().byteLength).toBeLessThan((first > 500 ? 3 : 7) * limit);
  });

  test("what is printed without end is not kept, and the log says the same in both tiers", () => {
    const made = started();
    const before = made.view().byteLength;
    made.setBudget({ ...plenty, fuel: 1e8, memoryBytes: 2 ** 20, outputBytes: Number.MAX_SAFE_INTEGER });
    expect(made.call(unit.entries.get("shout")!.function, [400]).ok).toBe(true);
    expect(made.view().byteLength).toBeLessThanOrEqual(before + mostMemoryBytes(2 ** 20, 2 ** 32));
    const interpreted = compile(source, { host, tier: "interpreter" });
    if (!interpreted.ok) throw new Error("refused");
    const limits = { logLines: 1000, logBytes: 160 * 1024, logLineBytes: 10 * 1024 };
    const [one, other] = [plugin, interpreted].map((each) => each.call("shout", { n: 8 }, { limits }));
    expect(one).toEqual(other);
    const lengths = one!.log.map(({ text }) => text.length);
    expect(lengths.slice(0, -1)).toEqual([10_240, 10_240, 10_240, 10_240, 10_240, 10_240]);
    expect(one!.log.at(-1)!.text).toMatch(/more was printed/);
  });
});
