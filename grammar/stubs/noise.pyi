"""Noise fields: the same value for the same point and seed on every machine.

Every function is pure and defined for every finite input. Coordinates are in
lattice cells: divide metres by the size of the feature you want, as in
`noise.fbm(x / 4000, y / 4000, seed=w.seed)`. Values lie in [-1, 1] unless a
docstring says otherwise; beyond 2^50 cells from the origin all are 0. `octaves` is taken into 1..16; each octave is
`lacunarity` times finer and `gain` times weaker than the one before.

Source of the fractals: F. K. Musgrave in "Texturing and Modeling" (1994).
"""
from typing import Any, Callable, Iterable, TypeVar, overload

T = TypeVar("T")

def fbm(x: float, y: float, octaves: int = 5, lacunarity: float = 2.0, gain: float = 0.5, seed: int = 0) -> float:
    """Fractal sum of simplex noise: rolling land. In -1..1.

    Source: F. K. Musgrave, "Texturing and Modeling" (1994).

    >>> round(fbm(0.3, 0.7, octaves=4, seed=1), 6)
    -0.087786
    """
    ...

def billow(x: float, y: float, octaves: int = 5, lacunarity: float = 2.0, gain: float = 0.5, seed: int = 0) -> float:
    """Fractal sum of folded simplex noise: puffy hills with sharp creases between. In -1..1.

    Source: F. K. Musgrave, "Texturing and Modeling" (1994).

    >>> round(billow(0.3, 0.7, seed=1), 6)
    0.144648
    """
    ...

def ridged(x: float, y: float, octaves: int = 5, lacunarity: float = 2.0, gain: float = 0.5, seed: int = 0, sharpness: float = 2.0) -> float:
    """Ridged multifractal, in 0..1: crests at 1, finer ridges only where the coarser ones are high. `sharpness` weighs those.

    Source: F. K. Musgrave, "Texturing and Modeling" (1994).

    >>> round(ridged(0.3, 0.7, seed=1), 6)
    0.099106
    """
    ...

def pingpong(x: float, y: float, octaves: int = 5, lacunarity: float = 2.0, gain: float = 0.5, seed: int = 0, strength: float = 2.0) -> float:
    """Fractal sum of simplex noise folded back and forth `strength` times: contour-like bands. In -1..1.

    Source: the fractal of this name in J. Peck's FastNoise Lite (2020).

    >>> round(pingpong(0.3, 0.7, seed=1, strength=3.0), 6)
    0.41948
    """
    ...

def hybrid_multi(x: float, y: float, octaves: int = 5, lacunarity: float = 2.0, gain: float = 0.5, seed: int = 0, offset: float = 0.7) -> float:
    """Hybrid multifractal: smooth valleys and rough heights. About -0.3..1.7 with the default `offset`.

    Source: F. K. Musgrave, "Texturing and Modeling" (1994).

    >>> round(hybrid_multi(0.3, 0.7, seed=1), 6)
    0.083578
    """
    ...

def warp(x: float, y: float, strength: float = 1.0, octaves: int = 3, seed: int = 0) -> tuple[float, float]:
    """The point moved by up to about `strength` lattice cells by two fractal fields: put it before another noise to bend it.

    Source: I. Quilez, "Domain warping" (2002).

    >>> [round(v, 6) for v in warp(0.3, 0.7, strength=0.5, seed=1)]
    [0.376632, 0.718413]
    """
    ...

def curl(x: float, y: float, seed: int = 0, step: float = 0.001) -> tuple[float, float]:
    """A flow without sources or sinks: the turned gradient of simplex noise, by differences over `step` lattice cells.

    Source: R. Bridson, J. Hourihan, M. Nordenstam, "Curl-noise" (2007).

    >>> [round(v, 6) for v in curl(0.3, 0.7, seed=1)]
    [-0.497184, 2.93557]
    """
    ...

def hash01(ix: int, iy: int, seed: int = 0) -> float:
    """A float in [0, 1) for an integer point: white noise.

    Source: a linear combination and the finaliser of A. Appleby's MurmurHash (2011).

    >>> round(hash01(3, -4, seed=1), 6)
    0.474322
    """
    ...

def value(x: float, y: float, seed: int = 0) -> float:
    """Value noise: random values at the lattice points, smoothly joined. In -1..1.

    Source: D. Ebert and others, "Texturing and Modeling" (1994).

    >>> round(value(0.3, 0.7, seed=1), 6)
    0.505027
    """
    ...

def perlin(x: float, y: float, seed: int = 0) -> float:
    """Gradient noise on a square lattice; 0 at every lattice point. In -1..1.

    Source: K. Perlin, "Improving noise" (2002).

    >>> round(perlin(0.3, 0.7, seed=1), 6)
    -0.259752
    """
    ...

def simplex(x: float, y: float, seed: int = 0) -> float:
    """Gradient noise on a triangular lattice: fewer directional artefacts than `perlin`. In -1..1.

    Source: S. Gustavson, "Simplex noise demystified" (2005).

    >>> round(simplex(0.3, 0.7, seed=1), 6)
    -0.61204
    """
    ...

def simplex_table(table: list[int], x: float, y: float) -> float:
    """Simplex noise on a permutation table of 512 entries in 0..255 (the second half repeating the first).

    Equals the npm package `simplex-noise` (2-D) on its own table bit for bit.

    >>> round(simplex_table([k * 167 % 256 for k in range(512)], 0.3, 0.7), 6)
    0.119082
    """
    ...

def cellular(x: float, y: float, seed: int = 0, kind: str = "f1", distance: str = "euclidean", jitter: float = 1.0) -> float:
    """Distances to scattered points, one a lattice cell.

    `kind`: "f1" (nearest point), "f2" (second), "f2-f1" (0 on the borders
    between cells), "f1*f2", "value" (a random number in [0, 1) for the cell).
    `distance`: "euclidean", "manhattan", "chebyshev", "squared". `jitter` in
    0..1 moves the points off a square grid. Distances are in lattice cells, at
    least 0. Raises ValueError for an unknown kind or distance.
    Source: S. Worley, "A cellular texture basis function" (1996).

    >>> [round(cellular(0.3, 0.7, 1, kind), 6) for kind in ["f1", "f2", "value"]]
    [0.543694, 0.76527, 0.417201]
    """
    ...

def cellular3(x: float, y: float, z: float, seed: int = 0, kind: str = "f1", distance: str = "euclidean", jitter: float = 1.0) -> float:
    """`cellular` in three dimensions: one point a cube, z may be time. Ranges, kinds and errors are the same.

    Source: S. Worley, "A cellular texture basis function" (1996).

    >>> [round(cellular3(0.3, 0.7, 0.2, 1, kind), 6) for kind in ["f1", "f2", "value"]]
    [0.61243, 0.732236, 0.536313]
    """
    ...

def fbm3(x: float, y: float, z: float, octaves: int = 5, lacunarity: float = 2.0, gain: float = 0.5, seed: int = 0) -> float:
    """Fractal sum of 3-D simplex noise. In -1..1; z may be time.

    Source: F. K. Musgrave, "Texturing and Modeling" (1994).

    >>> round(fbm3(0.3, 0.7, 0.2, octaves=4, seed=1), 6)
    0.097473
    """
    ...

def billow3(x: float, y: float, z: float, octaves: int = 5, lacunarity: float = 2.0, gain: float = 0.5, seed: int = 0) -> float:
    """Fractal sum of folded 3-D simplex noise: clouds and foam. In -1..1.

    Source: F. K. Musgrave, "Texturing and Modeling" (1994).

    >>> round(billow3(0.3, 0.7, 0.2, seed=1), 6)
    -0.572471
    """
    ...

def ridged3(x: float, y: float, z: float, octaves: int = 5, lacunarity: float = 2.0, gain: float = 0.5, seed: int = 0, sharpness: float = 2.0) -> float:
    """Ridged multifractal in three dimensions, in 0..1: veins and caves. `sharpness` weighs finer ridges by the coarser ones.

    Source: F. K. Musgrave, "Texturing and Modeling" (1994).

    >>> round(ridged3(0.3, 0.7, 0.2, seed=1), 6)
    0.587438
    """
    ...

def warp3(x: float, y: float, z: float, strength: float = 1.0, octaves: int = 3, seed: int = 0) -> tuple[float, float, float]:
    """The point moved by up to about `strength` lattice cells by three fractal fields: put it before another 3-D noise to bend it.

    Source: I. Quilez, "Domain warping" (2002).

    >>> [round(v, 6) for v in warp3(0.3, 0.7, 0.2, strength=0.5, seed=1)]
    [0.352957, 0.88335, 0.256034]
    """
    ...

def value3(x: float, y: float, z: float, seed: int = 0) -> float:
    """Value noise in three dimensions. In -1..1.

    Source: D. Ebert and others, "Texturing and Modeling" (1994).

    >>> round(value3(0.3, 0.7, 0.2, seed=1), 6)
    0.503832
    """
    ...

def perlin3(x: float, y: float, z: float, seed: int = 0) -> float:
    """Gradient noise on a cubic lattice; 0 at every lattice point. In -1..1.

    Source: K. Perlin, "Improving noise" (2002).

    >>> round(perlin3(0.3, 0.7, 0.2, seed=1), 6)
    -0.138804
    """
    ...

def simplex3(x: float, y: float, z: float, seed: int = 0) -> float:
    """Gradient noise on a tetrahedral lattice: continuous, fewer directional artefacts than `perlin3`. In -1..1.

    Source: S. Gustavson, "Simplex noise demystified" (2005).

    >>> round(simplex3(0.3, 0.7, 0.2, seed=1), 6)
    -0.083539
    """
    ...
