// The seam check: the same ground made in three ways must agree to the bit.
// A 2 x 2 block of chunks one by one; each with eight cells of halo more than
// its plugins declare; and all stages again in another order of chunks. Where
// an `erode` looks farther than its HALO, the wider halo changes cells, and
// those are named. Nothing is taken from what an earlier making left behind.

import { Chunk } from "./chunk.ts";
import { chunkCells } from "./lattice.ts";
import { prepareWorld } from "./prepare.ts";
import type { WorldOptions } from "./world.ts";
import type { WorldSetup } from "./setup.ts";

/** One cell that came out differently. */
export interface SeamDifference {
  readonly stage: "elevation" | "color" | "features";
  /** Metres; the middle of the cell. */
  readonly x: number;
  readonly y: number;
  /** Metres, for elevations; 0 for other stages. */
  readonly difference: number;
}

export interface SeamReport {
  /** No cell of any stage differs in any bit. */
  readonly seamless: boolean;
  /** How many cells differ. */
  readonly differing: number;
  readonly compared: number;
  /** The first hundred, by row. */
  readonly examples: readonly SeamDifference[];
}

/** Cells of halo added in the second making. */
const extraHalo = 8;
const examplesKept = 100;

/** Checks a 2 x 2 block whose upper left chunk is (cx, cy). */
export function checkSeams(options: WorldOptions, cx = -1, cy = -1): SeamReport {
  const differences: SeamDifference[] = [];
  let compared = 0;
  const corners = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const;
  const plain = prepareWorld({ ...options, reuse: "atlas" });
  const wide = prepareWorld({ ...options, reuse: "atlas" });
  const made = corners.map(([dx, dy]) => new Chunk(plain, cx + dx, cy + dy, plain.cellSizeMetres));
  for (const chunk of made) void chunk.colors;
  for (const chunk of made.toReversed()) {
    compared += chunkCells * chunkCells;
    differences.push(...compareChunks(chunk, new Chunk(wide, chunk.cx, chunk.cy, wide.cellSizeMetres, extraHalo)));
  }
  differences.push(...compareBorders(made, plain));
  differences.sort((a, b) => a.y - b.y || a.x - b.x);
  return { seamless: differences.length === 0, differing: differences.length, compared, examples: differences.slice(0, examplesKept) };
}

function compareChunks(one: Chunk, other: Chunk): SeamDifference[] {
  const found: SeamDifference[] = [];
  const { x, y } = one.surface;
  for (let k = 0; k < x.length; k++) {
    const height = one.elevation[k]!;
    const again = other.elevation[k]!;
    const colour = (["r", "g", "b"] as const).some((channel) => !Object.is(one.colors[channel][k], other.colors[channel][k]));
    if (!Object.is(height, again)) found.push({ stage: "elevation", x: x[k]!, y: y[k]!, difference: again - height });
    else if (colour) found.push({ stage: "color", x: x[k]!, y: y[k]!, difference: 0 });
  }
  if (JSON.stringify(one.features) !== JSON.stringify(other.features)) {
    found.push({ stage: "features", x: x[0]!, y: y[0]!, difference: 0 });
  }
  return found;
}

/** Neighbours see each other's first row and column in their borders: those must be the neighbour's own values. */
function compareBorders([one, right, below]: readonly Chunk[], setup: WorldSetup): SeamDifference[] {
  const found: SeamDifference[] = [];
  const side = chunkCells + 2;
  const centre = (cell: number): number => (cell + 0.5) * setup.cellSizeMetres;
  for (let k = 0; k < chunkCells; k++) {
    const east = { seen: one!.bordered.heights[(k + 1) * side + side - 1]!, own: right!.elevation[k * chunkCells]! };
    const south = { seen: one!.bordered.heights[(side - 1) * side + k + 1]!, own: below!.elevation[k]! };
    const { cx, cy } = one!;
    if (!Object.is(east.seen, east.own)) {
      found.push({
        stage: "elevation",
        x: centre((cx + 1) * chunkCells),
        y: centre(cy * chunkCells + k),
        difference: east.seen - east.own,
      });
    }
    if (!Object.is(south.seen, south.own)) {
      found.push({
        stage: "elevation",
        x: centre(cx * chunkCells + k),
        y: centre((cy + 1) * chunkCells),
        difference: south.seen - south.own,
      });
    }
  }
  return found;
}
