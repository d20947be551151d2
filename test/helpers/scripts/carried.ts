// Scripts that carry values of every kind through containers, objects,
// closures, generators and functions, and look at what arrives: where a value
// changes its type on the way without a conversion, another one arrives.

import { GrammarWriter, indent } from "./writer.ts";
import type { Grammar } from "./writer.ts";

const head = `from dataclasses import dataclass, field
from collections import deque, defaultdict
from typing import Generic, TypeVar
import copy
import functools
import itertools
T = TypeVar("T")
U = TypeVar("U")
class A:
    kind = "A"
    def __init__(self, v):
        self.v = v
    def __repr__(self):
        return f"A({self.v!r})"
    def get(self):
        return self.v
    def name(self):
        return "a" + self.kind
    @property
    def twice(self):
        return [self.v, self.v]
class B(A):
    kind = "B"
    def __init__(self, v, w=None):
        super().__init__(v)
        self.w = w
    def __repr__(self):
        return f"B({self.v!r}, {self.w!r})"
    def name(self):
        return "b" + self.kind
class C(A):
    def get(self):
        return (self.v, 1)
@dataclass
class D:
    x: int
    y: str = "y"
    zs: list[int] = field(default_factory=list)
@dataclass(frozen=True)
class P:
    a: int
    b: str | None = None
def ident(v):
    return v
def pair(a, b=None, *rest, k=1, **kw):
    return (a, b, rest, k, sorted(kw))
def first(xs):
    for x in xs:
        return x
    return None
def each(f, xs):
    return [f(x) for x in xs]
def gen(*xs):
    for x in xs:
        yield x
def maker(v):
    def get():
        return v
    def set(w):
        nonlocal v
        v = w
        return v
    return get, set
def choose(c, a, b):
    return a if c else b
class Stack:
    def __init__(self):
        self.items = []
    def push(self, v):
        self.items.append(v)
        return self
    def pop(self):
        return self.items.pop() if self.items else None
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next
class Holder:
    held = None
    def __init__(self, v):
        self.held = v
    def swap(self, v):
        old, self.held = self.held, v
        return old
    def both(self, v):
        return self.held, [v, self.held]
class Generic2(Generic[T, U]):
    def __init__(self, a: T, b: U):
        self.a = a
        self.b = b
    def first(self) -> T:
        return self.a
    def map(self, f):
        return [f(self.a), f(self.b)]
class Held:
    def __init__(self, v):
        self.v = v
    def __enter__(self):
        return self.v
    def __exit__(self, kind, error, trace):
        return False
class Failed(Exception):
    def __init__(self, what):
        super().__init__("failed")
        self.what = what
memo = {"z": None}
def either(c, a, b):
    if c:
        return a
    return b
def tried(a, b):
    try:
        r = [a][int(str(a == b) == "True")]
    except IndexError:
        r = b
    return r
def nested(v, n):
    return v if n == 0 else [nested(v, 0), n]
def late(v=None, seen=[]):
    seen.append(v)
    return seen[0]
def heads(*xs):
    return [x for x in xs][0]
def pairs(a, b):
    yield (a, b)
    yield (b, a)
`;

const names = ["a", "b", "c", "d", "e", "f1", "s", "t"];
const scalars = ["1", "2", "7", '"s"', '"tu"', "None", "True"];
const compounds = ["[1, 2]", '["p"]', "(1, 'q')", "A(3)", 'B("m")', "B(4, A(5))", "C(6)", "P(1)", "D(2)"];

const grammar: Grammar = {
  name: { ends: names, forms: [] },
  text: { ends: ['"a"', '"k"', '"z"', "str(len(L))"], forms: [] },
  fixed: { ends: [...scalars, ...compounds], forms: [] },
  test: {
    ends: ["a is None", "isinstance(a, A)", "isinstance(b, str)", "c", "len(L) > 3", "isinstance(d, B)", "isinstance(e, (int, str))"],
    forms: [],
  },
  value: {
    ends: [...scalars, ...compounds, ...names, ...names],
    forms: [
      "[$value, $value]",
      "($value, $value)",
      '{"k": $value}',
      "{(1, 2): $value}",
      "{P(1): $value}",
      "A($value)",
      "B($value, $value)",
      "C($value)",
      "ident($value)",
      "pair($value, $value)",
      "pair($value, $value, $value, k=$value)",
      "first([$value, $value])",
      "each(ident, [$value, $value])",
      "list(gen($value, $value))",
      "choose(len(L) > 2, $value, $value)",
      "$name.v",
      "$name.get()",
      "$name.name()",
      "$name[0]",
      "$name[-1]",
      '$name["k"]',
      "($value if $test else $value)",
      "($value or $value)",
      "[x for x in $value]",
      "[(i, x) for i, x in enumerate($value)]",
      "(lambda q: [q, $value])($value)",
      "st.push($value).pop()",
      "L[0]",
      "L[-1]",
      "dict(k=$value, j=$value)",
      "sorted([$value, $value], key=str)",
      "Node($value, Node($value)).next.value",
      "max([$value, $value], key=lambda q: str(q))",
      "tuple([$value, $value])",
      "list(map(ident, ($value, $value)))",
      "g1()",
      "$name.twice",
      "copy.copy($value)",
      '{**{"k": $value}, "m": $value}',
      "[*$value, $value]",
      "list(zip([$value], [$value]))",
      'DD["k"]',
      "str($value)",
      "$value == $value",
      "{1: [$value], 2: $value}.get(1)",
      "next(iter([$value, $value]))",
      "next(gen($value), $value)",
      "[p for p in [$value] for q in ($value,) if p != q]",
      "deque([$value], maxlen=2)",
      "len(frozenset([1, $value]))",
      "([$value] + [$value])[0]",
      "[[$value] * 2, [$value]][1]",
      "dict([(1, $value), (2, $value)])[2]",
      "(lambda *qs: qs)($value, $value)",
      "list(reversed([$value, $value]))",
      "[$value, $value][::-1]",
      '{"a": $value, "b": $value}.get("b")',
      '{"a": $value, "b": $value}.get($text)',
      '{"a": $value}.get($text, $value)',
      '{"a": $value, "b": $value}.pop($text, $value)',
      '{"a": $value}.setdefault($text, $value)',
      '[v for k, v in {"a": $value, "b": $value}.items()]',
      "[[k, v] for k, v in {1: $value, 2: $value}.items()][1]",
      'list({"a": $value, "b": $value}.values())[-1]',
      '{"a": $value}.popitem()',
      "next((x for x in [$value, $value] if x), None)",
      "next((x for x in ($value, $value) if x is not None), $value)",
      "max([$value, $value], key=str, default=None)",
      "min([], key=str, default=$value)",
      "list(itertools.chain([$value], [$value]))[1]",
      "list(itertools.zip_longest([$value], [$value, $value], fillvalue=$value))",
      "list(itertools.zip_longest([$value], [$value, $value]))[1][0]",
      "list(itertools.repeat($value, 2))",
      "list(itertools.product([$value], [$value]))",
      "functools.reduce(lambda q, r: [q, r], [$value, $value], $value)",
      "functools.reduce(lambda q, r: r, [$value, $value])",
      "Holder($value).swap($value)",
      "Holder($value).held",
      "Holder($value).both($value)[0]",
      "Generic2($value, $value).first()",
      "Generic2($value, $value).map(ident)",
      "either($test, $value, $value)",
      "tried($value, $value)",
      "nested($value, 2)",
      "late($value)",
      "late()",
      "(memo.get($text) or $value)",
      "[q[0] for q in [($value, 1), ($value, 2)]]",
      "[q for q, *_ in [($value, 1), ($value, 2)]]",
      "dict(zip(['a', 'b'], [$value, $value]))",
      "{k: [v] for k, v in zip('ab', [$value, $value])}",
      "[$value for _ in range(2)]",
      "[[] if $test else [$value]][0]",
      "([] or [$value])",
      "({} or {'k': $value})",
      "deque([$value, $value]).popleft()",
      "heads(($value, $value), $value)",
      "list(pairs($value, $value))",
      "[x for x in pairs($value, $value)][0][1]",
    ],
  },
  stmt: {
    ends: ["$name = $value", "$name = $value", "print($value)"],
    forms: [
      "L.append($value)",
      "$name.v = $value",
      "$name[0] = $value",
      '$name["k"] = $value',
      "if $test:\n    $stmt\nelse:\n    $stmt",
      "for $name in $value:\n    $stmt\n    print($name)",
      "$name, $name = $value, $value",
      "$name, $name = $value",
      'DD["k"].append($value)',
      "st.push($value)",
      "s1($value)",
      "$name.append($value)",
      'try:\n    $stmt\n    $stmt\nexcept (TypeError, AttributeError, IndexError, KeyError) as ex:\n    print("caught", type(ex).__name__)',
      "L2 = L\nL2.append($value)",
      "$name += $value",
      'match $name:\n    case int():\n        $stmt\n    case [x, *_]:\n        print("seq", x)\n    case A(v=vv):\n        print("A", vv)\n    case None:\n        $stmt\n    case _:\n        $stmt',
      "cl = lambda: $name\nprint(cl())",
      "nd = Node($value, Node($value))\nprint(nd.value, nd.next.value)",
      "q = deque([$value, $value])\nq.append($value)\nprint(list(q))",
      "L[0] = $value",
      "L[1:] = [$value, $value]",
      "L.extend([$value, $value])",
      "L.insert(0, $value)",
      "[$name, *ms] = [$value, $value, $value]\nprint(ms)",
      "def local(w=$value):\n    return [w, $name]\nprint(local())",
      "def chosen(n):\n    if n > 1:\n        return $value\n    return $value\nprint(chosen(1), chosen(2))",
      "def stepped(n, last=None):\n    return [last, $value] if n == 0 else stepped(n - 1, last or $value)\nprint(stepped(2))",
      "def made():\n    yield $value\n    yield $value\nfor $name in made():\n    print($name)",
      "with Held($value) as $name:\n    $stmt",
      'match $value:\n    case {"k": x}:\n        print("k", x)\n    case [x, y]:\n        print("two", x, y)\n    case A(v=[x, *_]):\n        print("first", x)\n    case str() | None as x:\n        $name = x\n    case x:\n        $name = [x]',
      "last = None\nfor q in [$value, $value]:\n    print(last)\n    last = q\n$name = last",
      "while len(L) < 9:\n    L.append($value)\n    if $test:\n        break\nelse:\n    $name = $value",
      "memo[$text] = $value",
      "try:\n    $name = $value\n    raise Failed($value)\nexcept Failed as ex:\n    print(ex.what)\n    $name = ex.what",
      "ho = Holder($value)\nho.held = $value\nprint(ho.both($value))",
      "e1 = e2 = $value\n$name = [e1, e2]",
      "L[:] = [$value, *L]",
      "for i, $name in enumerate([$value, $value]):\n    print(i, $name)",
      "while st.items:\n    $name = st.pop()\n    print($name)",
    ],
  },
};

const before = ["a = 1", "b = 'b'", "c = None", "d = B(1)", "e = [1, 2]", "f1 = (1, 'z')", "s = {'k': 1}", "t = A(2)", "L = [1, 2]"];
const after = [...[...names, "L"].map((name) => `print("${name}", ${name})`), "print(st.items, g1(), dict(DD))"];

/** Five statements with their blocks, in a function or at the top level. */
export function carriedScript(seed: number): string {
  const writer = new GrammarWriter(seed, grammar);
  writer.room = 8;
  const things = ["st = Stack()", `g1, s1 = maker(${writer.fill("fixed", 0)})`, "DD = defaultdict(list)", 'DD["k"].append(1)'];
  const lines = [...before, ...things, ...writer.block("stmt", 2, 4, 4), ...after];
  const body = writer.chance(0.6) ? ["def main():", ...indent(lines), "main()"] : lines;
  return `${head}${body.join("\n")}\n`;
}
