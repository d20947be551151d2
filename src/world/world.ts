// `openWorld`: a world from its seed and attachments, ready to be asked for
// chunks, grids, places, features and pictures. Asking changes nothing: the
// answers are the same in whatever order they are asked for.

import type { Plugin } from "../engine/plugin.ts";
import type { AttachmentOptions } from "./attachment.ts";
import type { HeightMap } from "./baseMap.ts";
import type { BiomeValue, ColorValue } from "./cellColumns.ts";
import { Chunk } from "./chunk.ts";
import type { FeatureValue } from "./features.ts";
import type { Atlas } from "./atlas.ts";
import { mostTries, refusals, seedOfTry } from "./accept.ts";
import { makeTooltip } from "./tooltip.ts";
import { attachmentsWith } from "./atlasHooks.ts";
import type { Places, RoadValue, SiteValue } from "./places.ts";
import { makePlaces } from "./places.ts";
import { chunkCells } from "./lattice.ts";
import type { LegendEntry } from "./legend.ts";
import { legendOf } from "./legend.ts";
import type { Notice } from "./notice.ts";
import type { Picture, PictureSource, View } from "./picture.ts";
import { renderPicture } from "./picture.ts";
import type { WorldSetup } from "./setup.ts";
import type { Reuse, StageName } from "./stageCache.ts";
import { prepareWorld } from "./prepare.ts";

export interface WorldOptions {
  readonly seed: string;
  /** Side of the square world, as metres or like "204.8 km"; null is endless. Default "204.8 km". */
  readonly size?: number | string | null;
  /** Metres; default 10. */
  readonly cellSize?: number;
  /** Metres; default 0. */
  readonly seaLevel?: number;
  readonly attachments?: readonly AttachmentOptions<Plugin>[];
  /** A real height map under the world. */
  readonly base?: HeightMap;
  /** Of the built-in stages; plugins bring their own. Default compiled. */
  readonly tier?: "interpreter" | "compiled";
  /** Cells along a side of the atlas of a finite world; default 512. Part of what the world is: another number, other rivers. */
  readonly atlasCells?: number;
  /** Told of each fault as it happens. What it throws ends the work under way: a viewer need not wait for a picture without the plugin. */
  readonly onNotice?: (notice: Notice) => void;
  /** Fuel of one hook over one chunk; default from the limits table. */
  readonly chunkFuel?: number;
  /** Chunks kept for asking again; default 600, about 0.5 MB each. */
  readonly chunksKept?: number;
  /** Stages that may come from another world of this process, or an earlier opening of this one, where nothing that they depend on differs: those of the atlas and of chunks, of the atlas only, none. Default "all". */
  readonly reuse?: Reuse;
  /** Told of each stage that is really computed; for chunks once each. */
  readonly onStage?: (stage: StageName) => void;
}

/** A lattice of places: `cols` by `rows`, the first centred at (x0, y0), `cellSize` metres apart. */
export interface GridWindow {
  readonly x0: number;
  readonly y0: number;
  readonly cols: number;
  readonly rows: number;
  /** Default: the world's. */
  readonly cellSize?: number;
}

export type GridField = "elevation" | "slope" | "temperature" | "moisture";

/** Everything known of one place. */
export interface PointValues {
  readonly elevation: number;
  readonly slope: number;
  readonly temperature: number;
  readonly moisture: number;
  readonly biome: BiomeValue;
  readonly color: ColorValue;
}

export interface World {
  /** The one that was asked for, or the first of those made from it that the plugins accept. */
  readonly seed: string;
  /** Seeds that plugins refused, with their reasons. */
  readonly refused: readonly RefusedSeed[];
  /** The chunk's values on the world's own lattice, or on one of another cell size. */
  chunk(cx: number, cy: number, cellSizeMetres?: number): Chunk;
  /** One field over a window, `[rows, cols]` row-major; each value is that of the cell that holds the place. */
  grid(field: GridField, window: GridWindow): Float64Array;
  point(x: number, y: number): PointValues;
  /** What is shown of a place, line by line; plugins may change and add lines. */
  tooltip(x: number, y: number): ReadonlyMap<string, string>;
  /** Features with anchors in a rectangle of metres `[x0, y0, x1, y1)`. */
  features(box: readonly [number, number, number, number]): FeatureValue[];
  render(view: View): Picture;
  /** What there is in a view, by share: biomes and the sea, each with its mean colour on the picture. */
  legend(view: View): LegendEntry[];
  /** The whole world on one coarse lattice, with its rivers; null where it has no end. */
  atlas(): Atlas | null;
  /** Towns and the like with their names, and the ways between them; none in a world without end. */
  sites(): readonly SiteValue[];
  roads(): readonly RoadValue[];
  /** Plugins that were passed over so far, each with the number of times. */
  notices(): { readonly notice: Notice; readonly count: number }[];
}

/** Throws `RangeError` or `TypeError` for options that make no world. Attached plugins that fault do not stop it: see `notices`. */
export function openWorld(options: WorldOptions): World {
  const { setup, seed, refused } = prepareAccepted(options);
  const { chunksKept = 600 } = options;
  const kept = new Map<string, Chunk>();
  const chunkAt = (cx: number, cy: number, cellSizeMetres: number): Chunk => {
    const key = `${cellSizeMetres} ${cx} ${cy}`;
    const chunk = kept.get(key) ?? new Chunk(setup, cx, cy, cellSizeMetres);
    kept.delete(key);
    kept.set(key, chunk);
    if (kept.size > chunksKept)
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    return chunk;
  };
  const { cellSizeMetres } = setup;
  let madePlaces: Places | null = null;
  const places = (): Places | null => {
    const atlas = setup.atlas();
    return atlas === null ? null : (madePlaces ??= makePlaces(setup, atlas));
  };
  const sourceOf = (view: View): PictureSource => ({ chunkAt, ...drawn(setup, view, places) });
  return {
    seed,
    refused,
    chunk: (cx, cy, size = cellSizeMetres) => chunkAt(cx, cy, size),
    grid: (field, window) => readGrid(chunkAt, field, window, window.cellSize ?? cellSizeMetres),
    point: (x, y) => readPoint(chunkAt, x, y, cellSizeMetres),
    tooltip: (x, y) => {
      const { chunk, index } = cellAt(chunkAt, x, y, cellSizeMetres);
      return makeTooltip(setup, chunk.surface, index);
    },
    features: (box) => readFeatures(chunkAt, box, cellSizeMetres),
    render: (view) => renderPicture(sourceOf(view), view, view.metresPerPixel ?? cellSizeMetres),
    legend: (view) => {
      const size = view.metresPerPixel ?? cellSizeMetres;
      return legendOf(sourceOf(view), renderPicture(sourceOf(view), { ...view, legend: false }, size), view, size);
    },
    atlas: () => setup.atlas(),
    sites: () => places()?.sites ?? [],
    roads: () => places()?.roads ?? [],
    notices: () => setup.notices.list(),
  };
}

export interface RefusedSeed {
  readonly seed: string;
  readonly reasons: readonly string[];
}

function prepareAccepted(options: WorldOptions): { setup: WorldSetup; seed: string; refused: RefusedSeed[] } {
  const refused: RefusedSeed[] = [];
  for (let attempt = 0; ; attempt++) {
    const seed = seedOfTry(options.seed, attempt);
    const setup = prepareWorld({ ...options, seed });
    const reasons = refusals(setup);
    if (reasons.length === 0 || attempt + 1 === mostTries) return { setup, seed, refused };
    refused.push({ seed, reasons });
  }
}

type ChunkAt = (cx: number, cy: number, cellSizeMetres: number) => Chunk;

function drawn(setup: WorldSetup, view: View, places: () => Places | null): Omit<PictureSource, "chunkAt"> {
  const makesPlaces = attachmentsWith(setup, "sites").length > 0 || attachmentsWith(setup, "roads").length > 0;
  return {
    setup,
    reach: reachOf(setup.attachments),
    rivers: setup.atlas()?.rivers ?? [],
    places: (view.places ?? makesPlaces) ? places : () => null,
    names: view.names ?? attachmentsWith(setup, "name").length > 0,
  };
}

function reachOf(attachments: readonly { readonly plugin: Plugin }[]): number {
  return attachments.reduce((most, { plugin }) => Math.max(most, Number(plugin.constants.get("REACH") ?? 0)), 0);
}

function readGrid(chunkAt: ChunkAt, field: GridField, window: GridWindow, size: number): Float64Array {
  const values = new Float64Array(window.cols * window.rows);
  for (let row = 0, k = 0; row < window.rows; row++) {
    for (let column = 0; column < window.cols; column++, k++) {
      const { chunk, index } = cellAt(chunkAt, window.x0 + column * size, window.y0 + row * size, size);
      values[k] = (field === "elevation" ? chunk.elevation : chunk.surface[field])[index]!;
    }
  }
  return values;
}

function cellAt(chunkAt: ChunkAt, x: number, y: number, size: number): { readonly chunk: Chunk; readonly index: number } {
  const column = Math.floor(x / size);
  const row = Math.floor(y / size);
  const cx = Math.floor(column / chunkCells);
  const cy = Math.floor(row / chunkCells);
  return { chunk: chunkAt(cx, cy, size), index: (row - cy * chunkCells) * chunkCells + column - cx * chunkCells };
}

function readPoint(chunkAt: ChunkAt, x: number, y: number, size: number): PointValues {
  const { chunk, index } = cellAt(chunkAt, x, y, size);
  const { elevation, slope, temperature, moisture, biome } = chunk.surface;
  const { r, g, b } = chunk.colors;
  return {
    elevation: elevation[index]!,
    slope: slope[index]!,
    temperature: temperature[index]!,
    moisture: moisture[index]!,
    biome: biome.values[biome.codes[index]!]!,
    color: { r: r[index]!, g: g[index]!, b: b[index]! },
  };
}

function readFeatures(chunkAt: ChunkAt, [x0, y0, x1, y1]: readonly [number, number, number, number], size: number): FeatureValue[] {
  const side = chunkCells * size;
  const found: FeatureValue[] = [];
  for (let cy = Math.floor(y0 / side); cy * side < y1; cy++) {
    for (let cx = Math.floor(x0 / side); cx * side < x1; cx++) {
      found.push(...chunkAt(cx, cy, size).features.filter(({ x, y }) => x >= x0 && x < x1 && y >= y0 && y < y1));
    }
  }
  return found;
}
