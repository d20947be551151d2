// Scripts of containers and what goes through them: lists, slices with steps,
// dicts, sets, deques, counters, tuples by name, sorting by keys, heapq, bisect,
// itertools, generators, comprehensions in comprehensions, seeded chance; and
// what of it raises, changes of size under a loop among them.

import { GrammarWriter, indent } from "./writer.ts";
import type { Grammar } from "./writer.ts";

const head = `from collections import deque, Counter, defaultdict, namedtuple, OrderedDict
import heapq
import bisect
import itertools
import functools
import random
import copy
import math
Point = namedtuple("Point", ["x", "y"])
calls = []
def key(v):
    calls.append(v)
    return v % 3
def gen(n):
    for i in range(n):
        got = i * 2 % 5
        yield got
def pairs(n):
    for i in range(n):
        yield i, "abc"[i % 3]
def chained(xs, n):
    yield from xs
    yield n
    yield from gen(n)
def collect(*args, **kw):
    return [*args, *sorted(kw.values())]
def box(n, store=[]):
    store.append(n)
    return len(store)
@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
`;

const lists = [
  "[$int, $int, $int]",
  "($list + $list)",
  "$list[$at:$at]",
  "$list[::$step]",
  "$list[$at:$at:$step]",
  "sorted($list)",
  "sorted($list, key=key)",
  "sorted($list, key=lambda v: (v % 2, -v))",
  "sorted($list, key=lambda v: -v % 4, reverse=True)",
  "list(reversed($list))",
  "[v + $int for v in $list]",
  "[v for v in $list if v % 2 == $int % 2]",
  "[v * w for v in $list for w in range(3) if v > w]",
  "[[v, w][v < w] for v, w in zip($list, $list)]",
  "[(lambda q: q + v)($int) for v in $list]",
  "[sum(w for w in range(v % 4)) for v in $list]",
  "list(gen($int % 6))",
  "list(chained($list, $int % 4))",
  "list(map(key, $list))",
  "list(filter(None, $list))",
  "list(range($int % 5, $int % 9, $step))",
  "list($set)[:0] + sorted($set)",
  "list($dict.values())",
  "list($queue)",
  "collect(*$list, $int, k=$int)",
  "[*$list, *gen($int % 3)]",
  "($list * ($int % 3))",
  "heapq.nsmallest($int % 4, $list)",
  "heapq.nlargest($int % 4, $list)",
  "list(heapq.merge(sorted($list), sorted($list)))",
  "list(itertools.accumulate($list))",
  "list(itertools.accumulate($list, max))",
  "list(itertools.chain($list, gen(3)))",
  "list(itertools.islice($list, $int % 4))",
  "list(itertools.islice(itertools.cycle([1, 2, $int]), 5))",
  "list(itertools.islice(itertools.count($int, 3), 4))",
  "list(itertools.takewhile(lambda v: v < 5, $list))",
  "list(itertools.dropwhile(lambda v: v < 5, $list))",
  "list(itertools.chain.from_iterable([$list, $list]))",
  "[sum(p) for p in itertools.product($list[:2], repeat=2)]",
  "[a * b for a, b in itertools.combinations($list[:4], 2)]",
  "[a - b for a, b in itertools.pairwise($list)]",
  "[len(list(g)) for k, g in itertools.groupby($list, key=lambda v: v % 2)]",
  "[k for k, g in itertools.groupby(sorted($list))]",
  "[a + b for a, b in itertools.zip_longest($list, $list, fillvalue=0)]",
  "list(itertools.compress($list, [1, 0, 1, 1]))",
  "[v for v, _ in Counter($list).most_common(3)]",
  "sorted(Counter($list).elements())",
  "copy.copy($list)",
  "rng.sample(range(20), $int % 5)",
  "rng.choices([1, 2, 3], k=$int % 4)",
  "[rng.randint(0, 9) for _ in range($int % 4)]",
  "($list if $bool else $list)",
  "[p.x for p in [$point, $point]]",
  "list(dict.fromkeys($list))",
  "[n for row in [[v, v + 1] for v in $list] for n in row]",
  "list(enumerate($list))[0:1] and [1]",
];

const ints = [
  "($int + $int)",
  "($int - $int)",
  "($int * $int) % 97",
  "len($list)",
  "sum($list)",
  "max($list, default=$int)",
  "min($list, key=lambda v: v % 4, default=0)",
  "$list[$at]",
  "$list.pop($at)",
  "$list.index($int)",
  "$list.count($int)",
  "$dict[$int % 5]",
  "$dict.get($int % 9, $int)",
  "$dict.setdefault($int % 9, $int)",
  "$dict.pop($int % 5)",
  "$dict.pop($int % 5, $int)",
  "len($dict)",
  "len($set)",
  "$queue.popleft()",
  "$queue[$at]",
  "Counter($list)[$int]",
  "Counter($list).total()",
  "$point.x",
  "sum($point)",
  "$point._replace(x=$int).x",
  "bisect.bisect_left(sorted($list), $int)",
  "bisect.bisect_right(sorted($list), $int)",
  "heapq.heappop(heap)",
  "heapq.heappushpop(heap, $int)",
  "functools.reduce(lambda a, b: (a * 3 + b) % 101, $list, 1)",
  "next(it, $int)",
  "next(iter($list), $int)",
  "fib($int % 12)",
  "box($int)",
  "rng.randrange(1 + $int % 9)",
  "rng.choice([1, 2, 3])",
  "int(rng.random() * 1000)",
  "math.gcd($int, $int)",
  "math.prod($list) % 101",
  "math.comb($int % 6, 2)",
  "sum(v for v in $list if $bool)",
  "sum(1 for v in $dict if v in $list)",
  "divmod($int, 1 + $int % 5)[1]",
  "$int // (1 + $int % 5)",
  "abs($int) ** 2 % 97",
  "$int & 7 | 2",
  "($int << 2) % 53",
  "(lambda *vs: len(vs))(*$list)",
  "sorted($list)[0]",
  "len(groups[$int % 3])",
];

const grammar: Grammar = {
  name: { ends: ["i", "j"], forms: [] },
  at: { ends: ["0", "1", "-1", "2", "i", "-2", "-3", "9", "-9"], forms: ["$int"] },
  step: { ends: ["1", "2", "-1", "-2", "3"], forms: [] },
  int: { ends: ["i", "j", "0", "1", "2", "3", "7", "len(xs)"], forms: ints },
  list: { ends: ["xs", "ys", "[3, 1, 2]", "[5, 5, 4]", "xs[:]"], forms: lists },
  dict: {
    ends: ["d", "{1: 2, 3: 4}"],
    forms: [
      "{$int: $int, $int: $int}",
      "{v: v * v % 7 for v in $list}",
      "{**$dict, $int: $int}",
      "($dict | $dict)",
      "dict(zip($list, $list))",
      "dict(Counter($list))",
      "{k: v for k, v in sorted($dict.items()) if v % 2}",
      "{v: k for k, v in $dict.items()}",
      "dict(sorted($dict.items(), key=lambda kv: (kv[1], kv[0])))",
      "dict.fromkeys($list, $int)",
      "$dict.copy()",
    ],
  },
  set: {
    ends: ["s", "{1, 2, 5}"],
    forms: [
      "set($list)",
      "($set | $set)",
      "($set & $set)",
      "($set - $set)",
      "($set ^ $set)",
      "{v % 4 for v in $list}",
      "$set.union($list)",
      "set(frozenset($list))",
    ],
  },
  queue: { ends: ["q", "deque([1, 2])"], forms: ["deque($list, maxlen=3)", "deque($list)", "deque(gen($int % 4))"] },
  point: { ends: ["p"], forms: ["Point($int, $int)", "Point(x=$int, y=$int)", "$point._replace(y=$int)"] },
  bool: {
    ends: ["i < j", "xs == ys", "len(q) > 1"],
    forms: [
      "$int in $list",
      "$int in $dict",
      "$int in $set",
      "$list == $list",
      "$list < $list",
      "$set <= $set",
      "$set.isdisjoint($list)",
      "$dict == $dict",
      "$point == $point",
      "$point < $point",
      "any(v > $int for v in xs)",
      "all(v % 2 for v in ys)",
      "not $list",
      "($bool and $bool)",
      "$queue == $queue",
      "frozenset($list) in {frozenset([1]), frozenset()}",
    ],
  },
  show: {
    ends: ["print(xs, ys)", "print(d)"],
    forms: [
      "print($list)",
      "print($dict)",
      "print(sorted($set))",
      "print($int, $bool)",
      "print($queue)",
      "print($point, tuple($point))",
      "print(sorted($dict.items()), list($dict))",
      "print(Counter($list).most_common(2))",
      "print([(v, i) for i, v in enumerate($list, $int)])",
      "print([list(g) for _, g in itertools.groupby($list, key=lambda v: v > 2)])",
      "print(list(itertools.permutations($list[:3], 2))[:4])",
      "print(list(zip($list, 'abc', $list)))",
      "print([c for c in itertools.combinations_with_replacement($list[:2], 2)])",
      "print({k: sorted(v) for k, v in groups.items()})",
      "print(p._asdict(), p._fields)",
      "print([[v] * 2 for v in $list], [[w for w in range(v % 3)] for v in $list])",
      "print(min($list), max($list))",
      "print(rng.random(), rng.uniform(1, 5), rng.randint(1, 6))",
    ],
  },
  stmt: {
    ends: ["xs = $list[:8]", "$name = $int % 50", "print($int)", "$show"],
    forms: [
      "$show",
      "ys = $list[:8]",
      "d = {k: v % 50 for k, v in $dict.items() if k < 20}",
      "s = $set",
      "p = $point",
      "xs.append($int)",
      "xs.extend($list[:3])",
      "xs.insert($at, $int)",
      "xs.remove($int)",
      "xs.sort(key=lambda v: (v % 3, v))",
      "xs.sort(reverse=True)",
      "xs.reverse()",
      "xs[$at] = $int",
      "xs[$at] += $int",
      "xs[$at:$at] = $list[:3]",
      "xs[::2] = [0] * len(xs[::2])",
      "xs[::$step] = $list[:3]",
      "del xs[$at]",
      "del xs[$at:$at]",
      "del xs[::2]",
      "xs += $list[:2]",
      "xs *= 2",
      "zs = xs\nzs.append($int)\nprint(zs is xs)",
      "d[$int % 9] = $int",
      "d[$int % 5] += 1",
      "del d[$int % 5]",
      "d.update($dict)",
      "d.update({$int % 9: $int})",
      "d |= {$int % 5: $int}",
      "print(d.popitem())",
      "s.add($int)",
      "s.discard($int)",
      "s.remove($int)",
      "s |= $set",
      "s -= {$int}",
      "q.append($int)",
      "q.appendleft($int)",
      "q.rotate($step)",
      "q.extend($list[:2])",
      "print(q.pop())",
      "c.update($list)",
      "c[$int] += 2",
      "c.subtract([$int, 1])",
      "print(sorted((c + Counter($list)).items()), sorted((c - Counter($list)).items()))",
      "groups[$int % 3].append($int)",
      "heapq.heappush(heap, $int)\nprint(heap)",
      "heap = $list[:6]\nheapq.heapify(heap)\nprint(heap)",
      "bisect.insort(ranked, $int)\nprint(ranked)",
      "a, *b = $list\nprint(a, b)",
      "*a, b = $list\nprint(a, b)",
      "a, (b, *cs) = $int, $list\nprint(a, b, cs)",
      "i, j = j, i",
      "xs[0], i = i, xs[0]",
      "for v in $list[:5]:\n    i = (i + v) % 40\n    $stmt",
      "for v in xs:\n    if len(xs) < 9 and v % 2:\n        xs.append(v + 1)\nprint(xs)",
      "for k in d:\n    if $bool:\n        d[k] = $int\n    print(k)",
      "for k in list(d):\n    if k % 2:\n        del d[k]\nprint(d)",
      "try:\n    for k in d:\n        d[k + $int] = 1\n        $show\nexcept RuntimeError as e:\n    print(e)",
      "try:\n    for v in q:\n        q.append(v)\nexcept RuntimeError as e:\n    print(e)",
      "for k, v in sorted($dict.items()):\n    j = (j * 2 + v) % 31\n    $stmt",
      "for n, (v, w) in enumerate(zip($list, gen(4))):\n    print(n, v, w)",
      "for v in chained(xs[:2], 2):\n    if v > 3:\n        break\n    $stmt\nelse:\n    print('whole')",
      "while xs:\n    i = xs.pop()\n    if $bool:\n        break",
      "try:\n    $stmt\n    $show\nexcept (IndexError, KeyError, ValueError) as e:\n    print(type(e).__name__, e)",
      "try:\n    $stmt\nexcept StopIteration:\n    print('stop')\nfinally:\n    $show",
      "if $bool:\n    $stmt\nelse:\n    $stmt",
      "match $list[:3]:\n    case []:\n        print('none')\n    case [v]:\n        print('one', v)\n    case [v, *rest] if v > 2:\n        print(v, rest)\n    case [_, w, *_]:\n        print('w', w)",
      "match $dict:\n    case {1: v, **rest}:\n        print(v, rest)\n    case {3: v}:\n        print('three', v)\n    case _:\n        $stmt",
      "match $point:\n    case Point(x=0, y=v):\n        print(v)\n    case Point(v, w) if v < w:\n        print(v, w)\n    case _:\n        $show",
      "it = iter($list)\nprint(next(it), list(it))",
      "it = iter($list)",
      "g = gen($int % 5)\nprint(next(g, None), sum(g))",
      "rng.shuffle(xs)\nprint(xs)",
      "rng = random.Random($int)",
      "def add(n, into=xs):\n    nonlocal i\n    into.append(n)\n    i += 1\n    return len(into)\nprint(add($int), add($int), i)",
      "total = 0\nfor fn in [lambda v, w=w: v + w + i for w in xs[:3]]:\n    total += fn($int)\nprint(total)",
      "m = [[0] * 3 for _ in range(2)]\nm[$int % 2][$int % 3] = $int\nprint(m, [list(r) for r in zip(*m)])",
      "rows = sorted([(v % 2, -v) for v in $list])\nprint(rows)",
    ],
  },
};

const begun = [
  "i = n",
  "j = 3",
  "xs = [4, n, 2, 8]",
  "ys = [1, n]",
  "d = {1: 5, 2: n, 4: 7}",
  "s = {1, n, 6}",
  "q = deque([n, 3])",
  "c = Counter([1, n, n])",
];
const more = [
  "p = Point(n, 2)",
  "heap = [1, 4, n + 5]",
  "ranked = [1, 5, 9]",
  "groups = defaultdict(list)",
  "rng = random.Random(n)",
  "it = iter(xs[:])",
];

/** About ten statements, run for three numbers. */
export function containersScript(seed: number): string {
  const writer = new GrammarWriter(seed, grammar);
  writer.room = 14;
  const lines = [...begun, ...more, ...writer.block("stmt", 3, 7, 9), "print(i, j, xs, ys, d, sorted(s), q, p, heap, sorted(c.items()))"];
  const calls =
    "for n in [0, 1, 6]:\n    try:\n        f(n)\n    except Exception as e:\n        print(type(e).__name__, e)\nprint(calls[:50])\n";
  return `${head}def f(n):\n${indent(lines).join("\n")}\n${calls}`;
}
