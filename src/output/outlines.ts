// Outlines of regions on a grid: cells of equal value that touch along a side
// are one region, and its outline runs along the sides of cells. The outer ring
// goes counterclockwise as a map shows it (north above), holes clockwise, each
// closed by its first corner, as GeoJSON wants them. Where two cells of a
// region touch at a corner only, the ring turns so that they stay apart.

/** Corners as columns and rows of the grid's lines; the last is the first again. */
export type Ring = readonly (readonly [column: number, row: number])[];

export interface OutlinedRegion {
  readonly value: string;
  /** The outer ring, then the holes. */
  readonly rings: readonly Ring[];
}

interface Grid {
  readonly values: readonly string[];
  readonly columns: number;
  readonly rows: number;
  /** By cell: the number of its region. */
  readonly labels: Int32Array;
}

/** Directions in the order of a turn to the left, rows growing downwards: east, north, west, south. */
const steps = [
  [1, 0],
  [0, -1],
  [-1, 0],
  [0, 1],
] as const;

/** All regions, in the order of their first cells; the empty value has none. */
export function outlineRegions(values: readonly string[], columns: number): OutlinedRegion[] {
  const rows = values.length / columns;
  const grid: Grid = { values, columns, rows, labels: new Int32Array(values.length).fill(-1) };
  const regions: { value: string; rings: Ring[] }[] = [];
  for (let cell = 0; cell < values.length; cell++) {
    if (grid.labels[cell] !== -1) continue;
    fillRegion(grid, cell, regions.length);
    regions.push({ value: values[cell] ?? "", rings: [] });
  }
  traceAll(grid, (label, ring) => regions[label]?.rings.push(ring));
  return regions.filter(({ value }) => value !== "");
}

function fillRegion({ values, columns, rows, labels }: Grid, start: number, label: number): void {
  const open = [start];
  labels[start] = label;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    for (const [dx, dy] of steps) {
      const [x, y] = [column + dx, row + dy];
      const next = y * columns + x;
      if (x < 0 || y < 0 || x >= columns || y >= rows || labels[next] !== -1 || values[next] !== values[start]) continue;
      labels[next] = label;
      open.push(next);
    }
  }
}

/**
 * Sides run with the region to their left. The topmost row of a region holds a
 * cell whose north side is of its outer ring; rows come in order, so that this
 * ring is the first that is met, begun at a north side (they run west).
 */
function traceAll(grid: Grid, add: (label: number, ring: Ring) => void): void {
  const { columns, rows } = grid;
  const seen = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const label = labelAt(grid, column, row);
      if (labelAt(grid, column, row - 1) === label || seen[row * columns + column] === 1) continue;
      add(label, trace(grid, label, column + 1, row, seen));
    }
  }
}

/** From the north-eastern corner of a cell westwards, along its north side, and round. */
function trace(grid: Grid, label: number, startColumn: number, startRow: number, seen: Uint8Array): Ring {
  const ring: [number, number][] = [];
  let [column, row, direction] = [startColumn, startRow, 2];
  let last = -1;
  do {
    if (direction !== last) ring.push([column, row]);
    last = direction;
    if (direction === 2) seen[row * grid.columns + column - 1] = 1;
    const [dx, dy] = steps[direction]!;
    [column, row] = [column + dx, row + dy];
    direction = turn(grid, label, column, row, direction);
  } while (column !== startColumn || row !== startRow || direction !== 2);
  // Begun in the middle of a straight side.
  if (last === 2) ring.shift();
  ring.push(ring[0]!);
  return ring;
}

/** Left where the way on is not the region's; the region's cell ahead on the left decides before the one on the right. */
function turn(grid: Grid, label: number, column: number, row: number, direction: number): number {
  const left = cellBeside(direction, true);
  const right = cellBeside(direction, false);
  if (labelAt(grid, column + left[0], row + left[1]) !== label) return (direction + 1) % 4;
  if (labelAt(grid, column + right[0], row + right[1]) !== label) return direction;
  return (direction + 3) % 4;
}

/** The cell ahead of a corner, to the left or right of the way, as an offset from the cell south-east of the corner. */
function cellBeside(direction: number, isLeft: boolean): readonly [number, number] {
  const ahead = [
    [0, -1, 0, 0],
    [-1, -1, 0, -1],
    [-1, 0, -1, -1],
    [0, 0, -1, 0],
  ][direction]!;
  return isLeft ? [ahead[0]!, ahead[1]!] : [ahead[2]!, ahead[3]!];
}

function labelAt({ labels, columns, rows }: Grid, column: number, row: number): number {
  return column < 0 || row < 0 || column >= columns || row >= rows ? -1 : labels[row * columns + column]!;
}
