"""Ways over grids and graphs: shortest paths, spanning trees, breadth first.

On grids a step to one of eight neighbours costs its length (1 or sqrt 2) times
the mean of `cost` at both ends; cells with a cost that is negative or infinite
cannot be entered. Graphs are lists of edges `(a, b, weight)` between nodes
0 .. count - 1, to be walked both ways.
"""
from typing import Any, Callable, Iterable, TypeVar, overload
import numpy as np
from math import inf, sqrt
from wgen import Grid

T = TypeVar("T")

def astar(cost: Grid, start: tuple[int, int], goal: tuple[int, int], least: float = 0.0) -> list[tuple[int, int]]:
    """The cheapest way from `start` to `goal` as (row, column), both included; empty where there is none.

    `least` is the smallest cost of any cell: the nearer to it, the faster.
    Source: P. Hart, N. Nilsson, B. Raphael (1968).

    >>> astar(np.ones((1, 3)), (0, 0), (0, 2), 1.0)
    [(0, 0), (0, 1), (0, 2)]
    """
    ...

def dijkstra(cost: Grid, starts: list[tuple[int, int]]) -> Grid:
    """For each cell the cost of the cheapest way from the nearest start; inf where no way leads.

    Source: E. Dijkstra (1959).

    >>> dijkstra(np.ones((1, 3)), [(0, 0)])[0, 2]
    2.0
    """
    ...

def bfs(free: Array[bool, 2], start: tuple[int, int]) -> Array[int, 2]:
    """For each cell the number of four-neighbour steps from `start` through free cells; -1 where none lead.

    >>> bfs(np.array([[True, True, False, True]]), (0, 0))[0, 1]
    1
    """
    ...

def mst(count: int, edges: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """The edges of a minimum spanning tree (of a forest where the graph falls apart), the lightest first.

    Source: J. Kruskal (1956).

    >>> mst(3, [(0, 1, 1.0), (1, 2, 5.0), (0, 2, 2.0)])
    [(0, 1, 1.0), (0, 2, 2.0)]
    """
    ...
    tree: list[tuple[int, int, float]] = []

def shortest(count: int, edges: list[tuple[int, int, float]], start: int, goal: int) -> list[int]:
    """The nodes of the shortest way through a graph, both ends included; empty where there is none.

    >>> shortest(3, [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 5.0)], 0, 2)
    [0, 1, 2]
    """
    ...
