// Operators on values of several types: each pair of types by itself, chosen at
// run time. Pairs that CPython has no operator for raise its TypeError there;
// where no pair has one, the operator is refused. int and float stay two types
// in the result, as the annotation `int | float` keeps them.

import { isList } from "../../types/classes.ts";
import type { Span } from "../../base/span.ts";
import type { BinaryOperator } from "../../syntax/ast.ts";
import { isNumeric, isSilent } from "../../types/primitives.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { keepInOrder, sequence } from "../build.ts";
import { arrayRank } from "../calls/elementwise.ts";
import { distribute, withAblerClasses } from "../calls/distribute.ts";
import { acceptsSome } from "../calls/functions.ts";
import { isIntEnum } from "../classes/enums.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { pythonName } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { refused } from "./refusing.ts";

/** What to do with one pair of values of definite types. */
export interface PairUse {
  /** Is there such an operation at all? */
  readonly exists: (left: TypedExpression, right: TypedExpression) => boolean;
  readonly apply: (left: TypedExpression, right: TypedExpression, site: object) => TypedExpression;
  /** CPython's words where there is none, of the names of the two types. */
  readonly refusal: (left: string, right: string) => string;
}

/** Null where no pair of types goes together. */
export function onPairs(
  frame: Frame,
  left: TypedExpression,
  right: TypedExpression,
  use: PairUse,
  site: object,
  span: Span,
): TypedExpression | null {
  let isUsed = false;
  const apply: PairUse["apply"] = (a, b, at) => {
    isUsed = true;
    return use.apply(a, b, at);
  };
  const value = onEachPair(frame, left, right, { ...use, apply }, site, span);
  return isUsed ? value : null;
}

/** Raises for all pairs that do not go together. */
export function onEachPair(
  frame: Frame,
  left: TypedExpression,
  right: TypedExpression,
  use: PairUse,
  site: object,
  span: Span,
): TypedExpression {
  const statements: TypedStatement[] = [];
  const [first, second] = keepInOrder(frame, [left, right], statements) as [TypedExpression, TypedExpression];
  const others = membersOf(second.type).map(shallow);
  const can = (a: Type, b: Type): boolean => use.exists({ ...first, type: a }, { ...second, type: b });
  const value = distribute(
    frame,
    first,
    (a) =>
      distribute(
        frame,
        second,
        (b) => {
          if (!use.exists(a, b)) return refused(frame, "TypeError", [a, b], use.refusal, span);
          return use.apply(a, b, siteOf(site, `${pythonName(a.type)} ${pythonName(b.type)}`));
        },
        span,
        true,
        (member) => withAblerClasses(frame, member, (b, than) => can(typeOf(a), b) && !can(typeOf(a), than)),
      ),
    span,
    true,
    (member) => withAblerClasses(frame, member, (a, than) => others.some((b) => can(a, b) && !can(than, b))),
  );
  return sequence(statements, value);
}

/** Of several types, none of them None alone. */
export function isUnion(type: Type): boolean {
  return shallow(type).kind === "union";
}

/** Do these two definite types have that operator, as far as CPython's own types go? An author's method is asked when it is called. */
export function haveOperator(
  frame: Frame,
  operator: BinaryOperator,
  method: string,
  reflected: string,
  left: TypedExpression,
  right: TypedExpression,
): boolean {
  const [a, b] = [typeOf(left), typeOf(right)];
  if (isSilent(a) || isSilent(b)) return true;
  if (arrayRank(a) > 0 || arrayRank(b) > 0) return true;
  const [x, y] = [a, b].map(isNumber) as [boolean, boolean];
  if (x && y) return operator !== "@" && (!bitwise.has(operator) || (a.kind !== "float" && b.kind !== "float"));
  if (hasOwn(frame, left, method, right) || hasOwn(frame, right, reflected, left)) return true;
  if (operator === "+") return (a.kind === "str" && b.kind === "str") || (isTuple(a) && isTuple(b));
  const repeats = (one: Type, times: Type): boolean =>
    (one.kind === "str" || isTuple(one) || isList(one)) && isNumber(times) && times.kind !== "float";
  return operator === "*" && (repeats(a, b) || repeats(b, a));
}

const bitwise: ReadonlySet<BinaryOperator> = new Set(["<<", ">>", "&", "|", "^"]);

function isNumber(type: Type): boolean {
  return isNumeric(type) || (type.kind === "instance" && isIntEnum(declarationOf(type.class)));
}

function isTuple(type: Type): boolean {
  return type.kind === "tuple" || type.kind === "variadic";
}

/** May None meet a method of an author's class, which is asked what it makes of it? */
export function asksOfNone(frame: Frame, left: TypedExpression, right: TypedExpression, own: string, reflected: string): boolean {
  const has = (type: Type, name: string): boolean => {
    const classes = type.kind === "instance" ? [type, ...frame.session.subclassesOf(type)] : [];
    return classes.some((one) => one.kind === "instance" && findMethod(declarationOf(one.class), name)?.[0]?.file.info.isLibrary === false);
  };
  const asks = (side: TypedExpression, other: TypedExpression, name: string): boolean =>
    membersOf(other.type).some((member) => shallow(member).kind === "none") && someMember(side.type, (member) => has(member, name));
  return asks(left, right, own) || asks(right, left, reflected);
}

/** A method of the library is there for the arguments it accepts. */
function hasOwn(frame: Frame, receiver: TypedExpression, name: string, argument: TypedExpression): boolean {
  const type = typeOf(receiver);
  if (type.kind !== "instance" || name === "") return false;
  const overloads = findMethod(declarationOf(type.class), name);
  if (overloads === null) return false;
  if (overloads[0]?.file.info.isLibrary !== true || !plainContainers.has(type.class.name)) return true;
  const { span } = argument;
  const actuals = [{ kind: "positional" as const, name: null, value: argument, span }];
  return acceptsSome(frame, { overloads, name, receiver, classArguments: type.arguments, actuals, site: {}, span });
}

/** Those whose refusals CPython words as `onPairs` does. */
const plainContainers: ReadonlySet<string> = new Set(["list", "dict", "set", "range"]);

/** Is one of the types changed in place by an operator such as `+=`? */
export function someMember(type: Type, test: (member: Type) => boolean): boolean {
  return membersOf(type).some((member) => test(shallow(member)));
}

/** What to do with a value of one type of several. */
export interface MemberUse {
  readonly exists: (member: TypedExpression) => boolean;
  readonly apply: (member: TypedExpression) => TypedExpression;
  readonly exception: "AttributeError" | "TypeError";
  /** CPython's words, of the name of the type. */
  readonly refusal: (type: string) => string;
}

/** Of a union: what one member at least can do; the others raise. Where none can, each is asked, for its message. */
export function onMembers(frame: Frame, value: TypedExpression, use: MemberUse, span: Span): TypedExpression {
  const isAble = (type: Type): boolean => use.exists({ ...value, type });
  const expand = (member: Type): readonly Type[] => withAblerClasses(frame, member, (one, than) => isAble(one) && !isAble(than));
  const canAny = someMember(value.type, (type) => expand(type).some(isAble));
  const apply = (member: TypedExpression): TypedExpression =>
    canAny && !use.exists(member) ? refused(frame, use.exception, [member], use.refusal, span) : use.apply(member);
  return distribute(frame, value, apply, span, false, expand);
}
