"""Number text, parsing, formatting, rounding and float operators against Python's."""

import random
import struct
import sys
from turns import turns

import test_text
from test_text import core, outcome, same

rng = random.Random(2)


def any_float():
    kind = rng.randrange(5)
    if kind == 0:
        return struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))[0]
    if kind == 1:
        return rng.uniform(-1000, 1000)
    if kind == 2:
        return round(rng.uniform(-1000, 1000), rng.randrange(6))
    if kind == 3:
        return float(rng.randrange(-10**6, 10**6)) * 10.0 ** rng.randrange(-30, 30)
    return rng.choice([0.0, -0.0, 0.5, 1.5, 2.5, 1e16, 1e15, 9999999999999998.0, 1e-5, 1e-4, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 0.1, 1 / 3, 1e23, 9007199254740993.0, 2.0**63, -(2.0**63), 123456789012345680.0, 0.045, 1.005, 2.675])


def any_int():
    return rng.choice([0, 1, -1, 9, 10, 99, 100, 2**63 - 1, -(2**63), 10**18, -(10**18), rng.randrange(-1000, 1000), rng.randrange(-(2**63), 2**63)])


def test_int_text():
    for _ in range(turns(83)):
        n = any_int()
        same("int_text", core._int_text, str, n)
        same("hex", core.hex, hex, n)
        same("oct", core.oct, oct, n)
        same("bin", core.bin, bin, n)
    for n in (0, 10**18, 2**63, 2**64 - 1):
        same("u64", core._u64_text, str, n)


def test_float_text():
    for _ in range(turns(250)):
        same("repr", core._float_text, repr, any_float())
    for q in range(-1074, 972, 1):
        same("repr", core._float_text, repr, 2.0**q)
        same("repr", core._float_text, repr, 3.0 * 2.0**max(q - 2, -1074))


def test_float_parse():
    for _ in range(turns(133)):
        x = any_float()
        for text in (repr(x), f"{x:.{rng.randrange(25)}e}", f"{x:.{rng.randrange(20)}f}"):
            same("float", core._float_parse, float, text)
    for _ in range(turns(166)):
        digits = "".join(rng.choice("0123456789") for _ in range(rng.randrange(1, 40)))
        same("float", core._float_parse, float, f"{digits[:3]}.{digits[3:]}e{rng.randrange(-345, 320)}")
    # Halfway cases, told apart by a digit far behind.
    for m in (2**53 + 1, 2**53 + 3, 2**60 + 2**7):
        for tail in ("", ".0", ".000001", "." + "0" * 900 + "1"):
            same("float", core._float_parse, float, str(m) + tail)
    half = "2.4703282292062327208299439643411068618252990130716238221279284125033775363510437593264991818081799618989828234772285886546332835517796989819938739800539093906315035659515570226392290858392449105184435931802849936536152500319370457678249219365623669863658480757001585769269903706311928279558551332927834338409351978015531246597263579574622766465272827220056374006485499977096599470454020828166226237857393450736339007967761930577506740176324673600968951340535537458516661134223766678604162159680461914467291840300530057530849048765391711386591646239524912623653881879636239373280423891018672348497668235089863388587925628302755995657524455507255189313690836254779186948667994968324049705821028513185451396213837722826145437693412532098591327667236328125"
    for tail in ("e-324", "0000001e-324", "1e-324"):
        same("float", core._float_parse, float, half + tail)
    for text in ["", " ", ".", "1.", ".5", "-.5e3", "1e", "e5", "1e+", "+-1", "1_0.0_1e1_0", "1__0", "_1", "1_", "1_.5", "inf", "-Infinity", "nan", "+NaN", "infi", " 1 ", "1 2", "٣.٤", "0x10", "1e400", "-1e400", "1e-400", "1e99999999999999", "1e-99999999999999", "0e99999999999999", "1\u00a0", "\u2003 7", "1.5é", "--1", "1.2.3", "000123.5", "0.0000000000000000000000000000001"]:
        same("float", core._float_parse, float, text)


def test_int_parse():
    for text in ["", "0", "-0", "12", " 12 ", "+7", "1_000", "1__0", "_1", "1_", "٣٤", "0x1f", "0b11", "0o17", "0X_1F", "x", "1.0", "9" * 19, "-9223372036854775808", "9223372036854775807", "0_0", "00", "01", "abc", "zz", "0x", "- 1", "1 2", "é", "a'b", "9" * 5000, "²"]:
        for base in (10, 0, 2, 16, 36, 8):
            try:
                theirs = int(text, base)
            except ValueError:
                theirs = 0
            if abs(theirs) < 2**63:
                same("int", core._int_parse, int, text, base)
    for base in (1, 37, -1):
        same("int", core._int_parse, int, "1", base)


def random_spec(types):
    text = ""
    if rng.random() < 0.5:
        text += rng.choice(["", "*", "0", "é"]) + rng.choice("<>=^")
    text += rng.choice(["", "", "+", "-", " "]) + rng.choice(["", "", "", "z"]) + rng.choice(["", "", "#"]) + rng.choice(["", "", "0"])
    text += rng.choice(["", "", "1", "5", "10", "17"]) + rng.choice(["", "", "", ",", "_"])
    text += rng.choice(["", "", ".0", ".1", ".3", ".17", ".30", "."]) + rng.choice(types)
    return text


def test_format():
    letters = ["", "d", "b", "o", "x", "X", "n", "c", "e", "E", "f", "F", "g", "G", "%", "s", "z", "é", "dd"]
    for _ in range(turns(250)):
        spec = random_spec(letters)
        same("int", core._int_format, format, any_int(), spec)
        same("bool", core._bool_format, format, rng.random() < 0.5, spec)
        same("str", core._str_format, format, rng.choice(["", "abc", "日本"]), spec)
        spec = random_spec(["", "e", "E", "f", "F", "g", "G", "%", "n", "f", "g", "e", "d"])
        same("float", core._float_format, format, any_float(), spec)
    for spec in (",_", "_,", "5,,", "99999999999999999999", ".99999999999999999999", "٣d", "=5"):
        same("int", core._int_format, format, 5, spec)


def test_round():
    for _ in range(turns(200)):
        x = any_float()
        same("round", core.round, round, x, rng.randrange(-5, 20))
        same("round", core.round, round, x, rng.choice([-310, -308, -300, 0, 1, 2, 300, 323, 324]))
        if not abs(x) > 2.0**62:
            same("round", core.round, round, x)
    for _ in range(turns(166)):
        n = any_int()
        digits = rng.choice([0, 1, -1, -2, -5, -18])
        if abs(round(n, digits)) < 2**63:
            same("round", core.round, round, n, digits)
    same("round", core.round, round, 5 * 10**18, -19)


def test_operators():
    for _ in range(turns(250)):
        a, b = any_float(), any_float()
        same("%", core._float_mod, lambda a, b: a % b, a, b)
        same("//", core._float_floordiv, lambda a, b: a // b, a, b)
    for _ in range(turns(50)):
        a, n = rng.randrange(-12, 12), rng.randrange(0, 17)
        same("**", core._int_pow, pow, a, n)
        m = rng.choice([any_int(), rng.randrange(-50, 50)])
        base, exponent = any_int(), rng.choice([rng.randrange(100), rng.randrange(2**62), -rng.randrange(1, 9)])
        if m != -(2**63):
            same("pow", core.pow, pow, base, exponent, m)


def test_methods():
    ints, floats = core.methods["int"], core.methods["float"]
    for _ in range(turns(50)):
        n, x = any_int(), any_float()
        same("bit_length", ints.bit_length, int.bit_length, n)
        same("bit_count", ints.bit_count, int.bit_count, n)
        same("is_integer", floats.is_integer, float.is_integer, x)
        same("hex", floats.hex, float.hex, x)
        same("fromhex", floats.fromhex, float.fromhex, x.hex())
        if x - x != 0 or x == 0 or 1e-3 < abs(x) < 1e15 and x.as_integer_ratio()[1] < 2**62:
            same("ratio", floats.as_integer_ratio, float.as_integer_ratio, x)
    for text in ["0x1p0", "1p4", "0x.8", "0x1.", "0x", "0x1.8p1", "-0x1.fffffffffffff8p0", "0x1.fffffffffffff7p0", "0x1p1024", "0x1p-1075", "0x1.8p-1075", "0x1p99999999", "inf", "nan", " 0x1 ", "0x1g", "1.5", "-infinity", "0x1.fffffffffffff8p1023", "0x0.00001p-1070", "1__0", "0x123456789abcdef123456789", "0xp1", "+0x1P+3"]:
        same("fromhex", floats.fromhex, float.fromhex, text)


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for name, test in list(globals().items()):
        if name.startswith("test_") and callable(test) and (not wanted or name in wanted):
            test()
    print("failed:", test_text.same.failed)
    sys.exit(1 if test_text.same.failed else 0)
