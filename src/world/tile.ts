// Where a map tile lies. The world's square fills the one tile of zoom 0; each
// zoom cuts every tile in four, x counted to the east and y to the south from
// the north-west corner. Tile edges are edges of cells of the tile's own
// lattice, so that neighbouring tiles share no pixel and miss none.

/** Side of the square that tiles cut up, where the world itself has no end: 10 m a pixel at zoom 12. */
export const endlessTileSquareMetres = 10 * 256 * 4096;

/** Deepest zoom; 204.8 km are then 0.05 m a pixel. */
export const deepestZoom = 14;

/** The view that a tile shows: its middle in metres, its pixels, its scale. */
export interface TileView {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly metresPerPixel: number;
}

/** `size` in pixels. Throws `RangeError` for a tile that does not exist. */
export function tileView(sizeMetres: number | null, z: number, x: number, y: number, size: number): TileView {
  if (!Number.isInteger(z) || z < 0 || z > deepestZoom) throw new RangeError(`z must be 0 to ${deepestZoom}`);
  const across = 2 ** z;
  for (const index of [x, y])
    if (!Number.isInteger(index) || index < 0 || index >= across) throw new RangeError(`no such tile at zoom ${z}`);
  if (!Number.isInteger(size) || size < 64 || size > 1024) throw new RangeError("a tile has 64 to 1024 pixels a side");
  const square = sizeMetres ?? endlessTileSquareMetres;
  const side = square / across;
  return { x: (x + 0.5) * side - square / 2, y: (y + 0.5) * side - square / 2, width: size, height: size, metresPerPixel: side / size };
}
