// Measures of an atlas: the box-counting dimension of its coast, how far and
// how straight its rivers run, how large its lands are.

import type { Atlas } from "../../src/world/atlas.ts";

/** Sides of the boxes in cells of the atlas: 0.8 to 25.6 km on one of 512. A single cell is left out: its edges are the lattice's. */
const boxes = [2, 4, 8, 16, 32, 64];

/** The slope of log(boxes that hold coast) over log(1 / side). Source: B. Mandelbrot (1967). */
export function coastDimension(atlas: Atlas): number {
  const coast = coastCells(atlas);
  const points = boxes.map((side) => {
    const held = new Set(coast.map(([row, column]) => Math.floor(row / side) * atlas.cells + Math.floor(column / side)));
    return [Math.log(1 / side), Math.log(held.size)] as const;
  });
  const mean = (pick: 0 | 1): number => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const product = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return product / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

function coastCells({ cells, elevation }: Atlas): (readonly [number, number])[] {
  const isLand = (row: number, column: number): boolean => elevation[row * cells + column]! > 0;
  const found: (readonly [number, number])[] = [];
  for (let row = 0; row < cells - 1; row++) {
    for (let column = 0; column < cells - 1; column++) {
      const here = isLand(row, column);
      if (here !== isLand(row, column + 1) || here !== isLand(row + 1, column)) found.push([row, column]);
    }
  }
  return found;
}

/** Metres from cell to cell of the longest way that the water of a river takes to the sea, through lakes and confluences; a river drains `leastKm2`. */
export function longestCourse({ cells, cellSizeMetres, receiver, flow }: Atlas, leastKm2: number): number {
  const length = new Float64Array(receiver.length);
  let longest = 0;
  for (const cell of downstream(receiver)) {
    const below = receiver[cell]!;
    longest = Math.max(longest, length[cell]!);
    if (below === cell || flow[cell]! < leastKm2) continue;
    const aside = below % cells !== cell % cells && Math.floor(below / cells) !== Math.floor(cell / cells);
    length[below] = Math.max(length[below]!, length[cell]! + (aside ? Math.SQRT2 : 1) * cellSizeMetres);
  }
  return longest;
}

/** Cells in a row that a river, cell by cell, goes in one of eight directions, lakes left out; a river drains `leastKm2`. */
export function longestRun({ receiver, flow, water }: Atlas, leastKm2: number): number {
  const run = new Int32Array(receiver.length).fill(1);
  let longest = 0;
  for (const cell of downstream(receiver)) {
    const below = receiver[cell]!;
    if (below === cell || flow[cell]! < leastKm2 || water[cell]! > 0) continue;
    longest = Math.max(longest, run[cell]!);
    const beyond = receiver[below]!;
    if (water[below]! <= 0 && beyond !== below && beyond - below === below - cell) run[below] = Math.max(run[below]!, run[cell]! + 1);
  }
  return longest;
}

/** All cells, each before the one it drains to. */
function downstream(receiver: Int32Array): number[] {
  const above = new Int32Array(receiver.length);
  receiver.forEach((below, cell) => {
    if (below !== cell) above[below]! += 1;
  });
  const order = Array.from(receiver.keys()).filter((cell) => above[cell] === 0);
  for (let head = 0; head < order.length; head++) {
    const below = receiver[order[head]!]!;
    if (below === order[head]) continue;
    above[below]! -= 1;
    if (above[below] === 0) order.push(below);
  }
  return order;
}

/** The share of the map that the largest land covers (four neighbours). */
export function largestLand({ cells, elevation }: Atlas): number {
  const seen = new Uint8Array(elevation.length);
  let largest = 0;
  for (let start = 0; start < elevation.length; start++) {
    if (seen[start] === 1 || elevation[start]! <= 0) continue;
    const waiting = [start];
    seen[start] = 1;
    let size = 0;
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      size += 1;
      const column = cell % cells;
      const near = [column > 0 ? cell - 1 : -1, column < cells - 1 ? cell + 1 : -1, cell - cells, cell + cells];
      for (const next of near) {
        if (next < 0 || next >= elevation.length || seen[next] === 1 || elevation[next]! <= 0) continue;
        seen[next] = 1;
        waiting.push(next);
      }
    }
    largest = Math.max(largest, size);
  }
  return largest / elevation.length;
}
