// A real height map under the world: what `--base` gives. Samples stand at
// pixel centres; the map is stretched over a rectangle of the world centred on
// the origin and sampled by Catmull-Rom bicubic interpolation; beyond its edge
// the built-in shape of the world goes on from the nearest edge value.

import type { SampledGrid } from "./sampling.ts";
import { sampleBicubic } from "./sampling.ts";

/** Heights in metres. */
export interface HeightMap extends SampledGrid {
  /** Metres between neighbouring samples. */
  readonly spacingMetres: number;
}

/** Metres at a place; `null` outside the map. */
export function sampleHeightMap(map: HeightMap, x: number, y: number): number | null {
  const column = x / map.spacingMetres + map.width / 2 - 0.5;
  const row = y / map.spacingMetres + map.height / 2 - 0.5;
  if (!(column >= -0.5 && column <= map.width - 0.5 && row >= -0.5 && row <= map.height - 0.5)) return null;
  return sampleBicubic(map, column, row);
}
