// Builds typed programs by hand, for tests of lowering.

import type { Span } from "../../src/base/span.ts";
import type {
  GlobalVariable,
  LeafPrice,
  Program,
  TypedExpression,
  TypedFunction,
  TypedStatement,
  Variable,
} from "../../src/check/program.ts";
import { lowerProgram } from "../../src/ir/lower.ts";
import type { LoweredProgram } from "../../src/ir/lower.ts";
import { printModule } from "../../src/ir/print.ts";
import { validateModule } from "../../src/ir/validate.ts";
import type { IntrinsicName } from "../../src/library/intrinsics.ts";
import { BOOL, FLOAT, INT, NONE, STR } from "../../src/types/primitives.ts";
import type { ClassInfo, ClosureInfo, GeneratorInfo, Type } from "../../src/types/type.ts";

const file = { name: "test.wgen", text: "" };
let position = 0;

/** A place of its own for each node. */
export function span(): Span {
  position += 2;
  return { start: position, end: position + 1 };
}

// ----------------------------------------------------------------- expressions

export const int = (value: number | bigint): TypedExpression => ({ kind: "literal", value: BigInt(value), type: INT, span: span() });
export const float = (value: number): TypedExpression => ({ kind: "literal", value, type: FLOAT, span: span() });
export const bool = (value: boolean): TypedExpression => ({ kind: "literal", value, type: BOOL, span: span() });
export const str = (value: string): TypedExpression => ({ kind: "literal", value, type: STR, span: span() });
export const none = (type: Type = NONE): TypedExpression => ({ kind: "literal", value: null, type, span: span() });
export const read = (variable: Variable): TypedExpression => ({ kind: "variable", variable, type: variable.type, span: span() });

export function intrinsic(name: IntrinsicName, type: Type, ...values: TypedExpression[]): TypedExpression {
  return { kind: "intrinsic", name, arguments: values, type, span: span() };
}
export const add = (a: TypedExpression, b: TypedExpression): TypedExpression => intrinsic("int_add", INT, a, b);
export const sub = (a: TypedExpression, b: TypedExpression): TypedExpression => intrinsic("int_sub", INT, a, b);
export const mul = (a: TypedExpression, b: TypedExpression): TypedExpression => intrinsic("int_mul", INT, a, b);
export const less = (a: TypedExpression, b: TypedExpression): TypedExpression => intrinsic("int_lt", BOOL, a, b);
export const append = (a: TypedExpression, b: TypedExpression): TypedExpression => intrinsic("str_append", STR, a, b);

export function call(target: TypedFunction, ...values: TypedExpression[]): TypedExpression {
  return { kind: "call", function: target.id, arguments: values, type: target.result, span: span() };
}
export const convert = (value: TypedExpression, type: Type): TypedExpression => ({
  kind: "convert",
  value,
  orRaise: null,
  type,
  span: span(),
});
export const field = (object: TypedExpression, index: number, type: Type): TypedExpression => ({
  kind: "field",
  object,
  field: index,
  type,
  span: span(),
});
export const construct = (type: Type, ...fields: (TypedExpression | null)[]): TypedExpression => ({
  kind: "construct",
  fields,
  type,
  span: span(),
});

// ------------------------------------------------------------------ statements

export const set = (variable: Variable, value: TypedExpression): TypedStatement => ({ kind: "setVariable", variable, value, span: span() });
export const evaluate = (value: TypedExpression): TypedStatement => ({ kind: "evaluate", value, span: span() });
export const give = (value: TypedExpression | null): TypedStatement => ({ kind: "return", value, span: span() });
export const when = (test: TypedExpression, then: TypedStatement[], otherwise: TypedStatement[] = []): TypedStatement => ({
  kind: "if",
  test,
  then,
  else: otherwise,
  span: span(),
});
export const block = (label: number, ...body: TypedStatement[]): TypedStatement => ({ kind: "block", label, body, span: span() });
export const loop = (...body: TypedStatement[]): TypedStatement => ({ kind: "loop", body, span: span() });
export const leave = (label: number): TypedStatement => ({ kind: "leave", label, span: span() });
export const print = (value: TypedExpression): TypedStatement => evaluate(intrinsic("print_text", NONE, value));
export const yields = (value: TypedExpression): TypedStatement => ({ kind: "yield", value, span: span() });

export function count(
  variable: Variable,
  from: TypedExpression,
  to: TypedExpression,
  step: TypedExpression,
  ...body: TypedStatement[]
): TypedStatement {
  return { kind: "countedLoop", variable, start: from, stop: to, step, body, span: span() };
}

export function attempt(
  body: TypedStatement[],
  handlers: { classes: readonly ClassInfo[] | null; variable: Variable | null; body: TypedStatement[] }[],
  rest: { otherwise?: TypedStatement[]; finalizer?: TypedStatement[] } = {},
): TypedStatement {
  return { kind: "try", body, handlers, otherwise: rest.otherwise ?? [], finalizer: rest.finalizer ?? [], span: span() };
}

// ------------------------------------------------------------------------ types

let classes = 0;

export function newClass(
  name: string,
  fields: readonly [string, Type][],
  base: ClassInfo | null = null,
  typeParameters: string[] = [],
): ClassInfo {
  const own = fields.map(([fieldName, type]) => ({ name: fieldName, type }));
  return {
    id: classes++,
    name,
    module: "",
    typeParameters,
    base,
    isEnum: false,
    isFrozen: false,
    fields: [...(base?.fields ?? []), ...own],
  };
}

export const instance = (info: ClassInfo, ...values: Type[]): Type => ({ kind: "instance", class: info, arguments: values });

const element: Type = { kind: "parameter", name: "T", index: 0 };
export const listClass = newClass(
  "list",
  [
    ["_length", INT],
    ["_items", { kind: "storage", element }],
  ],
  null,
  ["T"],
);
export const list = (item: Type): Type => instance(listClass, item);

const baseException = newClass("BaseException", [
  ["message", STR],
  ["_form", INT],
]);
const exception = newClass("Exception", [], baseException);
const names = [
  "IndexError",
  "ValueError",
  "ZeroDivisionError",
  "OverflowError",
  "UnboundLocalError",
  "NameError",
  "AttributeError",
  "RuntimeError",
];
export const exceptions: ReadonlyMap<string, ClassInfo> = new Map([
  ["BaseException", baseException],
  ["Exception", exception],
  ...names.map((name) => [name, newClass(name, [], exception)] as const),
]);

export function exceptionClass(name: string): ClassInfo {
  const found = exceptions.get(name);
  if (found === undefined) throw new Error(`no exception ${name}`);
  return found;
}

export function newException(name: string, message: TypedExpression): TypedExpression {
  return construct(instance(exceptionClass(name)), message, int(0));
}

export const raise = (value: TypedExpression): TypedStatement => ({ kind: "raise", value, span: span() });

// --------------------------------------------------------------------- programs

export interface FunctionOptions {
  readonly closure?: ClosureInfo;
  readonly generator?: GeneratorInfo;
  readonly leaf?: LeafPrice;
  readonly isLibrary?: boolean;
}

/** What a body's builder can ask for. */
export class Body {
  readonly parameters: Variable[] = [];
  readonly variables: Variable[] = [];

  variable(name: string, type: Type, traits: Partial<Variable> = {}): Variable {
    const made: Variable = { id: this.variables.length, name, type, boxed: false, named: true, maybeUnbound: false, ...traits };
    this.variables.push(made);
    return made;
  }
}

export class ProgramBuilder {
  readonly functions: TypedFunction[] = [];
  readonly globals: GlobalVariable[] = [];

  /** The builder of the body gets the parameters; it may call functions that are declared later. */
  add(
    name: string,
    types: readonly Type[],
    result: Type,
    build: (body: Body, self: TypedFunction) => TypedStatement[],
    options: FunctionOptions = {},
  ): TypedFunction {
    const body = new Body();
    types.forEach((type, index) => body.parameters.push(body.variable(`p${index}`, type)));
    const statements: TypedStatement[] = [];
    const made: TypedFunction = {
      id: this.functions.length,
      name,
      file,
      span: span(),
      parameters: body.parameters,
      variables: body.variables,
      closure: options.closure ?? null,
      generator: options.generator ?? null,
      result,
      body: statements,
      isLibrary: options.isLibrary ?? false,
      leaf: options.leaf ?? null,
    };
    this.functions.push(made);
    statements.push(...build(body, made));
    return made;
  }

  global(name: string, type: Type, maybeUnbound = false): GlobalVariable {
    const made: GlobalVariable = { id: this.globals.length, name, module: "main", type, maybeUnbound };
    this.globals.push(made);
    return made;
  }

  program(traits: Partial<Program> = {}): Program {
    const initializer = traits.initializer ?? this.add("initializer", [], NONE, () => []).id;
    const entries = this.functions.map(({ name, id, parameters, result }) => ({ name, function: id, parameters, result }));
    return {
      functions: this.functions,
      classes: [],
      globals: this.globals,
      initializer,
      entries,
      parameters: [],
      constants: new Map(),
      exceptions,
      hostFunctions: [],
      writesModuleState: false,
      frozenState: false,
      ...traits,
    };
  }

  /** Lowered and found to be well formed. */
  lower(traits: Partial<Program> = {}): LoweredProgram {
    const lowered = lowerProgram(this.program(traits));
    const problems = validateModule(lowered.module);
    if (problems.length > 0) throw new Error(`${problems.join("\n")}\n${printModule(lowered.module)}`);
    return lowered;
  }
}

export type { TypedExpression as Expression, TypedStatement as Statement, Variable } from "../../src/check/program.ts";

/** A statement without its span. */
export function statement(node: DistributiveOmit<TypedStatement, "span">): TypedStatement {
  return { ...node, span: span() } as TypedStatement;
}
type DistributiveOmit<Node, Key extends string> = Node extends unknown ? Omit<Node, Key> : never;

/** Any text for an int: one character. */
export const convertText = (value: TypedExpression): TypedExpression => intrinsic("str_at", STR, str("0123456789"), value);

export const note = (text: string): TypedStatement => print(str(text));

/** A text that is not static, so that forgetting it shows. */
export const freshText = (text: string): TypedExpression => append(str(text.slice(0, 1)), str(text.slice(1)));
