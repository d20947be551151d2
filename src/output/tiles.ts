// Tiles of a world for map viewers: XYZ addresses, y down from the north, 256
// pixels a side. The flat square of the world lies on the Mercator square, so
// that tile 0/0/0 is the whole of it. Whoever makes a tile makes the same one:
// the page in a browser, the server, a test.
//
// Heights are packed in Terrarium's way (metres = red * 256 + green + blue /
// 256 - 32768). A viewer takes the square for the whole earth, 40,075 km wide,
// and would show a smaller world's mountains flat; `earthScale` says how much
// taller they must be, `demDecoding` packs that into a style's own numbers.
// Source: the Terrarium format, "Terrain Tiles", Mapzen 2017.

import type { Picture, View } from "../world/picture.ts";
import type { World } from "../world/world.ts";

export interface TileAddress {
  /** 0 .. `deepestZoom`. */
  readonly z: number;
  /** 0 .. 2^z - 1, from the west. */
  readonly x: number;
  /** 0 .. 2^z - 1, from the north. */
  readonly y: number;
}

/** Pixels along a tile's side; twice that for `@2x`. */
export const tilePixels = 256;
/** The default world's side, and that of the part of an endless world that tiles show. */
export const defaultSideMetres = 204_800;
/** Deeper there is nothing to see: under a metre a pixel in the default world. */
export const deepestZoom = 10;

/** Metres of the world to a pixel of a tile. */
export function tileMetresPerPixel(z: number, sideMetres: number, pixels: number = tilePixels): number {
  return sideMetres / (pixels * 2 ** z);
}

/** What `world.render` must be asked for to draw the tile. */
export function tileView({ z, x, y }: TileAddress, sideMetres: number = defaultSideMetres, pixels: number = tilePixels): Required<TileView> {
  const side = sideMetres / 2 ** z;
  return {
    x: (x + 0.5) * side - sideMetres / 2,
    y: (y + 0.5) * side - sideMetres / 2,
    width: pixels,
    height: pixels,
    metresPerPixel: tileMetresPerPixel(z, sideMetres, pixels),
  };
}

export type TileView = Omit<View, "onProgress">;

/** The tile's heights, packed. */
export function terrariumPicture(world: World, address: TileAddress, sideMetres?: number, pixels?: number): Picture {
  const { x, y, width, height, metresPerPixel } = tileView(address, sideMetres, pixels);
  const first = { x0: x - ((width - 1) / 2) * metresPerPixel, y0: y - ((height - 1) / 2) * metresPerPixel };
  const heights = world.grid("elevation", { ...first, cols: width, rows: height, cellSize: metresPerPixel });
  return { width, height, rgb: packHeights(heights) };
}

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
export function earthScale(sideMetres: number = defaultSideMetres): number {
  return earthCircumferenceMetres / sideMetres;
}

/** A `raster-dem` source's numbers for Terrarium tiles of a world of this size. */
export function demDecoding(sideMetres: number = defaultSideMetres): {
  readonly encoding: "custom";
  readonly redFactor: number;
  readonly greenFactor: number;
  readonly blueFactor: number;
  readonly baseShift: number;
} {
  const scale = earthScale(sideMetres);
  return { encoding: "custom", redFactor: 256 * scale, greenFactor: scale, blueFactor: scale / 256, baseShift: 32768 * scale };
}
