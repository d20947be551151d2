// Where the names of sites stand: beneath their dots, or above where that is
// taken; names that fit at neither place are left out, those of the greater
// sites last. It depends on the scale only, not on the picture, so that tiles
// agree along their borders.

import type { Places, SiteValue } from "./places.ts";
import { textWidth } from "./textDrawing.ts";

/** Pixels: capitals of a name, and its distance from the dot. */
export const nameHeight = 6;
const nameOff = 7;
const margin = 2;

/** Pixels of a site's dot without its ring. */
export function dotRadius(site: SiteValue): number {
  return 1.8 + 1.8 * Math.min(Math.max(site.size, 0), 2);
}

/** A rectangle of pixels around its middle. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

const placed = new WeakMap<Places, Map<number, ReadonlyMap<SiteValue, number>>>();

/** For each site whose name has room: how many pixels beneath its dot the name's middle is. */
export function placeNames(places: Places, metresPerPixel: number): ReadonlyMap<SiteValue, number> {
  const byScale = placed.get(places) ?? new Map<number, ReadonlyMap<SiteValue, number>>();
  placed.set(places, byScale);
  const offsets = byScale.get(metresPerPixel) ?? findRoom(places.sites, metresPerPixel);
  if (byScale.size > 16) byScale.clear();
  byScale.set(metresPerPixel, offsets);
  return offsets;
}

function findRoom(sites: readonly SiteValue[], metresPerPixel: number): ReadonlyMap<SiteValue, number> {
  const offsets = new Map<SiteValue, number>();
  const taken = sites.map((site) => dotBox(site, metresPerPixel));
  for (const site of sites.toSorted((a, b) => b.size - a.size)) {
    const off = dotRadius(site) + nameOff;
    const boxes = [off, -off].map((dy) => ({ dy, box: nameBox(site, dy, metresPerPixel) }));
    const free = boxes.find(({ box }) => !taken.some((other) => overlap(box, other)));
    if (free === undefined) continue;
    offsets.set(site, free.dy);
    taken.push(free.box);
  }
  return offsets;
}

function dotBox(site: SiteValue, metresPerPixel: number): Box {
  const radius = dotRadius(site) + 1;
  return { x: site.x / metresPerPixel, y: site.y / metresPerPixel, halfWidth: radius, halfHeight: radius };
}

function nameBox({ x, y, name }: SiteValue, dy: number, metresPerPixel: number): Box {
  const halfWidth = 0.5 * textWidth(name, nameHeight) + margin;
  return { x: x / metresPerPixel, y: y / metresPerPixel + dy, halfWidth, halfHeight: 0.5 * nameHeight + margin };
}

function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) < a.halfWidth + b.halfWidth && Math.abs(a.y - b.y) < a.halfHeight + b.halfHeight;
}
