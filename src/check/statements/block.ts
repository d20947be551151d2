// The switch over statements. Code behind `return`, `raise`, `break` and
// `continue` is never reached and not analysed.

import type { Expression, Statement } from "../../syntax/ast.ts";
import { isSilent } from "../../types/primitives.ts";
import { isTypeStatement } from "../typeAliases.ts";
import { evaluate } from "../build.ts";
import { isParameterStatement } from "../contracts/parameter.ts";
import { checkYieldFrom } from "../expressions/yielding.ts";
import type { Frame } from "../frame.ts";
import { typeOf, written } from "../frame.ts";
import { notCalled } from "../errors/calls.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { checkAnnotated } from "./annotated.ts";
import { checkAugmented } from "./augmented.ts";
import { checkAssert, checkBreak, checkContinue, checkFor, checkIf, checkReturn, checkWhile } from "./control.ts";
import { checkClass, checkFunction } from "./definitions.ts";
import { checkDelete } from "./deleting.ts";
import { checkTry } from "./exceptions.ts";
import { checkImport } from "./importing.ts";
import { checkMatch } from "./match.ts";
import { checkRaise } from "./raising.ts";
import { assignTarget } from "./targets.ts";
import { keep } from "../build.ts";

export function checkBlock(frame: Frame, statements: readonly Statement[]): TypedStatement[] {
  const body: TypedStatement[] = [];
  for (const statement of statements) {
    if (!frame.reachable) break;
    if (frame.scope.kind !== "function" && frame.file === frame.session.main.files[0] && isParameterStatement(frame.session, statement))
      continue;
    if (frame.scope.kind !== "function" && isTypeStatement(frame.session, frame.file, statement)) continue;
    body.push(...checkStatement(frame, statement));
  }
  return body;
}

/** Notes where the author's types grow, for the limits. */
function checkStatement(frame: Frame, node: Statement): TypedStatement[] {
  const { session } = frame;
  if (frame.isLibrary) return checkByKind(frame, node);
  const [before, grown] = [session.at, session.grown];
  session.at = frame.place(node.span);
  const typed = checkByKind(frame, node);
  if (!grown && session.grown && session.grownAt?.round !== session.round) session.grownAt = { round: session.round, place: session.at };
  session.at = before;
  return typed;
}

function checkByKind(frame: Frame, node: Statement): TypedStatement[] {
  switch (node.kind) {
    case "expression":
      return checkExpressionStatement(frame, node);
    case "assignment":
      return checkAssignment(frame, node);
    case "annotated":
      return checkAnnotated(frame, node);
    case "augmented":
      return checkAugmented(frame, node);
    case "if":
      return checkIf(frame, node);
    case "while":
      return checkWhile(frame, node);
    case "for":
      return checkFor(frame, node);
    case "return":
      return checkReturn(frame, node);
    case "break":
      return checkBreak(frame, node);
    case "continue":
      return checkContinue(frame, node);
    case "assert":
      return checkAssert(frame, node);
    case "raise":
      return checkRaise(frame, node);
    case "try":
      return checkTry(frame, node);
    case "delete":
      return checkDelete(frame, node);
    case "function":
      return checkFunction(frame, node);
    case "class":
      return checkClass(frame, node);
    case "match":
      return checkMatch(frame, node);
    case "import":
    case "fromImport":
      return frame.scope.kind === "function" ? checkImport(frame, node) : [];
    case "global":
    case "nonlocal":
    case "pass":
    // Written out before (`lifting/managers.ts`).
    case "with":
    case "error":
      return [];
  }
}

function checkExpressionStatement(frame: Frame, node: Extract<Statement, { kind: "expression" }>): TypedStatement[] {
  if (node.value.kind === "string" || node.value.kind === "ellipsis") return [];
  const chosen = asBranch(node);
  if (chosen !== null) return checkIf(frame, chosen);
  const value = node.value.kind === "yieldFrom" ? checkYieldFrom(frame, node.value, false) : frame.expression(node.value);
  const type = typeOf(value);
  if (type.kind === "unknown") return [];
  if (type.kind === "function" && !frame.isLibrary && (node.value.kind === "attribute" || node.value.kind === "name"))
    frame.report(node.span, notCalled(written(frame, { ...value, span: node.value.span })));
  // A call that never returns ends this path.
  if (type.kind === "never" && value.kind === "call") frame.reachable = false;
  return flatten(value);
}

const branches = new WeakMap<object, Extract<Statement, { kind: "if" }>>();

/** `test and act()`, `act() if test else other()` where nobody wants the value: which of them runs, whatever they give. */
function asBranch(node: Extract<Statement, { kind: "expression" }>): Extract<Statement, { kind: "if" }> | null {
  const { value, span } = node;
  const known = branches.get(node);
  if (known !== undefined) return known;
  const run = (one: Expression): Statement => ({ kind: "expression", value: one, span: one.span });
  let made: Extract<Statement, { kind: "if" }>;
  if (value.kind === "conditional") {
    const otherwise = [run(value.whenFalse)];
    made = { kind: "if", test: value.test, body: [run(value.whenTrue)], branches: [], otherwise, span };
  } else if (value.kind === "boolean") {
    const [last, tests] = [value.operands.at(-1), value.operands.slice(0, -1)];
    const [only] = tests;
    if (last === undefined || only === undefined) return null;
    const all: Expression = tests.length === 1 ? only : { ...value, operands: tests };
    const test: Expression = value.operator === "and" ? all : { kind: "unary", operator: "not", operatorSpan: span, operand: all, span };
    made = { kind: "if", test, body: [run(last)], branches: [], otherwise: [], span };
  } else return null;
  branches.set(node, made);
  return made;
}

/** Statements inside a value whose own result nobody wants stand by themselves: `yield`, unions tested in turn. */
function flatten(value: TypedExpression): TypedStatement[] {
  if (value.kind !== "sequence") return value.kind === "literal" ? [] : [evaluate(value)];
  return [...value.statements, ...flatten(value.value)];
}

function checkAssignment(frame: Frame, node: Extract<Statement, { kind: "assignment" }>): TypedStatement[] {
  const given = frame.expression(node.value);
  const [first, ...others] = node.targets;
  if (first === undefined) return [];
  // `x = yield y`: the `yield` is a statement before the assignment.
  if (node.value.kind === "yield" && given.kind === "sequence")
    return [...given.statements, ...node.targets.flatMap((target) => assignTarget(frame, target, given.value))];
  const value = given;
  if (others.length === 0) return assignTarget(frame, first, value);
  const statements: TypedStatement[] = [];
  const kept = isSilent(typeOf(value)) ? value : keep(frame, value, statements);
  return [...statements, ...node.targets.flatMap((target) => assignTarget(frame, target, kept))];
}
