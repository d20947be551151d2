// The section `wgen.library` of an artifact: what this library needs, beside
// what every runner needs, to make a plugin of it again without its source.

import { contentHash } from "../base/hashing.ts";
import { locate } from "../base/lines.ts";
import { InternalError } from "../base/internalError.ts";
import type { Place } from "../base/span.ts";
import type { Program } from "../check/program.ts";
import type { Representation } from "../ir/ir.ts";
import type { HeapTypes, InstanceType } from "../types/heapTypes.ts";
import type { TypeId } from "../types/layouts.ts";
import type { ClassInfo, Type } from "../types/type.ts";
import { substitute } from "../types/variables.ts";
import { describeType, type BorderType } from "../wasm/borderTypes.ts";
import type { CompiledModule } from "../wasm/compile.ts";
import type { Host } from "./host.ts";
import type { MapLoop } from "./mapShapes.ts";
import type { Plugin } from "./plugin.ts";
import type { StorageTypes } from "./unit.ts";

/** Line, column, end line, end column; from 1. */
export type FaceExtent = readonly [number, number, number, number];

export interface FaceEntry {
  readonly name: string;
  readonly function: number;
  readonly parameters: readonly { readonly name: string; readonly type: BorderType }[];
  readonly result: BorderType;
  /** File and extent of its `def`. */
  readonly definition: readonly [string, FaceExtent] | null;
  /** Names of the plugin's parameters that its answer can depend on. */
  readonly reads: readonly string[];
}

/** A class that can cross, with its arguments put in. */
export interface FaceClass {
  readonly id: TypeId;
  readonly name: string;
  readonly module: string;
  /** The class, whatever its arguments, and those it inherits from. */
  readonly class: number;
  readonly bases: readonly number[];
  readonly isEnum: boolean;
  readonly arguments: readonly BorderType[];
  readonly fields: readonly { readonly name: string; readonly type: BorderType }[];
  /** Of an enum: its members and the globals they live in. */
  readonly members: readonly (readonly [string, number])[];
}

export interface ArtifactFace {
  /** Of the host's contract: an artifact goes with the host that it was checked against. */
  readonly hostHash: string;
  readonly name: string;
  readonly fileName: string;
  readonly entries: readonly FaceEntry[];
  readonly hostFunctions: readonly {
    readonly name: string;
    readonly parameters: readonly BorderType[];
    readonly result: BorderType;
    readonly price: number;
  }[];
  readonly parameters: readonly { readonly name: string; readonly type: BorderType; readonly global: number; readonly facts: FaceValue }[];
  readonly constants: readonly (readonly [string, FaceValue])[];
  readonly classes: readonly FaceClass[];
  readonly storageTypes: StorageTypes;
  readonly loops: readonly (readonly [string, MapLoop])[];
  /** What the host can call. */
  readonly functions: readonly {
    readonly id: number;
    readonly parameters: readonly Representation[];
    readonly result: Representation | null;
  }[];
  readonly initializer: number;
  /** Where the globals stand. */
  readonly globals: number;
  /** End line and column of each site. */
  readonly ends: readonly (readonly [number, number])[];
  /** Operands of each checked operation. */
  readonly operands: readonly number[];
}

export interface FaceParts {
  readonly plugin: Plugin;
  readonly fileName: string;
  readonly program: Program;
  readonly host: Host;
  readonly compiled: CompiledModule;
  readonly heapTypes: HeapTypes;
  readonly mapLoops: ReadonlyMap<string, MapLoop>;
  readonly storageTypes: StorageTypes;
}

export function hostHashOf(host: Host): string {
  return contentHash(JSON.stringify(host.contract));
}

export function writeFace({ plugin, fileName, program, host, compiled, heapTypes, mapLoops, storageTypes }: FaceParts): ArtifactFace {
  const types = new ClassWriter(program, heapTypes);
  const { ir, sideTables } = compiled;
  return {
    hostHash: hostHashOf(host),
    name: plugin.name,
    fileName,
    entries: program.entries.map(({ name, function: id, parameters, result }) => ({
      name,
      function: id,
      parameters: parameters.map(({ name: word, type }) => ({ name: word, type: types.describe(type) })),
      result: types.describe(result),
      definition: definitionOf(program, id),
      reads: plugin.parameterReads.get(name) ?? [],
    })),
    hostFunctions: program.hostFunctions.map(({ name, parameters, result, price }) => ({
      name,
      parameters: parameters.map((type) => types.describe(type)),
      result: types.describe(result),
      price,
    })),
    parameters: program.parameters.map(({ name, type, global, span: _span, ...facts }) => {
      return { name, type: types.describe(type), global, facts: writeValue(facts) };
    }),
    constants: Array.from(program.constants, ([name, value]) => [name, writeValue(value)] as const),
    classes: types.classes,
    storageTypes,
    loops: [...mapLoops],
    functions: Array.from(sideTables.exported, (id) => signatureOf(compiled, id)),
    initializer: ir.initializer,
    globals: sideTables.statics.globals,
    ends: sideTables.sites.map(({ place }) => endOf(place)),
    operands: sideTables.checks.map(({ operandCount }) => operandCount),
  };
}

function signatureOf({ ir }: CompiledModule, id: number): ArtifactFace["functions"][number] {
  const of = ir.functions[id];
  if (of === undefined) throw new InternalError(`no function ${id}`);
  const parameters = of.locals.slice(0, of.parameterCount).map(({ representation }) => representation);
  return { id, parameters, result: of.result };
}

function definitionOf(program: Program, id: number): FaceEntry["definition"] {
  const found = program.functions[id];
  if (found === undefined) return null;
  const place = { file: found.file, span: found.span };
  const { line, column } = locate(place.file, place.span.start);
  return [place.file.name, [line, column, ...endOf(place)]];
}

function endOf({ file, span }: Place): readonly [number, number] {
  const { line, column } = locate(file, span.end);
  return [line, column];
}

// --------------------------------------------------------------------- classes

/** Describes types, and all classes that they can hold. */
class ClassWriter {
  readonly classes: FaceClass[] = [];
  private readonly program: Program;
  private readonly heapTypes: HeapTypes;
  private readonly seen = new Set<TypeId>();

  constructor(program: Program, heapTypes: HeapTypes) {
    this.program = program;
    this.heapTypes = heapTypes;
  }

  describe(type: Type): BorderType {
    const described = describeType(type, this.heapTypes);
    this.visit(described);
    return described;
  }

  private visit(type: BorderType): void {
    if (typeof type === "string") return;
    if ("object" in type) this.class(type.object);
    else if ("tuple" in type) type.tuple.forEach((item) => this.visit(item));
    else if ("variadic" in type) this.visit(type.variadic);
    else if ("storage" in type) this.visit(type.storage);
    else if ("union" in type) type.union.forEach((member) => this.visit(member));
  }

  private class(id: TypeId): void {
    const instance = this.heapTypes.typeOf(id);
    if (instance === null || this.seen.has(id)) return;
    this.seen.add(id);
    this.classes.push(this.write(id, instance));
    for (const below of this.heapTypes.idsMatching(instance)) this.class(below);
  }

  private write(id: TypeId, instance: InstanceType): FaceClass {
    const info = instance.class;
    return {
      id,
      name: info.name,
      module: info.module,
      class: info.id,
      bases: basesOf(info),
      isEnum: info.isEnum,
      arguments: instance.arguments.map((type) => this.describe(type)),
      fields: info.fields.map(({ name, type }) => ({ name, type: this.describe(substitute(type, instance.arguments)) })),
      members: info.isEnum ? this.membersOf(info) : [],
    };
  }

  private membersOf(info: ClassInfo): [string, number][] {
    const prefix = `${info.name}.`;
    const own = this.program.globals.filter(({ module, name }) => module === info.module && name.startsWith(prefix));
    return own.map(({ name, id }) => [name.slice(prefix.length), id]);
  }
}

function basesOf(info: ClassInfo): number[] {
  const bases: number[] = [];
  for (let { base } = info; base !== null; { base } = base) bases.push(base.id);
  return bases;
}

// ---------------------------------------------------------------------- values

/** Values that the plugin wrote. JSON has no words for some numbers; an object keyed by a plugin's words is a list of pairs. */
export type FaceValue =
  | string
  | boolean
  | number
  | readonly ["int" | "float", string]
  | readonly ["list", readonly FaceValue[]]
  | readonly ["fields", readonly (readonly [string, FaceValue])[]];

export function writeValue(value: unknown): FaceValue {
  if (typeof value === "bigint") return ["int", String(value)];
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    return ["float", Object.is(value, -0) ? "-0" : String(value)];
  }
  if (Array.isArray(value)) return ["list", value.map(writeValue)];
  if (typeof value === "object" && value !== null) return ["fields", Object.entries(value).map(([name, part]) => [name, writeValue(part)])];
  return value as FaceValue;
}

export function readValue(value: FaceValue): unknown {
  if (typeof value !== "object") return value;
  switch (value[0]) {
    case "int":
      return BigInt(value[1]);
    case "float":
      return Number(value[1]);
    case "list":
      return value[1].map(readValue);
    case "fields":
      return Object.fromEntries(value[1].map(([name, part]) => [name, readValue(part)]));
  }
}
