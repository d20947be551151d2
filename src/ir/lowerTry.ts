// `try`: an exception in the body goes to the landing, which first lets go of
// what was in flight, then asks the handlers in order. What none of them takes
// stays pending and goes on to the next landing out.
//
// A finalizer is entered in three ways and remembers which: normally, with an
// exception (taken and kept while it runs, then raised again with its trace),
// or by a jump that goes on afterwards.

import type { TypedStatement } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import { i32, local, nullReference, operation, typeIdIn } from "./build.ts";
import type { Exit, FunctionBuilder, Home } from "./functionBuilder.ts";
import type { Expression, LabelId, LocalId } from "./ir.ts";
import { completions, takeExit } from "./jumps.ts";
import { section } from "./lowerControl.ts";
import { lowerStatements } from "./lowerStatement.ts";
import { assign, lowerClearVariable, readHome, writeHome } from "./lowerVariables.ts";
import { raiseTarget } from "./raising.ts";
import { ownedValue } from "./values.ts";

type TryStatement = TypedStatement & { readonly kind: "try" };
type Handler = TryStatement["handlers"][number];

export function lowerTry(f: FunctionBuilder, statement: TryStatement): void {
  f.charge(nodePrices.tryEntry);
  const isStates = f.yielding.has(statement);
  if (statement.finalizer.length === 0) lowerHandled(f, statement, isStates);
  else lowerFinalized(f, statement, isStates);
}

/** The handler of this place while `lower` runs. */
function withHandler(f: FunctionBuilder, handler: LabelId | null, lower: () => void): void {
  const outer = f.handler;
  f.handler = handler;
  lower();
  f.handler = outer;
}

/** Lowers `lower` so that its exceptions go to `landing`, where what it left in flight is released. */
function guarded(f: FunctionBuilder, landing: LabelId, isStates: boolean, lower: () => void): void {
  let touched: ReadonlySet<LocalId> = new Set();
  section(f, landing, isStates, () => {
    touched = f.touchedBy(lower);
  });
  // Reached by jumps only: `lower` ends with one.
  f.run = { charge: null };
  for (const each of touched) {
    f.emit({ kind: "release", value: local(each) });
    f.setLocal(each, nullReference);
  }
}

function lowerHandled(f: FunctionBuilder, statement: TryStatement, isStates: boolean): void {
  if (statement.handlers.length === 0) {
    lowerStatements(f, [...statement.body, ...statement.otherwise]);
    return;
  }
  const after = f.newLabel();
  const landing = f.newLabel();
  f.crossing(() => {
    section(f, after, isStates, () => {
      guarded(f, landing, isStates, () => {
        withHandler(f, landing, () => lowerStatements(f, statement.body));
        lowerStatements(f, statement.otherwise);
        f.emit({ kind: "branch", label: after });
      });
      for (const handler of statement.handlers) lowerHandler(f, handler, after, isStates);
      // Nothing fits: it is still pending.
      if (statement.handlers.every((handler) => handler.classes !== null)) f.emit({ kind: "branch", label: raiseTarget(f) });
    });
  });
}

function lowerHandler(f: FunctionBuilder, handler: Handler, after: LabelId, isStates: boolean): void {
  const test = fits(f, handler);
  const next = f.newLabel();
  if (isStates) {
    if (test !== null) f.emit({ kind: "if", test, then: [], else: [{ kind: "branch", label: next }] });
    lowerHandlerBody(f, handler, after);
    f.startState(next);
    return;
  }
  const body = f.arm(() => lowerHandlerBody(f, handler, after));
  if (test === null) f.instructions.push(...body);
  else f.emit({ kind: "if", test, then: body, else: [] });
}

/** Whether the pending exception is one of the handler's; null where all are. */
function fits(f: FunctionBuilder, handler: Handler): Expression | null {
  if (handler.classes === null) return null;
  const ids = handler.classes.flatMap((each) => f.module.heapTypes.idsOfClass(each));
  return typeIdIn({ kind: "pending" }, ids);
}

/** Takes the pending exception into a home. */
function take(f: FunctionBuilder, home: Home): void {
  const taken = f.ownedTemporary();
  f.setLocal(taken, { kind: "takePending" });
  writeHome(f, home, ownedValue(taken), false);
}

function lowerHandlerBody(f: FunctionBuilder, handler: Handler, after: LabelId): void {
  f.charge(nodePrices.handler);
  const home = f.newOwnedHome(null);
  take(f, home);
  const outer = f.caught;
  f.caught = home;
  f.scopes.push({ kind: "held", home });
  const { variable } = handler;
  if (variable !== null) assign(f, variable, readHome(f, home));
  lowerStatements(f, handler.body);
  f.scopes.pop();
  f.caught = outer;
  f.releaseHome(home);
  if (variable !== null) lowerClearVariable(f, { kind: "clearVariable", variable, span: f.source.span });
  f.emit({ kind: "branch", label: after });
}

function lowerFinalized(f: FunctionBuilder, statement: TryStatement, isStates: boolean): void {
  const completion = f.newHome("i32", null);
  const saved = f.newOwnedHome(null);
  const entry = f.newLabel();
  const landing = f.newLabel();
  const exits: Exit[] = [];
  f.crossing(() => {
    section(f, entry, isStates, () => {
      guarded(f, landing, isStates, () => {
        f.scopes.push({ kind: "finalizer", exits, completion, entry });
        withHandler(f, landing, () => lowerHandled(f, statement, isStates));
        f.scopes.pop();
        f.write(completion, i32(completions.normal));
        f.emit({ kind: "branch", label: entry });
      });
      take(f, saved);
      f.write(completion, i32(completions.raised));
    });
    f.run = { charge: null };
    f.scopes.push({ kind: "held", home: saved });
    lowerStatements(f, statement.finalizer);
    f.scopes.pop();
    goOn(f, statement, completion, saved, exits);
  });
}

/** Behind the finalizer: on with what led into it. */
function goOn(f: FunctionBuilder, statement: TryStatement, completion: Home, saved: Home, exits: readonly Exit[]): void {
  const when = (code: number, lower: () => void): void => {
    const then = f.arm(lower);
    f.emit({ kind: "if", test: operation("i32.eq", f.read(completion), i32(code)), then, else: [] });
  };
  when(completions.raised, () => raiseAgain(f, statement, saved));
  exits.forEach((exit, index) => when(completions.firstExit + index, () => takeExit(f, exit)));
}

function raiseAgain(f: FunctionBuilder, statement: TryStatement, saved: Home): void {
  f.charge(nodePrices.handler + nodePrices.goOn);
  const site = f.site(statement.span);
  const value = f.temporary("ref");
  f.setLocal(value, f.read(saved));
  f.write(saved, nullReference);
  f.emit({ kind: "raise", value: local(value), site, again: true });
  f.emit({ kind: "branch", label: raiseTarget(f) });
}
