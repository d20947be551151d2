// `match`: cases in turn. What a case proves about the subject holds in its
// body; what all cases before it leave is what it sees.

import type { Expression, Statement } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import { isSilent } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { assignedWithin } from "../assigned.ts";
import { isTrivial, keep, onlyOperands } from "../build.ts";
import { convert } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { FactKey, Facts } from "../narrowing.ts";
import { meetFacts } from "../narrowing.ts";
import type { TypedStatement } from "../program.ts";
import { factKey, narrowTo } from "../expressions/paths.ts";
import { isUntouched } from "../expressions/tests.ts";
import { matchPattern } from "./patterns.ts";

export function checkMatch(frame: Frame, node: Extract<Statement, { kind: "match" }>): TypedStatement[] {
  const { span } = node;
  const statements: TypedStatement[] = [];
  const value = frame.expression(node.subject);
  if (isSilent(typeOf(value))) return onlyOperands(value);
  const root = rootName(node.subject);
  const isSteady = node.cases.every((arm) => arm.guard === null && !binds(arm.pattern, root));
  const subject = isSteady && isTrivial(value) ? value : keep(frame, value, statements, "subject");
  /** Null once a pattern or a guard may have put something else there than the subject. */
  let key = factKey(frame, node.subject);
  const done = frame.label();
  const ends: Facts[] = [];
  let rest: Type = typeOf(value);
  const body: TypedStatement[] = [];
  let falls = true;
  for (const arm of node.cases) {
    const before = frame.facts;
    const seen = convert(subject, rest);
    const matched = matchPattern(frame, arm.pattern, seen, isUntouched(frame, node.subject));
    // A case for values of other types than this subject's: nothing arrives in its body.
    if (matched.test.kind === "literal" && matched.test.value === false) continue;
    if (binds(arm.pattern, root)) key = null;
    if (key !== null && typeOf(value).kind === "union" && shallow(matched.yes).kind !== "never")
      frame.facts = narrowTo(frame.facts, key, matched.yes);
    const bound = matched.bind;
    const guard = arm.guard === null ? null : frame.condition(arm.guard);
    if (guard !== null) frame.facts = guard.whenTrue;
    if (arm.guard !== null && key !== null && mayChange(arm.guard, root, key)) key = null;
    frame.reachable = true;
    const inner = frame.block(arm.body);
    if (frame.reachable) {
      ends.push(frame.facts);
      inner.push({ kind: "leave", label: done, span });
    }
    const chosen: TypedStatement[] = guard === null ? inner : [{ kind: "if", test: guard.test, then: inner, else: [], span }];
    const always = matched.test.kind === "literal" && matched.test.value === true;
    body.push(
      ...(always
        ? [...bound, ...chosen]
        : [{ kind: "if" as const, test: matched.test, then: [...bound, ...chosen], else: [], span: arm.span }]),
    );
    frame.facts = guard === null ? before : meetFacts(frame.session, [before, guard.whenFalse]);
    if (guard === null) {
      rest = matched.no;
      if (always) {
        falls = false;
        break;
      }
    }
  }
  if (falls) ends.push(frame.facts);
  frame.reachable = ends.length > 0;
  if (ends.length > 0) frame.facts = meetFacts(frame.session, ends);
  return [...statements, { kind: "block", label: done, body, span }];
}

/** The variable that a path of attributes begins with. */
function rootName(node: Expression): string | null {
  return node.kind === "name" ? node.name : node.kind === "attribute" ? rootName(node.object) : null;
}

function binds(part: object, name: string | null): boolean {
  return name !== null && assignedWithin(part).names.has(name);
}

/** May a guard change what stands at the subject's place? */
function mayChange(guard: Expression, root: string | null, key: FactKey): boolean {
  if (binds(guard, root)) return true;
  const isShared = typeof key === "string" || key.binding.boxed;
  let calls = false;
  walkTree(guard, (node) => {
    calls ||= node.kind === "call";
    return !calls;
  });
  return isShared && calls;
}
