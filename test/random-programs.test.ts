// Random well-typed programs: both tiers must tell the same of each, under a
// full budget and under budgets of fuel and memory that end it on its way; and
// where python3 is there, CPython must print the same.

import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { check, runProgram } from "../src/index.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { Budget, Instance, InstanceOptions } from "../src/ir/instance.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { createCompiled } from "../src/wasm/instance.ts";
import type { Executor } from "./helpers/ir.ts";
import { randomOf } from "./helpers/randomExpressions.ts";
import { randomProgram } from "./helpers/randomSource.ts";

const programs = Number(process.env["WGEN_RANDOM_PROGRAMS"] ?? 25);
const first = Number(process.env["WGEN_RANDOM_SEED"] ?? 1);
const seeds = Array.from({ length: programs }, (_, index) => first + index);

const budget: Budget = { fuel: 300_000, memoryBytes: 2 ** 22, depth: 200, outputBytes: 100_000, stringBytes: 2 ** 18, hostCalls: 0 };

interface Seen {
  readonly outcome: ReturnType<Instance["call"]>;
  readonly output: string;
}

function runOnce(make: Executor, module: IRModule, limits: Budget): Seen {
  const output: string[] = [];
  const instance = make(module, { hostFunctions: [], print: (text) => void output.push(text), moduleName: "__main__", runSeed: 3n });
  instance.setBudget(limits);
  return { outcome: instance.call(module.initializer, []), output: output.join("") };
}

function compareTiers(seed: number): void {
  const { program, diagnostics } = check(randomProgram(seed));
  if (program === null) throw new Error(diagnostics.map((each) => each.message).join("; "));
  const { module } = lowerProgram(program);
  const compiled = compileModule(module);
  const compiledTier = (_: IRModule, options: InstanceOptions): Instance => createCompiled(compiled, options);
  const compare = (limits: Budget): Seen => {
    const interpreted = runOnce(createInterpreter, module, limits);
    expect(runOnce(compiledTier, module, limits), `seed ${seed}, fuel ${limits.fuel}, memory ${limits.memoryBytes}`).toEqual(interpreted);
    return interpreted;
  };
  const { usage } = compare(budget).outcome;
  const random = randomOf(seed);
  for (let round = 0; round < 3; round++) {
    compare({ ...budget, fuel: Math.floor(usage.fuel * random()) });
    compare({ ...budget, memoryBytes: 16_384 + Math.floor((usage.peakBytes - 16_384) * random()) });
  }
}

const script = `
import contextlib, io, json, sys
results = []
for source in json.load(sys.stdin):
    out, error = io.StringIO(), ""
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(source, "program", "exec"), {"__name__": "__main__"})
        except Exception as raised:
            error = type(raised).__name__
    results.append([out.getvalue(), error])
json.dump(results, sys.stdout)
`;

describe("random programs", () => {
  test(`${programs} from seed ${first} are the same in both tiers`, () => {
    for (const seed of seeds) compareTiers(seed);
  }, 600_000);

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  test.skipIf(!hasPython)(
    "and in CPython",
    () => {
      const { stdout } = spawnSync("python3", ["-c", script], {
        input: JSON.stringify(seeds.map(randomProgram)),
        encoding: "utf8",
        maxBuffer: 2 ** 28,
      });
      const expected = JSON.parse(stdout) as [string, string][];
      for (const [index, seed] of seeds.entries()) {
        const run = runProgram(randomProgram(seed), { fileName: "program.wgen" });
        if (run.phase === "check") throw new Error(`seed ${seed}: ${run.diagnostics[0]?.message ?? ""}`);
        // Ints beyond 64 bits and limits are where we may stop and CPython goes on.
        if (run.fault !== null && /^WG(52|60)/.test(run.fault.code)) continue;
        const [output = "", error = ""] = expected[index] ?? [];
        expect(run.stdout, `seed ${seed}`).toBe(output);
        expect(run.fault?.message.split(":")[0] ?? "", `seed ${seed}`).toBe(error);
      }
    },
    600_000,
  );
});
