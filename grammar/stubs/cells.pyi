"""Cells on a grid: life-like automata, caves, rooms, mazes and wave function collapse.

Masks are arrays of bool with rows first; in dungeons True is floor. The same
seed gives the same result on every machine.
"""
from typing import Any, Callable, Iterable, TypeVar, overload
import numpy as np
from random import Random

T = TypeVar("T")

def random_cells(rows: int, columns: int, share: float, seed: int = 0) -> Array[bool, 2]:
    """Cells that are true with probability `share`.

    >>> random_cells(2, 2, 1.0)[0, 0]
    True
    """
    ...

def count_neighbours(mask: Array[bool, 2], outside: bool = False) -> Array[int, 2]:
    """For each cell how many of its eight neighbours are true; beyond the border they are `outside`.

    >>> count_neighbours(np.array([[True, True, True]]))[0, 1]
    2
    """
    ...

def life(mask: Array[bool, 2], steps: int = 1, birth: list[int] = [3], survive: list[int] = [2, 3], outside: bool = False) -> Array[bool, 2]:
    """A life-like automaton: a dead cell with as many neighbours as in `birth` is born, a live one with as many as in `survive` stays.

    Source: J. Conway; M. Gardner (1970). Caves: birth 5..8, survive 4..8, outside True.

    >>> life(np.array([[False, True, False], [False, True, False], [False, True, False]]))[1, 0]
    True
    """
    ...

def bsp(rows: int, columns: int, min_size: int = 6, seed: int = 0) -> list[tuple[int, int, int, int]]:
    """The grid cut again and again into rooms (row, column, height, width), none smaller than `min_size` on a side where the grid allows.

    >>> bsp(5, 5, 4)
    [(0, 0, 5, 5)]
    """
    ...
    rooms: list[tuple[int, int, int, int]] = []

def drunkard_walk(rows: int, columns: int, share: float = 0.4, seed: int = 0) -> Array[bool, 2]:
    """A cave dug by a random walk from the middle until `share` of the cells is floor; the border stays rock.

    >>> drunkard_walk(9, 9)[4, 4]
    True
    """
    ...

def maze(rows: int, columns: int, seed: int = 0) -> Array[bool, 2]:
    """A perfect maze, one way between any two rooms: (2 rows + 1) x (2 columns + 1) cells, True where one can walk.

    Source: depth-first search with backtracking.

    >>> maze(1, 1)[1, 1]
    True
    """
    ...

def wfc(rows: int, columns: int, right: list[list[bool]], below: list[list[bool]], weights: list[float], seed: int = 0, tries: int = 10) -> Array[int, 2]:
    """A grid of tile numbers where `right[a][b]` says that b may stand right of a, and `below[a][b]` that b may stand below a.

    Cells with the fewest tiles left are settled first, a tile by its weight.
    Raises ValueError where `tries` attempts all end without a tile for a cell.
    Source: M. Gumin, "WaveFunctionCollapse" (2016), the simple tiled model.

    >>> wfc(1, 2, [[False, True], [True, False]], [[True, True], [True, True]], [1.0, 0.0])[0, 0] in (0, 1)
    True
    """
    ...
