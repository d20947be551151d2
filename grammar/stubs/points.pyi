"""Points spread over a rectangle from (0, 0) to (width, height), the same for the same seed.

Everything here gives lists of (x, y). For points that chunks agree on, use
`jittered_grid` by position, or make them once for the atlas.
"""
from typing import Any, Callable, Iterable, TypeVar, overload
from math import cos, pi, sin, sqrt
from random import Random

T = TypeVar("T")

def poisson_disc(width: float, height: float, radius: float, seed: int = 0, tries: int = 20) -> list[tuple[float, float]]:
    """Points no two of which are nearer than `radius`, as many as `tries` attempts around each find place for. Raises ValueError for a radius that is not positive.

    Source: R. Bridson, "Fast Poisson disk sampling in arbitrary dimensions" (2007).

    >>> len(poisson_disc(1.0, 1.0, 5.0))
    1
    """
    ...
    found: list[tuple[float, float]] = []

def jittered_grid(width: float, height: float, spacing: float, jitter: float = 1.0, seed: int = 0) -> list[tuple[float, float]]:
    """One point in each square of `spacing`, moved from its middle by up to `jitter` (0..1) of half a square. Raises ValueError for a spacing that is not positive.

    >>> jittered_grid(10.0, 10.0, 10.0, 0.0)
    [(5.0, 5.0)]
    """
    ...
    found: list[tuple[float, float]] = []

def halton(count: int, width: float = 1.0, height: float = 1.0, start: int = 1) -> list[tuple[float, float]]:
    """`count` points that fill the rectangle evenly in any number. Source: J. Halton (1960), bases 2 and 3.

    >>> halton(1)
    [(0.5, 0.3333333333333333)]
    """
    ...

def r2(count: int, width: float = 1.0, height: float = 1.0) -> list[tuple[float, float]]:
    """As `halton`, by steps of the plastic number: the most even of the simple sequences. Source: M. Roberts (2018).

    >>> len(r2(5))
    5
    """
    ...

def lloyd(sites: list[tuple[float, float]], width: float, height: float, steps: int = 1, samples: int = 64) -> list[tuple[float, float]]:
    """The sites moved to the middle of what is nearest to each, `steps` times, measured on `samples` x `samples` places.

    Source: S. Lloyd (1982).

    >>> lloyd([(1.0, 1.0)], 10.0, 10.0)
    [(5.0, 5.0)]
    """
    ...
