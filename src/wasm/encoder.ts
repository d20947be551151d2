// The module encoder: sections in, bytes out. It knows the binary format and
// nothing of wgen; emission talks to the `ModuleEncoder` interface only, so
// that another encoder could stand in its place.
//
// Function bodies come ready as bytes (locals and code), because call offsets
// inside them are part of the side tables; `finish` says where each body begins
// in the module. https://webassembly.github.io/spec/core/binary/modules.html

import { valueTypes } from "./opcodes.ts";
import type { ValueType } from "./opcodes.ts";
import { ByteWriter } from "./writer.ts";

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface GlobalDefinition {
  readonly type: ValueType;
  readonly mutable: boolean;
  /** Small integer or float. */
  readonly initial: number;
}

export interface EncodedModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset in the module of each defined function's body (its local declarations). */
  readonly bodyOffsets: Uint32Array;
}

export interface ModuleEncoder {
  importFunction(module: string, name: string, signature: Signature): void;
  /** Returns the index in the function index space. All imports come first. */
  declareFunction(signature: Signature): number;
  /** In the order of declaration: the locals vector and the expression, without the size. */
  functionBody(bytes: Uint8Array): void;
  memory(initialPages: number, maximumPages: number): void;
  global(definition: GlobalDefinition): number;
  exportFunction(name: string, index: number): void;
  exportGlobal(name: string, index: number): void;
  exportMemory(name: string): void;
  data(address: number, bytes: Uint8Array): void;
  finish(): EncodedModule;
}

const section = { custom: 0, type: 1, import: 2, function: 3, memory: 5, global: 6, export: 7, code: 10, data: 11 } as const;
const exportKind = { function: 0, memory: 2, global: 3 } as const;

/** A section that is a vector: count and items. */
class Vector {
  readonly items: ByteWriter;
  count = 0;

  constructor(capacity = 512) {
    this.items = new ByteWriter(capacity);
  }

  begin(): ByteWriter {
    this.count++;
    return this.items;
  }
}

export function createEncoder(): ModuleEncoder {
  return new BinaryEncoder();
}

class BinaryEncoder implements ModuleEncoder {
  readonly #typeIndexes = new Map<string, number>();
  readonly #types = new Vector();
  readonly #imports = new Vector();
  readonly #functions = new Vector();
  readonly #globals = new Vector();
  readonly #exports = new Vector(2048);
  readonly #code = new Vector(32_768);
  readonly #data = new Vector();
  readonly #bodyOffsets: number[] = [];
  #memory: readonly [number, number] = [0, 0];

  #typeIndex(signature: Signature): number {
    const key = `${signature.parameters.join()}>${signature.results.join()}`;
    const known = this.#typeIndexes.get(key);
    if (known !== undefined) return known;
    const out = this.#types.begin();
    out.byte(0x60);
    for (const side of [signature.parameters, signature.results]) {
      out.u32(side.length);
      for (const type of side) out.byte(valueTypes[type]);
    }
    this.#typeIndexes.set(key, this.#typeIndexes.size);
    return this.#typeIndexes.size - 1;
  }

  importFunction(module: string, name: string, signature: Signature): void {
    const type = this.#typeIndex(signature);
    const out = this.#imports.begin();
    out.name(module);
    out.name(name);
    out.byte(0);
    out.u32(type);
  }

  declareFunction(signature: Signature): number {
    const type = this.#typeIndex(signature);
    this.#functions.begin().u32(type);
    return this.#imports.count + this.#functions.count - 1;
  }

  functionBody(bytes: Uint8Array): void {
    const out = this.#code.begin();
    out.u32(bytes.length);
    this.#bodyOffsets.push(out.length);
    out.raw(bytes);
  }

  memory(initialPages: number, maximumPages: number): void {
    this.#memory = [initialPages, maximumPages];
  }

  global(definition: GlobalDefinition): number {
    const out = this.#globals.begin();
    out.byte(valueTypes[definition.type]);
    out.byte(definition.mutable ? 1 : 0);
    if (definition.type === "f64") {
      out.byte(0x44);
      out.f64(definition.initial);
    } else {
      out.byte(definition.type === "i64" ? 0x42 : 0x41);
      out.s32(definition.initial);
    }
    out.byte(0x0b);
    return this.#globals.count - 1;
  }

  exportFunction(name: string, index: number): void {
    this.#export(name, exportKind.function, index);
  }

  exportGlobal(name: string, index: number): void {
    this.#export(name, exportKind.global, index);
  }

  exportMemory(name: string): void {
    this.#export(name, exportKind.memory, 0);
  }

  #export(name: string, kind: number, index: number): void {
    const out = this.#exports.begin();
    out.name(name);
    out.byte(kind);
    out.u32(index);
  }

  data(address: number, bytes: Uint8Array): void {
    const out = this.#data.begin();
    out.byte(0);
    out.byte(0x41);
    out.s32(address);
    out.byte(0x0b);
    out.u32(bytes.length);
    out.raw(bytes);
  }

  finish(): EncodedModule {
    const out = new ByteWriter(this.#code.items.length + this.#data.items.length + 4096);
    out.raw(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    writeVector(out, section.type, this.#types);
    writeVector(out, section.import, this.#imports);
    writeVector(out, section.function, this.#functions);
    writeMemory(out, this.#memory);
    writeVector(out, section.global, this.#globals);
    writeVector(out, section.export, this.#exports);
    const code = writeVector(out, section.code, this.#code);
    writeVector(out, section.data, this.#data);
    return { bytes: out.written().slice(), bodyOffsets: Uint32Array.from(this.#bodyOffsets, (offset) => code + offset) };
  }
}

/** Returns the offset at which the items begin. */
function writeVector(out: ByteWriter, id: number, vector: Vector): number {
  if (vector.count === 0) return out.length;
  const count = new ByteWriter(8);
  count.u32(vector.count);
  out.byte(id);
  out.u32(count.length + vector.items.length);
  out.raw(count.written());
  const start = out.length;
  out.raw(vector.items.written());
  return start;
}

function writeMemory(out: ByteWriter, limits: readonly [number, number]): void {
  const content = new ByteWriter(16);
  content.u32(1);
  content.byte(1);
  content.u32(limits[0]);
  content.u32(limits[1]);
  out.byte(section.memory);
  out.u32(content.length);
  out.raw(content.written());
}

/** Custom sections after all others: they move nothing before them. */
export function appendSections(
  module: Uint8Array,
  sections: readonly (readonly [name: string, content: Uint8Array])[],
): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter(module.length + 4096);
  out.raw(module);
  for (const [name, content] of sections) writeCustom(out, name, content);
  return out.written().slice();
}

function writeCustom(out: ByteWriter, name: string, bytes: Uint8Array): void {
  const content = new ByteWriter(bytes.length + name.length + 8);
  content.name(name);
  content.raw(bytes);
  out.byte(section.custom);
  out.u32(content.length);
  out.raw(content.written());
}
