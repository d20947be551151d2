// A program becomes the same module, whatever was compiled before it: what is
// kept of the library from program to program shows nowhere. Two fresh copies
// of the compiler get the same programs in opposite orders.

import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

const own = (name: string): string => readFileSync(new URL(`programs/${name}.wgen`, import.meta.url), "utf8");

/** What they have in common is compiled under a `try` and outside of one, in a leaf and outside, frozen and not. */
const programs: readonly string[] = [
  'print([1, 2, 3], {"a": 1}, "x" * 3, 1.5)\n',
  'try:\n    print([1, 2][5], {"a": 1}["b"], int("7"))\nexcept IndexError as e:\n    print(e, sorted([3, 1]), f"{1.5:.2f}")\n',
  "def f(xs: list[int]) -> int:\n    try:\n        return xs.index(4)\n    except ValueError:\n        return -1\n\nprint(f([1, 2]), [1, 2].index(1), 'a,b'.split(','))\n",
  "class Odd(ValueError):\n    pass\n\ntry:\n    raise Odd('x')\nexcept ValueError as e:\n    print(e, [1, 2], {(1, 2): [3]}, [1, 2].index(3))\n",
  "import numpy as np\n\na = np.zeros((4, 4))\na[1:3] += 2.5\nprint(a.sum(), np.sqrt(a).max(), [1.5, 2.5])\n",
  "def g(n):\n    for i in range(n):\n        yield str(i)\n\nprint(list(g(3)), ''.join(g(4)), [x for x in [1, 2]])\n",
  'print(sorted({"b": 2, "a": 1}.items(), key=lambda pair: pair[1]), "%5.1f" % 2.25)\n',
  own("protocols"),
  // Classes of the same names with other fields.
  ...["left", "right"].map(
    (field) =>
      `from dataclasses import dataclass\nfrom enum import Enum\nfrom typing import NamedTuple\n\nclass Pair(NamedTuple):\n    ${field}: int\n    far: float\n\n@dataclass(order=True, frozen=True)\nclass Item:\n    ${field}: int\n\nclass Side(Enum):\n    ${field.toUpperCase()} = 1\n\nprint([Pair(1, 2.5)], {Pair(1, 2.5): Item(3)}, max(Pair(1, 2.0), Pair(1, 3.0)), [Item(4)], list(Side), (Pair(1, 2.0), Item(5)))\n`,
  ),
];

async function compileAll(order: readonly number[]): Promise<Map<number, unknown>> {
  vi.resetModules();
  const { check, programHost } = await import("../src/engine/compile.ts");
  const { lowerUnit } = await import("../src/engine/unit.ts");
  const { encodeModule } = await import("../src/wasm/compile.ts");
  const found = new Map<number, unknown>();
  for (const index of order) {
    const { program } = check(programs[index] ?? "");
    if (program === null) throw new Error(`program ${index} is refused`);
    const { module } = lowerUnit(program, programHost.contract.hooks);
    const { bytes, sideTables } = encodeModule(module);
    const sites = sideTables.sites.map(({ place, calledFrom, ...site }) => ({
      ...site,
      calledFrom,
      span: place.span,
      file: place.file.name,
    }));
    const { types, texts } = module;
    found.set(index, { bytes: Buffer.from(bytes).toString("base64"), ...sideTables, sites, types, texts });
  }
  return found;
}

test("a module does not tell what was compiled before it", { timeout: 120_000 }, async () => {
  const order = [...programs.keys()];
  const forwards = await compileAll(order);
  const backwards = await compileAll(order.toReversed());
  for (const index of order) expect(backwards.get(index), `program ${index}`).toEqual(forwards.get(index));
});
