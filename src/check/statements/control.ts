// if, while, for, return, break, continue, assert.

import type { Expression, Statement } from "../../syntax/ast.ts";
import { zonk } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { evaluate, noneLiteral } from "../build.ts";
import { noteDeclining } from "../calls/declining.ts";
import { flowInto } from "../convert.ts";
import { wrongHookResult } from "../errors/contracts.ts";
import type { Problem } from "../errors/problem.ts";
import { protocolResult } from "../errors/results.ts";
import { otherResult, unsupported, wrongResult } from "../errors/types.ts";
import type { Condition, Frame, LoopLabels } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { headFacts, noteBack } from "../iteration/facts.ts";
import { loopOver } from "../iteration/loops.ts";
import { returnOf } from "../iteration/returned.ts";
import type { Facts } from "../narrowing.ts";
import { meetFacts } from "../narrowing.ts";
import { orNone } from "../orNone.ts";
import type { TypedStatement } from "../program.ts";
import { siteOf } from "../iteration/sources.ts";
import { assignTarget } from "./targets.ts";

/** Runs one way of a branch and notes what is known at its end, if that is reached. */
function way(frame: Frame, facts: Facts, ends: Facts[], body: () => TypedStatement[]): TypedStatement[] {
  const before = frame.reachable;
  frame.facts = facts;
  const statements = body();
  if (frame.reachable) ends.push(frame.facts);
  frame.reachable = before;
  return statements;
}

function meet(frame: Frame, ends: readonly Facts[]): void {
  frame.reachable = ends.length > 0;
  if (ends.length > 0) frame.facts = meetFacts(frame.session, ends);
}

export function checkIf(frame: Frame, node: Extract<Statement, { kind: "if" }>): TypedStatement[] {
  const ends: Facts[] = [];
  const arms = [{ test: node.test, body: node.body, span: node.span }, ...node.branches];
  const statements = checkArms(frame, arms, 0, node.otherwise, ends);
  meet(frame, ends);
  return statements;
}

interface Arm {
  readonly test: Extract<Statement, { kind: "if" }>["test"];
  readonly body: readonly Statement[];
  readonly span: Statement["span"];
}

/** A long chain of `elif` is built from its end, so that no pass recurses along it. */
function checkArms(frame: Frame, arms: readonly Arm[], from: number, otherwise: readonly Statement[], ends: Facts[]): TypedStatement[] {
  const made: { readonly condition: Condition; readonly then: TypedStatement[]; readonly span: Statement["span"] }[] = [];
  let last: TypedStatement[] | null = null;
  for (const arm of arms.slice(from)) {
    const condition = frame.condition(arm.test);
    const isFalse = condition.constant === false;
    const then = isFalse ? [] : way(frame, condition.whenTrue, ends, () => frame.block(arm.body));
    if (condition.constant === true) {
      last = [...effectOf(condition), ...then];
      break;
    }
    made.push({ condition, then, span: arm.span });
    frame.facts = condition.whenFalse;
  }
  let tail: TypedStatement[] = last ?? way(frame, frame.facts, ends, () => frame.block(otherwise));
  for (const arm of made.reverse()) {
    if (arm.condition.constant === false) tail = [...effectOf(arm.condition), ...tail];
    else tail = [{ kind: "if", test: arm.condition.test, then: arm.then, else: tail, span: arm.span }];
  }
  return tail;
}

function effectOf(condition: Condition): TypedStatement[] {
  return condition.test.kind === "literal" ? [] : [evaluate(condition.test)];
}

function newLabels(frame: Frame): LoopLabels {
  return { leave: frame.label(), next: frame.label(), breakFacts: [], nextFacts: [], usesNext: false };
}

export function checkWhile(frame: Frame, node: Extract<Statement, { kind: "while" }>): TypedStatement[] {
  const { span } = node;
  const labels = newLabels(frame);
  const head = headFacts(frame, node);
  frame.facts = head.facts;
  const condition = frame.condition(node.test);
  if (condition.constant === false) return [...effectOf(condition), ...frame.block(node.otherwise)];
  frame.loops.push(labels);
  const back: Facts[] = labels.nextFacts;
  const body = way(frame, condition.whenTrue, back, () => frame.block(node.body));
  frame.loops.pop();
  noteBack(frame, node, head, back);
  const ends: Facts[] = [...labels.breakFacts];
  const endless = condition.constant === true;
  const otherwise = endless ? [] : way(frame, condition.whenFalse, ends, () => frame.block(node.otherwise));
  meet(frame, ends);
  const inner: TypedStatement[] = labels.usesNext ? [{ kind: "block", label: labels.next, body, span }] : body;
  const turn: TypedStatement[] = endless
    ? [...effectOf(condition), ...inner]
    : [
        {
          kind: "if",
          test: condition.test,
          then: inner,
          else: [...otherwise, { kind: "leave", label: labels.leave, span }],
          span: node.test.span,
        },
      ];
  return [{ kind: "block", label: labels.leave, body: [{ kind: "loop", body: turn, span }], span }];
}

export function checkFor(frame: Frame, node: Extract<Statement, { kind: "for" }>): TypedStatement[] {
  const labels = newLabels(frame);
  const ends: Facts[] = [];
  const statements = loopOver(frame, {
    iterable: node.iterable,
    evaluated: null,
    site: node,
    span: node.span,
    loopNode: node,
    labels,
    body: (item) => {
      frame.loops.push(labels);
      const body = [...assignTarget(frame, node.target, item), ...frame.block(node.body)];
      frame.loops.pop();
      return body;
    },
    otherwise: () => way(frame, frame.facts, ends, () => frame.block(node.otherwise)),
  });
  const all = [...ends, ...labels.breakFacts];
  if (statements.some((statement) => statement.kind === "block")) meet(frame, all);
  return statements;
}

export function checkBreak(frame: Frame, node: Extract<Statement, { kind: "break" }>): TypedStatement[] {
  const labels = frame.loops.at(-1);
  frame.reachable = false;
  if (labels === undefined) return misplaced(frame, node);
  labels.breakFacts.push(frame.facts);
  return [{ kind: "leave", label: labels.leave, span: node.span }];
}

export function checkContinue(frame: Frame, node: Extract<Statement, { kind: "continue" }>): TypedStatement[] {
  const labels = frame.loops.at(-1);
  frame.reachable = false;
  if (labels === undefined) return misplaced(frame, node);
  labels.usesNext = true;
  labels.nextFacts.push(frame.facts);
  return [{ kind: "leave", label: labels.next, span: node.span }];
}

function misplaced(frame: Frame, node: Statement): TypedStatement[] {
  frame.report(node.span, unsupported(`\`${node.kind}\` outside a loop`, "use it inside `for` or `while`"));
  return [];
}

export function checkReturn(frame: Frame, node: Extract<Statement, { kind: "return" }>): TypedStatement[] {
  const { instance } = frame;
  if (frame.scope.kind === "module") {
    frame.report(node.span, unsupported("`return` outside a function", "put it into a function"));
    return [];
  }
  if (instance.generator !== null) return returnOfGenerator(frame, node);
  if (node.value !== null) noteDeclining(node.value);
  const value = node.value === null ? noneLiteral(node.span) : frame.expression(node.value);
  frame.reachable = false;
  if (typeOf(value).kind === "unknown") return [];
  const fitted = flowInto(frame.session, value, instance.result);
  if (fitted === null) {
    const [found, wanted] = [typeOf(value), zonk(instance.result)];
    const isHook = instance.key === `hook ${instance.name}`;
    frame.report(
      node.value?.span ?? node.span,
      isHook
        ? wrongHookResult(instance.name, found, wanted)
        : orNone(frame.session, resultProblem(frame, found, wanted), found, returnAnnotation(frame.declaration)),
    );
    return [];
  }
  if (typeOf(value).kind === "none" && zonk(instance.result).kind === "none")
    return [...(value.kind === "literal" ? [] : [evaluate(value)]), { kind: "return", value: null, span: node.span }];
  return [{ kind: "return", value: fitted, span: node.span }];
}

/** Its value is kept where somebody asks for it. */
function returnOfGenerator(frame: Frame, node: Extract<Statement, { kind: "return" }>): TypedStatement[] {
  const { returned } = frame.instance;
  const value = node.value === null ? noneLiteral(node.span) : frame.expression(node.value);
  frame.reachable = false;
  if (typeOf(value).kind === "unknown") return [];
  if (returned === null) return [...(node.value === null ? [] : [evaluate(value)]), { kind: "return", value: null, span: node.span }];
  return returnOf(frame, value);
}

/** The library's annotations are no matter of the author's, who sees two results of one call. */
function resultProblem(frame: Frame, found: Type, wanted: Type): Problem {
  const { name } = frame.instance;
  if (frame.isLibrary) return otherResult(`\`${name.slice(name.lastIndexOf(".") + 1)}\``, found, wanted);
  const own = frame.declaration?.owner === null ? null : (frame.declaration?.name ?? null);
  if (
    returnAnnotation(frame.declaration) === null &&
    own !== null &&
    own.startsWith("__") &&
    frame.declaration?.signature?.returns === wanted
  )
    return protocolResult(own, found, wanted);
  return returnAnnotation(frame.declaration) === null ? otherResult(name, found, wanted) : wrongResult(name, found, wanted);
}

function returnAnnotation(declaration: Frame["declaration"]): Expression | null {
  return declaration?.node.kind === "function" ? declaration.node.returns : null;
}

export function checkAssert(frame: Frame, node: Extract<Statement, { kind: "assert" }>): TypedStatement[] {
  const condition = frame.condition(node.test);
  frame.facts = condition.whenFalse;
  const message = node.message === null ? null : frame.expression(node.message);
  const actuals = message === null ? [] : [{ kind: "positional" as const, name: null, value: message, span: message.span }];
  const error = frame.session.passes.construct(frame, frame.session.coreClass("AssertionError"), actuals, siteOf(node, "error"), node.span);
  frame.facts = condition.whenTrue;
  if (condition.constant === true) return effectOf(condition);
  return [{ kind: "if", test: condition.test, then: [], else: [{ kind: "raise", value: error, span: node.span }], span: node.span }];
}
