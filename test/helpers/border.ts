// A module that does nothing but hold values: for tests of the border without
// parser and checker. Classes have the layouts of the standard library.

import { Border, type Codec } from "../../src/engine/codec.ts";
import { Codecs } from "../../src/engine/codecs.ts";
import type { Value } from "../../src/engine/values.ts";
import { createInterpreter } from "../../src/interpreter/instance.ts";
import type { Budget, Instance } from "../../src/ir/instance.ts";
import type { IRModule } from "../../src/ir/ir.ts";
import { HeapTypes } from "../../src/types/heapTypes.ts";
import { INT } from "../../src/types/primitives.ts";
import type { ClassInfo, Type } from "../../src/types/type.ts";
import { compileModule } from "../../src/wasm/compile.ts";
import { createCompiled } from "../../src/wasm/instance.ts";

let classCount = 0;

export function makeClass(name: string, fields: readonly (readonly [string, Type])[], options: Partial<ClassInfo> = {}): ClassInfo {
  classCount += 1;
  return {
    id: classCount,
    name,
    module: "main",
    typeParameters: [],
    base: null,
    isEnum: false,
    isFrozen: true,
    fields: fields.map(([field, type]) => ({ name: field, type })),
    ...options,
  };
}

const T: Type = { kind: "parameter", name: "T", index: 0 };
const V: Type = { kind: "parameter", name: "V", index: 1 };
const storage = (element: Type): Type => ({ kind: "storage", element });
const tableFields = ["_size", "_used", "_first", "_filled"].map((name) => [name, INT] as const);

const listClass = makeClass(
  "list",
  [
    ["_length", INT],
    ["_items", storage(T)],
  ],
  { module: "", typeParameters: ["T"] },
);
const dictClass = makeClass(
  "dict",
  [...tableFields, ["_index", storage(INT)], ["_hashes", storage(INT)], ["_keys", storage(T)], ["_values", storage(V)]],
  { module: "", typeParameters: ["K", "V"] },
);
const setClass = makeClass("set", [...tableFields, ["_index", storage(INT)], ["_hashes", storage(INT)], ["_keys", storage(T)]], {
  module: "",
  typeParameters: ["K"],
});
const gridClass = makeClass(
  "_Array2",
  [
    ["_data", storage(T)],
    ["_offset", INT],
    ["_n0", INT],
    ["_stride0", INT],
    ["_n1", INT],
    ["_stride1", INT],
  ],
  { module: "", typeParameters: ["T"] },
);

export const listOf = (element: Type): Type => ({ kind: "instance", class: listClass, arguments: [element] });
export const dictOf = (key: Type, value: Type): Type => ({ kind: "instance", class: dictClass, arguments: [key, value] });
export const setOf = (key: Type): Type => ({ kind: "instance", class: setClass, arguments: [key] });
export const gridOf = (element: Type): Type => ({ kind: "instance", class: gridClass, arguments: [element] });
export const record = (info: ClassInfo): Type => ({ kind: "instance", class: info, arguments: [] });

const budget: Budget = { fuel: 1e9, memoryBytes: 1 << 24, depth: 1000, outputBytes: 1000, stringBytes: 1 << 20, hostCalls: 10 };

export interface Bench {
  readonly codec: Codec;
  readonly instance: Instance;
  encode(value: unknown): number | bigint;
  decode(machine: number | bigint, limits?: { bytes?: number; stringLength?: number }): Value;
}

/** A codec for the type over an instance of either tier. */
export function borderOf(type: Type, tier: "interpreter" | "compiled" = "interpreter", limits: Partial<Budget> = {}): Bench {
  const heapTypes = new HeapTypes();
  const codecs = new Codecs(heapTypes, []);
  const codec = codecs.of(type);
  codecs.complete();
  const module: IRModule = {
    functions: [
      { id: 0, name: "body", parameterCount: 0, locals: [], result: null, body: [], mayRaise: false, depthWeight: 0, isLibrary: false },
    ],
    types: heapTypes.all(),
    globals: [],
    texts: [],
    sites: [],
    hostFunctions: [],
    initializer: 0,
    entries: [],
    frozenState: false,
    writesModuleState: false,
  };
  const options = { hostFunctions: [], print: () => undefined, moduleName: "test", runSeed: 0n };
  const instance = tier === "interpreter" ? createInterpreter(module, options) : createCompiled(compileModule(module), options);
  instance.setBudget({ ...budget, ...limits });
  const border = (bytes = 1e9, stringLength = 1e9): Border => new Border(instance, { bytes, bytesName: "resultBytes", stringLength });
  return {
    codec,
    instance,
    encode: (value) => codec.encode(value, border()),
    decode: (machine, { bytes, stringLength } = {}) => codec.decode(machine, border(bytes, stringLength)),
  };
}
