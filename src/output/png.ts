// PNG pictures by fast-png: 8-bit maps, 16-bit heights. Heights are stretched
// to the full range, with a sidecar that tells metres back.

import { decode, encode } from "fast-png";

/** Red, green, blue of each pixel, 0..255, row-major. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** An 8-bit RGB PNG. */
export function encodePicture(picture: Picture): Uint8Array {
  return encode({ width: picture.width, height: picture.height, data: picture.rgb, channels: 3, depth: 8 });
}

/** A 16-bit grey PNG's values as they stand in the file, row-major. Throws RangeError for any other kind of picture. */
export function decodeGrey16(bytes: Uint8Array): { width: number; height: number; values: Uint16Array } {
  const image = decode(bytes);
  if (image.channels !== 1 || image.depth !== 16) throw new RangeError("a height map must be a 16-bit grey PNG");
  return { width: image.width, height: image.height, values: Uint16Array.from(image.data) };
}

/** What a height PNG's values mean: `metres = min + value / 65535 · (max - min)`. */
export interface HeightScale {
  readonly minMetres: number;
  readonly maxMetres: number;
}

/** A 16-bit grey PNG of heights stretched over their range, and the scale that undoes it. */
export function encodeHeights(
  heights: Float64Array,
  width: number,
  height: number,
): { readonly bytes: Uint8Array; readonly scale: HeightScale } {
  let minMetres = Infinity;
  let maxMetres = -Infinity;
  for (const metres of heights) {
    if (metres < minMetres) minMetres = metres;
    if (metres > maxMetres) maxMetres = metres;
  }
  const span = maxMetres - minMetres || 1;
  const data = Uint16Array.from(heights, (metres) => Math.round(((metres - minMetres) / span) * 65535));
  return { bytes: encode({ width, height, data, channels: 1, depth: 16 }), scale: { minMetres, maxMetres } };
}
