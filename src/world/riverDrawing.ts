// Rivers on a picture: soft-edged lines as wide as the water, and where that
// is less than a pixel, as faint as the river is narrow. All rivers are laid
// on one sheet first, so that a confluence is no darker than its rivers.

import type { Picture } from "./picture.ts";
import type { RiverValue } from "./rivers.ts";

type Rgb = readonly [number, number, number];

/** Narrowest line, in pixels. */
const narrowestLine = 1.15;
const waterColour: Rgb = [66, 118, 146];

/** `left` and `top` are the picture's first pixel on the lattice of its scale. */
export function drawRivers(picture: Picture, rivers: readonly RiverValue[], left: number, top: number, metresPerPixel: number): void {
  const cover = new Float64Array(picture.width * picture.height);
  let touched = false;
  for (const river of rivers) {
    for (let k = 1; k < river.points.length; k++) {
      const [ax, ay] = river.points[k - 1]!;
      const [bx, by] = river.points[k]!;
      const width = (0.5 * (river.widths[k - 1]! + river.widths[k]!)) / metresPerPixel;
      const line = {
        ax: ax / metresPerPixel - left,
        ay: ay / metresPerPixel - top,
        bx: bx / metresPerPixel - left,
        by: by / metresPerPixel - top,
        radius: 0.5 * Math.max(width, narrowestLine),
        opacity: Math.min(0.4 + 5 * width, 0.92),
      };
      if (coverLine(picture, cover, line)) touched = true;
    }
  }
  if (touched) blendSheet(picture, cover);
}

interface Line {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly radius: number;
  readonly opacity: number;
}

/** Raises the sheet's cover along a line; false where the line lies outside. */
function coverLine({ width, height }: Picture, cover: Float64Array, line: Line): boolean {
  const reach = line.radius + 1;
  const x0 = Math.max(0, Math.floor(Math.min(line.ax, line.bx) - reach));
  const x1 = Math.min(width - 1, Math.ceil(Math.max(line.ax, line.bx) + reach));
  const y0 = Math.max(0, Math.floor(Math.min(line.ay, line.by) - reach));
  const y1 = Math.min(height - 1, Math.ceil(Math.max(line.ay, line.by) + reach));
  for (let py = y0; py <= y1; py++) {
    for (let px = x0; px <= x1; px++) {
      const share = Math.min(Math.max(line.radius + 0.5 - distanceTo(line, px + 0.5, py + 0.5), 0), 1) * line.opacity;
      const at = py * width + px;
      if (share > cover[at]!) cover[at] = share;
    }
  }
  return x0 <= x1 && y0 <= y1;
}

function distanceTo({ ax, ay, bx, by }: Line, x: number, y: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / square, 0), 1);
  const ex = x - ax - t * dx;
  const ey = y - ay - t * dy;
  return Math.sqrt(ex * ex + ey * ey);
}

function blendSheet(picture: Picture, cover: Float64Array): void {
  for (let at = 0; at < cover.length; at++) {
    const share = cover[at]!;
    if (share === 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      const k = at * 3 + channel;
      picture.rgb[k] = Math.floor(picture.rgb[k]! * (1 - share) + waterColour[channel]! * share + 0.5);
    }
  }
}
