// The seam check: the same ground made in three ways must agree to the bit.
// A 2 x 2 block of chunks one by one; each with eight cells of halo more than
// its plugins declare, all stages in another order of chunks; and the ground of
// the block as one region of twice the side. Where an `erode` looks farther
// than its HALO, or at its region as a whole, cells differ, and those are
// named. Nothing is taken from what an earlier making left behind.

import { Chunk } from "./chunk.ts";
import { erodeHeights, erosionHalo, shapeHeights } from "./elevation.ts";
import { settleHeights } from "./ground.ts";
import type { Patch } from "./lattice.ts";
import { chunkCells } from "./lattice.ts";
import { prepareWorld } from "./prepare.ts";
import type { WorldOptions } from "./world.ts";
import type { WorldSetup } from "./setup.ts";

/** One cell that came out differently. */
export interface SeamDifference {
  readonly stage: "elevation" | "color" | "features" | "drawing";
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
  /** What most likely is wrong, as a sentence; null where nothing is. */
  readonly advice: string | null;
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
  differences.push(...compareBorders(made, plain), ...compareBlock(made, wide));
  differences.sort((a, b) => a.y - b.y || a.x - b.x);
  const found = distinct(differences);
  const examples = found.slice(0, examplesKept);
  return { seamless: found.length === 0, differing: found.length, compared, examples, advice: adviceOn(found, compared) };
}

/** A cell that differs in several ways counts once. */
function distinct(differences: readonly SeamDifference[]): SeamDifference[] {
  const known = new Map(differences.toReversed().map((each) => [`${each.stage} ${each.x} ${each.y}`, each]));
  return differences.filter((each) => known.get(`${each.stage} ${each.x} ${each.y}`) === each);
}

function adviceOn(found: readonly SeamDifference[], compared: number): string | null {
  if (found.length === 0) return null;
  const heights = found.filter(({ stage }) => stage === "elevation").length;
  if (heights === 0) {
    return "A hook tells chunks apart: it must see places only in metres of the world, and random numbers only by w.rng with a place.";
  }
  if (heights > compared / 2) {
    return "`erode` looks at its region as a whole (its highest, lowest or mean value, its shape, a corner): give explicit bounds in metres, or do it on the whole atlas in `reshape`.";
  }
  return "Does `erode` look farther than its HALO says?";
}

/** The block's ground as one region against that of its chunks; without an `erode` there is no region to make. */
function compareBlock(made: readonly Chunk[], setup: WorldSetup): SeamDifference[] {
  const margin = erosionHalo(setup);
  if (!setup.attachments.some(({ plugin }) => plugin.hooks.includes("erode"))) return [];
  const [{ cx, cy } = { cx: 0, cy: 0 }] = made;
  const size = setup.cellSizeMetres;
  const side = 2 * chunkCells + 2 * margin;
  const patch: Patch = { cellSizeMetres: size, left: cx * chunkCells - margin, top: cy * chunkCells - margin, columns: side, rows: side };
  const { heights } = erodeHeights(setup, patch, settleHeights(setup, patch, shapeHeights(setup, patch)));
  return made.flatMap((chunk) => {
    const { x, y } = chunk.surface;
    const [left, top] = [(chunk.cx - cx) * chunkCells, (chunk.cy - cy) * chunkCells];
    return [...chunk.elevation].flatMap((own, k) => {
      const column = left + (k % chunkCells);
      const row = top + Math.floor(k / chunkCells);
      const whole = heights[row * 2 * chunkCells + column]!;
      return Object.is(own, whole) ? [] : [{ stage: "elevation" as const, x: x[k]!, y: y[k]!, difference: whole - own }];
    });
  });
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
  for (const stage of ["features", "drawing"] as const) {
    const [made, again] = stage === "features" ? [one.features, other.features] : [one.layers, other.layers];
    if (JSON.stringify(made) !== JSON.stringify(again)) found.push({ stage, x: x[0]!, y: y[0]!, difference: 0 });
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
