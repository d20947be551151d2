"""bisect, collections, heapq, itertools, functools, statistics, string against Python's own."""

import bisect
import collections
import functools
import heapq
import inspect
import itertools
import math
import random
import statistics
import string
import sys
from turns import turns

import library
import test_text
from test_text import core, outcome, plain, same

rng = random.Random(11)
NAMES = "bisect collections heapq itertools functools statistics string".split()
ours = {name: library.module(name) for name in NAMES}


def both(name, action, *arguments):
    """The same action with our module and lists, and with Python's."""
    a = plain(outcome(action, ours[name], core.list, *arguments))
    b = plain(outcome(action, globals()[name], list, *arguments))
    same(f"{name} {inspect.getsource(action).strip()[:110]}", lambda *_: a, lambda *_: b, *arguments)


def numbers(n=9, high=6):
    return [rng.randrange(high) for _ in range(rng.randrange(n))]


def test_bisect():
    for _ in range(turns(50)):
        xs = sorted(numbers())
        x = rng.randrange(-1, 7)
        for f in ("bisect", "bisect_left", "bisect_right"):
            both("bisect", lambda m, make, xs, x: getattr(m, f)(make(iter(xs)), x), xs, x)
            both("bisect", lambda m, make, xs, x: getattr(m, f)(make(iter(xs)), x, 1, len(xs) or 1), xs or [1], x)
            both("bisect", lambda m, make, xs, x: getattr(m, f)(make(iter(xs)), -x, key=lambda v: -v), xs[::-1], x)
        for f in ("insort", "insort_left", "insort_right"):
            both("bisect", lambda m, make, xs, x: (ys := make(iter(xs)), getattr(m, f)(ys, x))[0], xs, x)
    both("bisect", lambda m, make: m.bisect(make([1]), 1, -1))


def test_deque():
    for seed in range(turns(60)):
        limit = rng.choice([None, None, 0, 3, 9])
        mine, theirs = ours["collections"].deque(maxlen=limit), collections.deque(maxlen=limit)
        for _ in range(turns(60)):
            v, i = rng.randrange(5), rng.randrange(-12, 12)
            run = rng.choice([
                lambda d: d.append(v), lambda d: d.append(v), lambda d: d.appendleft(v), lambda d: d.pop(), lambda d: d.popleft(),
                lambda d: d.extend([v, v + 1]), lambda d: d.extendleft([v, v + 1]), lambda d: d.rotate(i), lambda d: d.reverse(),
                lambda d: d.count(v), lambda d: d.index(v), lambda d: d.insert(i, v), lambda d: d.remove(v), lambda d: d[i],
                lambda d: d.__delitem__(i), lambda d: d.__setitem__(i, v), lambda d: v in d, lambda d: repr(d), lambda d: d == d.copy(),
                lambda d: [d.append(1) for _ in d][:0], lambda d: repr(d + d), lambda d: repr(d * 2),
            ])
            same("deque " + inspect.getsource(run)[:50], lambda *_: outcome(run, mine), lambda *_: outcome(run, theirs), v, i)
            assert list(mine) == list(theirs), (list(mine), list(theirs))
    both("collections", lambda m, make: m.deque(maxlen=-1))


def pairs(d):
    return [(k, d[k]) for k in d]


def test_dicts():
    for _ in range(turns(100)):
        a, b = numbers(), numbers()
        C = "collections"
        both(C, lambda m, make, a: repr(m.Counter(make(iter(a)))), a)
        both(C, lambda m, make, a, b: [pairs(f(m.Counter(make(iter(a))), m.Counter(make(iter(b))))) for f in (lambda x, y: x + y, lambda x, y: x - y, lambda x, y: x & y, lambda x, y: x | y)], a, b)
        both(C, lambda m, make, a, b: m.Counter(make(iter(a))) == m.Counter(make(iter(b))), a, b)
        both(C, lambda m, make, a: (m.Counter(make(iter(a))).total(), sorted(m.Counter(make(iter(a))).elements()), m.Counter(make(iter(a)))[99]), a)
        both(C, lambda m, make, a: [plain(m.Counter(make(iter(a))).most_common(n)) for n in (None, 0, 1, 3)], a)
        both(C, lambda m, make, a, b: (c := m.Counter(make(iter(a))), c.subtract(make(iter(b))), pairs(c))[2], a, b)
        both(C, lambda m, make, a: (d := m.defaultdict(make), [d[x].append(x) for x in a], [(k, plain(d[k])) for k in d], d.get(99))[2:], a)
        both(C, lambda m, make, a: (d := m.OrderedDict(), [d.__setitem__(x, -x) for x in a], [d.move_to_end(x, x % 2 == 0) for x in a], pairs(d), repr(d), [plain(d.popitem(x % 2 == 0)) for x in set(a)], len(d))[2:], a)
    both("collections", lambda m, make: m.OrderedDict().popitem())
    both("collections", lambda m, make: m.OrderedDict().move_to_end(1))


class Watched:
    def __init__(self, key, log):
        self.key, self.log = key, log

    def __lt__(self, other):
        self.log.append((self.key, other.key))
        return self.key < other.key


def test_heapq():
    for _ in range(turns(100)):
        xs = numbers(20)
        both("heapq", lambda m, make, xs: (h := make(iter(xs)), m.heapify(h))[0], xs)
        both("heapq", lambda m, make, xs: (h := make([]), [m.heappush(h, x) for x in xs], list(h), [m.heappop(h) for _ in xs])[2:], xs)
        both("heapq", lambda m, make, xs: (h := make(iter(sorted(xs))), outcome(m.heapreplace, h, 2), outcome(m.heappushpop, h, 3), plain(h))[1:], xs)
        for n in (-1, 0, 1, 4):
            both("heapq", lambda m, make, xs, n: [plain(f(n, xs)) for f in (m.nsmallest, m.nlargest)] + [plain(f(n, xs, key=lambda v: -v % 4)) for f in (m.nsmallest, m.nlargest)], xs, n)
        logs = []
        for module, make in ((ours["heapq"], core.list), (heapq, list)):
            log = []
            heap = make(Watched(x, log) for x in xs)
            module.heapify(heap)
            while len(heap):
                module.heappop(heap)
            logs.append(log)
        assert logs[0] == logs[1]
        both("heapq", lambda m, make, a, b: list(m.merge(sorted(a), sorted(b))), xs, numbers())
    both("heapq", lambda m, make: m.heappop(make([])))


def test_itertools():
    I = "itertools"
    for _ in range(turns(60)):
        xs, ys = numbers(6), numbers(5)
        r = rng.randrange(-1, 4)
        both(I, lambda m, make, xs: list(m.islice(m.cycle(xs), 9)), xs)
        both(I, lambda m, make, xs: [list(m.accumulate(xs)), list(m.accumulate(xs, lambda a, b: a * 2 + b)), list(m.accumulate(xs, initial=5)), list(m.accumulate(xs, lambda a, b: a * b, initial=5))], xs)
        both(I, lambda m, make, a, b: [list(m.chain(a, b)), list(m.chain(a, b, a)), list(m.chain(a))], xs, ys)
        both(I, lambda m, make, a, b: [list(m.compress(a, b)), list(m.dropwhile(lambda v: v < 3, a)), list(m.takewhile(lambda v: v < 3, a)), list(m.filterfalse(None, a)), list(m.filterfalse(lambda v: v > 2, a))], xs, ys)
        both(I, lambda m, make, a: [(k, list(g)) for k, g in m.groupby(a)], sorted(xs))
        both(I, lambda m, make, a: [(k, list(g)) for k, g in m.groupby(a, lambda v: v // 2)], xs)
        both(I, lambda m, make, a, b: [list(m.pairwise(a)), list(m.zip_longest(a, b)), list(m.zip_longest(a, b, fillvalue=-1)), list(m.starmap(pow, m.product(a, b)))], xs, ys)
        both(I, lambda m, make, a, b: [list(m.product(a)), list(m.product(a, b)), list(m.product(a, b, a)), list(m.product(b, repeat=2)), list(m.product(b, repeat=0))], xs, ys)
        both(I, lambda m, make, a, r: list(m.permutations(a, r)), xs, r)
        both(I, lambda m, make, a: list(m.permutations(a)), xs[:4])
        both(I, lambda m, make, a, r: list(m.combinations(a, r)), xs, r)
        both(I, lambda m, make, a, r: list(m.combinations_with_replacement(a, r)), xs, r)
        args = [rng.choice([None, 0, 1, 2, 5]) for _ in range(2)] + [rng.choice([None, 1, 2, 3, 0])]
        both(I, lambda m, make, a, args: list(m.islice(a, *args)), xs, args)
        both(I, lambda m, make, a, args: list(m.islice(a, args[0])), xs, args)
    both(I, lambda m, make: [list(m.islice(m.count(), 3)), list(m.islice(m.count(5, -2), 3)), list(m.islice(m.count(0.5, 0.25), 3)), list(m.repeat(7, 3)), list(m.islice(m.repeat(7), 2))])


def test_functools():
    for _ in range(turns(50)):
        xs = numbers()
        both("functools", lambda m, make, xs: m.reduce(lambda a, b: a * 3 + b, xs), xs)
        both("functools", lambda m, make, xs: m.reduce(lambda a, b: a * 3 + b, xs, 7), xs)
        both("functools", lambda m, make, xs: sorted(xs, key=m.cmp_to_key(lambda a, b: b - a)), xs)


def test_statistics():
    S = "statistics"
    names = "mean fmean geometric_mean harmonic_mean median median_low median_high mode multimode pvariance variance pstdev stdev".split()
    for i in range(turns(200)):
        xs = [rng.choice([rng.uniform(0, 10), float(rng.randrange(5))]) for _ in range(i % 12)]
        ys = [rng.uniform(-5, 5) for _ in range(len(xs) - (i % 7 == 0))] if xs else []
        for name in names:
            close(name, lambda m: getattr(m, name)(xs), xs)
        for n in (1, 2, 4, 10):
            for method in ("inclusive", "exclusive"):
                close("quantiles", lambda m: list(m.quantiles(xs, n=n, method=method)), xs)
        for name in ("covariance", "correlation"):
            close(name, lambda m: getattr(m, name)(xs, ys), xs, ys)
        close("fmean", lambda m: m.fmean(xs, [1.0] * len(xs)), xs)
    close("quantiles", lambda m: m.quantiles([1.0, 2.0], method="x"))


def close(name, action, *arguments):
    a, b = plain(outcome(action, ours["statistics"])), plain(outcome(action, statistics))
    flat = lambda v: v if isinstance(v, (list, tuple)) else [v]
    if all(isinstance(v, (int, float)) for v in (*flat(a), *flat(b))) and len(flat(a)) == len(flat(b)):
        if all(math.isclose(x, y, rel_tol=1e-12, abs_tol=1e-14) for x, y in zip(flat(a), flat(b))):
            return
    if isinstance(a, tuple) and isinstance(b, tuple) and a[1:] == b[1:]:
        return
    same(name, lambda *_: a, lambda *_: b, *arguments)


def test_string():
    for name in vars(string):
        value = getattr(string, name)
        if isinstance(value, str) and not name.startswith("_"):
            same(name, lambda: getattr(ours["string"], name), lambda: value)
    for text in ("hello  world", "a-b c-d", ""):
        both("string", lambda m, make, text: (m.capwords(text), m.capwords(text, "-")), text)


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for name, test in list(globals().items()):
        if name.startswith("test_") and inspect.isfunction(test) and (not wanted or name in wanted):
            test()
    print("failed:", test_text.same.failed)
    sys.exit(1 if test_text.same.failed else 0)
