// What a map shows and what its colours mean: the kinds of places in a view,
// each with the mean colour that its cells have on the picture, a bar of round
// length, and the panel that says so in a corner of the picture.

import type { Rgb } from "./blending.ts";
import { chunksOver } from "./drawing.ts";
import { chunkCells } from "./lattice.ts";
import type { Picture, PictureSource, View } from "./picture.ts";
import { viewOrigin } from "./picture.ts";
import { fillPolygon, strokeLines } from "./sheet.ts";
import type { Sheet } from "./sheet.ts";
import { inkText } from "./textDrawing.ts";

export interface LegendEntry {
  /** Of a biome; "sea" for what lies under it. */
  readonly name: string;
  /** Of the view's cells, 0..1. */
  readonly share: number;
  /** Red, green, blue, 0..255. */
  readonly rgb: Rgb;
}

interface Survey {
  readonly entries: LegendEntry[];
  /** By pixel: 1 where it is no sea. */
  readonly land: Uint8Array;
}

/** The kinds of places in a picture of a view, those with the largest share first. */
export function legendOf(source: PictureSource, picture: Picture, view: View, metresPerPixel: number): LegendEntry[] {
  return survey(source, picture, view, metresPerPixel).entries;
}

function survey(source: PictureSource, picture: Picture, view: View, metresPerPixel: number): Survey {
  const { left, top } = viewOrigin(view, metresPerPixel);
  const sums = new Map<string, [count: number, r: number, g: number, b: number]>();
  const land = new Uint8Array(picture.width * picture.height);
  for (const cy of chunksOver(top, picture.height)) {
    for (const cx of chunksOver(left, picture.width)) {
      const { elevation, biome } = source.chunkAt(cx, cy, metresPerPixel).surface;
      for (let k = 0; k < elevation.length; k++) {
        const px = cx * chunkCells + (k % chunkCells) - left;
        const py = cy * chunkCells + Math.floor(k / chunkCells) - top;
        if (px < 0 || py < 0 || px >= picture.width || py >= picture.height) continue;
        const at = py * picture.width + px;
        const isSea = elevation[k]! < source.setup.seaLevelMetres;
        land[at] = isSea ? 0 : 1;
        const name = isSea ? "sea" : biome.values[biome.codes[k]!]!.name;
        const sum = sums.get(name) ?? [0, 0, 0, 0];
        sum[0] += 1;
        for (let channel = 0; channel < 3; channel++) sum[channel + 1]! += picture.rgb[3 * at + channel]!;
        sums.set(name, sum);
      }
    }
  }
  return { entries: entriesOf(sums, land.length), land };
}

function entriesOf(sums: ReadonlyMap<string, readonly [number, number, number, number]>, cells: number): LegendEntry[] {
  return [...sums]
    .filter(([name]) => name !== "")
    .map(([name, [count, ...rgb]]): LegendEntry => {
      return { name, share: count / cells, rgb: rgb.map((sum) => Math.floor(sum / count + 0.5)) as unknown as Rgb };
    })
    .toSorted((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}

/** Pixels. */
const margin = 8;
const rowHeight = 14;
const swatch = 10;
const panelWidth = 158;
const barHeight = 30;
const typeSize = 10;
const paper: Rgb = [246, 240, 226];
const ink: Rgb = [56, 40, 28];

/** Lays the panel into the corner that hides the least land, with as many rows as there is room for. */
export function drawLegend(source: PictureSource, picture: Picture, view: View, metresPerPixel: number): void {
  const room = Math.floor((picture.height - 2 * margin - barHeight - margin) / rowHeight);
  if (room < 1 || picture.width < panelWidth + 2 * margin) return;
  const { entries, land } = survey(source, picture, view, metresPerPixel);
  const rows = entries.slice(0, room);
  const [left, top] = freestCorner(picture, land, barHeight + rows.length * rowHeight + margin);
  const [right, bottom] = [left + panelWidth, top + barHeight + rows.length * rowHeight + margin];
  const all = { left: 0, top: 0, right: picture.width, bottom: picture.height };
  const sheet: Sheet = { picture, left: 0, top: 0, clip: all, budget: Infinity };
  fillPolygon(sheet, rectangle(left, top, right, bottom), paper);
  strokeLines(sheet, [rectangle(left, top, right, bottom, true)], 1, ink);
  const x = left + margin;
  for (const [index, { name, rgb }] of rows.entries()) {
    const y = top + margin + index * rowHeight;
    fillPolygon(sheet, rectangle(x, y, x + swatch, y + swatch), rgb);
    strokeLines(sheet, [rectangle(x, y, x + swatch, y + swatch, true)], 0.8, ink);
    write(sheet, name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " "), x + swatch + 6, y + swatch - 1);
  }
  drawBar(sheet, x, bottom - margin, metresPerPixel);
}

/** Left and top of a panel of that height: lower left where corners are alike. */
function freestCorner({ width, height }: Picture, land: Uint8Array, panelHeight: number): readonly [number, number] {
  const [right, bottom] = [width - margin - panelWidth, height - margin - panelHeight];
  const corners = [
    [margin, bottom],
    [right, bottom],
    [margin, margin],
    [right, margin],
  ] as const;
  const hidden = corners.map(([left, top]) => {
    let count = 0;
    for (let y = top; y < top + panelHeight; y++) for (let x = left; x < left + panelWidth; x++) count += land[y * width + x]!;
    return count;
  });
  return corners[hidden.indexOf(Math.min(...hidden))]!;
}

/** A bar of 1, 2 or 5 times a power of ten metres, with its length. */
function drawBar(sheet: Sheet, from: number, y: number, metresPerPixel: number): void {
  const most = (panelWidth - 2 * margin - 52) * metresPerPixel;
  let metres = 1e-3;
  while (metres * 10 <= most) metres *= 10;
  metres = Math.round(1000 * metres * (metres * 5 <= most ? 5 : metres * 2 <= most ? 2 : 1)) / 1000;
  const to = from + metres / metresPerPixel;
  strokeLines(sheet, [Float64Array.from([from, y - 5, from, y, to, y, to, y - 5])], 1.4, ink);
  write(sheet, metres >= 1000 ? `${metres / 1000} km` : `${metres} m`, to + 8, y + 1);
}

function write(sheet: Sheet, text: string, x: number, y: number): void {
  inkText(sheet, text, { x, y, size: typeSize, cos: 1, sin: 0 }, ink);
}

function rectangle(left: number, top: number, right: number, bottom: number, isClosed = false): Float64Array {
  return Float64Array.from([left, top, right, top, right, bottom, left, bottom, ...(isClosed ? [left, top] : [])]);
}
