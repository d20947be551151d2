// From options of the command line to a world: plugins compiled and attached,
// the height map read. Loaded only by commands that make a world.

import type { Diagnostic } from "../base/diagnostic.ts";
import { chunkCells } from "../world/lattice.ts";
import type { WorldOptions } from "../world/world.ts";
import { UsageError } from "./exit.ts";
import { readHeightMap } from "./height-map.ts";
import { compilePlugins } from "./plugins.ts";
import type { Terminal } from "./terminal.ts";
import type { WorldCommandOptions } from "./world-options.ts";

export interface WorldSession {
  readonly diagnostics: readonly Diagnostic[];
  /** Null where a plugin was refused. */
  readonly world: WorldOptions | null;
}

export function prepareSession(files: readonly string[], options: WorldCommandOptions, terminal: Terminal): WorldSession {
  const { seed, param: parameters = new Map(), strength: strengths = [], tier } = options;
  if (strengths.length > files.length) throw new UsageError("--strength names more plugins than there are");
  const { attachments, diagnostics } = compilePlugins({ files, parameters, strengths, tier }, terminal);
  if (attachments.length < files.length) return { diagnostics, world: null };
  const { base: path, baseSpacing: spacing = null, baseRange: range = null } = options;
  const base = path === undefined ? {} : { base: readHeightMap(path, { spacing, range }, terminal) };
  return { diagnostics, world: { seed, attachments, ...base } };
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
