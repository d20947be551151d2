// Scripts of classes and of ways through blocks: classes that inherit, override
// and mix, dataclasses, enums, managers, generators, closures; then functions in
// which exceptions, `return`, `break` and `continue` leave blocks of every kind.

import { GrammarWriter, indent } from "./writer.ts";
import type { Grammar } from "./writer.ts";

const head = `from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum
from functools import total_ordering
class Own(Exception):
    def __init__(self, code, text="own"):
        super().__init__(f"{text} {code}")
        self.code = code
class Sub(Own):
    def __str__(self):
        return "sub of " + str(self.code)
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    def next(self):
        return Color(self.value % 3 + 1)
class Level(IntEnum):
    LOW = 1
    HIGH = 5
log = []
def note(n):
    log.append(n)
    return n
def boom(n):
    note(n)
    if n % 5 == 1:
        raise ValueError(f"v{n}")
    if n % 5 == 2:
        raise Own(n)
    if n % 7 == 3:
        raise Sub(n, text="t")
    if n % 7 == 4:
        raise KeyError(n)
    return n
class Guard:
    def __init__(self, name, eats=False):
        self.name = name
        self.eats = eats
    def __enter__(self):
        print("enter", self.name)
        return self.name
    def __exit__(self, kind, error, trace):
        print("exit", self.name, error is None)
        return self.eats
class Mixin:
    def twice(self, n):
        return self.m0(n) * 2
    def tag(self):
        return "mixed"
count = 0
`;

const names = ["n", "i", "j", "k"];

const common: Grammar = {
  name: { ends: ["i", "j", "k"], forms: [] },
  field: { ends: ["a", "b"], forms: [] },
  object: { ends: ["o", "q"], forms: ["$class($int)", "same($object)", "[$object, o][$int % 2]", "($object if $bool else $object)"] },
  method: { ends: ["m0", "m1", "m2"], forms: [] },
  text: {
    ends: ["'s'", "str(i)", "o.tag()", "type(o).__name__"],
    forms: ["str($int)", "repr($object)", "f'{$bare}'", "$color.name", "($text + $text)", "str($object)"],
  },
  bare: { ends: names, forms: ["o.m0($bare)", "($bare + $bare)"] },
  color: { ends: ["Color.RED", "c"], forms: ["$color.next()", "Color($int % 3 + 1)", "Color['BLUE']"] },
  data: { ends: ["d", "h"], forms: ["D($int % 9)", "D($int % 9, y=$text)", "replace($data, x=$int % 9)", "E($int % 9, $text, [$int])"] },
  bool: {
    ends: ["i > j", "n % 2 == 0", "o is q", "c is Color.RED"],
    forms: [
      "$int < $int",
      "$object == $object",
      "isinstance($object, $class)",
      "($bool and $bool)",
      "not $bool",
      "$data == $data",
      "$color == $color",
      "$int in [$int, $int]",
      "d.x < $data.x",
      "P($int % 3) in ps",
    ],
  },
  int: {
    ends: [...names, "1", "2", "7", "o.a"],
    forms: [
      "($int + $int)",
      "($int - $int)",
      "$int % 11",
      "$object.$method($int % 13)",
      "$object.$method($int % 13)",
      "$object.twice($int % 13)",
      "$object.$field",
      "$object.size",
      "$class.make($int % 9).a",
      "$class.plain($int % 9)",
      "boom($int % 11)",
      "note($int % 11)",
      "len($text)",
      "$color.value",
      "Level.HIGH % 4",
      "$data.x",
      "len($data.zs)",
      "sum(gen($int % 5))",
      "sum(through($int % 5))",
      "next(gen($int % 5), $int)",
      "calls[$int % len(calls)]($int % 7)",
      "(lambda v, w=$int: v + w)($int)",
      "($int if $bool else $int)",
      "($name := $int % 23)",
      "part(1, b=$int % 9)",
      "part(*($int % 9,), **{'c': $int % 9})",
      "maybe($int) or $int",
      "len(log)",
      "wrapped($int % 11)",
      "abs($object)",
      "int($object < $object)",
    ],
  },
  jump: { ends: ["return $int", "raise ValueError($text)", "raise Own($int)"], forms: [] },
  exits: { ends: ["break", "continue", "return $int", "raise Own($int)", "raise KeyError($text)"], forms: [] },
  errors: { ends: ["ValueError", "Own", "(KeyError, ValueError)", "Exception", "Sub", "LookupError"], forms: [] },
};

const simple = [
  "print($int, $text)",
  "$name = $int % 101",
  "$name += $int % 11",
  "o = $object",
  "o.$field = $int % 50",
  "c = $color",
  "d = $data",
  "note($int % 100)",
  "boom($int % 11)",
  "calls.append(lambda v, w=i: v + w + k)",
  "print($object, $data, $color)",
  "$class.total += 1",
  "o.$field += $int % 9",
  "d.zs.append($int % 9)",
  "setg($int % 9)",
  "assert $bool, $text",
  "print(sorted([$data, $data, D(3)], key=lambda v: v.x))",
  "print([v.m1(2) for v in [o, q] if $bool])",
  "print(max([$object, $object]).a, [v.tag() for v in (o, q)])",
];

/** Statements in a loop and out of one differ by their jumps. */
function blocks(statement: string, jump: string): readonly string[] {
  const $ = `$${statement}`;
  return [
    `if $bool:\n    ${$}\nelse:\n    ${$}`,
    `if $bool:\n    ${$}\n    $${jump}`,
    `for $name in range($int % 4):\n    $inloop`,
    `for $name in gen($int % 4):\n    $inloop\nelse:\n    ${$}`,
    `for v in [$object, $object]:\n    print(v.$method(k))\n    $inloop`,
    `while $bool and k < 40:\n    k += 7\n    $inloop`,
    `try:\n    ${$}\n    boom($int % 11)\nexcept $errors as e:\n    print(type(e).__name__, e)\n    ${$}`,
    `try:\n    ${$}\n    $${jump}\nfinally:\n    ${$}`,
    `try:\n    ${$}\nexcept $errors as e:\n    $${jump}\nelse:\n    ${$}\nfinally:\n    print("f", k)\n    ${$}`,
    `try:\n    ${$}\nexcept $errors as e:\n    raise\nfinally:\n    ${$}`,
    `try:\n    ${$}\nexcept Own as x:\n    print(x.code, x)\nexcept $errors as e:\n    raise Own(k) from e\nfinally:\n    note(k)`,
    `with Guard($text) as g:\n    print(g)\n    ${$}\n    $${jump}`,
    `with Guard("eats", $bool):\n    ${$}`,
    `with Guard("x") as x, Guard("y", True):\n    ${$}`,
    `match $object:\n    case $class(a=1):\n        ${$}\n    case $class(a=v, b=w) if $bool:\n        print(v, w)\n    case _:\n        ${$}`,
    `match $data:\n    case D(x=1 | 2 as v):\n        print("small", v)\n    case D(x, y) if $bool:\n        print(x, y)\n    case _:\n        ${$}`,
    `match $color:\n    case Color.RED | Color.GREEN:\n        ${$}\n    case other:\n        print(other.name)`,
    `match ($int % 3, $text):\n    case (0, s):\n        print(s)\n    case (1, "s" | "own" as s) if $bool:\n        ${$}\n    case (m, _):\n        k = m`,
    `def inner(v, w=$int % 9):\n    nonlocal k\n    k += v\n    return k + w + i\nprint(inner($int % 9), k)`,
    `fs = [lambda v, w=w: v * w + j for w in range(k % 4)]\nprint([f($int % 9) for f in fs])`,
    `u = maybe($int)\nif u is not None:\n    k = (k + u) % 50\n    ${$}`,
  ];
}

const statements: Grammar = {
  stmt: { ends: [...simple], forms: blocks("stmt", "jump") },
  inloop: { ends: [...simple, "if $bool:\n    $exits"], forms: blocks("inloop", "exits") },
};

/** A method of the class: what it calls has a smaller number, so calls end. */
function method(writer: ClassWriter, number: number, base: string | null): string[] {
  const below = number === 0 ? "n" : `self.m${writer.count(0, number - 1)}(n)`;
  const above = base === null ? below : writer.pick([below, `super().m${number}(n)`, `super().m${number}(n + 1)`]);
  const lines = writer.pick([
    [`return (${above} + self.a) % 31`],
    ["if n > 5:", `    return ${below}`, `return ${above} * 2 - self.b`],
    ["for i in range(n % 4):", "    self.b += i", "    if self.b % 3 == 2:", `        return ${above}`, "return self.b % 17"],
    ["try:", `    return boom(${above} % 9)`, "except ValueError:", "    return -1", "finally:", "    self.a += 1"],
    [`self.a, self.b = self.b, (${above} + 1) % 19`, "return self.a"],
  ]);
  return [`def m${number}(self, n):`, ...indent(lines)];
}

class ClassWriter extends GrammarWriter {
  private readonly classes: string[];

  constructor(seed: number, grammar: Grammar, classes: string[]) {
    super(seed, grammar);
    this.classes = classes;
  }

  declare(name: string): string[] {
    const base = this.classes.length > 0 && this.chance(0.7) ? this.pick(this.classes) : null;
    const bases = base === null ? (this.chance(0.3) ? ["Mixin", "Root"] : [this.pick(["Root", "Mixed"])]) : [base];
    const numbers = base === null ? [0, 1, 2] : [0, 1, 2].filter(() => this.chance(0.5));
    const made = this.chance(0.6) ? this.initializer() : [];
    const parts = [...made, ...numbers.flatMap((number) => method(this, number, base ?? null)), ...this.extras()];
    this.classes.push(name);
    return [`class ${name}(${bases.join(", ")}):`, ...indent([`total = ${this.count(0, 5)}`, ...parts])];
  }

  private initializer(): string[] {
    return this.pick([
      ["def __init__(self, a, b=3):", "    super().__init__(a + 1, b)"],
      ["def __init__(self, a, b=4):", "    super().__init__(a)", "    self.b = a % b"],
      ["def __init__(self, a, b=2, *rest):", "    super().__init__(a, b + len(rest))", "    note(self.a)"],
    ]);
  }

  private extras(): string[] {
    const all = [
      ["def __repr__(self):", `    return f"{type(self).__name__}<{self.a}>"`],
      [
        "def __eq__(self, other):",
        `    return isinstance(other, Root) and self.a % 3 == other.a % 3`,
        "def __hash__(self):",
        "    return self.a % 3",
      ],
      ["@property", "def size(self):", "    return self.a + self.total"],
      ["@classmethod", "def make(cls, n):", "    cls.total += n", "    return cls(n + 1)"],
      ["@staticmethod", "def plain(n):", "    return n * 3"],
      ["def __lt__(self, other):", "    return self.b < other.b"],
      ["def tag(self):", `    return super().tag() + "!"`],
      ["def __abs__(self):", "    return self.m0(2)"],
    ];
    return all.filter(() => this.chance(0.25)).flat();
  }
}

const root = `class Root:
    total = 0
    def __init__(self, a, b=1):
        self.a = a % 40
        self.b = b
    def __repr__(self):
        return f"Root({self.a}, {self.b})"
    def __lt__(self, other):
        return self.a < other.a
    def __abs__(self):
        return self.a
    def m0(self, n):
        return n + self.a
    def m1(self, n):
        return n - self.b
    def m2(self, n):
        return self.m1(n) + self.m0(n)
    def twice(self, n):
        return self.m1(n) * 3
    def tag(self):
        return "root"
    @property
    def size(self):
        return self.b
    @classmethod
    def make(cls, n):
        return cls(n)
    @staticmethod
    def plain(n):
        return n
class Mixed(Mixin, Root):
    pass
`;

function helpers(writer: GrammarWriter): string {
  const options = writer.pick(["", "(order=True)", "(order=True, eq=True)"]);
  const isOrdered = options !== "";
  const order = isOrdered ? "" : "    def __lt__(self, other):\n        return self.x < other.x\n";
  return `@dataclass${options}
class D:
    x: int
    y: str = "y"
    zs: list[int] = field(default_factory=list)
    def __post_init__(self):
        note(self.x)
${order}@dataclass${options}
class E(D):
    w: int = ${writer.count(0, 9)}
${isOrdered ? "" : order}@dataclass(frozen=True)
class P:
    x: int
    y: str = "p"
ps = {P(0), P(${writer.count(1, 4)})}
def setg(n):
    global count
    count += n
def same(v):
    return v
def maybe(n):
    return None if n % 3 == 0 else n % 10
def gen(n):
    global count
    for i in range(n):
        count += 1
        yield i * 2
        if i == 2:
            return
def through(n):
    yield n
    yield from gen(n)
    for v in gen(2):
        yield v + 1
def part(a, b=${writer.count(1, 9)}, *, c=note(5)):
    return a * 100 + b * 10 + c
def around(f):
    def g(n):
        note(n)
        return f(n) + 1
    return g
@around
def wrapped(n):
    return boom(n) * 2
`;
}

const tail = `for n in [0, 1, 5]:
    try:
        print("gives", f(n))
    except Own as e:
        print("own", e.code, e)
    except Exception as e:
        print(type(e).__name__, e)
print(log, count, len(calls))
`;

/** Three classes with random bases and methods, and a function of about fifteen statements. */
export function classesScript(seed: number): string {
  const classes: string[] = [];
  const all = ["K", "L", "M"];
  const kinds: Grammar = { ...common, ...statements, class: { ends: [...all, "Root"], forms: [] } };
  const writer = new ClassWriter(seed, kinds, classes);
  const declared = all.flatMap((name) => writer.declare(name)).join("\n");
  writer.room = 14;
  const begun = ["o: Root = K(2)", "q: Root = Root(1)", "i = j = k = 1", "c = Color.RED", "d: D = D(1)", "h: D = E(2)"];
  const body = [...begun, ...writer.block("stmt", 3, 4, 6), "print(o, d, c, i, j, k)", "return k"];
  return `${head}${root}${helpers(writer)}${declared}\ncalls = [lambda v: v]\ndef f(n):\n${indent(body).join("\n")}\n${tail}`;
}
