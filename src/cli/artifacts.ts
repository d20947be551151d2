// A source to its artifact. Loaded only by the command that makes one.

import type { Diagnostic } from "../base/diagnostic.ts";
import { buildArtifact } from "../engine/artifact.ts";
import { compile } from "../engine/compile.ts";
import { worldHost } from "../world/host.ts";
import { importsOf } from "./lockfile.ts";
import type { NamedSource } from "./files.ts";
import { isPlugin } from "./hosts.ts";

export interface BuiltPlugin {
  readonly diagnostics: readonly Diagnostic[];
  /** Null where the plugin was refused. */
  readonly artifact: ReturnType<typeof buildArtifact> | null;
}

export function buildPlugin(source: NamedSource, name: string): BuiltPlugin {
  const host = isPlugin(source.bytes, "auto") ? { host: worldHost } : {};
  const plugin = compile(source.bytes, { fileName: source.name, ...importsOf(source.name), moduleName: name, ...host });
  return { diagnostics: plugin.diagnostics, artifact: plugin.ok ? buildArtifact(plugin) : null };
}
