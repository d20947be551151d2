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
import type { Notice } from "../../world/notice.ts";
import { openWorld, type World } from "../../world/world.ts";
import { fileName, toMessage } from "./language.ts";
import {
  type Calls,
  type Message,
  type NumberedRecipe,
  type Opened,
  type PassedOver,
  type PlaceValues,
  type TileDrawn,
  worldSideMetres,
} from "./messages.ts";
import { acceptParameters } from "./parameterValues.ts";

interface OpenWorld {
  readonly version: number;
  readonly seed: string;
  readonly atlasCells: number;
  readonly world: World;
}

/** Thrown where a plugin meets a limit: its picture is not wanted then. */
class LimitMet extends Error {
  readonly passedOver: PassedOver;

  constructor(notice: Notice) {
    super("limit");
    this.passedOver = describe(notice, 1);
  }
}

export class WorldKeeper {
  private readonly rest: () => Promise<void>;
  private plugin: { readonly source: string; readonly compiled: Plugin } | null = null;
  private current: OpenWorld | null = null;
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

  open(recipe: NumberedRecipe): Opened {
    const start = performance.now();
    const { version, source, seed } = recipe;
    const compiled = this.plugin?.source === source ? this.plugin.compiled : compile(source, { host: worldHost, fileName });
    if (!compiled.ok) {
      // The world that is there goes on under the new number.
      if (this.current !== null) this.current = { ...this.current, version };
      return { ok: false, messages: compiled.diagnostics.map(toMessage) };
    }
    this.plugin = { source, compiled };
    const { diagnostics, parameters, hooks } = compiled;
    const params = acceptParameters(parameters, recipe.params);
    const attachments = [{ plugin: compiled, params: Object.fromEntries(params) }];
    try {
      const { atlasCells } = recipe;
      this.current = { version, seed, atlasCells, world: openWorld({ seed, attachments, atlasCells, onNotice: stopAtLimit }) };
    } catch (error) {
      return { ok: false, messages: [limitMessage(error, source)] };
    }
    return { ok: true, messages: diagnostics.map(toMessage), parameters, hooks, params, compileMs: performance.now() - start };
  }

  async drawTile({ version, layer, address: { z, x, y }, pixels }: Calls["tile"]["asks"]): Promise<TileDrawn> {
    const start = performance.now();
    const view = tileView(worldSideMetres, z, x, y, pixels);
    const draw = layer === "map" ? drawPart : packPart;
    const finished = await this.inParts(view, version, draw);
    const generateMs = performance.now() - start;
    return { rgba: finished.picture === null ? null : withAlpha(finished.picture), pixels, passedOver: finished.passedOver, generateMs };
  }

  async drawPicture(view: TileView): Promise<Uint8Array<ArrayBuffer> | null> {
    const { picture } = await this.inParts(view, this.current?.version ?? -1, drawPart);
    return picture === null ? null : Uint8Array.from(encodePicture(picture));
  }

  place(x: number, y: number): PlaceValues | null {
    if (this.current === null) return null;
    const { seed, world, atlasCells } = this.current;
    if (this.bare?.seed !== seed) this.bare = { seed, world: openWorld({ seed, atlasCells }) };
    return { bare: this.bare.world.point(x, y), full: world.point(x, y) };
  }

  /** A view chunk by chunk; no picture where something newer came between or a limit was met. */
  private async inParts(view: TileView, version: number, draw: DrawPart): Promise<Finished> {
    const picture: Picture = { width: view.width, height: view.height, rgb: new Uint8Array(view.width * view.height * 3) };
    for (const part of partsOf(view)) {
      const world = this.worldFor(version);
      if (world === null) return { picture: null, passedOver: [] };
      try {
        paste(picture, draw(world, part.view), part.left, part.top);
      } catch (error) {
        if (error instanceof LimitMet) return { picture: null, passedOver: [error.passedOver] };
        throw error;
      }
      await this.rest();
    }
    const notices = this.worldFor(version)?.notices() ?? [];
    return { picture, passedOver: notices.map(({ notice, count }) => describe(notice, count)) };
  }

  private worldFor(version: number): World | null {
    const { current } = this;
    if (current?.version !== version || this.expected > version) return null;
    return current.world;
  }
}

interface Finished {
  readonly picture: Picture | null;
  readonly passedOver: readonly PassedOver[];
}

type DrawPart = (world: World, view: TileView) => Picture;

const drawPart: DrawPart = (world, view) => world.render(view);

const packPart: DrawPart = (world, { x, y, width, height, metresPerPixel: cellSize }) => {
  const first = { x0: x - ((width - 1) / 2) * cellSize, y0: y - ((height - 1) / 2) * cellSize };
  return { width, height, rgb: packHeights(world.grid("elevation", { ...first, cols: width, rows: height, cellSize })) };
};

function stopAtLimit(notice: Notice): void {
  if (isLimit(notice.fault)) throw new LimitMet(notice);
}

function describe({ hook, fault, x, y }: Notice, count: number): PassedOver {
  return { hook, fault, isLimit: isLimit(fault), x, y, count };
}

/** `prepare` runs when a world is opened. */
function limitMessage(error: unknown, source: string): Message {
  if (!(error instanceof LimitMet)) throw error;
  const { hook, fault } = error.passedOver;
  const lines = source.split("\n");
  const start = lines.slice(0, fault.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  return {
    severity: "error",
    code: fault.code,
    text: `in ${hook}: ${fault.message}`,
    hint: null,
    start,
    end: start + (lines[fault.line - 1]?.length ?? 0),
    fix: null,
  };
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
