// Patterns that hold in one of several ways: `1 | 2`, and what asks each type of
// a subject of several types in its own way. A name may be bound to another
// type in each way: what is known of it afterwards is what holds in all.

import { BOOL, INT } from "../../types/primitives.ts";
import { unionOf } from "../../types/join.ts";
import type { Type } from "../../types/type.ts";
import type { Span } from "../../base/span.ts";
import { boolLiteral, intLiteral, intrinsic, readVariable, setVariable } from "../build.ts";
import { convert } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { meetFacts, splitByKind } from "../narrowing.ts";
import type { Facts } from "../narrowing.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import type { Matched } from "./patterns.ts";

/** One test for all, then the binding of the way that held. */
export function matchFirst(frame: Frame, subject: TypedExpression, span: Span, ways: readonly (() => Matched)[]): Matched {
  const type = typeOf(subject);
  const before = frame.facts;
  const known: Facts[] = [];
  const parts: Matched[] = [];
  for (const way of ways) {
    frame.facts = before;
    const part = way();
    parts.push(part);
    if (!isNever(part)) known.push(frame.facts);
  }
  frame.facts = known.length === 0 ? before : meetFacts(frame.session, known);
  const yes = parts.reduce<Type | null>((all, part) => (all === null ? null : frame.session.join(all, part.yes)), { kind: "never" });
  const no = parts.every((part) => part.no === type) ? type : (parts.at(-1)?.no ?? type);
  return { ...testAndBind(frame, parts, span), yes: yes ?? type, no };
}

/** `match` sees the subject as each of these, of which it is one where it is none of the others. */
export function matchMembers(
  frame: Frame,
  subject: TypedExpression,
  members: readonly Type[],
  span: Span,
  match: (narrowed: TypedExpression) => Matched,
): Matched {
  const type = typeOf(subject);
  let isAll = true;
  const ways = members.map((member) => (): Matched => {
    const inner = match(convert(subject, member));
    isAll &&= isAlways(inner);
    const asked: TypedExpression = { kind: "typeTest", value: subject, types: [member], type: BOOL, span };
    const test: TypedExpression = isAlways(inner) ? asked : { kind: "and", left: asked, right: inner.test, type: BOOL, span };
    return { ...inner, test: isNever(inner) ? inner.test : test };
  });
  const { test, bind } = ways.length === 1 ? ways[0]!() : matchFirst(frame, subject, span, ways);
  return { test, bind, yes: unionOf(members), no: isAll ? splitByKind(type, members).no : type };
}

function isAlways({ test }: Matched): boolean {
  return test.kind === "literal" && test.value === true;
}

function isNever({ test }: Matched): boolean {
  return test.kind === "literal" && test.value === false;
}

function testAndBind(frame: Frame, parts: readonly Matched[], span: Span): Pick<Matched, "test" | "bind"> {
  const which = frame.temporary(INT, "alternative");
  const test = parts.reduceRight<TypedExpression>(
    (all, part, index): TypedExpression => {
      if (isNever(part)) return all;
      const chosen: TypedExpression = {
        kind: "sequence",
        statements: [setVariable(which, intLiteral(index, span))],
        value: boolLiteral(true, span),
        type: BOOL,
        span,
      };
      return { kind: "conditional", test: part.test, then: chosen, else: all, type: BOOL, span };
    },
    boolLiteral(false, span),
  );
  const bind = parts.flatMap((part, index): TypedStatement[] => {
    if (part.bind.length === 0 || isNever(part)) return [];
    const held = intrinsic("int_eq", [readVariable(which, span), intLiteral(index, span)], BOOL, span);
    return [{ kind: "if", test: held, then: part.bind, else: [], span }];
  });
  return { test, bind };
}
