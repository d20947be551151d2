// One compiled program: the IR, its codecs and an executor of either tier,
// shared by all instances. Types that only the border names get their ids
// here, before the compiled tier fixes its tables.

import type { SourceFile } from "../base/span.ts";
import type { HookContract } from "../check/host.ts";
import type { GlobalVariable, Program } from "../check/program.ts";
import { createInterpreter } from "../interpreter/instance.ts";
import type { Instance, InstanceOptions } from "../ir/instance.ts";
import type { IRModule } from "../ir/ir.ts";
import { lowerProgram } from "../ir/lower.ts";
import { compileModule, type CompiledModule } from "../wasm/compile.ts";
import { withoutCode } from "../wasm/kept.ts";
import { createCompiled } from "../wasm/instance.ts";
import type { Codec } from "./codec.ts";
import { Codecs, type BorderTypes } from "./codecs.ts";
import { mapHooks, type MapLoop } from "./mapShapes.ts";
import { runsAnewForEachCall } from "./moduleState.ts";
import type { LineWatch } from "./lineWatch.ts";
import type { Spending } from "./spending.ts";
import type { HeapTypes } from "../types/heapTypes.ts";
import type { Representation, TypeId } from "../types/layouts.ts";
import { BOOL, FLOAT, INT, STR } from "../types/primitives.ts";
import type { Type } from "../types/type.ts";

/** Both give the same values, faults and fuel; `compiled` is faster, `interpreter` can step and trace. */
export type Tier = "compiled" | "interpreter";

export interface EntryCodecs {
  readonly name: string;
  readonly function: number;
  readonly parameters: readonly { readonly name: string; readonly codec: Codec }[];
  readonly result: Codec;
}

export interface HostFunctionCodecs {
  readonly name: string;
  readonly parameters: readonly Codec[];
  readonly result: Codec;
}

/** Storages of each representation, for columns. */
export type StorageTypes = Readonly<Record<Representation, TypeId>>;

/** What calls need to know of a program; the rest is let go once it is compiled. */
export type ProgramFace = Pick<Program, "parameters" | "hostFunctions">;

export interface Unit {
  readonly tier: Tier;
  readonly program: ProgramFace;
  /** In the compiled tier without the code of functions. */
  readonly module: IRModule;
  readonly entries: ReadonlyMap<string, EntryCodecs>;
  readonly hostFunctions: readonly HostFunctionCodecs[];
  readonly parameterCodecs: ReadonlyMap<string, Codec>;
  /** Loops of per-cell hooks, by hook. */
  readonly mapLoops: ReadonlyMap<string, MapLoop>;
  readonly storageTypes: StorageTypes;
  instantiate(options: InstanceOptions): Instance;
}

export interface LoweredUnit extends Omit<Unit, "tier" | "program" | "instantiate"> {
  readonly heapTypes: HeapTypes;
}

/** What of a program crosses the border. */
export type BorderProgram = Pick<Program, "entries" | "hostFunctions" | "parameters"> & {
  readonly globals: readonly Pick<GlobalVariable, "id" | "name" | "module">[];
};

export type UnitCodecs = Pick<Unit, "entries" | "hostFunctions" | "parameterCodecs">;

export function makeCodecs(program: BorderProgram, types: BorderTypes): UnitCodecs {
  const codecs = new Codecs(types, program.globals);
  const entries = program.entries.map((entry) => ({
    name: entry.name,
    function: entry.function,
    parameters: entry.parameters.map(({ name, type }) => ({ name, codec: codecs.of(type) })),
    result: codecs.of(entry.result),
  }));
  const hostFunctions = program.hostFunctions.map((use) => ({
    name: use.name,
    parameters: use.parameters.map((type) => codecs.of(type)),
    result: codecs.of(use.result),
  }));
  const parameterCodecs = new Map(program.parameters.map(({ name, type }) => [name, codecs.of(type)]));
  codecs.complete();
  return { entries: new Map(entries.map((entry) => [entry.name, entry])), hostFunctions, parameterCodecs };
}

/** Everything but an executor, for both tiers and for artifacts. */
export function lowerUnit(program: Program, contracts: readonly HookContract[]): LoweredUnit {
  const { module: lowered, heapTypes } = lowerProgram(program);
  const codecs = makeCodecs(program, heapTypes);
  const storageOf = (element: Type): TypeId => heapTypes.idOf({ kind: "storage", element });
  const storageTypes = { i64: storageOf(INT), f64: storageOf(FLOAT), i32: storageOf(BOOL), ref: storageOf(STR) };
  const { module, loops } = mapHooks({ ...lowered, writesModuleState: runsAnewForEachCall(program) }, codecs.entries, contracts);
  return { ...codecs, module, heapTypes, mapLoops: loops, storageTypes };
}

/** Who looks on while a plugin runs. */
export interface Watchers {
  readonly spending?: Spending | null;
  readonly watch?: LineWatch | null;
}

/** The heap types are left behind: a plugin does not keep them. */
export function makeUnit(program: Program, lowered: LoweredUnit, tier: Tier, { spending = null, watch = null }: Watchers = {}): Unit {
  const { parameters, hostFunctions } = program;
  const { entries, hostFunctions: hostCodecs, parameterCodecs, mapLoops, storageTypes } = lowered;
  const isWatched = spending !== null || watch !== null;
  const main = program.functions[program.initializer]!.file;
  const executor = isWatched ? watched(lowered.module, { spending, watch }, main) : executorOf(lowered.module, tier);
  const codecs: UnitCodecs = { entries, hostFunctions: hostCodecs, parameterCodecs };
  return { ...codecs, ...executor, mapLoops, storageTypes, tier, program: { parameters, hostFunctions } };
}

type Executor = Pick<Unit, "module" | "instantiate">;

function executorOf(module: IRModule, tier: Tier): Executor {
  return tier === "interpreter" ? interpreting(module) : running(withoutCode(compileModule(module)));
}

/** Functions of their own: closures that stand together keep alive what any of them names. */
function interpreting(module: IRModule): Executor {
  return { module, instantiate: (options) => createInterpreter(module, options) };
}

/** In the interpreter, whatever the tier: both spend the same at the same places. */
function watched(module: IRModule, { spending, watch }: Watchers, main: SourceFile): Executor {
  const spends = spending ? { onSpend: spending.observe(module, main) } : {};
  const observes = watch ? { observer: watch.observe(module, main) } : {};
  return { module, instantiate: (options) => createInterpreter(module, { ...options, ...spends, ...observes }) };
}

export function running(compiled: CompiledModule): Executor {
  return { module: compiled.ir, instantiate: (options) => createCompiled(compiled, options) };
}
