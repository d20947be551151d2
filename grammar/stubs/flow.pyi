"""Where water goes on a height grid: filled hollows, D8 and D-infinity directions, drainage, lakes and rivers.

A receiver grid holds for each cell the flat index `row * columns + column` of
the cell it drains to; an outlet (the border, and what lies at or below `sea`)
holds its own index. Everything here looks at the whole grid, so it belongs to
the atlas: a chunk with a halo would see other drainage than its neighbours.
"""
from typing import Any, Callable, Iterable, TypeVar, overload
import numpy as np
from math import atan2, pi, sqrt
from wgen import Grid

T = TypeVar("T")

def flood(h: Grid, sea: float = -1.0e30, rise: float = 0.0, seed: int = 0) -> tuple[Grid, Array[int, 2]]:
    """Both at once, for the price of one: `fill_depressions(h, sea)` and `d8(h, sea)`.

    With a `rise` in metres, hollows are not filled level: each cell stands up to
    so much above the one it drains to, by chance, and water crosses them in
    bends instead of straight along the lattice.

    >>> flood(np.array([[1.0, 2.0]]))[1][0, 1]
    1
    """
    ...

def fill_depressions(h: Grid, sea: float = -1.0e30) -> Grid:
    """The lowest surface at or above `h` from which every cell drains to the border or the sea.

    Source: R. Barnes, C. Lehman, D. Mulla, "Priority-flood" (2014).

    >>> fill_depressions(np.array([[3.0, 3.0, 3.0], [3.0, 1.0, 2.0], [3.0, 3.0, 3.0]]))[1, 1]
    2.0
    """
    ...

def d8(h: Grid, sea: float = -1.0e30) -> Array[int, 2]:
    """The receiver of each cell: its steepest lower neighbour of eight, across hollows the way the water spills.

    Source: J. O'Callaghan and D. Mark (1984), on the surface of `fill_depressions`.

    >>> d8(np.array([[9.0, 9.0, 9.0], [9.0, 5.0, 1.0], [9.0, 9.0, 9.0]]))[1, 1]
    5
    """
    ...

def accumulate(receiver: Array[int, 2], weight: Grid) -> Grid:
    """The sum of `weight` over each cell and all that drains through it.

    Weights of one give cells; of rain, water. Raises ValueError where the receivers run in a circle.

    >>> accumulate(np.array([[0, 0, 1]]), np.ones((1, 3)))[0, 0]
    3.0
    """
    ...

def basins(receiver: Array[int, 2]) -> Array[int, 2]:
    """For each cell the flat index of the outlet that it drains to: one number for a basin.

    Raises ValueError where the receivers run in a circle.

    >>> basins(np.array([[0, 0, 1, 3]]))[0, 2]
    0
    """
    ...

def strahler(receiver: Array[int, 2], drainage: Grid, threshold: float) -> Array[int, 2]:
    """The order of each stream cell (drainage at least `threshold`): springs 1, one more where two of an order meet; 0 elsewhere.

    Raises ValueError where the receivers run in a circle. Source: A. Strahler (1957).

    >>> strahler(np.array([[0, 0, 1]]), np.array([[3.0, 2.0, 1.0]]), 2.0)[0, 0]
    1
    """
    ...

def lakes(h: Grid, filled: Grid, min_depth: float = 0.0) -> Grid:
    """Depth of standing water, in metres: `filled - h` where that is more than `min_depth`, else 0.

    >>> lakes(np.array([[1.0, 5.0]]), np.array([[4.0, 5.0]]))[0, 0]
    3.0
    """
    ...

def rivers(receiver: Array[int, 2], drainage: Grid, threshold: float) -> list[list[tuple[int, int]]]:
    """The streams as lists of (row, column) from spring to mouth, the longest waters first.

    A cell is a stream where its drainage is at least `threshold`. Where two
    meet, the one with more water goes on; the other ends in the cell they share.

    >>> rivers(np.array([[0, 0, 1]]), np.array([[3.0, 2.0, 1.0]]), 2.0)
    [[(0, 1), (0, 0)]]
    """
    ...
    mouths: list[tuple[float, int]] = []
    found: list[list[tuple[int, int]]] = []

def carve(h: Grid, receiver: Array[int, 2], drainage: Grid, threshold: float, depth: float) -> Grid:
    """`h` with stream beds: `depth` metres at `threshold`, deeper with the square root of drainage, never rising downstream.

    Raises ValueError where the receivers run in a circle.

    >>> carve(np.array([[0.0, 4.0, 4.5]]), np.array([[0, 0, 1]]), np.array([[3.0, 2.0, 1.0]]), 2.0, 1.0)[0, 1]
    3.0
    """
    ...

def d_inf(h: Grid) -> Grid:
    """The direction of steepest descent over eight triangles, in radians from the x axis towards y; -1 in pits and flats.

    Source: D. Tarboton (1997).

    >>> d_inf(np.array([[2.0, 1.0, 0.0], [2.0, 1.0, 0.0], [2.0, 1.0, 0.0]]))[1, 1]
    0.0
    """
    ...
