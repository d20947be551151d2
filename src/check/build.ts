// Short constructors for typed nodes.

import type { Span } from "../base/span.ts";
import type { IntrinsicName } from "../library/intrinsics.ts";
import { BOOL, FLOAT, INT, NEVER, NONE, STR } from "../types/primitives.ts";
import { shallow } from "../types/variables.ts";
import type { Type } from "../types/type.ts";
import type { Actual, Frame } from "./frame.ts";
import type { Instance } from "./instances.ts";
import type { TypedExpression, TypedStatement, Variable } from "./program.ts";

export function intLiteral(value: number | bigint, span: Span): TypedExpression {
  return { kind: "literal", value: BigInt(value), type: INT, span };
}

export function floatLiteral(value: number, span: Span): TypedExpression {
  return { kind: "literal", value, type: FLOAT, span };
}

export function boolLiteral(value: boolean, span: Span): TypedExpression {
  return { kind: "literal", value, type: BOOL, span };
}

export function stringLiteral(value: string, span: Span): TypedExpression {
  return { kind: "literal", value, type: STR, span };
}

export function noneLiteral(span: Span): TypedExpression {
  return { kind: "literal", value: null, type: NONE, span };
}

export function intrinsic(name: IntrinsicName, values: readonly TypedExpression[], type: Type, span: Span): TypedExpression {
  return { kind: "intrinsic", name, arguments: values, type, span };
}

export function not(value: TypedExpression): TypedExpression {
  if (value.kind === "literal" && typeof value.value === "boolean") return boolLiteral(!value.value, value.span);
  return intrinsic("bool_not", [value], BOOL, value.span);
}

export function readVariable(variable: Variable, span: Span): TypedExpression {
  return { kind: "variable", variable, type: variable.type, span };
}

export function setVariable(variable: Variable, value: TypedExpression): TypedStatement {
  return { kind: "setVariable", variable, value, span: value.span };
}

export function sequence(statements: readonly TypedStatement[], value: TypedExpression): TypedExpression {
  return statements.length === 0 ? value : { kind: "sequence", statements, value, type: value.type, span: value.span };
}

export function evaluate(value: TypedExpression): TypedStatement {
  return { kind: "evaluate", value, span: value.span };
}

/** In place of a statement that an operand keeps from ever being done: the operands, in order. Nothing after an error. */
export function onlyOperands(...values: TypedExpression[]): TypedStatement[] {
  return values.some((value) => value.type.kind === "unknown") ? [] : values.filter((value) => value.kind !== "literal").map(evaluate);
}

/** A call of an instance, which thereby belongs to the program. */
export function callInstance(
  frame: Frame,
  instance: Instance,
  values: readonly TypedExpression[],
  type: Type,
  span: Span,
): TypedExpression {
  frame.instance.references.add(instance);
  return { kind: "call", function: instance.id, arguments: values, type, span };
}

/** Can be evaluated twice, or not at all, without anyone noticing. */
export function isTrivial(value: TypedExpression): boolean {
  if (value.kind === "convert") return value.orRaise === null && isTrivial(value.value);
  return (
    value.kind === "literal" ||
    value.kind === "elementOperand" ||
    value.kind === "capture" ||
    (value.kind === "variable" && !value.variable.maybeUnbound)
  );
}

/** Gives a value a name, so that it can be read more than once. */
export function keep(frame: Frame, value: TypedExpression, statements: TypedStatement[], name?: string): TypedExpression {
  if (value.kind === "literal") return value;
  const variable = frame.temporary(value.type, name);
  statements.push(setVariable(variable, value));
  return readVariable(variable, value.span);
}

/** Evaluates all of them here, in order, where one of them may do something: what comes later cannot change what was read before. */
export function keepInOrder(frame: Frame, values: readonly TypedExpression[], statements: TypedStatement[]): readonly TypedExpression[] {
  return values.every(isTrivial) ? values : values.map((value) => keep(frame, value, statements));
}

/** Of arguments. */
export function keepActuals(frame: Frame, actuals: readonly Actual[], statements: TypedStatement[]): readonly Actual[] {
  const values = actuals.map((actual) => actual.value);
  const kept = keepInOrder(frame, values, statements);
  return actuals.map((actual, index) => ({ ...actual, value: kept[index] ?? actual.value }));
}

/** What stands where nothing can arrive. */
export function impossible(values: readonly TypedExpression[], span: Span): TypedExpression {
  const first = values.find((value) => shallow(value.type).kind === "unknown");
  if (first !== undefined) return { kind: "literal", value: null, type: first.type, span };
  return sequence(values.filter((value) => value.kind !== "literal").map(evaluate), intrinsic("unreachable", [], NEVER, span));
}
