// The host of the image service: a plugin has a hook `draw(cv)` and draws on
// the canvas that it is given. Each method leaves one command behind, as an
// effect; what becomes a picture is decided when the run has succeeded. The
// world's `draw` hook has the same canvas.

import type { Host } from "../engine/host.ts";
import { defineHost } from "../engine/host.ts";
import { readStandardSource } from "../engine/stdlib-files.ts";

const color = `from dataclasses import dataclass


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


`;

export const canvasHost: Host = defineHost({
  name: "canvas",
  source: `${color}${readStandardSource("world/canvas.wgen")}`,
  modules: {
    canvas_commands: {
      command: { parameters: { name: "str", numbers: "list[float]", text: "str" }, effect: "reversible", doc: "One command of a drawing." },
    },
  },
  hooks: { draw: { parameters: { cv: { type: "Canvas", required: true } }, result: "None" } },
});
