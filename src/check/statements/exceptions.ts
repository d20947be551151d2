// try, except, else, finally.

import type { ExceptHandler, Expression, Statement } from "../../syntax/ast.ts";
import { isSubclass } from "../../types/classes.ts";
import { instanceOf } from "../../types/primitives.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { notAnException } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { loopFacts } from "../iteration/facts.ts";
import type { Facts } from "../narrowing.ts";
import { meetFacts, noFacts } from "../narrowing.ts";
import type { TypedStatement, Variable } from "../program.ts";
import { bodyYields } from "../scopes/yielding.ts";
import { setVariable } from "../build.ts";
import { declinesWithin, handOnDeclining } from "../calls/declining.ts";

type Handlers = Extract<TypedStatement, { kind: "try" }>["handlers"];

export function checkTry(frame: Frame, node: Extract<Statement, { kind: "try" }>): TypedStatement[] {
  // The body may stop anywhere: a handler knows what holds whatever it assigned.
  const before = loopFacts(frame, node.body);
  const anywhere = node.finalizer.length > 0 ? loopFacts(frame, node) : noFacts;
  const ends: Facts[] = [];
  const guards = node.finalizer.length > 0 ? 1 : 0;
  const left = leavings(frame).map((ways) => ways.length);
  const isTold = node.handlers.some(({ exceptions }) => exceptions === null || catchesExit(frame, exceptions)) ? 1 : 0;
  frame.closersAround += guards + isTold;
  const body = frame.block(node.body);
  frame.closersAround -= isTold;
  const otherwise = frame.reachable ? frame.block(node.otherwise) : [];
  if (frame.reachable) ends.push(frame.facts);
  const handlers: Handlers[number][] = [];
  for (const handler of node.handlers) {
    frame.facts = before;
    frame.reachable = true;
    handlers.push(checkHandler(frame, handler));
    if (frame.reachable) ends.push(frame.facts);
  }
  frame.closersAround -= guards;
  if (declinesWithin(frame)) handlers.unshift(handOnDeclining(frame, node.span));
  const reached = ends.length > 0;
  frame.facts = meetFacts(frame.session, ends);
  frame.reachable = true;
  const finalizer = node.finalizer.length > 0 ? finalizerOf(frame, node, anywhere, left) : [];
  frame.reachable = reached && frame.reachable;
  return [{ kind: "try", body, handlers, otherwise, finalizer, span: node.span }];
}

/** Does it catch what a generator that is closed raises? */
function catchesExit(frame: Frame, node: Expression): boolean {
  if (node.kind === "tuple") return node.items.some((item) => catchesExit(frame, item));
  const { session, file } = frame;
  const entity = node.kind === "name" ? session.lookup(file, node.name) : null;
  if (entity?.kind === "class") return isSubclass(session.coreClass("GeneratorExit").info, entity.class.info);
  return /BaseException|GeneratorExit/.test(file.module.file.text);
}

/** What is known where the loop around is left or gone on with. */
function leavings(frame: Frame): readonly Facts[][] {
  const loop = frame.loops.at(-1);
  return loop === undefined ? [] : [loop.breakFacts, loop.nextFacts];
}

/**
 * Runs after what ended well, and after what did not. Behind it holds what held at good ends, where it has not
 * changed that; so it is for those who left the loop through it, which `left` had not done before the `try`.
 */
function finalizerOf(frame: Frame, node: Extract<Statement, { kind: "try" }>, anywhere: Facts, left: readonly number[]): TypedStatement[] {
  const kept = loopFacts(frame, node.finalizer);
  const ways = leavings(frame).map((facts, index) => facts.slice(left[index]).map((one) => keptOf(frame, node.finalizer, one)));
  const leaving = leavings(frame).map((facts) => facts.length);
  frame.facts = anywhere;
  // `raise` alone would mean what is on its way, which may be another exception.
  const { handlersAround } = frame;
  frame.handlersAround = 0;
  const finalizer = frame.block(node.finalizer);
  frame.handlersAround = handlersAround;
  const found = frame.facts;
  frame.facts = new Map([...kept, ...found]);
  for (const [index, facts] of leavings(frame).entries())
    facts.splice(
      left[index] ?? 0,
      (leaving[index] ?? 0) - (left[index] ?? 0),
      ...(ways[index] ?? []).map((one) => new Map([...one, ...found])),
    );
  return finalizer;
}

function keptOf(frame: Frame, finalizer: object, facts: Facts): Facts {
  frame.facts = facts;
  return loopFacts(frame, finalizer);
}

function checkHandler(frame: Frame, handler: ExceptHandler): Handlers[number] {
  const classes = handler.exceptions === null ? null : exceptionClasses(frame, handler.exceptions);
  const variable = handler.name === null ? null : frame.temporary(caughtType(frame, classes), handler.name.name);
  const bound = handler.name === null || variable === null ? [] : bindCaught(frame, handler, variable);
  frame.handlersAround += 1;
  const within = frame.block(handler.body);
  frame.handlersAround -= 1;
  const cleared = clearCaught(frame, handler);
  if (cleared === null) return { classes, variable, body: [...bound, ...within] };
  // In a generator a `finally` around its `yield` would ask for more than this is worth.
  if (bodyYields(handler.body)) return { classes, variable, body: [...bound, ...within, ...(frame.reachable ? [cleared] : [])] };
  const guarded: TypedStatement = { kind: "try", body: within, handlers: [], otherwise: [], finalizer: [cleared], span: handler.span };
  return { classes, variable, body: [...bound, guarded] };
}

/** Python takes the name away at the end of the handler: functions that carry it shall not find it any more. */
function clearCaught(frame: Frame, { name, span }: ExceptHandler): TypedStatement | null {
  const web = name === null ? undefined : frame.webs.at.get(name);
  const binding = name === null ? null : (frame.scope.resolved.get(name) ?? null);
  if (web === undefined || binding === null || !binding.captured || binding.isGlobal || binding.scope !== frame.scope) return null;
  return { kind: "clearVariable", variable: frame.local(web), span };
}

/** What operations raise by themselves, with no `raise` in the program. */
const raisedByOperations = [
  "ZeroDivisionError",
  "IndexError",
  "KeyError",
  "ValueError",
  "TypeError",
  "AttributeError",
  "OverflowError",
  "UnboundLocalError",
  "NameError",
  "RuntimeError",
  "StopIteration",
];

/** The class of what is caught can be asked for: it may be one of these. */
function noteRaised(frame: Frame, caught: Type): void {
  if (caught.kind !== "instance" || frame.isLibrary) return;
  for (const name of raisedByOperations) {
    const declaration = frame.session.coreClass(name);
    if (isSubclass(declaration.info, caught.class)) frame.session.noteConstructed(declaration);
  }
}

function bindCaught(frame: Frame, handler: ExceptHandler, variable: Variable): TypedStatement[] {
  const { name } = handler;
  noteRaised(frame, variable.type);
  const web = name === null ? undefined : frame.webs.at.get(name);
  const value = { kind: "variable" as const, variable, type: variable.type, span: handler.span };
  if (web !== undefined && frame.scope.resolved.get(name as object)?.isGlobal !== true) {
    const local = frame.local(web);
    frame.session.grow(frame.localType(web), variable.type);
    return [setVariable(local, { kind: "convert", value, type: local.type, orRaise: null, span: handler.span })];
  }
  return frame.session.passes.assign(frame, { kind: "name", name: name?.name ?? "", span: handler.span }, name ?? handler, value);
}

/** One class, or the nearest common base of several. */
function caughtType(frame: Frame, classes: readonly ClassInfo[] | null): Type {
  const root = frame.session.coreClass("BaseException").info;
  const [first, ...others] = classes ?? [root];
  let base = first ?? root;
  for (const other of others) while (!isSubclass(other, base)) base = base.base ?? root;
  return instanceOf(base);
}

function exceptionClasses(frame: Frame, node: Expression): ClassInfo[] {
  if (node.kind === "tuple") return node.items.flatMap((item) => exceptionClasses(frame, item));
  const value = frame.expression(node);
  const type = typeOf(value);
  const root = frame.session.coreClass("BaseException").info;
  if (type.kind === "class" && isSubclass(type.class, root)) return [type.class];
  if (type.kind !== "unknown") frame.report(node.span, notAnException(type));
  return [];
}
