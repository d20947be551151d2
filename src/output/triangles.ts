// A mesh with few triangles where land is flat and many where it is not: right
// triangles halved at the middle of their longest side until heights differ by
// at most so much. The error of a halving is at least that of the halvings
// below it, so neighbours always agree on a shared side and no cracks open.
// Source: W. Evans, D. Kirkpatrick, G. Townsend, "Right-triangulated irregular
// networks", Algorithmica 30 (2001).

/** Corners of a triangle as columns and rows; the right angle is at c. */
type Visit = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number) => void;

/**
 * Triangles over a square lattice of `side` points (a power of two and one
 * more), as indices of points three by three, counterclockwise seen from above
 * (with rows growing to the south). Every height is met within `mostMetres`.
 */
export function triangulate(heights: Float64Array, side: number, mostMetres: number): Uint32Array {
  const last = side - 1;
  if (last < 1 || (last & (last - 1)) !== 0) throw new RangeError("the lattice must have a power of two and one more points along a side");
  const errors = halvingErrors(heights, side);
  const corners: number[] = [];
  const emit: Visit = (ax, ay, bx, by, cx, cy) => void corners.push(ay * side + ax, by * side + bx, cy * side + cx);
  const descend: Visit = (ax, ay, bx, by, cx, cy) => {
    const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
    if (!Number.isInteger(mx) || !Number.isInteger(my) || errors[my * side + mx]! <= mostMetres) return emit(ax, ay, bx, by, cx, cy);
    descend(cx, cy, ax, ay, mx, my);
    descend(bx, by, cx, cy, mx, my);
  };
  descend(0, 0, last, last, last, 0);
  descend(last, last, 0, 0, 0, last);
  return Uint32Array.from(corners);
}

/** By point: how far heights are off, at most, if the triangles that it halves are left whole. */
function halvingErrors(heights: Float64Array, side: number): Float64Array {
  const errors = new Float64Array(side * side);
  const last = side - 1;
  const levels = 2 * (31 - Math.clz32(last));
  const measure: Visit = (ax, ay, bx, by, cx, cy) => {
    const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
    const middle = my * side + mx;
    const own = Math.abs(heights[middle]! - (heights[ay * side + ax]! + heights[by * side + bx]!) / 2);
    errors[middle] = Math.max(errors[middle]!, own, errorBelow(cx, cy, ax, ay), errorBelow(bx, by, cx, cy));
  };
  const errorBelow = (ax: number, ay: number, bx: number, by: number): number => {
    const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
    return Number.isInteger(mx) && Number.isInteger(my) ? errors[my * side + mx]! : 0;
  };
  // A level's middles lie in triangles of that level alone: from the smallest up each is final.
  for (let level = levels - 1; level >= 0; level--) {
    visitLevel(0, 0, last, last, last, 0, level, measure);
    visitLevel(last, last, 0, 0, 0, last, level, measure);
  }
  return errors;
}

function visitLevel(ax: number, ay: number, bx: number, by: number, cx: number, cy: number, level: number, visit: Visit): void {
  if (level === 0) return visit(ax, ay, bx, by, cx, cy);
  const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
  visitLevel(cx, cy, ax, ay, mx, my, level - 1, visit);
  visitLevel(bx, by, cx, cy, mx, my, level - 1, visit);
}
