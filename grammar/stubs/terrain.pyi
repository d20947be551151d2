"""Shaping height grids: erosion, terraces, smoothing, and what can be measured of a slope.

Heights and `cell_size` are in metres, rows run south and columns east. Each
function returns a new grid and leaves the one it is given alone. Functions
that take `steps` move rock or water at most one cell a step, so in `erode` a
halo of as many cells as steps makes neighbouring chunks agree to the bit.
"""
from typing import Any, Callable, Iterable, TypeVar, overload
import numpy as np
from math import sqrt
from wgen import Grid

T = TypeVar("T")

def thermal(h: Grid, steps: int, talus: float = 0.6, rate: float = 0.2, cell_size: float = 10.0) -> Grid:
    """Loose rock slides to the four neighbours where the slope is above `talus`; `rate` is the share moved, at most 0.25.

    Source: F. K. Musgrave, C. Kolb, R. Mace (1989).

    >>> thermal(np.array([[0.0, 10.0, 0.0]]), 1, 0.5, 0.25, 10.0)[0, 1]
    7.5
    """
    ...

def hydraulic(h: Grid, steps: int, rain: float = 0.01, solubility: float = 0.1, evaporation: float = 0.05) -> Grid:
    """Rain takes up rock, runs to the lowest of four neighbours and leaves the rock where it dries.

    `rain` in metres of water a step; `solubility` the share of the water's
    depth that it takes up; `evaporation` the share that dries a step.
    Source: J. Olsen, "Realtime procedural terrain generation" (2004).

    >>> hydraulic(np.full((3, 3), 5.0), 2).shape
    (3, 3)
    """
    ...

def terrace(h: Grid, step: float, sharpness: float = 4.0) -> Grid:
    """Heights drawn towards levels `step` metres apart; `sharpness` 1 changes nothing, 8 gives cliffs.

    >>> terrace(np.array([[0.0, 100.0, 200.0]]), 100.0)[0, 1]
    100.0
    """
    ...

def blur(h: Grid, steps: int = 1) -> Grid:
    """Each step gives a cell the mean of itself, weighted 4, its sides, 2, and its corners, 1; at the border the edge repeats.

    >>> blur(np.array([[0.0, 0.0, 0.0], [0.0, 16.0, 0.0], [0.0, 0.0, 0.0]]))[0, 0]
    1.0
    """
    ...

def island_mask(x: float, y: float, size: float, edge: float = 0.35) -> float:
    """1 inside, falling smoothly to 0 towards the border of a square of `size` metres; `edge` is the share of the way that falls.

    >>> island_mask(500.0, 500.0, 1000.0)
    1.0
    """
    ...

def droplets(h: Grid, count: int, seed: int = 0, lifetime: int = 30, capacity: float = 4.0, erosion: float = 0.3, deposition: float = 0.3) -> Grid:
    """`h` after `count` drops have run down it, each for at most `lifetime` cells, carrying rock from steep to gentle slopes.

    Drops change what later drops meet: for whole grids (the atlas) only.
    Source: H. T. Beyer, "Implementation of a method for hydraulic erosion" (2015).

    >>> droplets(np.zeros((8, 8)), 10)[3, 3]
    0.0
    """
    ...

def slope(h: Grid, cell_size: float = 10.0) -> Grid:
    """Rise over run at each cell. Raises ZeroDivisionError for a `cell_size` of 0.

    Source: B. Horn, "Hill shading and the reflectance map" (1981).

    >>> slope(np.array([[0.0, 10.0, 20.0], [0.0, 10.0, 20.0], [0.0, 10.0, 20.0]]), 10.0)[1, 1]
    1.0
    """
    ...

def aspect(h: Grid) -> Grid:
    """The direction that each slope faces (downhill), in degrees clockwise from north; -1 where it is level.

    Source: B. Horn (1981).

    >>> aspect(np.array([[20.0, 10.0, 0.0], [20.0, 10.0, 0.0], [20.0, 10.0, 0.0]]))[1, 1]
    90.0
    """
    ...

def curvature(h: Grid, cell_size: float = 10.0) -> Grid:
    """The Laplacian, in 1/m: above 0 in hollows and valleys, below 0 on peaks and ridges. Raises ZeroDivisionError for a `cell_size` of 0.

    Source: the five-point stencil of finite differences.

    >>> curvature(np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]]), 1.0)[1, 1]
    4.0
    """
    ...

def hillshade(h: Grid, cell_size: float = 10.0, azimuth: float = 315.0, altitude: float = 45.0) -> Grid:
    """Light on each cell in 0..1 from a sun at `azimuth` degrees clockwise from north and `altitude` above the horizon. Raises ZeroDivisionError for a `cell_size` of 0.

    Source: B. Horn (1981).

    >>> round(hillshade(np.zeros((3, 3)))[1, 1], 6)
    0.707107
    """
    ...

def stream_power(h: Grid, uplift: Grid, steps: int, dt: float = 100000.0, erodibility: float = 2.0e-6, cell_size: float = 400.0, sea: float = 0.0) -> Grid:
    """Land rising by `uplift` metres a year, cut by its rivers: dh/dt = uplift - erodibility * sqrt(area) * slope.

    `dt` is years a step; the implicit solution is stable for every step.
    Source: J. Braun and S. Willett, "A very efficient O(n), implicit and
    parallel method to solve the stream power equation" (2013).

    >>> stream_power(np.full((3, 3), 1.0), np.full((3, 3), 0.001), 1)[0, 0]
    1.0
    """
    ...
