// A small assembler for the runtime functions that every module carries: the
// tree of an instruction is written as nested calls, names stand for locals,
// globals, labels and functions. What comes out is a function body as bytes.
//
//   assemble(define("double", { x: "i64" }, "i64", {}, [op("i64.add", get("x"), get("x"))]), scope)

import { emptyBlock, opcodes, valueTypes } from "./opcodes.ts";
import type { OpcodeName, ValueType } from "./opcodes.ts";
import { ByteWriter } from "./writer.ts";

/** One piece of code: literal bytes, or a name to be resolved, or pieces in order. */
export type Code =
  | readonly Code[]
  | { readonly bytes: readonly number[] }
  | { readonly local: number; readonly name: string }
  | { readonly global: number; readonly name: GlobalName }
  | { readonly function: string }
  | { readonly branch: number; readonly label: string }
  | { readonly open: readonly number[]; readonly label: string }
  | { readonly close: true };

/** The module's globals, in the order in which they are declared. */
export const globalTypes = {
  fuel: "i64",
  /** site * 64 + kind of the fault that ended the run; 0 for none. */
  fault: "i32",
  /** Address of the exception being unwound, or 0. */
  pending: "i32",
  /** Depth left, in 1/64 frames. */
  depth: "i32",
  depthLimit: "i32",
  /** Logical bytes: alive, highest, allowed. */
  live: "i32",
  peak: "i32",
  limit: "i32",
  /** Where the heap ends, and the memory. */
  top: "i32",
  end: "i32",
  /** Small blocks are carved from the stretch between these two. */
  room: "i32",
  roomEnd: "i32",
  /** Bytes that must be taken before free neighbours are merged again. */
  untilMerge: "i32",
  traceLength: "i32",
  /** 1 where a trace is kept aside. */
  hasTaken: "i32",
  /** Offset of the one kept last. */
  lastTaken: "i32",
  hostCalls: "i32",
  stringLimit: "i32",
  outputLeft: "i32",
  /** Code points that are still kept for the host. */
  outputRoom: "i32",
  /** The memory may not grow beyond so many bytes: see `mostMemory` of memory.ts. */
  mostBytes: "i64",
  /** Buffer of printed text. */
  output: "i32",
  outputLength: "i32",
  outputCapacity: "i32",
  /** Address of the fuel counters by site in a profile build, else 0. */
  counters: "i32",
  /** What is below is resident and may be frozen; 0 until the host says so. */
  mark: "i32",
  /** Where `reset` puts `top` and `live`. */
  baseTop: "i32",
  baseLive: "i32",
} as const satisfies Record<string, ValueType>;

export type GlobalName = keyof typeof globalTypes;
export const globalNames = Object.keys(globalTypes) as readonly GlobalName[];
const globalIndexes = new Map<string, number>(globalNames.map((name, index) => [name, index]));

export function globalIndex(name: GlobalName): number {
  return globalIndexes.get(name) ?? 0;
}

export interface RuntimeFunction {
  readonly name: string;
  readonly parameters: Readonly<Record<string, ValueType>>;
  readonly result: ValueType | null;
  readonly locals: Readonly<Record<string, ValueType>>;
  readonly body: Code;
}

export function define(
  name: string,
  parameters: Readonly<Record<string, ValueType>>,
  result: ValueType | null,
  locals: Readonly<Record<string, ValueType>>,
  body: Code,
): RuntimeFunction {
  return { name, parameters, result, locals, body };
}

export function op(name: OpcodeName, ...operands: readonly Code[]): Code {
  return [...operands, { bytes: opcodeBytes(name) }];
}

/** An opcode without its immediate. */
export function opcodeBytes(name: OpcodeName): readonly number[] {
  const code = opcodes[name][0];
  if (code < 0x100) return [code];
  return encoded((out) => {
    out.byte(code >> 8);
    out.u32(code & 0xff);
  });
}

function encoded(write: (out: ByteWriter) => void): readonly number[] {
  const out = new ByteWriter(16);
  write(out);
  return [...out.written()];
}

export function i32(value: number): Code {
  return { bytes: [0x41, ...encoded((out) => out.s32(value))] };
}

export function i64(value: bigint | number): Code {
  return { bytes: [0x42, ...encoded((out) => out.s64(BigInt(value)))] };
}

export function f64(value: number): Code {
  return { bytes: [0x44, ...encoded((out) => out.f64(value))] };
}

export const get = (name: string): Code => ({ local: 0x20, name });
export const set = (name: string, value: Code): Code => [value, { local: 0x21, name }];
export const tee = (name: string, value: Code): Code => [value, { local: 0x22, name }];
export const getGlobal = (name: GlobalName): Code => ({ global: 0x23, name });
export const setGlobal = (name: GlobalName, value: Code): Code => [value, { global: 0x24, name }];
export const call = (name: string, ...values: readonly Code[]): Code => [...values, { function: name }];

type Width = "i32" | "i64" | "f64" | "v128" | "u8" | "u16";
const loads = {
  i32: ["i32.load", 2],
  i64: ["i64.load", 3],
  f64: ["f64.load", 3],
  v128: ["v128.load", 3],
  u8: ["i32.load8_u", 0],
  u16: ["i32.load16_u", 1],
} as const;
const stores = {
  i32: ["i32.store", 2],
  i64: ["i64.store", 3],
  f64: ["f64.store", 3],
  v128: ["v128.store", 3],
  u8: ["i32.store8", 0],
} as const;

function memoryArgument(alignment: number, offset: number): Code {
  return { bytes: [alignment, ...encoded((out) => out.u32(offset))] };
}

export function load(width: Width, address: Code, offset = 0): Code {
  const [name, alignment] = loads[width];
  return [op(name, address), memoryArgument(alignment, offset)];
}

export function store(width: Exclude<Width, "u16">, address: Code, offset: number, value: Code): Code {
  const [name, alignment] = stores[width];
  return [op(name, address, value), memoryArgument(alignment, offset)];
}

export const copyMemory = (to: Code, from: Code, bytes: Code): Code => [op("memory.copy", to, from, bytes), { bytes: [0, 0] }];
export const fillMemory = (at: Code, byte: Code, bytes: Code): Code => [op("memory.fill", at, byte, bytes), { bytes: [0] }];
export const memorySize: Code = [op("memory.size"), { bytes: [0] }];
export const growMemory = (pages: Code): Code => [op("memory.grow", pages), { bytes: [0] }];

const opened = (kind: "block" | "loop" | "if", type: number, label: string): Code => ({ open: [opcodes[kind][0], type], label });
const close: Code = { close: true };

/** `branch` to its label leaves it. */
export const block = (label: string, ...body: readonly Code[]): Code => [opened("block", emptyBlock, label), ...body, close];
/** `branch` to its label starts it again. */
export const loop = (label: string, ...body: readonly Code[]): Code => [opened("loop", emptyBlock, label), ...body, close];
export const branch = (label: string): Code => ({ branch: 0x0c, label });
export const branchIf = (label: string, test: Code): Code => [test, { branch: 0x0d, label }];
export const when = (test: Code, ...body: readonly Code[]): Code => [test, opened("if", emptyBlock, ""), ...body, close];

export function choose(type: ValueType, test: Code, then: Code, otherwise: Code): Code {
  return [test, opened("if", valueTypes[type], ""), then, op("else"), otherwise, close];
}

export function whenElse(test: Code, then: Code, otherwise: Code): Code {
  return [test, opened("if", emptyBlock, ""), then, op("else"), otherwise, close];
}

export const add = (x: Code, y: Code): Code => op("i32.add", x, y);
export const sub = (x: Code, y: Code): Code => op("i32.sub", x, y);
export const wide = (x: Code): Code => op("i64.extend_i32_u", x);
export const giveBack = (value: Code): Code => op("return", value);

// ------------------------------------------------------------------ assembling

class Assembly {
  readonly out = new ByteWriter(256);
  readonly #labels: string[] = [];
  readonly #locals: ReadonlyMap<string, number>;
  readonly #functions: (name: string) => number;

  constructor(locals: ReadonlyMap<string, number>, functions: (name: string) => number) {
    this.#locals = locals;
    this.#functions = functions;
  }

  write(code: Code): void {
    if (Array.isArray(code)) {
      for (const piece of code as readonly Code[]) this.write(piece);
      return;
    }
    this.#writePiece(code as Exclude<Code, readonly Code[]>);
  }

  #writePiece(piece: Exclude<Code, readonly Code[]>): void {
    if ("bytes" in piece) for (const byte of piece.bytes) this.out.byte(byte);
    else if ("local" in piece) this.#indexed(piece.local, found(this.#locals.get(piece.name), piece.name));
    else if ("global" in piece) this.#indexed(piece.global, globalIndex(piece.name));
    else if ("function" in piece) this.#indexed(0x10, this.#functions(piece.function));
    else if ("branch" in piece) this.#indexed(piece.branch, this.#depth(piece.label));
    else if ("open" in piece) this.#open(piece.open, piece.label);
    else this.#close();
  }

  #indexed(opcode: number, index: number): void {
    this.out.byte(opcode);
    this.out.u32(index);
  }

  #open(bytes: readonly number[], label: string): void {
    for (const byte of bytes) this.out.byte(byte);
    this.#labels.push(label);
  }

  #close(): void {
    this.out.byte(opcodes.end[0]);
    this.#labels.pop();
  }

  #depth(label: string): number {
    return this.#labels.length - 1 - found(indexOrNone(this.#labels.lastIndexOf(label)), label);
  }
}

function indexOrNone(index: number): number | undefined {
  return index < 0 ? undefined : index;
}

function found(index: number | undefined, name: string): number {
  if (index === undefined) throw new RangeError(`unknown name in a runtime function: ${name}`);
  return index;
}

/** The bytes of a function body: local declarations and code. */
export function assemble(definition: RuntimeFunction, functions: (name: string) => number): Uint8Array {
  const names = [...Object.keys(definition.parameters), ...Object.keys(definition.locals)];
  const assembly = new Assembly(new Map(names.map((name, index) => [name, index])), functions);
  const types = Object.values(definition.locals);
  assembly.out.u32(types.length);
  for (const type of types) {
    assembly.out.u32(1);
    assembly.out.byte(valueTypes[type]);
  }
  assembly.write(definition.body);
  assembly.out.byte(opcodes.end[0]);
  return assembly.out.written().slice();
}
