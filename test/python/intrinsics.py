"""The intrinsics of wgen in Python, so that the standard library runs in CPython.

Only for tests: checks what wgen would check (64 bits, bounds of storages and
text), with Python's own ints, floats and lists underneath.
"""

import math
import struct

MASK = (1 << 64) - 1


class Fault(Exception):
    """An int outside 64 bits, or a use of raw storage that wgen would stop."""


def checked(value):
    """A result of int arithmetic; everything else passes."""
    if type(value) is int and not -(1 << 63) <= value < 1 << 63:
        raise Fault(f"int outside 64 bits: {value}")
    return value


def signed(value):
    value &= MASK
    return value - (1 << 64) if value >> 63 else value


class storage:
    """A raw buffer; unset elements are 0."""

    def __init__(self, n):
        self.items = [0] * n

    def __class_getitem__(cls, item):
        return cls


def storage_new(n):
    assert n >= 0
    return storage(n)


def storage_len(s):
    return len(s.items)


def inside(s, i, count=1):
    if not (0 <= count and 0 <= i and i + count <= len(s.items)):
        raise Fault(f"storage of {len(s.items)}: {i}, {count}")


def storage_get(s, i):
    inside(s, i)
    return s.items[i]


def storage_set(s, i, value):
    inside(s, i)
    s.items[i] = value


def storage_clear(s, i):
    storage_set(s, i, 0)


def storage_copy(to, at, source, start, count):
    inside(to, at, count)
    inside(source, start, count)
    to.items[at:at + count] = source.items[start:start + count]


def storage_fill(s, start, count, value):
    inside(s, start, count)
    s.items[start:start + count] = [value] * count


class Fresh(str):
    """Text under construction: str_put changes it, so it keeps its code points in a list."""

    def __new__(cls, codes):
        made = str.__new__(cls, "")
        made.codes = codes
        return made


def codes_of(text):
    return text.codes if isinstance(text, Fresh) else text


def str_new(n):
    assert n >= 0
    return Fresh([0] * n)


def str_put(text, i, code):
    if not 0 <= i < len(text.codes):
        raise Fault("str_put")
    assert 0 <= code <= 0x10FFFF
    text.codes[i] = code


def str_copy(to, at, source, start, count):
    points = source.codes[start:start + count] if isinstance(source, Fresh) else [ord(c) for c in source[start:start + count]]
    if at < 0 or start < 0 or len(points) != count or at + count > len(to.codes):
        raise Fault("str_copy")
    to.codes[at:at + count] = points


def str_len(text):
    return len(codes_of(text))


def str_code(text, i):
    if not 0 <= i < str_len(text):
        raise Fault("str_code")
    return text.codes[i] if isinstance(text, Fresh) else ord(text[i])


def finish(value):
    """Plain text for what came out of str_new, also inside tuples."""
    if isinstance(value, Fresh):
        return "".join(map(chr, value.codes))
    if type(value) is tuple:
        return tuple(map(finish, value))
    return value


def str_at(text, i):
    return finish(text)[i]


def str_append(a, b):
    return finish(a) + finish(b)


def str_eq(a, b):
    return finish(a) == finish(b)


def str_compare(a, b):
    a, b = finish(a), finish(b)
    return (a > b) - (a < b)


def list_len(xs):
    return xs._length


def list_get(xs, i):
    at = i + xs._length if i < 0 else i
    if not 0 <= at < xs._length:
        raise IndexError("list index out of range")
    return storage_get(xs._items, at)


def list_set(xs, i, value):
    at = i + xs._length if i < 0 else i
    if not 0 <= at < xs._length:
        raise IndexError("list assignment index out of range")
    storage_set(xs._items, at, value)


list_item = list_get


def int_abs(x):
    return checked(abs(x))


def int_to_float_rounded(x):
    return float(x)


def wrap_add(a, b):
    return signed(a + b)


def wrap_sub(a, b):
    return signed(a - b)


def wrap_mul(a, b):
    return signed(a * b)


def wrap_shl(a, n):
    return signed(a << n) if n < 64 else 0


def wrap_shr(a, n):
    return signed((a & MASK) >> n)


def wrap_lt(a, b):
    return a & MASK < b & MASK


def wrap_div(a, b):
    return signed((a & MASK) // (b & MASK))


def wrap_mod(a, b):
    return signed((a & MASK) % (b & MASK))


def multiply_high(a, b):
    return signed((a & MASK) * (b & MASK) >> 64)


def leading_zeros(a):
    return 64 - (a & MASK).bit_length()


def trailing_zeros(a):
    a &= MASK
    return 64 if a == 0 else (a & -a).bit_length() - 1


def count_ones(a):
    return (a & MASK).bit_count()


def u64_from_bits(a):
    return a & MASK


def u64_to_bits(a):
    return signed(a)


def float_quotient(a, b):
    if b != 0:
        return a / b
    if a == 0 or a != a or b != b:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def float_abs(x):
    return math.fabs(x)


def float_sqrt(x):
    return math.sqrt(x) if x >= 0 else math.nan


def integral(function):
    """floor and the like on floats, which pass inf and nan and keep -0.0."""
    return lambda x: x if x - x != 0 or abs(x) >= 2.0**52 else math.copysign(float(function(x)), x)


float_floor = integral(math.floor)
float_ceil = integral(math.ceil)
float_trunc = integral(math.trunc)
float_nearest = integral(round)


def float_copysign(a, b):
    return math.copysign(a, b)


def float_to_int(x):
    return checked(int(x))


def float_bits(x):
    return 0x7FF8000000000000 if x != x else struct.unpack("<q", struct.pack("<d", x))[0]


def float_from_bits(n):
    return struct.unpack("<d", struct.pack("<q", n))[0]


def float_min(a, b):
    return math.nan if a != a or b != b else min((a, math.copysign(1, a)), (b, math.copysign(1, b)))[0]


def float_max(a, b):
    return math.nan if a != a or b != b else max((a, math.copysign(1, a)), (b, math.copysign(1, b)))[0]


def float_add(a, b):
    return a + b


def float_sub(a, b):
    return a - b


def float_mul(a, b):
    return a * b


def bool_to_int(x):
    return int(x)


def is_same(a, b):
    return a is b


def instance_salt():
    return 0


def negative_power():
    raise ValueError("an int to a negative power, which is a float in Python: make the base a float")


def unkept_argument():
    raise TypeError("`args` of an exception made with something else than texts, numbers and None")


def complex_power():
    raise ValueError("a negative number to a power that is not whole")
