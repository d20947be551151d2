// Plugins as the command line names them: compiled for the world, attached in
// order, with the values of `-p` given to whichever declares the name.

import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/span.ts";
import { compile } from "../engine/compile.ts";
import { type PinnedSource, type PluginImports, usedPins } from "../engine/imports.ts";
import type { Plugin } from "../engine/plugin.ts";
import type { AttachmentOptions } from "../world/attachment.ts";
import { parse } from "../syntax/parse.ts";
import { decodeSource } from "../syntax/source.ts";
import type { Combine } from "../world/composition.ts";
import type { Mask } from "../world/mask.ts";
import { worldHost } from "../world/host.ts";
import { importsOf } from "./lockfile.ts";
import { pluginName, readSource } from "./files.ts";
import { readParameters, requireKnown } from "./parameter-values.ts";
import type { TierName } from "./running-options.ts";
import type { Terminal } from "./terminal.ts";

export interface PluginRequest {
  readonly files: readonly string[];
  readonly parameters: ReadonlyMap<string, string>;
  /** In the order of the files; what is missing is 1. */
  readonly strengths: readonly number[];
  /** Likewise; what is missing replaces, everywhere. */
  readonly combines: readonly Combine[];
  readonly masks: readonly Mask[];
  readonly tier: TierName;
}

export interface CompiledPlugins {
  readonly attachments: readonly AttachmentOptions<Plugin>[];
  /** Errors of what was refused, warnings of what was not. */
  readonly diagnostics: readonly Diagnostic[];
  /** The texts of those that were attached, and of what they import: by hash. */
  readonly sources: ReadonlyMap<string, PinnedSource>;
}

/** Compiles and attaches; where one is refused there are fewer attachments than files. */
export function compilePlugins(request: PluginRequest, terminal: Terminal): CompiledPlugins {
  const attachments: AttachmentOptions<Plugin>[] = [];
  const diagnostics: Diagnostic[] = [];
  const sources = new Map<string, PinnedSource>();
  const known = new Set<string>();
  for (const [index, path] of request.files.entries()) {
    const { name, bytes } = readSource(path, terminal);
    const { imports } = importsOf(path);
    const plugin = compile(bytes, {
      host: worldHost,
      fileName: name,
      moduleName: pluginName(path),
      tier: request.tier,
      ...(imports === undefined ? {} : { imports }),
    });
    diagnostics.push(...plugin.diagnostics);
    if (!plugin.ok) continue;
    addSources(sources, plugin.hash, decodeSource(name, bytes).file, imports);
    for (const { name: parameter } of plugin.parameters) known.add(parameter);
    const params = readParameters(plugin.parameters, request.parameters);
    const { strengths, combines, masks } = request;
    const mask = masks[index] ?? { kind: "everywhere" };
    attachments.push({ plugin, params, strength: strengths[index] ?? 1, combine: combines[index] ?? "replace", mask });
  }
  if (attachments.length === request.files.length) requireKnown(request.parameters, known);
  return { attachments, diagnostics, sources };
}

/** A source with all that its imports stand for. */
function addSources(sources: Map<string, PinnedSource>, hash: string, file: SourceFile, imports: PluginImports | undefined): void {
  const waiting: (readonly [string, PinnedSource])[] = [[hash, { text: file.text, pins: usedPins(parse(file).module, imports) }]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [at, source] = next;
    if (sources.has(at)) continue;
    sources.set(at, source);
    for (const pin of source.pins.values()) {
      const pinned = imports?.sources.get(pin);
      if (pinned !== undefined) waiting.push([pin, pinned]);
    }
  }
}
