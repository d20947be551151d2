// Reads kept in locals: whole programs behave the same with and without it, in
// both tiers, to the unit of fuel and the byte; and where objects change under
// the reads, they are done again.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { cacheReads } from "../src/ir/cachedReads.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { printModule } from "../src/ir/print.ts";
import { validateModule } from "../src/ir/validate.ts";
import { runIn } from "./helpers/ir.ts";
import { randomModule } from "./helpers/randomIR.ts";
import { runCompiled } from "./helpers/tiers.ts";

const folder = new URL("tiers/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".wgen"));

function lower(source: string): IRModule {
  const { program, diagnostics } = check(source);
  if (program === null) throw new Error(diagnostics.map((each) => each.message).join("\n"));
  return lowerProgram(program).module;
}

function run(module: IRModule): unknown {
  const { outcome, output } = runIn(createInterpreter, module, module.initializer);
  return { outcome, output };
}

/** Reads of slots and lengths in a function. */
function readsIn(module: IRModule, name: string): number {
  const text = printModule({ ...module, functions: module.functions.filter((one) => one.name === name) });
  return (text.match(/%\d+\.\d+(?! =)/g) ?? []).length;
}

const changing = `
class Node:
    def __init__(self, value: int, items: list[int]):
        self.value = value
        self.items = items
        self.next = None

def grow(xs: list[int], n: int) -> int:
    total = 0
    for i in range(n):
        total += len(xs)
        xs.append(i)
        total += len(xs) * xs[i]
    return total

def swap_under(node: Node, others: list[list[int]]) -> int:
    total = 0
    for other in others:
        total += node.items[0] + node.value
        if len(other) > 1:
            node.items = other
        total += node.items[0] * node.value
        node.value += 1
    return total

def chain(node: Node) -> int:
    total = 0
    while node is not None:
        total += node.value + len(node.items) + node.value
        node = node.next
    return total

def sometimes(xs: list[int] | None, n: int) -> int:
    total = 0
    for i in range(n):
        if xs is not None:
            total += xs[i] + len(xs)
    return total

def through(node: Node, n: int) -> int:
    total = 0
    for i in range(n):
        total += node.items[i % len(node.items)] * node.value
    return total

text = ""
for k in range(5):
    before = len(text)
    text += "ab"
    print(before, len(text))
first = Node(1, [7, 8])
second = Node(2, [9])
first.next = second
print(grow([1, 2, 3], 6), swap_under(first, [[1, 2], [5], [3, 4, 5]]), chain(first))
print(sometimes(None, 3), sometimes([4, 5, 6], 3), through(first, 8))
`;

describe("programs with and without", () => {
  const programs: [string, string][] = [
    ["objects that change", changing],
    ...names.map((name): [string, string] => [name, readFileSync(new URL(name, folder), "utf8")]),
  ];
  test.each(programs)("%s", (_name, source) => {
    const plain = lower(source);
    const cached = cacheReads(plain);
    expect(validateModule(cached)).toEqual([]);
    const expected = run(plain);
    expect(run(cached)).toEqual(expected);
    const { outcome, output } = runCompiled(plain, plain.initializer);
    expect({ outcome, output }).toEqual(expected);
  });

  test("random modules", () => {
    for (let seed = 1; seed <= 150; seed++) {
      const plain = randomModule(seed);
      const cached = cacheReads(plain);
      expect(validateModule(cached), `seed ${seed}`).toEqual([]);
      const [a, b] = [plain, cached].map((module) => {
        const { outcome, output } = runIn(createInterpreter, module, 2, [7, -3, 2 ** 40], undefined, {
          hostFunctions: [(values) => Number(values[0]) % 1000, () => null],
        });
        return { outcome, output };
      });
      expect(b, `seed ${seed}`).toEqual(a);
    }
  });
});

describe("what is kept", () => {
  const module = lower(changing);
  const cached = cacheReads(module);

  test("a loop that changes nothing reads its objects before it", () => {
    expect(readsIn(cached, "through")).toBeLessThan(readsIn(module, "through"));
    const text = printModule({ ...cached, functions: cached.functions.filter((one) => one.name === "through") });
    expect(text.slice(text.indexOf("loop"))).not.toMatch(/%0\.\d/);
  });

  test("a list that grows is read again", () => {
    const text = printModule({ ...cached, functions: cached.functions.filter((one) => one.name === "grow") });
    expect(text.slice(text.indexOf("loop"))).toMatch(/%0\.0/);
  });
});
