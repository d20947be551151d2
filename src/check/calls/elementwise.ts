// Calls of `@elementwise` functions of the library with arrays among the
// arguments: the function is called for single items, and that call is the
// body of an `elementwise` node over the arrays. So numpy's functions and the
// operators of arrays are written as functions of numbers, and lowering can
// make one loop of a nest of them.
//
// `_Rolled1` to `_Rolled3` are arrays whose items are found elsewhere: what
// `np.roll` gives. They exist only as operands: a call that gives one is
// wrapped, so that everybody else sees a plain array.

import { isList } from "../../types/classes.ts";
import type { Span } from "../../base/span.ts";
import { instanceOf, isSilent } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { impossible, intLiteral } from "../build.ts";
import type { Actual, Frame, FunctionCall } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { FunctionId, TypedExpression } from "../program.ts";
import { siteOf } from "../iteration/sources.ts";
import { scopeOf } from "../bodies.ts";
import type { FunctionDeclaration } from "../declarations.ts";
import { signatureOf } from "../signatures.ts";
import { textAsNumber } from "../errors/calls.ts";
import { bindArguments } from "./arguments.ts";
import { callCore } from "./core.ts";

const arrayClass = /^_(Array|Rolled)([123])$/;

interface ArrayType {
  readonly rank: number;
  readonly isRolled: boolean;
  readonly element: Type;
}

function readArray(type: Type): ArrayType | null {
  const found = shallow(type);
  if (found.kind !== "instance" || found.class.module !== "") return null;
  const match = arrayClass.exec(found.class.name);
  if (match === null) return null;
  return { rank: Number(match[2]), isRolled: match[1] === "Rolled", element: shallow(found.arguments[0] ?? { kind: "never" }) };
}

/** 1 to 3 for arrays, else 0. */
export function arrayRank(type: Type): number {
  const found = readArray(type);
  return found === null || found.isRolled ? 0 : found.rank;
}

/** The type of the items of an array. */
export function arrayElement(type: Type): Type {
  return readArray(type)?.element ?? type;
}

export function arrayType(frame: Frame, rank: number, element: Type): Type {
  const declaration = frame.session.coreClass(`_Array${rank}`);
  const type = instanceOf(declaration.info, [element]);
  if (type.kind === "instance") frame.session.noteConstructed(declaration, type);
  return type;
}

/** The node, where the function works item by item and an array (or a list, which numpy takes for one) is among the arguments; else null. */
export function callElementwise(frame: Frame, call: FunctionCall): TypedExpression | null {
  if (!call.overloads.some((one) => one.isElementwise && takes(frame, one, call))) return null;
  const text = call.actuals.find(({ value }) => typeOf(value).kind === "str");
  if (text !== undefined && ofNumpy(call)) return frame.fail(text.span, textAsNumber(call.name));
  if (!call.actuals.some(({ value }) => readArray(value.type) !== null || isList(typeOf(value)))) return null;
  const actuals = call.actuals.map((actual, index): Actual => asArray(frame, actual, siteOf(call.site, `array ${index}`)));
  if (actuals.some(({ value }) => isSilent(typeOf(value)) || isSilent(arrayElement(value.type)))) {
    return impossible(
      actuals.map(({ value }) => value),
      call.span,
    );
  }
  const items = actuals.map((actual, index): Actual => ({ ...actual, value: itemOf(actual.value, index) }));
  const body = frame.session.passes.callFunction(frame, { ...call, actuals: items, site: siteOf(call.site, "item") });
  const operands = actuals.map(({ value }) => value);
  if (isSilent(typeOf(body))) return impossible(typeOf(body).kind === "unknown" ? [body] : operands, call.span);
  return makeElementwise(frame, operands, body, call.site, call.span);
}

/** A function of numpy that works on numbers only. */
function ofNumpy({ overloads: [first] }: FunctionCall): boolean {
  return first !== undefined && /^_?numpy/.test(first.file.info.name) && first.name !== "where";
}

function takes(frame: Frame, declaration: FunctionDeclaration, call: FunctionCall): boolean {
  scopeOf(declaration);
  return "bound" in bindArguments(call.name, signatureOf(frame.session, declaration).parameters, call.actuals);
}

export function makeElementwise(
  frame: Frame,
  operands: readonly TypedExpression[],
  body: TypedExpression,
  site: object,
  span: Span,
): TypedExpression {
  const rank = Math.max(...operands.map((operand) => readArray(operand.type)?.rank ?? 0));
  const mismatch = mismatchFunction(frame, "_array_mismatch", siteOf(site, "mismatch"), span);
  return { kind: "elementwise", operands, body, mismatch, type: arrayType(frame, rank, body.type), span };
}

/** A list among the arguments is an array of its items. */
function asArray(frame: Frame, actual: Actual, site: object): Actual {
  if (!isList(typeOf(actual.value))) return actual;
  return { ...actual, value: callCore(frame, "_array_of", [actual.value], site, actual.span) };
}

/** What the body sees of an operand; written numbers stand in it as they are. */
export function itemOf(operand: TypedExpression, index: number): TypedExpression {
  if (operand.kind === "literal") return operand;
  return { kind: "elementOperand", index, type: readArray(operand.type)?.element ?? operand.type, span: operand.span };
}

/** A function of the core that takes up to three ranks with three counts each, and raises. */
export function mismatchFunction(frame: Frame, name: string, site: object, span: Span): FunctionId {
  return raisingFunction(frame, name, 12, site, span);
}

/** A function of the core that takes so many ints and raises. */
export function raisingFunction(frame: Frame, name: string, count: number, site: object, span: Span): FunctionId {
  const numbers = Array.from({ length: count }, () => intLiteral(0n, span));
  const call = callCore(frame, name, numbers, site, span);
  if (call.kind !== "call") throw new Error(`${name} is no plain function`);
  return call.function;
}

/** What is rolled becomes an array of its own. */
export function withoutRolled(frame: Frame, value: TypedExpression, site: object): TypedExpression {
  const found = readArray(value.type);
  if (found === null || !found.isRolled || isSilent(found.element)) return value;
  return makeElementwise(frame, [value], itemOf(value, 0), siteOf(site, "rolled"), value.span);
}
