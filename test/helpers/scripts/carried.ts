// Scripts that carry values of every kind through containers, objects,
// closures, generators and functions, and look at what arrives: where a value
// changes its type on the way without a conversion, another one arrives.

import { GrammarWriter, indent } from "./writer.ts";
import type { Grammar } from "./writer.ts";

const head = `from dataclasses import dataclass, field
from collections import deque, defaultdict
import copy
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
`;

const names = ["a", "b", "c", "d", "e", "f1", "s", "t"];
const scalars = ["1", "2", "7", '"s"', '"tu"', "None", "True"];
const compounds = ["[1, 2]", '["p"]', "(1, 'q')", "A(3)", 'B("m")', "B(4, A(5))", "C(6)", "P(1)", "D(2)"];

const grammar: Grammar = {
  name: { ends: names, forms: [] },
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
      "while st.items:\n    $name = st.pop()\n    print($name)",
    ],
  },
};

const before = ["a = 1", "b = 'b'", "c = None", "d = B(1)", "e = [1, 2]", "f1 = (1, 'z')", "s = {'k': 1}", "t = A(2)", "L = [1, 2]"];
const after = [...[...names, "L"].map((name) => `print("${name}", ${name})`), "print(st.items, g1(), dict(DD))"];

/** Five statements with their blocks, in a function or at the top level. */
export function carriedScript(seed: number): string {
  const writer = new GrammarWriter(seed, grammar);
  writer.room = 10;
  const things = ["st = Stack()", `g1, s1 = maker(${writer.fill("fixed", 0)})`, "DD = defaultdict(list)", 'DD["k"].append(1)'];
  const lines = [...before, ...things, ...writer.block("stmt", 2, 5, 5), ...after];
  const body = writer.chance(0.6) ? ["def main():", ...indent(lines), "main()"] : lines;
  return `${head}${body.join("\n")}\n`;
}
