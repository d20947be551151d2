// A world opened from a bundle: its sources compiled and attached as its
// document says.

import { compile } from "../engine/compile.ts";
import type { PluginImports } from "../engine/imports.ts";
import type { Plugin } from "../engine/plugin.ts";
import type { HeightMap } from "./baseMap.ts";
import type { WorldDocument } from "./document.ts";
import { worldHost } from "./host.ts";
import { documentOptions } from "./opening.ts";
import { openWorld } from "./world.ts";
import type { World, WorldOptions } from "./world.ts";

/** What a bundle holds, wherever it was read from. */
export interface BundledWorld {
  readonly document: WorldDocument;
  /** Hash to source text. */
  readonly sources: ReadonlyMap<string, string>;
  /** What the imports of a source stand for, by its hash. */
  readonly pins?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Hash to the plugin's name. */
  readonly names: ReadonlyMap<string, string>;
  readonly base: HeightMap | null;
}

/** Throws `RangeError` where a source is refused, and as `openDocument` does. */
export function openBundled(bundle: BundledWorld, tier: "compiled" | "interpreter" = "compiled"): World {
  return openWorld(bundledOptions(bundle, tier));
}

export function bundledOptions(bundle: BundledWorld, tier: "compiled" | "interpreter"): WorldOptions {
  const plugins = new Map(bundle.document.attachments.map(({ plugin }) => [plugin, compileSource(bundle, plugin, tier)]));
  return documentOptions(bundle.document, plugins, bundle.base === null ? { tier } : { tier, base: bundle.base });
}

function compileSource(bundle: BundledWorld, hash: string, tier: "compiled" | "interpreter"): Plugin {
  const { sources, names } = bundle;
  const source = sources.get(hash);
  if (source === undefined) throw new RangeError(`the bundle has no plugin ${hash}`);
  const name = names.get(hash) ?? "plugin";
  const plugin = compile(source, { host: worldHost, fileName: `${name}.wgen`, moduleName: name, tier, ...importsOf(bundle, hash) });
  if (plugin.ok) return plugin;
  throw new RangeError(`the plugin ${name} of the bundle is refused: ${plugin.diagnostics[0]?.message ?? ""}`);
}

function importsOf({ sources, pins }: BundledWorld, hash: string): { readonly imports?: PluginImports } {
  const own = pins?.get(hash);
  if (own === undefined) return {};
  const pinned = [...sources].map(([each, text]) => [each, { text, pins: pins?.get(each) ?? new Map<string, string>() }] as const);
  return { imports: { pins: own, sources: new Map(pinned) } };
}
