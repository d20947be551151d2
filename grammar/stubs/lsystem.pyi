"""L-systems: texts that grow by rewriting, and the turtle that draws them.

Source: P. Prusinkiewicz and A. Lindenmayer, "The Algorithmic Beauty of Plants" (1990).
"""
from typing import Any, Callable, Iterable, TypeVar, overload
from math import cos, radians, sin
from random import Random

T = TypeVar("T")

def expand(axiom: str, rules: dict[str, str], steps: int) -> str:
    """The text after every letter with a rule has been replaced, all at once, `steps` times.

    >>> expand("A", {"A": "AB", "B": "A"}, 3)
    'ABAAB'
    """
    ...

def expand_random(axiom: str, rules: dict[str, list[str]], steps: int, seed: int = 0) -> str:
    """As `expand`, each time with one of the letter's replacements.

    >>> expand_random("F", {"F": ["FF"]}, 2)
    'FFFF'
    """
    ...

def turtle(text: str, angle: float, length: float = 1.0, heading: float = -90.0) -> list[list[tuple[float, float]]]:
    """The lines a turtle draws from (0, 0): a list of (x, y) for each stroke, y down.

    `F` and `G` go forward drawing, `f` without; `+` turns by `angle` degrees to
    the right and `-` to the left, `|` turns round; `[` remembers the place and
    `]` returns to it. Other letters do nothing. `heading` -90 is up. Raises
    ValueError for a `]` without its `[`.

    >>> turtle("FF", 90.0, 1.0, 0.0)
    [[(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]]
    """
    ...
    strokes: list[list[tuple[float, float]]] = []
    stack: list[tuple[float, float, float]] = []
