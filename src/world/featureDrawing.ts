// Marks for features on a picture: round crowns with a lit side and a shadow
// for trees, its name for a label, a plain dot for kinds we do not know,
// outlines where a feature has points. Drawn with soft edges; what is outside the picture is cut.

import type { FeatureValue } from "./features.ts";
import { blend } from "./blending.ts";
import type { Rgb } from "./blending.ts";
import type { Picture } from "./picture.ts";
import { drawText, textWidth } from "./textDrawing.ts";

type ToPixel = (x: number, y: number) => readonly [number, number];

const crowns: ReadonlyMap<string, Rgb> = new Map([
  ["tree", [58, 96, 48]],
  ["conifer", [38, 72, 52]],
  ["bush", [96, 118, 62]],
  ["palm", [96, 138, 64]],
  ["rock", [128, 122, 114]],
]);
const plainMark: Rgb = [168, 60, 48];

/** How large features are shown, and how many pixels from its anchor one may be seen. */
export interface FeatureScale {
  readonly metresPerPixel: number;
  readonly reach: number;
}

/** Draws one feature; `size` is its width in metres, at least a pixel on the picture; of a label the height of its capitals. */
export function drawFeature(picture: Picture, feature: FeatureValue, toPixel: ToPixel, { metresPerPixel, reach }: FeatureScale): void {
  const colour = crowns.get(feature.kind) ?? plainMark;
  if (feature.points.length > 1) drawOutline(picture, feature.points, toPixel, colour);
  const [x, y] = toPixel(feature.x, feature.y);
  if (feature.kind === "label") {
    const height = Math.min(feature.size / metresPerPixel, heightWithin(feature.name, reach));
    drawText(picture, feature.name, { x, y, height, angle: feature.angle });
    return;
  }
  const radius = Math.min(Math.max(feature.size / metresPerPixel / 2, 0.5), 200);
  if (!(Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(radius))) return;
  drawDisc(picture, x + radius * 0.45, y + radius * 0.5, radius, [16, 24, 16], 0.35);
  drawDisc(picture, x, y, radius, colour, 0.95);
  if (radius >= 1.2) drawDisc(picture, x - radius * 0.3, y - radius * 0.32, radius * 0.5, lighter(colour), 0.5);
}

/** The largest capitals of a label that keeps within the reach of its plugin, beyond which other tiles do not know of it. */
function heightWithin(name: string, reach: number): number {
  return reach === 0 ? Number.POSITIVE_INFINITY : (reach - 2) / (0.5 * textWidth(name, 1));
}

function lighter([r, g, b]: Rgb): Rgb {
  return [Math.min(r * 1.5, 255), Math.min(g * 1.5, 255), Math.min(b * 1.5, 255)];
}

/** A disc with an edge one pixel soft. */
export function drawDisc(picture: Picture, x: number, y: number, radius: number, colour: Rgb, opacity: number): void {
  for (let py = Math.max(0, Math.floor(y - radius - 1)); py <= Math.min(picture.height - 1, Math.ceil(y + radius + 1)); py++) {
    for (let px = Math.max(0, Math.floor(x - radius - 1)); px <= Math.min(picture.width - 1, Math.ceil(x + radius + 1)); px++) {
      const dx = px + 0.5 - x;
      const dy = py + 0.5 - y;
      const cover = Math.min(Math.max(radius + 0.5 - Math.sqrt(dx * dx + dy * dy), 0), 1);
      if (cover > 0) blend(picture, px, py, colour, cover * opacity);
    }
  }
}

function drawOutline(picture: Picture, points: FeatureValue["points"], toPixel: ToPixel, colour: Rgb): void {
  for (let k = 1; k < points.length; k++) {
    const [ax, ay] = toPixel(...points[k - 1]!);
    const [bx, by] = toPixel(...points[k]!);
    const steps = Math.min(Math.ceil(2 * Math.max(Math.abs(bx - ax), Math.abs(by - ay))), 4096);
    for (let step = 0; step <= steps; step++) {
      const t = steps === 0 ? 0 : step / steps;
      drawDisc(picture, ax + t * (bx - ax), ay + t * (by - ay), 0.5, colour, 0.6);
    }
  }
}
