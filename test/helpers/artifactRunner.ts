// Runs artifacts by grammar/abi.md alone: imports nothing of the project. What
// a runner in another language would be, and the proof that the page suffices.

import { createHash } from "node:crypto";

type BorderType = string | { readonly tuple: readonly BorderType[]; readonly id: number } | { readonly object: number };
type Named = { readonly name: string; readonly type: BorderType };

interface Interface {
  readonly abi: number;
  readonly imports: readonly { readonly name: string; readonly parameters: readonly string[]; readonly result: string | null }[];
  readonly hooks: readonly { name: string; export: string; parameters: readonly Named[]; result: BorderType }[];
  readonly initializer: string;
  readonly globals: readonly { readonly representation: string; readonly address: number }[];
  readonly types: readonly { readonly name: string; readonly fields: readonly Named[] | null }[];
  readonly writesModuleState: boolean;
  readonly frozenState: boolean;
  readonly residentBytes: number;
}

interface Sites {
  readonly files: readonly string[];
  readonly sites: readonly (readonly [number, number, number, string, boolean, number | null])[];
  readonly calls: readonly (readonly [number, number])[];
  readonly functions: readonly [number, number];
  readonly traps: readonly { code: string; parts: readonly (string | { representation: string })[]; site: number }[];
  readonly checks: readonly { readonly operation: string; readonly site: number }[];
}

type Value = number | bigint | boolean | string | null | readonly Value[] | { readonly [field: string]: Value };
export type Result =
  | { readonly ok: true; readonly value: Value; readonly fuel: number; readonly peak: number; readonly output: string }
  | { ok: false; code: string; text: string; chain: readonly string[]; fuel: number; output: string };

const limitCodes = ["", "WG601", "WG602", "WG603", "WG604", "WG605", "WG606"];

// The engine's interface, as far as it is needed here.
interface Wasm {
  Module: { new (bytes: Uint8Array): object; customSections(module: object, name: string): ArrayBuffer[] };
  Instance: new (module: object, imports: object) => { readonly exports: Record<string, never> };
}
const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
const align = (value: number): number => Math.ceil(value / 8) * 8;

export interface Grant {
  readonly fuel: number;
  readonly memoryBytes: number;
  readonly depth: number;
}

export class ArtifactRunner {
  readonly #face: Interface;
  readonly #sites: Sites;
  readonly #callSites: ReadonlyMap<number, number>;
  readonly #exports: Readonly<Record<string, (...values: number[]) => number>>;
  #kept: Uint8Array | null = null;
  #output = "";

  constructor(bytes: Uint8Array, digest: string, host: Record<string, (...values: Value[]) => Value>, moduleName: string, seed: bigint) {
    if (createHash("sha256").update(bytes).digest("hex") !== digest) throw new Error("another digest");
    const module = new wasm.Module(bytes);
    const section = (name: string): unknown => JSON.parse(new TextDecoder().decode(wasm.Module.customSections(module, name)[0]));
    this.#face = section("wgen.interface") as Interface;
    if (this.#face.abi !== 1) throw new Error("another version");
    this.#sites = section("wgen.sites") as Sites;
    this.#callSites = new Map(this.#sites.calls);
    const imports = Object.fromEntries(
      this.#face.imports.map((one) => [
        one.name,
        (...values: number[]) => {
          this.#drain();
          const answer = host[one.name]!(...values.map((value, at) => this.#take(one.parameters[at]!, value, at)));
          return one.result === null ? 0 : this.#pass(one.result, answer, 0);
        },
      ]),
    );
    this.#exports = new wasm.Instance(module, { host: imports }).exports;
    this.#exports["prepare"]!();
    this.#placeName(moduleName, seed);
  }

  get #view(): DataView {
    return new DataView(this.#memory);
  }

  get #memory(): ArrayBuffer {
    return (this.#exports["memory"] as unknown as { readonly buffer: ArrayBuffer }).buffer;
  }

  #global(name: string): { value: number } {
    return this.#exports[name] as unknown as { value: number };
  }

  #placeName(name: string, seed: bigint): void {
    const at = this.#global("top").value;
    const codes = [...name].map((character) => character.codePointAt(0)!);
    const bytes = align(24 + 4 * codes.length);
    this.#view.setUint32(at, 2 ** 30, true);
    this.#view.setUint32(at + 8, codes.length, true);
    this.#view.setUint32(at + 12, codes.length, true);
    codes.forEach((code, index) => this.#view.setUint32(at + 24 + 4 * index, code, true));
    this.#view.setUint32(456, at, true);
    this.#view.setBigInt64(448, seed, true);
    for (const name of ["top", "baseTop"]) this.#global(name).value = align(at + bytes);
    for (const name of ["live", "baseLive"]) this.#global(name).value = this.#face.residentBytes + bytes;
    this.#exports["reset"]!();
  }

  #begin(grant: Grant): void {
    this.#exports["begin"]!(grant.fuel, grant.memoryBytes, 64 * grant.depth, 2 ** 20, 2 ** 23, 10_000);
  }

  /** Runs the module body and keeps what it made. */
  initialize(grant: Grant): Result {
    this.#begin(grant);
    const result = this.#run(grant, this.#face.initializer, [], "None");
    if (result.ok && !(this.#face.writesModuleState && !this.#face.frozenState)) {
      this.#exports["markResident"]!();
      this.#kept = this.#globals().slice();
    }
    return result;
  }

  #globals(): Uint8Array {
    const { globals } = this.#face;
    return new Uint8Array(this.#memory, globals[0]?.address ?? 0, 8 * globals.length);
  }

  call(name: string, values: readonly Value[], grant: Grant): Result {
    const hook = this.#face.hooks.find((one) => one.name === name)!;
    this.#begin(grant);
    const passed = hook.parameters.map(({ type }, index) => this.#pass(representationOf(type), this.#write(type, values[index]!), index));
    const result = this.#run(grant, hook.export, passed, hook.result);
    this.#exports["reset"]!();
    if (this.#kept !== null) this.#globals().set(this.#kept);
    return result;
  }

  #run(grant: Grant, name: string, passed: readonly number[], type: BorderType): Result {
    this.#output = "";
    const limit = (Error as { stackTraceLimit?: number }).stackTraceLimit;
    (Error as { stackTraceLimit?: number }).stackTraceLimit = 5000;
    try {
      const raw = this.#exports[name]!(...passed);
      if (this.#global("pending").value !== 0) return this.#exception(grant);
      const value = type === "None" ? null : this.#read(type, this.#take(representationOf(type), raw, 0));
      return { ok: true, value, fuel: this.#spent(grant), peak: this.#global("peak").value, output: this.#drain() };
    } catch (error) {
      return this.#fault(grant, (error as Error).stack ?? "");
    } finally {
      (Error as { stackTraceLimit?: number | undefined }).stackTraceLimit = limit;
    }
  }

  #spent(grant: Grant): number {
    return grant.fuel - Math.max(0, this.#exports["fuelLeft"]!());
  }

  #drain(): string {
    const start = this.#global("output").value;
    for (let at = start; at < start + this.#global("outputLength").value;) {
      const length = this.#view.getUint32(at + 4, true);
      for (let index = 0; index < length; index++) this.#output += String.fromCodePoint(this.#view.getUint32(at + 8 + 4 * index, true));
      at += 8 + 4 * length;
    }
    this.#exports["dropOutput"]!();
    return this.#output;
  }

  // ------------------------------------------------------------------- faults

  #chain(sites: readonly number[]): string[] {
    const lines: string[] = [];
    for (const first of sites) {
      for (let site: number | null = first; site !== null;) {
        const entry: Sites["sites"][number] = this.#sites.sites[site]!;
        lines.push(`${this.#sites.files[entry[0]]!}:${entry[1]} ${entry[3]}`);
        site = entry[5];
      }
    }
    return lines;
  }

  #exception(grant: Grant): Result {
    const at = this.#global("pending").value;
    const trace = Array.from({ length: this.#global("traceLength").value }, (_, index) => this.#view.getUint32(1024 + 4 * index, true));
    return this.#stopped(grant, "exception", this.#exceptionText(at), trace);
  }

  #exceptionText(at: number): string {
    return `${this.#face.types[this.#view.getUint32(at + 4, true)]!.name}: ${this.#text(this.#view.getUint32(at + 8, true))}`;
  }

  #fault(grant: Grant, stack: string): Result {
    const word = this.#global("fault").value;
    const kind = word & 63;
    const index = word >>> 6;
    const [from, to] = this.#sites.functions;
    const frames = [...stack.matchAll(/wasm-function\[(\d+)\]:0x([0-9a-f]+)/g)].filter(([, at]) => Number(at) >= from && Number(at) < to);
    const callers = frames.slice(1).map(([, , offset]) => this.#callSites.get(Number.parseInt(offset!, 16))!);
    if (kind === 3) return this.#stopped(grant, "WG603", "", callers);
    if (kind < 7) return this.#stopped(grant, limitCodes[kind]!, "", [index, ...callers]);
    if (kind === 7) {
      const { operation, site } = this.#sites.checks[index]!;
      return this.#stopped(grant, operation.startsWith("f64.from") ? "WG521" : "WG520", operation, [site, ...callers]);
    }
    if (kind === 10) return this.#stopped(grant, "exception", this.#exceptionText(this.#view.getUint32(320, true)), [index, ...callers]);
    const trap = this.#sites.traps[index]!;
    let operand = 320 - 8;
    const parts = trap.parts.map((part) => (typeof part === "string" ? part : String(this.#load(part.representation, (operand += 8)))));
    return this.#stopped(grant, trap.code, parts.join(""), [trap.site, ...callers]);
  }

  #stopped(grant: Grant, code: string, text: string, sites: readonly number[]): Result {
    return { ok: false, code, text, chain: this.#chain(sites), fuel: this.#spent(grant), output: this.#drain() };
  }

  // ------------------------------------------------------------------- values

  #pass(representation: string, value: Value, index: number): number {
    if (representation !== "i64" || Number.isSafeInteger(Number(value))) return Number(value);
    this.#view.setBigInt64(64 + 8 * index, BigInt(value as bigint), true);
    return Number.NaN;
  }

  #take(representation: string, value: number, index: number): number | bigint {
    return representation === "i64" && Number.isNaN(value) ? this.#view.getBigInt64(64 + 8 * index, true) : value;
  }

  #load(representation: string, at: number): number | bigint {
    if (representation === "i64") return this.#view.getBigInt64(at, true);
    return representation === "f64" ? this.#view.getFloat64(at, true) : this.#view.getUint32(at, true);
  }

  #store(representation: string, at: number, value: number | bigint): void {
    if (representation === "i64") this.#view.setBigInt64(at, BigInt(value), true);
    else if (representation === "f64") this.#view.setFloat64(at, Number(value), true);
    else this.#view.setUint32(at, Number(value), true);
  }

  #text(at: number): string {
    return Array.from({ length: this.#view.getUint32(at + 8, true) }, (_, index) =>
      String.fromCodePoint(this.#view.getUint32(at + 24 + 4 * index, true)),
    ).join("");
  }

  /** The machine value of a host value; objects are made in the memory. */
  #write(type: BorderType, value: Value): number | bigint {
    if (type === "str") {
      const codes = [...(value as string)].map((character) => character.codePointAt(0)!);
      const at = this.#exports["allocate"]!(0, codes.length);
      codes.forEach((code, index) => this.#view.setUint32(at + 24 + 4 * index, code, true));
      return at;
    }
    if (typeof type === "string") return typeof value === "bigint" ? value : Number(value);
    if ("tuple" in type) return this.#writeSlots(type.id, type.tuple, value as readonly Value[]);
    if (!("object" in type)) throw new Error("not written here");
    const fields = this.#face.types[type.object]!.fields!;
    return this.#writeSlots(
      type.object,
      fields.map((field) => field.type),
      fields.map((field) => (value as { readonly [field: string]: Value })[field.name]!),
    );
  }

  #writeSlots(id: number, types: readonly BorderType[], values: readonly Value[]): number {
    const machine = types.map((type, index) => this.#write(type, values[index]!));
    const at = this.#exports["allocate"]!(id, 0);
    machine.forEach((value, index) => this.#store(representationOf(types[index]!), at + 8 + 8 * index, value));
    return at;
  }

  #read(type: BorderType, value: number | bigint): Value {
    const at = Number(value);
    if (type === "bool") return at !== 0;
    if (type === "str") return this.#text(at);
    if (typeof type === "string") return typeof value === "bigint" && Number.isSafeInteger(at) ? at : value;
    const slot = (of: BorderType, index: number): Value => this.#read(of, this.#load(representationOf(of), at + 8 + 8 * index));
    if ("tuple" in type) return type.tuple.map(slot);
    if (!("object" in type)) throw new Error("not read here");
    const fields = this.#face.types[type.object]!.fields!;
    return Object.fromEntries(fields.map((field, index) => [field.name, slot(field.type, index)]));
  }
}

function representationOf(type: BorderType): string {
  if (type === "int" || type === "u64") return "i64";
  if (type === "float") return "f64";
  return type === "bool" ? "i32" : "ref";
}
