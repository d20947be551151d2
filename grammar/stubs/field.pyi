"""Grids as fields: distances, connected parts, growing masks, sampling between cells, filters and ranks.

Masks are arrays of bool, labels arrays of int, both with rows first. What
looks at a whole grid belongs to the atlas, not to a chunk.
"""
from typing import Any, Callable, Iterable, TypeVar, overload
import numpy as np
from math import sqrt
from wgen import Grid

T = TypeVar("T")

def flood_fill(mask: Array[bool, 2], row: int, column: int) -> Array[bool, 2]:
    """The true cells that four-neighbour steps through true cells reach from (row, column).

    >>> flood_fill(np.array([[True, True, False, True]]), 0, 0)[0, 3]
    False
    """
    ...

def label(mask: Array[bool, 2]) -> Array[int, 2]:
    """1, 2, ... for each connected part of true cells (four neighbours), in reading order; 0 elsewhere.

    >>> label(np.array([[True, False, True]]))[0, 2]
    2
    """
    ...

def dilate(mask: Array[bool, 2], steps: int = 1) -> Array[bool, 2]:
    """The mask grown by `steps` cells to the eight sides.

    >>> dilate(np.array([[False, False, True]]))[0, 1]
    True
    """
    ...

def sample_bilinear(a: Grid, column: float, row: float) -> float:
    """The value between four cells; outside the grid that of its edge.

    >>> sample_bilinear(np.array([[0.0, 10.0]]), 0.25, 0.0)
    2.5
    """
    ...

def gradient(a: Grid, cell_size: float = 1.0) -> tuple[Grid, Grid]:
    """Change along x (columns) and y (rows) for one unit: central differences, one-sided at the border.

    >>> gradient(np.array([[0.0, 1.0, 4.0]]))[0][0, 1]
    2.0
    """
    ...

def convolve3(a: Grid, kernel: Grid) -> Grid:
    """Each cell the sum of its 3 x 3 neighbourhood times `kernel` (not turned over); the edge repeats. Raises ValueError for another size of kernel.

    >>> convolve3(np.ones((2, 2)), np.full((3, 3), 0.5))[0, 0]
    4.5
    """
    ...

def digitize(a: Grid, edges: list[float]) -> Array[int, 2]:
    """For each cell how many of the rising `edges` are at or below it: 0 under the first.

    >>> digitize(np.array([[5.0, 10.0, 25.0]]), [10.0, 20.0])[0, 2]
    2
    """
    ...

def percentile(a: Grid, share: float) -> float:
    """The height below which `share` per cent of the cells lie, straight between two. Raises ValueError for an empty grid.

    >>> percentile(np.array([[1.0, 2.0, 3.0, 4.0]]), 50.0)
    2.5
    """
    ...
    values: list[float] = []

def distance_transform(mask: Array[bool, 2]) -> Grid:
    """The distance in cells from each cell to the nearest true one: 0 on them; 1e9 where there is none.

    Source: P. Felzenszwalb and D. Huttenlocher, "Distance transforms of sampled functions" (2012).

    >>> distance_transform(np.array([[True, False, False]]))[0, 2]
    2.0
    """
    ...
