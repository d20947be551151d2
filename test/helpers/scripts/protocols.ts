// Scripts of what stands between a caller and a callee: generators with values,
// context managers made of generators, functions chosen by type, methods kept
// and compared, items set by slices, causes of exceptions, tuples by name as
// bases; in loops and blocks that exceptions, `return`, `break` and `continue` leave.

import { GrammarWriter, indent } from "./writer.ts";
import type { Grammar } from "./writer.ts";

const head = `from collections import namedtuple
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import InitVar, dataclass, field
from functools import partial, singledispatch
log = []
class Own(Exception):
    def __init__(self, code):
        super().__init__("own", code)
        self.code = code
class Point(namedtuple("Point", ["x", "y"])):
    def size(self):
        return self.x * self.x + self.y
    def __add__(self, o):
        return Point(self.x + o.x, self.y + o.y)
@dataclass
class Scaled:
    by: InitVar[int]
    v: int = 1
    seen: list[int] = field(default_factory=list)
    def __post_init__(self, by):
        self.v = self.v * by
class Row:
    def __init__(self, n):
        self.xs = list(range(n))
        self.calls = []
    def __getitem__(self, at):
        if isinstance(at, slice):
            self.calls.append("get")
            return self.xs[at]
        return self.xs[at]
    def __setitem__(self, at, value):
        if isinstance(at, slice):
            self.calls.append("set")
            self.xs[at] = value
        else:
            self.calls.append("one")
            self.xs[at] = value
    def __delitem__(self, at):
        del self.xs[at]
    def close(self):
        log.append("closed")
    def first(self):
        return self.xs[0]
    def last(self):
        return self.xs[-1]
class Wide(Row):
    def first(self):
        return self.xs[1] + 100
    def __index__(self):
        return 2
class Bus:
    def __init__(self):
        self.heard = []
        self.total = 0
    def add(self, n):
        self.total += n
        return self.total
    def sub(self, n):
        self.total -= n
        return -self.total
    def on(self, f):
        if f not in self.heard:
            self.heard.append(f)
    def off(self, f):
        self.heard.remove(f)
    def tell(self, n):
        return [f(n) for f in self.heard]
def boom(n):
    log.append(n)
    if n % 5 == 1:
        raise ValueError(f"v{n}")
    if n % 5 == 2:
        raise Own(n)
    if n % 7 == 3:
        raise KeyError(n)
    return n
def counted(n):
    got = 0
    for i in range(n % 5):
        yield i
        got += i
    return got
def failing(n):
    yield n
    boom(n)
    yield n + 1
    return "done"
def both(n):
    a = yield from counted(n)
    b = yield from failing(a)
    log.append(b)
    return a
def named(*xs):
    for x in xs:
        yield x, len(xs)
    return
@contextmanager
def held(name, n=0):
    log.append("in " + name)
    try:
        yield len(name) + n
    finally:
        log.append("out " + name)
@contextmanager
def eats(name):
    try:
        yield name
    except ValueError as e:
        log.append("ate " + str(e))
@contextmanager
def turns(name):
    try:
        yield
    except KeyError as e:
        raise Own(4) from e
@singledispatch
def kind(v):
    return "thing"
@kind.register
def _(v: int):
    return "int" + str(v % 3)
@kind.register
def _(v: str):
    return "str" + v
@kind.register(list)
def kind_of_list(v):
    return "list" + str(len(v))
@kind.register
def _(v: Row):
    return "row" + str(v.first())
`;

const grammar: Grammar = {
  name: { ends: ["i", "j", "k"], forms: [] },
  bit: { ends: ["0", "1", "-1"], forms: [] },
  step: { ends: ["1", "2", "-1", "-2", "3"], forms: [] },
  bound: { ends: ["", "0", "1", "-1", "3", "-3", "9", "-9"], forms: ["$int"] },
  row: { ends: ["r", "w", "Row(4)"], forms: ["pick($int)"] },
  point: { ends: ["p", "Point(1, 2)"], forms: ["Point($int, $int)", "($point + $point)", "p._replace(y=$int)"] },
  method: {
    ends: ["bus.add", "bus.sub", "bus2.add"],
    forms: ["[bus.add, bus.sub, bus2.sub][$int % 3]", "(bus.add if $bool else bus2.sub)"],
  },
  call: { ends: ["$method", "r.first", "w.last"], forms: ["pick($int).first", "partial(boom, $int % 9)", "(lambda: $int)"] },
  text: {
    ends: ["'s'", "str(i)", "kind(j)"],
    forms: ["kind($int)", "kind($text)", "kind($list)", "kind(pick($int))", "kind(2.5)", "repr($point)"],
  },
  list: {
    ends: ["xs", "[3, 1, 2]", "r.xs"],
    forms: [
      "list(counted($int))",
      "list(failing($int % 9))",
      "list(both($int % 9))",
      "[v for v in both($int % 9)]",
      "[a + b for a, b in named($int, $int)]",
      "$row[$bound:$bound]",
      "$row[::$step]",
      "$list[$bound:$bound:$step]",
      "bus.tell($int)",
      "[*counted($int), *$list]",
      "sorted($list)",
      "[f($int % 9) for f in [bus.add, bus.sub]]",
      "[getter() for getter in [r.first, w.first]]",
      "list($point)",
      "(sc.seen + [$int])",
    ],
  },
  bool: {
    ends: ["i > j", "n % 2 == 0", "xs == r.xs"],
    forms: [
      "$method == $method",
      "$method in bus.heard",
      "$point == $point",
      "$point < ($int, $int)",
      "$point == ($int, $int)",
      "not $bool",
      "($bool and $bool)",
      "$int in $list",
      "isinstance($row, Wide)",
      "sc == Scaled(1, $int)",
    ],
  },
  int: {
    ends: ["i", "j", "k", "n", "1", "2", "4", "p.x", "sc.v", "bus.total"],
    forms: [
      "($int + $int)",
      "($int - $int)",
      "$int % 11",
      "boom($int % 11)",
      "boom($int % 11)",
      "value($int)",
      "value($int % 4)",
      "sum($list)",
      "len($list)",
      "$row.first()",
      "$method($int % 20)",
      "$point.size()",
      "$point[$bit]",
      "$row[$int % 4]",
      "[0, 1, 2, 3][w]",
      "next(counted($int), $int)",
      "next(failing($int % 9))",
      "next(it, $int)",
      "max(*$list, $int)",
      "Scaled($int % 5, $int % 9).v",
      "($int if $bool else $int)",
      "($name := $int % 23)",
      "way($int % 12)",
      "len(log) % 10",
      "len($text)",
      "divmod(*($int, 7))[1]",
      "cause(lambda: boom($int % 11))",
    ],
  },
  errors: { ends: ["ValueError", "Own", "(KeyError, ValueError)", "Exception", "LookupError", "StopIteration"], forms: [] },
  jump: { ends: ["return $int", "raise Own($int)", "raise ValueError($text)"], forms: [] },
  exits: { ends: ["break", "continue", "return $int", "raise Own($int)", "raise KeyError($text)"], forms: [] },
  stmt: {
    ends: ["print($int, $text)", "$name = $int % 101", "print($list)", "print($bool, $point)", "print(log[-4:])"],
    forms: [],
  },
};

const simple = [
  "$name += $int % 11",
  "xs = $list[:6]",
  "p = $point",
  "r[$bound:$bound] = $list[:3]",
  "r[$int % 3] = $int",
  "r[::$step] = $list[:len(r.xs)]",
  "r[$bound:$bound] += $list[:2]",
  "w[$bound:$bound:$step] = [$int] * len(w.xs[$bound:$bound:$step])",
  "xs[$bound:$bound:$step] = [$int, $int]",
  "xs[::-1] = list(xs)",
  "xs[::$step] = xs[::$step]",
  "xs[$bound:$bound] = xs[:3]",
  "del xs[$bound:$bound:$step]",
  "del r[$bound:$bound:$step]",
  "del r[$int % 3]",
  "print(r.xs, w.xs, r.calls)",
  "bus.on($method)",
  "bus.off($method)",
  "print(bus.tell($int % 9), bus.total)",
  "it = counted($int)",
  "it = failing($int % 9)",
  "sc = Scaled($int % 5, v=$int % 7)",
  "sc.seen.append($int)",
  "print(sc)",
  "f = $method\nprint(f($int % 9), f == $method)",
  "g = $row.first\nr.xs.insert(0, $int)\nprint(g())",
  "assert $bool, $text",
  "boom($int % 11)",
];

function blocks(statement: string, jump: string): readonly string[] {
  const $ = `$${statement}`;
  return [
    `if $bool:\n    ${$}\nelse:\n    ${$}`,
    `if $bool:\n    ${$}\n    $${jump}`,
    `for $name in counted($int):\n    $inloop`,
    `for $name in both($int % 9):\n    $inloop\nelse:\n    ${$}`,
    `for u, v in named($int, k):\n    print(u, v)\n    $inloop`,
    `for f in [$call, $call]:\n    print(f == $call)\n    $inloop`,
    `for turn in range(4):\n    if not $bool:\n        break\n    $inloop`,
    `with held($text, $int % 9) as m:\n    print(m)\n    ${$}\n    $${jump}`,
    `with held("h"), eats("e") as m:\n    print(m)\n    ${$}`,
    `with eats("e"):\n    with turns("t"):\n        ${$}\n        boom($int % 11)`,
    `with suppress($errors):\n    ${$}\n    $${jump}`,
    `with suppress(KeyError, ValueError), held("s"):\n    ${$}\n    boom($int % 11)`,
    `with closing($row) as c:\n    print(c.first())\n    ${$}`,
    `with nullcontext($int) as m:\n    print(m)\n    ${$}`,
    `try:\n    ${$}\n    $${jump}\nexcept $errors as e:\n    print(type(e).__name__, e, e.args)\nelse:\n    ${$}\nfinally:\n    ${$}`,
    `try:\n    ${$}\n    boom($int % 11)\nexcept $errors as e:\n    raise Own(k) from e\nfinally:\n    log.append("f")`,
    `try:\n    try:\n        ${$}\n        $${jump}\n    finally:\n        ${$}\nexcept Own as e:\n    print(e.code, e, e.__cause__ is None)\n    ${$}`,
    `try:\n    ${$}\nexcept (ValueError, KeyError) as e:\n    $${jump}\nfinally:\n    print("fin", k)`,
    `try:\n    ${$}\nexcept StopIteration as e:\n    print("stop", e.value)\nexcept $errors:\n    raise\nfinally:\n    k += 1`,
    `match $row:\n    case Wide(xs=[a, *_]) if $bool:\n        print("wide", a)\n        ${$}\n    case Row(xs=[_, b, *c]):\n        print(b, c)\n    case _:\n        ${$}`,
    `match $point:\n    case Point(x=0 | 1 as a, y=b):\n        print(a, b)\n    case Point(a, b) if a > b:\n        ${$}\n    case (a, b):\n        print("pair", a, b)`,
    `match $list:\n    case [a, b, *rest] if boom(a % 11) > 1:\n        print(a, b, rest)\n    case [*_, a]:\n        ${$}\n    case []:\n        print("none")`,
  ];
}

const statements: Grammar = {
  stmt: { ends: [...grammar["stmt"]!.ends, ...simple], forms: blocks("stmt", "jump") },
  inloop: { ends: [...grammar["stmt"]!.ends, ...simple, "if $bool:\n    $exits"], forms: blocks("inloop", "exits") },
};

const middle = `def pick(n):
    return [Row(n % 4 + 1), Wide(3)][n % 2]
def value(n):
    g = counted(n)
    try:
        while True:
            log.append(next(g))
    except StopIteration as e:
        return e.value + 1
def cause(f):
    try:
        return f()
    except ValueError as e:
        return len(e.args)
    except Own as e:
        return e.args[1] if len(e.args) > 1 else 0
`;

const begun = [
  "i = j = k = 1",
  "xs = [4, n, 2, 8]",
  "r = Row(4)",
  "w = Wide(5)",
  "p = Point(n, 2)",
  "sc = Scaled(2)",
  "bus = Bus()",
  "bus2 = Bus()",
  "it = counted(n)",
];

const tail = `for n in [0, 2, 3, 7]:
    try:
        print(f(n))
    except Exception as e:
        print(type(e).__name__, e, e.__cause__)
    print(len(log), log[-6:])
`;

/** A function with ways out, a smaller one that it calls, and what both give for four numbers. */
export function protocolsScript(seed: number): string {
  const writer = new GrammarWriter(seed, { ...grammar, ...statements });
  const way = { ...grammar, ...statements };
  const small = new GrammarWriter(seed + 0.5, {
    ...way,
    int: { ends: grammar["int"]!.ends, forms: grammar["int"]!.forms.filter((form) => !form.startsWith("way")) },
  });
  small.room = 5;
  writer.room = 14;
  const inner = [...begun, ...small.block("stmt", 3, 1, 3), "return k"];
  const body = [...begun, ...writer.block("stmt", 3, 4, 7), "print(i, j, k, xs, r.xs, w.xs, p, sc, bus.total)", "return k"];
  return `${head}${middle}def way(n):\n${indent(inner).join("\n")}\ndef f(n):\n${indent(body).join("\n")}\n${tail}`;
}
