"""Errors of elementary functions in ulps of the exact result, by mpmath where it is installed.

    python3 test/python/accuracy.py [name]

Also counts how many results differ from CPython's.
"""

import math
import random
import sys

import library

try:
    import mpmath
except ImportError:
    print("mpmath is not here: nothing measured")
    sys.exit(0)

mpmath.mp.prec = 160
rng = random.Random(5)


def ulps(value, exact):
    """The error of a float against the exact value, and how many ulps it lies from the correctly rounded one."""
    right = float(exact)
    if math.isinf(right) or value != value or math.isinf(value):
        return (0.0, 0) if right == value else (math.inf, math.inf)
    unit = math.ulp(right)
    return abs(float((mpmath.mpf(value) - exact) / unit)), abs(value - right) / unit


def uniform(a, b):
    return lambda: (rng.uniform(a, b),)


def spread(low, high, signed=True):
    return lambda: (rng.choice([1, -1] if signed else [1]) * 2.0 ** rng.uniform(low, high),)


def pairs(*makers):
    return lambda: tuple(m()[0] for m in makers)


CASES = {
    "exp": (mpmath.exp, math.exp, [uniform(-1, 1), uniform(-700, 700), spread(-40, 0), uniform(-745, -708)]),
    "exp2": (lambda x: mpmath.mpf(2) ** x, lambda x: 2.0**x, [uniform(-1, 1), uniform(-1000, 1000), uniform(-1074, -1020)]),
    "expm1": (mpmath.expm1, math.expm1, [uniform(-1, 1), uniform(-40, 700), spread(-60, 0)]),
    "log": (mpmath.log, math.log, [uniform(0.5, 2), uniform(0.98, 1.02), spread(-1074, 1023, False), uniform(1, 100)]),
    "log2": (lambda x: mpmath.log(x, 2), math.log2, [uniform(0.5, 2), uniform(0.98, 1.02), spread(-1074, 1023, False), uniform(1, 100)]),
    "log10": (mpmath.log10, math.log10, [uniform(0.5, 2), uniform(0.98, 1.02), spread(-1074, 1023, False), uniform(1, 100)]),
    "log1p": (mpmath.log1p, math.log1p, [uniform(-0.9, 2), spread(-60, 0), uniform(0, 1e6), spread(0, 1000, False)]),
    "pow": (mpmath.power, math.pow, [pairs(uniform(0.5, 2), uniform(-50, 50)), pairs(uniform(0, 100), uniform(-10, 10)), pairs(uniform(0.99, 1.01), uniform(-3e4, 3e4)), pairs(uniform(0, 30), lambda: (rng.randrange(64),)), pairs(spread(-100, 100, False), uniform(-8, 8)), pairs(uniform(0, 1), uniform(0, 4)), pairs(lambda: (1 + rng.uniform(-1e-9, 1e-9),), uniform(-1e11, 1e11))]),
    "sin": (mpmath.sin, math.sin, [uniform(-1, 1), uniform(-10, 10), uniform(-1e6, 1e6), spread(0, 1023), spread(-40, 0)]),
    "cos": (mpmath.cos, math.cos, [uniform(-1, 1), uniform(-10, 10), uniform(-1e6, 1e6), spread(0, 1023), spread(-40, 0)]),
    "tan": (mpmath.tan, math.tan, [uniform(-1, 1), uniform(-10, 10), uniform(-1e6, 1e6), spread(0, 1023), spread(-40, 0)]),
    "asin": (mpmath.asin, math.asin, [uniform(-1, 1), spread(-40, 0), lambda: (1 - 2.0 ** rng.uniform(-50, 0),)]),
    "acos": (mpmath.acos, math.acos, [uniform(-1, 1), spread(-40, 0), lambda: (1 - 2.0 ** rng.uniform(-50, 0),)]),
    "atan": (mpmath.atan, math.atan, [uniform(-1, 1), uniform(-10, 10), spread(-40, 40)]),
    "atan2": (mpmath.atan2, math.atan2, [pairs(uniform(-1, 1), uniform(-1, 1)), pairs(spread(-300, 300), spread(-300, 300))]),
    "sinh": (mpmath.sinh, math.sinh, [uniform(-1, 1), uniform(-30, 30), uniform(-710, 710), spread(-40, 0)]),
    "cosh": (mpmath.cosh, math.cosh, [uniform(-1, 1), uniform(-30, 30), uniform(-710, 710), spread(-40, 0)]),
    "tanh": (mpmath.tanh, math.tanh, [uniform(-1, 1), uniform(-25, 25), spread(-40, 0)]),
    "asinh": (mpmath.asinh, math.asinh, [uniform(-1, 1), uniform(-30, 30), spread(-40, 1000)]),
    "acosh": (mpmath.acosh, math.acosh, [uniform(1, 2), uniform(1, 30), lambda: (1 + 2.0 ** rng.uniform(-50, 1000),)]),
    "atanh": (mpmath.atanh, math.atanh, [uniform(-1, 1), spread(-40, -1e-9), lambda: (1 - 2.0 ** rng.uniform(-50, -1),)]),
    "cbrt": (lambda x: mpmath.cbrt(x) if x >= 0 else -mpmath.cbrt(-x), math.cbrt, [uniform(-1, 1), spread(-1070, 1020)]),
    "erf": (mpmath.erf, math.erf, [uniform(-1, 1), uniform(-6, 6), spread(-40, 0)]),
    "erfc": (mpmath.erfc, math.erfc, [uniform(-1, 1), uniform(-6, 6), uniform(0, 26)]),
    "gamma": (mpmath.gamma, math.gamma, [uniform(0.1, 10), uniform(0, 170), uniform(-20, 0)]),
    "lgamma": (lambda x: mpmath.loggamma(x).real, math.lgamma, [uniform(3, 100), spread(2, 100, False)]),
}


def main(wanted):
    space = library.module("math")
    for name, (exact, python, makers) in CASES.items():
        if wanted and name not in wanted:
            continue
        function = getattr(space, name)
        for i, make in enumerate(makers):
            worst, furthest, differ, where, count = 0.0, 0, 0, None, 1500
            for _ in range(count):
                arguments = make()
                value = function(*arguments)
                error, off = ulps(value, exact(*map(mpmath.mpf, arguments)))
                furthest = max(furthest, off)
                if error > worst:
                    worst, where = error, arguments
                differ += value != python(*arguments)
            print(f"{name:6} {i}: {worst:6.3f} ulp, {furthest:g} from the right one, {100 * differ / count:5.1f} % differ from CPython, at {where}", "  <-- BAD" if furthest > 1 else "")


if __name__ == "__main__":
    main(sys.argv[1:])
