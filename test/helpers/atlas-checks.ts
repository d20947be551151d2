// What must be true of the atlas of every default world; each breach as a
// sentence.

import type { Atlas } from "../../src/world/atlas.ts";
import type { RiverValue } from "../../src/world/rivers.ts";
import { coastDimension, largestLand, longestCourse, longestRun } from "./atlas-measures.ts";

/** Longest run of a river's line along one grid direction, in atlas cells. */
const straightest = 12;
/** The same of the cells that it was traced through, each of which has eight ways to go on. */
const straightestCells = 12;
/** Catchment from which water is a river. */
const riverKm2 = 12;
/** The share of the map that one land must cover to have room for a long river. */
const roomForRivers = 0.32;

export function atlasFaults(atlas: Atlas): string[] {
  const rivers = atlas.rivers.flatMap((river, k) => riverFaults(atlas, river, k));
  return [...landFaults(atlas), ...coastFaults(atlas), ...catchmentFaults(atlas), ...courseFaults(atlas), ...rivers];
}

function coastFaults(atlas: Atlas): string[] {
  const dimension = coastDimension(atlas);
  return dimension >= 1.1 && dimension <= 1.4 ? [] : [`a coast of dimension ${dimension.toFixed(2)}`];
}

/** The longest river is a third of the map's width, and none keeps to one of the eight ways of the lattice. */
function courseFaults(atlas: Atlas): string[] {
  const share = longestCourse(atlas, riverKm2) / (atlas.cells * atlas.cellSizeMetres);
  const run = longestRun(atlas, riverKm2);
  return [
    ...(share >= 1 / 3 || largestLand(atlas) < roomForRivers ? [] : [`the longest river is ${share.toFixed(2)} of the map's width`]),
    ...(run <= straightestCells ? [] : [`${run} cells of a river in one direction`]),
  ];
}

function landFaults({ elevation }: Atlas): string[] {
  const share = elevation.filter((metres) => metres > 0).length / elevation.length;
  return share >= 0.25 && share <= 0.6 ? [] : [`${(share * 100).toFixed(0)} % land`];
}

/** What leaves through outlets is the land, each cell once. */
function catchmentFaults({ elevation, receiver, flow, cellSizeMetres }: Atlas): string[] {
  const cell = cellSizeMetres ** 2 / 1e6;
  let land = 0;
  let drained = 0;
  for (let k = 0; k < receiver.length; k++) {
    if (elevation[k]! > 0) land += cell;
    if (receiver[k] === k) drained += flow[k]!;
  }
  return Math.abs(land - drained) <= 1e-6 * land ? [] : [`${drained} km2 drained of ${land} km2`];
}

function riverFaults(atlas: Atlas, river: RiverValue, k: number): string[] {
  const faults: string[] = [];
  for (let p = 1; p < river.levels.length; p++) if (river.levels[p]! > river.levels[p - 1]!) faults.push(`river ${k} rises at point ${p}`);
  if (!endsInWater(atlas, river)) faults.push(`river ${k} ends on dry land at ${river.points.at(-1)!.map(Math.round).join(", ")}`);
  if (straightRun(river, atlas.cellSizeMetres) > straightest) faults.push(`river ${k} runs straight along the grid`);
  return faults;
}

/** In a lake, the sea, at the edge of the map, or where it joins another river. */
function endsInWater(atlas: Atlas, river: RiverValue): boolean {
  const [x, y] = river.points.at(-1)!;
  const { cells, cellSizeMetres, elevation, water } = atlas;
  const column = Math.floor(x / cellSizeMetres) + cells / 2;
  const row = Math.floor(y / cellSizeMetres) + cells / 2;
  for (let i = row - 1; i <= row + 1; i++) {
    for (let j = column - 1; j <= column + 1; j++) {
      if (i <= 0 || j <= 0 || i >= cells - 1 || j >= cells - 1) return true;
      if (water[i * cells + j]! > 0 || elevation[i * cells + j]! <= 0) return true;
    }
  }
  return atlas.rivers.some((other) => other !== river && other.points.some(([ox, oy]) => Math.abs(ox - x) < 1 && Math.abs(oy - y) < 1));
}

/** The longest stretch within two degrees of a grid direction, in cells. */
function straightRun({ points }: RiverValue, cell: number): number {
  let longest = 0;
  let run = 0;
  for (let k = 1; k < points.length; k++) {
    const dx = Math.abs(points[k]![0] - points[k - 1]![0]);
    const dy = Math.abs(points[k]![1] - points[k - 1]![1]);
    const long = Math.max(dx, dy);
    const short = Math.min(dx, dy);
    const along = short <= 0.035 * long || long - short <= 0.035 * long;
    run = along ? run + Math.sqrt(dx * dx + dy * dy) / cell : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
