// `compile`: source text to a plugin, or to what is wrong with it. An author's
// mistake is returned as data; a misuse of these functions throws.

import type { Diagnostic } from "../base/diagnostic.ts";
import { InternalError } from "../base/internalError.ts";
import { renderDiagnostic } from "../base/rendering.ts";
import type { Program } from "../check/program.ts";
import { checkSource, type FrontEndResult } from "./frontend.ts";
import { defineHost, type Host } from "./host.ts";
import { pluginHash } from "../base/hashing.ts";
import { type PluginImports, usedPins } from "./imports.ts";
import { makePlugin, type Plugin } from "./plugin.ts";
import { resolveLimits, type RunLimits } from "./runLimits.ts";
import { readSource } from "./source.ts";
import type { LineWatch } from "./lineWatch.ts";
import type { Spending } from "./spending.ts";
import type { Tier } from "./unit.ts";

export interface CompileOptions {
  /** What the plugin may see and be asked for. Default: a host for programs, without hooks. */
  readonly host?: Host;
  /** As diagnostics name the source. Default `plugin.wgen`. */
  readonly fileName?: string;
  /** The plugin's name: `__name__` in its hooks. Default: the file's name without its ending. */
  readonly moduleName?: string;
  /** Default `compiled`. */
  readonly tier?: Tier;
  /** What imports of other plugins (`from workshop.alice.ridges import crest`) stand for. Default: there are none. */
  readonly imports?: PluginImports;
  /** Limits that calls have where they do not say otherwise, and those of the module body. */
  readonly limits?: RunLimits;
  /** Records where the plugin spends its fuel; it then runs in the interpreter. */
  readonly spending?: Spending;
  /** Notes what the names of one line hold; the plugin then runs in the interpreter. */
  readonly watch?: LineWatch;
}

/** A source that was refused. */
export interface Refusal {
  readonly ok: false;
  /** At least one error; warnings too. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Checked {
  /** Errors and warnings in order of the source. */
  readonly diagnostics: readonly Diagnostic[];
  /** Null where there are errors. */
  readonly program: Program | null;
}

/** The host of `wgen run`: no hooks, no types; the module is the program. */
export const programHost: Host = defineHost({ name: "program", runsMain: true });

/**
 * Compiles a plugin: `plugin.ok` tells it from a refusal.
 *
 * @example
 * const plugin = compile("def transform(price: float) -> float:\n    return price * 0.9\n", { host });
 * if (plugin.ok) plugin.call("transform", { price: 10 });
 */
export function compile(source: string | Uint8Array, options: CompileOptions = {}): Plugin | Refusal {
  return compileWith(source, options, false);
}

/** What is wrong with a source, without compiling it. */
export function check(source: string | Uint8Array, options: Pick<CompileOptions, "host" | "fileName" | "imports"> = {}): Checked {
  const { diagnostics, program } = readAndCheck(source, options, false);
  return { diagnostics, program: hasErrors(diagnostics) ? null : program };
}

/** A plugin of our own, with the rights of the standard library. */
export function compileLibraryPlugin(source: string, options: CompileOptions): Plugin {
  const plugin = compileWith(source, options, true);
  if (plugin.ok) return plugin;
  throw new InternalError(plugin.diagnostics.map((each) => renderDiagnostic(each, { colour: false })).join("\n"));
}

function compileWith(source: string | Uint8Array, options: CompileOptions, isLibrary: boolean): Plugin | Refusal {
  const { host = programHost, tier = "compiled", fileName = "plugin.wgen", limits } = options;
  if (tier !== "compiled" && tier !== "interpreter") throw new TypeError('tier: expected "compiled" or "interpreter"');
  requireText("fileName", fileName);
  requireText("moduleName", options.moduleName ?? "");
  resolveLimits("call", limits);
  const { diagnostics, program, text, module } = readAndCheck(source, options, isLibrary);
  if (program === null || hasErrors(diagnostics)) return { ok: false, diagnostics };
  return makePlugin({
    name: options.moduleName ?? baseName(fileName),
    fileName,
    hash: pluginHash(text, usedPins(module, options.imports)),
    diagnostics,
    program,
    host,
    tier,
    limits,
    recheck: () => recheck(text, options, isLibrary),
    spending: options.spending ?? null,
    watch: options.watch ?? null,
  });
}

function requireText(name: string, value: unknown): void {
  if (typeof value !== "string") throw new TypeError(`${name}: expected a string`);
}

/** The typed program is not kept with the plugin: it is many times its size. */
function recheck(text: string, options: CompileOptions, isLibrary: boolean): Program {
  const { program } = readAndCheck(text, options, isLibrary);
  if (program === null) throw new InternalError("a source that is refused the second time");
  return program;
}

interface ReadAndChecked extends FrontEndResult {
  readonly text: string;
}

function readAndCheck(source: string | Uint8Array, options: CompileOptions, isLibrary: boolean): ReadAndChecked {
  const { host = programHost, fileName = "plugin.wgen" } = options;
  const { file, diagnostics } = readSource(source, fileName);
  if (diagnostics.length > 0)
    return { module: { file, body: [], docstring: null, span: { start: 0, end: 0 } }, program: null, diagnostics, text: file.text };
  return {
    ...checkSource(file, { host: host.contract, isLibrary, ...(options.imports === undefined ? {} : { imports: options.imports }) }),
    text: file.text,
  };
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((each) => each.severity === "error");
}

/** `plugins/island.wgen` is the plugin `island`. */
function baseName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? fileName;
  return last.replace(/\.(wgen|py)$/, "") || "plugin";
}
