"""Mixing colours: straight lines and ramps in RGB, hue and OKLab, and a few palettes.

Channels run from 0 to 1 and are taken as sRGB.
"""
from typing import Any, Callable, Iterable, TypeVar, overload
from wgen import Color

T = TypeVar("T")

def lerp(a: Color, b: Color, t: float) -> Color:
    """From `a` at t = 0 to `b` at t = 1, channel by channel; `t` is taken into 0..1.

    >>> lerp(Color(0.0, 0.0, 0.0), Color(1.0, 0.5, 0.0), 0.5)
    Color(0.5, 0.25, 0.0)
    """
    ...

def ramp(stops: list[tuple[float, Color]], t: float) -> Color:
    """The colour at `t` between stops sorted by position, flat beyond the ends. Raises ValueError without stops.

    >>> ramp([(0.0, Color(0.0, 0.0, 0.0)), (100.0, Color(1.0, 1.0, 1.0))], 25.0)
    Color(0.25, 0.25, 0.25)
    """
    ...

def hsl(hue: float, saturation: float, lightness: float) -> Color:
    """From hue in degrees and saturation and lightness in 0..1. Source: CSS Color Module Level 4, section 7.

    >>> hsl(120.0, 1.0, 0.5)
    Color(0.0, 1.0, 0.0)
    """
    ...

def brighten(c: Color, amount: float) -> Color:
    """Towards white by `amount` in 0..1, or towards black where it is negative.

    >>> brighten(Color(0.5, 0.5, 0.5), -0.5)
    Color(0.25, 0.25, 0.25)
    """
    ...

def luminance(c: Color) -> float:
    """Relative luminance in 0..1. Source: WCAG 2.1.

    >>> round(luminance(Color("#808080")), 4)
    0.2159
    """
    ...

def lerp_oklab(a: Color, b: Color, t: float) -> Color:
    """As `lerp`, even to the eye: no grey or dark middle. Source: B. Ottosson, "A perceptual color space for image processing" (2020).

    >>> round(lerp_oklab(Color("#ff0000"), Color("#0000ff"), 0.5).r, 4)
    0.5504
    """
    ...

def palette(name: str, t: float) -> Color:
    """A colour of a named palette at `t` in 0..1: terrain, viridis, magma, grey, autumn. Raises ValueError for another name.

    >>> palette("grey", 0.25)
    Color(0.25, 0.25, 0.25)
    """
    ...
