"""list, dict, set, range, sorting and the builtin functions against Python's own."""

import random
import sys
from turns import turns

import test_text
from test_text import core, outcome, plain, same

rng = random.Random(3)


def ours_list(xs):
    return core.list(iter(xs))


def small():
    return [rng.randrange(5) for _ in range(rng.randrange(8))]


def bound():
    return rng.choice([None, rng.randrange(-10, 10)])


def mutated(xs, action):
    """The result of an action on a list and the list after it."""
    result = outcome(action, xs)
    return result, plain(xs)


def both(name, action, *state):
    """The same action on our containers and on Python's."""
    ours = [core.list(iter(s)) if isinstance(s, list) else core.dict(list(s.items())) if isinstance(s, dict) else core.set(iter(s)) if isinstance(s, set) else s for s in state]
    theirs = [type(s)(s) for s in state]
    a = outcome(action, *ours), plain(tuple(ours))
    b = outcome(action, *theirs), tuple(theirs)
    same(name, lambda *_: a, lambda *_: b, *state)


def test_list_methods():
    for _ in range(turns(250)):
        xs, ys = small(), small()
        v, i, j = rng.randrange(5), rng.randrange(-9, 9), rng.randrange(-9, 9)
        step = rng.choice([None, 1, 2, 3, -1, -2])
        index = slice(bound(), bound(), step)
        both("append", lambda x: x.append(v), xs)
        both("extend", lambda x, y: x.extend(y), xs, ys)
        both("extend self", lambda x: x.extend(x), xs)
        both("insert", lambda x: x.insert(i, v), xs)
        both("pop", lambda x: x.pop(), xs)
        both("pop", lambda x: x.pop(i), xs)
        both("remove", lambda x: x.remove(v), xs)
        both("index", lambda x: x.index(v, i, j), xs)
        both("index", lambda x: x.index(v), xs)
        both("count", lambda x: x.count(v), xs)
        both("reverse", lambda x: x.reverse(), xs)
        both("copy", lambda x: x.copy(), xs)
        both("clear", lambda x: x.clear(), xs)
        both("get", lambda x: x[i], xs)
        both("del", lambda x: x.__delitem__(i), xs)
        both("slice", lambda x: x[index], xs)
        both("set slice", lambda x, y: x.__setitem__(index, y), xs, ys)
        both("set slice self", lambda x: x.__setitem__(index, x), xs)
        both("del slice", lambda x: x.__delitem__(index), xs)
        both("add", lambda x, y: x + y, xs, ys)
        both("mul", lambda x: x * i, xs)
        both("in", lambda x: v in x, xs)
        both("compare", lambda x, y: (x == y, x < y, x <= y, x > y, x >= y), xs, ys)
        both("repr", repr, xs)


def test_long_lists():
    xs = core.list()
    for i in range(1000):
        xs.append(i)
    assert plain(xs) == list(range(1000))
    while len(xs) > 3:
        xs.pop(len(xs) // 2)
    assert plain(xs) == [0, 1, 999], plain(xs)


class Counted:
    """Compares by `key`, counting; `lies` makes it inconsistent."""

    calls = 0

    def __init__(self, key, lies=False):
        self.key = key
        self.lies = lies

    def __lt__(self, other):
        Counted.calls += 1
        if self.lies and Counted.calls % 7 == 0:
            return not self.key < other.key
        return self.key < other.key


def data(n):
    kind = rng.randrange(6)
    if kind == 0:
        return [rng.random() for _ in range(n)]
    if kind == 1:
        return [rng.randrange(4) for _ in range(n)]
    if kind == 2:
        return list(range(n))
    if kind == 3:
        return list(range(n, 0, -1))
    if kind == 4:
        runs = sorted(rng.randrange(100) for _ in range(n // 2))
        return runs + sorted((rng.randrange(100) for _ in range(n - n // 2)), reverse=True)
    xs = list(range(n))
    for _ in range(n // 10):
        i = rng.randrange(n)
        xs[i] = rng.randrange(n)
    return xs


def test_sort():
    for lies in (False, True):
        for n in (0, 1, 2, 3, 10, 63, 64, 65, 100, 200, 500, 1500):
            for reverse in (False, True):
                keys = data(n)
                a = [Counted(k, lies) for k in keys]
                b = core.list(iter(a))
                Counted.calls = 0
                a.sort(reverse=reverse)
                theirs = Counted.calls
                Counted.calls = 0
                b.sort(reverse=reverse)
                assert theirs == Counted.calls, (n, theirs, Counted.calls)
                assert all(x is y for x, y in zip(a, b)), n
                xs = core.list(iter(keys))
                xs.sort(key=lambda k: -k % 5, reverse=reverse)
                assert plain(xs) == sorted(keys, key=lambda k: -k % 5, reverse=reverse)
    nan = float("nan")
    for _ in range(turns(50)):
        xs = [rng.choice([nan, 1.0, 2.0, 3.0, 0.5]) for _ in range(rng.randrange(150))]
        both("sort", lambda x: x.sort(), xs)
    for action in (lambda xs: xs.sort(key=lambda k: xs.append(1)), lambda xs: xs.sort(key=lambda k: 1 // 0)):
        xs = ours_list([3, 1, 2])
        theirs = outcome(action, [3, 1, 2])
        mine = outcome(action, xs)
        # Python has the error first where None cannot be compared.
        assert mine[0] in (theirs[0], "ValueError", "TypeError"), (mine, theirs)
    assert outcome(core.sorted, ours_list([2, 1])) == [1, 2]
    assert outcome(core.sorted, ours_list([2, 1, 3]), key=lambda k: -k) == [3, 2, 1]


def test_dict():
    for seed in range(turns(60)):
        keys = [rng.randrange(12) for _ in range(200)]
        if seed % 3 == 1:
            keys = [f"k{k}" for k in keys]
        if seed % 3 == 2:
            keys = [(k, str(k)) for k in keys]
        ours, theirs = core.dict(), {}
        for key in keys:
            v = rng.randrange(100)
            action = rng.randrange(11)
            run = [
                lambda d: d.__setitem__(key, v),
                lambda d: d.__setitem__(key, v),
                lambda d: d[key],
                lambda d: d.__delitem__(key),
                lambda d: d.pop(key),
                lambda d: d.pop(key, v),
                lambda d: d.get(key),
                lambda d: d.get(key, v),
                lambda d: d.setdefault(key, v),
                lambda d: d.popitem(),
                lambda d: (key in d, len(d)),
            ][action]
            same(f"dict {action}", lambda *_: outcome(run, ours), lambda *_: outcome(run, theirs), key, v)
            assert list(ours) == list(theirs), (list(ours), list(theirs))
            assert [plain(v) for v in ours.values()] == list(theirs.values())
        assert repr(ours) == repr(theirs)
        assert list(core.reversed(ours)) == list(reversed(theirs))
    both("clear", lambda d: d.clear(), {1: 2})
    both("copy", lambda d: d.copy(), {1: 2})
    both("|", lambda d, e: d | e, {1: 2, 3: 4}, {3: 5, 0: 1})
    both("update", lambda d, e: d.update(e), {1: 2, 3: 4}, {3: 5, 0: 1})
    both("==", lambda d, e: d == e, {1: 2, 3: 4}, {3: 4, 1: 2})
    both("==", lambda d, e: d == e, {1: 2, 3: 4}, {3: 4, 1: 3})
    both("items", lambda d: repr(d.items()) + repr(d.keys()) + repr(d.values()), {1: 2, 3: "4"})
    both("keys", lambda d, e: (d.keys() & e, d.keys() - e, d.keys() == e.keys(), (1, 2) in d.items(), 4 in d.values()), {1: 2, 3: 4}, {3: 5, 0: 1})
    assert plain(core.dict.fromkeys(core.list([1, 2]), 0)) == {1: 0, 2: 0}


def grow(d):
    for k in d:
        d[k + 1] = 1


def swap(d):
    for k in d:
        del d[k]
        d[k + 1] = 1


def test_dict_changed():
    both("grow", grow, {1: 1})
    both("swap", swap, {1: 1})
    both("swap", swap, {1: 1, 3: 3, 9: 9})


def test_dict_queue():
    d = core.dict()
    for i in range(2000):
        d[i] = i
        if i > 10:
            del d[i - 10]
    assert list(d) == [*range(1, 2), *range(1990, 2000)] or len(d) == 11, list(d)
    for i in range(3000):
        d[-1] = i
        d.popitem()
    assert len(d) == 11


def test_set():
    for _ in range(turns(66)):
        xs, ys = set(small()), set(small())
        v = rng.randrange(5)
        both("add", lambda s: s.add(v), xs)
        both("discard", lambda s: s.discard(v), xs)
        both("remove", lambda s: s.remove(v), xs)
        both("ops", lambda s, t: (s | t, s & t, s - t, s ^ t), xs, ys)
        both("tests", lambda s, t: (s == t, s < t, s <= t, s > t, s >= t, s.isdisjoint(t), s.issubset(t), s.issuperset(t), v in s, len(s)), xs, ys)
        for name in "union intersection difference symmetric_difference update difference_update intersection_update symmetric_difference_update".split():
            both(name, lambda s, t: getattr(s, name)(t), xs, ys)
            both(name + " self", lambda s: getattr(s, name)(s), xs)
    both("pop", lambda s: s.pop(), {4})
    both("pop", lambda s: s.pop(), set())
    both("repr", repr, set())
    both("repr", repr, {3})


def test_range():
    for _ in range(turns(333)):
        args = [rng.randrange(-6, 7) for _ in range(rng.randrange(1, 4))]
        index = slice(bound(), bound(), rng.choice([None, 1, 2, -1, -3]))
        v, i = rng.randrange(-7, 7), rng.randrange(-7, 7)
        for name, action in {
            "list": list, "len": len, "in": lambda r: v in r, "index": lambda r: r.index(v), "count": lambda r: r.count(v),
            "item": lambda r: r[i], "slice": lambda r: repr(r[index]), "repr": repr, "reversed": lambda r: list(core.reversed(r)),
        }.items():
            same(f"range {name}", lambda *a: action(core.range(*a)), lambda *a: action(range(*a)), *args)
        other = [rng.randrange(-6, 7) for _ in range(3)]
        same("range ==", lambda a, b: core.range(*a) == core.range(*b), lambda a, b: range(*a) == range(*b), args, other)


def test_functions():
    import builtins
    for _ in range(turns(50)):
        xs = small()
        fs = [x / 2 for x in xs]
        for name in "sum min max any all sorted".split():
            both(name, lambda x: (getattr(core, name) if isinstance(x, core.list) else getattr(builtins, name))(x), xs)
            both(name, lambda x: (getattr(core, name) if isinstance(x, core.list) else getattr(builtins, name))(x), fs)
        for name in "min max".split():
            pick = lambda x: getattr(core, name) if isinstance(x, core.list) else getattr(builtins, name)
            both(name + " key", lambda x: pick(x)(x, key=lambda v: -v % 3), xs)
            both(name + " default", lambda x: pick(x)(x, default=9), xs)
            both(name + " default key", lambda x: pick(x)(x, default=9, key=lambda v: -v), xs)
            both(name + " 3", lambda a, b, c: getattr(core, name)(a, b, c), *[rng.randrange(3) for _ in range(3)])
        for a in (5, -5, 0, 7):
            for b in (3, -3, 0, 2.5):
                same("divmod", core.divmod, divmod, a, b)
        same("zip", lambda a, b: list(core.zip(a, b)), lambda a, b: list(zip(a, b)), xs, fs[:3])
        same("zip strict", lambda a, b: list(core.zip(a, b, strict=True)), lambda a, b: list(zip(a, b, strict=True)), xs[:3], fs[:4])
        same("enumerate", lambda a: list(core.enumerate(a, 2)), lambda a: list(enumerate(a, 2)), xs)
        same("filter", lambda a: list(core.filter(None, a)), lambda a: list(filter(None, a)), xs)
        same("filter", lambda a: list(core.filter(lambda v: v > 2, a)), lambda a: list(filter(lambda v: v > 2, a)), xs)
        same("map", lambda a: list(core.map(str, a)), lambda a: list(map(str, a)), xs)
    for c in (-1, 0, 97, 0x10FFFF, 0x110000):
        same("chr", core.chr, chr, c)
    for t in ("a", "", "ab"):
        same("ord", core.ord, ord, t)
    same("ascii", core.ascii, ascii, "é\u1234\U00012345'\n")


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for name, test in list(globals().items()):
        if name.startswith("test_") and callable(test) and (not wanted or name in wanted):
            test()
    print("failed:", test_text.same.failed)
    sys.exit(1 if test_text.same.failed else 0)
