// What the commands ask of the engine: check a source, run a program. Loaded
// only by commands that need it, so that the others start at once.

import type { Diagnostic } from "../base/diagnostic.ts";
import { check, compile, type Checked } from "../engine/compile.ts";
import { type HookCost, programCosts } from "../engine/costs.ts";
import { type Fault, isLimit } from "../engine/fault.ts";
import { LineWatch } from "../engine/lineWatch.ts";
import type { RunLimits } from "../engine/runLimits.ts";
import { worldHost } from "../world/host.ts";
import { importsOf } from "./lockfile.ts";
import type { NamedSource } from "./files.ts";
import { type HostName, isPlugin } from "./hosts.ts";
import { readParameters, requireKnown } from "./parameter-values.ts";
import type { TierName } from "./running-options.ts";

export interface ProgramOptions {
  readonly tier: TierName;
  /** Where random numbers without a seed start. */
  readonly seed: string;
  /** Name -> text as `-p` gave it. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly limits: RunLimits;
  readonly print: (text: string) => void;
}

export interface ProgramOutcome {
  /** Errors where it was refused, else warnings. */
  readonly diagnostics: readonly Diagnostic[];
  readonly fault: Fault | null;
  readonly fuelUsed: number;
  /** What the names of the line held at which it stopped, as "`i` is 3"; asked for when a person looks. */
  readonly valuesThere: () => readonly string[];
}

const noValues = (): readonly string[] => [];
/** Runs that are repeated, for values, in the interpreter: those of a second at most, and not nested so deep that chains are cut. */
const mostRepeated = 5_000_000;
const deepestRepeated = 200;

/** What is wrong with a plugin or program. */
export function checkProgram(source: NamedSource, host: HostName): readonly Diagnostic[] {
  return checkWhole(source, host).diagnostics;
}

function checkWhole(source: NamedSource, host: HostName): Checked {
  const forWorld = isPlugin(source.bytes, host) ? { host: worldHost } : {};
  return check(source.bytes, { fileName: source.name, ...importsOf(source.name), ...forWorld });
}

export interface CheckedSource {
  readonly diagnostics: readonly Diagnostic[];
  /** Of each hook, what it costs at most; none where something is wrong. */
  readonly costs: readonly HookCost[];
  /** A plugin in order that a world would never call. */
  readonly isIdle: boolean;
}

/** What is wrong with it, and where nothing is, what each of its hooks costs at most. */
export function checkWithCosts(source: NamedSource, host: HostName): CheckedSource {
  const { diagnostics, program } = checkWhole(source, host);
  const costs = program === null ? [] : programCosts(program);
  return { diagnostics, costs, isIdle: program !== null && costs.length === 0 && isPlugin(source.bytes, host) };
}

/** Runs a program's main body, unless the checker refuses it. */
export function runProgram(source: NamedSource, options: ProgramOptions): ProgramOutcome {
  const { tier, seed, limits, print, parameters } = options;
  const plugin = compile(source.bytes, { fileName: source.name, tier, ...importsOf(source.name) });
  if (!plugin.ok) return { diagnostics: plugin.diagnostics, fault: null, fuelUsed: 0, valuesThere: noValues };
  requireKnown(parameters, new Set(plugin.parameters.map((parameter) => parameter.name)));
  const params = readParameters(plugin.parameters, parameters);
  const outcome = plugin.run({ params, seed, limits, print });
  const { diagnostics } = plugin;
  if (outcome.ok) return { diagnostics, fault: null, fuelUsed: outcome.fuelUsed, valuesThere: noValues };
  const { fault, fuelUsed } = outcome;
  const isRepeatable = fuelUsed <= mostRepeated && !isLimit(fault) && fault.chain.length <= deepestRepeated;
  const valuesThere = (): readonly string[] => (isRepeatable ? repeatFor(fault, source, { ...options, params }) : []);
  return { diagnostics, fault, fuelUsed, valuesThere };
}

interface Repeated extends ProgramOptions {
  readonly params: Readonly<Record<string, unknown>>;
}

/** Runs it once more and looks at the line of the fault: a run depends on nothing but what it is given. */
function repeatFor(fault: Fault, source: NamedSource, { seed, limits, params }: Repeated): readonly string[] {
  const line = new TextDecoder().decode(source.bytes).split(/\r\n|\r|\n/)[fault.line - 1] ?? "";
  const names = namesRead(line);
  if (names.length === 0) return [];
  const watch = new LineWatch(fault.line, fault.chain.length, names);
  const plugin = compile(source.bytes, { fileName: source.name, tier: "interpreter", watch, ...importsOf(source.name) });
  if (!plugin.ok || fault.file !== source.name) return [];
  plugin.run({ params, seed, limits, print: () => {} });
  return watch.values;
}

/** Names that a line reads: texts, comments, attributes and what it only assigns are left out. */
function namesRead(line: string): string[] {
  const code = line
    .replace(/"[^"]*"|'[^']*'/g, '""')
    .replace(/#.*$/, "")
    .replace(/^\s*(?:[\w\s,]+(?::[^=]+)?=(?!=)|for\b.*?\bin\b)/, "");
  return [...new Set([...code.matchAll(/(?<![\w.])[A-Za-z_]\w*(?!\w*\s*\()/g)].map(([name]) => name))];
}
