"""random against Python's, draw for draw; gauss and kin may differ in the last places."""

import inspect
import math
import random
import sys
from turns import turns

import library
import test_text
from test_text import core, outcome, plain, same

ours = library.module("random")
SEEDS = [0, 1, 42, -7, 2**31, 2**40 + 5, 2**63 - 1, "hello", "", "é日𝒜" * 40, "x" * 111, "x" * 112, "x" * 300, 1.5, -0.25, 1e300, 0.1, 5e-324, 3.0]
EXACT = {
    "random": lambda r: r.random(),
    "getrandbits": lambda r: [r.getrandbits(k) for k in (0, 1, 5, 31, 32, 33, 50, 63)],
    "randrange": lambda r: [r.randrange(10), r.randrange(3, 17), r.randrange(0, 100, 7), r.randrange(10, 0, -3), r.randrange(2**40)],
    "randint": lambda r: [r.randint(1, 6) for _ in range(20)],
    "choice": lambda r: [r.choice([1, 2, 3]) for _ in range(5)],
    "sample": lambda r: [plain(r.sample(range(n), k)) for n, k in ((5, 5), (10, 3), (100, 3), (1000, 6), (30, 8), (5000, 40))],
    "counts": lambda r: plain(r.sample(["a", "b", "c"], 4, counts=[3, 1, 2])),
    "choices": lambda r: [plain(r.choices("abc", k=6)), plain(r.choices("abc", [1, 5, 2], k=6)), plain(r.choices("abc", cum_weights=[1, 5.5, 9], k=6))],
    "uniform": lambda r: [r.uniform(1, 10), r.uniform(-2.5, 7.25)],
    "triangular": lambda r: [r.triangular(), r.triangular(1, 5), r.triangular(1, 5, 2), r.triangular(2, 2, 2)],
    "empty": lambda r: [outcome(r.randrange, 0), outcome(r.randrange, 5, 3), outcome(r.randrange, 1, 5, 0), outcome(r.choice, []), outcome(r.sample, [1], 2), outcome(r.choices, [1], [0])],
}
CLOSE = {
    "gauss": lambda r: [r.gauss(0, 1), r.gauss(), r.gauss(5, 2)],
    "normalvariate": lambda r: [r.normalvariate(0, 1) for _ in range(4)],
    "lognormvariate": lambda r: r.lognormvariate(0, 1),
    "expovariate": lambda r: r.expovariate(2),
    "vonmisesvariate": lambda r: [r.vonmisesvariate(1, 2), r.vonmisesvariate(1, 0)],
    "gammavariate": lambda r: [r.gammavariate(2, 3), r.gammavariate(1, 3), r.gammavariate(0.5, 2)],
    "betavariate": lambda r: r.betavariate(2, 3),
    "paretovariate": lambda r: r.paretovariate(3),
    "weibullvariate": lambda r: r.weibullvariate(1, 2),
}


def shuffled(generator, make):
    xs = make(range(30))
    generator.shuffle(xs)
    return plain(xs)


def alike(a, b):
    if isinstance(a, list):
        return len(a) == len(b) and all(map(alike, a, b))
    return math.isclose(a, b, rel_tol=1e-14, abs_tol=1e-14)


def test_draws():
    for seed in SEEDS:
        # One after the other from one state: making a state costs more than drawing from it.
        mine, theirs = ours.Random(seed), random.Random(seed)
        for name, draw in {**EXACT, **CLOSE}.items():
            for _ in range(3):
                a, b = plain(draw(mine)), draw(theirs)
                if not (name in CLOSE and alike(a, b)):
                    same(name, lambda *_: a, lambda *_: b, seed)
        same("shuffle", lambda s: shuffled(ours.Random(s), lambda r: core.list(iter(r))), lambda s: shuffled(random.Random(s), list), seed)


def test_many():
    mine, theirs = ours.Random(5), random.Random(5)
    for _ in range(turns(333)):
        assert mine.random() == theirs.random()


def test_module():
    ours.seed(3)
    random.seed(3)
    same("module", lambda: [ours.random(), ours.randint(1, 6), ours.choice("abc"), ours.uniform(1, 2)], lambda: [random.random(), random.randint(1, 6), random.choice("abc"), random.uniform(1, 2)])


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for name, test in list(globals().items()):
        if name.startswith("test_") and inspect.isfunction(test) and (not wanted or name in wanted):
            test()
    print("failed:", test_text.same.failed)
    sys.exit(1 if test_text.same.failed else 0)
