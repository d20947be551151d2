// Plugins as the command line names them: compiled for the world, attached in
// order, with the values of `-p` given to whichever declares the name.

import type { Diagnostic } from "../base/diagnostic.ts";
import { suggest } from "../base/suggestion.ts";
import { compile } from "../engine/compile.ts";
import type { Parameter } from "../engine/parameters.ts";
import type { Plugin } from "../engine/plugin.ts";
import type { AttachmentOptions } from "../world/attachment.ts";
import { worldHost } from "../world/host.ts";
import { UsageError } from "./exit.ts";
import { pluginName, readSource } from "./files.ts";
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
}

/** Compiles and attaches; where one is refused there are fewer attachments than files. */
export function compilePlugins(request: PluginRequest, terminal: Terminal): CompiledPlugins {
  const attachments: AttachmentOptions<Plugin>[] = [];
  const diagnostics: Diagnostic[] = [];
  const known = new Set<string>();
  for (const [index, path] of request.files.entries()) {
    const { name, bytes } = readSource(path, terminal);
    const plugin = compile(bytes, { host: worldHost, fileName: name, moduleName: pluginName(path), tier: request.tier });
    diagnostics.push(...plugin.diagnostics);
    if (!plugin.ok) continue;
    for (const { name: parameter } of plugin.parameters) known.add(parameter);
    const params = readParameters(plugin.parameters, request.parameters);
    attachments.push({ plugin, params, strength: request.strengths[index] ?? 1 });
  }
  if (attachments.length === request.files.length) requireKnown(request.parameters, known);
  return { attachments, diagnostics };
}

/** The values of `-p` for the parameters of one plugin, by their types. */
export function readParameters(declared: readonly Parameter[], given: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const values = declared.flatMap(({ name, type }) => {
    const text = given.get(name);
    return text === undefined ? [] : [[name, readParameter(name, type, text)] as const];
  });
  return Object.fromEntries(values);
}

function readParameter(name: string, type: string, text: string): unknown {
  if (type === "str" || type === "Color") return text;
  if (type === "bool") {
    if (/^true$/i.test(text)) return true;
    if (/^false$/i.test(text)) return false;
    throw new UsageError(`-p ${name}: say true or false, not ${text}`);
  }
  const isNumber = type === "int" || type === "float";
  const value = isNumber ? (text.trim() === "" ? Number.NaN : Number(text)) : parseList(text);
  if (value === undefined || Number.isNaN(value) || (type === "int" && !Number.isSafeInteger(value))) {
    throw new UsageError(`-p ${name}: say a ${type}, as ${isNumber ? "3" : "[[0, 1], [2, 3]]"}, not ${text}`);
  }
  return value;
}

/** A list in JSON; undefined where it is none. */
function parseList(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function requireKnown(given: ReadonlyMap<string, string>, known: ReadonlySet<string>): void {
  for (const name of given.keys()) {
    if (known.has(name)) continue;
    const near = suggest(name, [...known]);
    const hint = near === null ? `there is ${[...known].join(", ") || "none"}` : `did you mean ${near}?`;
    throw new UsageError(`no plugin has a parameter ${name}; ${hint}`);
  }
}
