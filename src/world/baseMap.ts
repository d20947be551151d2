// A real height map under the world: what `--base` gives. Samples stand at
// pixel centres; the map is stretched over a rectangle of the world centred on
// the origin and sampled by Catmull-Rom bicubic interpolation; beyond its edge
// the built-in shape of the world goes on from the nearest edge value.

/** Heights in metres, row-major, north row first. */
export interface HeightMap {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
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

function sampleBicubic(map: HeightMap, column: number, row: number): number {
  const c = Math.floor(column);
  const r = Math.floor(row);
  const u = column - c;
  const v = row - r;
  const line = (k: number): number => cubic(at(map, c - 1, r + k), at(map, c, r + k), at(map, c + 1, r + k), at(map, c + 2, r + k), u);
  return cubic(line(-1), line(0), line(1), line(2), v);
}

/** Edge samples repeat outwards. */
function at(map: HeightMap, column: number, row: number): number {
  const c = Math.min(Math.max(column, 0), map.width - 1);
  const r = Math.min(Math.max(row, 0), map.height - 1);
  return map.values[r * map.width + c]!;
}

/** Catmull-Rom through b and c. Source: E. Catmull and R. Rom, "A class of local interpolating splines" (1974). */
function cubic(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
