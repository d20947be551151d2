// Variables, captures, globals and fields: where they live, how they are read
// and written, who owns the references in them.
//
// A variable that closures share lives in a cell, a record of one slot (and a
// flag where it may be unbound). Parameters are borrowed, so one that is
// assigned gets a home of its own.

import type { CaptureSource, GlobalVariable, TypedExpression, TypedStatement, Variable } from "../check/program.ts";
import type { Span } from "../base/span.ts";
import { nodePrices } from "../library/prices.ts";
import { representationOf } from "../types/layouts.ts";
import type { Type } from "../types/type.ts";
import { substitute } from "../types/heapTypes.ts";
import { i32, local, not, slot } from "./build.ts";
import { homeKey } from "./functionBuilder.ts";
import type { FunctionBuilder, Home, VariableHome } from "./functionBuilder.ts";
import type { Expression, Representation } from "./ir.ts";
import { knownSlotsOf, noteType } from "./knownObjects.ts";
import { guardFrozen } from "./lowerStorage.ts";
import { fit } from "./neverValues.ts";
import { raiseIf } from "./raising.ts";
import { derive, discard, give, noneValue, owned, ownedValue, repeatable } from "./values.ts";
import type { Value } from "./values.ts";
import { walkTyped } from "./walk.ts";

type Node<Kind extends TypedExpression["kind"]> = TypedExpression & { readonly kind: Kind };
type Statement<Kind extends TypedStatement["kind"]> = TypedStatement & { readonly kind: Kind };

// ---------------------------------------------------------------------- homes

/** Ids of variables that something in the body assigns. */
function assignedVariables(body: readonly TypedStatement[]): ReadonlySet<number> {
  const assigned = new Set<number>();
  walkTyped(body, (node) => {
    if (node.kind === "setVariable" || node.kind === "clearVariable" || node.kind === "countedLoop") assigned.add(node.variable.id);
    if (node.kind === "try") for (const handler of node.handlers) if (handler.variable !== null) assigned.add(handler.variable.id);
    return true;
  });
  return assigned;
}

/** Gives every variable its home and moves parameters into theirs. `arguments_` hold what the caller passed, in order. */
export function settleVariables(f: FunctionBuilder, passed: readonly Home[]): void {
  const assigned = assignedVariables(f.source.body);
  f.source.parameters.forEach((parameter, index) => {
    const home = passed[index];
    if (home === undefined) throw new RangeError(`no argument for ${parameter.name}`);
    settleParameter(f, parameter, home, assigned.has(parameter.id));
  });
  for (const variable of f.source.variables) if (!f.variables.has(variable.id)) settleVariable(f, variable);
}

function settleParameter(f: FunctionBuilder, parameter: Variable, passed: Home, isAssigned: boolean): void {
  const { representation } = passed;
  const common = { isFlagged: false, flag: null, isWritten: true };
  if (parameter.boxed) {
    const home = newCell(f, parameter);
    give(f, readHome(f, passed), (value) => {
      f.emit({ kind: "setSlot", object: f.read(home), slot: 0, representation, value });
      if (parameter.maybeUnbound) setCellFlag(f, f.read(home), 1);
    });
    f.variables.set(parameter.id, { ...common, home, isCell: true, isFlagged: parameter.maybeUnbound, isBorrowed: false });
    return;
  }
  const needsOwn = isAssigned && representation === "ref" && !f.isResume;
  const home = needsOwn ? f.newOwnedHome(parameter.name) : passed;
  noteType(f, home, parameter.type);
  if (needsOwn) give(f, readHome(f, passed), (value) => f.write(home, value));
  const flag = parameter.maybeUnbound ? f.newHome("i32", null) : null;
  if (flag !== null) f.write(flag, i32(1));
  const isBorrowed = representation === "ref" && !needsOwn && !f.isResume;
  f.variables.set(parameter.id, { ...common, home, flag, isCell: false, isFlagged: flag !== null, isBorrowed });
}

function settleVariable(f: FunctionBuilder, variable: Variable): void {
  const representation = representationOf(variable.type);
  const name = variable.named ? variable.name : null;
  const isFlagged = variable.maybeUnbound;
  const common = { isFlagged, isBorrowed: false, isWritten: false };
  if (variable.boxed) {
    f.variables.set(variable.id, { ...common, home: newCell(f, variable), isCell: true, flag: null });
    return;
  }
  const home = representation === "ref" ? f.newOwnedHome(name) : f.newHome(representation, name);
  noteType(f, home, variable.type);
  f.variables.set(variable.id, { ...common, home, isCell: false, flag: isFlagged ? f.newHome("i32", null) : null });
}

/** A home with a fresh cell in it. */
function newCell(f: FunctionBuilder, variable: Variable): Home {
  const home = f.newOwnedHome(variable.named ? variable.name : null);
  fillCell(f, home, variable);
  return home;
}

function fillCell(f: FunctionBuilder, home: Home, variable: Variable): void {
  f.charge(nodePrices.object + nodePrices.slot);
  const type = f.module.heapTypes.idOfCell(representationOf(variable.type), variable.maybeUnbound);
  const made = f.ownedTemporary();
  f.setLocal(made, { kind: "newRecord", type, site: f.currentSite() });
  f.write(home, local(made));
  f.setLocal(made, { kind: "null" });
}

function setCellFlag(f: FunctionBuilder, cell: Expression, value: number): void {
  f.emit({ kind: "setSlot", object: cell, slot: 1, representation: "i32", value: i32(value) });
}

export function homeOf(f: FunctionBuilder, variable: Variable): VariableHome {
  const found = f.variables.get(variable.id);
  if (found === undefined) throw new RangeError(`variable ${variable.name} has no home`);
  return found;
}

/** What a home holds, lent by it. */
export function readHome(f: FunctionBuilder, home: Home): Value {
  return derive(f, f.read(home), { representation: home.representation, from: [], reads: [homeKey(home)] });
}

// ---------------------------------------------------------------------- reads

export function lowerVariable(f: FunctionBuilder, node: Node<"variable">): Value {
  const { variable } = node;
  const found = homeOf(f, variable);
  if (found.isCell) {
    f.charge(nodePrices.boxed);
    const cell = readHome(f, found.home);
    if (found.isFlagged) testAssigned(f, slot(cell.expression, 1, "i32"), variable.name, node.span);
    return readCell(f, cell, representationOf(variable.type));
  }
  if (found.flag !== null) testAssigned(f, f.read(found.flag), variable.name, node.span);
  return variable.type.kind === "none" ? noneValue : readHome(f, found.home);
}

function readCell(f: FunctionBuilder, cell: Value, representation: Representation): Value {
  return derive(f, slot(cell.expression, 0, representation), { representation, from: [cell], isVolatile: true });
}

/** A variable of the function itself; those of a module body are no locals to Python. */
function testAssigned(f: FunctionBuilder, flag: Expression, name: string, span: Span): void {
  if (f.source.name === "<module>") return testBound(f, flag, `name '${name}' is not defined`, span, "NameError");
  testBound(f, flag, `cannot access local variable '${name}' where it is not associated with a value`, span, "UnboundLocalError");
}

function testBound(f: FunctionBuilder, flag: Expression, message: string, span: Span, exception: string): void {
  raiseIf(f, not(flag), exception, message, span);
}

/** The object a capture is read from. */
function environment(f: FunctionBuilder): Value {
  if (f.environment === null) throw new RangeError(`${f.source.name} has no captures`);
  return readHome(f, f.environment);
}

interface Capture {
  readonly name: string;
  readonly representation: Representation;
  readonly boxed: boolean;
  readonly isFlagged: boolean;
}

function captureAt(f: FunctionBuilder, index: number): Capture {
  const { closure } = f.source;
  const info = closure?.captures[index];
  if (closure === null || info === undefined) throw new RangeError(`${f.source.name} has no capture ${index}`);
  const isFlagged = f.module.facts.flaggedCaptures.get(closure.id)?.[index] === true;
  return { name: info.name, representation: representationOf(info.type), boxed: info.boxed, isFlagged };
}

export function lowerCapture(f: FunctionBuilder, node: Node<"capture">): Value {
  const capture = captureAt(f, node.index);
  const from = [environment(f)];
  const held = slot(from[0]?.expression ?? local(0), node.index, capture.boxed ? "ref" : capture.representation);
  // The closure's slots never change: what they hold lives as long as it does.
  const value = derive(f, held, { representation: capture.boxed ? "ref" : capture.representation, from });
  if (!capture.boxed) return node.type.kind === "none" ? noneValue : value;
  f.charge(nodePrices.boxed);
  const cell = repeatable(f, value);
  if (capture.isFlagged) {
    const text = `cannot access free variable '${capture.name}' where it is not associated with a value in enclosing scope`;
    testBound(f, slot(cell.expression, 1, "i32"), text, node.span, "NameError");
  }
  return readCell(f, cell, capture.representation);
}

/** What a closure keeps of a variable or capture: the cell, or the value. */
export function lowerCaptureSource(f: FunctionBuilder, source: CaptureSource, span: Span): Value {
  if (source.kind === "capture") {
    const capture = captureAt(f, source.index);
    const representation = capture.boxed ? "ref" : capture.representation;
    const from = environment(f);
    return derive(f, slot(from.expression, source.index, representation), { representation, from: [from] });
  }
  const found = homeOf(f, source.variable);
  if (found.isCell) return readHome(f, found.home);
  return lowerVariable(f, { kind: "variable", variable: source.variable, type: source.variable.type, span });
}

export function lowerGlobal(f: FunctionBuilder, node: Node<"global">): Value {
  f.charge(nodePrices.global);
  const { global } = node;
  if (global.maybeUnbound) {
    testBound(
      f,
      { kind: "global", global: f.module.flagOfGlobal(global.id) },
      `name '${global.name}' is not defined`,
      node.span,
      "NameError",
    );
  }
  if (global.type.kind === "none") return noneValue;
  const isConstant = f.module.facts.constantGlobals.has(global.id) && f.source.id !== f.module.facts.program.initializer;
  const representation = representationOf(global.type);
  return derive(f, { kind: "global", global: global.id }, { representation, from: [], isVolatile: !isConstant });
}

/** As declared: not what a test has shown it to be here. */
function fieldType(type: Type, index: number): Type {
  const field = type.kind === "instance" ? type.class.fields[index] : undefined;
  if (type.kind !== "instance" || field === undefined) throw new RangeError(`no field ${index} in ${type.kind}`);
  return substitute(field.type, type.arguments);
}

export function lowerField(f: FunctionBuilder, node: Node<"field">, object: Value): Value {
  f.charge(nodePrices.field);
  const { type } = node.object;
  const declared = fieldType(type, node.field);
  const representation = representationOf(declared);
  const isVolatile = type.kind !== "instance" || !type.class.isFrozen;
  const read = slot(object.expression, node.field, representation, knownSlotsOf(declared));
  return derive(f, read, { representation, from: [object], isVolatile });
}

// --------------------------------------------------------------------- writes

export function lowerSetVariable(f: FunctionBuilder, statement: Statement<"setVariable">, value: Value): void {
  f.charge(nodePrices.setVariable);
  assign(f, statement.variable, value);
}

/** Gives the variable the value. */
export function assign(f: FunctionBuilder, variable: Variable, given: Value): void {
  const found = homeOf(f, variable);
  const value = fit(f, given, representationOf(variable.type));
  if (found.isCell) {
    f.charge(nodePrices.boxed);
    writeCell(f, f.read(found.home), value, found.isFlagged);
    return;
  }
  const isFirst = !found.isWritten && f.loopDepth === 0;
  found.isWritten = true;
  writeHome(f, found.home, value, isFirst);
  if (found.flag !== null) f.write(found.flag, i32(1));
}

/** Puts a value into a home and releases what was there; `isFirst` where that is surely nothing. */
export function writeHome(f: FunctionBuilder, home: Home, value: Value, isFirst: boolean): void {
  if (home.representation !== "ref") {
    f.write(home, value.expression);
    discard(f, value);
    return;
  }
  // A lent value may live in what is released, so it gets an owner first.
  const ready = isFirst ? value : owned(f, value);
  give(f, ready, (expression) => {
    if (!isFirst) f.emit({ kind: "release", value: f.read(home) });
    f.write(home, expression);
  });
}

function writeCell(f: FunctionBuilder, cell: Expression, value: Value, isFlagged: boolean): void {
  writeSlot(f, cell, 0, value);
  if (isFlagged) setCellFlag(f, cell, 1);
}

/** Into a slot of an object over locals; what was there is released after. */
export function writeSlot(f: FunctionBuilder, object: Expression, index: number, value: Value): void {
  const { representation } = value;
  give(f, owned(f, value), (expression) => {
    if (representation !== "ref") {
      f.emit({ kind: "setSlot", object, slot: index, representation, value: expression });
      return;
    }
    const old = f.temporary("ref");
    f.setLocal(old, slot(object, index, "ref"));
    f.emit({ kind: "setSlot", object, slot: index, representation, value: expression });
    f.emit({ kind: "release", value: local(old) });
  });
}

export function lowerClearVariable(f: FunctionBuilder, statement: Statement<"clearVariable">): void {
  const { variable } = statement;
  const found = homeOf(f, variable);
  if (found.flag !== null) f.write(found.flag, i32(0));
  if (!found.isCell) {
    if (found.home.representation === "ref" && !found.isBorrowed) f.releaseHome(found.home);
    return;
  }
  if (found.isFlagged) {
    setCellFlag(f, f.read(found.home), 0);
    if (representationOf(variable.type) === "ref") writeSlot(f, f.read(found.home), 0, noneValue);
    return;
  }
  // A comprehension's variable: closures made in this one keep this cell, the next gets its own.
  f.emit({ kind: "release", value: f.read(found.home) });
  f.write(found.home, { kind: "null" });
  fillCell(f, found.home, variable);
}

export function lowerSetCapture(f: FunctionBuilder, statement: Statement<"setCapture">, value: Value): void {
  f.charge(nodePrices.setVariable + nodePrices.boxed);
  const capture = captureAt(f, statement.index);
  const ready = owned(f, value);
  const cell = f.temporary("ref");
  f.setLocal(cell, slot(environment(f).expression, statement.index, "ref"));
  guardFrozen(f, local(cell), statement.span);
  writeCell(f, local(cell), ready, capture.isFlagged);
}

export function lowerSetGlobal(f: FunctionBuilder, global: GlobalVariable, given: Value): void {
  f.charge(nodePrices.setGlobal);
  const representation = representationOf(global.type);
  const value = fit(f, given, representation);
  give(f, owned(f, value), (expression) => {
    if (representation === "ref") {
      const old = f.temporary("ref");
      f.setLocal(old, { kind: "global", global: global.id });
      f.emit({ kind: "setGlobal", global: global.id, value: expression });
      f.emit({ kind: "release", value: local(old) });
    } else {
      f.emit({ kind: "setGlobal", global: global.id, value: expression });
    }
  });
  if (global.maybeUnbound) f.emit({ kind: "setGlobal", global: f.module.flagOfGlobal(global.id), value: i32(1) });
}

export function lowerSetField(f: FunctionBuilder, statement: Statement<"setField">, object: Value, value: Value): void {
  f.charge(nodePrices.setField);
  const target = repeatable(f, object);
  const ready = owned(f, fit(f, value, representationOf(fieldType(statement.object.type, statement.field))));
  guardFrozen(f, target.expression, statement.span);
  writeSlot(f, target.expression, statement.field, ready);
  discard(f, target);
}

/** Makes an owned temporary for a record that was just asked for. */
export function newObject(f: FunctionBuilder, type: number, span: Span): Value {
  const made = f.ownedTemporary();
  f.setLocal(made, { kind: "newRecord", type, site: f.site(span) });
  return ownedValue(made);
}
