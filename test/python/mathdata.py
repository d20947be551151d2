"""CPython's own test data for math, where Python has its test folder."""

import pathlib


def cases():
    """(function, argument, expected), expected a float or the name of the exception, of real arguments and results."""
    try:
        import test
    except ImportError:
        return
    folder = pathlib.Path(list(test.__path__)[0])
    # Their lines: id function argument -> result flags; in the second file arguments and results are pairs of parts.
    for name, parts in (("math_testcases.txt", 1), ("cmath_testcases.txt", 2)):
        for place in (folder, folder / "mathdata"):
            if (place / name).exists():
                yield from read(place / name, parts)


def read(path, parts):
    for line in path.read_text().splitlines():
        words = line.split("#")[0].split()
        if len(words) < 3 + 2 * parts or line.startswith("--") or words[1] in ("rect", "polar"):
            continue
        if parts == 2 and (float(words[3]) != 0.0 or float(words[6]) != 0.0):
            continue
        flags = words[3 + 2 * parts :]
        expected = float(words[3 + parts])
        if "invalid" in flags or "divide-by-zero" in flags:
            expected = "ValueError"
        elif "overflow" in flags:
            expected = "OverflowError"
        yield words[1], float(words[2]), abs(expected) if "ignore-real-sign" in flags else expected
