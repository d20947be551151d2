"""Errors of math's functions in units of the last place, against exact values.

    python3 ulps.py arguments FOLDER COUNT SEED   writes FOLDER/NAME.arguments
    python3 ulps.py check FOLDER                  reads them and FOLDER/NAME.results

Arguments: COUNT random ones a function over all its range, and those of
CPython's own test data where Python has its test folder. A file holds little
endian float64, first all first arguments, then all second. The check prints one
line of JSON a function: how far from the correctly rounded result at most, in
its last place, and which results lie further than allowed.

The reference is mpmath at 120 bits; where numpy has the 64-bit significands of
x86, results that those show to be right are not asked of it again.
"""

import json
import math
import os
import sys

import mathdata
import mpmath
import numpy as np

mpmath.mp.prec = 120
wide = np.longdouble if np.finfo(np.longdouble).nmant == 63 else None


def uniform(low, high):
    return lambda rng, n: [rng.uniform(low, high, n)]


def powers(low, high, signs=(1.0, -1.0)):
    """Both signs and all sizes between 2 ** low and 2 ** high alike."""
    return lambda rng, n: [rng.choice(signs, n) * np.exp2(rng.uniform(low, high, n))]


def near(center, low=-52, high=-3):
    return lambda rng, n: [center + rng.choice([1.0, -1.0], n) * np.exp2(rng.uniform(low, high, n))]


def whole(low, high):
    return lambda rng, n: [rng.integers(low, high, n).astype(float)]


def pairs(first, second):
    return lambda rng, n: first(rng, n) + second(rng, n)


def cube_root(x):
    return mpmath.cbrt(x) if x >= 0 else -mpmath.cbrt(-x)


positive = powers(-1074, 1023, (1.0,))
angles = [uniform(-1, 1), uniform(-10, 10), uniform(-1e6, 1e6), powers(0, 1023), powers(-40, 0)]
unit = [uniform(-1, 1), powers(-1040, 0), near(1.0), near(-1.0)]
logs = [uniform(0.5, 2), near(1.0), positive, uniform(1, 100)]
# name: exact value, numpy's, ranges
FUNCTIONS = {
    "exp": (mpmath.exp, np.exp, [uniform(-1, 1), uniform(-700, 709.7), powers(-60, 0), uniform(-745, -708)]),
    "exp2": (lambda x: mpmath.mpf(2) ** x, np.exp2, [uniform(-1, 1), uniform(-1000, 1024), uniform(-1074, -1020)]),
    "expm1": (mpmath.expm1, np.expm1, [uniform(-1, 1), uniform(-40, 709.7), powers(-1040, 0)]),
    "log": (mpmath.log, np.log, logs),
    "log2": (lambda x: mpmath.log(x, 2), np.log2, logs),
    "log10": (mpmath.log10, np.log10, logs),
    "log1p": (mpmath.log1p, np.log1p, [uniform(-0.9, 2), powers(-1040, 0), near(-1.0), uniform(0, 1e6), powers(0, 1023, (1.0,))]),
    "pow": (mpmath.power, np.power, [pairs(uniform(0.5, 2), uniform(-50, 50)), pairs(uniform(0, 100), uniform(-10, 10)), pairs(near(1.0), uniform(-3e4, 3e4)), pairs(uniform(-30, 30), whole(-64, 64)), pairs(powers(-100, 100, (1.0,)), uniform(-8, 8)), pairs(positive, powers(-10, 1)), pairs(near(1.0, -40, -20), powers(20, 40))]),
    "sin": (mpmath.sin, np.sin, angles),
    "cos": (mpmath.cos, np.cos, angles),
    "tan": (mpmath.tan, np.tan, angles),
    "asin": (mpmath.asin, np.arcsin, unit),
    "acos": (mpmath.acos, np.arccos, unit),
    "atan": (mpmath.atan, np.arctan, [uniform(-1, 1), uniform(-10, 10), powers(-40, 60), powers(-1040, 1023)]),
    "atan2": (mpmath.atan2, np.arctan2, [pairs(uniform(-1, 1), uniform(-1, 1)), pairs(powers(-300, 300), powers(-300, 300)), pairs(powers(-2, 2), powers(-30, 30))]),
    "sinh": (mpmath.sinh, np.sinh, [uniform(-1, 1), uniform(-30, 30), uniform(-710.4, 710.4), powers(-1040, 0)]),
    "cosh": (mpmath.cosh, np.cosh, [uniform(-1, 1), uniform(-30, 30), uniform(-710.4, 710.4), powers(-40, 0)]),
    "tanh": (mpmath.tanh, np.tanh, [uniform(-1, 1), uniform(-25, 25), powers(-1040, 5)]),
    "asinh": (mpmath.asinh, np.arcsinh, [uniform(-1, 1), uniform(-30, 30), powers(-1040, 1023)]),
    "acosh": (mpmath.acosh, np.arccosh, [uniform(1, 2), uniform(1, 30), lambda rng, n: [1 + np.exp2(rng.uniform(-50, 1023, n))]]),
    "atanh": (mpmath.atanh, np.arctanh, unit),
    "cbrt": (cube_root, np.cbrt, [uniform(-1, 1), powers(-1074, 1023), whole(-(10**6), 10**6)]),
    "hypot": (mpmath.hypot, np.hypot, [pairs(uniform(-9, 9), uniform(-9, 9)), pairs(powers(-1040, 1020), powers(-1040, 1020)), pairs(powers(0, 30), powers(0, 30))]),
    "erf": (mpmath.erf, None, [uniform(-1, 1), uniform(-6, 6), powers(-1040, 0)]),
    "erfc": (lambda x: mpmath.erfc(min(x, 40)), None, [uniform(-1, 1), uniform(-6, 6), uniform(0, 27.2)]),
    "gamma": (mpmath.gamma, None, [uniform(0.1, 10), uniform(0, 171.6), uniform(-170, 0), powers(-1020, 0)]),
    "lgamma": (lambda x: mpmath.loggamma(x).real if x > 0 else mpmath.log(abs(mpmath.gamma(x))), None, [uniform(0.1, 10), uniform(3, 100), powers(2, 1000, (1.0,)), uniform(-100, 0), powers(-1040, 0)]),
}
# In last places from the correctly rounded result; gamma and lgamma as CPython's tests allow.
ALLOWED = {name: {"erf": 2, "erfc": 2, "gamma": 20, "lgamma": 5}.get(name, 1) for name in FUNCTIONS}


def is_ordinary(name, arguments):
    """Whether CPython gives a finite number."""
    try:
        return all(map(math.isfinite, arguments)) and math.isfinite(getattr(math, name)(*arguments))
    except (ValueError, OverflowError, TypeError, ZeroDivisionError):
        return False


def write_arguments(folder, count, seed):
    cases = {}
    for name, argument, _ in mathdata.cases():
        cases.setdefault(name, []).append([argument])
    for index, (name, (_, _, makers)) in enumerate(FUNCTIONS.items()):
        rng = np.random.default_rng([seed, index])
        columns = [np.concatenate(parts) for parts in zip(*(make(rng, -(-count // len(makers))) for make in makers))]
        ordinary = [a for a in zip(*(column.tolist() for column in columns)) if is_ordinary(name, a)]
        ordinary += [a for a in cases.get(name, []) if is_ordinary(name, a)]
        np.array(ordinary).T.astype("<f8").tofile(os.path.join(folder, name + ".arguments"))


def off(name, arguments, value):
    """How far a value lies from the correctly rounded one and from the exact one, in last places.

    For lgamma a place is at least 2e-16, and CPython's own result (up to 13 of
    them off) is as right as the exact one: both take the same steps.
    """
    exact = FUNCTIONS[name][0](*map(mpmath.mpf, arguments))
    right = float(exact)
    if name != "lgamma":
        unit = math.ulp(right)
        return abs(value - right) / unit, float(abs(mpmath.mpf(value) - exact) / unit)
    unit = max(math.ulp(right), 2e-16)
    return min(abs(value - right), abs(value - math.lgamma(*arguments))) / unit, float(abs(mpmath.mpf(value) - exact) / unit)


def suspects(name, columns, results):
    """Indices that must be asked of mpmath, which wide floats do not show to be at most one place off; the largest error of the others."""
    fast = FUNCTIONS[name][1]
    if fast is None or wide is None:
        return range(len(results)), 0.0
    with np.errstate(all="ignore"):
        exact = fast(*(column.astype(wide) for column in columns))
        error = np.abs((results.astype(wide) - exact) / np.spacing(np.minimum(np.abs(results), np.abs(exact).astype(float))))
    error[results == exact] = 0.0
    return np.flatnonzero(~(error < 0.75)).tolist(), float(np.max(error[error < 0.75], initial=0.0))


def check(folder):
    for name in FUNCTIONS:
        results = np.fromfile(os.path.join(folder, name + ".results"), "<f8")
        columns = np.fromfile(os.path.join(folder, name + ".arguments"), "<f8").reshape(-1, len(results))
        asked, error = suspects(name, columns, results)
        furthest, where = 0.0, None
        # What wide floats say is itself looked at: a hundred of each.
        for k in {*asked, *range(0, len(results), -(-len(results) // 100))}:
            arguments = [float(column[k]) for column in columns]
            distance, own = off(name, arguments, float(results[k]))
            error = max(error, own)
            if distance > furthest:
                furthest, where = distance, arguments
        furthest = max(furthest, 1.0 if error > 0.5 else 0.0)
        print(json.dumps({"name": name, "count": len(results), "error": round(error, 3), "furthest": furthest, "allowed": ALLOWED[name], "where": where}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "arguments":
        write_arguments(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        check(sys.argv[2])
