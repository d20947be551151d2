// ATTACKS groups 3, 4 and 6 as tables: constants that explode, loops that never
// end, and ways out that are not there. Each row runs in both tiers, which must
// agree in everything; the process lives on.

import { describe, expect, test } from "vitest";
import { runProgram } from "../src/engine/run.ts";

/** A row's code (a diagnostic's, a fault's or a limit's), or what it prints where it runs. */
type Expected = RegExp | { readonly prints: string };

type Row = readonly [number: string, source: string, expected: Expected];

const limits = { fuel: 3_000_000, memoryBytes: 16 * 2 ** 20 };

/** Everything that may be seen of a run, but for the tier. */
function observe(source: string, tier: "interpreter" | "compiled") {
  const result = runProgram(source, { tier, limits, fileName: "attack.wgen" });
  if (result.phase === "check") {
    const { code, message } = result.diagnostics.find((each) => each.severity === "error")!;
    return { text: `${code} ${message}`, stdout: "", line: 0, fuelUsed: 0, peakBytes: 0 };
  }
  const { fault, stdout, fuelUsed, peakBytes } = result;
  return { text: fault === null ? "" : `${fault.code} ${fault.message}`, stdout, line: fault?.line ?? 0, fuelUsed, peakBytes };
}

function holdRow([, source, expected]: Row): void {
  const one = observe(source, "interpreter");
  const other = observe(source, "compiled");
  expect(other).toEqual(one);
  // 6.10: no text tells about the machine beneath.
  expect(one.text).not.toMatch(/node:|\.ts\b|\bat .*:\d+:\d+|RuntimeError: (unreachable|memory)|WebAssembly|Symbol|\[object/);
  if (expected instanceof RegExp) expect(one.text).toMatch(expected);
  else expect([one.text, one.stdout]).toEqual(["", expected.prints]);
}

const outOfFuel = /^WG601 /;
/** Whichever comes first: both are limits. */
const limit = /^WG60[1-5] /;
/** Seen by the checker where it is constant. */
const overflow = /^(?:WG520 OverflowError|WG315 )/;
const refused = /^WG[1234]\d\d /;

const constants: readonly Row[] = [
  ["3.1", "print(9 ** 9 ** 9)", overflow],
  ["3.2", "x = 'a' * 10 ** 9\nprint(len(x))", limit],
  ["3.3", "x = [0] * 10 ** 9\nprint(len(x))", limit],
  ["3.4", "print(1 << 10 ** 9)", overflow],
  ["3.4", "print(1 << -1)", /^WG504 ValueError: negative shift count/],
  ["3.4", "print(1 << 64)", overflow],
  ["3.4", "print(1 << 62)", { prints: "4611686018427387904\n" }],
  ["3.5", "print(2.0 ** 1e308)", /^WG508 OverflowError/],
  ["3.5", "print(0.0 ** -1)", /^WG503 ZeroDivisionError/],
  ["3.6", "print(10 ** 400)", overflow],
  ["3.7", "print(-(-2 ** 63))", { prints: "9223372036854775808\n" }],
  ["3.7", "print(-2 ** 63)", { prints: "-9223372036854775808\n" }],
  ["3.7", "low = -(2 ** 63)\nprint(-low)", overflow],
  ["3.7", "low = -9223372036854775807 - 1\nprint(low // -1)", overflow],
  ["3.7", "low = -9223372036854775807 - 1\nprint(low % -1)", { prints: "0\n" }],
  ["3.8", `s = "${"a".repeat(1000)}"\n${"s = s + s\n".repeat(40)}print(len(s))`, limit],
  ["3.10", "x = 5\nprint(f'{x:1000000000}')", limit],
];

const loops: readonly Row[] = [
  ["4.1", "while True: pass", outOfFuel],
  ["4.2", "for i in range(2 ** 62): pass", outOfFuel],
  ["4.3", "def f(n):\n    return f(n + 1)\nf(0)", /^WG603 /],
  ["4.3", "def f(n):\n    return g(n + 1)\ndef g(n):\n    return f(n + 1)\nf(0)", /^WG603 /],
  ["4.3", "def f(n):\n    return sorted([n, n + 1], key=f)[0]\nf(0)", /^WG60[13] |^WG[34]\d\d /],
  ["4.4", "n = [1 for a in range(1000) for b in range(1000) for c in range(1000) for d in range(1000)]\nprint(len(n))", limit],
  ["4.5", "def key(x):\n    raise ValueError('no')\nsorted([2, 1], key=key)", /^WG504 ValueError: no/],
  ["4.5", "n = float('nan')\nprint(len(sorted([3.0, n, 1.0, n, 2.0])))", { prints: "5\n" }],
  ["4.6", "xs = [i * 7919 % 10007 for i in range(3000)]\nxs.sort()\nprint(xs[:3])", { prints: "[0, 7, 8]\n" }],
  ["4.7", "s = ''\nfor i in range(10 ** 6):\n    s = 'x' + s\nprint(len(s))", limit],
  ["4.8", "a = 'a' * 20000\nprint(('a' * 10000 + 'b') in a)", /^$|^WG601 /],
  ["4.10", "d = {1: 'a'}\nprint(d[1], 1 == 1.0, hash(1) == hash(True) if False else True)", /^$|^WG[23]\d\d /],
  ["4.10", "d = {}\nfor i in range(3000):\n    d[i * 2 ** 40] = i\nprint(len(d))", { prints: "3000\n" }],
  ["4.10", "n = float('nan')\nd = {n: 1}\nd[-0.0] = 2\nd[0.0] = 3\nprint(len(d), d[0.0])", { prints: "2 3\n" }],
  [
    "4.11",
    "d = {}\nfor i in range(3000):\n    d[i] = 1\n    if i > 2:\n        del d[i - 2]\nprint(len(d), list(d)[:3])",
    { prints: "3 [0, 2998, 2999]\n" },
  ],
  ["4.13", "xs = list(range(1000))\nwhile True:\n    sum(xs)", outOfFuel],
  ["4.13", "xs = list(range(1000))\nwhile True:\n    xs[:]", outOfFuel],
  ["4.13", "xs = list(range(1000))\nwhile True:\n    max(xs)", outOfFuel],
  ["4.14", "xs = [[i] for i in range(1000)]\nwhile True:\n    str(xs)", outOfFuel],
  ["4.15", "import noise\nprint(noise.fbm(0.5, 0.5, octaves=1000000) == noise.fbm(0.5, 0.5, octaves=16))", { prints: "True\n" }],
  ["4.19", "try:\n    while True:\n        pass\nexcept BaseException:\n    print('caught')\nfinally:\n    print('cleaned')", outOfFuel],
];

const escapes: readonly Row[] = [
  ["6.1", "().__class__.__bases__[0].__subclasses__()", refused],
  ...[
    "f.__globals__",
    "f.__code__",
    "f.gi_frame",
    "f.tb_frame",
    "f.__builtins__",
    "f.__dict__",
    "f.__mro__",
    "f.constructor",
    "f.prototype",
  ].map((way): Row => ["6.2", `def f():\n    return 1\nprint(${way})`, refused]),
  ...["__builtins__", "__import__", "__dict__", "__loader__", "__file__", "globalThis", "process", "require", "undefined", "this"].map(
    (name): Row => ["6.2", `print(${name})`, refused],
  ),
  ["6.3", "x = 1\nprint('{0.__class__}'.format(x))", refused],
  ["6.3", "x = 1\nprint('{0[a]}'.format(x))", refused],
  ["6.3", "x = 1\nprint('{x}'.format_map({'x': x}))", refused],
  ["6.3", "x = 1\nprint(f'{x.__class__}')", refused],
  ["6.3", "s = '%s'\nprint(s % 1)", refused],
  ..."getattr setattr hasattr vars dir eval exec compile open globals locals input breakpoint memoryview delattr __import__"
    .split(" ")
    .map((name): Row => ["6.4", `x = 1\nprint(${name}(x))`, refused]),
  ["6.4", "print(id(1))", refused],
  ...["constructor", "prototype", "hasOwnProperty", "toString", "valueOf", "then", "toJSON", "length", "caller", "default"].map(
    (name): Row => [
      "6.5",
      `def ${name}(${name}2):\n    return ${name}2\n\nclass C:\n    def __init__(self, ${name}):\n        self.${name} = ${name}\n\nprint(${name}(1), C(2).${name}, {"${name}": 3}["${name}"])`,
      { prints: "1 2 3\n" },
    ],
  ),
  [
    "6.5",
    'd = {"__proto__": 1, "constructor": 2}\nd["__proto__"] = 5\nprint(d, "toString" in d)',
    { prints: "{'__proto__': 5, 'constructor': 2} False\n" },
  ],
  ["6.7", "memory = 1\n_start = 2\nfuel = 3\nprint(memory + _start + fuel)", { prints: "6\n" }],
  ["6.8", "x = 5\nprint(x.append(3))", refused],
  ["6.8", "def f(n):\n    return None if n > 0 else 'a'\nprint(f(1).upper())", /^WG[35]\d\d /],
  ...["os", "sys", "socket", "subprocess", "ctypes", "importlib", "builtins", "fs", "js", "intrinsics", "_libm_gamma", "core"].map(
    (name): Row => ["6.14", `import ${name}\nprint(1)`, refused],
  ),
  ["6.14", "from .. import x", refused],
  ["6.14", "from . import x", refused],
  ["6.14", "import Math\nprint(1)", refused],
  ["6.14", `import ${"a".repeat(300)}`, refused],
];

describe.each([
  ["3: constants that explode", constants],
  ["4: loops that never end", loops],
  ["6: ways out", escapes],
])("attacks %s", (_title, rows) => {
  test.each(rows.map((row) => [row[0], row[1].slice(0, 70), row] as const))("%s %j", (_number, _start, row) => holdRow(row));
});

describe("4.17: the last unit of fuel", () => {
  const source = "total = 0\nfor i in range(50):\n    total += i * i\nprint(total)\n";
  const needed = observe(source, "interpreter").fuelUsed;

  test.each(["interpreter", "compiled"] as const)("needed, one more and one less (%s)", (tier) => {
    const run = (fuel: number) => runProgram(source, { tier, limits: { fuel } });
    for (const fuel of [needed, needed + 1]) expect(run(fuel)).toMatchObject({ phase: "run", fault: null, fuelUsed: needed });
    const short = run(needed - 1);
    expect(short).toMatchObject({ phase: "run", fault: { code: "WG601" }, fuelUsed: needed - 1 });
  });
});
