// Looks up what imports stand for: plugins beside the file, in
// `workshop/alice/ridges.wgen`, else those of a workshop, each with what it
// imports itself. Every name is looked up once, whatever leads to it.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pluginHash } from "../base/hashing.ts";
import { importedPlugins } from "../engine/imports.ts";
import { limits } from "../base/limits.ts";
import { parse } from "../syntax/parse.ts";
import { UsageError } from "./exit.ts";
import type { LockedPlugin } from "./lockfile.ts";
import { askServer } from "./requests.ts";

export interface Found {
  readonly from: string;
  readonly text: string;
}

/** By owner and name; null where there is none. */
export type FindPlugin = (owner: string, name: string) => Promise<Found | null>;

export class PluginLookup {
  /** By hash. */
  readonly plugins = new Map<string, LockedPlugin>();
  private readonly hashes = new Map<string, string>();
  private readonly find: FindPlugin;

  constructor(find: FindPlugin) {
    this.find = find;
  }

  /** What the imports of a source stand for. Throws `UsageError` where one cannot be found, or leads back to itself. */
  async pinsOf(name: string, text: string, trail: readonly string[] = []): Promise<Map<string, string>> {
    const pins = new Map<string, string>();
    for (const imported of importedPlugins(parse({ name, text }).module)) pins.set(imported.name, await this.hashOf(imported.name, trail));
    return pins;
  }

  private async hashOf(name: string, trail: readonly string[]): Promise<string> {
    const known = this.hashes.get(name);
    if (known !== undefined) return known;
    const path = [...trail, name];
    if (trail.includes(name)) throw new UsageError(`plugins import each other: ${path.slice(trail.indexOf(name)).join(" -> ")} (WG210)`);
    if (trail.length >= limits.importDepth.default)
      throw new UsageError(`imports go deeper than ${limits.importDepth.default}: ${path.join(" -> ")} (WG613)`);
    const [, owner, plugin, ...rest] = name.split(".");
    const found = owner === undefined || plugin === undefined || rest.length > 0 ? null : await this.find(owner, plugin);
    if (found === null) throw new UsageError(`there is no plugin ${name} (WG202)`);
    const pins = await this.pinsOf(name, found.text, path);
    const hash = pluginHash(found.text, pins);
    this.hashes.set(name, hash);
    this.plugins.set(hash, { ...found, pins });
    if (this.plugins.size > limits.importedPlugins.default)
      throw new UsageError(`more than ${limits.importedPlugins.default} plugins are imported (WG613)`);
    return hash;
  }
}

/** Beside the file first, then at the server. */
export function findIn(folder: string, server: string | null): FindPlugin {
  return async (owner, name) => {
    const path = join("workshop", owner, `${name}.wgen`);
    if (existsSync(join(folder, path))) return { from: path, text: readFileSync(join(folder, path), "utf8") };
    return server === null ? null : findAt(server, owner, name);
  };
}

/** The newest version. */
async function findAt(server: string, owner: string, name: string): Promise<Found | null> {
  const base = `/v1/plugins/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  const versions = await askServer(server, base, {});
  const version: unknown = versions.body?.versions?.[0]?.version;
  if (!versions.ok || typeof version !== "string") return null;
  const answer = await askServer(server, `${base}/${encodeURIComponent(version)}`, {});
  const source: unknown = answer.body?.source;
  return answer.ok && typeof source === "string" ? { from: `${owner}/${name}@${version}`, text: source } : null;
}
