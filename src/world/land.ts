// The first land of a finite world: the built-in shape, worn by the built-in
// erosion on the atlas. It depends on the seed and the size only, so worlds
// share it whatever is attached to them, and plugins get it as `prev`.

import { atlasResultBytes } from "./atlasHooks.ts";
import type { PreparedAttachment } from "./hookRun.ts";
import { fuelForCells, cellCentres } from "./lattice.ts";
import type { Patch } from "./lattice.ts";
import { sampleBicubic } from "./sampling.ts";
import { limits } from "../base/limits.ts";
import type { Tier } from "../engine/unit.ts";

/** Metres to add to the built-in shape at a place. */
export type LandCorrection = (x: number, y: number) => number;

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

const kept = new Map<string, LandCorrection>();
const landsKept = 8;

/** What erosion did to the first land; computed once per process for each land. */
export function landCorrection(land: FirstLand): LandCorrection {
  const { tier, seed, sizeMetres, cellSizeMetres, seaLevelMetres, cells } = land;
  const key = JSON.stringify([tier, seed, sizeMetres, cellSizeMetres, seaLevelMetres, cells]);
  const correction = kept.get(key) ?? erode(land);
  kept.delete(key);
  kept.set(key, correction);
  if (kept.size > landsKept) kept.delete([...kept.keys()][0]!);
  return correction;
}

function erode(land: FirstLand): LandCorrection {
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
  return (x, y) => sampleBicubic(grid, index(x), index(y));
}

function builtinShape({ plugin, world }: PreparedAttachment, patch: Patch): Float64Array {
  const { x, y } = cellCentres(patch);
  const heights = new Float64Array(x.length);
  const fuel = fuelForCells(limits.fuelPerChunk.default, x.length);
  const answer = plugin.map("elevation", { x, y, prev: heights, w: world }, heights, { limits: { fuel } });
  if (!answer.ok) throw new Error(`the built-in shape faulted: ${answer.fault.message}`);
  return heights;
}
