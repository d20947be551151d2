// Division by constants in the compiled tier: small ints by a product and a
// shift, all others by the instruction. Both give Python's answers.

import { expect, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { runIn } from "./helpers/ir.ts";
import { runCompiled } from "./helpers/tiers.ts";

const divisors = [3n, 5n, 6n, 7n, 10n, 12n, 60n, 255n, 641n, 1000003n, 2n ** 29n - 3n, 2n ** 29n + 1n, 2n ** 30n - 1n, 2n ** 30n + 1n];

function valuesFor(divisor: bigint): bigint[] {
  const edge = 2n ** 30n;
  const near = [0n, divisor, edge - (edge % divisor), edge, 2n ** 31n, 2n ** 32n, 2n ** 53n, (edge / divisor / 2n) * divisor].flatMap(
    (x) => [x - 1n, x, x + 1n, -x - 1n, -x],
  );
  const spread = Array.from({ length: 20 }, (_, k) => (BigInt(k) * 7919n * 104729n * 31n) % edge);
  return [...near, ...spread, 2n ** 63n - 1n, -(2n ** 63n) + 1n];
}

function floored(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}

test("quotients and remainders by constants, at the edges of what is small", () => {
  const functions = divisors.map((d) => `def by${d}(xs: list[int]) -> str:\n    return str([(x // ${d}, x % ${d}) for x in xs])\n`);
  const calls = divisors.map((d) => `print(by${d}([${valuesFor(d).join(", ")}]))\n`);
  const { program } = check([...functions, ...calls].join("\n"));
  if (program === null) throw new Error("does not check");
  const { module } = lowerProgram(program);
  const pair = (x: bigint, d: bigint): string => `(${floored(x, d)}, ${x - floored(x, d) * d})`;
  const wanted = divisors.map(
    (d) =>
      `[${valuesFor(d)
        .map((x) => pair(x, d))
        .join(", ")}]`,
  );
  for (const { output } of [runCompiled(module, module.initializer), runIn(createInterpreter, module, module.initializer)]) {
    expect(output.trim().split("\n")).toEqual(wanted);
  }
});
