// The pool's side of a request: what is sent, what may come back, and how long
// each of its steps may take: 1 s and 20 ns for each unit of fuel that the step
// may spend, which strikes only where a price is wrong.

import { limits } from "../base/limits.ts";
import { chunkCells } from "../world/lattice.ts";
import { tileView } from "../world/tile.ts";
import type { GridField } from "../world/world.ts";
import type { SentPlugin, SentSource, StepKind, Work, WorldQuestion } from "./messages.ts";
import { mostChunks } from "./messages.ts";
import { biomesShape, callShape, checkShape, chunkShape, featureShape, mapShape, openedShape, pointShape, worldShape } from "./replies.ts";
import type { OutShape } from "./pool.ts";
import type { Shape } from "./shapes.ts";
import { list, oneOf, record, typed, whole } from "./shapes.ts";
import { encodeValue } from "./wire.ts";

export interface Question {
  /** Encoded. */
  readonly work: Uint8Array;
  /** What a child may lack, and the key under which it then has it. */
  readonly supply: Supply | null;
  /** Of the whole answer. */
  readonly shape: Shape<unknown>;
  readonly capBytes: number;
  readonly mostValues: number;
  /** More steps than the work can have: the child is making them up. */
  readonly mostSteps: number;
  milliseconds(step: StepKind): number;
}

export interface Supply {
  readonly key: string;
  /** A `SentPlugin` or `SentWorld`, encoded. */
  readonly bytes: Uint8Array;
}

const MIB = 2 ** 20;

/** Reading a request and saying what comes next. */
const beginMilliseconds = 10_000;

function withFuel(fuel: number): number {
  const { default: base, hardMax } = limits.backstopMilliseconds;
  return Math.min(base + fuel * 20e-6, hardMax);
}

function stepTimes(runFuel: number, openFuel: number): (step: StepKind) => number {
  return (step) => {
    switch (step) {
      case "compile":
        return limits.compileMilliseconds.default;
      case "open":
        return withFuel(openFuel);
      case "run":
      case "chunk":
      case "answer":
        return withFuel(runFuel);
    }
  };
}

/** The time for a request's first word. */
export const firstMilliseconds = beginMilliseconds;

export function askCheck(work: Extract<Work, { kind: "check" }>): Question {
  const milliseconds = stepTimes(0, 0);
  return { work: encodeValue(work), supply: null, shape: checkShape, capBytes: 4 * MIB, mostValues: 200_000, mostSteps: 4, milliseconds };
}

export interface CallBounds {
  readonly fuel: number;
  readonly resultBytes: number;
  readonly hostCallBytes: number;
}

export function askCall(work: Extract<Work, { kind: "call" }>, source: SentPlugin, bounds: CallBounds): Question {
  return {
    work: encodeValue(work),
    supply: { key: sourceKey(work.host, source), bytes: encodeValue(source) },
    shape: callShape,
    // A value takes at most a tag and a count more than its logical bytes do; a bool takes less.
    capBytes: 4 * bounds.resultBytes + 4 * bounds.hostCallBytes + 4 * MIB,
    mostValues: 200_000 + Math.ceil((bounds.resultBytes + bounds.hostCallBytes) / 4),
    mostSteps: 6,
    milliseconds: stepTimes(bounds.fuel, 0),
  };
}

export function askMap(work: Extract<Work, { kind: "map" }>, source: SentPlugin, bounds: CallBounds): Question {
  const columns = columnsOf(work.out);
  return {
    work: encodeValue(work),
    supply: { key: sourceKey(work.host, source), bytes: encodeValue(source) },
    shape: mapShape(work.out, work.count),
    capBytes: columns.typed * work.count * 8 + columns.values * (work.count + 4 * bounds.resultBytes) + 8 * MIB,
    mostValues: 200_000 + columns.values * (work.count + Math.ceil(bounds.resultBytes / 4)),
    mostSteps: 6,
    milliseconds: stepTimes(bounds.fuel, 0),
  };
}

function sourceKey(host: string, { hash, fileName }: SentSource): string {
  return `${host}\n${hash}\n${fileName}`;
}

function columnsOf(out: OutShape): { readonly typed: number; readonly values: number } {
  if (typeof out === "string") return out === "values" ? { typed: 0, values: 1 } : { typed: 1, values: 0 };
  return Object.values(out)
    .map(columnsOf)
    .reduce((sum, { typed: a, values: b }) => ({ typed: sum.typed + a, values: sum.values + b }), { typed: 0, values: 0 });
}

/** Hooks that run for one chunk at most: those of the built-in stages and so many of each attachment. */
const builtinHooks = 4;
const hooksOfAttachment = 5;
const atlasHooks = 6;

/** What the pool must know of a world whose document it has sent, or will. */
export interface KnownWorld {
  readonly supply: Supply;
  readonly attached: number;
  readonly sources: number;
  readonly chunkFuel: number;
}

/** Throws `RangeError` for a question that names no place or is too large, before anything is sent. */
export function askWorld(world: KnownWorld, question: WorldQuestion): Question {
  requireAskable(question);
  const { supply, attached } = world;
  const chunkFuel = world.chunkFuel * (builtinHooks + hooksOfAttachment * attached);
  const openFuel = limits.fuelPerAtlasStage.default * (builtinHooks + atlasHooks * attached);
  const { shape, bytes, values } = answerOf(question);
  return {
    work: encodeValue({ kind: "world", key: supply.key, question } satisfies Work),
    supply,
    shape: worldShape(shape),
    capBytes: bytes + 4 * MIB,
    mostValues: values + 300_000,
    mostSteps: 2 * mostChunks + world.sources + 8,
    milliseconds: stepTimes(chunkFuel, openFuel),
  };
}

const fields: readonly GridField[] = ["elevation", "slope", "temperature", "moisture"];
const mostPixels = 2_048;
const farthestMetres = 1e12;

function requireAskable(question: WorldQuestion): void {
  switch (question.kind) {
    case "open":
      return;
    case "tile": {
      const { layer, z, x, y, size } = question.address;
      if (layer !== "map" && layer !== "biome") requireField(layer);
      tileView(null, z, x, y, size);
      return;
    }
    case "chunk":
      return requirePlace([question.cx * chunkCells * question.cellSizeMetres, question.cy * chunkCells * question.cellSizeMetres]);
    case "grid": {
      const { x0, y0, cols, rows, cellSize } = question.window;
      requireField(question.field);
      requirePixels([cols, rows]);
      return requirePlace([x0, y0, x0 + cols * cellSize, y0 + rows * cellSize]);
    }
    case "point":
      return requirePlace([question.x, question.y]);
    case "features":
      return requirePlace(question.box);
    case "render":
      requirePixels([question.view.width, question.view.height]);
      return requirePlace([question.view.x, question.view.y, question.view.metresPerPixel * mostPixels]);
  }
}

function requireField(field: GridField): void {
  if (!fields.includes(field)) throw new RangeError(`there is no field ${JSON.stringify(field)}; there are ${fields.join(", ")}`);
}

function requirePixels(sides: readonly number[]): void {
  if (!sides.every((side) => Number.isInteger(side) && side >= 1 && side <= mostPixels)) {
    throw new RangeError(`a side has 1 to ${mostPixels} cells`);
  }
}

function requirePlace(metres: readonly number[]): void {
  if (!metres.every((each) => Math.abs(each) <= farthestMetres)) throw new RangeError("a place too far out, or none");
}

interface Expected {
  readonly shape: Shape<unknown>;
  readonly bytes: number;
  readonly values: number;
}

const featureBytes = 16 * MIB;
const featureValues = 1_000_000;
const mostFeatures = 100_000;

function answerOf(question: WorldQuestion): Expected {
  switch (question.kind) {
    case "open":
      return { shape: openedShape, bytes: MIB, values: 100_000 };
    case "tile":
      return tileAnswer(question.address.layer, question.address.size);
    case "chunk": {
      const cells = chunkCells * chunkCells;
      return { shape: chunkShape(question.cx, question.cy, cells), bytes: cells * 64 + featureBytes, values: featureValues };
    }
    case "grid": {
      const cells = question.window.cols * question.window.rows;
      return { shape: typed(Float64Array, cells), bytes: cells * 8, values: 0 };
    }
    case "point":
      return { shape: pointShape, bytes: MIB, values: 0 };
    case "features":
      return { shape: list(featureShape, mostFeatures), bytes: featureBytes, values: featureValues };
    case "render": {
      const { width, height } = question.view;
      const rgb = typed(Uint8Array, width * height * 3);
      return { shape: record({ width: whole(width, width), height: whole(height, height), rgb }), bytes: width * height * 3, values: 0 };
    }
  }
}

function tileAnswer(layer: string, size: number): Expected {
  const cells = size * size;
  const sides = { width: whole(size, size), height: whole(size, size) };
  if (layer === "map") {
    const shape = record({ kind: oneOf(["rgb"]), ...sides, data: typed(Uint8Array, cells * 3) });
    return { shape, bytes: cells * 3, values: 0 };
  }
  if (layer === "biome") return { shape: biomesShape(cells, { kind: oneOf(["biomes"]), ...sides }), bytes: cells * 4, values: 50_000 };
  return { shape: record({ kind: oneOf(["field"]), ...sides, data: typed(Float64Array, cells) }), bytes: cells * 8, values: 0 };
}
