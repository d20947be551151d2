// Heights of the first land, kept by patch: they depend on the seed and the
// world's size only, so whoever edits a plugin, or moves a slider, has them
// already. A cache for the process, bounded in bytes; it changes no value.

import type { Patch } from "./lattice.ts";

const kept = new Map<string, Float64Array>();
const bytesKept = 48 * 1024 * 1024;
let bytes = 0;

/** The heights of that land over the patch, by `make` where they are not there. The caller owns what it gets. */
export function firstHeights(land: string, { cellSizeMetres, left, top, columns, rows }: Patch, make: () => Float64Array): Float64Array {
  const key = `${cellSizeMetres} ${left} ${top} ${columns} ${rows} ${land}`;
  const heights = kept.get(key) ?? make();
  if (kept.delete(key)) bytes -= heights.byteLength;
  kept.set(key, heights);
  bytes += heights.byteLength;
  for (const [oldest, values] of kept) {
    if (bytes <= bytesKept) break;
    kept.delete(oldest);
    bytes -= values.byteLength;
  }
  return Float64Array.from(heights);
}
