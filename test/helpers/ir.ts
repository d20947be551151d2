// Builds small IR modules by hand, for tests of the executors.

import type { Budget, Instance, InstanceOptions, MachineValue, Outcome } from "../../src/ir/instance.ts";
import type {
  CheckedOperation,
  Expression,
  FunctionId,
  HeapType,
  Instruction,
  IRFunction,
  IRHostFunction,
  IRModule,
  LabelId,
  Operation,
  Representation,
  Site,
} from "../../src/ir/ir.ts";

const file = { name: "test.wgen", text: "" };

export const plenty: Budget = {
  fuel: 1e9,
  memoryBytes: 2 ** 26,
  depth: 1000,
  outputBytes: 2 ** 20,
  stringBytes: 2 ** 23,
  hostCalls: 10_000,
};

// ------------------------------------------------------------- expressions

export function i64(value: number | bigint): Expression {
  return { kind: "i64", value: BigInt(value) };
}

export function f64(value: number): Expression {
  return { kind: "f64", value };
}

export function i32(value: number): Expression {
  return { kind: "i32", value };
}

export function local(id: number): Expression {
  return { kind: "local", local: id };
}

export function op(operation: Operation, ...operands: Expression[]): Expression {
  return { kind: "operation", operation, operands };
}

export function checked(operation: CheckedOperation, ...operands: Expression[]): Expression {
  return { kind: "checked", operation, operands, site: 0 };
}

export function call(id: FunctionId, parameters: Expression[], handler: LabelId | null = null, site = 0): Expression {
  return { kind: "call", function: id, arguments: parameters, handler, site };
}

export function text(index: number): Expression {
  return { kind: "text", text: index };
}

export const none: Expression = { kind: "null" };

// ------------------------------------------------------------- instructions

export function set(id: number, value: Expression): Instruction {
  return { kind: "setLocal", local: id, value };
}

export function give(value: Expression | null = null): Instruction {
  return { kind: "return", value };
}

export function charge(amount: number, site = 0): Instruction {
  return { kind: "charge", amount, site, parts: [{ site, amount }] };
}

export function when(test: Expression, then: Instruction[], otherwise: Instruction[] = []): Instruction {
  return { kind: "if", test, then, else: otherwise };
}

export function branch(label: LabelId): Instruction {
  return { kind: "branch", label };
}

export function block(label: LabelId, ...body: Instruction[]): Instruction {
  return { kind: "block", label, body };
}

export function loop(label: LabelId, ...body: Instruction[]): Instruction {
  return { kind: "loop", label, body };
}

export function retain(value: Expression): Instruction {
  return { kind: "retain", value };
}

export function release(value: Expression): Instruction {
  return { kind: "release", value };
}

/** `for local in range(stop)` over labels `id` and `id + 1`. */
export function count(id: LabelId, index: number, stop: Expression, ...body: Instruction[]): Instruction {
  return block(
    id,
    loop(
      id + 1,
      when(op("i64.ge_s", local(index), stop), [branch(id)]),
      ...body,
      set(index, op("i64.add", local(index), i64(1))),
      branch(id + 1),
    ),
  );
}

// ------------------------------------------------------- functions, modules

/** Representations by letter: I i64, F f64, B i32, R ref. */
const letters = new Map<string, Representation>([
  ["I", "i64"],
  ["F", "f64"],
  ["B", "i32"],
  ["R", "ref"],
]);

function representations(word: string): Representation[] {
  return Array.from(word, (letter) => letters.get(letter)!);
}

/** `signature` is like "IF>I": parameters, result (or nothing). `locals` are those beyond the parameters. */
export function define(signature: string, locals: string, body: Instruction[], more: Partial<IRFunction> = {}): Omit<IRFunction, "id"> {
  const [parameters = "", result = ""] = signature.split(">");
  return {
    name: "f",
    parameterCount: parameters.length,
    locals: representations(parameters + locals).map((representation, i) => ({ representation, name: `v${i}` })),
    result: representations(result)[0] ?? null,
    body,
    mayRaise: false,
    depthWeight: 0,
    isLibrary: false,
    ...more,
  };
}

export function site(name: string): Site {
  return { place: { file, span: { start: 0, end: 0 } }, function: name, isLibrary: false, calledFrom: null };
}

const reserved: HeapType[] = [
  { kind: "text", name: "str" },
  { kind: "record", name: "int", slots: ["i64"], bases: [] },
  { kind: "record", name: "float", slots: ["f64"], bases: [] },
  { kind: "record", name: "bool", slots: ["i32"], bases: [] },
  { kind: "record", name: "u64", slots: ["i64"], bases: [] },
];

/** Types from 5 on: what most tests need. */
export const testTypes = {
  /** value i64, next ref */
  node: 5,
  integers: 6,
  floats: 7,
  bools: 8,
  references: 9,
  /** message ref */
  valueError: 10,
  /** i64, f64, i32, ref */
  mixed: 11,
} as const;

const types: HeapType[] = [
  ...reserved,
  { kind: "record", name: "Node", slots: ["i64", "ref"], bases: [] },
  { kind: "storage", name: "integers", element: "i64" },
  { kind: "storage", name: "floats", element: "f64" },
  { kind: "storage", name: "bools", element: "i32" },
  { kind: "storage", name: "references", element: "ref" },
  { kind: "record", name: "ValueError", slots: ["ref"], bases: [] },
  { kind: "record", name: "Mixed", slots: ["i64", "f64", "i32", "ref"], bases: [] },
];

export interface ModuleParts {
  readonly texts?: readonly string[];
  readonly globals?: string;
  readonly hosts?: readonly IRHostFunction[];
}

/** Sites 0 .. 9 exist; function 0 is the initializer unless there is none. */
export function moduleOf(functions: readonly Omit<IRFunction, "id">[], parts: ModuleParts = {}): IRModule {
  return {
    functions: functions.map((made, id) => ({ ...made, id })),
    types,
    globals: representations(parts.globals ?? "").map((representation, i) => ({ name: `g${i}`, representation })),
    texts: parts.texts ?? [],
    sites: Array.from({ length: 10 }, (_, i) => site(`site${i}`)),
    hostFunctions: parts.hosts ?? [],
    initializer: 0,
    entries: functions.map((_, id) => ({ name: `f${id}`, function: id })),
    frozenState: false,
    writesModuleState: false,
  };
}

export type Executor = (module: IRModule, options: InstanceOptions) => Instance;

export interface Ran {
  readonly outcome: Outcome;
  readonly instance: Instance;
  readonly output: string;
}

/** Runs function `id` of a fresh instance. */
export function runIn(
  make: Executor,
  module: IRModule,
  id: FunctionId,
  values: readonly MachineValue[] = [],
  budget: Budget = plenty,
  options: Partial<InstanceOptions> = {},
): Ran {
  const output: string[] = [];
  const instance = make(module, {
    hostFunctions: [],
    print: (line) => void output.push(line),
    moduleName: "test",
    runSeed: 7n,
    ...options,
  });
  instance.setBudget(budget);
  const outcome = instance.call(id, values);
  return { outcome, instance, output: output.join("") };
}

/** The text at an address, read by the layout. */
export function readText(instance: Instance, address: number): string {
  const view = instance.view();
  const codes = Array.from({ length: view.getUint32(address + 8, true) }, (_, i) => view.getUint32(address + 24 + 4 * i, true));
  return String.fromCodePoint(...codes);
}
