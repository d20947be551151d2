// Scripts in which the order of evaluation shows: operands, arguments, bounds,
// keys and targets assign variables, change objects and raise, so that an
// operand read too early, too late or twice gives another number.

import { GrammarWriter, indent } from "./writer.ts";
import type { Grammar } from "./writer.ts";

const head = `class Box:
    def __init__(self, v):
        self.v = v
        self.xs = [1, 2, 3]
    def put(self, v):
        self.v = v
        return v
    def get(self, a, b=7):
        return self.v + a * 3 + b * 5
    def __add__(self, o):
        self.v += 1
        return Box(self.v * 10 + o.v)
    def __lt__(self, o):
        self.v += 3
        return self.v < o.v
    def __getitem__(self, i):
        self.v += i
        return self.v
    def __setitem__(self, i, v):
        self.v += i * 2 + v
    def __contains__(self, v):
        self.v += 1
        return v % 2 == 0
    def __call__(self, a, *bs, **cs):
        self.v += a + sum(bs) + len(cs)
        return self.v % 13
g = 1
box = Box(5)
def setg(v):
    global g
    g = (g * 2 + v) % 9973
    box.v += 1
    return g % 7
def h(a, b, c=4, *, d=5):
    return a * 1000 + b * 100 + c * 10 + d
def rest(a, *bs, k=3, **cs):
    return a + sum(bs) * 3 + k * 7 + sum(cs.values())
def boom(v):
    if v % 5 == 0:
        raise ValueError("boom " + str(v))
    return v
def each(a, b):
    yield setg(a)
    yield b + box.v
def f(p):
    global g
    x = 2
    y = 3
    z = 4
    i = k = w = 0
    xs = [7, 8, 9]
    ks = {1: 2, 3: 4}
    o = Box(6)
    def setz(v):
        nonlocal z
        z = (z + v * 2) % 9973
        o.v += 1
        return z % 11
`;

const tail = `    print(x, y, z, g, p, xs, ks, o.v, o.xs, box.v)
for a in [1, 5]:
    try:
        f(a)
    except (ValueError, KeyError, IndexError, AssertionError) as e:
        print("E", e)
`;

const number = {
  ends: ["x", "y", "z", "g", "box.v", "p", "1", "2", "3", "xs[0]", "o.v"],
  forms: [
    ...Array.from({ length: 3 }, () => "($name := $int % 97)"),
    ...Array.from({ length: 2 }, () => "setz($int)"),
    ...Array.from({ length: 3 }, () => "($int $sign $int)"),
    "setg($int)",
    "box.put($int % 97)",
    "h($int, $int, d=$int, c=$int) % 97",
    "h($int, $int, $int) % 97",
    "h(*($int, $int), **{'d': $int, 'c': $int}) % 97",
    "rest($int, $int, k=$int, m=$int) % 97",
    "rest($int, *[$int, $int], $int, m=$int) % 97",
    "box.get($int, $int) % 97",
    "o($int, $int, q=$int)",
    "($int if $bool else $int)",
    "($int and $int)",
    "($int or $int)",
    "[$int, $int, $int][$int % 3]",
    "sum([$int, $int])",
    "($int, $int)[$bit]",
    'len(f"{$bare}{$bare:>5}")',
    'len(f"{$bare:{$bare % 5}}")',
    "max($int, $int)",
    "xs[$int % 3]",
    "o.xs[$int % 3]",
    "sum(xs[$int % 3:$int % 4])",
    "o[$int % 5]",
    "ks.get($int % 4, $int)",
    "ks.setdefault($int % 9, $int % 97)",
    "ks[$int % 4]",
    "sum(($name := $name + $int) % 97 for i in range(2))",
    "sum(each($int, $int)) % 97",
    "abs($int)",
    "boom($int)",
    "{$int: $int, 99: $int}[99]",
    "len({$int % 3, $int % 3})",
    "(box + o).v % 97",
    "int($bool)",
    "-$int",
    "(lambda q, w=$int: q + w + z)($int)",
    "($int // (abs($int) + 1))",
    "divmod($int, abs($int) + 1)[$bit]",
    "pow(abs($int) % 7, abs($int) % 3)",
    "xs.pop($int % 2) + (xs.append($int) or 0)",
    "(xs.insert($int % 3, $int) or xs.pop())",
    "min([$int, $int], key=lambda q: q * $int)",
  ],
};

const grammar: Grammar = {
  int: number,
  bare: {
    ends: ["x", "y", "z", "g", "box.v"],
    forms: ["($name := $bare % 97)", "setz($bare)", "setg($bare)", "box.put($bare % 97)", "($bare $sign $bare)", "boom($bare)"],
  },
  calm: { ends: ["x", "y", "box.v"], forms: ["setz($calm)", "setg($calm)", "($calm $sign $calm)", "xs[$calm % 3]", "boom($calm)"] },
  name: { ends: ["x", "y", "p"], forms: [] },
  place: { ends: ["x", "y", "z", "g", "box.v", "o.v", "p", "o.xs[1]", "xs[2]"], forms: [] },
  sign: { ends: ["+", "-", "*"], forms: [] },
  bit: { ends: ["0", "1"], forms: [] },
  bool: {
    ends: ["x < y", "z > 5"],
    forms: [
      "$int < $int < $int",
      "$int <= $int != $int",
      "($bool and $int > 2)",
      "($bool or $bool)",
      "not $int == $int",
      "$int in [$int, $int]",
      "$int not in ks",
      "$int in o",
      "any(($name := $int % 97) > k for k in range(2))",
      "all($int > k for k in xs)",
      "(o < box)",
    ],
  },
  stmt: {
    ends: ["print($int)", "$name = $int % 997", "x, y = $int % 997, $int % 997"],
    forms: [
      "xs[$int % 3] = $int % 997",
      "xs[$int % 3] += $int % 97",
      "ks[$int % 4] = $int % 997",
      "ks[1] += $int % 97",
      "o[$int % 5] = $int % 97",
      "$place += $int % 97",
      "box.v = $int % 997",
      "xs[$int % 3], o.v = $int % 997, $int % 997",
      "o.xs[$int % 3], xs[$int % 3] = $int % 997, $int % 997",
      "xs[$int % 2:$int % 4] = [$int % 997, $int % 997, 4, 5]",
      "for i in [$int % 9, $int % 9]:\n    $stmt\n    print('i', i, x, y)",
      "for i, o.v in [($int % 9, $int % 9)]:\n    $stmt",
      "for xs[$int % 2] in range($int % 3):\n    $stmt",
      "if $bool:\n    $stmt\nelse:\n    $stmt",
      "try:\n    $stmt\n    print(boom($int))\nexcept ValueError as e:\n    print(e, x, y, z)",
      "try:\n    $stmt\nfinally:\n    $stmt",
      "$name = $name = $int % 997",
      "xs[0] = $name = $int % 997",
      "print([(x := (w + $int) % 97) for w in [$calm, $calm] if $bool])",
      "print({k % 3: w % 5 for k in [$calm, $calm] for w in [$calm, x]})",
      "fn = lambda q: q + x * 3 + $int\nprint(fn($int))",
      "a, *bs = [$int, $int, $int]\nprint(a, bs)",
      'print(f"{$bare} {$bare!r} {$bare:>{$bare % 9}}")',
      "print('%d %d' % ($int, $int))",
      "print($int, $int, sep=str($int))",
      "assert $bool, $int",
      "del xs[$int % 2:$int % 3]\nxs += [1, 2, 3]",
      "match $int % 4:\n    case 0 if $bool:\n        $stmt\n    case 1 | 2:\n        $stmt\n    case q:\n        print(q)",
    ],
  },
};

/** Five statements with their blocks, called twice. */
export function orderScript(seed: number): string {
  const writer = new GrammarWriter(seed, grammar);
  writer.room = 12;
  return head + indent(writer.block("stmt", 3, 5, 5)).join("\n") + `\n${tail}`;
}
