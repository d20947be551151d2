// Imports between plugins: `from workshop.alice.ridges import crest`. What a
// name stands for is pinned by hash, for each source on its own, so a program
// means the same for ever; and as a hash covers the hashes of what is
// imported, no plugin can import itself by any way. Each pinned plugin is
// checked by itself, as if it were published alone, once per process.

import type { Diagnostic } from "../base/diagnostic.ts";
import { pluginHash } from "../base/hashing.ts";
import { limits } from "../base/limits.ts";
import type { SourceFile, Span } from "../base/span.ts";
import type { LinkedModule } from "../check/check.ts";
import type { Module } from "../syntax/ast.ts";
import { importsOf, withImports } from "../syntax/imports.ts";

/** By name as it is imported, `workshop.alice.ridges`: the hash of what it stands for. */
export type Pins = ReadonlyMap<string, string>;

export interface PinnedSource {
  readonly text: string;
  /** What its own imports stand for. */
  readonly pins: Pins;
}

/** What the imports of a source stand for. */
export interface PluginImports {
  readonly pins: Pins;
  /** By hash (`pluginHash`): all that are pinned, directly or by others. */
  readonly sources: ReadonlyMap<string, PinnedSource>;
}

/** Begins the names of modules that are plugins. */
const pluginPrefix = "workshop.";

/** Names of the plugins that a module imports, in order of appearance. */
export function importedPlugins(module: Module): { readonly name: string; readonly span: Span }[] {
  if (!module.file.text.includes(pluginPrefix)) return [];
  return importsOf(module).filter(({ name }) => name.startsWith(pluginPrefix));
}

/** Of the pins those that the module needs: what else a lock file holds changes nothing. */
export function usedPins(module: Module, imports: PluginImports | undefined): Pins {
  const names = imports === undefined ? [] : importedPlugins(module);
  return new Map(names.flatMap(({ name }) => [[name, imports?.pins.get(name) ?? ""] as const]));
}

export interface Linked {
  readonly main: Module;
  /** What it imports, each before those that import it. */
  readonly modules: readonly LinkedModule[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses a source and says what is wrong with it by itself; null where something is. */
export type CheckAlone = (hash: string, file: SourceFile, imports: PluginImports) => Module | null;

/** Finds what a module imports. Throws `RangeError` where a source is not what its hash says. */
export function linkImports(main: Module, imports: PluginImports, checkAlone: CheckAlone): Linked {
  const linker = new Linker(imports.sources, checkAlone);
  const linked = linker.link(main, imports.pins, 0);
  return { main: linked, modules: linker.modules, diagnostics: linker.diagnostics };
}

class Linker {
  readonly modules: LinkedModule[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** By hash: the name that the module has in the program. */
  private readonly names = new Map<string, string>();
  private readonly taken = new Set<string>();
  private readonly sources: PluginImports["sources"];
  private readonly checkAlone: CheckAlone;
  private bytes = 0;

  constructor(sources: PluginImports["sources"], checkAlone: CheckAlone) {
    this.sources = sources;
    this.checkAlone = checkAlone;
  }

  /** The module with its imports named as they are in the program. */
  link(module: Module, pins: Pins, depth: number): Module {
    const names = new Map<string, string>();
    for (const { name, span } of importedPlugins(module)) {
      const hash = pins.get(name);
      const source = hash === undefined ? undefined : this.sources.get(hash);
      if (hash === undefined || source === undefined) continue; // reported with all unknown modules
      const own = this.names.get(hash) ?? this.add(hash, name, source, depth, { module, span });
      if (own !== null) names.set(name, own);
    }
    return [...names].every(([name, own]) => name === own) ? module : withImports(module, names);
  }

  /** The name of a plugin in the program; null where it cannot be there. */
  private add(
    hash: string,
    name: string,
    source: PinnedSource,
    depth: number,
    at: { readonly module: Module; readonly span: Span },
  ): string | null {
    const refuse = (code: Diagnostic["code"], message: string, hint: string): null => {
      this.diagnostics.push({ severity: "error", file: at.module.file, span: at.span, labels: [], code, message, hint });
      return null;
    };
    if (pluginHash(source.text, source.pins) !== hash) throw new RangeError(`the source of ${name} is not what its hash says`);
    const tooMany = this.limitMet(source, depth);
    if (tooMany !== null) return refuse("WG613", tooMany, "copy what you need of it into your own plugin");
    const file = { name: `${name.slice(pluginPrefix.length).replaceAll(".", "/")}.wgen`, text: source.text };
    const module = this.checkAlone(hash, file, { pins: source.pins, sources: this.sources });
    if (module === null) return refuse("WG210", `\`${name}\` is not in order itself`, "check it by itself, or import another version");
    const own = this.taken.has(name) ? `${name} (${hash.slice(0, 8)})` : name;
    this.taken.add(own);
    this.names.set(hash, own);
    this.modules.push({ name: own, module: this.link(module, source.pins, depth + 1) });
    return own;
  }

  private limitMet({ text }: PinnedSource, depth: number): string | null {
    this.bytes += text.length;
    if (depth >= limits.importDepth.default) return `plugins that import plugins go deeper than ${limits.importDepth.default} here`;
    if (this.names.size >= limits.importedPlugins.default) return `more than ${limits.importedPlugins.default} plugins are imported in all`;
    return this.bytes > limits.pluginSourceBytes.default
      ? `what is imported is larger than ${limits.pluginSourceBytes.default} bytes in all`
      : null;
  }
}
