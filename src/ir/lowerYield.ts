// Generators. A call of one makes a record with its arguments; `advance` runs
// its resume function, a state machine over that record: variables live in
// slots, each `yield` ends a state, and a dispatcher jumps to the state that
// the record names. States stand one behind the other, so that jumps forward
// are direct; only loops go back through the dispatcher.

import type { TypedFunction, TypedStatement } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import { representationOf } from "../types/layouts.ts";
import { i32, local, operation, slot } from "./build.ts";
import { hasFinalizers } from "./finalizers.ts";
import type { FunctionBuilder, Home } from "./functionBuilder.ts";
import { generatorSlots, generatorStates } from "./generatorLayout.ts";
import type { Expression, Instruction } from "./ir.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { lowerStatements } from "./lowerStatement.ts";
import { newObject, readHome, settleVariables, writeSlot } from "./lowerVariables.ts";
import { raisePython } from "./raising.ts";
import { give } from "./values.ts";
import { isStatement, partsOf } from "./walk.ts";
import type { TypedNode } from "./walk.ts";

type YieldStatement = TypedStatement & { readonly kind: "yield" };

function setState(value: number): Instruction {
  return { kind: "setSlot", object: local(0), slot: generatorSlots.state, representation: "i32", value: i32(value) };
}

/** The value waits in the record; the caller is told that there is one. */
export function lowerYield(f: FunctionBuilder, statement: YieldStatement): void {
  if (f.dispatch === null) throw new RangeError("a yield inside an expression");
  f.charge(nodePrices.yield);
  writeSlot(f, local(0), generatorSlots.value, lowerExpression(f, statement.value));
  const next = f.newLabel();
  f.emit(setState(f.entryNumber(next)));
  f.emit({ kind: "return", value: i32(1) });
  f.startState(next);
}

/** Statements with a `yield` somewhere inside. */
export function yieldingStatements(body: readonly TypedStatement[]): ReadonlySet<TypedStatement> {
  interface Path {
    readonly node: TypedNode;
    readonly up: Path | null;
  }
  const found = new Set<TypedStatement>();
  const pending: Path[] = body.map((node) => ({ node, up: null }));
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const { node } = path;
    if (node.kind === "yield") {
      // Through expressions too: the `yield` of `x = yield y` stands in one.
      for (let up = path.up; up !== null; up = up.up) {
        if (!isStatement(up.node)) continue;
        if (found.has(up.node)) break;
        found.add(up.node);
      }
    }
    for (const part of partsOf(node)) pending.push({ node: part, up: path });
  }
  return found;
}

/** The body of the function that a call of a generator function runs: it only makes the record. Parameters are locals. */
export function lowerMaker(f: FunctionBuilder, source: TypedFunction, parameters: readonly Home[]): Expression {
  const { generator } = source;
  if (generator === null) throw new RangeError(`${source.name} is no generator`);
  // The record's layout is settled when its body is lowered.
  f.module.resumeOf(generator.id, f.charged);
  f.charge(nodePrices.object + nodePrices.slot * parameters.length);
  const made = newObject(f, f.module.heapTypes.idOfGenerator(generator), source.span);
  parameters.forEach((home, index) => {
    const { representation } = home;
    const target = generatorSlots.environment + index;
    give(f, readHome(f, home), (value) => {
      f.emit({ kind: "setSlot", object: made.expression, slot: target, representation, value });
    });
  });
  return made.expression;
}

/** Slots for the state, the value and what the maker has put in; the homes of its arguments. */
export function settleRecord(f: FunctionBuilder): readonly Home[] {
  const { source } = f;
  f.addLocal("ref", "generator");
  f.newHome("i32", null);
  const value = representationOf(source.result);
  if (value === "ref") f.newOwnedHome(null);
  else f.newHome(value, null);
  if (source.closure !== null) f.environment = f.newOwnedHome(null);
  const parameters = source.parameters.map(({ name, type }) => {
    const representation = representationOf(type);
    return representation === "ref" ? f.newOwnedHome(name) : f.newHome(representation, name);
  });
  // It outlives the end of the generator.
  if (source.returned !== undefined) f.resultHome = f.newHome("ref", null);
  if (source.receives === true) f.thrownHome = f.newOwnedHome(null);
  if (source.isSentTo === true) f.sentHome = f.newOwnedHome(null);
  return parameters;
}

/** The resume function's instructions: i32 1 at a yield, 0 at the end (or with an exception pending). */
export function lowerResume(f: FunctionBuilder): readonly Instruction[] {
  const parameters = settleRecord(f);
  f.hasFinalizers = f.resultHome !== null && hasFinalizers(f.source);
  const next = f.addLocal("i32", null);
  const dispatch = { next, label: f.newLabel() };
  f.dispatch = dispatch;
  f.yielding = yieldingStatements(f.source.body);
  const entry = lowerEntry(f, next);
  const start = f.newLabel();
  f.startState(start);
  f.entryNumber(start);
  const mark = f.mark();
  settleVariables(f, parameters);
  f.reclaim(mark);
  lowerStatements(f, f.source.body);
  f.usesExit = true;
  f.emit({ kind: "branch", label: f.exitLabel });
  const machine: Instruction = { kind: "loop", label: dispatch.label, body: nestStates(f, next) };
  const finish = f.arm(() => lowerFinish(f));
  const dropped = f.arm(() => dropReturned(f));
  const inner: Instruction = { kind: "block", label: f.exitLabel, body: [machine] };
  const body = f.usesFail ? { kind: "block" as const, label: f.failLabel, body: [inner, ...finish] } : inner;
  f.module.heapTypes.define(f.module.heapTypes.idOfGenerator(generatorOf(f)), f.slots);
  return f.usesFail ? [...entry, body, ...releaseTemporaries(f), ...dropped, ...finish] : [...entry, body, ...finish];
}

function generatorOf(f: FunctionBuilder): NonNullable<TypedFunction["generator"]> {
  if (f.source.generator === null) throw new RangeError(`${f.source.name} is no generator`);
  return f.source.generator;
}

/** Nothing for one that has finished; an error for one that is running. */
function lowerEntry(f: FunctionBuilder, next: number): readonly Instruction[] {
  return f.arm(() => {
    f.setLocal(next, slot(local(0), generatorSlots.state, "i32"));
    const isFinished = operation("i32.eq", local(next), i32(generatorStates.finished));
    const dropped = f.arm(() => dropReturned(f));
    f.emit({ kind: "if", test: isFinished, then: [...dropped, { kind: "return", value: i32(0) }], else: [] });
    const isRunning = operation("i32.eq", local(next), i32(generatorStates.running));
    const mark = f.mark();
    // Its state stays as it is: this is not the run that ends.
    const leave = (): void => f.emit({ kind: "return", value: i32(0) });
    const raised = f.arm(() => {
      for (const waiting of [f.thrownHome, f.sentHome]) if (waiting !== null) f.releaseHome(waiting);
      raisePython(f, "ValueError", "generator already executing", f.source.span, leave);
    });
    f.reclaim(mark);
    f.emit({ kind: "if", test: isRunning, then: raised, else: [] });
    f.emit(setState(generatorStates.running));
  });
}

function nestStates(f: FunctionBuilder, next: number): Instruction[] {
  let body: Instruction[] = [{ kind: "branchTable", index: local(next), labels: f.entries, otherwise: f.exitLabel }];
  for (const state of f.states) body = [{ kind: "block", label: state.label, body }, ...state.instructions];
  return body;
}

/** A generator that has ended keeps nothing. */
function lowerFinish(f: FunctionBuilder): void {
  for (const home of f.ownedHomes) f.releaseHome(home);
  f.emit(setState(generatorStates.finished));
  f.emit({ kind: "return", value: i32(0) });
}

/** What it gave at its end is there once. */
function dropReturned(f: FunctionBuilder): void {
  if (f.resultHome !== null) f.releaseHome(f.resultHome);
}

function releaseTemporaries(f: FunctionBuilder): readonly Instruction[] {
  return f.ownedTemporaries.map((each): Instruction => ({ kind: "release", value: local(each) }));
}
