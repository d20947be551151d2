// A compiled plugin: immutable, safe to share between any number of calls.
// Instances are pooled inside; nothing passes from one call to the next.

import type { FaultCode } from "../base/codes/faults.ts";
import type { LimitCode } from "../base/codes/limits.ts";
import type { Place } from "../base/span.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import { textBits } from "../base/hashing.ts";
import { suggest } from "../base/suggestion.ts";
import type { HookContract } from "../check/host.ts";
import { showType } from "../types/print.ts";
import { callEntry, type Caller } from "./calling.ts";
import { faultAt, type Fault } from "./fault.ts";
import type { Host } from "./host.ts";
import { InstancePool, makeSetting, type Setting } from "./instances.ts";
import { holdCells, isOfFloats, type HeldCells, type MapRun } from "./heldCells.ts";
import type { MapOut } from "./mapResults.ts";
import { mapEntry } from "./mapping.ts";
import type { CallOutcome, MapOutcome, RunOutcome } from "./outcome.ts";
import { findParameterReads } from "./parameterReads.ts";
import { describeParameter, parameterSchema, resolveParameters, type Parameter } from "./parameters.ts";
import { runMain } from "./running.ts";
import { told } from "./runWatch.ts";
import { resolveLimits, type LimitValues, type RunKind, type RunLimits } from "./runLimits.ts";
import type { LineWatch } from "./lineWatch.ts";
import type { Spending } from "./spending.ts";
import { type LoweredUnit, lowerUnit, makeUnit, type EntryCodecs, type Tier, type Unit } from "./unit.ts";
import { keptFile } from "../wasm/kept.ts";
import type { ParameterValue, Program } from "../check/program.ts";
import type { Value } from "./values.ts";

export type { MapOut } from "./mapResults.ts";

/** Arguments by name; see `Value` for what stands for what. */
export type Arguments = Readonly<Record<string, unknown>>;
/** Columns by parameter: typed arrays, objects of them, or one value for all cells. */
export type MapColumns = Readonly<Record<string, unknown>>;

export interface CallOptions {
  /** Values of the plugin's parameters, by name; the others have their defaults. */
  readonly params?: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;
  readonly limits?: RunLimits;
  /** Where unseeded random numbers start. Default "0". */
  readonly seed?: string | number | bigint;
}

export interface MapOptions extends CallOptions {
  /** First cell to run. Default 0. */
  readonly from?: number;
  /** Cells in all. Default: the length of the typed arrays in `out`. */
  readonly count?: number;
}

export interface RunOptions extends CallOptions {
  /** Gets what is printed, as it comes. */
  readonly print?: (text: string) => void;
}

/** A hook that the plugin defines. */
export interface HookSignature {
  readonly name: string;
  /** In the plugin's order, with types as wgen writes them. */
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly result: string;
  readonly perCell: boolean;
}

/** A compiled plugin. */
export interface Plugin {
  readonly ok: true;
  readonly name: string;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** SHA-256 of the source, in hex; of a source that imports other plugins, of their hashes too. */
  readonly hash: string;
  readonly tier: Tier;
  /** Names of the hooks that the plugin defines. */
  readonly hooks: readonly string[];
  /** What each of them takes and gives. */
  readonly signatures: readonly HookSignature[];
  readonly parameters: readonly Parameter[];
  /** By hook: the parameters on which its answer can depend. The others may change without a new call. */
  readonly parameterReads: ReadonlyMap<string, readonly string[]>;
  /** The parameters as JSON Schema. */
  readonly parameterSchema: object;
  /** Values of the constants that the host reads, such as `HALO`. */
  readonly constants: ReadonlyMap<string, ParameterValue>;
  /** Calls a hook. Throws `TypeError` or `RangeError` where the call itself is wrong; faults of the plugin come back. */
  call(hook: string, args: Arguments, options?: CallOptions): CallOutcome;
  /** Calls a per-cell hook for each cell, in order. */
  map(hook: string, columns: MapColumns, out: MapOut, options?: MapOptions): MapOutcome;
  /** Makes room for `count` cells of a per-cell hook that takes and gives floats: quicker than `map` where it runs again and again. */
  hold(hook: string, count: number, options?: CallOptions): HeldCells;
  /** Runs the module as a program, where the host allows that. */
  run(options?: RunOptions): RunOutcome;
  /** A fault of a hook that the host finds in what it returned: at the line of its `def`. */
  hookFault(hook: string, code: FaultCode | LimitCode, message: string): Fault;
  /** A result as JSON takes it (see `Value`); and arguments from JSON, ready for `call`. */
  resultToJSON(hook: string, value: Value): unknown;
  argumentsFromJSON(hook: string, json: unknown): Arguments;
}

export interface PluginSource {
  readonly name: string;
  readonly fileName: string;
  /** Of the source and of what it imports. */
  readonly hash: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly program: Program;
  readonly host: Host;
  readonly tier: Tier;
  readonly limits: RunLimits | undefined;
  recheck(): Program;
  readonly spending?: Spending | null;
  readonly watch?: LineWatch | null;
}

/** What a plugin says of itself. */
export interface PluginFace extends Pick<PluginSource, "name" | "fileName" | "diagnostics" | "host" | "tier" | "limits"> {
  readonly hash: string;
  readonly entries: Program["entries"];
  /** Where each hook's `def` stands. */
  definitionOf(hook: string): Place | null;
  /** As far as the plugin sets them. */
  readonly constants: ReadonlyMap<string, ParameterValue>;
  readonly parameters: Program["parameters"];
  readonly parameterReads: ReadonlyMap<string, readonly string[]>;
}

/** What a plugin is made of; for the engine's own use. */
export interface PluginParts {
  readonly unit: Unit;
  readonly host: Host;
  readonly fileName: string;
  readonly limits: RunLimits | undefined;
  /** Somebody watches its runs: none may be left out. */
  readonly isWatched: boolean;
  /** The typed program, from the source anew. */
  recheck(): Program;
}

const noOptions = Object.freeze({});

const parts = new WeakMap<Plugin, PluginParts>();

export function partsOf(plugin: Plugin): PluginParts {
  const found = parts.get(plugin);
  if (found === undefined) throw new TypeError("expected a plugin made by `compile`");
  return found;
}

/** `lowered`: for plugins of one program in both tiers. */
export function makePlugin(source: PluginSource, lowered: LoweredUnit = lowerUnit(source.program, source.host.contract.hooks)): Plugin {
  const { spending = null, watch = null } = source;
  const unit = makeUnit(source.program, lowered, source.tier, { spending, watch });
  return assemblePlugin(faceOf(source), unit, source.recheck, spending !== null || watch !== null);
}

export function assemblePlugin(face: PluginFace, unit: Unit, recheck: () => Program, isWatched: boolean): Plugin {
  const plugin = Object.freeze(new CompiledPlugin(face, unit));
  const { host, fileName, limits } = face;
  parts.set(plugin, { unit, host, fileName, limits, recheck, isWatched });
  return plugin;
}

function faceOf({ program, hash, name, fileName, diagnostics, host, tier, limits }: PluginSource): PluginFace {
  const { entries, constants, parameters } = program;
  const definitions = new Map(
    entries.flatMap((entry) => {
      const definition = program.functions[entry.function];
      return definition === undefined ? [] : [[entry.name, { file: keptFile(definition.file), span: definition.span }] as const];
    }),
  );
  return {
    name,
    fileName,
    diagnostics,
    host,
    tier,
    limits,
    hash,
    entries,
    constants,
    parameters,
    parameterReads: findParameterReads(program),
    definitionOf: readerOf(definitions),
  };
}

/** Apart, so that it keeps nothing else alive. */
function readerOf(definitions: ReadonlyMap<string, Place>): PluginFace["definitionOf"] {
  return (hook) => definitions.get(hook) ?? null;
}

class CompiledPlugin implements Plugin {
  readonly ok = true;
  readonly name: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly hash: string;
  readonly tier: Tier;
  readonly hooks: readonly string[];
  readonly signatures: readonly HookSignature[];
  readonly parameters: readonly Parameter[];
  readonly parameterReads: ReadonlyMap<string, readonly string[]>;
  readonly parameterSchema: object;
  readonly constants: ReadonlyMap<string, ParameterValue>;
  readonly #host: Host;
  readonly #limits: RunLimits | undefined;
  readonly #fileName: string;
  readonly #definitionOf: PluginFace["definitionOf"];
  readonly #unit: Unit;
  readonly #caller: Caller;
  readonly #contracts: ReadonlyMap<string, HookContract>;
  /** Of calls that say nothing of parameters and seed: most of them. */
  #plainSetting: Setting | null = null;
  /** Mostly one hook is called many times. */
  #lastEntry: EntryCodecs | null = null;
  #lastLimits: { readonly kind: RunKind; readonly given: RunLimits | undefined; readonly values: LimitValues } | null = null;

  constructor(face: PluginFace, unit: Unit) {
    const { host, limits, fileName } = face;
    this.#host = host;
    this.#limits = limits;
    this.#fileName = fileName;
    this.#definitionOf = face.definitionOf;
    this.#unit = unit;
    this.#caller = { unit, fileName, pool: new InstancePool(unit, host.actions, limits) };
    this.#contracts = new Map(host.contract.hooks.map((hook) => [hook.name, hook]));
    this.name = face.name;
    this.diagnostics = face.diagnostics;
    this.hash = face.hash;
    this.tier = face.tier;
    this.constants = new Map(host.contract.constants.map(({ name, default: value }) => [name, face.constants.get(name) ?? value]));
    this.parameters = Object.freeze(face.parameters.map(describeParameter));
    this.parameterReads = face.parameterReads;
    this.parameterSchema = parameterSchema(face.parameters, face.name);
    this.hooks = Object.freeze(face.entries.map((entry) => entry.name));
    this.signatures = Object.freeze(face.entries.map((entry) => this.#describeHook(entry)));
  }

  call(hook: string, args: Arguments, options: CallOptions = noOptions): CallOutcome {
    const entry = this.#entry(hook);
    this.#requireArguments(hook, entry, args, "args");
    const setting = this.#setting(options, this.name);
    return told(this.hash, callEntry(this.#caller, entry, args, setting, this.#limitsOf("call", options.limits)));
  }

  map(hook: string, columns: MapColumns, out: MapOut, options: MapOptions = noOptions): MapOutcome {
    const entry = this.#entry(hook);
    const contract = this.#contracts.get(hook);
    if (contract?.perCell !== true) throw new TypeError(`map: the hook ${hook} is not one that runs per cell`);
    this.#requireArguments(hook, entry, columns, "columns");
    const { from = 0, count = null } = options;
    for (const number of [from, count ?? 0])
      if (!Number.isSafeInteger(number) || number < 0) throw new RangeError("map: `from` and `count` are whole numbers from 0");
    const request = { entry, contract, columns, out, from, count };
    const setting = this.#setting(options, this.name);
    return told(this.hash, mapEntry(this.#caller, request, setting, this.#limitsOf("map", options.limits)));
  }

  hold(hook: string, count: number, options: CallOptions = noOptions): HeldCells {
    const entry = this.#entry(hook);
    const contract = this.#contracts.get(hook);
    const constants = new Set(contract?.parameters.flatMap(({ name, constant }) => (constant === true ? [name] : [])));
    if (contract?.perCell !== true || !isOfFloats(entry, constants))
      throw new TypeError(`hold: the hook ${hook} is not one that takes and gives a float per cell`);
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError("hold: `count` is a whole number from 1");
    const request = { entry, count, parameters: contract.parameters.map(({ name }) => name), hash: this.hash };
    const limits = this.#limitsOf("map", options.limits);
    const setting = this.#setting(options, this.name);
    const held = { ...options };
    const map: MapRun = (columns, out, from, to) => this.map(hook, columns, out, { ...held, from, count: to });
    return holdCells(this.#caller, request, setting, limits, map);
  }

  run(options: RunOptions = noOptions): RunOutcome {
    if (this.#host.contract.runsMain !== true) throw new TypeError(`run: the host ${this.#host.name} does not run programs`);
    const limits = this.#limitsOf("program", options.limits);
    return runMain(this.#caller, this.#host.actions, this.#setting(options, "__main__"), limits, options.print);
  }

  hookFault(hook: string, code: FaultCode | LimitCode, message: string): Fault {
    return faultAt(this.#definitionOf(this.#entry(hook).name), hook, code, message, this.#fileName);
  }

  resultToJSON(hook: string, value: Value): unknown {
    return this.#entry(hook).result.toJSON(value);
  }

  argumentsFromJSON(hook: string, json: unknown): Arguments {
    if (typeof json !== "object" || json === null) throw new TypeError("args: expected an object of arguments by name");
    const args: Record<string, unknown> = Object.create(null);
    for (const [name, value] of Object.entries(json)) {
      args[name] =
        this.#entry(hook)
          .parameters.find((parameter) => parameter.name === name)
          ?.codec.fromJSON(value) ?? value;
    }
    return args;
  }

  #describeHook(entry: Program["entries"][number]): HookSignature {
    return Object.freeze({
      name: entry.name,
      parameters: Object.freeze(entry.parameters.map(({ name, type }) => Object.freeze({ name, type: showType(type) }))),
      result: showType(entry.result),
      perCell: this.#contracts.get(entry.name)?.perCell ?? false,
    });
  }

  #setting(options: CallOptions, moduleName: string): Setting {
    const { params, seed } = options;
    const isPlain = params === undefined && seed === undefined && moduleName === this.name;
    if (isPlain && this.#plainSetting !== null) return this.#plainSetting;
    const bits = BigInt.asIntN(64, textBits(String(seed ?? "0")));
    const setting = makeSetting(resolveParameters(this.#unit.program.parameters, params), bits, moduleName);
    if (isPlain) this.#plainSetting = setting;
    return setting;
  }

  /** The same object where the same is said as in the call before. */
  #limitsOf(kind: RunKind, given: RunLimits | undefined): LimitValues {
    const last = this.#lastLimits;
    if (last !== null && last.kind === kind && isSameLimits(last.given, given)) return last.values;
    const values = resolveLimits(kind, this.#limits, given);
    this.#lastLimits = { kind, given: given === undefined ? undefined : { ...given }, values };
    return values;
  }

  #entry(hook: string): EntryCodecs {
    if (hook === this.#lastEntry?.name) return this.#lastEntry;
    const entry = this.#unit.entries.get(hook);
    if (entry !== undefined) return (this.#lastEntry = entry);
    if (typeof hook !== "string") throw new TypeError("hook: expected a string");
    const near = suggest(hook, this.#unit.entries.keys());
    throw new TypeError(`the plugin has no hook ${JSON.stringify(hook)}${near === null ? "" : `; did you mean ${near}?`}`);
  }

  /** What the plugin takes must be there; what it does not take may be, if the host's contract knows it. */
  #requireArguments(hook: string, entry: EntryCodecs, given: unknown, root: string): void {
    if (typeof given !== "object" || given === null) throw new TypeError(`${root}: expected an object by parameter`);
    if (hasJust(given, entry)) return;
    for (const { name } of entry.parameters) {
      if (!Object.hasOwn(given, name)) throw new TypeError(`${root}.${name}: missing`);
    }
    const known = this.#contracts.get(hook)?.parameters.map((parameter) => parameter.name) ?? [];
    for (const name of Object.keys(given)) {
      if (known.includes(name) || entry.parameters.some((parameter) => parameter.name === name)) continue;
      const near = suggest(name, known);
      throw new TypeError(`${root}.${name}: the hook ${hook} has no such parameter${near === null ? "" : `; did you mean ${near}?`}`);
    }
  }
}

/** Does it hold what the plugin takes, and nothing else? Mostly in the plugin's order. */
function hasJust(given: object, { parameters }: EntryCodecs): boolean {
  const names = Object.keys(given);
  for (let index = 0; index < parameters.length; index++) {
    const { name } = parameters[index]!;
    if (names[index] !== name && !Object.hasOwn(given, name)) return false;
  }
  return names.length === parameters.length;
}

function isSameLimits(before: RunLimits | undefined, now: RunLimits | undefined): boolean {
  if (before === undefined || now === undefined) return before === now;
  for (const name in before) if (before[name as keyof RunLimits] !== now[name as keyof RunLimits]) return false;
  for (const name in now) if (!Object.hasOwn(before, name)) return false;
  return true;
}
