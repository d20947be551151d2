// A chunk of the default world by hand in TypeScript: the stages cell by cell,
// without plugins, columns or caches. What the world does in TypeScript itself
// (the atlas, rivers cut into the ground, slopes) is the world's own.

import { arctangent2 } from "../../src/world/angle.ts";
import { fillWater, settleHeights, visibleSurface } from "../../src/world/ground.ts";
import { cellCentres, chunkCells, chunkPatch, cropGrid, gradients } from "../../src/world/lattice.ts";
import type { WorldSetup } from "../../src/world/setup.ts";
import { seedOf } from "./noise.ts";
import { biome, color, elevation, moistureAt, temperatureAt } from "./stages.ts";
import type { TwinWorld } from "./stages.ts";

/** All that the stages know of a chunk's cells. */
export interface TwinChunk {
  readonly elevation: Float64Array;
  readonly slope: Float64Array;
  readonly aspect: Float64Array;
  readonly temperature: Float64Array;
  readonly moisture: Float64Array;
  readonly biome: readonly string[];
  readonly r: Float64Array;
  readonly g: Float64Array;
  readonly b: Float64Array;
  readonly east: Float64Array;
  readonly south: Float64Array;
}

export function chunkByHand(setup: WorldSetup, cx: number, cy: number): TwinChunk {
  const w: TwinWorld = { seed: seedOf(BigInt(setup.builtins.shape.world["seed"] as bigint)), size: setup.sizeMetres! };
  const patch = chunkPatch(cx, cy, setup.cellSizeMetres, 1);
  const bordered = settleHeights(setup, patch, landByHand(setup, patch, w));
  const slopes = gradients(bordered, patch.columns, patch.rows, patch.cellSizeMetres);
  const heights = cropGrid(bordered, patch.columns, patch.rows, 1);
  const { x, y } = cellCentres(chunkPatch(cx, cy, setup.cellSizeMetres, 0));
  const seen = visibleSurface(setup, patch, bordered);
  const column = (): Float64Array => new Float64Array(chunkCells * chunkCells);
  const cells = { x, y, elevation: heights, moisture: column(), water_depth: column(), flow: column() };
  fillWater(setup, cells, setup.cellSizeMetres);
  const chunk = { elevation: heights, slope: column(), aspect: column(), temperature: column(), moisture: cells.moisture };
  const colors = { r: column(), g: column(), b: column() };
  const names: string[] = [];
  for (let k = 0; k < heights.length; k++) {
    const rise = slopes.east[k]!;
    const drop = slopes.south[k]!;
    chunk.slope[k] = Math.sqrt(rise * rise + drop * drop);
    chunk.aspect[k] = arctangent2(-drop, -rise);
    chunk.temperature[k] = temperatureAt(x[k]!, y[k]!, heights[k]!, w);
    chunk.moisture[k] = moistureAt(x[k]!, y[k]!, heights[k]!, chunk.moisture[k]!, w);
    const cell = {
      elevation: heights[k]!,
      slope: chunk.slope[k]!,
      temperature: chunk.temperature[k]!,
      moisture: chunk.moisture[k]!,
      depth: cells.water_depth[k]!,
    };
    names.push(biome(cell));
    const [r, g, b] = color(cell);
    colors.r[k] = r;
    colors.g[k] = g;
    colors.b[k] = b;
  }
  return { ...chunk, ...colors, biome: names, ...gradients(seen, patch.columns, patch.rows, patch.cellSizeMetres) };
}

function landByHand(setup: WorldSetup, patch: ReturnType<typeof chunkPatch>, w: TwinWorld): Float64Array {
  const { x, y } = cellCentres(patch);
  const corrections = setup.land()!.corrections(x, y, patch.columns);
  return x.map((east, k) => elevation(east, y[k]!, w) + corrections[k]!);
}
