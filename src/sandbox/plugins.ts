// Inside a child: hosts by name, and plugins compiled once each and kept by
// the content of their source.

import { compile, programHost } from "../engine/compile.ts";
import type { Refusal } from "../engine/compile.ts";
import type { Host } from "../engine/host.ts";
import type { PluginImports } from "../engine/imports.ts";
import type { Plugin } from "../engine/plugin.ts";
import { worldHost } from "../world/host.ts";
import type { SentPlugin, SentSource } from "./messages.ts";
import { Recent } from "./recent.ts";

export class Plugins {
  private readonly hosts = new Map<string, Host>([
    ["world", worldHost],
    ["program", programHost],
  ]);
  private readonly compiled = new Recent<Plugin>(64);

  addHost(name: string, host: Host): void {
    this.hosts.set(name, host);
  }

  has(host: string, plugin: Pick<SentSource, "hash" | "fileName">): boolean {
    return this.compiled.has(keyOf(host, plugin));
  }

  find(host: string, plugin: Pick<SentSource, "hash" | "fileName">): Plugin | undefined {
    return this.compiled.get(keyOf(host, plugin));
  }

  /** Compiles and keeps it; a refusal is not kept. Throws `RangeError` where the text is not what its hash says. */
  add(host: string, source: SentPlugin): Plugin | Refusal {
    const plugin = this.compile(host, source, { pins: source.pins, sources: source.modules });
    if (!plugin.ok) return plugin;
    if (plugin.hash !== source.hash) throw new RangeError("a source is not what its hash says");
    this.compiled.set(keyOf(host, source), plugin);
    return plugin;
  }

  compile(host: string, { source, fileName }: Pick<SentSource, "source" | "fileName">, imports: PluginImports): Plugin | Refusal {
    const found = this.hosts.get(host);
    if (found === undefined) throw new RangeError(`there is no host ${JSON.stringify(host)}`);
    return compile(source, { host: found, fileName, imports });
  }

  clear(): void {
    this.compiled.clear();
  }
}

function keyOf(host: string, { hash, fileName }: Pick<SentSource, "hash" | "fileName">): string {
  return `${host}\n${hash}\n${fileName}`;
}
