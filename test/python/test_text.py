"""Our text functions against Python's str, argument by argument."""

import random
import sys
from turns import LONG, turns

import library

core = library.core()
methods = core.methods["str"]
rng = random.Random(1)
SAMPLES = ["", "a", "ab", "abcabc", " a  b ", "\t x\n", "aaaa", "aAbB", "ß", "ǆ", "ǅ", "İstanbul", "ΑΣ ΑΣΑ", "ΣΣ.", "123", "½²3", "٣٤", "x_1", "1x", "\u2028a\r\nb\x1c", "Hello World", "they're bill's", "\x00\x7f\xa0é", "𝒜𝟘", "a,b,,c", "-5", "+", "+12", "ﬁn", "ŉ", "a\tb\t\tc\n\td", "日本語", "'\"", "\\"]


def outcome(function, *args, **kwargs):
    try:
        return plain(function(*args, **kwargs))
    except (ValueError, TypeError, IndexError, KeyError, OverflowError, ZeroDivisionError, RuntimeError) as error:
        return type(error).__name__, str(error)


def plain(value):
    """Our containers as Python's."""
    kind = type(value).__name__
    if isinstance(value, core.list):
        return [plain(v) for v in value]
    if isinstance(value, core.set):
        return {plain(v) for v in value}
    if isinstance(value, core.dict):
        return {plain(k): plain(value[k]) for k in value}
    if type(value) is tuple:
        return tuple(plain(v) for v in value)
    return value


def same(name, ours, theirs, *args, **kwargs):
    a, b = outcome(ours, *args, **kwargs), outcome(theirs, *args, **kwargs)
    if repr(a) != repr(b):
        print(f"{name}{args!r} {kwargs}: ours {a!r}, python {b!r}")
        same.failed += 1
        if same.failed > 30:
            sys.exit(1)


same.failed = 0


def random_text(alphabet, longest):
    return "".join(rng.choice(alphabet) for _ in range(rng.randrange(longest)))


def method(name, text, *args, **kwargs):
    same(name, getattr(methods, name), getattr(str, name), text, *args, **kwargs)


def test_methods():
    for text in SAMPLES:
        for name in "upper lower casefold capitalize title swapcase isalpha isdecimal isdigit isnumeric isalnum isspace isprintable isascii isupper islower istitle isidentifier strip lstrip rstrip split rsplit splitlines expandtabs".split():
            method(name, text)
        method("splitlines", text, True)
        method("expandtabs", text, 3)
        same("repr", core._str_repr, repr, text)
        same("ascii", core._str_ascii, ascii, text)
        for width in (0, 3, 4, 9, 10):
            for name in "center ljust rjust".split():
                method(name, text, width)
                method(name, text, width, "é")
            method("zfill", text, width)
        method("center", text, 5, "ab")


def test_search():
    for _ in range(turns(500)):
        text = random_text("aab ", 30)
        sub = random_text("aab ", 5)
        bounds = [rng.randrange(-35, 35) for _ in range(rng.randrange(3))]
        for name in "find rfind index rindex count startswith endswith".split():
            method(name, text, sub, *bounds)
        for name in "split rsplit".split():
            method(name, text, sub, rng.randrange(-1, 4))
            method(name, text, None, rng.randrange(-1, 4))
        for name in "partition rpartition removeprefix removesuffix strip lstrip rstrip".split():
            method(name, text, sub)
        method("replace", text, sub, random_text("xy", 3), rng.randrange(-1, 4))
        same("in", core._str_contains, lambda a, b: b in a, text, sub)
        same("slice", core._str_slice, lambda t, a, b, s: t[a:b:s], text, rng.randrange(-40, 40), rng.randrange(-40, 40), rng.choice([-3, -1, 1, 2, 5]))


def test_two_way():
    for _ in range(turns(50)):
        alphabet = rng.choice(["a", "ab", "aab", "abc"])
        needle = random_text(alphabet, 12) or "a"
        if rng.random() < 0.5:
            needle *= rng.randrange(1, 5)
        text = random_text(alphabet, 200)
        if rng.random() < 0.7:
            at = rng.randrange(len(text) + 1)
            text = text[:at] + needle + text[at:]
        same("two_way", lambda t, n: core._two_way(t, n, 0, len(t)), str.find, text, needle)
        same("rfind", lambda t, n: core._str_rfind(t, n, 0, len(t)), str.rfind, text, needle)
    for n in (50, 200, 800):
        method("find", "a" * n, "a" * (n // 4) + "b")
        method("rfind", "a" * n, "b" + "a" * (n // 4))
        method("replace", "a" * n, "a" * (n // 4) + "b", "c")
        method("count", "ab" * n, "ab" * 20 + "b")


def test_all_code_points():
    names = "upper lower casefold title isalpha isdecimal isdigit isnumeric isalnum isspace isprintable isupper islower istitle isidentifier swapcase".split()
    # All of them with WGEN_LONG set; else the ones with most peculiarities and a sample.
    codes = list(range(0x110000)) if LONG else list(range(0x600)) + list(range(0x1C80, 0x2200)) + [rng.randrange(0x110000) for _ in range(1200)]
    for code in codes:
        if 0xD800 <= code < 0xE000:
            continue
        for name in names:
            method(name, chr(code))
        method("isidentifier", "a" + chr(code))
        method("lower", "aΣ" + chr(code))
        method("lower", "a" + chr(code) + "Σ")


def test_join():
    for parts in (["a", "b"], [], ["x"], ["", "", ""]):
        for separator in ("", ", "):
            same("join", lambda s, p: methods.join(s, core.list(p)), str.join, separator, parts)
            same("join", lambda s, p: methods.join(s, iter(p)), str.join, separator, parts)


def test_translate():
    table = core.dict([(97, "X"), (98, None), (99, 0x1F600)])
    same("translate", lambda t: methods.translate(t, table), lambda t: t.translate({97: "X", 98: None, 99: 0x1F600}), "abcabcd")
    same("maketrans", methods.maketrans, str.maketrans, "ab", "xy")
    same("maketrans", methods.maketrans, str.maketrans, "ab", "x")


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for name, test in list(globals().items()):
        if name.startswith("test_") and (not wanted or name in wanted):
            test()
    print("failed:", same.failed)
    sys.exit(1 if same.failed else 0)
