// How the fuel of library functions grows with the size of what they are
// given, on inputs made to be bad for them: four times the size may cost
// little more than four times the fuel.

import { expect, test } from "vitest";
import { runProgram } from "../src/engine/run.ts";

/** Fuel of a program in which SIZE is replaced; what it costs at size 0 is taken off. */
function fuelAt(program: string, size: number): number {
  const result = runProgram(program.replaceAll("SIZE", String(size)), { tier: "compiled", limits: { fuel: 2_000_000_000 } });
  if (result.phase === "check") throw new Error(result.diagnostics.map((each) => each.message).join("\n"));
  expect(result.fault).toBeNull();
  return result.fuelUsed;
}

const programs: readonly (readonly [name: string, program: string, most: number])[] = [
  ["find: a needle that almost fits everywhere", `t = "a" * SIZE + "c"\nprint(t.find("a" * (SIZE // 2) + "b"))`, 4.3],
  ["find: a periodic needle", `t = "ab" * SIZE\nprint(t.find("ab" * (SIZE // 4) + "aab"))`, 4.3],
  ["rfind: a needle that almost fits everywhere", `t = "a" * SIZE\nprint(t.rfind("b" + "a" * (SIZE // 2)))`, 4.3],
  ["in: a needle that almost fits everywhere", `print("a" * (SIZE // 2) + "b" in "a" * SIZE)`, 4.3],
  ["count: overlapping needles", `print(("a" * SIZE).count("a" * 50 + "b"))`, 4.3],
  ["replace: many places", `print(len(("ab" * SIZE).replace("a", "xyz")))`, 4.3],
  ["replace: a needle that almost fits everywhere", `print(len(("a" * SIZE).replace("a" * (SIZE // 2) + "b", "")))`, 4.3],
  ["split: many pieces", `print(len(("a," * SIZE).split(",")))`, 4.3],
  ["join: many pieces", `print(len(",".join(["ab"] * SIZE)))`, 4.3],
  ["strip", `print(len((" " * SIZE).strip()))`, 4.3],
  ["upper beyond ASCII", `print(len(("é" * SIZE).upper()))`, 4.3],
  ["repr of text", `print(len(repr("\\n" * SIZE)))`, 4.3],
  ["text grown one by one", `s = ""\nfor i in range(SIZE):\n    s += "x"\nprint(len(s))`, 4.3],
  ["a list grown one by one", `xs = []\nfor i in range(SIZE):\n    xs.append(i)\nprint(len(xs))`, 4.3],
  ["sort: falling", `xs = list(range(SIZE, 0, -1))\nxs.sort()\nprint(xs[0])`, 4.3],
  ["sort: runs of many lengths", `xs = [(i * i) % 10007 for i in range(SIZE)]\nxs.sort()\nprint(xs[0])`, 5.5],
  ["sort: a comparison by nan", `xs = [float("nan") if i % 3 == 0 else float(i) for i in range(SIZE)]\nxs.sort()\nprint(len(xs))`, 5.5],
  [
    "dict: keys a power of two apart",
    `d = {}\nfor i in range(SIZE):\n    d[i << 40] = i\nt = 0\nfor i in range(SIZE):\n    t += d[i << 40]\nprint(t)`,
    4.8,
  ],
  ["dict: float keys", `d = {}\nfor i in range(SIZE):\n    d[i * 0.5] = i\nprint(len(d))`, 4.8],
  [
    "dict: insert and delete in turn",
    `d = {}\nfor i in range(SIZE):\n    d[i] = i\n    if i >= 10:\n        del d[i - 10]\n    for k in d:\n        break\nprint(len(d))`,
    4.8,
  ],
  [
    "dict: popitem and insert in turn",
    `d = {}\nfor i in range(SIZE):\n    d[i] = i\n    d[-i - 1] = i\n    d.popitem()\nprint(len(d))`,
    4.8,
  ],
  ["set: insert and pop in turn", `s = {-1}\nfor i in range(SIZE):\n    s.add(i)\n    s.pop()\nprint(len(s))`, 4.8],
  ["float of a long text", `print(float("1" * SIZE + "e-" + str(SIZE)) > 0.0)`, 4.3],
];

test.for(programs)("%s", ([, program, most]) => {
  const base = fuelAt(program, 8);
  const small = fuelAt(program, 1500) - base;
  const large = fuelAt(program, 6000) - base;
  expect(large / small).toBeLessThan(most);
});

test("functions of math pay for the way that their argument takes", () => {
  const fuel = (x: number): number => {
    const program = "import math\nx = SIZE * 0.5\ny = math.sin(x) + math.tanh(x) + math.exp(-x)";
    return fuelAt(program, x);
  };
  expect(fuel(0)).toBeLessThan(fuel(1) / 3);
  expect(fuel(1000)).toBeLessThan(fuel(1));
  expect(fuel(4e6)).toBeGreaterThan(fuel(2e6) + 200);
});
