// A use of a value that may be None, where no test before it says otherwise.
// The use itself tests: where the value is None, CPython's exception is raised
// with CPython's words. So `node.next.value` needs no proof, and what CPython
// would do with None happens here too. A value that can only be None is
// refused as before.

import type { Span } from "../base/span.ts";
import { BOOL, NONE, isSilent } from "../types/primitives.ts";
import { membersOf } from "../types/join.ts";
import { sameType } from "../types/key.ts";
import { showType } from "../types/print.ts";
import { shallow } from "../types/variables.ts";
import type { Type } from "../types/type.ts";
import { isTrivial, keep, keepInOrder, sequence } from "./build.ts";
import { convert } from "./convert.ts";
import type { Frame } from "./frame.ts";
import { canBeNone, withoutNone } from "./narrowing.ts";
import type { TypedExpression, TypedStatement } from "./program.ts";
import { raiseNamed } from "./statements/raising.ts";

/** May be None, and may be something else. */
export function isOptional(type: Type): boolean {
  const found = shallow(type);
  return found.kind === "union" && canBeNone(found);
}

/** The value without None; None raises at this place. */
export function present(value: TypedExpression, exception: "AttributeError" | "TypeError", message: string): TypedExpression {
  if (!isOptional(value.type)) return value;
  return { kind: "convert", value, type: withoutNone(shallow(value.type)), orRaise: { exception, message }, span: value.span };
}

/** `value.name`, read, called or set. */
export function withAttribute(value: TypedExpression, name: string): TypedExpression {
  return present(value, "AttributeError", `'NoneType' object has no attribute '${name}'`);
}

export function asType(value: TypedExpression, message: string): TypedExpression {
  return present(value, "TypeError", message);
}

/** A place that others can set, as a test has narrowed it: should it have changed since by a way that is not seen, the reading ends the run. */
export function asTested(value: TypedExpression, fact: Type): TypedExpression {
  if (sameType(value.type, fact)) return value;
  if (isSilent(shallow(fact))) return convert(value, fact);
  return {
    kind: "convert",
    value,
    type: fact,
    orRaise: { fault: "WG524", message: "this has changed since it was tested" },
    span: value.span,
  };
}

export const notIterableText = "'NoneType' object is not iterable";
export const notSubscriptable = "'NoneType' object is not subscriptable";

/** The first is evaluated, then the second, and only then the first is tested, as CPython does it. */
export function afterBoth(
  frame: Frame,
  first: TypedExpression,
  second: TypedExpression,
  message: string,
  use: (first: TypedExpression, second: TypedExpression) => TypedExpression,
): TypedExpression {
  if (isTrivial(second)) return use(asType(first, message), second);
  const statements: TypedStatement[] = [];
  const [one, other] = [keep(frame, first, statements), keep(frame, second, statements)];
  return sequence(statements, use(asType(one, message), other));
}

/** CPython's name of the class of a value. */
export function pythonName(type: Type): string {
  const found = shallow(type);
  if (found.kind === "none") return "NoneType";
  if (found.kind === "u64") return "int";
  if (found.kind === "variadic") return "tuple";
  return found.kind === "instance" ? found.class.name : showType(found).replace(/[[(].*/u, "");
}

/** Both operands without None: `message` is raised with the names of what stands there. */
export function presentOperands(
  frame: Frame,
  operands: readonly [TypedExpression, TypedExpression],
  message: (left: string, right: string) => string,
  span: Span,
  use: (left: TypedExpression, right: TypedExpression) => TypedExpression,
): TypedExpression {
  const statements: TypedStatement[] = [];
  const [left, right] = keepInOrder(frame, operands, statements) as [TypedExpression, TypedExpression];
  if (isOptional(left.type)) {
    const isNone = test(left, NONE, span);
    statements.push({ kind: "if", test: isNone, then: refuse(frame, right, (name) => message("NoneType", name), span), else: [], span });
  }
  if (isOptional(right.type)) {
    const isNone = test(right, NONE, span);
    statements.push({ kind: "if", test: isNone, then: refuse(frame, left, (name) => message(name, "NoneType"), span), else: [], span });
  }
  return sequence(statements, use(proved(left), proved(right)));
}

function test(value: TypedExpression, wanted: Type, span: Span): TypedExpression {
  return { kind: "typeTest", value, types: [wanted], type: BOOL, span };
}

/** Raises with the name of what the other operand is. */
function refuse(frame: Frame, other: TypedExpression, message: (name: string) => string, span: Span): TypedStatement[] {
  const below = (member: Type): readonly Type[] => [...frame.session.subclassesOf(member).reverse(), member];
  const members = membersOf(shallow(other.type)).map(shallow).flatMap(below);
  const last = members.at(-1) ?? NONE;
  return members.slice(0, -1).reduceRight<TypedStatement[]>(
    (rest, member) => [
      {
        kind: "if",
        test: test(other, member, span),
        then: raiseNamed(frame, "TypeError", message(pythonName(member)), span),
        else: rest,
        span,
      },
    ],
    raiseNamed(frame, "TypeError", message(pythonName(last)), span),
  );
}

function proved(value: TypedExpression): TypedExpression {
  if (!isOptional(value.type)) return value;
  return { kind: "convert", value, type: withoutNone(shallow(value.type)), orRaise: null, span: value.span };
}
