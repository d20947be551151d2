// What generated programs reach in both tiers, measured while they run: every
// kind of instruction and expression with every type, every operation, check,
// intrinsic and way to stop. Random IR fills in what lowering hardly writes.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { batchOf } from "./helpers/generator/arbitrary.ts";
import { everything, reach, reachIn } from "./helpers/generator/coverage.ts";
import { modulesOf, Tally } from "./helpers/generator/equality.ts";
import { scriptOf } from "./helpers/generator/program.ts";
import { randomModule } from "./helpers/randomIR.ts";

/** Why these are not asked of the programs here. */
const exempt = new Map<string, string>([
  ["spend", "written by passes of the compiled tier, behind what is instrumented here"],
  ["fuelLeft", "written by passes of the compiled tier, behind what is instrumented here"],
  ["sequence", "lowering takes them apart; the marks in the code are sequences, so both tiers run them here"],
  ...["operation i32.ne", "operation i32.ge_u", "operation i32.le_s"].map(
    (name) => [name, "lowering writes none; wasm-scalars.test.ts runs all operations"] as const,
  ),
  ...["float_min", "float_max", "u64_to_int"].map((name) => [`intrinsic ${name}`, "no library asks for it at present"] as const),
  ["intrinsic unreachable", "a place that is never reached"],
  ["stop WG523", "no operation of numpy that is there stops with it"],
]);

/** Ways to stop that programs seldom come to. */
const stops: readonly string[] = [
  'class Box:\n    def __init__(self, a: str | None):\n        self.a = a\n\n    def drop(self):\n        self.a = None\n\nb = Box("x")\nif b.a is not None:\n    b.drop()\n    print(b.a.upper())\n',
  'class Odd(Exception):\n    pass\n\nraise Odd("x")\n',
  'raise TypeError("x")\n',
  "class Box:\n    def __eq__(self, other):\n        return True if isinstance(other, Box) else NotImplemented\n\nprint(Box().__eq__(3))\n",
  "def f(n):\n    return 2**n\n\nprint(f(-1))\n",
  "x = -8.0\nprint(x ** (x / -24.0))\n",
  'class Sly:\n    def __lt__(self, other):\n        global best\n        best = "x"\n        return False\n\nbest: int | str = 1\ndef f(cards):\n    if isinstance(best, int):\n        cards.sort()\n        print(best + 1)\n\nf([Sly(), Sly()])\n',
  "n = 0\nprint(1 // n)\n",
  "import math\nprint(math.exp(1000.0))\n",
  "n = 2**53\nfor i in range(1):\n    n += 1\nprint(n * 0.5)\n",
  "def f(n):\n    if n > 3:\n        k = 1\n    return k\n\nprint(f(2))\n",
  "try:\n    raise ValueError([1])\nexcept ValueError as e:\n    print(e.args)\n",
  "def label(size: int, unit: str = 'm'):\n    return str(size) + unit\n\nprint(label(*[3, 4]))\n",
  "def g():\n    try:\n        yield 1\n    finally:\n        print(2)\n\nit = g()\nprint(next(it))\n",
  'state = {"n": 0, "log": []}\nstate["log"].append(state["n"])\nstate["log"].append(state["log"])\n',
  "def g():\n    yield 1\n\nit = g()\nprint(next(it))\nprint(next(it))\n",
];

/** A hook that changes what the module body made, where the checker cannot see it. */
const frozen =
  "table = [1]\n\n\ndef change(xs: list[int]) -> int:\n    xs.append(2)\n    return len(xs)\n\n\ndef case_aaaa(n: int, x: float, s: str) -> int:\n    own = [3]\n    return change(own if n > 100 else table)\n";

test("everything there is to run is reached in both tiers", () => {
  const reached = new Set<string>();
  const tally = new Tally();
  const texts = new URL("tiers/", import.meta.url);
  const scripts = [...readdirSync(texts).map((name) => readFileSync(new URL(name, texts), "utf8")), ...stops].map((text) => scriptOf(text));
  for (const script of scripts)
    for (const { batch, programs } of modulesOf([script], tally)) reach(batch.module, batch.program, programs, reached);
  expect(tally.refused).toEqual([]);
  const hook = { ...scriptOf(frozen), entry: "case_aaaa" };
  for (const { batch, programs } of modulesOf([hook], tally, true)) reach(batch.module, batch.program, programs, reached);
  for (let seed = 1; seed <= 60; seed++) reachIn(randomModule(seed), 2, [7, -3, 5], reached);
  for (const from of [501, 527, 553]) {
    for (const { batch, programs } of modulesOf(batchOf(from, 26), tally)) reach(batch.module, batch.program, programs, reached);
  }
  const all = [...everything()];
  const missing = all.filter((item) => !reached.has(item) && !exempt.has(item));
  if (process.env["WGEN_GENERATED_REPORT"] !== undefined)
    console.log(`${all.filter((item) => reached.has(item)).length} of ${all.length} reached, ${exempt.size} exempt`);
  expect(missing).toEqual([]);
}, 600_000);
