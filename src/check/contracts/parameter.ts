// `param(...)`: settings of a plugin, read from the source without running it.
// Each becomes a global variable whose value is given to the instance.

import type { Argument, Call, Expression, Statement } from "../../syntax/ast.ts";
import { showType } from "../../types/print.ts";
import { BOOL, FLOAT, INT, STR, UNKNOWN } from "../../types/primitives.ts";
import { join } from "../../types/join.ts";
import type { Type } from "../../types/type.ts";
import { readType } from "../annotations.ts";
import { badParameter, defaultOutsideRange } from "../errors/contracts.ts";
import type { Frame } from "../frame.ts";
import { unknownAt } from "../frame.ts";
import type { ParameterSchema, ParameterValue, TypedExpression } from "../program.ts";
import type { Session } from "../session.ts";

/** A `param(...)` that stands anywhere but behind a name at the top level. */
export function checkParameter(frame: Frame, node: Call): TypedExpression {
  frame.report(
    node.span,
    badParameter(
      "`param(...)` must be the value of a name at the top level of the file",
      "write `name: float = param(1.0, min=0.0, max=2.0)`",
    ),
  );
  return unknownAt(node.span);
}

/** Finds all parameters of the main module before anything else is looked at. */
export function readParameters(session: Session, body: readonly Statement[]): void {
  for (const node of body) {
    const written = parameterOf(session, node);
    if (written === null) continue;
    const schema = readSchema(session, written);
    if (schema === null) continue;
    session.parameters.set(schema.name, schema);
    // Its value is in a global, also where only the module body reads it.
    const binding = session.main.files[0]?.scopes?.module.bindings.get(schema.name);
    if (binding !== undefined) binding.isGlobal = true;
  }
}

/** Does a top-level statement declare a parameter? It is read from the source and never runs. */
export function isParameterStatement(session: Session, node: Statement): boolean {
  return parameterOf(session, node) !== null;
}

interface Written {
  readonly name: string;
  readonly annotation: Expression | null;
  readonly call: Call;
  readonly span: Statement["span"];
}

function parameterOf(session: Session, node: Statement): Written | null {
  const target =
    node.kind === "annotated" ? node.target : node.kind === "assignment" && node.targets.length === 1 ? node.targets[0] : undefined;
  const value = node.kind === "annotated" || node.kind === "assignment" ? node.value : null;
  if (target?.kind !== "name" || value?.kind !== "call" || value.callee.kind !== "name") return null;
  const file = session.main.files[0];
  const entity = file === undefined ? null : session.lookup(file, value.callee.name);
  if (entity?.kind !== "builtin" || entity.name !== "param") return null;
  return { name: target.name, annotation: node.kind === "annotated" ? node.annotation : null, call: value, span: target.span };
}

const numberOptions = new Set(["min", "max", "step", "max_len"]);
const textOptions = new Set(["unit", "label", "group", "help", "widget"]);

function readSchema(session: Session, written: Written): ParameterSchema | null {
  const file = session.main.files[0];
  if (file === undefined) return null;
  const report = (span: Statement["span"], problem: ReturnType<typeof badParameter>): null => {
    session.report(file.module.file, span, problem);
    return null;
  };
  const [first] = written.call.arguments;
  const node = first?.kind === "positional" ? first.value : namedArgument(written.call.arguments, "default");
  const value = node === null ? null : literalOf(node);
  if (node === null || value === null)
    return report(
      written.call.span,
      badParameter(`\`${written.name}\` needs a default that is written out`, "write for example `param(1.0, min=0.0, max=2.0)`"),
    );
  const context = {
    session,
    file,
    typeParameters: [],
    mayDeclare: false,
    report: (span: Statement["span"], problem: ReturnType<typeof badParameter>) => session.report(file.module.file, span, problem),
  };
  const type = written.annotation === null ? literalType(session, value) : readType(context, written.annotation);
  if (type.kind === "unknown") return null;
  const options: Record<"min" | "max" | "step" | "maxLength", number | undefined> = {
    min: undefined,
    max: undefined,
    step: undefined,
    maxLength: undefined,
  };
  const texts = new Map<string, string>();
  let choices: readonly ParameterValue[] | undefined;
  let log: boolean | undefined;
  for (const argument of written.call.arguments) {
    if (argument.kind !== "keyword" || argument.name.name === "default") continue;
    const name = argument.name.name;
    const given = literalOf(argument.value);
    if (numberOptions.has(name) && (typeof given === "number" || typeof given === "bigint"))
      options[name === "max_len" ? "maxLength" : (name as "min" | "max" | "step")] = Number(given);
    else if (textOptions.has(name) && typeof given === "string") texts.set(name, given);
    else if (name === "choices" && Array.isArray(given)) choices = given;
    else if (name === "log" && typeof given === "boolean") log = given;
    else
      return report(
        argument.span,
        badParameter(
          `\`${name}\` of the parameter \`${written.name}\` is not understood`,
          "it may have min, max, step, choices, log, unit, label, group, help, widget, max_len, each written out",
        ),
      );
  }
  const coerced = type.kind === "float" && typeof value === "bigint" ? Number(value) : value;
  const state = session.namedGlobal("main", written.name, { isParameter: true });
  session.grow(state.type, type);
  state.type.fixed = true;
  const schema: ParameterSchema = {
    name: written.name,
    type,
    global: state.global.id,
    default: coerced,
    ...defined({
      ...options,
      choices,
      log,
      unit: texts.get("unit"),
      label: texts.get("label"),
      group: texts.get("group"),
      help: texts.get("help"),
      widget: texts.get("widget"),
    }),
    span: written.span,
  };
  const problem = fits(schema);
  if (problem !== null) return report(node.span, problem);
  return schema;
}

function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function namedArgument(given: readonly Argument[], name: string): Expression | null {
  return given.find((argument) => argument.kind === "keyword" && argument.name.name === name)?.value ?? null;
}

/** The value of literals, lists and tuples of them; null for anything else. */
export function literalOf(node: Expression): ParameterValue | null {
  switch (node.kind) {
    case "int":
      return node.value;
    case "float":
    case "bool":
    case "string":
      return node.value;
    case "unary": {
      const inner = node.operator === "-" ? literalOf(node.operand) : null;
      return typeof inner === "number" || typeof inner === "bigint" ? -inner : null;
    }
    case "list":
    case "tuple": {
      const items = node.items.map(literalOf);
      return items.includes(null) ? null : (items as ParameterValue[]);
    }
    default:
      return null;
  }
}

function literalType(session: Session, value: ParameterValue): Type {
  if (typeof value === "boolean") return BOOL;
  if (typeof value === "bigint") return INT;
  if (typeof value === "number") return FLOAT;
  if (typeof value === "string") return STR;
  const element = value
    .map((item) => literalType(session, item))
    .reduce<Type | null>((all, item) => (all === null ? null : join(session, all, item)), { kind: "never" });
  return element === null ? UNKNOWN : { kind: "instance", class: session.coreClass("list").info, arguments: [element] };
}

/** What is wrong with the default, if anything. */
function fits(schema: ParameterSchema): ReturnType<typeof badParameter> | null {
  const value = schema.default;
  const wanted = schema.type.kind;
  const isNumber = typeof value === "number" || typeof value === "bigint";
  const kinds = new Map<string, boolean>([
    ["int", typeof value === "bigint"],
    ["float", isNumber],
    ["bool", typeof value === "boolean"],
    ["str", typeof value === "string"],
  ]);
  if (kinds.get(wanted) === false)
    return badParameter(`the default of \`${schema.name}\` is no ${showType(schema.type)}`, "let the annotation and the default agree");
  if (isNumber && ((schema.min !== undefined && value < schema.min) || (schema.max !== undefined && value > schema.max)))
    return defaultOutsideRange(`the default of \`${schema.name}\` lies outside ${schema.min ?? "-inf"} to ${schema.max ?? "inf"}`);
  if (schema.choices !== undefined && !schema.choices.some((choice) => choice === value))
    return defaultOutsideRange(`the default of \`${schema.name}\` is none of its choices`);
  return null;
}
