// Names on a picture: capitals of strokes in dark ink with a pale halo, the
// first of each word larger. Other texts: capitals too, those that the text
// has as capitals larger, so that `500 m` are metres. An alphabet of our own, so that a name has the
// same pixels on every machine. Signs it lacks leave a gap.

import { blend } from "./blending.ts";
import type { Rgb } from "./blending.ts";
import type { Picture } from "./picture.ts";
import type { Sheet } from "./sheet.ts";
import { strokeLines } from "./sheet.ts";

/** Lines through points (x 0..4 from the left, y 0..6 from the top), two digits a point. */
const strokes: ReadonlyMap<string, string> = new Map([
  ["A", "06 20 46,14 34"],
  ["B", "03 23 34 35 26 06 00 20 31 32 23"],
  ["C", "41 30 10 01 05 16 36 45"],
  ["D", "00 06 26 44 42 20 00"],
  ["E", "40 00 06 46,03 33"],
  ["F", "40 00 06,03 33"],
  ["G", "41 30 10 01 05 16 36 45 43 23"],
  ["H", "00 06,40 46,03 43"],
  ["I", "10 16"],
  ["J", "30 35 26 16 05"],
  ["K", "00 06,40 03 46"],
  ["L", "00 06 46"],
  ["M", "06 00 23 40 46"],
  ["N", "06 00 46 40"],
  ["O", "10 30 41 45 36 16 05 01 10"],
  ["P", "06 00 30 41 42 33 03"],
  ["Q", "10 30 41 45 36 16 05 01 10,24 46"],
  ["R", "06 00 30 41 42 33 03,23 46"],
  ["S", "41 30 10 01 02 13 33 44 45 36 16 05"],
  ["T", "00 40,20 26"],
  ["U", "00 05 16 36 45 40"],
  ["V", "00 26 40"],
  ["W", "00 16 22 36 40"],
  ["X", "00 46,40 06"],
  ["Y", "00 23 40,23 26"],
  ["Z", "00 40 06 46"],
  ["0", "10 30 41 45 36 16 05 01 10,15 31"],
  ["1", "11 20 26,16 36"],
  ["2", "01 10 30 41 42 06 46"],
  ["3", "01 10 30 41 42 33 13,33 44 45 36 16 05"],
  ["4", "30 04 44,30 36"],
  ["5", "40 00 03 33 44 45 36 16 05"],
  ["6", "41 30 10 01 05 16 36 45 44 33 03"],
  ["7", "00 40 16"],
  ["8", "10 30 41 42 33 13 02 01 10,13 04 05 16 36 45 44 33"],
  ["9", "43 13 02 01 10 30 41 45 36 16 05"],
  ["'", "20 11"],
  ["-", "13 33"],
  ["+", "13 33,22 24"],
  ["=", "12 32,14 34"],
  [".", "15 16"],
  [",", "15 07"],
  [":", "12 13,15 16"],
  ["!", "10 14,15 16"],
  ["?", "01 10 30 41 42 23 24,25 26"],
  ["/", "06 40"],
  ["%", "06 40,01 11 10 00 01,35 45 46 36 35"],
  ["(", "20 11 15 26"],
  [")", "10 21 25 16"],
  ["°", "10 20 21 11 10"],
]);
const narrow: ReadonlyMap<string, number> = new Map([
  ["I", 2],
  ["J", 3],
  [" ", 2],
  ["'", 2],
  [".", 1.5],
  [",", 1.5],
  [":", 1.5],
  ["!", 1.5],
  ["(", 2],
  [")", 2],
  ["°", 2],
]);
/** Of the capital's height: other letters, the space between two. */
const smaller = 0.76;
const gap = 1.7;
const ink: Rgb = [56, 40, 28];
const halo: Rgb = [246, 238, 218];
/** Longest name, in signs, and largest letters, in pixels, that are drawn. */
const mostSigns = 48;
const mostPixels = 64;

/** Where a text stands: the middle of its line, the height of its capitals in pixels, its turn in radians. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly angle: number;
}

interface Line {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
}

export function drawText(picture: Picture, text: string, place: TextPlace): void {
  const height = Math.min(place.height, mostPixels);
  if (!(height >= 3) || !Number.isFinite(place.x + place.y + place.angle)) return;
  const lines = layText(text.slice(0, mostSigns), { ...place, height });
  const width = Math.max(0.5, height / 11);
  inkLines(picture, lines, width + 1.1, halo, 0.6);
  inkLines(picture, lines, width, ink, 0.95);
}

/** Pixels that a text is wide, with capitals of a height. */
export function textWidth(text: string, height: number): number {
  return strokesOf(text.slice(0, mostSigns), height).width;
}

/** Where a text of a drawing stands: the start of its base line, the size of its type in pixels, its direction. */
interface InkPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly cos: number;
  readonly sin: number;
}

/** Of the size of a type, the height of its capitals. */
const capitals = 0.72;
const longestInk = 512;

/** A text in one colour, without a halo. */
export function inkText(sheet: Sheet, text: string, { x, y, size, cos, sin }: InkPlace, colour: Rgb): void {
  const height = capitals * Math.min(size, 16 * mostPixels);
  if (!(height >= 2)) return;
  const place = (px: number, py: number): [number, number] => [x + px * cos - py * sin, y + px * sin + py * cos];
  const { lines } = strokesOf(text.slice(0, longestInk), height, (sign) => sign === sign.toUpperCase());
  const inked = lines.map(({ ax, ay, bx, by }) => Float64Array.from([...place(ax, ay - height / 2), ...place(bx, by - height / 2)]));
  strokeLines(sheet, inked, Math.max(0.9, height / 8), colour);
}

/** The strokes of all signs, from x = 0 to `width`, around y = 0; those that are not large are small capitals. */
function strokesOf(
  text: string,
  height: number,
  isLarge: (sign: string, isFirst: boolean) => boolean = (_, isFirst) => isFirst,
): { readonly lines: Line[]; readonly width: number } {
  const unit = height / 6;
  const found: Line[] = [];
  let along = 0;
  let isFirst = true;
  for (const sign of text) {
    const capital = sign.toUpperCase();
    const scale = unit * (isLarge(sign, isFirst) ? 1 : smaller);
    for (const part of strokes.get(capital)?.split(",") ?? []) {
      const points = part.split(" ").map((pair) => [along + Number(pair[0]) * scale, height / 2 - (6 - Number(pair[1])) * scale] as const);
      for (let k = 1; k < points.length; k++) {
        found.push({ ax: points[k - 1]![0], ay: points[k - 1]![1], bx: points[k]![0], by: points[k]![1] });
      }
    }
    along += ((narrow.get(capital) ?? 4) + gap) * scale;
    isFirst = sign === " " || (sign >= "0" && sign <= "9");
  }
  return { lines: found, width: along };
}

/** The strokes of all signs in pixels of the picture. */
function layText(text: string, { x, y, height, angle }: TextPlace): Line[] {
  const { lines, width } = strokesOf(text, height);
  const [cos, sin] = turn(angle);
  const middle = width / 2;
  const place = (px: number, py: number): readonly [number, number] => [
    x + (px - middle) * cos - py * sin,
    y + (px - middle) * sin + py * cos,
  ];
  return lines.map(({ ax, ay, bx, by }) => {
    const [cx, cy] = place(ax, ay);
    const [dx, dy] = place(bx, by);
    return { ax: cx, ay: cy, bx: dx, by: dy };
  });
}

/** Cosine and sine by the half angle's series after reduction: the host's own differ between machines. */
export function turn(angle: number): readonly [number, number] {
  const full = 2 * Math.PI;
  const reduced = angle - full * Math.floor(angle / full + 0.5);
  const half = reduced / 8;
  const square = half * half;
  let sin = half * (1 - (square / 6) * (1 - (square / 20) * (1 - square / 42)));
  let cos = 1 - (square / 2) * (1 - (square / 12) * (1 - square / 30));
  for (let k = 0; k < 3; k++) [sin, cos] = [2 * sin * cos, cos * cos - sin * sin];
  return [cos, sin];
}

/** Each pixel by its distance to the nearest stroke, so that crossings are no darker. */
function inkLines(picture: Picture, lines: readonly Line[], radius: number, colour: Rgb, opacity: number): void {
  const cover = new Map<number, number>();
  for (const line of lines) coverLine(picture, line, radius, cover);
  for (const [at, share] of cover) blend(picture, at % picture.width, Math.floor(at / picture.width), colour, share * opacity);
}

function coverLine({ width, height }: Picture, { ax, ay, bx, by }: Line, radius: number, cover: Map<number, number>): void {
  const reach = radius + 1;
  const square = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
  for (let py = Math.max(0, Math.floor(Math.min(ay, by) - reach)); py <= Math.min(height - 1, Math.ceil(Math.max(ay, by) + reach)); py++) {
    for (let px = Math.max(0, Math.floor(Math.min(ax, bx) - reach)); px <= Math.min(width - 1, Math.ceil(Math.max(ax, bx) + reach)); px++) {
      const dx = px + 0.5 - ax;
      const dy = py + 0.5 - ay;
      const t = square === 0 ? 0 : Math.min(Math.max((dx * (bx - ax) + dy * (by - ay)) / square, 0), 1);
      const [ex, ey] = [dx - t * (bx - ax), dy - t * (by - ay)];
      const share = Math.min(Math.max(radius + 0.5 - Math.sqrt(ex * ex + ey * ey), 0), 1);
      const at = py * width + px;
      if (share > (cover.get(at) ?? 0)) cover.set(at, share);
    }
  }
}
