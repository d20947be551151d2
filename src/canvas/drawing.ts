// A plugin's drawing: the commands of one run of `draw`, in order, and the
// picture that they make as SVG. The same plugin, parameters and seed give the
// same bytes on every machine.

import type { Fault } from "../engine/fault.ts";
import type { CallOptions, Plugin } from "../engine/plugin.ts";

/** One thing that a plugin did on its canvas; numbers as the method says. */
export interface DrawingCommand {
  readonly name: string;
  readonly numbers: readonly number[];
  readonly text: string;
}

export interface Drawing {
  /** Pixels, or whatever unit the picture is shown in. */
  readonly width: number;
  readonly height: number;
  readonly commands: readonly DrawingCommand[];
  readonly fuelUsed: number;
}

export type DrawingOutcome = { readonly ok: true; readonly drawing: Drawing } | { readonly ok: false; readonly fault: Fault };

const mostPixels = 16_384;

/**
 * Runs `draw` of a plugin compiled for `canvasHost`. Throws `RangeError` for a size that no canvas has.
 *
 * @example
 * const out = draw(plugin, 400, 300, { params: { petals: 7 } });
 * if (out.ok) await writeFile("flower.svg", drawingSVG(out.drawing));
 */
export function draw(plugin: Plugin, width: number, height: number, options: CallOptions = {}): DrawingOutcome {
  for (const side of [width, height]) {
    if (!(side >= 1 && side <= mostPixels)) throw new RangeError(`a canvas has sides of 1 to ${mostPixels}, not ${side}`);
  }
  const out = plugin.call("draw", { cv: { width, height } }, options);
  if (!out.ok) return { ok: false, fault: out.fault };
  const commands = out.effects.map(({ arguments: [name, numbers, text] }) => ({
    name: name as string,
    numbers: numbers as unknown as readonly number[],
    text: text as string,
  }));
  return { ok: true, drawing: { width, height, commands, fuelUsed: out.fuelUsed } };
}

interface Pen {
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth: number;
  /** Groups that moves have opened since the last `push`. */
  readonly groups: number;
}

/** The picture as a file that any browser shows. Commands with numbers that are not finite leave nothing. */
export function drawingSVG({ width, height, commands }: Drawing): string {
  const lines: string[] = [];
  const kept: Pen[] = [];
  let pen: Pen = { fill: "#ffffff", stroke: "#000000", strokeWidth: 1, groups: 0 };
  for (const { name, numbers, text } of commands) {
    if (!(name === "image" ? numbers.slice(0, imageHead) : numbers).every(Number.isFinite)) continue;
    if (name === "push") {
      kept.push(pen);
      pen = { ...pen, groups: 0 };
    } else if (name === "pop") {
      const before = kept.pop();
      if (before === undefined) continue;
      lines.push("</g>".repeat(pen.groups));
      pen = before;
    } else if (moves.has(name)) {
      lines.push(`<g transform="${transformOf(name, numbers)}">`);
      pen = { ...pen, groups: pen.groups + 1 };
    } else {
      pen = penAfter(pen, name, numbers);
      lines.push(shapeOf(name, numbers, text, pen, { width, height }));
    }
  }
  const open = [...kept, pen].reduce((sum, { groups }) => sum + groups, 0);
  const body = [...lines, "</g>".repeat(open)].filter((line) => line !== "");
  const size = `width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${body.join("\n")}\n</svg>\n`;
}

const moves: ReadonlySet<string> = new Set(["translate", "rotate", "scale"]);

function transformOf(name: string, numbers: readonly number[]): string {
  return name === "rotate" ? `rotate(${short((numbers[0]! * 180) / Math.PI)})` : `${name}(${numbers.map(short).join(" ")})`;
}

function penAfter(pen: Pen, name: string, [r = 0, g = 0, b = 0, width = 1]: readonly number[]): Pen {
  switch (name) {
    case "fill":
      return { ...pen, fill: hex(r, g, b) };
    case "no_fill":
      return { ...pen, fill: "none" };
    case "stroke":
      return { ...pen, stroke: hex(r, g, b), strokeWidth: Math.max(0, width) };
    case "no_stroke":
      return { ...pen, stroke: "none" };
    default:
      return pen;
  }
}

function shapeOf(name: string, numbers: readonly number[], text: string, pen: Pen, size: { width: number; height: number }): string {
  const outline = `stroke="${pen.stroke}" stroke-width="${short(pen.strokeWidth)}"`;
  const [x = 0, y = 0, a = 0, b = 0] = numbers;
  switch (name) {
    case "background":
      return `<rect width="${short(size.width)}" height="${short(size.height)}" fill="${hex(x, y, a)}"/>`;
    case "path":
      return `<polyline points="${numbers.map(short).join(" ")}" fill="none" ${outline}/>`;
    case "polygon":
      return `<polygon points="${numbers.map(short).join(" ")}" fill="${pen.fill}" ${outline}/>`;
    case "ellipse":
      return `<ellipse cx="${short(x)}" cy="${short(y)}" rx="${short(Math.abs(a))}" ry="${short(Math.abs(b))}" fill="${pen.fill}" ${outline}/>`;
    case "image":
      return imageOf(numbers);
    case "text":
      return `<text x="${short(x)}" y="${short(y)}" font-family="sans-serif" font-size="${short(Math.abs(a))}" fill="${pen.fill}">${escaped(text)}</text>`;
    default:
      return "";
  }
}

/** Numbers of an image before its values. */
const imageHead = 11;

/** Runs of one colour along a row as one rectangle each, without soft edges between them. */
function imageOf(numbers: readonly number[]): string {
  const [x = 0, y = 0, cell = 0, rows = 0, columns = 0, ...ramp] = numbers.slice(0, imageHead);
  const parts: string[] = [];
  const colourAt = (k: number): string | null => {
    const value = numbers[imageHead + k]!;
    const t = Math.min(Math.max(value, 0), 1);
    return Number.isNaN(value) ? null : hex(...[0, 1, 2].map((channel) => ramp[channel]! + t * (ramp[channel + 3]! - ramp[channel]!)));
  };
  for (let row = 0; row < rows; row++) {
    for (let column = 0, end = 0; column < columns; column = end) {
      const colour = colourAt(row * columns + column);
      for (end = column + 1; end < columns && colourAt(row * columns + end) === colour;) end++;
      if (colour === null) continue;
      const place = `x="${short(x + column * cell)}" y="${short(y + row * cell)}"`;
      parts.push(`<rect ${place} width="${short((end - column) * cell)}" height="${short(cell)}" fill="${colour}"/>`);
    }
  }
  return `<g shape-rendering="crispEdges">${parts.join("")}</g>`;
}

/** Three places are finer than any pixel. */
function short(value: number): string {
  return String(Number(value.toFixed(3)));
}

function hex(...channels: readonly number[]): string {
  const digits = channels.map((value) =>
    Math.floor(Math.min(Math.max(value, 0), 1) * 255 + 0.5)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${digits.join("")}`;
}

const entities = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

/** What XML has no character for is left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"]/gu, (each) => entities.get(each)!)
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
}
