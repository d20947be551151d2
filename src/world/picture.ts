// From a view of a world to pixels: colours of the cells, light over them,
// features and what plugins draw on top. One pixel is one cell of the lattice at the view's scale.

import type { Chunk } from "./chunk.ts";
import type { FeatureValue } from "./features.ts";
import { chunksOver, drawLayers } from "./drawing.ts";
import { drawFeature } from "./featureDrawing.ts";
import { chunkCells } from "./lattice.ts";
import { drawLegend } from "./legend.ts";
import { drawPlaces } from "./placeDrawing.ts";
import type { Places } from "./places.ts";
import { drawRivers } from "./riverDrawing.ts";
import type { RiverValue } from "./rivers.ts";
import type { WorldSetup } from "./setup.ts";

/** What to look at. */
export interface View {
  /** Middle of the picture, metres. Default 0, 0. */
  readonly x?: number;
  readonly y?: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Default: the world's cell size. */
  readonly metresPerPixel?: number;
  /** Sites and roads are drawn. Default: where an attached plugin makes some. */
  readonly places?: boolean;
  /** Names of the sites are written beside them. Default: where an attached plugin names them. */
  readonly names?: boolean;
  /** A panel in the corner says what the colours mean and how long a kilometre is. Default false. */
  readonly legend?: boolean;
  /** Told after each row of chunks, 0..1. */
  readonly onProgress?: (share: number) => void;
}

/** Red, green, blue of each pixel, 0..255, row-major. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

export interface PictureSource {
  readonly setup: WorldSetup;
  readonly chunkAt: (cx: number, cy: number, cellSizeMetres: number) => Chunk;
  /** Cells beyond its chunk that a feature may be drawn. */
  readonly reach: number;
  readonly rivers: readonly RiverValue[];
  /** Null: none are drawn. */
  readonly places: () => Places | null;
  readonly names: boolean;
}

/** The left and top cell of a view on the lattice of its scale. */
export function viewOrigin(view: View, metresPerPixel: number): { readonly left: number; readonly top: number } {
  return {
    left: Math.round((view.x ?? 0) / metresPerPixel - view.width / 2),
    top: Math.round((view.y ?? 0) / metresPerPixel - view.height / 2),
  };
}

export function renderPicture(source: PictureSource, view: View, metresPerPixel: number): Picture {
  const { left, top } = viewOrigin(view, metresPerPixel);
  const picture: Picture = { width: view.width, height: view.height, rgb: new Uint8Array(view.width * view.height * 3) };
  const firstRow = Math.floor(top / chunkCells);
  const lastRow = Math.floor((top + view.height - 1) / chunkCells);
  for (let cy = firstRow; cy <= lastRow; cy++) {
    for (const cx of chunksOver(left, view.width)) paintChunk(picture, source.chunkAt(cx, cy, metresPerPixel), left, top);
    view.onProgress?.((cy - firstRow + 1) / (lastRow - firstRow + 1));
  }
  drawRivers(picture, source.rivers, left, top, metresPerPixel);
  const reach = source.reach;
  for (const cy of chunksOver(top - reach, view.height + 2 * reach)) {
    for (const cx of chunksOver(left - reach, view.width + 2 * reach)) {
      drawFeatures(picture, source.chunkAt(cx, cy, metresPerPixel).features, { left, top, metresPerPixel, reach });
    }
  }
  drawLayers(source.setup, picture, { left, top, metresPerPixel, chunkAt: (cx, cy) => source.chunkAt(cx, cy, metresPerPixel) });
  const places = source.places();
  if (places !== null)
    drawPlaces(picture, places, source.names, metresPerPixel, (x, y) => [x / metresPerPixel - left, y / metresPerPixel - top]);
  if (view.legend === true) drawLegend(source, picture, view, metresPerPixel);
  return picture;
}

/** Relief looks flatter the more ground a pixel covers; this makes up for it. */
function exaggeration(metresPerPixel: number): number {
  let factor = 1;
  for (let size = metresPerPixel; size > 10; size /= 2) factor += 0.35 * Math.min(size / 10 - 1, 1);
  return factor;
}

function paintChunk(picture: Picture, chunk: Chunk, left: number, top: number): void {
  const { r, g, b, east, south } = chunk.colors;
  const factor = exaggeration(chunk.cellSizeMetres);
  for (let row = 0; row < chunkCells; row++) {
    const py = chunk.cy * chunkCells + row - top;
    if (py < 0 || py >= picture.height) continue;
    for (let column = 0; column < chunkCells; column++) {
      const px = chunk.cx * chunkCells + column - left;
      if (px < 0 || px >= picture.width) continue;
      const k = row * chunkCells + column;
      const light = daylight(east[k]! * factor, south[k]! * factor);
      const at = (py * picture.width + px) * 3;
      picture.rgb[at] = channel(r[k]! * light);
      picture.rgb[at + 1] = channel(g[k]! * light);
      picture.rgb[at + 2] = channel(b[k]! * light);
    }
  }
}

/** 0..1 to 0..255, rounded; not a number is black. */
function channel(value: number): number {
  return Math.floor(Math.min(Math.max(value, 0), 1) * 255 + 0.5) || 0;
}

/** Below this brightness the sky lights what the sun does not, so that slopes in the shade keep their forms. */
const dusk = 0.64;
const skylight = 0.6;

const light = { x: -0.5015, y: -0.6219, z: 0.6018 };

/**
 * Brightness of a surface with that rise to the east and south under a sun in
 * the north-west; about 0.85 on flat ground.
 * Source: B. K. P. Horn, "Hill shading and the reflectance map" (1981).
 */
function daylight(east: number, south: number): number {
  const lit = (light.z - east * light.x - south * light.y) / Math.sqrt(1 + east * east + south * south);
  const bright = 0.42 + 0.72 * lit;
  return Math.min(Math.max(bright < dusk ? dusk - skylight * (dusk - bright) : bright, 0.32), 1.25);
}

interface FeatureView {
  readonly left: number;
  readonly top: number;
  readonly metresPerPixel: number;
  readonly reach: number;
}

function drawFeatures(picture: Picture, features: readonly FeatureValue[], { left, top, metresPerPixel, reach }: FeatureView): void {
  for (const feature of features) {
    drawFeature(picture, feature, (x, y) => [x / metresPerPixel - left, y / metresPerPixel - top], { metresPerPixel, reach });
  }
}
