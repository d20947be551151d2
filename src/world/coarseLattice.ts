// `STEP`: an elevation hook that is asked on every n-th cell of the lattice
// only, with straight lines between. The nodes are cells whose index in the
// world is a multiple of the step, so that every patch has the same ones.

import type { Patch } from "./lattice.ts";

/** The nodes within a patch. */
export interface CoarseLattice {
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  /** The first node, in columns and rows of the patch. */
  readonly left: number;
  readonly top: number;
  /** Index in the patch of each node, row-major. */
  readonly cells: Int32Array;
}

export function coarseLattice(patch: Patch, step: number): CoarseLattice {
  const left = ((-patch.left % step) + step) % step;
  const top = ((-patch.top % step) + step) % step;
  const columns = Math.ceil((patch.columns - left) / step);
  const rows = Math.ceil((patch.rows - top) / step);
  const cells = new Int32Array(columns * rows);
  for (let k = 0; k < cells.length; k++) {
    cells[k] = (top + Math.floor(k / columns) * step) * patch.columns + left + (k % columns) * step;
  }
  return { step, columns, rows, left, top, cells };
}

/** Values of the nodes spread over the whole patch; what lies beyond the outer nodes gets theirs. */
export function spreadNodes(patch: Patch, lattice: CoarseLattice, values: Float64Array): Float64Array {
  const spread = new Float64Array(patch.columns * patch.rows);
  for (let row = 0, k = 0; row < patch.rows; row++) {
    const { from: r, part: v } = between(row - lattice.top, lattice.step, lattice.rows);
    for (let column = 0; column < patch.columns; column++, k++) {
      const { from: c, part: u } = between(column - lattice.left, lattice.step, lattice.columns);
      const at = r * lattice.columns + c;
      const right = u > 0 ? 1 : 0;
      const below = at + (v > 0 ? lattice.columns : 0);
      const top = values[at]! + u * (values[at + right]! - values[at]!);
      const bottom = values[below]! + u * (values[below + right]! - values[below]!);
      spread[k] = top + v * (bottom - top);
    }
  }
  return spread;
}

function between(cells: number, step: number, nodes: number): { readonly from: number; readonly part: number } {
  const exact = Math.min(Math.max(cells / step, 0), nodes - 1);
  const from = Math.floor(exact);
  return { from, part: exact - from };
}
