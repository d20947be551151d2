// From the commands that a plugin's `draw` left to pixels. The same commands
// make the same pixels on every machine: arithmetic and square roots only, an
// alphabet of our own.

import type { Rgb } from "./blending.ts";
import type { Picture } from "./picture.ts";
import type { Clip, Points, Sheet } from "./sheet.ts";
import { fillPolygon, paintPixel, strokeLines } from "./sheet.ts";
import { inkText, turn } from "./textDrawing.ts";

/** One thing that a plugin did on its canvas; the numbers are the method's. */
export interface DrawnCommand {
  readonly name: string;
  readonly numbers: readonly number[];
  readonly text: string;
}

/** Where a canvas lies on a sheet of pixels, and the sheet on a picture. */
export interface CanvasPlace {
  /** The picture's pixel at the sheet's (0, 0). */
  readonly left: number;
  readonly top: number;
  /** The sheet's pixel at the canvas's origin, and pixels to its unit. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  /** Pixels to the unit of stroke widths and text sizes. */
  readonly penScale: number;
  /** What may be painted at all. */
  readonly clip: Clip;
  /** What `background` fills. */
  readonly ground: Clip;
}

/** x' = a x + c y + e, y' = b x + d y + f. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

interface Pen {
  readonly fill: Rgb | null;
  readonly stroke: Rgb | null;
  readonly width: number;
  readonly matrix: Matrix;
}

/** Pixels of painting for each pixel that may be touched. */
const layersPainted = 64;
/** And at least so many, so that small tiles have room for texts and lines. */
const leastPainted = 1_000_000;
/** Points beyond are drawn as if they stood here: no picture reaches so far. */
const farthest = 1e6;
const sidesOfEllipse = 64;

/** Paints the commands in order. False where they ask for more painting than one drawing may; what was painted stays. */
export function paintCommands(picture: Picture, commands: readonly DrawnCommand[], place: CanvasPlace): boolean {
  const { left, top, clip } = place;
  const area = (clip.right - clip.left) * (clip.bottom - clip.top);
  const sheet: Sheet = { picture, left, top, clip, budget: Math.max(layersPainted * area, leastPainted) };
  const first: Matrix = [place.scale, 0, 0, place.scale, place.x, place.y];
  let pen: Pen = { fill: [255, 255, 255], stroke: [0, 0, 0], width: 1, matrix: first };
  const kept: Pen[] = [];
  for (const command of commands) {
    if (!placed(command).every(Number.isFinite)) continue;
    if (command.name === "push") kept.push(pen);
    else if (command.name === "pop") pen = kept.pop() ?? pen;
    else {
      pen = penAfter(pen, command);
      paint(sheet, pen, command, place);
    }
    if (sheet.budget < 0) return false;
  }
  return true;
}

/** Numbers of an image before its values. */
const imageHead = 11;

/** The numbers that must be finite: values of an image need not. */
function placed({ name, numbers }: DrawnCommand): readonly number[] {
  return name === "image" ? numbers.slice(0, imageHead) : numbers;
}

function penAfter(pen: Pen, { name, numbers }: DrawnCommand): Pen {
  const [x = 0, y = 0, z = 0, width = 1] = numbers;
  switch (name) {
    case "fill":
      return { ...pen, fill: rgbOf(x, y, z) };
    case "no_fill":
      return { ...pen, fill: null };
    case "stroke":
      return { ...pen, stroke: rgbOf(x, y, z), width: Math.max(0, width) };
    case "no_stroke":
      return { ...pen, stroke: null };
    case "translate":
      return { ...pen, matrix: times(pen.matrix, [1, 0, 0, 1, x, y]) };
    case "rotate": {
      const [cos, sin] = turn(x);
      return { ...pen, matrix: times(pen.matrix, [cos, sin, -sin, cos, 0, 0]) };
    }
    case "scale":
      return { ...pen, matrix: times(pen.matrix, [x, 0, 0, y, 0, 0]) };
    default:
      return pen;
  }
}

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function paint(sheet: Sheet, pen: Pen, { name, numbers, text }: DrawnCommand, place: CanvasPlace): void {
  const [x = 0, y = 0, z = 0] = numbers;
  switch (name) {
    case "background":
      return fillPolygon(sheet, corners(place.ground), rgbOf(x, y, z));
    case "path":
      return outline(sheet, pen, pointsOf(pen.matrix, numbers), place);
    case "polygon":
    case "ellipse": {
      const points = pointsOf(pen.matrix, name === "polygon" ? numbers : roundOf(numbers));
      if (pen.fill !== null) fillPolygon(sheet, points, pen.fill);
      return outline(sheet, pen, closed(points), place);
    }
    case "text":
      return write(sheet, pen, text, numbers, place);
    case "image":
      return paintImage(sheet, pen.matrix, numbers);
  }
}

/** How much longer a unit is on the picture than at the start, whatever its direction. */
function growth([a, b, c, d]: Matrix, { scale }: CanvasPlace): number {
  return Math.sqrt(Math.abs(a * d - b * c)) / scale;
}

function outline(sheet: Sheet, { stroke, width, matrix }: Pen, points: Points, place: CanvasPlace): void {
  const pixels = Math.min(width * place.penScale * growth(matrix, place), farthest);
  if (stroke !== null && pixels > 0) strokeLines(sheet, [points], pixels, stroke);
}

function write(sheet: Sheet, { fill, matrix }: Pen, text: string, [x = 0, y = 0, size = 0]: readonly number[], place: CanvasPlace): void {
  if (fill === null) return;
  const [a, b] = matrix;
  const along = Math.sqrt(a * a + b * b);
  if (!(along > 0)) return;
  const [px, py] = pointsOf(matrix, [x, y]);
  inkText(
    sheet,
    text,
    { x: px!, y: py!, size: Math.abs(size) * place.penScale * growth(matrix, place), cos: a / along, sin: b / along },
    fill,
  );
}

/** Each pixel takes the cell that its middle lies in, so that neighbouring cells leave no gap between them. */
function paintImage(sheet: Sheet, matrix: Matrix, numbers: readonly number[]): void {
  const [x = 0, y = 0, cell = 0, rows = 0, columns = 0] = numbers;
  const ramp = numbers.slice(5, imageHead);
  const toCell = inverse(times(matrix, [cell, 0, 0, cell, x, y]));
  if (toCell === null) return;
  const corner = pointsOf(times(matrix, [cell, 0, 0, cell, x, y]), [0, 0, columns, 0, columns, rows, 0, rows]);
  const { left, top, right, bottom } = sheet.clip;
  const [firstX, lastX] = [Math.max(left, Math.floor(least(corner, 0))), Math.min(right, Math.ceil(-least(corner.map(negated), 0)))];
  const [firstY, lastY] = [Math.max(top, Math.floor(least(corner, 1))), Math.min(bottom, Math.ceil(-least(corner.map(negated), 1)))];
  for (let py = firstY; py < lastY; py++) {
    sheet.budget -= Math.max(0, lastX - firstX);
    if (sheet.budget < 0) return;
    for (let px = firstX; px < lastX; px++) {
      const [column, row] = pointsOf(toCell, [px + 0.5, py + 0.5]).map(Math.floor);
      if (!(column! >= 0 && column! < columns && row! >= 0 && row! < rows)) continue;
      const value = numbers[imageHead + row! * columns + column!]!;
      if (Number.isNaN(value)) continue;
      const t = Math.min(Math.max(value, 0), 1);
      const [r, g, b] = [0, 1, 2].map((channel) => ramp[channel]! + t * (ramp[channel + 3]! - ramp[channel]!)) as [number, number, number];
      paintPixel(sheet, px, py, rgbOf(r, g, b), 1);
    }
  }
}

const negated = (value: number): number => -value;

function least(points: Points, axis: 0 | 1): number {
  return Math.min(points[axis]!, points[axis + 2]!, points[axis + 4]!, points[axis + 6]!);
}

/** Null where the matrix leaves no area. */
function inverse([a, b, c, d, e, f]: Matrix): Matrix | null {
  const area = a * d - b * c;
  if (!(Math.abs(area) > 1e-12)) return null;
  return [d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area];
}

function pointsOf([a, b, c, d, e, f]: Matrix, numbers: readonly number[]): Points {
  const points = new Float64Array(numbers.length - (numbers.length % 2));
  for (let k = 0; k < points.length; k += 2) {
    const [x, y] = [numbers[k]!, numbers[k + 1]!];
    points[k] = near(a * x + c * y + e);
    points[k + 1] = near(b * x + d * y + f);
  }
  return points;
}

function near(pixel: number): number {
  return Math.min(Math.max(pixel, -farthest), farthest) || 0;
}

function roundOf([x = 0, y = 0, radiusX = 0, radiusY = 0]: readonly number[]): number[] {
  const numbers: number[] = [];
  for (let k = 0; k < sidesOfEllipse; k++) {
    const [cos, sin] = turn((2 * Math.PI * k) / sidesOfEllipse);
    numbers.push(x + Math.abs(radiusX) * cos, y + Math.abs(radiusY) * sin);
  }
  return numbers;
}

function closed(points: Points): Points {
  const all = new Float64Array(points.length === 0 ? 0 : points.length + 2);
  all.set(points);
  all.set(points.subarray(0, 2), points.length);
  return all;
}

function corners({ left, top, right, bottom }: Clip): Points {
  return Float64Array.from([left, top, right, top, right, bottom, left, bottom]);
}

function rgbOf(...channels: readonly [number, number, number]): Rgb {
  return channels.map((value) => Math.floor(Math.min(Math.max(value, 0), 1) * 255 + 0.5)) as unknown as Rgb;
}
