// What commands are painted on: a picture, the part of it that may be touched,
// and how much painting is left. Shapes cover pixels by shares, so that edges
// are soft; a budget stands here because a few numbers can ask for a million
// pixels, and no fuel pays for them.

import { blend } from "./blending.ts";
import type { Rgb } from "./blending.ts";
import type { Picture } from "./picture.ts";

/** Pixels from (left, top) to before (right, bottom). */
export interface Clip {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Its own pixels are counted from a corner that does not depend on the picture, so that the arithmetic, and
 * what the budget allows, are the same in every picture that shows a part of it.
 */
export interface Sheet {
  readonly picture: Picture;
  /** The picture's pixel at the sheet's (0, 0); whole numbers. */
  readonly left: number;
  readonly top: number;
  readonly clip: Clip;
  /** Pixels that may still be looked at; below 0 nothing more is painted. */
  budget: number;
}

/** Lays a colour over a pixel of the sheet, where the picture shows it. */
export function paintPixel({ picture, left, top }: Sheet, x: number, y: number, colour: Rgb, share: number): void {
  const [px, py] = [x + left, y + top];
  if (px >= 0 && py >= 0 && px < picture.width && py < picture.height) blend(picture, px, py, colour, share);
}

/** Numbers two by two: x, y of each point, in pixels. */
export type Points = Float64Array;

/** Lines to each row of pixels at which a shape's edge is looked at. */
const slices = 4;

/** What a polygon winds around, in one colour. */
export function fillPolygon(sheet: Sheet, points: Points, colour: Rgb): void {
  const { clip } = sheet;
  const edges = edgesOf(points);
  const top = Math.max(clip.top, Math.floor(edges.top));
  const bottom = Math.min(clip.bottom, Math.ceil(edges.bottom));
  if (!(bottom > top)) return;
  const crossings = crossingsOf(sheet, points, top, bottom);
  if (crossings === null) return;
  const cover = new Float64Array(clip.right - clip.left);
  for (let row = top; row < bottom; row++) {
    cover.fill(0);
    let [first, last] = [clip.right, clip.left];
    for (let slice = 0; slice < slices; slice++) {
      for (const [from, to] of inside(crossings[(row - top) * slices + slice] ?? [])) {
        const [left, right] = [Math.max(from, clip.left), Math.min(to, clip.right)];
        if (!(right > left)) continue;
        coverSpan(cover, left - clip.left, right - clip.left);
        first = Math.min(first, Math.floor(left));
        last = Math.max(last, Math.ceil(right));
      }
    }
    sheet.budget -= Math.max(0, last - first);
    if (sheet.budget < 0) return;
    for (let x = first; x < last; x++) {
      const share = Math.min(cover[x - clip.left]! / slices, 1);
      if (share > 0) paintPixel(sheet, x, row, colour, share);
    }
  }
}

function edgesOf(points: Points): { readonly top: number; readonly bottom: number } {
  let top = Infinity;
  let bottom = -Infinity;
  for (let k = 1; k < points.length; k += 2) {
    top = Math.min(top, points[k]!);
    bottom = Math.max(bottom, points[k]!);
  }
  return { top, bottom };
}

interface Crossing {
  readonly x: number;
  /** +1 where the edge goes down, -1 where it goes up. */
  readonly turn: number;
}

/** By slice of a row, where the outline crosses its middle; null where the budget ends. */
function crossingsOf(sheet: Sheet, points: Points, top: number, bottom: number): (Crossing[] | undefined)[] | null {
  const rows: (Crossing[] | undefined)[] = [];
  const count = points.length / 2;
  for (let k = 0; k < count; k++) {
    const after = (k + 1) % count;
    const [ax, ay, bx, by] = [points[2 * k]!, points[2 * k + 1]!, points[2 * after]!, points[2 * after + 1]!];
    if (ay === by) continue;
    const turn = by > ay ? 1 : -1;
    const first = Math.max(0, Math.ceil((Math.min(ay, by) - top) * slices - 0.5));
    const last = Math.min((bottom - top) * slices - 1, Math.ceil((Math.max(ay, by) - top) * slices - 0.5) - 1);
    sheet.budget -= 1 + Math.max(0, last - first) / slices;
    if (sheet.budget < 0) return null;
    for (let slice = first; slice <= last; slice++) {
      const y = top + (slice + 0.5) / slices;
      (rows[slice] ??= []).push({ x: ax + ((y - ay) / (by - ay)) * (bx - ax), turn });
    }
  }
  return rows;
}

/** The spans of a slice that the outline winds around. */
function inside(crossings: Crossing[]): [number, number][] {
  crossings.sort((a, b) => a.x - b.x);
  const spans: [number, number][] = [];
  let winding = 0;
  let from = 0;
  for (const { x, turn } of crossings) {
    if (winding === 0) from = x;
    winding += turn;
    if (winding === 0) spans.push([from, x]);
  }
  return spans;
}

function coverSpan(cover: Float64Array, from: number, to: number): void {
  const last = Math.min(Math.ceil(to), cover.length);
  for (let x = Math.floor(from); x < last; x++) cover[x]! += Math.min(to, x + 1) - Math.max(from, x);
}

/** Lines of a width through points, ends and corners round; where they cross they are no darker. */
export function strokeLines(sheet: Sheet, lines: readonly Points[], width: number, colour: Rgb): void {
  const radius = 0.5 * Math.max(width, 1);
  const opacity = Math.min(width, 1);
  const cover = new Map<number, number>();
  for (const points of lines) {
    for (let k = 2; k + 1 < points.length && sheet.budget >= 0; k += 2) coverStretch(sheet, points, k, radius, cover);
  }
  if (sheet.budget < 0) return;
  const { left, top, right } = sheet.clip;
  const columns = right - left;
  for (const [at, share] of cover) paintPixel(sheet, left + (at % columns), top + Math.floor(at / columns), colour, share * opacity);
}

/** Raises the cover of pixels by the stretch that ends at point `k`, row by row: only those that it can reach. */
function coverStretch(sheet: Sheet, points: Points, k: number, radius: number, cover: Map<number, number>): void {
  const { clip } = sheet;
  const [ax, ay, bx, by] = [points[k - 2]!, points[k - 1]!, points[k]!, points[k + 1]!];
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const reach = radius + 1;
  const bottom = Math.min(clip.bottom - 1, Math.ceil(Math.max(ay, by) + reach));
  for (let py = Math.max(clip.top, Math.floor(Math.min(ay, by) - reach)); py <= bottom; py++) {
    const at = (y: number): number => Math.min(Math.max(dy === 0 ? 0 : (y - ay) / dy, 0), 1);
    const [s, t] = dy === 0 ? [0, 1] : [at(py - reach), at(py + 1 + reach)];
    const [left, right] = [Math.min(ax + s * dx, ax + t * dx) - reach, Math.max(ax + s * dx, ax + t * dx) + reach];
    const end = Math.min(clip.right - 1, Math.ceil(right));
    const start = Math.max(clip.left, Math.floor(left));
    sheet.budget -= 1 + Math.max(0, end - start + 1);
    if (sheet.budget < 0) return;
    for (let px = start; px <= end; px++) {
      const [x, y] = [px + 0.5 - ax, py + 0.5 - ay];
      const along = square === 0 ? 0 : Math.min(Math.max((x * dx + y * dy) / square, 0), 1);
      const [ex, ey] = [x - along * dx, y - along * dy];
      const share = Math.min(Math.max(radius + 0.5 - Math.sqrt(ex * ex + ey * ey), 0), 1);
      const place = (py - clip.top) * (clip.right - clip.left) + px - clip.left;
      if (share > (cover.get(place) ?? 0)) cover.set(place, share);
    }
  }
}
