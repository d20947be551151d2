// The world as a host: what plugins see, made by the public `defineHost` and
// nothing else. The types are wgen source (`stdlib/world/types.wgen` and
// `canvas.wgen`).

import { defineHost } from "../engine/host.ts";
import type { Host } from "../engine/host.ts";
import { readStandardSource } from "../engine/stdlib-files.ts";

const w = { type: "World", constant: true } as const;
const s = { type: "S", constant: true } as const;

/** The host `wgen` plugins of worlds are compiled against: WORLD.md's stages and types. */
export const worldHost: Host = defineHost({
  name: "world",
  source: `${readStandardSource("world/types.wgen")}\n\n${readStandardSource("world/canvas.wgen")}`,
  modules: {
    canvas_commands: {
      command: { parameters: { name: "str", numbers: "list[float]", text: "str" }, effect: "reversible", doc: "One command of a drawing." },
    },
  },
  hooks: {
    prepare: { parameters: { w }, result: null, isPrepare: true, doc: "Once per world: makes what later hooks take as `s`" },
    warp: {
      parameters: { x: "float", y: "float", w, s },
      result: "tuple[float, float]",
      perCell: true,
      doc: "The place that the shape of the land is read from instead",
    },
    elevation: {
      parameters: { x: "float", y: "float", prev: "float", w, s },
      result: "float",
      perCell: true,
      doc: "Metres above the sea at a point",
    },
    reshape: { parameters: { h: "Grid", w, s }, result: "Grid", doc: "Heights of the whole atlas, after work that may look at all of it" },
    rain: { parameters: { h: "Grid", prev: "Grid", w, s }, result: "Grid", doc: "Yearly rain of the atlas, 0..1" },
    hydrology: {
      parameters: { h: "Grid", rain: "Grid", w, s },
      result: "Drainage",
      doc: "Where the atlas drains to, its lakes and rivers; the last plugin's wins",
    },
    refine_rivers: { parameters: { rivers: "list[River]", w, s }, result: "list[River]", doc: "The rivers, changed, joined or left out" },
    erode: {
      parameters: { h: { type: "Grid", isRegional: true }, r: "Region", w, s },
      result: "Grid",
      doc: "Heights of a chunk with its halo, after local work",
    },
    climate: {
      parameters: { c: "Cell", prev: "Climate", w, s },
      result: "Climate",
      perCell: true,
      doc: "Temperature in degrees Celsius and moisture in 0..1",
    },
    biome: { parameters: { c: "Cell", prev: "Biome", w, s }, result: "Biome", perCell: true, doc: "What kind of place a cell is" },
    features: { parameters: { r: "Region", w, s }, result: "list[Feature]", doc: "Things whose anchors lie in the chunk" },
    keep_feature: { parameters: { f: "Feature", w, s }, result: "bool", doc: "Whether a feature of any plugin stays" },
    sites: { parameters: { a: "Atlas", w, s }, result: "list[Site]", doc: "Places of people" },
    roads: { parameters: { a: "Atlas", ss: "list[Site]", w, s }, result: "list[Road]", doc: "Ways between the sites" },
    name: {
      parameters: { kind: "str", key: "int", prev: "str", w, s },
      result: "str",
      doc: "The name of a site; `key` is a number of its own",
    },
    tooltip: {
      parameters: { c: "Cell", prev: "dict[str, str]", w, s },
      result: "dict[str, str]",
      doc: "What is shown of a place that somebody points at",
    },
    accept: { parameters: { st: "WorldStats", w, s }, result: "list[str]", doc: "Reasons to refuse this seed; none accept it" },
    color: { parameters: { c: "Cell", prev: "Color", w, s }, result: "Color", perCell: true, doc: "Colour of a cell before light" },
    draw: {
      parameters: { cv: { type: "Canvas", required: true }, r: "Region", w, s },
      result: "None",
      doc: "Draws over the map of a chunk, in metres of the world, up to REACH cells beyond it",
    },
  },
  constants: {
    HALO: { type: "int", default: 0, min: 0, max: 256, doc: "Cells around a chunk that `erode` looks at" },
    STEP: { type: "int", default: 1, min: 1, max: 64, doc: "Cells between two at which `elevation` is asked; straight lines between" },
    REACH: {
      type: "int",
      default: 0,
      min: 0,
      max: 256,
      doc: "Cells beyond its anchor that a feature is drawn, and beyond its chunk what `draw` draws",
    },
  },
  tables: {
    BIOMES: {
      hook: "biome",
      source: `from wgen import Biome as _Biome, Cell as _Cell, biome_of as _biome_of
def biome(c: _Cell, prev: _Biome) -> _Biome:
    return _biome_of(BIOMES, c, prev)
`,
    },
  },
  frozenState: true,
  unseededRandom: false,
});
