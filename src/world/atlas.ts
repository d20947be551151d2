// The atlas: the whole world on one coarse lattice, computed once and before
// any chunk. Shape -> reshape -> rain -> water; what it changes and finds is
// handed to the chunks: a correction of heights, rain, catchments, lakes and
// rivers. Only here may a stage look at the whole grid.

import { findWater } from "./drainage.ts";
import type { Drainage } from "./drainage.ts";
import { chainGrid } from "./atlasHooks.ts";
import { shapeHeights } from "./elevation.ts";
import type { Patch } from "./lattice.ts";
import type { AtlasLayer } from "./mask.ts";
import { RiverIndex } from "./rivers.ts";
import type { RiverValue } from "./rivers.ts";
import { sampleBicubicRows, sampleBilinear, wobble } from "./sampling.ts";
import type { SampledGrid } from "./sampling.ts";
import type { WorldSetup } from "./setup.ts";
import { atlasStage } from "./stageCache.ts";

/** Cells along a side of the atlas of a finite world. */
export const atlasCells = 512;

export interface Atlas {
  /** Cells along a side. */
  readonly cells: number;
  readonly cellSizeMetres: number;
  /** Metres: the ground, lake beds included. */
  readonly elevation: Float64Array;
  /** 0..1 */
  readonly rain: Float64Array;
  /** Square kilometres that drain through each cell. */
  readonly flow: Float64Array;
  /** Metres of standing water: lakes, and the sea by its depth. */
  readonly water: Float64Array;
  /** Flat index of the cell that each drains to. */
  readonly receiver: Int32Array;
  readonly rivers: readonly RiverValue[];
  /** What the atlas says of a place in metres. */
  readonly at: AtlasSampler;
}

/** A place by a lake. */
export interface LakePlace {
  /** Metres above zero of its water. */
  readonly level: number;
  /** How much of the four atlas cells around is lake, 0..1. */
  readonly share: number;
}

export interface AtlasSampler {
  /** Metres to add to the shape of the land, by what atlas stages did to it; at places that stand row by row, `width` in each. */
  readonly corrections: (x: Float64Array, y: Float64Array, width: number) => Float64Array;
  readonly rain: (x: number, y: number) => number;
  /** Of the cell that holds the place. */
  readonly flow: (x: number, y: number) => number;
  /** The lake at a place or right beside it; null elsewhere. */
  readonly lake: (x: number, y: number) => LakePlace | null;
  readonly riverGround: RiverIndex["groundAt"];
  /** A layer between the cells; the flow of the cell itself. */
  readonly layer: (layer: AtlasLayer, x: number, y: number) => number;
}

const made = new WeakMap<WorldSetup, Atlas>();

/** The atlas of a world; null where it has no end. */
export function atlasOf(setup: WorldSetup, cells: number): Atlas | null {
  const { sizeMetres, keys } = setup;
  if (sizeMetres === null) return null;
  const atlas = made.get(setup) ?? atlasStage(setup, "atlas", keys.atlas, (own) => makeAtlas(own, sizeMetres, cells));
  made.set(setup, atlas);
  return atlas;
}

function makeAtlas(setup: WorldSetup, sizeMetres: number, cells: number): Atlas {
  const patch: Patch = { cellSizeMetres: sizeMetres / cells, left: -cells / 2, top: -cells / 2, columns: cells, rows: cells };
  const shape = shapeInBands(setup, patch);
  const reshaped = chainGrid(setup, "reshape", patch, shape, shape);
  const rain = chainGrid(setup, "rain", patch, reshaped, new Float64Array(shape.length));
  const drainage = findWater(setup, patch, reshaped, rain);
  const elevation = drainage === null ? reshaped : settledGround(reshaped, drainage);
  return assemble(setup, patch, { shape, elevation, rain, drainage });
}

const bandRows = 64;

/** Heights of the patch band by band, so that columns stay small. */
function shapeInBands(setup: WorldSetup, patch: Patch): Float64Array {
  const heights = new Float64Array(patch.columns * patch.rows);
  for (let row = 0; row < patch.rows; row += bandRows) {
    const band = { ...patch, top: patch.top + row, rows: Math.min(bandRows, patch.rows - row) };
    heights.set(shapeHeights(setup, band), row * patch.columns);
  }
  return heights;
}

/** Hollows that hold no lake are filled; lakes keep their beds. */
function settledGround(heights: Float64Array, drainage: Drainage): Float64Array {
  return heights.map((height, k) => (drainage.lakes[k]! > 0 ? drainage.filled[k]! - drainage.lakes[k]! : drainage.filled[k]!));
}

interface Layers {
  readonly shape: Float64Array;
  readonly elevation: Float64Array;
  readonly rain: Float64Array;
  readonly drainage: Drainage | null;
}

function assemble(setup: WorldSetup, patch: Patch, { shape, elevation, rain, drainage }: Layers): Atlas {
  const none = new Float64Array(shape.length);
  const lakes = drainage?.lakes ?? none;
  const layers = {
    cells: patch.columns,
    cellSizeMetres: patch.cellSizeMetres,
    elevation,
    rain,
    flow: drainage?.flow ?? none,
    water: lakes.map((depth, k) => Math.max(depth, setup.seaLevelMetres - elevation[k]!)),
    receiver: drainage?.receiver ?? Int32Array.from(shape, (_, k) => k),
    rivers: drainage?.rivers ?? [],
  };
  return { ...layers, at: makeSampler(layers, shape, lakes) };
}

function makeSampler(atlas: Omit<Atlas, "at">, shape: Float64Array, lakes: Float64Array): AtlasSampler {
  const { cells, cellSizeMetres, elevation } = atlas;
  const grid = (values: Float64Array): SampledGrid => ({ width: cells, height: cells, values });
  const index = (metres: number): number => metres / cellSizeMetres + cells / 2 - 0.5;
  const difference = grid(elevation.map((height, k) => height - shape[k]!));
  const changed = difference.values.some((metres) => metres !== 0);
  const rain = grid(atlas.rain);
  const rivers = new RiverIndex(atlas.rivers);
  const flow = (x: number, y: number): number => atlas.flow[cellOf(index(y), cells) * cells + cellOf(index(x), cells)]!;
  const lake = makeLakes(grid(lakes), elevation);
  const mayBeLake = lakeRegion(grid(lakes));
  return {
    corrections: (x, y, width) => (changed ? sampleBicubicRows(difference, x.map(index), y.map(index), width) : new Float64Array(x.length)),
    rain: (x, y) => sampleBilinear(rain, index(x), index(y)),
    flow,
    lake: (x, y) => {
      const column = index(x);
      const row = index(y);
      if (!mayBeLake(column, row)) return null;
      return lake(column + meander(column, row), row + meander(row + 91.7, column + 13.1));
    },
    riverGround: (x, y, height) => rivers.groundAt(x, y, height),
    layer: (layer, x, y) => (layer === "flow" ? flow(x, y) : sampleBilinear(grid(atlas[layer]), index(x), index(y))),
  };
}

/** How far the shore of a lake strays from the cells of the atlas, in cells. */
function meander(column: number, row: number): number {
  return 0.3 * wobble(column * 1.7, row * 1.7) + 0.12 * wobble(column * 6.3, row * 6.3);
}

/** Cells around a lake that its shore can reach: it strays by less than one, and the four cells around a place count. */
const shoreReach = 3;

/** Can a lake reach a place? A quick no for most of the land. */
function lakeRegion({ width, height, values }: SampledGrid): (column: number, row: number) => boolean {
  const near = new Uint8Array(width * height);
  for (let k = 0; k < values.length; k++) {
    if (!(values[k]! > 0)) continue;
    const row = Math.floor(k / width);
    const column = k - row * width;
    for (let r = Math.max(row - shoreReach, 0); r <= Math.min(row + shoreReach, height - 1); r++) {
      near.fill(1, r * width + Math.max(column - shoreReach, 0), r * width + Math.min(column + shoreReach + 1, width));
    }
  }
  return (column, row) => near[cellOf(row, height) * width + cellOf(column, width)] === 1;
}

function cellOf(index: number, cells: number): number {
  return Math.min(Math.max(Math.floor(index + 0.5), 0), cells - 1);
}

function makeLakes(depths: SampledGrid, elevation: Float64Array): (column: number, row: number) => LakePlace | null {
  if (!depths.values.some((depth) => depth > 0)) return () => null;
  const { width, height, values } = depths;
  return (column, row) => {
    const c = Math.floor(column);
    const r = Math.floor(row);
    if (c < 0 || r < 0 || c >= width - 1 || r >= height - 1) return null;
    let share = 0;
    let level = -Infinity;
    for (let k = 0; k < 4; k++) {
      const at = (r + (k >> 1)) * width + c + (k & 1);
      if (!(values[at]! > 0)) continue;
      const u = column - c;
      const v = row - r;
      share += (k & 1 ? u : 1 - u) * (k >> 1 ? v : 1 - v);
      level = Math.max(level, elevation[at]! + values[at]!);
    }
    return share > 0 ? { level, share } : null;
  };
}
