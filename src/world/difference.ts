// Two worlds compared cell by cell over one window: which cells differ, and at
// which stage first. Bits are compared, so nothing is too small to count.

import { Chunk } from "./chunk.ts";
import { shapeHeights } from "./elevation.ts";
import { attachmentsWith } from "./atlasHooks.ts";
import type { DrawnLayer } from "./drawing.ts";
import type { FeatureValue } from "./features.ts";
import { settleHeights } from "./ground.ts";
import { chunkCells, chunkPatch } from "./lattice.ts";
import type { Places } from "./places.ts";
import { makePlaces } from "./places.ts";
import { prepareWorld } from "./prepare.ts";
import type { WorldSetup } from "./setup.ts";
import type { WorldOptions } from "./world.ts";

/** In the order in which they run; a cell counts for the first that differs. */
export const comparedStages = ["shape", "water", "detail", "climate", "biome", "look"] as const;
export type ComparedStage = (typeof comparedStages)[number];

export interface DifferenceWindow {
  /** The middle, in metres. */
  readonly x: number;
  readonly y: number;
  /** In cells. */
  readonly width: number;
  readonly height: number;
  readonly cellSizeMetres: number;
}

export interface WorldDifference {
  readonly width: number;
  readonly height: number;
  /** By cell, `[height, width]` row-major: 0 the same, else 1 + the index in `comparedStages`. */
  readonly first: Uint8Array;
  /** How many cells each stage was the first to change. */
  readonly cells: ReadonlyMap<ComparedStage, number>;
  /** Heights of the first world, metres, for drawing. */
  readonly elevation: Float64Array;
  /** The largest difference of finished heights, metres. */
  readonly mostMetres: number;
  /** Features of one world that the other has not. */
  readonly features: Change;
  /** Of the whole worlds, names included. */
  readonly sites: Change;
  readonly roads: Change;
  /** Chunks of the window over which plugins draw something else. */
  readonly drawings: number;
}

/** What only the first has, and only the other. */
interface Change {
  readonly removed: number;
  readonly added: number;
}

interface Work extends WorldDifference {
  mostMetres: number;
  features: Change;
  drawings: number;
}

/** Nothing of them differs in any bit. */
export function isSameWorld({ cells, features, sites, roads, drawings }: WorldDifference): boolean {
  const isNone = (change: Change): boolean => change.removed + change.added === 0;
  return cells.size === 0 && [features, sites, roads].every(isNone) && drawings === 0;
}

export function compareWorlds(
  one: WorldOptions,
  other: WorldOptions,
  window: DifferenceWindow,
  onProgress: (share: number) => void = () => {},
): WorldDifference {
  const [left, right] = [prepareWorld(one), prepareWorld(other)];
  const { width, height, cellSizeMetres } = window;
  const firstColumn = Math.round(window.x / cellSizeMetres - width / 2);
  const firstRow = Math.round(window.y / cellSizeMetres - height / 2);
  const first = new Uint8Array(width * height);
  const elevation = new Float64Array(width * height);
  const features: Change = { removed: 0, added: 0 };
  const work: Work = {
    width,
    height,
    first,
    cells: new Map(),
    elevation,
    mostMetres: 0,
    features,
    ...comparePlaces(left, right),
    drawings: 0,
  };
  const chunkOf = (cell: number): number => Math.floor(cell / chunkCells);
  const [lastX, lastY] = [chunkOf(firstColumn + width - 1), chunkOf(firstRow + height - 1)];
  for (let cy = chunkOf(firstRow); cy <= lastY; cy++) {
    for (let cx = chunkOf(firstColumn); cx <= lastX; cx++) {
      const made = [makeStages(left, cx, cy, cellSizeMetres), makeStages(right, cx, cy, cellSizeMetres)] as const;
      place(work, made, cx * chunkCells - firstColumn, cy * chunkCells - firstRow);
      work.features = sumOf(work.features, changeOf(made[0].features, made[1].features));
      if (JSON.stringify(made[0].layers) !== JSON.stringify(made[1].layers)) work.drawings++;
    }
    onProgress((cy - chunkOf(firstRow) + 1) / (lastY - chunkOf(firstRow) + 1));
  }
  const counts = comparedStages.map((stage, index) => [stage, first.filter((code) => code === index + 1).length] as const);
  return { ...work, cells: new Map(counts.filter(([, count]) => count > 0)) };
}

interface ChunkStages {
  /** By stage: what must be equal in each cell. */
  readonly values: readonly ((cell: number) => readonly (number | string)[])[];
  readonly elevation: Float64Array;
  readonly features: readonly FeatureValue[];
  readonly layers: readonly DrawnLayer[];
}

function makeStages(setup: WorldSetup, cx: number, cy: number, cellSizeMetres: number): ChunkStages {
  const patch = chunkPatch(cx, cy, cellSizeMetres, 0);
  const shape = shapeHeights(setup, patch);
  const shaped = Float64Array.from(shape);
  const settled = settleHeights(setup, patch, shape);
  const chunk = new Chunk(setup, cx, cy, cellSizeMetres);
  const { elevation, features, layers, surface, colors } = chunk;
  const biomeName = (k: number): string => surface.biome.values[surface.biome.codes[k]!]!.name;
  return {
    values: [
      (k) => [shaped[k]!],
      (k) => [settled[k]!],
      (k) => [elevation[k]!],
      (k) => [surface.temperature[k]!, surface.moisture[k]!, surface.water_depth[k]!, surface.flow[k]!],
      (k) => [biomeName(k)],
      (k) => [colors.r[k]!, colors.g[k]!, colors.b[k]!],
    ],
    elevation,
    features,
    layers,
  };
}

/** Compares the cells of a chunk that lie in the window; (column, row) is where the chunk begins there. */
function place(work: Work, [one, other]: readonly [ChunkStages, ChunkStages], column: number, row: number): void {
  const { width, height, first, elevation } = work;
  for (let k = 0; k < chunkCells * chunkCells; k++) {
    const x = column + (k % chunkCells);
    const y = row + Math.floor(k / chunkCells);
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    first[y * width + x] = 1 + one.values.findIndex((values, stage) => !isSame(values(k), other.values[stage]!(k)));
    elevation[y * width + x] = one.elevation[k]!;
    work.mostMetres = Math.max(work.mostMetres, Math.abs(one.elevation[k]! - other.elevation[k]!));
  }
}

function isSame(left: readonly (number | string)[], right: readonly (number | string)[]): boolean {
  return left.every((value, index) => Object.is(value, right[index]));
}

/** Compared only where a plugin has a say in them: the built-in ones follow from the atlas, and take long. */
function comparePlaces(one: WorldSetup, other: WorldSetup): { readonly sites: Change; readonly roads: Change } {
  const placesOf = (setup: WorldSetup): Places => {
    const atlas = setup.atlas();
    return atlas === null ? { sites: [], roads: [] } : makePlaces(setup, atlas);
  };
  const makes = (setup: WorldSetup): boolean => ["sites", "roads", "name"].some((hook) => attachmentsWith(setup, hook).length > 0);
  if (!makes(one) && !makes(other)) return { sites: { removed: 0, added: 0 }, roads: { removed: 0, added: 0 } };
  const [left, right] = [placesOf(one), placesOf(other)];
  return { sites: changeOf(left.sites, right.sites), roads: changeOf(left.roads, right.roads) };
}

function changeOf(one: readonly unknown[], other: readonly unknown[]): Change {
  const [left, right] = [one, other].map((list) => new Set(list.map((each) => JSON.stringify(each)))) as [Set<string>, Set<string>];
  const only = (mine: Set<string>, theirs: Set<string>): number => [...mine].filter((key) => !theirs.has(key)).length;
  return { removed: only(left, right), added: only(right, left) };
}

function sumOf(one: Change, other: Change): Change {
  return { removed: one.removed + other.removed, added: one.added + other.added };
}
