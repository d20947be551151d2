// A world document opened: the same world from the same document, whoever
// opens it: command line, page, or a child of the server's pool.

import type { Plugin } from "../engine/plugin.ts";
import { engineVersion } from "../base/version.ts";
import type { ParameterSetting, WorldDocument } from "./document.ts";
import type { World, WorldOptions } from "./world.ts";
import { openWorld } from "./world.ts";

/**
 * Opens a document with the plugins that it pins, by hash. Throws `RangeError`
 * for a document of another engine version or one whose attachments cannot be,
 * `TypeError` where a plugin is missing.
 */
export function openDocument(
  document: WorldDocument,
  plugins: ReadonlyMap<string, Plugin>,
  options: Pick<WorldOptions, "tier" | "chunkFuel" | "chunksKept" | "base" | "reuse"> = {},
): World {
  return openWorld(documentOptions(document, plugins, options));
}

/** The same document as options, for those who need them: the seam check, comparisons. */
export function documentOptions(
  document: WorldDocument,
  plugins: ReadonlyMap<string, Plugin>,
  options: Pick<WorldOptions, "tier" | "chunkFuel" | "chunksKept" | "base" | "reuse"> = {},
): WorldOptions {
  if (document.engine !== engineVersion) {
    throw new RangeError(`the world was made for engine ${document.engine}; this is engine ${engineVersion}`);
  }
  const attachments = document.attachments.map(({ plugin: hash, parameters, ...settings }) => {
    const plugin = plugins.get(hash);
    if (plugin === undefined) throw new TypeError(`the world pins a plugin that is not there: ${hash}`);
    return { ...settings, plugin, params: settingsByName(parameters) };
  });
  return {
    ...options,
    seed: document.seed,
    size: document.sizeMetres,
    cellSize: document.cellSizeMetres,
    seaLevel: document.seaLevelMetres,
    attachments,
  };
}

/** Without a prototype: the names are a plugin author's. */
function settingsByName(parameters: readonly (readonly [name: string, value: ParameterSetting])[]): Readonly<Record<string, unknown>> {
  const settings: Record<string, unknown> = Object.create(null);
  for (const [name, value] of parameters) settings[name] = value;
  return settings;
}
