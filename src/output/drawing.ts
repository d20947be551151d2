// A drawing of the image service as a PNG. The pixels are those of the world's
// own painter, so that they are the same on every machine.

import type { Drawing } from "../canvas/drawing.ts";
import { paintCommands } from "../world/painting.ts";
import { encodePicture } from "./png.ts";

/**
 * The drawing on white, `scale` pixels to its unit. Throws `RangeError` where that is more pixels
 * than a picture may have, or where the commands ask for more painting than one drawing may.
 *
 * @example
 * const out = draw(plugin, 400, 300);
 * if (out.ok) await writeFile("flower.png", drawingPNG(out.drawing, 2));
 */
export function drawingPNG({ width, height, commands }: Drawing, scale = 1): Uint8Array {
  const [columns, rows] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  if (!(scale > 0) || !(columns * rows <= mostPixels)) throw new RangeError(`a picture of a drawing has at most ${mostPixels} pixels`);
  const picture = { width: columns, height: rows, rgb: new Uint8Array(columns * rows * 3).fill(255) };
  const all = { left: 0, top: 0, right: columns, bottom: rows };
  const isWhole = paintCommands(picture, commands, { left: 0, top: 0, x: 0, y: 0, scale, penScale: scale, clip: all, ground: all });
  if (!isWhole) throw new RangeError("the drawing asks for more painting than one picture may");
  return encodePicture(picture);
}

const mostPixels = 2 ** 26;
