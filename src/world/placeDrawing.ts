// Roads and sites on a picture: roads as thin dashed earth, sites as ringed
// dots, with their names where they are asked for.

import { drawDisc } from "./featureDrawing.ts";
import type { Picture } from "./picture.ts";
import type { Places } from "./places.ts";
import { dotRadius, nameHeight, placeNames } from "./namePlacing.ts";
import { drawText } from "./textDrawing.ts";

type Rgb = readonly [number, number, number];

const roadColour: Rgb = [112, 72, 44];
const ringColour: Rgb = [46, 30, 24];
const townColour: Rgb = [244, 232, 206];
const portColour: Rgb = [206, 226, 240];
/** Pixels of road drawn, and left out, in turn. */
const dash = 4;
const gap = 2.5;

/** `toPixel` takes metres to pixels of the picture. */
export function drawPlaces(
  picture: Picture,
  places: Places,
  hasNames: boolean,
  metresPerPixel: number,
  toPixel: (x: number, y: number) => readonly [number, number],
): void {
  const names = hasNames ? placeNames(places, metresPerPixel) : null;
  for (const road of places.roads)
    drawRoad(
      picture,
      road.points.map(([x, y]) => toPixel(x, y)),
    );
  for (const site of places.sites) {
    const [x, y] = toPixel(site.x, site.y);
    const radius = dotRadius(site);
    drawDisc(picture, x, y, radius + 1.1, ringColour, 0.9);
    drawDisc(picture, x, y, radius, site.kind === "port" ? portColour : townColour, 1);
  }
  for (const [site, dy] of names ?? []) {
    const [x, y] = toPixel(site.x, site.y);
    drawText(picture, site.name, { x, y: y + dy, height: nameHeight, angle: 0 });
  }
}

function drawRoad(picture: Picture, points: readonly (readonly [number, number])[]): void {
  let travelled = 0;
  for (let k = 1; k < points.length; k++) {
    const [ax, ay] = points[k - 1]!;
    const [bx, by] = points[k]!;
    const length = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
    if (isOutside(picture, ax, ay, bx, by)) {
      travelled += length;
      continue;
    }
    const steps = Math.min(Math.ceil(length * 2), 8192);
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const at = travelled + t * length;
      if (at - Math.floor(at / (dash + gap)) * (dash + gap) < dash) {
        drawDisc(picture, ax + t * (bx - ax), ay + t * (by - ay), 0.75, roadColour, 0.7);
      }
    }
    travelled += length;
  }
}

function isOutside({ width, height }: Picture, ax: number, ay: number, bx: number, by: number): boolean {
  return Math.max(ax, bx) < -2 || Math.min(ax, bx) > width + 2 || Math.max(ay, by) < -2 || Math.min(ay, by) > height + 2;
}
