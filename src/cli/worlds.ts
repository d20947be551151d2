// From options of the command line to a world: plugins compiled and attached,
// the height map read. Loaded only by commands that make a world.

import type { Diagnostic } from "../base/diagnostic.ts";
import type { PinnedSource } from "../engine/imports.ts";
import { chunkCells } from "../world/lattice.ts";
import type { WorldOptions } from "../world/world.ts";
import { bundledSources, isBundle, openBundleFile } from "./bundles.ts";
import { UsageError } from "./exit.ts";
import { readSource } from "./files.ts";
import { readHeightMap } from "./height-map.ts";
import { compilePlugins } from "./plugins.ts";
import type { Terminal } from "./terminal.ts";
import type { WorldCommandOptions } from "./world-options.ts";

export interface WorldSession {
  readonly diagnostics: readonly Diagnostic[];
  /** Null where a plugin was refused. */
  readonly world: WorldOptions | null;
  /** The texts of the plugins, and of what they import: by hash. */
  readonly sources: ReadonlyMap<string, PinnedSource>;
}

export function prepareSession(files: readonly string[], options: WorldCommandOptions, terminal: Terminal): WorldSession {
  const { seed, param: parameters = new Map(), strength: strengths = [], combine: combines = [], mask: masks = [], tier } = options;
  for (const [name, { length }] of Object.entries({ strength: strengths, combine: combines, mask: masks }))
    if (length > files.length) throw new UsageError(`--${name} names more plugins than there are`);
  const [first = "-"] = files;
  if (files.length === 1 && isBundle(first)) return openBundle(first, options, terminal);
  const { attachments, diagnostics, sources } = compilePlugins({ files, parameters, strengths, combines, masks, tier }, terminal);
  if (attachments.length < files.length) return { diagnostics, world: null, sources };
  const { base: path, baseSpacing: spacing = null, baseRange: range = null } = options;
  const base = path === undefined ? {} : { base: readHeightMap(path, { spacing, range }, terminal) };
  const atlas = options.atlas === undefined ? {} : { atlasCells: options.atlas };
  const extent = options.extent === undefined ? {} : { size: options.extent === "none" ? null : options.extent };
  return { diagnostics, world: { seed, attachments, ...extent, ...base, ...atlas }, sources };
}

/** A bundle says all of its world: options that would say something else are refused. */
function openBundle(path: string, options: WorldCommandOptions, terminal: Terminal): WorldSession {
  const { param, strength, combine, mask, extent, base, seed, tier } = options;
  const given = [param, strength, combine, mask, extent, base].some((each) => each !== undefined);
  if (given || seed !== "0")
    throw new UsageError("a bundle is opened as it is: --seed, -p, --strength, --combine, --mask, --extent and --base are for plugins");
  const { name, bytes } = readSource(path, terminal);
  const world = openBundleFile(name, bytes, tier);
  const atlas = options.atlas === undefined ? {} : { atlasCells: options.atlas };
  return { diagnostics: [], world: { ...world, ...atlas }, sources: bundledSources(bytes) };
}

/** The chunk whose middle is nearest to the upper left of a place, so that a 2 x 2 block lies round it. */
export function chunkAt(
  place: { readonly x: number; readonly y: number },
  world: WorldOptions,
): { readonly cx: number; readonly cy: number } {
  const side = chunkCells * (world.cellSize ?? 10);
  return { cx: Math.round(place.x / side) - 1, cy: Math.round(place.y / side) - 1 };
}

/** What is wrong with the options of a world, or with the values of `-p`, is a mistake of usage. */
export function asUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && /^params\b/.test(error.message)) throw new UsageError(error.message.replace(/^params\./, "-p "));
    throw error;
  }
}
