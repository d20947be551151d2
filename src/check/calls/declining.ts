// `return NotImplemented`: the method of an operator declines. Here it raises an
// exception of the library's own, which only the operator that asked catches:
// it goes on as CPython does, with the method of the other side, then with
// identity or a TypeError.

import type { Span } from "../../base/span.ts";
import type { Call, Expression, Name } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import { BOOL, NEVER } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { shallow } from "../../types/variables.ts";
import { boolLiteral, evaluate, intrinsic, readVariable, sequence, setVariable } from "../build.ts";
import { convert } from "../convert.ts";
import type { ClassDeclaration, FunctionDeclaration } from "../declarations.ts";
import { declarationOf } from "../declarations.ts";
import { doNotGoTogether, unsupported } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { operatorMethods } from "../operatorMethods.ts";
import { raiseNamed } from "../statements/raising.ts";

/** Names `NotImplemented`, and calls that may give it, that a `return` hands on as they are. */
const given = new WeakSet<object>();

/** Before the value of a `return` is checked: `NotImplemented` may be all of it, or an arm of a choice. */
export function noteDeclining(value: Expression): void {
  if (value.kind === "call" || (value.kind === "name" && value.name === "NotImplemented")) given.add(value);
  if (value.kind !== "conditional") return;
  noteDeclining(value.whenTrue);
  noteDeclining(value.whenFalse);
}

/** `NotImplemented`, where it may stand. */
export function decline(frame: Frame, node: Name): TypedExpression {
  if (!isHandedOn(frame, node))
    return frame.fail(
      node.span,
      unsupported(
        "`NotImplemented` as a value",
        "an operator's method gives it by `return NotImplemented`; for a method to be written elsewhere: `raise NotImplementedError`",
      ),
    );
  return sequence(raiseNamed(frame, "_NotImplemented", null, node.span), intrinsic("unreachable", [], NEVER, node.span));
}

/** Behind the `return` of an operator's method. */
function isHandedOn(frame: Frame, node: object): boolean {
  const method = frame.declaration;
  return method !== null && method.owner !== null && operatorMethods.has(method.name) && given.has(node);
}

/** `a.__eq__(b)`: CPython may go on with `NotImplemented` as a value here. */
export function calledByName(frame: Frame, receiver: Type, name: string, answer: TypedExpression, node: Call): TypedExpression {
  if (!operatorMethods.has(name) || isHandedOn(frame, node)) return answer;
  const { span } = node;
  const message = `\`${name}\` gave NotImplemented, which is no value here`;
  const fault: TypedStatement = { kind: "fault", code: "WG526", message, span };
  const otherwise = (): TypedExpression => sequence([fault], intrinsic("unreachable", [], NEVER, span));
  return unlessDeclined(frame, mayDecline(frame, receiver, name), answer, otherwise, span);
}

const known = new WeakMap<FunctionDeclaration, boolean>();

/** Does it say `NotImplemented`, or hand on what another operator's method gives? */
function maySay(declaration: FunctionDeclaration): boolean {
  let says = known.get(declaration);
  if (says !== undefined) return says;
  says = false;
  walkTree(declaration.node, (node) => {
    const part = node as Expression;
    says ||= part.kind === "name" && part.name === "NotImplemented";
    says ||= part.kind === "attribute" && operatorMethods.has(part.name.name);
    return !says;
  });
  known.set(declaration, says);
  return says;
}

/** May the method of that name, of the object's own class, give `NotImplemented`? */
export function mayDecline(frame: Frame, receiver: Type, name: string): boolean {
  const type = shallow(receiver);
  if (type.kind !== "instance") return false;
  const inherited = (declaration: ClassDeclaration): FunctionDeclaration[] =>
    [declaration.methods.get(name) ?? [], declaration.base === null ? [] : inherited(declaration.base)].flat();
  return [type, ...frame.session.concreteTypes(type)].some((one) =>
    inherited(declarationOf(one.class)).some((method) => !method.file.info.isLibrary && maySay(method)),
  );
}

/** What the asked method gives; where it declines, what `otherwise` makes. */
export function unlessDeclined(
  frame: Frame,
  mayBe: boolean,
  answer: TypedExpression,
  otherwise: () => TypedExpression,
  span: Span,
): TypedExpression {
  if (answer.type.kind === "unknown" || !mayBe) return answer;
  const declined = frame.temporary(BOOL, "declined");
  const isSilent = typeOf(answer).kind === "never";
  const result = isSilent ? null : frame.temporary(answer.type, "answer");
  const body = result === null ? [evaluate(answer)] : [setVariable(result, answer)];
  const statements = [
    setVariable(declined, boolLiteral(false, span)),
    tryAsking(frame, body, [setVariable(declined, boolLiteral(true, span))], span),
  ];
  const other = otherwise();
  if (result === null) return sequence(statements, other);
  if (other.type.kind === "unknown") return other;
  const type = frame.session.join(answer.type, other.type);
  if (type === null) return frame.fail(span, doNotGoTogether([answer.type, other.type]));
  const test = readVariable(declined, span);
  const value = convert(readVariable(result, span), type);
  return sequence(statements, { kind: "conditional", test, then: convert(other, type), else: value, type, span });
}

/** Does this method of an operator itself say `NotImplemented`? No `except` of its own may see that. */
export function declinesWithin(frame: Frame): boolean {
  const method = frame.declaration;
  return method !== null && !frame.isLibrary && operatorMethods.has(method.name) && maySay(method);
}

export function handOnDeclining(frame: Frame, span: Span): Extract<TypedStatement, { kind: "try" }>["handlers"][number] {
  return { classes: [frame.session.coreClass("_NotImplemented").info], variable: null, body: [{ kind: "reraise", span }] };
}

/** The body asks; where it is declined, `otherwise` runs. */
export function tryAsking(frame: Frame, body: readonly TypedStatement[], otherwise: readonly TypedStatement[], span: Span): TypedStatement {
  const handler = { classes: [frame.session.coreClass("_NotImplemented").info], variable: null, body: otherwise };
  return { kind: "try", body, handlers: [handler], otherwise: [], finalizer: [], span };
}
