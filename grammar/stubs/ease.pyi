"""Shaping curves for values between 0 and 1, and between any two ranges."""
from typing import Any, Callable, Iterable, TypeVar, overload

T = TypeVar("T")

def clamp(v: float, low: float = 0.0, high: float = 1.0) -> float:
    """`v` kept between `low` and `high`.

    >>> clamp(7.5, 0.0, 5.0)
    5.0
    """
    ...

def lerp(a: float, b: float, t: float) -> float:
    """From `a` at t = 0 to `b` at t = 1, straight; beyond both, on.

    >>> lerp(10.0, 20.0, 0.25)
    12.5
    """
    ...

def smoothstep(low: float, high: float, v: float) -> float:
    """0 below `low`, 1 above `high`, an S between. A step where the two are equal. Source: Hermite, 3t^2 - 2t^3.

    >>> smoothstep(0.0, 10.0, 2.5)
    0.15625
    """
    ...

def smootherstep(low: float, high: float, v: float) -> float:
    """As `smoothstep`, with a continuous second derivative. Source: K. Perlin (2002).

    >>> smootherstep(0.0, 10.0, 5.0)
    0.5
    """
    ...

def remap(v: float, low: float, high: float, new_low: float, new_high: float) -> float:
    """The range `low..high` stretched onto `new_low..new_high`, not clamped. Raises ZeroDivisionError where low == high.

    >>> remap(5.0, 0.0, 10.0, 100.0, 200.0)
    150.0
    """
    ...

def bias(t: float, amount: float) -> float:
    """Bends 0..1 so that 0.5 becomes `amount` (in 0..1, not 0). Source: C. Schlick, Graphics Gems IV (1994).

    >>> bias(0.5, 0.25)
    0.25
    """
    ...

def gain(t: float, amount: float) -> float:
    """Bends 0..1 symmetrically: below 0.5 flattens the middle, above steepens it. Source: C. Schlick (1994).

    >>> gain(0.25, 0.75)
    0.125
    """
    ...

def spline(points: list[tuple[float, float]], v: float) -> float:
    """A smooth monotone curve through points sorted by x; flat outside. Raises ValueError without points.

    Source: F. N. Fritsch and J. Butland, monotone cubic Hermite interpolation (1984).

    >>> spline([(0.0, 0.0), (1.0, 10.0), (2.0, 10.0)], 0.5)
    5.0
    """
    ...
