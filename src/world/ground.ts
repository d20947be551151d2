// Where the atlas meets the cells of a patch: heights corrected by what atlas
// stages did, valleys of rivers cut in, and the water that stands or flows.

import type { AtlasSampler, LakePlace } from "./atlas.ts";
import type { Patch } from "./lattice.ts";
import { cellCentres } from "./lattice.ts";
import type { WorldSetup } from "./setup.ts";

/** Rivers are cut where cells are at most so large: a valley narrower than a cell would only make noise. */
const coarsestCarvedMetres = 100;

/** Heights of a patch after the atlas, from those of its shape. */
export function settleHeights(setup: WorldSetup, patch: Patch, shape: Float64Array): Float64Array {
  const sampler = setup.atlas()?.at;
  if (sampler === undefined) return shape;
  const { x, y } = cellCentres(patch);
  const corrections = sampler.corrections(x, y, patch.columns);
  return shape.map((height, k) =>
    settledHeight(sampler, x[k]!, y[k]!, height + corrections[k]!, patch.cellSizeMetres, setup.seaLevelMetres),
  );
}

/** Share of lake among the four atlas cells around a place where its shore runs. */
const shoreShare = 0.25;

/** Ground by a lake: raised to its water where the shore runs, so that the lake ends there; as it was on both sides. */
function banked(height: number, lake: LakePlace | null): number {
  if (lake === null || height >= lake.level) return height;
  const off = Math.abs(lake.share - shoreShare) / shoreShare;
  if (off >= 1) return height;
  const raise = 1 - off * off * (3 - 2 * off);
  return height + (lake.level + 0.5 - height) * raise;
}

/** The water of a lake over a place; null where none reaches. */
function lakeLevel(sampler: AtlasSampler, x: number, y: number): number | null {
  const lake = sampler.lake(x, y);
  return lake !== null && lake.share >= shoreShare ? lake.level : null;
}

function settledHeight(sampler: AtlasSampler, x: number, y: number, ground: number, cellSizeMetres: number, sea: number): number {
  const height = banked(ground, sampler.lake(x, y));
  if (cellSizeMetres > coarsestCarvedMetres || height <= sea) return height;
  const carved = sampler.riverGround(x, y, height);
  return carved === null ? height : Math.min(height, carved.height);
}

/** Heights of what is seen from above: the ground, or the level of the sea or a lake over it. */
export function visibleSurface(setup: WorldSetup, patch: Patch, heights: Float64Array): Float64Array {
  const sampler = setup.atlas()?.at;
  const { x, y } = cellCentres(patch);
  return heights.map((height, k) =>
    Math.max(height, setup.seaLevelMetres, (sampler === undefined ? null : lakeLevel(sampler, x[k]!, y[k]!)) ?? -Infinity),
  );
}

/** Columns of cells that water fills. */
export interface WaterColumns {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly elevation: Float64Array;
  readonly moisture: Float64Array;
  readonly water_depth: Float64Array;
  readonly flow: Float64Array;
}

/** Fills depth of water, catchments, and as first moisture the atlas' rain (0.5 in a world without end). */
export function fillWater(setup: WorldSetup, cells: WaterColumns, cellSizeMetres: number): void {
  const sampler = setup.atlas()?.at;
  const sea = setup.seaLevelMetres;
  for (let k = 0; k < cells.x.length; k++) {
    const height = cells.elevation[k]!;
    cells.water_depth[k] = Math.max(sea - height, 0);
    cells.moisture[k] = 0.5;
    if (sampler === undefined) continue;
    const x = cells.x[k]!;
    const y = cells.y[k]!;
    cells.moisture[k] = sampler.rain(x, y);
    cells.flow[k] = sampler.flow(x, y);
    if (height > sea) cells.water_depth[k] = freshWater(sampler, x, y, height, cellSizeMetres);
  }
}

function freshWater(sampler: AtlasSampler, x: number, y: number, height: number, cellSizeMetres: number): number {
  const level = lakeLevel(sampler, x, y);
  if (level !== null && level > height) return level - height;
  if (cellSizeMetres > coarsestCarvedMetres) return 0;
  return sampler.riverGround(x, y, height)?.depth ?? 0;
}
