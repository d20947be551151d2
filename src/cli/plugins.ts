// Plugins as the command line names them: compiled for the world, attached in
// order, with the values of `-p` given to whichever declares the name.

import type { Diagnostic } from "../base/diagnostic.ts";
import { compile } from "../engine/compile.ts";
import type { Plugin } from "../engine/plugin.ts";
import type { AttachmentOptions } from "../world/attachment.ts";
import { decodeSource } from "../syntax/source.ts";
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
  readonly tier: TierName;
}

export interface CompiledPlugins {
  readonly attachments: readonly AttachmentOptions<Plugin>[];
  /** Errors of what was refused, warnings of what was not. */
  readonly diagnostics: readonly Diagnostic[];
  /** The texts of those that were attached. */
  readonly sources: readonly string[];
}

/** Compiles and attaches; where one is refused there are fewer attachments than files. */
export function compilePlugins(request: PluginRequest, terminal: Terminal): CompiledPlugins {
  const attachments: AttachmentOptions<Plugin>[] = [];
  const diagnostics: Diagnostic[] = [];
  const sources: string[] = [];
  const known = new Set<string>();
  for (const [index, path] of request.files.entries()) {
    const { name, bytes } = readSource(path, terminal);
    const plugin = compile(bytes, {
      host: worldHost,
      fileName: name,
      moduleName: pluginName(path),
      tier: request.tier,
      ...importsOf(path),
    });
    diagnostics.push(...plugin.diagnostics);
    if (!plugin.ok) continue;
    sources.push(decodeSource(name, bytes).file.text);
    for (const { name: parameter } of plugin.parameters) known.add(parameter);
    const params = readParameters(plugin.parameters, request.parameters);
    attachments.push({ plugin, params, strength: request.strengths[index] ?? 1 });
  }
  if (attachments.length === request.files.length) requireKnown(request.parameters, known);
  return { attachments, diagnostics, sources };
}
