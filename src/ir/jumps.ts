// Leaving scopes: what is held in them is released on the way, finalizers run
// first. A jump that meets a finalizer leaves its number in the completion and
// goes there; behind the finalizer it is lowered again, from further out.

import type { LabelId as TypedLabel, TypedStatement } from "../check/program.ts";
import { i32, local, nullReference } from "./build.ts";
import type { Exit, FunctionBuilder } from "./functionBuilder.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { homeOf, writeHome } from "./lowerVariables.ts";
import { fit } from "./neverValues.ts";
import { discard, owned, ownedValue } from "./values.ts";
import type { Value } from "./values.ts";

/** Completion of a finalizer that is entered normally, by an exception, by the first jump. */
export const completions = { normal: 0, raised: 1, firstExit: 2 } as const;

/** Releases what is held from the innermost scope outwards; true if the jump ends (for now) on the way. */
function cross(f: FunctionBuilder, exit: Exit): boolean {
  for (let index = f.scopes.length - 1; index >= 0; index--) {
    const scope = f.scopes[index];
    switch (scope?.kind) {
      case "label":
        if (exit.kind !== "leave" || scope.label !== exit.label) break;
        f.escape = Math.min(f.escape, index);
        f.emit({ kind: "branch", label: scope.target });
        return true;
      case "held":
        f.releaseHome(scope.home);
        break;
      case "finalizer":
        f.escape = Math.min(f.escape, index);
        f.write(scope.completion, i32(completions.firstExit + exitNumber(scope.exits, exit)));
        f.emit({ kind: "branch", label: scope.entry });
        return true;
      case undefined:
        break;
    }
  }
  return false;
}

function exitNumber(exits: Exit[], exit: Exit): number {
  const known = exits.findIndex(
    (each) => each.kind === exit.kind && (each.kind === "return" || (exit.kind === "leave" && each.label === exit.label)),
  );
  if (known >= 0) return known;
  exits.push(exit);
  return exits.length - 1;
}

export function leaveTo(f: FunctionBuilder, label: TypedLabel): void {
  if (!cross(f, { kind: "leave", label })) throw new RangeError(`no block ${label} to leave`);
}

/** To the function's end, the result in its home. */
export function leaveFunction(f: FunctionBuilder): void {
  if (cross(f, { kind: "return" })) return;
  f.escape = -1;
  f.usesExit = true;
  f.emit({ kind: "branch", label: f.exitLabel });
}

export function takeExit(f: FunctionBuilder, exit: Exit): void {
  if (exit.kind === "leave") leaveTo(f, exit.label);
  else leaveFunction(f);
}

type Return = TypedStatement & { readonly kind: "return" };

export function lowerReturn(f: FunctionBuilder, statement: Return): void {
  if (statement.value !== null) {
    const value = movedOut(f, statement.value) ?? lowerExpression(f, statement.value);
    if (f.resultHome === null) discard(f, value);
    else writeHome(f, f.resultHome, owned(f, fit(f, value, f.resultHome.representation)), !hasFinalizer(f));
  }
  leaveFunction(f);
}

function hasFinalizer(f: FunctionBuilder): boolean {
  return f.scopes.some((scope) => scope.kind === "finalizer") || f.hasFinalizers;
}

/** A local variable that is returned need not keep its reference. */
function movedOut(f: FunctionBuilder, expression: NonNullable<Return["value"]>): Value | null {
  if (expression.kind !== "variable" || f.isResume || hasFinalizer(f)) return null;
  const found = homeOf(f, expression.variable);
  if (found.isCell || found.isBorrowed || found.isFlagged || found.home.representation !== "ref" || found.home.kind !== "local")
    return null;
  const taken = f.ownedTemporary();
  f.setLocal(taken, local(found.home.local));
  f.setLocal(found.home.local, nullReference);
  return ownedValue(taken);
}
