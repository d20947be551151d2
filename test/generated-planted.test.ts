// Bugs planted on purpose, 31 of them: the compiled tier gets a module with one mistake
// that a compiler could make, the interpreter the right one. The comparison of
// generated programs must notice each of them within a few batches.

import { describe, expect, test } from "vitest";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import { programOf } from "./helpers/generator/arbitrary.ts";
import { isSameSeen, plentyForCase, tags, Tier } from "./helpers/generator/batch.ts";
import type { Seen } from "./helpers/generator/batch.ts";
import { modulesOf, Tally } from "./helpers/generator/equality.ts";
import { bugs, compileWith } from "./helpers/generator/planted.ts";
import type { Bug } from "./helpers/generator/planted.ts";
import type { GeneratedProgram } from "./helpers/generator/program.ts";

/** Seeds of the first program of each batch: 72 programs in all. */
const starts = [325, 373, 433, 541, 1429, 5797];
const perBatch = 12;

interface Right {
  readonly module: IRModule;
  readonly runs: readonly { readonly program: GeneratedProgram; readonly fuel: number; readonly seen: Seen }[];
}

const made: Right[] = [];

/** What the interpreter says of a batch; programs that a limit stops are left out: without a charge they may not end. */
function rightOf(index: number): Right {
  const known = made[index];
  if (known !== undefined) return known;
  const from = starts[index] ?? 1;
  const programs = Array.from({ length: perBatch }, (_, at) => programOf(from + at, tags[at] ?? "a", { forPython: at % 3 !== 0, size: 7 }));
  const [first] = modulesOf(programs, new Tally());
  if (first === undefined) throw new Error("no program was taken");
  const { module } = first.batch;
  const interpreter = new Tier(module, (options) => createInterpreter(module, options));
  const runs = first.programs.flatMap((program) => {
    const full = interpreter.run(program, plentyForCase);
    if (!full.outcome.ok && full.outcome.stop.code.startsWith("WG6")) return [];
    const half = full.outcome.usage.fuel >> 1;
    return [plentyForCase.fuel, half].map((fuel) => ({ program, fuel, seen: interpreter.run(program, { ...plentyForCase, fuel }) }));
  });
  return (made[index] = { module, runs });
}

/** How many programs it takes to see it, or -1. */
function foundAfter(bug: Bug): number {
  let programs = 0;
  for (let index = 0; index < starts.length; index++) {
    const { module, runs } = rightOf(index);
    const compiled = compileWith(module, bug);
    for (const { program, fuel, seen } of runs) {
      programs += 0.5;
      // A fresh instance: a bug may have spoilt the memory of the last.
      if (!runsAlike(new Tier(module, (options) => createCompiled(compiled, options)), program, fuel, seen)) return programs;
    }
  }
  return -1;
}

function runsAlike(tier: Tier, program: GeneratedProgram, fuel: number, seen: Seen): boolean {
  try {
    return isSameSeen(tier.run(program, { ...plentyForCase, fuel }), seen);
  } catch {
    return false;
  }
}

describe("planted bugs", () => {
  test("the comparison is quiet where nothing is planted", () => {
    expect(foundAfter({ name: "nothing", rewrite: (node) => node })).toBe(-1);
  }, 600_000);

  test.each(bugs.map((bug) => [bug.name, bug] as const))(
    "%s",
    (_, bug) => {
      const after = foundAfter(bug);
      if (process.env["WGEN_GENERATED_REPORT"] !== undefined) console.log(`${bug.name}: found by program ${Math.ceil(after)}`);
      expect(after).toBeGreaterThan(0);
    },
    600_000,
  );
});
