// The world that a worker keeps: made from the last recipe that the compiler
// took, drawn chunk by chunk. Between two chunks the worker looks up; when a
// newer recipe is on its way the picture is given up.

import { compile } from "../../engine/compile.ts";
import { isLimit } from "../../engine/fault.ts";
import type { Plugin } from "../../engine/plugin.ts";
import { encodePicture } from "../../output/png.ts";
import { packHeights } from "../../output/tiles.ts";
import { worldHost } from "../../world/host.ts";
import { chunkCells } from "../../world/lattice.ts";
import type { Picture } from "../../world/picture.ts";
import { type TileView, tileView } from "../../world/tile.ts";
import { openWorld, type World } from "../../world/world.ts";
import { fileName, toMessage } from "./language.ts";
import type { Calls, Opened, PassedOver, PlaceValues, TileDrawn, WorldRecipe } from "./messages.ts";
import { acceptParameters } from "./parameterValues.ts";

/** The page shows the default world. */
const worldSideMetres = 204_800;

interface OpenWorld {
  readonly world: World;
  readonly version: number;
  readonly seed: string;
}

export class WorldKeeper {
  private readonly rest: () => Promise<void>;
  private plugin: { readonly source: string; readonly compiled: Plugin } | null = null;
  private open_: OpenWorld | null = null;
  private bare: { readonly seed: string; readonly world: World } | null = null;
  private expected = 0;

  /** `rest` is called between chunks: it says that the worker lives and lets messages in. */
  constructor(rest: () => Promise<void>) {
    this.rest = rest;
  }

  /** A recipe of that version is on its way. */
  expect(version: number): void {
    this.expected = version;
  }

  open({ version, source, seed, params }: WorldRecipe & { readonly version: number }): Opened {
    const start = performance.now();
    const compiled = this.plugin?.source === source ? this.plugin.compiled : compile(source, { host: worldHost, fileName });
    if (!compiled.ok) {
      // The world that is there goes on under the new number.
      if (this.open_ !== null) this.open_ = { ...this.open_, version };
      return { ok: false, messages: compiled.diagnostics.map(toMessage) };
    }
    this.plugin = { source, compiled };
    const { diagnostics, parameters, hooks } = compiled;
    const accepted = acceptParameters(parameters, params);
    const world = openWorld({ seed, attachments: [{ plugin: compiled, params: Object.fromEntries(accepted) }] });
    this.open_ = { world, version, seed };
    return { ok: true, messages: diagnostics.map(toMessage), parameters, hooks, params: accepted, compileMs: performance.now() - start };
  }

  async drawTile({ version, layer, address, pixels }: Calls["tile"]["asks"]): Promise<TileDrawn> {
    const start = performance.now();
    const view = tileView(worldSideMetres, address.z, address.x, address.y, pixels);
    const picture = layer === "map" ? await this.drawInParts(view, version) : await this.heightsInParts(view, version);
    const generateMs = performance.now() - start;
    return { rgba: picture === null ? null : withAlpha(picture), pixels, passedOver: this.passedOver(), generateMs };
  }

  async drawPicture(view: TileView): Promise<Uint8Array<ArrayBuffer> | null> {
    const picture = await this.drawInParts(view, this.open_?.version ?? -1);
    return picture === null ? null : Uint8Array.from(encodePicture(picture));
  }

  place(x: number, y: number): PlaceValues | null {
    if (this.open_ === null) return null;
    const { seed, world } = this.open_;
    if (this.bare?.seed !== seed) this.bare = { seed, world: openWorld({ seed }) };
    return { bare: this.bare.world.point(x, y), full: world.point(x, y) };
  }

  private passedOver(): PassedOver[] {
    const notices = this.open_?.world.notices() ?? [];
    return notices.map(({ notice: { hook, fault, x, y }, count }) => ({ hook, fault, isLimit: isLimit(fault), x, y, count }));
  }

  /** Null where something newer came between. */
  private async drawInParts(view: TileView, version: number): Promise<Picture | null> {
    const picture: Picture = { width: view.width, height: view.height, rgb: new Uint8Array(view.width * view.height * 3) };
    for (const part of partsOf(view)) {
      const world = this.worldFor(version);
      if (world === null) return null;
      paste(picture, world.render(part.view), part.left, part.top);
      await this.rest();
    }
    return picture;
  }

  private async heightsInParts(view: TileView, version: number): Promise<Picture | null> {
    const picture: Picture = { width: view.width, height: view.height, rgb: new Uint8Array(view.width * view.height * 3) };
    for (const { view: part, left, top } of partsOf(view)) {
      const world = this.worldFor(version);
      if (world === null) return null;
      const { width: cols, height: rows, metresPerPixel: cellSize } = part;
      const x0 = part.x - ((cols - 1) / 2) * cellSize;
      const y0 = part.y - ((rows - 1) / 2) * cellSize;
      const heights = world.grid("elevation", { x0, y0, cols, rows, cellSize });
      paste(picture, { width: cols, height: rows, rgb: packHeights(heights) }, left, top);
      await this.rest();
    }
    return picture;
  }

  private worldFor(version: number): World | null {
    const isCurrent = this.open_ !== null && this.open_.version === version && this.expected <= version;
    return isCurrent ? (this.open_?.world ?? null) : null;
  }
}

interface Part {
  readonly view: TileView;
  readonly left: number;
  readonly top: number;
}

/** A view in pieces of one chunk's size: drawn together they are the same picture. */
function partsOf({ x, y, width, height, metresPerPixel }: TileView): Part[] {
  const west = Math.round(x / metresPerPixel - width / 2);
  const north = Math.round(y / metresPerPixel - height / 2);
  const parts: Part[] = [];
  for (let top = 0; top < height; top += chunkCells) {
    for (let left = 0; left < width; left += chunkCells) {
      const columns = Math.min(chunkCells, width - left);
      const rows = Math.min(chunkCells, height - top);
      const middle = { x: (west + left + columns / 2) * metresPerPixel, y: (north + top + rows / 2) * metresPerPixel };
      parts.push({ left, top, view: { ...middle, width: columns, height: rows, metresPerPixel } });
    }
  }
  return parts;
}

function paste(into: Picture, part: Picture, left: number, top: number): void {
  const row = part.width * 3;
  for (let k = 0; k < part.height; k++) into.rgb.set(part.rgb.subarray(k * row, (k + 1) * row), ((top + k) * into.width + left) * 3);
}

function withAlpha({ width, height, rgb }: Picture): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; to < rgba.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
    rgba[to + 3] = 255;
  }
  return rgba;
}
