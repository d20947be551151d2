// Loops over a value of several types: a source for each of them, and a number
// that says which one it is. So each is gone through as CPython does it, items
// one by one, and what changes meanwhile is seen.

import type { Span } from "../../base/span.ts";
import { isList } from "../../types/classes.ts";
import { annotatedUnion, membersOf } from "../../types/join.ts";
import { BOOL, INT, NEVER, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { shallow } from "../../types/variables.ts";
import { evaluate, intLiteral, intrinsic, keep, noneLiteral, readVariable, sequence, setVariable } from "../build.ts";
import { iteratesItself } from "../calls/fits.ts";
import { callCore } from "../calls/core.ts";
import { distribute, withAblerClasses } from "../calls/distribute.ts";
import { convert } from "../convert.ts";
import { notIterable } from "../errors/iteration.ts";
import { refused } from "../expressions/refusing.ts";
import type { Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { pythonName } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { elementOf } from "./element.ts";
import type { Source } from "./sources.ts";
import { siteOf, sourceOf } from "./sources.ts";

interface Arm {
  readonly member: Type;
  /** Null for a type that Python cannot iterate either. */
  readonly source: Source | null;
}

/** Null (reported) where no type of the union can be iterated. */
export function sourceOfEach(frame: Frame, value: TypedExpression, type: Extract<Type, { kind: "union" }>, site: object): Source | null {
  const { span } = value;
  const setup: TypedStatement[] = [];
  const kept = keep(frame, value, setup);
  const arms = armsOf(frame, kept, type, site);
  if (arms === null) return null;
  const element = arms.some((arm) => arm.source !== null) ? itemOf(frame, arms) : null;
  if (element === null) {
    frame.report(span, notIterable(type));
    return null;
  }
  const which = frame.temporary(INT, "which");
  const item = frame.temporary(element, "item");
  return {
    setup: [
      ...setup,
      ...chosen(arms, kept, (arm, index) => opening(frame, arm, convert(kept, arm.member), setVariable(which, intLiteral(index, span)))),
    ],
    next: (ended) =>
      turns(arms, readVariable(which, span), (source) => [...source.next(ended), setVariable(item, convert(source.item, element))]),
    item: readVariable(item, span),
  };
}

/**
 * What the library's functions take in its place: `list[int] | tuple[int, ...]`
 * as a list; as a generator where what changes meanwhile could be seen, or
 * items come one by one. Null where no type of the union can be iterated.
 */
export function iterableOfUnion(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "union" }>,
  site: object,
  text = notIterableText,
): TypedExpression | null {
  const members = membersOf(type)
    .map(shallow)
    .filter((member) => !isSilent(member))
    .flatMap((member) => ablerToIterate(frame, member));
  if (members.every((member) => !canIterate(frame, member))) return null;
  const expand = (member: Type): readonly Type[] => ablerToIterate(frame, member);
  const isListed = (member: Type): boolean => isPlain(member) || !canIterate(frame, member);
  if (!members.every(isListed)) {
    const statements: TypedStatement[] = [];
    const kept = keep(frame, value, statements);
    // Now, as CPython asks for the iterator, and not with the first item.
    const asked = (member: TypedExpression): TypedExpression =>
      canIterate(frame, typeOf(member)) ? noneLiteral(value.span) : refuse(frame, member, text);
    if (!members.every((member) => canIterate(frame, member)))
      statements.push(evaluate(distribute(frame, kept, asked, value.span, false, expand)));
    return sequence(statements, callCore(frame, "_one_by_one", [kept], siteOf(site, "one by one"), value.span));
  }
  const asList = (member: TypedExpression): TypedExpression =>
    frame.session.passes.listOf(frame, member, siteOf(site, `list of ${pythonName(member.type)}`)) ?? unknownAt(value.span);
  return distribute(
    frame,
    value,
    (member) => (canIterate(frame, typeOf(member)) ? asList(member) : refuse(frame, member, text)),
    value.span,
  );
}

/** Nothing but what it holds can change: a list of it is the same to whoever reads it. */
function isPlain(member: Type): boolean {
  return isList(member) || member.kind === "tuple" || member.kind === "variadic" || member.kind === "str";
}

function canIterate(frame: Frame, member: Type): boolean {
  return elementOf(frame.session, member) !== null || iteratesItself(member);
}

function ablerToIterate(frame: Frame, member: Type): readonly Type[] {
  return withAblerClasses(frame, member, (one, than) => canIterate(frame, one) && !canIterate(frame, than));
}

function armsOf(frame: Frame, kept: TypedExpression, type: Type, site: object): Arm[] | null {
  const members = membersOf(type)
    .map(shallow)
    .filter((member) => !isSilent(member))
    .flatMap((member) => ablerToIterate(frame, member));
  const arms: Arm[] = [];
  for (const [index, member] of members.entries()) {
    const source = canIterate(frame, member)
      ? sourceOf(frame, convert(kept, member), siteOf(site, `type ${index} ${pythonName(member)}`))
      : null;
    if (source === null && canIterate(frame, member)) return null;
    arms.push({ member, source });
  }
  return arms;
}

/** What the items of all have in common. */
function itemOf(frame: Frame, arms: readonly Arm[]): Type | null {
  const types = arms.flatMap(({ source }) => (source === null ? [] : [typeOf(source.item)]));
  const joined = types.reduce<Type | null>((all, type) => (all === null ? null : frame.session.join(all, type)), NEVER);
  return joined ?? annotatedUnion(frame.session, types);
}

function opening(frame: Frame, { source }: Arm, value: TypedExpression, chooses: TypedStatement): TypedStatement[] {
  if (source !== null) return [...source.setup, chooses];
  return [evaluate(refuse(frame, value))];
}

function notIterableText(name: string): string {
  return `'${name}' object is not iterable`;
}

function refuse(frame: Frame, value: TypedExpression, text = notIterableText): TypedExpression {
  return refused(frame, "TypeError", [value], text, value.span);
}

/** By the value's type; the last one without a test. */
function chosen(arms: readonly Arm[], value: TypedExpression, body: (arm: Arm, index: number) => TypedStatement[]): TypedStatement[] {
  const { span } = value;
  return arms.reduceRight<TypedStatement[]>((otherwise, arm, index) => {
    const then = body(arm, index);
    if (index === arms.length - 1) return then;
    return [{ kind: "if", test: { kind: "typeTest", value, types: [arm.member], type: BOOL, span }, then, else: otherwise, span }];
  }, []);
}

/** By the number that the setup chose. */
function turns(arms: readonly Arm[], which: TypedExpression, body: (source: Source) => TypedStatement[]): TypedStatement[] {
  const able = arms.flatMap(({ source }, index) => (source === null ? [] : [{ source, index }]));
  return able.reduceRight<TypedStatement[]>((otherwise, { source, index }, place) => {
    if (place === able.length - 1) return body(source);
    return [{ kind: "if", test: isNumber(which, index, which.span), then: body(source), else: otherwise, span: which.span }];
  }, []);
}

function isNumber(which: TypedExpression, index: number, span: Span): TypedExpression {
  return intrinsic("int_eq", [which, intLiteral(index, span)], BOOL, span);
}
