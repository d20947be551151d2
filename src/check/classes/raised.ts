// An exception keeps what it was made with, and shows it, also where its class
// has an `__init__` that does not hand it on: CPython notes it before `__init__`.

import type { Span } from "../../base/span.ts";
import type { Statement } from "../../syntax/ast.ts";
import { evaluate } from "../build.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { findMethod } from "../declarations.ts";
import type { Actual, Frame } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

/** Is it an exception that may leave its `__init__` without handing anything to the library's? */
export function leavesArguments(declaration: ClassDeclaration): boolean {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    if (at.file.info.isLibrary) return false;
    const [init] = at.methods.get("__init__") ?? [];
    if (init?.node.kind === "function" && !init.node.body.some(handsOn)) return isException(at);
  }
  return false;
}

export function isException(declaration: ClassDeclaration): boolean {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base)
    if (at.info.name === "BaseException" && at.file.info.isLibrary) return true;
  return false;
}

/** `super().__init__(...)`, `ValueError.__init__(self, ...)` as a statement of the body itself. */
function handsOn(statement: Statement): boolean {
  if (statement.kind !== "expression" || statement.value.kind !== "call") return false;
  const { callee } = statement.value;
  return callee.kind === "attribute" && callee.name.name === "__init__";
}

/** The library's own `__init__` with the arguments by position. */
export function keepArguments(
  frame: Frame,
  declaration: ClassDeclaration,
  receiver: TypedExpression,
  actuals: readonly Actual[],
  site: object,
  span: Span,
): TypedStatement[] {
  const given = actuals.filter(({ kind }) => kind === "positional" || kind === "star");
  // A KeyError shows its one key in its own way.
  const isOne = given.length < 2 && given.every(({ kind }) => kind === "positional");
  const overloads = findMethod(isOne ? libraryBase(declaration) : frame.session.coreClass("BaseException"), "__init__");
  if (overloads === null) return [];
  const call = frame.session.passes.callFunction(frame, {
    overloads,
    name: "BaseException",
    receiver,
    classArguments: [],
    actuals: given,
    site: siteOf(site, "arguments of an exception"),
    span,
  });
  return [evaluate(call)];
}

function libraryBase(declaration: ClassDeclaration): ClassDeclaration {
  let at = declaration;
  while (!at.file.info.isLibrary && at.base !== null) at = at.base;
  return at;
}
