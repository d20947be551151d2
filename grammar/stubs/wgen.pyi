"""The types a world shows to plugins: module `wgen`. Coordinates, elevations and sizes are metres, x east, y south."""
from typing import Any, Callable, Iterable, TypeVar, overload
from dataclasses import dataclass, field

T = TypeVar("T")

class Rng:
    """Random numbers of one place and purpose, from `w.rng(...)`; Python's names. Source: splitmix64."""
    def __init__(self, state: int) -> None:
        ...
    def random(self) -> float:
        """A float in [0, 1)."""
        ...
    def uniform(self, a: float, b: float) -> float:
        """A float between `a` and `b`."""
        ...
    def randint(self, a: int, b: int) -> int:
        """An int from `a` to `b`, both included. Raises ValueError where b < a."""
        ...
    def choice(self, xs: list[T]) -> T:
        """One of the items. Raises IndexError for an empty list."""
        ...
    def shuffle(self, xs: list[T]) -> None:
        """Puts the items into random order, in place (Fisher and Yates)."""
        ...
    def gauss(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        """A normally distributed float: the sum of twelve uniform ones, at most 6 sigma from `mu`."""
        ...

@dataclass(frozen=True)
class World:
    """What is true of the whole world."""
    seed: int
    sea_level: float
    cell_size: float
    size: float | None
    def salt(self, name: str) -> int:
        """A seed of its own for each name."""
        ...
    def rng(self, salt: str, ix: int, iy: int = 0) -> Rng:
        """Random numbers that depend on the world, the name and the two ints only."""
        ...
    def hash01(self, ix: int, iy: int, salt: str = "") -> float:
        """A float in [0, 1) that depends on the world, the two ints and the name only."""
        ...

@dataclass(frozen=True)
class Climate:
    """Degrees Celsius; moisture in 0..1; wind in metres a second."""
    temperature: float
    moisture: float
    wind: float = 0.0

@dataclass(frozen=True)
class Cell:
    """One place, as far as the earlier stages have made it."""
    x: float
    y: float
    elevation: float
    slope: float
    aspect: float
    temperature: float
    moisture: float
    biome: Biome
    water_depth: float
    flow: float

class Color:
    """Red, green, blue in 0..1: `Color(0.2, 0.4, 0.6)` or `Color("#336699")`."""
    r: float
    g: float
    b: float
    @overload
    def __init__(self, text: str) -> None:
        ...
    @overload
    def __init__(self, r: float, g: float, b: float) -> None:
        ...
    def __eq__(self, other: Color) -> bool:
        ...
    def __repr__(self) -> str:
        ...

@dataclass(frozen=True)
class Biome:
    """A kind of place, with a colour on the map where it wants its own."""
    name: str
    color: Color | None = None
    def __str__(self) -> str:
        ...

@dataclass(frozen=True)
class BiomeRule:
    """A row of the table `BIOMES`: the first whose ranges all hold names the biome."""
    name: str
    min_temperature: float = -1000.0
    max_temperature: float = 1000.0
    min_moisture: float = -1.0
    max_moisture: float = 2.0
    min_elevation: float = -20000.0
    max_elevation: float = 20000.0
    min_slope: float = -1.0
    max_slope: float = 1000.0
    color: Color | None = None

def biome_of(rules: list[BiomeRule], c: Cell, prev: Biome) -> Biome:
    """The biome of the first rule whose ranges all hold; `prev` where none does."""
    ...

@dataclass(frozen=True)
class Feature:
    """A thing that stands at its anchor (x, y): a tree, a rock, a hut; with an outline where it has `points`.

    Of the kind "label" it is its name written on the map: `size` is the height of
    the capitals in metres, less where it would pass beyond the plugin's `REACH`,
    `angle` the turn in radians.
    """
    kind: str
    x: float
    y: float
    size: float = 1.0
    angle: float = 0.0
    name: str = ""
    points: list[tuple[float, float]] = field(default_factory=list)

@dataclass(frozen=True)
class River:
    """A stream from its spring to its mouth: points in metres, width and height of its water at each."""
    points: list[tuple[float, float]]
    widths: list[float]
    levels: list[float] = field(default_factory=list)

@dataclass(frozen=True)
class Drainage:
    """Where the atlas drains to: filled heights, receivers as flat indices, catchments in square kilometres, depths of lakes, rivers."""
    filled: Grid
    receiver: Array[int, 2]
    flow: Grid
    lakes: Grid
    rivers: list[River]

@dataclass(frozen=True)
class Site:
    """A place of people at (x, y): a town, a port, a mine."""
    kind: str
    x: float
    y: float
    size: float = 1.0
    name: str = ""

@dataclass(frozen=True)
class Road:
    """A way through points in metres."""
    points: list[tuple[float, float]]
    kind: str = "road"

@dataclass(frozen=True)
class Atlas:
    """The whole world on one coarse lattice, rows from the north: heights, rain 0..1, catchments in km2, depth of water."""
    elevation: Grid
    rain: Grid
    flow: Grid
    water: Grid
    cell_size: float
    def to_world(self, col: float, row: float) -> tuple[float, float]:
        """The place in metres of a lattice point; whole numbers are the middles of cells."""
        ...
    def to_grid(self, x: float, y: float) -> tuple[int, int]:
        """Column and row of the cell that holds a place; of the nearest cell for places outside."""
        ...

@dataclass(frozen=True)
class WorldStats:
    """A world in numbers: shares of land and sea, of each biome on land, heights in metres, the longest river in metres."""
    land: float
    sea: float
    biomes: dict[str, float]
    highest: float
    lowest: float
    longest_river: float

@dataclass(frozen=True)
class Region:
    """A chunk: owns the cells with x0 <= x < x1 and y0 <= y < y1, and knows `halo` cells around."""
    x0: float
    y0: float
    x1: float
    y1: float
    cell_size: float
    halo: int
    def elevation_at(self, x: float, y: float) -> float:
        """Metres at the cell that holds the place; the nearest known one outside chunk and halo."""
        ...
    def slope_at(self, x: float, y: float) -> float:
        """Rise over run at that cell, by central differences."""
        ...
    def biome_at(self, x: float, y: float) -> Biome:
        """The biome of that cell."""
        ...
    def cells(self, spacing: float) -> list[tuple[float, float]]:
        """The points of a square lattice through the origin that this chunk owns, row by row. Raises ValueError unless spacing > 0.

        Where a cell is wider than four spacings, as on small-scale maps, only every second, fourth, ... point.
        """
        ...

@dataclass(frozen=True)
class Canvas:
    """What a plugin draws on: each method leaves one command, in order, and a run that fails leaves none.

    In the image service a unit is a pixel, from the upper left corner. In a world
    places and lengths are metres of the world; only widths of strokes and sizes of
    texts are pixels, so that a line looks the same at every scale.
    """
    width: float
    height: float
    def background(self, c: Color) -> None:
        """Fills the whole canvas; in a world the region's own ground."""
        ...
    def fill(self, c: Color) -> None:
        """The colour of shapes and texts from here on."""
        ...
    def no_fill(self) -> None:
        """Shapes are outlines only from here on."""
        ...
    def stroke(self, c: Color, width: float = 1.0) -> None:
        """The colour and width of lines and outlines from here on."""
        ...
    def no_stroke(self) -> None:
        """Shapes have no outlines from here on."""
        ...
    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight line between two places."""
        ...
    def rect(self, x: float, y: float, width: float, height: float) -> None:
        """A rectangle from its upper left corner."""
        ...
    def circle(self, x: float, y: float, radius: float) -> None:
        """A circle around its middle."""
        ...
    def ellipse(self, x: float, y: float, radius_x: float, radius_y: float) -> None:
        """An ellipse around its middle."""
        ...
    def polygon(self, points: list[tuple[float, float]]) -> None:
        """A closed shape through corners; where it crosses itself the inside is what it winds around."""
        ...
    def path(self, points: list[tuple[float, float]], closed: bool = False) -> None:
        """A line through points; a closed one is a polygon."""
        ...
    def arc(self, x: float, y: float, radius: float, start: float, stop: float) -> None:
        """A part of a circle, from one angle to another, in radians clockwise from the right."""
        ...
    def text(self, s: str, x: float, y: float, size: float = 12.0) -> None:
        """Writes a text whose base line begins at a place."""
        ...
    def image(self, grid: Grid, x: float, y: float, cell: float = 1.0, low: Color | None = None, high: Color | None = None) -> None:
        """The values of a grid as squares of side `cell`, the first one's upper left corner at a place.

        0 and less has the colour `low` (black), 1 and more `high` (white); what is not a number is left out.
        """
        ...
    def push(self) -> None:
        """Keeps colours and place for the next `pop`."""
        ...
    def pop(self) -> None:
        """Goes back to the colours and the place of the last `push`."""
        ...
    def translate(self, x: float, y: float) -> None:
        """Moves what is drawn from here on."""
        ...
    def rotate(self, angle: float) -> None:
        """Turns what is drawn from here on: radians, clockwise."""
        ...
    def scale(self, x: float, y: float | None = None) -> None:
        """Stretches what is drawn from here on."""
        ...

def param(
    default: T,
    *,
    min: float = ...,
    max: float = ...,
    step: float = ...,
    unit: str = ...,
    label: str = ...,
    group: str = ...,
    help: str = ...,
    choices: list[T] = ...,
    widget: str = ...,
    max_len: int = ...,
    log: bool = ...,
) -> T:
    """A setting of the plugin; its schema is read from the source, so every argument is a literal."""
    ...
