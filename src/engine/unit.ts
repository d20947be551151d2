// One compiled program: the IR, its codecs and an executor of either tier,
// shared by all instances. Types that only the border names get their ids
// here, before the compiled tier fixes its tables.

import type { HookContract } from "../check/host.ts";
import type { Program } from "../check/program.ts";
import { createInterpreter } from "../interpreter/instance.ts";
import type { Instance, InstanceOptions } from "../ir/instance.ts";
import type { IRModule } from "../ir/ir.ts";
import { lowerProgram } from "../ir/lower.ts";
import { compileModule } from "../wasm/compile.ts";
import { createCompiled } from "../wasm/instance.ts";
import type { Codec } from "./codec.ts";
import { Codecs } from "./codecs.ts";
import { mapHooks, type MapLoop } from "./mapShapes.ts";
import { runsAnewForEachCall } from "./moduleState.ts";
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

export interface Unit {
  readonly tier: Tier;
  readonly program: Program;
  readonly module: IRModule;
  readonly heapTypes: HeapTypes;
  readonly entries: ReadonlyMap<string, EntryCodecs>;
  readonly hostFunctions: readonly HostFunctionCodecs[];
  readonly parameterCodecs: ReadonlyMap<string, Codec>;
  /** Loops of per-cell hooks, by hook. */
  readonly mapLoops: ReadonlyMap<string, MapLoop>;
  readonly storageTypes: StorageTypes;
  instantiate(options: InstanceOptions): Instance;
}

export function makeUnit(program: Program, tier: Tier, contracts: readonly HookContract[]): Unit {
  const { module: lowered, heapTypes } = lowerProgram(program);
  const codecs = new Codecs(heapTypes, program.globals);
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
  const storageOf = (element: Type): TypeId => heapTypes.idOf({ kind: "storage", element });
  const storageTypes = { i64: storageOf(INT), f64: storageOf(FLOAT), i32: storageOf(BOOL), ref: storageOf(STR) };
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const { module, loops } = mapHooks({ ...lowered, writesModuleState: runsAnewForEachCall(program) }, byName, contracts);
  return {
    tier,
    program,
    module,
    heapTypes,
    entries: byName,
    hostFunctions,
    parameterCodecs,
    mapLoops: loops,
    storageTypes,
    instantiate: executorOf(module, tier),
  };
}

function executorOf(module: IRModule, tier: Tier): (options: InstanceOptions) => Instance {
  if (tier === "interpreter") return (options) => createInterpreter(module, options);
  const compiled = compileModule(module);
  return (options) => createCompiled(compiled, options);
}
