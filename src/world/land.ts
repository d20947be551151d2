// The first land of a finite world: the built-in shape, worn by the built-in
// erosion on the atlas. It depends on the seed and the size only, so worlds
// share it whatever is attached to them, and plugins get it as `prev`.

import { atlasResultBytes } from "./atlasHooks.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import { fuelForCells, cellCentres } from "./lattice.ts";
import type { Patch } from "./lattice.ts";
import { sampleBicubicRows } from "./sampling.ts";
import { limits } from "../base/limits.ts";
import type { Tier } from "../engine/unit.ts";

export interface Land {
  /** Metres that erosion adds to the built-in shape at places that stand row by row, `width` in each. */
  readonly corrections: (x: Float64Array, y: Float64Array, width: number) => Float64Array;
  /** Its heights over a patch of the atlas' own lattice, which erosion has worked out already; null for other patches. */
  readonly heightsOver: (patch: Patch) => Float64Array | null;
}

export interface FirstLand {
  readonly seed: string;
  readonly sizeMetres: number;
  readonly cellSizeMetres: number;
  readonly seaLevelMetres: number;
  readonly cells: number;
  readonly tier: Tier;
  readonly shape: PreparedAttachment;
  readonly erosion: PreparedAttachment;
}

const kept = new Map<string, Land>();
const landsKept = 8;

/** The first land after erosion; computed once per process for each. */
export function wornLand(land: FirstLand): Land {
  const { tier, seed, sizeMetres, cellSizeMetres, seaLevelMetres, cells } = land;
  const key = JSON.stringify([tier, seed, sizeMetres, cellSizeMetres, seaLevelMetres, cells]);
  const worn = kept.get(key) ?? erode(land);
  kept.delete(key);
  kept.set(key, worn);
  if (kept.size > landsKept) kept.delete([...kept.keys()][0]!);
  return worn;
}

function erode(land: FirstLand): Land {
  const { cells, sizeMetres } = land;
  const patch: Patch = { cellSizeMetres: sizeMetres / cells, left: -cells / 2, top: -cells / 2, columns: cells, rows: cells };
  const heights = builtinShape(land.shape, patch);
  const { plugin, world } = land.erosion;
  const answer = plugin.call(
    "reshape",
    { h: { shape: [cells, cells], data: heights }, w: world },
    { limits: { fuel: limits.fuelPerAtlasStage.default, resultBytes: atlasResultBytes } },
  );
  if (!answer.ok) throw new Error(`the built-in erosion faulted: ${answer.fault.message}`);
  const worn = (answer.value as unknown as { readonly data: Float64Array }).data;
  const grid = { width: cells, height: cells, values: worn.map((height, k) => height - heights[k]!) };
  const index = (metres: number): number => (metres * cells) / sizeMetres + cells / 2 - 0.5;
  // Where cells of the lattice have whole indices, the correction there is the grid's own value, to the bit.
  const isExact = Array.from({ length: cells }, (_, k) => index((patch.left + k + 0.5) * patch.cellSizeMetres)).every(Number.isInteger);
  const first = heights.map((height, k) => height + grid.values[k]!);
  return {
    corrections: (x, y, width) => sampleBicubicRows(grid, x.map(index), y.map(index), width),
    heightsOver: (part) => (isExact ? cutOut(first, patch, part) : null),
  };
}

function cutOut(values: Float64Array, whole: Patch, { cellSizeMetres, left, top, columns, rows }: Patch): Float64Array | null {
  const column = left - whole.left;
  const row = top - whole.top;
  if (cellSizeMetres !== whole.cellSizeMetres || !Number.isInteger(column) || !Number.isInteger(row)) return null;
  if (column < 0 || row < 0 || column + columns > whole.columns || row + rows > whole.rows) return null;
  const part = new Float64Array(columns * rows);
  for (let k = 0; k < rows; k++) {
    const start = (row + k) * whole.columns + column;
    part.set(values.subarray(start, start + columns), k * columns);
  }
  return part;
}

function builtinShape({ plugin, world }: PreparedAttachment, patch: Patch): Float64Array {
  const { x, y } = cellCentres(patch);
  const heights = new Float64Array(x.length);
  const fuel = fuelForCells(limits.fuelPerChunk.default, x.length);
  const answer = plugin.map("elevation", { x, y, prev: heights, w: world }, heights, { limits: { fuel } });
  if (!answer.ok) throw new Error(`the built-in shape faulted: ${answer.fault.message}`);
  return heights;
}
