// Charges and limits of lowered code: leaves are paid for at their calls,
// arms only where they are taken, every budget stops both tiers alike; frozen
// state; shapes that must neither nest nor grow faster than the program.

import { describe, expect, test } from "vitest";
import type { TypedFunction } from "../src/check/program.ts";
import type { Instruction } from "../src/ir/ir.ts";
import { partsOfNode } from "../src/ir/nodes.ts";
import type { IRNode } from "../src/ir/nodes.ts";
import { BOOL, INT, NONE, STR } from "../src/types/primitives.ts";
import { plenty, runIn } from "./helpers/ir.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { lowerOnce, runLowered } from "./helpers/lowered.ts";
import { sweepFuel, sweepMemory } from "./helpers/tiers.ts";
import * as t from "./helpers/typed.ts";
import { freshText } from "./helpers/typed.ts";

function chargesIn(body: readonly Instruction[]): number {
  let found = 0;
  const pending: IRNode[] = [...body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "charge" || node.kind === "chargeSize") found++;
    for (const part of partsOfNode(node)) pending.push(part);
  }
  return found;
}

/** The sum below n, in a loop. */
function addSum(p: t.ProgramBuilder, name: string, leaf?: NonNullable<TypedFunction["leaf"]>): TypedFunction {
  const build = (b: t.Body): t.Statement[] => {
    const i = b.variable("i", INT);
    const sum = b.variable("sum", INT);
    const n = t.read(b.parameters[0] as t.Variable);
    return [t.set(sum, t.int(0)), t.count(i, t.int(0), n, t.int(1), t.set(sum, t.add(t.read(sum), t.read(i)))), t.give(t.read(sum))];
  };
  return p.add(name, [INT], INT, build, leaf === undefined ? {} : { leaf });
}

function addCaller(p: t.ProgramBuilder, name: string, target: TypedFunction, leaf?: NonNullable<TypedFunction["leaf"]>): TypedFunction {
  const build = (b: t.Body): t.Statement[] => [t.give(t.call(target, t.read(b.parameters[0] as t.Variable)))];
  return p.add(name, [INT], INT, build, leaf === undefined ? {} : { leaf });
}

describe("leaves", () => {
  test("a leaf is paid for at its call by its formula, with what is below it", () => {
    const p = new t.ProgramBuilder();
    const plain = addSum(p, "plain");
    const leaf = addCaller(p, "leaf", plain, { base: 30, terms: [{ each: 2, parameter: 0 }] });
    const caller = addCaller(p, "caller", leaf);
    const direct = addCaller(p, "direct", plain);
    const costs = [0, 10, 1000].map((n) => runLowered(p, caller, [n]).fuel);
    expect(costs.map((cost) => cost - (costs[0] ?? 0))).toEqual([0, 20, 2000]);
    expect(costs[0]).toBe(30);
    expect(runLowered(p, direct, [1000]).fuel).toBeGreaterThan(2000);
    const { module } = lowerOnce(p);
    expect(chargesIn(module.functions[leaf.id]?.body ?? [])).toBe(0);
  });
});

describe("every budget", () => {
  test("stops both tiers at the same place", () => {
    const p = new t.ProgramBuilder();
    const f = p.add("f", [INT], STR, (b) => {
      const n = t.read(b.parameters[0] as t.Variable);
      const i = b.variable("i", INT);
      const s = b.variable("s", STR);
      return [
        t.set(s, freshText("start")),
        t.count(
          i,
          t.int(0),
          n,
          t.int(1),
          t.when(
            t.less(t.read(i), t.int(2)),
            [t.set(s, t.append(t.read(s), t.str("<")))],
            [t.set(s, t.append(freshText("ab"), t.read(s)))],
          ),
        ),
        t.print(t.read(s)),
        t.give(t.read(s)),
      ];
    });
    const { module } = lowerOnce(p);
    sweepFuel(module, f.id, [4]);
    sweepMemory(module, f.id, [4]);
  });
});

describe("frozen state", () => {
  test("a store into what the initializer made faults, into new objects it does not", () => {
    const p = new t.ProgramBuilder();
    const counter = t.newClass("Counter", [["n", INT]]);
    const type = t.instance(counter);
    const shared = p.global("shared", type);
    const bump = p.add("bump", [type], INT, (b) => {
      const self = t.read(b.parameters[0] as t.Variable);
      return [
        t.statement({ kind: "setField", object: self, field: 0, value: t.add(t.field(self, 0, INT), t.int(1)) }),
        t.give(t.field(self, 0, INT)),
      ];
    });
    const own = p.add("own", [], INT, () => [t.give(t.call(bump, t.construct(type, t.int(5))))]);
    const other = p.add("other", [], INT, () => [t.give(t.call(bump, { kind: "global", global: shared, type, span: t.span() }))]);
    const init = p.add("initializer", [], NONE, () => [
      t.statement({ kind: "setGlobal", global: shared, value: t.construct(type, t.int(1)) }),
      t.evaluate(t.call(bump, { kind: "global", global: shared, type, span: t.span() })),
    ]);
    const { module } = lowerOnce(p, { frozenState: true, initializer: init.id });
    const { instance, outcome } = runIn(createInterpreter, module, init.id);
    expect(outcome.ok).toBe(true);
    instance.markResident();
    instance.setBudget(plenty);
    expect(instance.call(own.id, [])).toMatchObject({ ok: true, value: 6 });
    expect(instance.call(other.id, [])).toMatchObject({ ok: false, stop: { code: "WG522" } });
  });
});

describe("large shapes", () => {
  const repeat = <Item>(count: number, make: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => make(index));

  test("a sum of thousands of terms and a chain of a thousand elifs", () => {
    const p = new t.ProgramBuilder();
    const f = p.add("f", [INT], INT, (b) => {
      const x = t.read(b.parameters[0] as t.Variable);
      const sum = repeat(4000, () => x).reduce((left, right) => t.add(left, right));
      const last: t.Statement[] = [t.give(sum)];
      const isAt = (index: number): t.Expression => t.intrinsic("int_eq", BOOL, x, t.int(index + 100));
      return repeat(1000, (index) => index).reduceRight((rest, index) => [t.when(isAt(index), [t.give(t.int(index))], rest)], last);
    });
    expect(runLowered(p, f, [3]).value).toBe(12_000);
    expect(runLowered(p, f, [777]).value).toBe(677);
  });

  test("a thousand functions in a row, and a ring of them", () => {
    const p = new t.ProgramBuilder();
    const chain = repeat(1000, () => null).reduce(
      (target: TypedFunction, _none, index) => addCaller(p, `f${index}`, target),
      addSum(p, "sum"),
    );
    expect(runLowered(p, chain, [10]).value).toBe(45);
    expect(lowerOnce(p).module.functions.every((each) => each.depthWeight === 0)).toBe(true);
  });

  test("the time of lowering grows with the program", () => {
    const timeOf = (statements: number): number => {
      const p = new t.ProgramBuilder();
      p.add("f", [INT], INT, (b) => {
        const x = b.variable("x", INT);
        const set = (): t.Statement => t.set(x, t.add(t.mul(t.read(x), t.int(3)), t.intrinsic("int_mod", INT, t.read(x), t.int(7))));
        return [t.set(x, t.int(1)), ...repeat(statements, set), t.give(t.read(x))];
      });
      const before = process.threadCpuUsage();
      p.lower();
      const { user, system } = process.threadCpuUsage(before);
      return user + system;
    };
    timeOf(2000);
    // The least of several: other work on the machine makes times longer, never shorter.
    const least = (statements: number): number => Math.min(...repeat(4, () => timeOf(statements)));
    expect(least(16_000) / least(4_000)).toBeLessThan(12);
  });
});
