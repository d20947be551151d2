// The host of the image service: a plugin has a hook `draw(cv)` and draws on
// the canvas that it is given. Each method leaves one command behind, as an
// effect; what becomes a picture is decided when the run has succeeded.

import type { Host } from "../engine/host.ts";
import { defineHost } from "../engine/host.ts";

const color = `
class Color:
    """Red, green, blue in 0..1: \`Color(0.2, 0.4, 0.6)\` or \`Color("#336699")\`."""

    r: float
    g: float
    b: float

    @overload
    def __init__(self, text: str) -> None:
        if len(text) != 7 or text[0] != "#":
            raise ValueError("a color is written like '#336699'")
        self.r = int(text[1:3], 16) / 255.0
        self.g = int(text[3:5], 16) / 255.0
        self.b = int(text[5:7], 16) / 255.0

    @overload
    def __init__(self, r: float, g: float, b: float) -> None:
        self.r = r
        self.g = g
        self.b = b


def _flat(points: list[tuple[float, float]]) -> list[float]:
    numbers: list[float] = []
    for x, y in points:
        numbers.append(x)
        numbers.append(y)
    return numbers


from canvas_commands import command
from math import cos, sin
`;

const methods = `
def background(self, c: Color) -> None:
    """Fills the whole canvas."""
    command("background", [c.r, c.g, c.b], "")

def fill(self, c: Color) -> None:
    """The colour of shapes from here on."""
    command("fill", [c.r, c.g, c.b], "")

def no_fill(self) -> None:
    """Shapes are outlines only from here on."""
    command("no_fill", [], "")

def stroke(self, c: Color, width: float = 1.0) -> None:
    """The colour and width of lines and outlines from here on."""
    command("stroke", [c.r, c.g, c.b, width], "")

def no_stroke(self) -> None:
    """Shapes have no outlines from here on."""
    command("no_stroke", [], "")

def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
    command("path", [x0, y0, x1, y1], "")

def rect(self, x: float, y: float, width: float, height: float) -> None:
    command("polygon", [x, y, x + width, y, x + width, y + height, x, y + height], "")

def circle(self, x: float, y: float, radius: float) -> None:
    command("ellipse", [x, y, radius, radius], "")

def ellipse(self, x: float, y: float, radius_x: float, radius_y: float) -> None:
    command("ellipse", [x, y, radius_x, radius_y], "")

def polygon(self, points: list[tuple[float, float]]) -> None:
    command("polygon", _flat(points), "")

def path(self, points: list[tuple[float, float]], closed: bool = False) -> None:
    command("polygon" if closed else "path", _flat(points), "")

def arc(self, x: float, y: float, radius: float, start: float, stop: float) -> None:
    """A part of a circle, from one angle to another, in radians clockwise from the right."""
    numbers: list[float] = []
    for k in range(49):
        angle = start + (stop - start) * k / 48.0
        numbers.append(x + radius * cos(angle))
        numbers.append(y + radius * sin(angle))
    command("path", numbers, "")

def text(self, s: str, x: float, y: float, size: float = 12.0) -> None:
    """Writes a text that begins at a place."""
    command("text", [x, y, size], s)

def push(self) -> None:
    """Keeps colours and place for the next \`pop\`."""
    command("push", [], "")

def pop(self) -> None:
    command("pop", [], "")

def translate(self, x: float, y: float) -> None:
    command("translate", [x, y], "")

def rotate(self, angle: float) -> None:
    """Radians, clockwise."""
    command("rotate", [angle], "")

def scale(self, x: float, y: float | None = None) -> None:
    command("scale", [x, x if y is None else y], "")
`;

export const canvasHost: Host = defineHost({
  name: "canvas",
  types: { Canvas: { width: "float", height: "float" } },
  methods: { Canvas: methods.trimStart() },
  source: color.trimStart(),
  modules: {
    canvas_commands: {
      command: { parameters: { name: "str", numbers: "list[float]", text: "str" }, effect: "reversible", doc: "One command of a drawing." },
    },
  },
  hooks: { draw: { parameters: { cv: { type: "Canvas", required: true } }, result: "None" } },
});
