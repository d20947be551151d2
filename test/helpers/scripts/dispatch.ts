// Scripts that do the same to every pair of values of several types: operators,
// builtins, methods, items and attributes, of builtin kinds and of classes that
// have some of Python's special methods. What a pair cannot do raises.

import { indent, Writer } from "./writer.ts";

const builtin = [
  "3",
  "-2",
  "2.5",
  "True",
  "None",
  '"ab"',
  '"7"',
  "[1, 2]",
  '["x"]',
  "(1, 2)",
  '("a", 3)',
  '{"ab": 1}',
  "{3: 4}",
  "{3, 5}",
  "range(3)",
  "Color.RED",
  "P(1)",
  "P(2)",
  "0",
  '""',
  "[]",
];

/** Special methods, several ways of each. */
const special = [
  ["def __add__(self, o):", "    return ('add', self.v)"],
  ["def __add__(self, o):", "    return NotImplemented"],
  ["def __add__(self, o):", "    if isinstance(o, int):", "        return self.v + o", "    return NotImplemented"],
  ["def __radd__(self, o):", "    return ('radd', self.v)"],
  ["def __sub__(self, o):", "    return K(self.v - 1)"],
  ["def __mul__(self, o):", "    return str(o) * 2"],
  ["def __rmul__(self, o):", "    return [o, self.v]"],
  ["def __eq__(self, o):", "    return isinstance(o, int) and o == self.v"],
  ["def __eq__(self, o):", "    if isinstance(o, (K, L)):", "        return self.v == o.v", "    return NotImplemented"],
  ["def __lt__(self, o):", "    return True"],
  ["def __lt__(self, o):", "    if isinstance(o, str):", "        return False", "    return NotImplemented"],
  ["def __gt__(self, o):", "    return self.v > 1"],
  ["def __le__(self, o):", "    return str(self.v) <= str(o)"],
  ["def __len__(self):", "    return self.v % 3"],
  ["def __bool__(self):", "    return self.v > 1"],
  ["def __getitem__(self, i):", "    if i == 2:", "        raise IndexError('two')", "    return (self.v, i)"],
  ["def __setitem__(self, i, x):", "    self.v = 9"],
  ["def __contains__(self, x):", "    return x == self.v"],
  ["def __iter__(self):", "    yield self.v", "    yield 4"],
  ["def __iter__(self):", "    return iter([self.v, 1])"],
  ["def __call__(self, *a):", "    return len(a) + self.v"],
  ["def __neg__(self):", "    return 'neg'"],
  ["def __abs__(self):", "    return self.v"],
  ["def __str__(self):", "    return f'S{self.v}'"],
  ["def __hash__(self):", "    return self.v"],
  ["def __iadd__(self, o):", "    self.v += 1", "    return self"],
  ["def __float__(self):", "    return 1.5"],
  ["def __int__(self):", "    return 8"],
  ["def __format__(self, how):", "    return f'<{how}>'"],
  ["def __reversed__(self):", "    return iter([2, 1])"],
  ["def __and__(self, o):", "    return self.v"],
  ["def __mod__(self, o):", "    return o"],
  ["def __floordiv__(self, o):", "    return self.v // 2"],
  ["def upper(self):", "    return self.v"],
  ["def append(self, x):", "    return x"],
  ["def get(self, k, d=None):", "    return d"],
  ["@property", "def w(self):", "    return self.v * 2"],
];

/** Of values a and b; the last line gives what is shown. */
const uses = [
  "a + b",
  "a - b",
  "a * b",
  "a // b",
  "a % b",
  "a / b",
  "a ** b",
  "a & b",
  "a | b",
  "a << b",
  "a @ b",
  "a == b",
  "a != b",
  "a < b",
  "a >= b",
  "a <= b < 5",
  "a in b",
  "a not in b",
  "a is None",
  "a and b",
  "a or b",
  "not a",
  "bool(a)",
  "-a",
  "~a",
  "+a",
  "abs(a)",
  "len(a)",
  "str(a)",
  "repr(a)",
  'f"{a}|{b!r}"',
  'f"{a:>6}"',
  'f"{a:x}"',
  'f"{a:.1f}"',
  '"%s %r" % (a, b)',
  '"%d" % a',
  "a[b]",
  "a[0]",
  "a[-1]",
  "a[1:]",
  "a[::-1]",
  "a(b)",
  "a()",
  "a.v",
  "a.w",
  "a.upper()",
  "a.append(b)",
  "a.get(b)",
  "a.name",
  "a.x",
  "a.missing",
  "[x for x in a]",
  "[x for x in a if x in b]",
  "list(a)",
  "tuple(a)",
  "sorted(a)",
  "sum(a)",
  "max(a)",
  "min(a, b)",
  "max([a, b], key=str)",
  "sorted([a, b], key=str)",
  "sorted([a, b])",
  "any(a)",
  "list(enumerate(a))",
  "list(zip(a, b))",
  "int(a)",
  "float(a)",
  "round(a)",
  "hash(a) == hash(b)",
  "{a: 1}[b]",
  "len({a, b})",
  "[a, b].index(b)",
  "[a, 1].count(a)",
  "a == a and [a] == [b]",
  "(a, 1) < (b, 2)",
  "(a, b) == (b, a)",
  '"-".join(a)',
  "range(a)",
  "[0, 1, 2][a]",
  '"xyz"[a]',
  '{"ab": 1, 3: 2}.get(a)',
  "isinstance(a, (int, K))",
  "type(a).__name__",
  "type(a) is type(b)",
  "divmod(a, b)",
  "print(*a)",
  "next(iter(a))",
  "a if a else b",
  "(lambda x: x + x)(a)",
  "functools.reduce(lambda x, y: x + y, [a, b])",
  "a.v + b.v",
  "len(str(a)) + len(a)",
  "isinstance(a, str) and a.upper() or a",
  "a + 1 if isinstance(a, int) else a * 2",
];

const changes = [
  "a += b",
  "a *= 2",
  "a -= b",
  "a |= b",
  "a[0] = b",
  "a[b] = 1",
  "a.v = b",
  "del a[0]",
  "x, y = a\na = (y, x)",
  "x, *y = a\na = [y, x]",
  "for x in a:\n    a = x",
  "while a:\n    a = None",
  "match a:\n    case int() | str():\n        a = b\n    case [x, y]:\n        a = (x, y)\n    case K(v=x) | L(v=x):\n        a = x\n    case {'ab': x}:\n        a = x\n    case None:\n        a = 'none'",
  "match (a, b):\n    case (int(x), int(y)):\n        a = x + y\n    case (x, None) | (None, x):\n        a = x\n    case (K() as x, y) if y:\n        a = [x, y]",
  "if isinstance(a, (list, tuple)):\n    a = len(a)\nelif a is None or isinstance(a, K):\n    a = b",
  "try:\n    a = a[0]\nexcept (TypeError, LookupError):\n    a = b\nelse:\n    a = [a]",
];

function classOf(writer: Writer, name: string, base: string): string[] {
  const methods = new Map<string, readonly string[]>();
  for (let left = writer.count(2, 7); left > 0; left--) {
    const lines = writer.pick(special);
    methods.set(lines.find((line) => line.startsWith("def")) ?? "", lines);
  }
  const made =
    base === "" ? ["def __init__(self, v):", "    self.v = v", "def __repr__(self):", "    return f'{type(self).__name__}{self.v}'"] : [];
  const body = [...made, ...[...methods.values()].flat()];
  return [`class ${name}${base === "" ? "" : `(${base})`}:`, ...indent(body)];
}

/** Five to seven values, and a function for each of nine uses, called for every pair. */
export function dispatchScript(seed: number): string {
  const writer = new Writer(seed);
  const classes = [classOf(writer, "K", ""), classOf(writer, "L", writer.pick(["", "K"]))].flat();
  const values = [...writer.times(writer.count(3, 5), () => writer.pick(builtin)), "K(1)", writer.pick(["L(2)", "K(2)"])];
  const picks = values.map((value, at) => `    if n == ${at}:\n        return ${value}`);
  const asked = writer.times(9, (at) => {
    const body = writer.chance(0.75) ? [`return ${writer.pick(uses)}`] : [...writer.pick(changes).split("\n"), "return a"];
    return [`def use${at}(a, b):`, ...indent(body)].join("\n");
  });
  const calls = asked.map(
    (_, at) =>
      `    try:\n        print(${at}, n, m, use${at}(pick(n), pick(m)))\n    except (${errors}) as e:\n        print(${at}, n, m, type(e).__name__, e)`,
  );
  const pairs = `for n, m in [(i, j) for i in range(${values.length}) for j in range(${values.length})]:`;
  return `${head}${classes.join("\n")}\ndef pick(n):\n${picks.join("\n")}\n${asked.join("\n")}\n${pairs}\n${calls.join("\n")}\n`;
}

const errors = "TypeError, AttributeError, IndexError, KeyError, ValueError, ZeroDivisionError, StopIteration";

const head = `import functools
from dataclasses import dataclass
from enum import Enum
class Color(Enum):
    RED = 1
    BLUE = 2
@dataclass(order=True, frozen=True)
class P:
    x: int
`;
