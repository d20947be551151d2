// What is decided about a module before any function is emitted: indexes of
// functions, addresses of static texts, tables and globals, signatures; and the
// tables that grow while functions are emitted (traps, per-type allocators).

import type { FaultCode } from "../base/codes/faults.ts";
import type { LimitCode } from "../base/codes/limits.ts";
import type { CheckedOperation, Expression, FunctionId, IRFunction, IRModule, Representation, SiteId, TypeId } from "../ir/ir.ts";
import type { ValueType } from "./opcodes.ts";
import type { Signature } from "./encoder.ts";
import { elementBytes, heapOffsets, immortalCount, referenceSlots, codePoints } from "../ir/heap.ts";
import { recordBytes } from "../types/layouts.ts";
import { alignUp, pageBytes, staticBase, typeEntry } from "./memory.ts";
import type { InlinedModule } from "../ir/inlining.ts";
import { findSmallFunctions } from "./fuelRegions.ts";
import type { SmallFunctions } from "./fuelRegions.ts";
import { runtimeNames } from "./runtime/prelude.ts";
import { SiteNumbers } from "./siteNumbers.ts";

/** An IR trap as the host needs it: text, or how the next operand word is to be read. */
export interface TrapEntry {
  readonly code: FaultCode | LimitCode;
  readonly parts: readonly (string | { readonly representation: Representation })[];
  readonly site: SiteId;
}

/** A checked operation as the host needs it; the operand words hold its values. */
export interface CheckEntry {
  readonly operation: CheckedOperation;
  readonly operandCount: number;
  readonly site: SiteId;
}

export type CheckedExpression = Extract<Expression, { readonly kind: "checked" }>;

export interface CompileOptions {
  /** Count fuel by site. */
  readonly profile?: boolean;
  /** Write names and a source map into the module. */
  readonly debug?: boolean;
  /** Leave charges out; for benchmarks that measure what metering costs. */
  readonly unmetered?: boolean;
  /** Emit the IR as it is, without the passes of this tier. */
  readonly unoptimised?: boolean;
  /** Make all code for this module, also what is kept of the library: the bytes are the same. */
  readonly anew?: boolean;
  /** Pages the module may grow to; by default 2 GiB, well above the logical limit of any run. */
  readonly maximumPages?: number;
  /** Functions that the host may call beside entries and initializer. */
  readonly exports?: readonly number[];
}

/** Addresses below the heap. */
export interface StaticPlan {
  readonly globals: number;
  readonly texts: readonly number[];
  /** One f64 a site in a profile build. */
  readonly counters: number;
  readonly heap: number;
  /** What the data segment holds, from `staticBase` on. */
  readonly image: Uint8Array;
}

export interface ModulePlan {
  readonly module: IRModule;
  readonly options: CompileOptions;
  readonly statics: StaticPlan;
  readonly firstRuntime: number;
  readonly firstFunction: number;
  readonly firstAllocator: number;
  /** Record types that some function makes: their allocators follow the functions. */
  readonly allocators: Map<TypeId, number>;
  readonly smallFunctions: SmallFunctions;
  readonly traps: TrapEntry[];
  readonly checks: CheckEntry[];
  readonly sites: SiteNumbers;
}

export function valueType(representation: Representation): ValueType {
  return representation === "ref" ? "i32" : representation;
}

export function functionSignature(of: IRFunction): Signature {
  return {
    parameters: of.locals.slice(0, of.parameterCount).map((local) => valueType(local.representation)),
    results: of.result === null ? [] : [valueType(of.result)],
  };
}

/** `isSmall`: where that is known beforehand. */
export function planModule(
  { module, origins }: InlinedModule,
  options: CompileOptions,
  isSmall?: (id: FunctionId) => boolean | undefined,
): ModulePlan {
  const sites = new SiteNumbers({ sites: module.sites, origins });
  if (options.profile === true) sites.takeAll();
  const firstRuntime = module.hostFunctions.length;
  const firstFunction = firstRuntime + runtimeNames.length;
  return {
    module,
    options,
    statics: planStatics(module, options),
    firstRuntime,
    firstFunction,
    firstAllocator: firstFunction + module.functions.length,
    allocators: new Map(),
    smallFunctions: findSmallFunctions(module.functions, isSmall),
    traps: [],
    checks: [],
    sites,
  };
}

/** Index of the function that makes a record of that type, emitted after all others. */
export function allocatorIndex(plan: ModulePlan, type: TypeId): number {
  const known = plan.allocators.get(type);
  if (known !== undefined) return known;
  const index = plan.firstAllocator + plan.allocators.size;
  plan.allocators.set(type, index);
  return index;
}

export function initialPages(statics: StaticPlan): number {
  return Math.ceil((statics.heap + 16384) / pageBytes);
}

// -------------------------------------------------------------- static memory

function planStatics(module: IRModule, options: CompileOptions): StaticPlan {
  const lists = staticBase + typeEntry.bytes * module.types.length;
  const globals = alignUp(lists + 2 * countReferences(module), 8);
  const firstText = globals + 8 * module.globals.length;
  const codes = module.texts.map(codePoints);
  const texts = placeTexts(codes, firstText);
  const counters = alignUp(texts.end, 8);
  const heap = alignUp(counters + (options.profile === true ? 8 * module.sites.length : 0), 16);
  const image = new DataView(new ArrayBuffer(texts.end - staticBase));
  writeTypes(image, module, lists);
  for (const [index, text] of codes.entries()) writeText(image, (texts.addresses[index] ?? 0) - staticBase, text);
  return { globals, texts: texts.addresses, counters, heap, image: new Uint8Array(image.buffer) };
}

function countReferences(module: IRModule): number {
  let count = 0;
  for (const type of module.types) count += referenceSlots(type).length;
  return count;
}

function placeTexts(texts: readonly (readonly number[])[], start: number): { readonly addresses: readonly number[]; readonly end: number } {
  let end = start;
  const addresses = texts.map((codes) => {
    const address = end;
    end = alignUp(end + heapOffsets.codes + 4 * codes.length, 8);
    return address;
  });
  return { addresses, end };
}

function writeText(image: DataView, at: number, codes: readonly number[]): void {
  image.setUint32(at + heapOffsets.count, immortalCount, true);
  image.setUint32(at + heapOffsets.length, codes.length, true);
  image.setUint32(at + heapOffsets.capacity, codes.length, true);
  for (const [index, code] of codes.entries()) image.setUint32(at + heapOffsets.codes + 4 * index, code, true);
}

/** log2 of the bytes of an element. */
export function shiftOf(element: Representation): number {
  return 31 - Math.clz32(elementBytes[element]);
}

function writeTypes(image: DataView, module: IRModule, lists: number): void {
  let list = lists;
  for (const [id, type] of module.types.entries()) {
    const at = typeEntry.bytes * id;
    if (type.kind === "storage") {
      writeEntry(image, at, [2, shiftOf(type.element), type.element === "ref" ? 1 : 0, 0]);
    } else if (type.kind === "record") {
      const references = referenceSlots(type).map((slot) => heapOffsets.slots + 8 * slot);
      writeEntry(image, at, [1, recordBytes(type.slots.length), references.length, list]);
      for (const [index, offset] of references.entries()) image.setUint16(list - staticBase + 2 * index, offset, true);
      list += 2 * references.length;
    }
  }
}

function writeEntry(image: DataView, at: number, entry: readonly number[]): void {
  for (const [index, value] of entry.entries()) image.setUint32(at + 4 * index, value, true);
}
