// The pool of child processes in which strangers' sources are checked, compiled
// and run: the library's calls as promises. Nothing of a source is ever read in
// the caller's own process. `answers.ts` says what comes back; DESIGN.md's fifth
// layer of safety says what stands between a child and the machine.

import type { PluginImports } from "../engine/imports.ts";
import type { Arguments } from "../engine/plugin.ts";
import type { RunLimits } from "../engine/runLimits.ts";
import type { WorldDocument } from "../world/document.ts";
import type { GridField, GridWindow, PointValues } from "../world/world.ts";
import type { Picture, View } from "../world/picture.ts";
import type { FeatureValue } from "../world/features.ts";
import { makePool } from "./making.ts";
import type { CallAnswer, CheckAnswer, ChunkValues, Failure, MapAnswer, OpenedWorld, Tile, WorldAnswer } from "./answers.ts";

/** Kinds of work; each has children of its own, so that none starves another. */
export type Lane = "check" | "tile" | "job";

/** The part of an `AbortSignal` that the pool uses. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** For whom a request runs, and how long it may wait. */
export interface RequestOptions {
  /** Whose queue it stands in; fairness is between owners. Default "". */
  readonly owner?: string;
  /** Default: "check" for checks, "tile" for all else. */
  readonly lane?: Lane;
  /** From the call to the answer, waiting included; default 30 s. What runs is besides stopped by its own backstop. */
  readonly deadlineMilliseconds?: number;
  readonly signal?: StopSignal;
}

/** A plugin's source as it was published or typed. */
export interface PoolSource {
  readonly source: string;
  /** As diagnostics and faults name it. Default `plugin.wgen`. */
  readonly fileName?: string;
  /** Exactly what it imports; its hash covers the pins. */
  readonly imports?: PluginImports;
}

export interface CheckRequest extends RequestOptions {
  /** Default "world". */
  readonly host?: string;
  readonly fileName?: string;
  /** What it may import. */
  readonly imports?: PluginImports;
}

export interface CallRequest extends RequestOptions {
  /** Default "world". */
  readonly host?: string;
  readonly params?: ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>;
  readonly limits?: RunLimits;
  readonly seed?: string;
}

/** What `map` makes for each result: the typed array of that name, or values; by field for a record. */
export type OutShape = "float64" | "int64" | "bool" | "values" | { readonly [field: string]: OutShape };

export interface MapRequest extends CallRequest {
  /** Cells in all. */
  readonly count: number;
  /** Default "float64". */
  readonly out?: OutShape;
  readonly from?: number;
}

/** A document with the sources of the plugins that it pins, by hash. */
export interface WorldDefinition {
  readonly document: WorldDocument;
  readonly sources: ReadonlyMap<string, PoolSource>;
  /** Fuel of one hook over one chunk; default from the limits table. */
  readonly chunkFuel?: number;
}

/** A tile of the square `2^z` tiles wide that the world fills; x to the east, y to the south from the north-west corner. */
export interface TileAddress {
  /** "map" is the picture; a field gives numbers; "biome" gives codes. */
  readonly layer: "map" | "biome" | GridField;
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** Pixels along a side; default 256. */
  readonly size?: number;
}

/** A world that children hold open as long as it is asked for. */
export interface PoolWorld {
  /** Compiles and opens it, and tells what is attached: for refusing an attachment early. */
  open(options?: RequestOptions): Promise<WorldAnswer<OpenedWorld>>;
  tile(address: TileAddress, options?: RequestOptions): Promise<WorldAnswer<Tile>>;
  /** `cellSizeMetres` defaults to the world's. */
  chunk(cx: number, cy: number, options?: RequestOptions & { readonly cellSizeMetres?: number }): Promise<WorldAnswer<ChunkValues>>;
  grid(field: GridField, window: GridWindow, options?: RequestOptions): Promise<WorldAnswer<Float64Array>>;
  point(x: number, y: number, options?: RequestOptions): Promise<WorldAnswer<PointValues>>;
  /** Anchors in `[x0, y0, x1, y1)`, metres. */
  features(
    box: readonly [number, number, number, number],
    options?: RequestOptions & { readonly cellSizeMetres?: number },
  ): Promise<WorldAnswer<readonly FeatureValue[]>>;
  render(view: Omit<View, "onProgress">, options?: RequestOptions): Promise<WorldAnswer<Picture>>;
}

/** One of the walls around a child. */
export interface Wall {
  readonly name: string;
  readonly stands: boolean;
  /** What it keeps out; or why it does not stand. */
  readonly text: string;
}

export interface ChildStats {
  readonly pid: number;
  readonly lane: Lane | "spare";
  readonly state: "starting" | "idle" | "running";
  /** Steps since it started. */
  readonly calls: number;
  readonly residentBytes: number;
}

export interface PoolStats {
  readonly children: readonly ChildStats[];
  /** Requests that wait, by lane. */
  readonly queued: Readonly<Record<Lane, number>>;
  readonly answered: number;
  readonly busy: number;
  /** A deadline that strikes is a price that is wrong. */
  readonly killedByDeadline: number;
  readonly killedByMemory: number;
  readonly crashed: number;
  /** Children that took the place of others. */
  readonly recycled: number;
}

export interface PoolOptions {
  /** Children of each lane. Default: 1 for checks, 2 for tiles, 1 for jobs; at least two in all. */
  readonly children?: Partial<Readonly<Record<Lane, number>>>;
  /** Warm children that wait to replace others, and help out where one is held up. Default 1. */
  readonly spares?: number;
  /** Requests of one owner that may wait in a lane. Default 32. */
  readonly ownerQueue?: number;
  /** Requests that may wait in all. Default 512. */
  readonly queue?: number;
  /** Steps of one owner that run at once. Default 2. */
  readonly ownerConcurrency?: number;
  /** A child over it is killed. Default 512 MiB. */
  readonly residentBytes?: number;
  /** A child is replaced after so many steps. Default 10,000. */
  readonly callsPerChild?: number;
  /** Further hosts by name: the address (`file:` URL) of a module whose default export `defineHost` made. "world" and "program" are there. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Told of errors of our own in children and of broken protocol; for the log, never for strangers. */
  readonly onEngineError?: (text: string) => void;
}

export interface Pool {
  /** What is wrong with a source, and what is in it. */
  check(source: string, options?: CheckRequest): Promise<CheckAnswer | Failure>;
  call(plugin: PoolSource, hook: string, args: Arguments, options?: CallRequest): Promise<CallAnswer>;
  map(plugin: PoolSource, hook: string, columns: Arguments, options: MapRequest): Promise<MapAnswer>;
  /** Asks nothing yet. Throws `TypeError` where the document pins a plugin that has no source. */
  world(definition: WorldDefinition): PoolWorld;
  stats(): PoolStats;
  /** Which walls stand around the children. */
  walls(): Promise<readonly Wall[]>;
  /** All children warm; rejects where no child can be started at all. */
  ready(): Promise<void>;
  /** Ends every child; what waits is answered `closed`. */
  close(): Promise<void>;
}

/**
 * Starts the children. Throws `RangeError` for options out of range. The pool
 * keeps no process alive by itself; `close` ends its children.
 *
 * @example
 * const pool = createPool();
 * const world = pool.world({ document: newDocument("hello"), sources: new Map() });
 * const tile = await world.tile({ layer: "map", z: 5, x: 16, y: 16 }, { owner: "ann" });
 * await pool.close();
 */
export function createPool(options: PoolOptions = {}): Pool {
  return makePool(options);
}

export type * from "./answers.ts";
