// Scripts of `match`: subjects of every kind, alone and among others; patterns
// in patterns, alternatives that bind the same name to values of other types,
// parts of classes and of tuples by name, guards that change what is matched.

import { GrammarWriter, indent } from "./writer.ts";
import type { Grammar } from "./writer.ts";

const head = `from collections import namedtuple, Counter
from dataclasses import dataclass
from enum import Enum
class Color(Enum):
    RED = 1
    BLUE = 2
P = namedtuple("P", "x y")
class Q(P):
    def size(self):
        return self.x
class A:
    __match_args__ = ("v", "w")
    def __init__(self, v, w=None):
        self.v = v
        self.w = w
    def __repr__(self):
        return type(self).__name__
class B(A):
    def __init__(self, v):
        super().__init__(v, "b")
        self.z = [v]
class C(A):
    pass
@dataclass
class D:
    a: int
    b: str | None = None
log = []
def note(v):
    log.append(v)
    return len(log) % 3 != 0
def use(v):
    if isinstance(v, bool):
        return not v
    if isinstance(v, (int, float)):
        return v + 1
    if isinstance(v, str):
        return v.upper() + "!"
    if isinstance(v, A):
        return type(v).__name__
    return repr(v)
`;

const literals = ["1", "2", '"s"', '"tu"', "None", "True", "-1", "2.5", "Color.RED", '"k"'];

const grammar: Grammar = {
  lit: { ends: literals, forms: [] },
  one: {
    ends: ["1", "2", "0", '"s"', '"tu"', "None", "Color.RED", "Color.BLUE", "[]", "()", "{}", "[1, 2]", '(1, "s")', '{"k": 1}'],
    forms: [
      "[$one]",
      "[$one, $one]",
      "($one, $one)",
      '{"k": $one}',
      '{"k": $one, "m": $one}',
      "A($one)",
      "A($one, $one)",
      "B($one)",
      "C($one)",
      "D(3)",
      'D(1, "b")',
      "P($one, $one)",
    ],
  },
  // Of one name: all alternatives bind it.
  name: {
    ends: ["$bind"],
    forms: [
      "$bind",
      "($typed | $bare)",
      "($typed | $typed)",
      "[$name, *_]",
      "[_, $name]",
      "{'k': $name}",
      "A(v=$name)",
      "B(z=[$name])",
      "D(a=$name)",
      "P(x=$name)",
      "A($name, _)",
      "(A(v=$name) | D(a=$name))",
      "(P($name, _) | [_, $name])",
      "(($lit | [1, 2]) as n)",
    ],
  },
  bind: { ends: ["n"], forms: [] },
  typed: {
    ends: [
      "(int() as n)",
      "(str() as n)",
      "(A() as n)",
      "(B() as n)",
      "(P() as n)",
      "(None as n)",
      "((1 | 's') as n)",
      "([_, *_] as n)",
      "({'k': _} as n)",
      "C(v=n)",
      "[n]",
      "[n, _]",
      "(_, n)",
      "{'m': n}",
      "D(b=n)",
      "[*n]",
      "[1, *n]",
    ],
    forms: [],
  },
  bare: {
    ends: ["(bool() as n)", "(list() as n)", "(dict() as n)", "(tuple() as n)", "(Color() as n)", "(Color.RED as n)", "(True as n)"],
    forms: [],
  },
  // Without names.
  test: {
    ends: ["$lit", "$lit", "int()", "str()", "A()", "[]", "()", "{}", "D(b=None)", "P()"],
    forms: [
      "($lit | $lit)",
      "[$test, *_]",
      "[_, $test]",
      "A($test)",
      "B(v=$test)",
      "{'k': $test}",
      "($test, $test)",
      "P($test, _)",
      "A(w=$test)",
    ],
  },
  guard: {
    ends: [""],
    forms: [" if note(i)", " if n is not None", " if isinstance(n, int)", " if use(n) != 2", " if not isinstance(n, (list, str))"],
  },
  plain: { ends: [""], forms: [" if note(i)", " if x is not None"] },
  body: {
    ends: ["return use(n)", "return [n, use(n)]", "out.append(n)", "out.append(use(x))"],
    forms: ["if isinstance(n, int):\n    return n + 10\nout.append(use(n))"],
  },
  case: {
    ends: ["case $name$guard:\n    $body", "case $test$plain:\n    out.append(use(x))", "case $test:\n    return i"],
    forms: ["case $name$guard:\n    $body", "case [$name, $test]$guard:\n    $body", "case ($name | [$name])$guard:\n    $body"],
  },
};

export function matchingScript(seed: number): string {
  const writer = new GrammarWriter(seed, grammar);
  const functions = writer.times(4, (at) => {
    const cases = writer.times(writer.count(2, 4), () => expanded(writer)).flat();
    const subject = writer.pick(["x", "x", "xs[0]", "(x, i)", "[x, i]", "o.v"]);
    return [
      `def f${at}(x, i):`,
      ...indent([
        "out = []",
        "xs = [x]",
        "o = A(x)",
        "for _ in range(2):",
        ...indent([`match ${subject}:`, ...indent(cases)]),
        "return out, use(x)",
      ]),
    ].join("\n");
  });
  const values = writer.times(writer.count(2, 6), () => writer.fill("one", 2));
  const calls = functions.flatMap((_, at) => [
    "    try:",
    `        print(${at}, i, show(f${at}(v, i)))`,
    "    except (TypeError, AttributeError) as e:",
    `        print(${at}, i, type(e).__name__)`,
  ]);
  const show = `def show(v):
    if isinstance(v, A):
        return type(v).__name__
    return repr(v)`;
  return `${head}${show}\n${functions.join("\n")}\nfor i, v in enumerate([${values.join(", ")}]):\n${calls.join("\n")}\nprint(log)\n`;
}

function expanded(writer: GrammarWriter): string[] {
  writer.room = 3;
  return writer.block("case", 3, 1, 1);
}
