// World bundles on the command line: a session of plugins as a bundle, and a
// bundle as the options of a world.

import { engineVersion } from "../base/version.ts";
import type { PinnedSource } from "../engine/imports.ts";
import { type Bundle, readBundle } from "../output/bundle.ts";
import type { ParameterSetting } from "../world/document.ts";
import { bundledOptions } from "../world/bundled.ts";
import type { WorldOptions } from "../world/world.ts";
import { UsageError } from "./exit.ts";
import type { WorldSession } from "./worlds.ts";

export function isBundle(path: string): boolean {
  return /\.zip$/i.test(path);
}

/** What a bundle says of a world; what is wrong with it is a mistake of usage. */
export function openBundleFile(name: string, bytes: Uint8Array, tier: "compiled" | "interpreter"): WorldOptions {
  try {
    return bundledOptions(readBundle(bytes), tier);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}

export function bundledSources(bytes: Uint8Array): ReadonlyMap<string, PinnedSource> {
  const { sources, pins } = readBundle(bytes);
  return new Map([...sources].map(([hash, text]) => [hash, { text, pins: pins?.get(hash) ?? new Map<string, string>() }] as const));
}

export function bundleOf({ world, sources }: WorldSession & { readonly world: WorldOptions }): Bundle {
  const attachments = (world.attachments ?? []).map(
    ({ plugin, strength = 1, combine = "replace", mask, salt = "", params = {}, enabled = true }) => ({
      plugin: plugin.hash,
      enabled,
      strength,
      combine,
      mask: mask ?? ({ kind: "everywhere" } as const),
      salt,
      parameters: Object.entries(params) as [string, ParameterSetting][],
    }),
  );
  const size = world.size === undefined ? 204_800 : world.size === null ? null : Number(world.size);
  return {
    document: {
      engine: engineVersion,
      seed: world.seed,
      sizeMetres: size,
      cellSizeMetres: world.cellSize ?? 10,
      seaLevelMetres: world.seaLevel ?? 0,
      attachments,
    },
    sources: new Map([...sources].map(([hash, { text }]) => [hash, text])),
    pins: new Map([...sources].flatMap(([hash, { pins }]) => (pins.size === 0 ? [] : [[hash, pins] as const]))),
    names: new Map((world.attachments ?? []).map(({ plugin }) => [plugin.hash, plugin.name])),
    base: world.base ?? null,
  };
}
