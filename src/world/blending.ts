// One colour laid over a pixel of a picture.

import type { Picture } from "./picture.ts";

/** Red, green, blue, 0..255. */
export type Rgb = readonly [number, number, number];

/** `share` is how much of the colour covers, 0..1. */
export function blend(picture: Picture, px: number, py: number, colour: Rgb, share: number): void {
  const at = (py * picture.width + px) * 3;
  for (let k = 0; k < 3; k++) {
    picture.rgb[at + k] = Math.floor(picture.rgb[at + k]! * (1 - share) + colour[k]! * share + 0.5);
  }
}
