// Ints with plain bounds: the folded code does what the code as lowered does,
// at the edges of every range, in both tiers.

import { describe, expect, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import type { IRModule } from "../src/ir/ir.ts";
import { foldKnownInts } from "../src/ir/knownInts.ts";
import { visitNodes } from "../src/ir/nodes.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { printModule } from "../src/ir/print.ts";
import { validateModule } from "../src/ir/validate.ts";
import { plenty, runIn } from "./helpers/ir.ts";
import { randomModule } from "./helpers/randomIR.ts";
import { runCompiled } from "./helpers/tiers.ts";

function lower(source: string): IRModule {
  const { program, diagnostics } = check(source);
  if (program === null) throw new Error(diagnostics.map((each) => each.message).join("\n"));
  return lowerProgram(program).module;
}

const prelude = `
from math import floor

def cells(x: float) -> float:
    i = floor(x)
    return x - i

def masked(n: int, xs: list[int]) -> int:
    low = n & 3
    rest = n % 5
    return xs[low] * 100 + xs[low + rest] * 10 + (low - rest) // 2

def chosen(a: float, b: float) -> float:
    if a > b:
        i = 1
        j = 0
    else:
        i = 0
        j = 1
    return a - i + b * j

def turned(n: int) -> int:
    k = 1
    total = 0
    for i in range(n):
        total += k * 3
        k = total
    return total

def caught(x: float) -> str:
    try:
        n = int(x)
    except ValueError:
        return "nan"
    except OverflowError:
        return "infinite"
    return str(n) + " " + str(float(n))

def halves(n: int) -> int:
    k = 7
    while True:
        if n > 10:
            k = 9223372036854775807
            break
        n += 1
        if n == 3:
            continue
    return k - 1

def above(n: int, m: int) -> int:
    return (n & 255) + m

def below(n: int, m: int) -> int:
    return m + n % 7

xs = [5, 6, 7, 8, 9, 10, 11, 12]
inf = 1e308 * 10.0
`;

const calls: readonly string[] = [
  "cells(-0.5)",
  "cells(-0.0)",
  "cells(9007199254740993.0)",
  "cells(9.2e18)",
  "cells(-9223372036854775808.0)",
  "cells(9223372036854775808.0)",
  "cells(-9223372036854777856.0)",
  "cells(inf)",
  "cells(inf - inf)",
  "cells(1e300)",
  "masked(-1, xs)",
  "masked(7, xs)",
  "masked(3, [1, 2])",
  "masked(-9223372036854775807 - 1, xs)",
  "chosen(2.0, 1.0), chosen(1.0, 2.0)",
  "turned(5)",
  "turned(60)",
  "caught(1e18), caught(inf), caught(-inf), caught(inf - inf)",
  "caught(1e19)",
  "halves(0), halves(20)",
  "above(255, 9223372036854775552), above(0, 9223372036854775807), above(-1, -9223372036854775807 - 1)",
  "above(255, 9223372036854775553)",
  "below(-1, 9223372036854775801), below(7, 9223372036854775807), below(6, -9223372036854775807 - 1)",
  "below(-1, 9223372036854775802)",
];

describe("programs with and without", () => {
  test.each(calls)("%s", (call) => {
    const plain = lower(`${prelude}print(${call})\n`);
    const folded = foldKnownInts(plain);
    expect(validateModule(folded)).toEqual([]);
    const [a, b] = [plain, folded].map((module) => {
      const { outcome, output } = runIn(createInterpreter, module, module.initializer);
      return { outcome, output };
    });
    expect(b).toEqual(a);
    const { outcome, output } = runCompiled(plain, plain.initializer);
    expect({ outcome, output }).toEqual(a);
  });

  test("random modules", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const plain = randomModule(seed);
      const folded = foldKnownInts(plain);
      expect(validateModule(folded), `seed ${seed}`).toEqual([]);
      for (const fuel of [5000, 41]) {
        const [a, b] = [plain, folded].map((module) => {
          const hostFunctions = [(values: readonly (number | bigint)[]) => Number(values[0]) % 1000, () => null];
          const { outcome, output } = runIn(createInterpreter, module, 2, [7, -3, 2 ** 40], { ...plenty, fuel }, { hostFunctions });
          return { outcome, output };
        });
        expect(b, `seed ${seed}`).toEqual(a);
      }
    }
  });
});

test("what came from a float goes back without a test", () => {
  const module = foldKnownInts(lower(`${prelude}print(cells(1.5), chosen(1.0, 2.0))\n`));
  const textOf = (name: string): string => printModule({ ...module, functions: module.functions.filter((one) => one.name === name) });
  expect(textOf("chosen")).not.toMatch(/checked/);
});

test("a sum of which one side is not negative is known to be", () => {
  const module = foldKnownInts(lower(`${prelude}print(above(1, 2), below(1, 2))\n`));
  const sides = ["above", "below"].map((name) => {
    const found: unknown[] = [];
    visitNodes(module.functions.find((one) => one.name === name)?.body ?? [], (x) => {
      if (x.kind === "checked") found.push(x.natural);
    });
    return found;
  });
  expect(sides).toEqual([[0], [1]]);
});
