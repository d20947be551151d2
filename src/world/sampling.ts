// Values between the samples of a grid. Samples stand at whole columns and
// rows; beyond the edge the nearest sample repeats.

/** Values row-major, north row first. */
export interface SampledGrid {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** Smooth to the first derivative, through every sample. */
export function sampleBicubic({ width, height, values }: SampledGrid, column: number, row: number): number {
  const c = Math.floor(column);
  const r = Math.floor(row);
  const u = column - c;
  const west = held(c - 1, width);
  const here = held(c, width);
  const east = held(c + 1, width);
  const far = held(c + 2, width);
  const line = (start: number): number =>
    cubic(values[start + west]!, values[start + here]!, values[start + east]!, values[start + far]!, u);
  const north = line(held(r - 1, height) * width);
  const middle = line(held(r, height) * width);
  const south = line(held(r + 1, height) * width);
  return cubic(north, middle, south, line(held(r + 2, height) * width), row - r);
}

/**
 * `sampleBicubic` at many places, row by row with `width` in each: the places of
 * one column mostly lie between the same samples, so that what is known of them
 * across is kept for the next row. The same values, to the bit.
 */
export function sampleBicubicRows(grid: SampledGrid, columns: Float64Array, rows: Float64Array, width: number): Float64Array {
  const across = new BicubicColumns(grid, width);
  const values = new Float64Array(columns.length);
  for (let k = 0, place = 0; k < values.length; k++) {
    values[k] = across.sample(place, columns[k]!, rows[k]!);
    place = place + 1 === width ? 0 : place + 1;
  }
  return values;
}

class BicubicColumns {
  private readonly grid: SampledGrid;
  /** Of each place: its column, the row north of it, and the values across at four rows. */
  private readonly column: Float64Array;
  private readonly row: Float64Array;
  private readonly lines: Float64Array;

  constructor(grid: SampledGrid, width: number) {
    this.grid = grid;
    this.column = new Float64Array(width).fill(Number.NaN);
    this.row = new Float64Array(width);
    this.lines = new Float64Array(4 * width);
  }

  sample(place: number, column: number, row: number): number {
    const r = Math.floor(row);
    if (this.column[place] !== column || this.row[place] !== r) this.gather(place, column, r);
    const { lines } = this;
    const at = 4 * place;
    return cubic(lines[at]!, lines[at + 1]!, lines[at + 2]!, lines[at + 3]!, row - r);
  }

  private gather(place: number, column: number, r: number): void {
    const { width, height, values } = this.grid;
    const c = Math.floor(column);
    const u = column - c;
    this.column[place] = column;
    this.row[place] = r;
    for (let k = 0; k < 4; k++) {
      const start = held(r - 1 + k, height) * width;
      const a = values[start + held(c - 1, width)]!;
      const b = values[start + held(c, width)]!;
      this.lines[4 * place + k] = cubic(a, b, values[start + held(c + 1, width)]!, values[start + held(c + 2, width)]!, u);
    }
  }
}

/** A whole column or row, or the nearest that there is. */
function held(index: number, count: number): number {
  return Math.min(Math.max(index, 0), count - 1);
}

/** Straight between the four samples around. */
export function sampleBilinear(grid: SampledGrid, column: number, row: number): number {
  const c = Math.floor(column);
  const r = Math.floor(row);
  const u = column - c;
  const v = row - r;
  const top = at(grid, c, r) + u * (at(grid, c + 1, r) - at(grid, c, r));
  const bottom = at(grid, c, r + 1) + u * (at(grid, c + 1, r + 1) - at(grid, c, r + 1));
  return top + v * (bottom - top);
}

/** The sample at a whole column and row, or the nearest one. */
function at(grid: SampledGrid, column: number, row: number): number {
  return grid.values[held(row, grid.height) * grid.width + held(column, grid.width)]!;
}

/** Catmull-Rom through b and c. Source: E. Catmull and R. Rom, "A class of local interpolating splines" (1974). */
function cubic(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** Smooth noise in -1..1 with features of the size of one unit. Source: value noise on a hashed lattice. */
export function wobble(x: number, y: number): number {
  const c = Math.floor(x);
  const r = Math.floor(y);
  const u = (x - c) * (x - c) * (3 - 2 * (x - c));
  const v = (y - r) * (y - r) * (3 - 2 * (y - r));
  const top = lattice(c, r) + u * (lattice(c + 1, r) - lattice(c, r));
  const bottom = lattice(c, r + 1) + u * (lattice(c + 1, r + 1) - lattice(c, r + 1));
  return top + v * (bottom - top);
}

function lattice(column: number, row: number): number {
  let h = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 31 - 1;
}
