// The `Region` value of a patch, as chunk hooks get it: in world units, never
// relative to the chunk.

import type { BiomeValue } from "./cellColumns.ts";
import type { Patch } from "./lattice.ts";

/** `patch` includes the halo; `heights` and `biomes` cover it. */
export function regionValue(
  patch: Patch,
  halo: number,
  heights: Float64Array,
  biomes: readonly BiomeValue[] = [],
): Readonly<Record<string, unknown>> {
  const size = patch.cellSizeMetres;
  return {
    x0: (patch.left + halo) * size,
    y0: (patch.top + halo) * size,
    x1: (patch.left + patch.columns - halo) * size,
    y1: (patch.top + patch.rows - halo) * size,
    cell_size: size,
    halo,
    _heights: { shape: [patch.rows, patch.columns], data: heights },
    _biomes: biomes,
  };
}
