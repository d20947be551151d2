// IR to a WebAssembly module. Function indexes, in order: imports (the granted
// host functions and nothing else), runtime, functions of the IR, record
// allocators, wrappers for the host. All of it is one pass over the IR, linear
// in its size.

import { InternalError } from "../base/internalError.ts";
import { initialBytes } from "../ir/heap.ts";
import type { IRModule } from "../ir/ir.ts";
import { textBytes } from "../types/layouts.ts";
import type { ModuleWrites } from "../ir/writes.ts";
import { allocatorBody, allocatorSignature } from "./allocations.ts";
import { assemble, globalIndex, globalNames, globalTypes } from "./assembler.ts";
import { appendSections, createEncoder } from "./encoder.ts";
import type { ModuleEncoder } from "./encoder.ts";
import { exportName, exportedGlobals, exportedRuntime } from "./exports.ts";
import { createWriters, emitFunction } from "./functions.ts";
import { KeptFunctions } from "./keptFunctions.ts";
import { maximumPages, pageBytes, staticBase } from "./memory.ts";
import { nameSection } from "./names.ts";
import { asItIs, optimise } from "./optimise.ts";
import { functionSignature, initialPages, planModule } from "./plan.ts";
import type { CompileOptions, ModulePlan } from "./plan.ts";
import { runtimeBodies, runtimeIndex, runtimeNames, runtimeSignatures, signatureOf } from "./runtime/prelude.ts";
import { verifyModule } from "./verify.ts";
import { webAssembly } from "./webAssembly.ts";
import type { BinaryModule } from "./webAssembly.ts";
import type { SideTables } from "./sideTables.ts";
import { sourceMapOf, sourceMapSection } from "./sourceMap.ts";
import { borderType, calleeName, wrapFunction } from "./wrappers.ts";

export interface CompiledModule {
  readonly ir: IRModule;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly module: BinaryModule;
  readonly sideTables: SideTables;
  readonly options: CompileOptions;
}

/** Module name of all imports. */
export const hostModule = "host";
export function compileModule(ir: IRModule, options: CompileOptions = {}): CompiledModule {
  const { bytes, sideTables } = encodeModule(ir, options);
  assertGrant(bytes, ir);
  const module = new webAssembly.Module(bytes);
  return { ir, bytes, module, sideTables, options };
}

export function encodeModule(
  ir: IRModule,
  options: CompileOptions = {},
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly sideTables: SideTables } {
  const kept = keepsCode(options) ? new KeptFunctions(ir) : null;
  const exported = callableFunctions(ir, options);
  const optimised = options.unoptimised === true ? asItIs(ir) : optimise(ir, options.profile === true, kept, (id) => exported.has(id));
  const plan = planModule(optimised, options, (id) => kept?.codeOf(id)?.isSmall);
  const encoder = createEncoder();
  for (const host of ir.hostFunctions) {
    encoder.importFunction(hostModule, host.name, {
      parameters: host.parameters.map(borderType),
      results: host.result === null ? [] : [borderType(host.result)],
    });
  }
  for (const signature of runtimeSignatures) encoder.declareFunction(signature);
  for (const one of ir.functions) encoder.declareFunction(functionSignature(one));
  for (const body of runtimeBodies(ir.hostFunctions.length)) encoder.functionBody(body);
  const emitted = emitFunctions(encoder, plan, kept, optimised.writes);
  addAllocators(encoder, plan);
  addWrappers(encoder, ir, plan, exported);
  encoder.memory(initialPages(plan.statics), options.maximumPages ?? maximumPages);
  addGlobals(encoder, plan);
  addExports(encoder, plan, exported);
  encoder.data(staticBase, plan.statics.image);
  const { bytes, bodyOffsets } = encoder.finish();
  const functions = emitted.map((one, id) => ({ ...one, start: bodyOffsets[runtimeNames.length + id] ?? 0 }));
  const sideTables = sideTablesOf(plan, functions, exported);
  return { bytes: options.debug === true ? withDebugSections(bytes, plan, functions) : bytes, sideTables };
}

/** Other builds are rare. */
function keepsCode({ profile, debug, unmetered, unoptimised, anew }: CompileOptions): boolean {
  return [profile, debug, unmetered, unoptimised, anew].every((option) => option !== true);
}

/** A function's pairs, and where its body begins in the module. */
interface Placed {
  readonly calls: readonly number[];
  readonly marks: readonly number[];
  readonly start: number;
}

/** Sections at the end move nothing before them. */
function withDebugSections(bytes: Uint8Array<ArrayBuffer>, plan: ModulePlan, functions: readonly Placed[]): Uint8Array<ArrayBuffer> {
  const marks = functions.flatMap(({ marks: pairs, start }) =>
    pairs.flatMap((value, index) => (index % 2 === 0 ? [{ offset: start + value, site: plan.sites.of(pairs[index + 1] ?? 0) }] : [])),
  );
  return appendSections(bytes, [
    ["name", nameSection(plan)],
    ["sourceMappingURL", sourceMapSection(sourceMapOf(marks, plan.sites.all))],
  ]);
}

function emitFunctions(
  encoder: ModuleEncoder,
  plan: ModulePlan,
  kept: KeptFunctions | null,
  writes: ModuleWrites,
): readonly Omit<Placed, "start">[] {
  const writers = createWriters();
  return plan.module.functions.map((one) => {
    const { body, calls, marks } = kept === null ? emitFunction(plan, one, writers) : kept.emit(plan, one, writers, writes);
    encoder.functionBody(body);
    return { calls, marks };
  });
}

function callableFunctions(ir: IRModule, options: CompileOptions): ReadonlySet<number> {
  return new Set([ir.initializer, ...ir.entries.map((entry) => entry.function), ...(options.exports ?? [])]);
}

function addAllocators(encoder: ModuleEncoder, plan: ModulePlan): void {
  for (const id of plan.allocators.keys()) {
    const type = plan.module.types[id];
    if (type?.kind !== "record") throw new InternalError("a record of a type that is none");
    encoder.declareFunction(allocatorSignature);
    encoder.functionBody(allocatorBody(id, type.slots.length, plan.firstRuntime));
  }
}

function addWrappers(encoder: ModuleEncoder, ir: IRModule, plan: ModulePlan, exported: ReadonlySet<number>): void {
  for (const id of exported) {
    const of = ir.functions[id];
    if (of === undefined) throw new InternalError("an entry that is no function");
    const wrapper = wrapFunction(of);
    const callee = calleeName(id);
    encoder.declareFunction(signatureOf(wrapper));
    encoder.functionBody(assemble(wrapper, (name) => (name === callee ? plan.firstFunction + id : plan.firstRuntime + runtimeIndex(name))));
  }
}

function addGlobals(encoder: ModuleEncoder, plan: ModulePlan): void {
  const initial = new Map<string, number>([
    ["top", plan.statics.heap],
    ["baseTop", plan.statics.heap],
    ["counters", plan.options.profile === true ? plan.statics.counters : 0],
    ["end", initialPages(plan.statics) * pageBytes],
  ]);
  for (const name of globalNames) encoder.global({ type: globalTypes[name], mutable: true, initial: initial.get(name) ?? 0 });
}

function addExports(encoder: ModuleEncoder, plan: ModulePlan, exported: ReadonlySet<number>): void {
  encoder.exportMemory("memory");
  for (const name of exportedRuntime) encoder.exportFunction(name, plan.firstRuntime + runtimeIndex(name));
  for (const name of exportedGlobals) encoder.exportGlobal(name, globalIndex(name));
  const firstWrapper = plan.firstAllocator + plan.allocators.size;
  for (const [index, id] of [...exported].entries()) encoder.exportFunction(exportName(id), firstWrapper + index);
}

function sideTablesOf(plan: ModulePlan, functions: readonly Placed[], exported: ReadonlySet<number>): SideTables {
  // Functions and the calls in them stand in the order of their offsets.
  const callSites = Uint32Array.from(
    functions.flatMap(({ calls, start }) => calls.map((value, index) => (index % 2 === 0 ? start + value : value))),
  );
  return {
    callSites,
    firstFunction: plan.firstFunction,
    endFunction: plan.firstAllocator,
    traps: plan.traps,
    checks: plan.checks,
    statics: { globals: plan.statics.globals, counters: plan.statics.counters },
    residentBytes: initialBytes(plan.module, "") - textBytes(0),
    sites: plan.sites.all,
    origins: plan.sites.origins,
    exported,
  };
}

/** The import section must be exactly the grant: nothing else can reach out of a module. Every opcode must be a listed one. */
function assertGrant(bytes: Uint8Array, ir: IRModule): void {
  const { imports } = verifyModule(bytes);
  const granted = ir.hostFunctions.map((host) => `${hostModule}.${host.name}`);
  if (imports.join("\n") !== granted.join("\n")) throw new InternalError("a module whose imports are not the grant");
}
