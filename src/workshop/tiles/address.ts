// Which tile is asked for. Numbers stand in addresses in one form only, without
// sign, leading zeros or anything else, so that one tile has one address and
// one cache key.

import { deepestZoom, tilePixels } from "../../output/tiles.ts";
import { Problem } from "../problem.ts";

export const tileLayers = ["map", "terrarium"] as const;
export type TileLayer = (typeof tileLayers)[number];

export interface TileAddress {
  readonly layer: TileLayer;
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** Pixels along a side: 256, or 512 for `@2x`. */
  readonly pixels: number;
}

/** `file` is `5.png` or `5@2x.png`. Throws a `Problem` for an address that is no tile's. */
export function readTileAddress(layer: string, z: string, x: string, file: string): TileAddress {
  const known = tileLayers.find((each) => each === layer);
  if (known === undefined) throw new Problem("not-found", `there is no layer ${layer}; there are ${tileLayers.join(", ")}`);
  const [, y = "", twice] = /^(\d{1,8})(@2x)?\.png$/.exec(file) ?? [];
  const zoom = readIndex(z, deepestZoom, "zoom");
  const last = 2 ** zoom - 1;
  return {
    layer: known,
    z: zoom,
    x: readIndex(x, last, "x"),
    y: readIndex(y, last, "y"),
    pixels: twice === undefined ? tilePixels : 2 * tilePixels,
  };
}

function readIndex(text: string, most: number, name: string): number {
  if (/^(?:0|[1-9][0-9]{0,7})$/.test(text) && Number(text) <= most) return Number(text);
  throw new Problem(
    "malformed-request",
    `a tile's ${name} is a whole number from 0 to ${most} here, written plainly: /tiles/map/3/0/7.png`,
  );
}
