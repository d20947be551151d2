// `type(x)` and `x.__class__`: the class of the object itself, which may be
// one derived from the class that its static type names.

import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import type { InstanceType } from "../../types/join.ts";
import { BOOL, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { impossible, intLiteral, intrinsic, keep, sequence, stringLiteral } from "../build.ts";
import { classAttribute } from "../classes/attributes.ts";
import { asNamed } from "../classes/namedTuple.ts";
import { distribute } from "../calls/distribute.ts";
import { classAsFunction, convert } from "../convert.ts";
import { declarationOf, findMethod, plainName } from "../declarations.ts";
import { doNotGoTogether } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

/** The object whose class is asked for; null where the node asks for none. */
function objectAsked(frame: Frame, node: Expression): Expression | null {
  if (node.kind === "attribute") return node.name.name === "__class__" ? node.object : null;
  if (node.kind !== "call" || node.callee.kind !== "name" || node.callee.name !== "type") return null;
  const [argument] = node.arguments;
  const isBuiltin = (frame.scope.resolved.get(node.callee) ?? null) === null;
  return isBuiltin && node.arguments.length === 1 && argument?.kind === "positional" ? argument.value : null;
}

const plainNames = new Map<Type["kind"], string>([
  ["none", "NoneType"],
  ["function", "function"],
  ["generator", "generator"],
  ["class", "type"],
]);

/** `type(x).name`: what the class of the object has under that name. */
export function attributeOfType(frame: Frame, node: Extract<Expression, { kind: "attribute" }>): TypedExpression | null {
  const asked = objectAsked(frame, node.object);
  if (asked === null) return null;
  const value = frame.expression(asked);
  const name = node.name.name;
  if (typeOf(value).kind === "union" && name === "__name__")
    return distribute(frame, value, (one) => nameOfType(frame, one, node), node.span);
  const type = typeOf(value);
  const plain = node.name.name === "__name__" ? plainNames.get(type.kind) : undefined;
  if (plain !== undefined) return sequence([{ kind: "evaluate", value, span: node.span }], stringLiteral(plain, node.span));
  if (type.kind !== "instance" || !frame.session.hasSubclasses(type)) return null;
  return choose(frame, value, type, node.span, (one) => classAttribute(frame, one.class, node.name.name, node.name.span));
}

/** `type(x).__name__` of one member of a union. */
function nameOfType(frame: Frame, value: TypedExpression, node: Extract<Expression, { kind: "attribute" }>): TypedExpression {
  const type = typeOf(value);
  const { span } = node;
  if (type.kind === "instance")
    return choose(frame, value, type, span, (one) => classAttribute(frame, one.class, "__name__", node.name.span));
  const named = asNamed(type);
  const name = type.kind === "u64" ? "int" : type.kind === "variadic" ? "tuple" : type.kind;
  return sequence(
    [{ kind: "evaluate", value, span }],
    stringLiteral(plainNames.get(type.kind) ?? (named === null ? name : plainName(named.named)), span),
  );
}

/** `type(x).make(...)` of a class or static method: called on the object it goes by its class. */
export function objectOfType(frame: Frame, node: Expression, name: string): TypedExpression | null {
  const asked = objectAsked(frame, node);
  if (asked === null) return null;
  const value = frame.expression(asked);
  const type = typeOf(value);
  if (type.kind !== "instance" || !frame.session.hasSubclasses(type)) return null;
  const method = findMethod(declarationOf(type.class), name)?.[0];
  return method?.isClassMethod === true || method?.isStatic === true ? value : null;
}

/** `type(x)` as a value, to make another object of that class. */
export function typeAsValue(frame: Frame, value: TypedExpression, type: InstanceType, span: Span): TypedExpression {
  return choose(frame, value, type, span, (one) => classAsFunction(frame.session, one.class, span));
}

/** `type(a) == type(b)`; null where one side is no such call. */
export function compareTypes(frame: Frame, left: Expression, right: Expression, span: Span): TypedExpression | null {
  const [one, other] = [objectAsked(frame, left), objectAsked(frame, right)];
  if (one === null || other === null) return null;
  const [a, b] = [frame.expression(one), frame.expression(other)];
  if (isSilent(typeOf(a)) || isSilent(typeOf(b))) return { ...impossible([a, b], span), type: BOOL };
  const [first, second] = [classNumber(frame, a, span), classNumber(frame, b, span)];
  return first === null || second === null ? null : intrinsic("int_eq", [first, second], BOOL, span);
}

/** Of a type that is no class: numbers that no class has. */
const plainNumbers = new Map<Type["kind"], number>([
  ["none", -1],
  ["bool", -2],
  ["int", -3],
  ["u64", -3],
  ["float", -4],
  ["str", -5],
  ["tuple", -6],
  ["variadic", -6],
]);

function classNumber(frame: Frame, value: TypedExpression, span: Span): TypedExpression | null {
  const type = typeOf(value);
  const plain = plainNumbers.get(type.kind);
  if (plain !== undefined) return sequence([{ kind: "evaluate", value, span }], intLiteral(plain, span));
  return type.kind === "instance" ? choose(frame, value, type, span, (one) => intLiteral(one.class.id, span)) : null;
}

function choose(
  frame: Frame,
  value: TypedExpression,
  type: InstanceType,
  span: Span,
  read: (one: InstanceType) => TypedExpression,
): TypedExpression {
  const statements: TypedStatement[] = [];
  const object = keep(frame, value, statements, "object");
  let chain: TypedExpression | null = null;
  // Declared later is further down: tests of subclasses come before those of their bases.
  for (const one of frame.session.concreteTypes(type)) {
    const own = read(one);
    if (typeOf(own).kind === "unknown") return own;
    const joined: Type | null = chain === null ? own.type : frame.session.join(chain.type, own.type);
    if (joined === null) return frame.fail(span, doNotGoTogether(chain === null ? [own.type] : [chain.type, own.type]));
    const test: TypedExpression = { kind: "typeTest", value: object, types: [one], type: BOOL, span };
    chain =
      chain === null ? own : { kind: "conditional", test, then: convert(own, joined), else: convert(chain, joined), type: joined, span };
  }
  return chain === null ? read(type) : sequence([...statements, { kind: "evaluate", value: object, span }], chain);
}
