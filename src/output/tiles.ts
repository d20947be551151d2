// Tiles for map viewers: heights packed as colours, and what a viewer must be
// told to read them. Where a tile lies is `world/tile.ts`.
//
// Heights are packed in Terrarium's way (metres = red * 256 + green + blue /
// 256 - 32768). A viewer takes the square of the world for the whole earth,
// 40,075 km wide, and would show a smaller world's mountains flat; `earthScale`
// says how much taller they must be, `demDecoding` puts that into the numbers
// of a style. Source: the Terrarium format, "Terrain Tiles", Mapzen 2017.

/** Pixels along a tile's side; twice that for `@2x`. */
export const tilePixels = 256;
/** Of the viewer's own zoom; deeper it enlarges. 0.8 m a pixel in the default world. */
export const deepestZoom = 10;

/** Three bytes a height; not a number is the sea's level, and heights beyond +-32 km are cut. */
export function packHeights(heights: Float64Array): Uint8Array {
  const rgb = new Uint8Array(heights.length * 3);
  for (let k = 0; k < heights.length; k++) {
    const metres = Number.isNaN(heights[k]!) ? 0 : heights[k]!;
    const steps = Math.min(Math.max(Math.round((metres + 32768) * 256), 0), 0xffffff);
    rgb[3 * k] = steps >> 16;
    rgb[3 * k + 1] = (steps >> 8) & 255;
    rgb[3 * k + 2] = steps & 255;
  }
  return rgb;
}

const earthCircumferenceMetres = 40_075_016.68557849;

/** How much larger a viewer takes the world to be than it is. */
export function earthScale(sideMetres: number): number {
  return earthCircumferenceMetres / sideMetres;
}

/** A `raster-dem` source's numbers for Terrarium tiles of a world of this size. */
export function demDecoding(sideMetres: number): {
  readonly encoding: "custom";
  readonly redFactor: number;
  readonly greenFactor: number;
  readonly blueFactor: number;
  readonly baseShift: number;
} {
  const scale = earthScale(sideMetres);
  return { encoding: "custom", redFactor: 256 * scale, greenFactor: scale, blueFactor: scale / 256, baseShift: 32768 * scale };
}
