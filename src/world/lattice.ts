// Where cells lie. The world's plane is cut into square chunks of 64 x 64
// cells; cell (i, j) of a lattice is centred on ((i + 0.5) · size, (j + 0.5) ·
// size) metres, whatever the view, so that a place has one cell and one value.

/** Cells along a chunk's side. */
export const chunkCells = 64;

/** A rectangle of cells of one lattice: columns `left .. left + columns`, rows `top .. top + rows`. */
export interface Patch {
  readonly cellSizeMetres: number;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
}

/** The cells of chunk (cx, cy) with `margin` more on every side. */
export function chunkPatch(cx: number, cy: number, cellSizeMetres: number, margin: number): Patch {
  const side = chunkCells + 2 * margin;
  return { cellSizeMetres, left: cx * chunkCells - margin, top: cy * chunkCells - margin, columns: side, rows: side };
}

/** Centres in metres of all cells, row-major: `[rows · columns]` each. */
export function cellCentres(patch: Patch): { readonly x: Float64Array; readonly y: Float64Array } {
  const x = new Float64Array(patch.columns * patch.rows);
  const y = new Float64Array(patch.columns * patch.rows);
  for (let row = 0, k = 0; row < patch.rows; row++) {
    for (let column = 0; column < patch.columns; column++, k++) {
      x[k] = (patch.left + column + 0.5) * patch.cellSizeMetres;
      y[k] = (patch.top + row + 0.5) * patch.cellSizeMetres;
    }
  }
  return { x, y };
}

/** The inner part of a grid without `border` cells on each side, row-major. */
export function cropGrid(grid: Float64Array, columns: number, rows: number, border: number): Float64Array {
  if (border === 0) return grid;
  const inner = new Float64Array((columns - 2 * border) * (rows - 2 * border));
  const width = columns - 2 * border;
  for (let row = 0; row < rows - 2 * border; row++) {
    const from = (row + border) * columns + border;
    inner.set(grid.subarray(from, from + width), row * width);
  }
  return inner;
}

/** Slopes of the inner cells (border 1 taken off) by central differences: rise over run to the east and to the south. */
export function gradients(
  heights: Float64Array,
  columns: number,
  rows: number,
  cellSizeMetres: number,
): { readonly east: Float64Array; readonly south: Float64Array } {
  const width = columns - 2;
  const east = new Float64Array(width * (rows - 2));
  const south = new Float64Array(width * (rows - 2));
  for (let row = 1, k = 0; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++, k++) {
      const at = row * columns + column;
      east[k] = (heights[at + 1]! - heights[at - 1]!) / (2 * cellSizeMetres);
      south[k] = (heights[at + columns]! - heights[at - columns]!) / (2 * cellSizeMetres);
    }
  }
  return { east, south };
}

/** Fuel for one hook over `cells` cells: what a chunk has, in proportion where a halo makes it more. */
export function fuelForCells(chunkFuel: number, cells: number): number {
  return Math.ceil(chunkFuel * Math.max(1, cells / (chunkCells * chunkCells)));
}
