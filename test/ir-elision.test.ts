// Leaving out counts: whole programs behave the same with and without it, to
// the unit of fuel and the byte, and leave nothing behind.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { lowerPlainly, lowerProgram } from "../src/ir/lower.ts";
import { printModule } from "../src/ir/print.ts";
import { validateModule } from "../src/ir/validate.ts";
import { runIn } from "./helpers/ir.ts";
import { runCompiled } from "./helpers/tiers.ts";

const folder = new URL("tiers/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".wgen"));

function lowerBoth(source: string): { readonly plain: IRModule; readonly elided: IRModule } {
  const { program, diagnostics } = check(source);
  if (program === null) throw new Error(diagnostics.map((each) => each.message).join("\n"));
  return { plain: lowerPlainly(program).module, elided: lowerProgram(program).module };
}

function counts(module: IRModule): number {
  return (printModule(module).match(/^ *(retain|release) /gm) ?? []).length;
}

const bodies = `
class Body:
    def __init__(self, name: str, mass: float):
        self.name = name
        self.mass = mass
        self.next = None

def total(bodies: list[Body]) -> float:
    sum = 0.0
    for body in bodies:
        sum += body.mass
    return sum

def run():
    bodies = [Body("b" + str(i), i * 0.5) for i in range(10)]
    last = bodies[0]
    first = Body("alone", 1.0)
    for turn in range(3):
        for body in bodies:
            last = body
            body.mass += total(bodies) / 100
            if body.mass > 1000.0:
                break
            first = body
    print(last.name, first.name, round(total(bodies), 6))
    for k in range(0):
        last = bodies[k]
    while last.mass > 5.0:
        last = bodies[int(last.mass) % 3]
    return last.name

print(run())
`;

/** Ends in a loop by an exception that is made while the loop's locals own things. */
const raising = `
class Body:
    def __init__(self, name: str, mass: float):
        self.name = name
        self.mass = mass

def heaviest(bodies: list[Body], most: float) -> Body:
    best = Body("none", -1.0)
    spare = Body("spare", 0.0)
    for body in bodies:
        other = spare
        spare = body
        if body.mass > most:
            raise ValueError(other.name + " before " + body.name)
        if body.mass < 0.0:
            break
        if 1.0 / body.mass < 0.5:
            best = body
    return best

def lightest(bodies: list[Body]) -> float:
    least = 1e9
    last = bodies[0]
    for body in bodies:
        if body.mass < 0.0:
            raise KeyError(last.name)
        last = body
        least = min(least, last.mass)
    return least

bodies = [Body("b" + str(i), 1.0 + i * 0.5) for i in range(10)]
print(heaviest(bodies, 100.0).name, lightest(bodies))
print(heaviest(bodies, 4.0).name)
`;

describe("programs with and without elision", () => {
  const programs: [string, string][] = [
    ["bodies", bodies],
    ["raising", raising],
    ...names.map((name): [string, string] => [name, readFileSync(new URL(name, folder), "utf8")]),
  ];
  test.each(programs)("%s", (_name, source) => {
    const { plain, elided } = lowerBoth(source);
    expect(validateModule(elided)).toEqual([]);
    const seen = [plain, elided].map((module) => {
      const { outcome, output } = runIn(createInterpreter, module, module.initializer);
      return { outcome, output };
    });
    expect(seen[1]).toEqual(seen[0]);
    const { outcome, output } = runCompiled(elided, elided.initializer);
    expect({ outcome, output }).toEqual(seen[0]);
  });

  test("the loops over objects count less", () => {
    const { plain, elided } = lowerBoth(bodies);
    const total = (module: IRModule): number => counts({ ...module, functions: module.functions.filter((each) => each.name === "total") });
    expect(total(plain)).toBeGreaterThan(0);
    expect(total(elided)).toBe(0);
  });

  test.each([bodies, raising])("every budget of memory stops at the same place", (source) => {
    const { plain, elided } = lowerBoth(source);
    const { usage } = runIn(createInterpreter, plain, plain.initializer).outcome;
    const plenty = { fuel: 1e9, depth: 1000, outputBytes: 1e6, stringBytes: 1e6, hostCalls: 10 };
    for (let memoryBytes = 9000; memoryBytes <= usage.peakBytes; memoryBytes += 64) {
      const [a, b] = [plain, elided].map(
        (module) => runIn(createInterpreter, module, module.initializer, [], { ...plenty, memoryBytes }).outcome,
      );
      expect(b).toEqual(a);
    }
  });
});
