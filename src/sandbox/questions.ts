// Inside a child: one question about a world, answered chunk by chunk. A
// generator gives back control before each chunk, so that the pool can let
// another owner's step go first; chunks stay in the world's own cache until the
// answer is put together out of them.

import type { FeatureValue } from "../world/features.ts";
import type { Chunk } from "../world/chunk.ts";
import { chunkCells } from "../world/lattice.ts";
import { viewOrigin } from "../world/picture.ts";
import { tileView } from "../world/tile.ts";
import type { GridField, GridWindow, PointValues, World } from "../world/world.ts";
import type { BiomeValue } from "../world/cellColumns.ts";
import type { ChunkValues, Tile } from "./answers.ts";
import type { StepKind, WorldQuestion } from "./messages.ts";
import { mostChunks } from "./messages.ts";

/** An open world and what questions must know of it. */
export interface OpenWorld {
  readonly world: World;
  readonly sizeMetres: number | null;
  readonly cellSizeMetres: number;
  /** Cells that features are drawn beyond their chunk; null where no plugin makes any. */
  readonly reach: number | null;
}

/** A rectangle of cells of one lattice. */
interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly cellSizeMetres: number;
}

type Steps<Answer> = Generator<StepKind, Answer>;

/** Throws `RangeError` for a question that is too large or names no place. */
export function* answerQuestion(open: OpenWorld, question: Exclude<WorldQuestion, { kind: "open" }>): Steps<unknown> {
  const { world } = open;
  switch (question.kind) {
    case "tile":
      return yield* answerTile(open, question.address);
    case "chunk":
      yield "chunk";
      return chunkValues(world.chunk(place(question.cx), place(question.cy), question.cellSizeMetres));
    case "grid":
      return yield* answerGrid(open, question.field, question.window);
    case "point":
      yield "chunk";
      return pointValues(world, question.x, question.y);
    case "features":
      return yield* answerFeatures(open, question.box, question.cellSizeMetres);
    case "render": {
      const { view } = question;
      const { left, top } = viewOrigin(view, view.metresPerPixel);
      const window = { left, top, width: view.width, height: view.height, cellSizeMetres: view.metresPerPixel };
      yield* paint(open, window);
      return { ...world.render(view) };
    }
  }
}

function* answerTile(open: OpenWorld, address: Extract<WorldQuestion, { kind: "tile" }>["address"]): Steps<Tile> {
  const { layer, z, x, y, size } = address;
  const view = tileView(open.sizeMetres, z, x, y, size);
  const { left, top } = viewOrigin(view, view.metresPerPixel);
  const window = { left, top, width: size, height: size, cellSizeMetres: view.metresPerPixel };
  if (layer === "map") {
    yield* paint(open, window);
    const { width, height, rgb } = open.world.render(view);
    return { kind: "rgb", width, height, data: rgb };
  }
  if (layer === "biome") return { kind: "biomes", width: size, height: size, ...(yield* biomesOf(open, window)) };
  return { kind: "field", width: size, height: size, data: yield* fieldOf(open, layer, window) };
}

/** Makes everything that a picture reads. */
function* paint(open: OpenWorld, window: Window): Steps<void> {
  for (const chunk of chunksOf(open, window)) {
    yield "chunk";
    make(chunk().colors);
    if (open.reach !== null) make(chunk().features);
  }
  const { reach } = open;
  if (reach !== null && reach > 0) {
    const { left, top, width, height } = window;
    const wider = { ...window, left: left - reach, top: top - reach, width: width + 2 * reach, height: height + 2 * reach };
    for (const chunk of chunksOf(open, wider)) {
      yield "chunk";
      make(chunk().features);
    }
  }
  yield "answer";
}

/** Asking for a stage of a chunk makes it, and the chunk keeps it. */
export function make(_stage: unknown): void {}

function chunksOf({ world }: OpenWorld, window: Window): (() => Chunk)[] {
  const { left, top, width, height, cellSizeMetres } = window;
  if (![left, top, width, height].every(Number.isSafeInteger) || width < 1 || height < 1) throw new RangeError("a view of no place");
  const range = (first: number, cells: number): number[] => {
    const from = Math.floor(first / chunkCells);
    const count = Math.floor((first + cells - 1) / chunkCells) - from + 1;
    if (count > mostChunks) throw tooLarge();
    return Array.from({ length: count }, (_, k) => place(from + k));
  };
  const rows = range(top, height);
  const columns = range(left, width);
  if (rows.length * columns.length > mostChunks) throw tooLarge();
  return rows.flatMap((cy) => columns.map((cx) => () => world.chunk(cx, cy, cellSizeMetres)));
}

function tooLarge(): RangeError {
  return new RangeError(`one question may take ${mostChunks} chunks of ${chunkCells} x ${chunkCells} cells`);
}

/** Beyond it neighbouring cells have the same floats as coordinates. */
function place(chunkIndex: number): number {
  if (!Number.isSafeInteger(chunkIndex) || Math.abs(chunkIndex) > 2 ** 40) throw new RangeError("a chunk too far out");
  return chunkIndex;
}

function* fieldOf(open: OpenWorld, field: GridField, window: Window): Steps<Float64Array> {
  const data = new Float64Array(window.width * window.height);
  for (const chunkHere of chunksOf(open, window)) {
    yield "chunk";
    const chunk = chunkHere();
    const values = field === "elevation" ? chunk.elevation : chunk.surface[field];
    copyCells(chunk, window, (from, to, count) => data.set(values.subarray(from, from + count), to));
  }
  return data;
}

function* biomesOf(open: OpenWorld, window: Window): Steps<{ codes: Int32Array; values: BiomeValue[] }> {
  const codes = new Int32Array(window.width * window.height);
  const values: BiomeValue[] = [];
  const known = new Map<string, number>();
  for (const chunkHere of chunksOf(open, window)) {
    yield "chunk";
    const chunk = chunkHere();
    const { biome } = chunk.surface;
    const joined = biome.values.map((value) => internBiome(values, known, value));
    copyCells(chunk, window, (from, to, count) => {
      for (let k = 0; k < count; k++) codes[to + k] = joined[biome.codes[from + k]!]!;
    });
  }
  return { codes, values };
}

function internBiome(values: BiomeValue[], known: Map<string, number>, { name, color }: BiomeValue): number {
  const value = { name, color: color === null ? null : { r: color.r, g: color.g, b: color.b } };
  const key = JSON.stringify(value);
  const code = known.get(key) ?? values.push(value) - 1;
  known.set(key, code);
  return code;
}

/** Rows of a chunk that lie in a window: where they begin in the chunk and in the window, and how long they are. */
function copyCells(chunk: Chunk, window: Window, copy: (from: number, to: number, count: number) => void): void {
  const left = chunk.cx * chunkCells - window.left;
  const top = chunk.cy * chunkCells - window.top;
  const first = Math.max(0, -left);
  const last = Math.min(chunkCells, window.width - left);
  for (let row = Math.max(0, -top); row < Math.min(chunkCells, window.height - top); row++) {
    copy(row * chunkCells + first, (top + row) * window.width + left + first, last - first);
  }
}

/** As `World.grid`: each value is that of the cell that holds the place. */
function* answerGrid(open: OpenWorld, field: GridField, grid: Required<GridWindow>): Steps<Float64Array> {
  const { x0, y0, cols, rows, cellSize } = grid;
  const left = Math.floor(x0 / cellSize);
  const top = Math.floor(y0 / cellSize);
  // Places at exact multiples may round into a neighbour's cell: one cell more on each side, then the world's own reading.
  const window = { left: left - 1, top: top - 1, width: cols + 2, height: rows + 2, cellSizeMetres: cellSize };
  for (const chunk of chunksOf(open, window)) {
    yield "chunk";
    make(field === "elevation" ? chunk().elevation : chunk().surface);
  }
  yield "answer";
  return open.world.grid(field, { x0, y0, cols, rows, cellSize });
}

function* answerFeatures(
  open: OpenWorld,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  cellSizeMetres: number,
): Steps<FeatureValue[]> {
  const found: FeatureValue[] = [];
  if (!(x0 < x1 && y0 < y1)) return found;
  const [left, top] = [Math.floor(x0 / cellSizeMetres), Math.floor(y0 / cellSizeMetres)];
  const [right, bottom] = [Math.ceil(x1 / cellSizeMetres), Math.ceil(y1 / cellSizeMetres)];
  for (const chunk of chunksOf(open, { left, top, width: right - left, height: bottom - top, cellSizeMetres })) {
    yield "chunk";
    found.push(
      ...chunk()
        .features.filter(({ x, y }) => x >= x0 && x < x1 && y >= y0 && y < y1)
        .map(featureValue),
    );
  }
  return found;
}

function featureValue({ kind, x, y, size, angle, name, points }: FeatureValue): FeatureValue {
  return { kind, x, y, size, angle, name, points };
}

function pointValues(world: World, x: number, y: number): PointValues {
  if (!(Math.abs(x) <= 1e12 && Math.abs(y) <= 1e12)) throw new RangeError("a place too far out");
  const { elevation, slope, temperature, moisture, biome, color } = world.point(x, y);
  const plain = { name: biome.name, color: biome.color === null ? null : { r: biome.color.r, g: biome.color.g, b: biome.color.b } };
  return { elevation, slope, temperature, moisture, biome: plain, color: { r: color.r, g: color.g, b: color.b } };
}

function chunkValues(chunk: Chunk): ChunkValues {
  const { elevation, slope, temperature, moisture, biome } = chunk.surface;
  const { r, g, b } = chunk.colors;
  const values: BiomeValue[] = [];
  for (const value of biome.values) internBiome(values, new Map(), value);
  return {
    cx: chunk.cx,
    cy: chunk.cy,
    elevation,
    slope,
    temperature,
    moisture,
    biomes: { codes: biome.codes, values },
    r,
    g,
    b,
    features: chunk.features.map(featureValue),
  };
}
