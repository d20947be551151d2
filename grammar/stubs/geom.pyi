"""Plane geometry: triangulations, hulls, lines and polygons.

Points are (x, y); polygons lists of their corners, in either direction,
without the first repeated at the end. Results keep the order of their input
where nothing else is said.
"""
from typing import Any, Callable, Iterable, TypeVar, overload
from math import sqrt
from wgen import Grid

T = TypeVar("T")

def hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of the smallest convex polygon around the points, counter-clockwise seen with y up, from the leftmost.

    Source: A. Andrew's monotone chain (1979).

    >>> hull([(0.0, 0.0), (2.0, 0.0), (1.0, 0.5), (1.0, 2.0)])
    [(0.0, 0.0), (2.0, 0.0), (1.0, 2.0)]
    """
    ...

def cross(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Twice the area of the triangle: above 0 where it turns counter-clockwise seen with y up.

    >>> cross((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    1.0
    """
    ...

def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The straight distance between two points.

    >>> distance((0.0, 0.0), (3.0, 4.0))
    5.0
    """
    ...

def segment_distance(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance from `p` to the nearest point of the segment from `a` to `b`.

    >>> segment_distance((0.0, 1.0), (-1.0, 0.0), (1.0, 0.0))
    1.0
    """
    ...

def length(points: list[tuple[float, float]]) -> float:
    """The length of a line through the points.

    >>> length([(0.0, 0.0), (3.0, 4.0)])
    5.0
    """
    ...

def area(polygon: list[tuple[float, float]]) -> float:
    """The area of a polygon that does not cross itself, never negative.

    >>> area([(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)])
    2.0
    """
    ...

def centroid(polygon: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of a polygon's area; of its corners where it has no area. Raises ZeroDivisionError without corners.

    >>> centroid([(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)])
    (1.0, 1.0)
    """
    ...

def contains(polygon: list[tuple[float, float]], x: float, y: float) -> bool:
    """Is the point inside, by the even-odd rule?

    >>> contains([(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)], 0.5, 0.5)
    True
    """
    ...

def delaunay(points: list[tuple[float, float]]) -> list[tuple[int, int, int]]:
    """Triangles as indices of three points, none of whose circles holds another point; points in one place count once.

    Source: A. Bowyer and D. Watson (1981), swept along x. Points in general position.

    >>> delaunay([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)])
    [(0, 1, 2)]
    """
    ...

def voronoi(points: list[tuple[float, float]], width: float, height: float) -> list[list[tuple[float, float]]]:
    """For each point the polygon of what is nearer to it than to all others, within the rectangle from (0, 0).

    Source: each cell cut by the bisectors to its Delaunay neighbours (I. Sutherland and G. Hodgman, 1974).

    >>> voronoi([(1.0, 1.0), (3.0, 1.0)], 4.0, 2.0)[0]
    [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    """
    ...

def simplify(points: list[tuple[float, float]], tolerance: float) -> list[tuple[float, float]]:
    """The line without the points that lie within `tolerance` of what is left.

    Source: D. Douglas and T. Peucker (1973).

    >>> simplify([(0.0, 0.0), (1.0, 0.1), (2.0, 0.0)], 0.5)
    [(0.0, 0.0), (2.0, 0.0)]
    """
    ...

def chaikin(points: list[tuple[float, float]], steps: int = 2) -> list[tuple[float, float]]:
    """The line with its corners cut, `steps` times; both ends stay.

    Source: G. Chaikin (1974).

    >>> chaikin([(0.0, 0.0), (4.0, 0.0)], 1)
    [(0.0, 0.0), (1.0, 0.0), (3.0, 0.0), (4.0, 0.0)]
    """
    ...

def catmull_rom(points: list[tuple[float, float]], pieces: int = 8) -> list[tuple[float, float]]:
    """A smooth line through every point, `pieces` steps between two.

    Source: E. Catmull and R. Rom (1974), uniform.

    >>> catmull_rom([(0.0, 0.0), (1.0, 0.0)], 2)
    [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0)]
    """
    ...

def contours(h: Grid, level: float) -> list[list[tuple[float, float]]]:
    """The lines along which the grid is `level`, as (column, row) between cells; closed ones end where they begin.

    Source: marching squares; where two lines could cross, the middle decides.

    >>> len(contours(np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), 0.5)[0])
    5
    """
    ...
