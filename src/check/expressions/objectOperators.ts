// Operators by methods: `__add__` of the left side, `__radd__` of the right one
// where the left has none or declines. The right one goes first where its class
// is derived from the left one's and has a method of its own.

import type { Span } from "../../base/span.ts";
import { isSubclass } from "../../types/classes.ts";
import type { InstanceType } from "../../types/join.ts";
import type { Type } from "../../types/type.ts";
import { keep, sequence } from "../build.ts";
import { mayDecline, unlessDeclined } from "../calls/declining.ts";
import { acceptsSome } from "../calls/functions.ts";
import { asNamed } from "../classes/namedTuple.ts";
import { convert } from "../convert.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { doNotGoTogether } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { allOf, exactClass } from "../synthesis/equality.ts";
import { refused } from "./refusing.ts";

export interface ObjectOperator {
  readonly own: string;
  readonly reflected: string;
  /** CPython's words where nobody takes it. */
  readonly refusal: (left: string, right: string) => string;
  /** Comparisons ask the other side also where both are of one class. */
  readonly isComparison: boolean;
  readonly span: Span;
  readonly site: object;
  readonly has: (type: Type, name: string) => boolean;
  readonly mayDecline: (type: Type, name: string) => boolean;
  readonly ask: (receiver: TypedExpression, name: string, argument: TypedExpression, site: object) => TypedExpression;
}

/** By methods that are written as such. */
export function byMethods(frame: Frame, span: Span): Pick<ObjectOperator, "has" | "mayDecline" | "ask"> {
  return {
    has: hasMethod,
    mayDecline: (type, name) => mayDecline(frame, type, name),
    ask: (receiver, name, argument, site) =>
      frame.session.passes.callMethod(frame, {
        receiver,
        name,
        nameSpan: span,
        actuals: [{ kind: "positional", name: null, value: argument, span: argument.span }],
        site,
        span,
      }),
  };
}

export function hasMethod(type: Type, name: string): boolean {
  const named = asNamed(type);
  if (named !== null) return findMethod(declarationOf(named.named), name) !== null;
  return type.kind === "instance" && findMethod(declarationOf(type.class), name) !== null;
}

/** Null where neither side has the method. */
export function callOperator(frame: Frame, left: TypedExpression, right: TypedExpression, use: ObjectOperator): TypedExpression | null {
  const [a, b] = [typeOf(left), typeOf(right)];
  if (!use.has(a, use.own) && !use.has(b, use.reflected)) return null;
  const isLeft = use.has(a, use.own) && !(isLibrary(a) && use.has(b, use.reflected) && prefersRight(frame, left, right, use));
  const ahead = goingAhead(frame, a, b, use);
  const isSimple = ahead.length === 0 && !use.mayDecline(a, use.own) && !use.mayDecline(b, use.reflected);
  if (isSimple && isLeft) return use.ask(left, use.own, right, use.site);
  const statements: TypedStatement[] = [];
  const one = keep(frame, left, statements);
  const other = isSimple && a.kind !== "instance" ? right : keep(frame, right, statements);
  const value = ahead.reduceRight(
    (rest, pair) => choose(frame, rest, one, other, pair, use),
    isLeft ? leftFirst(frame, one, other, use) : otherSide(frame, one, other, use),
  );
  return sequence(statements, value);
}

/** Containers of the library decline what they do not know, so a reflected method has its turn. */
function prefersRight(frame: Frame, left: TypedExpression, right: TypedExpression, use: ObjectOperator): boolean {
  if (!isLibrary(typeOf(right))) return true;
  return !accepts(frame, left, use.own, right, use.span) && accepts(frame, right, use.reflected, left, use.span);
}

function accepts(frame: Frame, receiver: TypedExpression, name: string, argument: TypedExpression, span: Span): boolean {
  const type = typeOf(receiver);
  const overloads = type.kind === "instance" ? findMethod(declarationOf(type.class), name) : null;
  if (overloads === null || type.kind !== "instance") return false;
  const actuals = [{ kind: "positional" as const, name: null, value: argument, span }];
  return acceptsSome(frame, { overloads, name, receiver, classArguments: type.arguments, actuals, site: {}, span });
}

function isLibrary(type: Type): boolean {
  return type.kind === "instance" && declarationOf(type.class).file.info.isLibrary;
}

function leftFirst(frame: Frame, left: TypedExpression, right: TypedExpression, use: ObjectOperator): TypedExpression {
  const answer = use.ask(left, use.own, right, use.site);
  return unlessDeclined(frame, use.mayDecline(typeOf(left), use.own), answer, () => otherSide(frame, left, right, use), use.span);
}

/** The left one has declined, or has no such method. */
function otherSide(frame: Frame, left: TypedExpression, right: TypedExpression, use: ObjectOperator): TypedExpression {
  const [a, b] = [typeOf(left), typeOf(right)];
  const value = use.has(b, use.reflected)
    ? askRight(frame, left, right, use, () => refuse(frame, left, right, use))
    : askDerived(frame, left, right, use);
  if (use.isComparison || a.kind !== "instance" || b.kind !== "instance") return value;
  // Two objects of one class: the right one is not asked.
  const shared = frame.session.concreteTypes(a).filter((one) => frame.session.concreteTypes(b).some((two) => two.class === one.class));
  return shared.reduce<TypedExpression>((rest, one) => {
    const tests = [...exactClass(frame, left, one, use.span), ...exactClass(frame, right, one, use.span)];
    const isSame = refuse(frame, left, right, use);
    if (tests.length === 0) return isSame;
    return {
      kind: "conditional",
      test: allOf(tests, use.span),
      then: convert(isSame, rest.type),
      else: rest,
      type: rest.type,
      span: use.span,
    };
  }, value);
}

/** The class that the right one's type names has no such method, classes derived from it may. */
function askDerived(frame: Frame, left: TypedExpression, right: TypedExpression, use: ObjectOperator): TypedExpression {
  const b = typeOf(right);
  const types = b.kind === "instance" ? frame.session.concreteTypes(b).filter((one) => use.has(one, use.reflected)) : [];
  return types.reduce<TypedExpression>(
    (rest, one) => {
      const site = siteOf(use.site, `derived ${one.class.name}`);
      const answer = askRight(frame, left, convert(right, one), { ...use, site }, () => refuse(frame, left, right, use));
      const type = frame.session.join(answer.type, rest.type);
      if (type === null) return frame.fail(use.span, doNotGoTogether([answer.type, rest.type]));
      const test = allOf(exactClass(frame, right, one, use.span), use.span);
      return { kind: "conditional", test, then: convert(answer, type), else: convert(rest, type), type, span: use.span };
    },
    refuse(frame, left, right, use),
  );
}

function askRight(
  frame: Frame,
  left: TypedExpression,
  right: TypedExpression,
  use: ObjectOperator,
  otherwise: () => TypedExpression,
): TypedExpression {
  const answer = use.ask(right, use.reflected, left, siteOf(use.site, "reflected"));
  return unlessDeclined(frame, use.mayDecline(typeOf(right), use.reflected), answer, otherwise, use.span);
}

function refuse(frame: Frame, left: TypedExpression, right: TypedExpression, use: ObjectOperator): TypedExpression {
  return refused(frame, "TypeError", [left, right], use.refusal, use.span);
}

type Pair = readonly [InstanceType, InstanceType];

/** Classes of the left and the right object where the right one is asked first. */
function goingAhead(frame: Frame, a: Type, b: Type, use: ObjectOperator): Pair[] {
  if (a.kind !== "instance" || b.kind !== "instance" || declarationOf(a.class).file.info.isLibrary) return [];
  const rights = frame.session.concreteTypes(b);
  return frame.session
    .concreteTypes(a)
    .flatMap((one) => rights.filter((other) => goesAhead(other, one, use)).map((other): Pair => [one, other]));
}

function goesAhead(derived: InstanceType, base: InstanceType, { reflected, isComparison, has }: ObjectOperator): boolean {
  if (derived.class === base.class || !isSubclass(derived.class, base.class)) return false;
  if (isComparison) return has(derived, reflected);
  const method = findMethod(declarationOf(derived.class), reflected);
  return method !== null && method !== findMethod(declarationOf(base.class), reflected);
}

function choose(
  frame: Frame,
  rest: TypedExpression,
  left: TypedExpression,
  right: TypedExpression,
  [one, other]: Pair,
  use: ObjectOperator,
): TypedExpression {
  const { span } = use;
  const tests = [...exactClass(frame, left, one, span), ...exactClass(frame, right, other, span)];
  const [l, r] = [convert(left, one), convert(right, other)];
  const site = siteOf(use.site, `${one.class.name} ${other.class.name}`);
  const answer = askRight(frame, l, r, { ...use, site }, () =>
    use.has(one, use.own) ? leftFirst(frame, l, r, { ...use, site: siteOf(site, "own") }) : refuse(frame, l, r, use),
  );
  if (tests.length === 0) return answer;
  const type = frame.session.join(answer.type, rest.type);
  if (type === null) return frame.fail(span, doNotGoTogether([answer.type, rest.type]));
  return { kind: "conditional", test: allOf(tests, span), then: convert(answer, type), else: convert(rest, type), type, span };
}
