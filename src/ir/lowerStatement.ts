// Statements, by kind. Each begins with no temporary in flight and ends so.

import type { TypedStatement } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { leaveTo, lowerReturn } from "./jumps.ts";
import { lowerBlock, lowerCountedLoop, lowerIf, lowerLoop } from "./lowerControl.ts";
import { lowerSetArrayItem } from "./lowerArrayItem.ts";
import { lowerAssignElements } from "./lowerElementwise.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { lowerTry } from "./lowerTry.ts";
import { lowerYield } from "./lowerYield.ts";
import { lowerClearVariable, lowerSetCapture, lowerSetField, lowerSetGlobal, lowerSetVariable } from "./lowerVariables.ts";
import { lowerSetThrown } from "./lowerThrown.ts";
import { isSeen, raiseTarget } from "./raising.ts";
import { discard, give, lowerOperands } from "./values.ts";
import { movableRead } from "./movableRead.ts";

type Statement<Kind extends TypedStatement["kind"]> = TypedStatement & { readonly kind: Kind };

export function lowerStatements(f: FunctionBuilder, statements: readonly TypedStatement[]): void {
  for (const statement of statements) {
    const mark = f.mark();
    f.beginStatement(statement.span);
    lowerStatement(f, statement);
    f.reclaim(mark);
  }
}

function lowerStatement(f: FunctionBuilder, statement: TypedStatement): void {
  switch (statement.kind) {
    case "evaluate":
      discardResult(f, statement);
      return;
    case "setVariable":
      f.moving = movableRead(f, statement);
      lowerSetVariable(f, statement, lowerExpression(f, statement.value));
      f.moving = null;
      return;
    case "clearVariable":
      lowerClearVariable(f, statement);
      return;
    case "setGlobal":
      lowerSetGlobal(f, statement.global, lowerExpression(f, statement.value));
      return;
    case "setCapture":
      lowerSetCapture(f, statement, lowerExpression(f, statement.value));
      return;
    case "assignElements":
      lowerAssignElements(f, statement);
      return;
    case "setArrayItem":
      lowerSetArrayItem(f, statement);
      return;
    case "setField": {
      const [object, value] = lowerOperands(f, [statement.object, statement.value], null, lowerExpression);
      if (object !== undefined && value !== undefined) lowerSetField(f, statement, object, value);
      return;
    }
    case "if":
      lowerIf(f, statement);
      return;
    case "block":
      lowerBlock(f, statement);
      return;
    case "loop":
      lowerLoop(f, statement);
      return;
    case "countedLoop":
      lowerCountedLoop(f, statement);
      return;
    case "leave":
      leaveTo(f, statement.label);
      return;
    case "return":
      lowerReturn(f, statement);
      return;
    case "raise":
      lowerRaise(f, statement);
      return;
    case "fault":
      f.emit({ kind: "trap", code: statement.code, message: [statement.message], site: f.site(statement.span) });
      return;
    case "try":
      lowerTry(f, statement);
      return;
    case "reraise":
      lowerReraise(f, statement);
      return;
    case "setThrown": {
      const [generator, value] = lowerOperands(f, [statement.generator, statement.value], null, lowerExpression);
      if (generator !== undefined && value !== undefined) lowerSetThrown(f, statement, generator, value);
      return;
    }
    case "yield":
      lowerYield(f, statement);
      return;
  }
}

/** What nobody uses is evaluated for its traps. */
function discardResult(f: FunctionBuilder, statement: Statement<"evaluate">): void {
  const value = lowerExpression(f, statement.value);
  if (value.isVolatile) f.emit({ kind: "evaluate", value: value.expression });
  discard(f, value);
}

function lowerRaise(f: FunctionBuilder, statement: Statement<"raise">): void {
  f.charge(nodePrices.raise);
  const site = f.site(statement.span);
  const value = lowerExpression(f, statement.value);
  f.escape = -1;
  if (!isSeen(f)) {
    f.emit({ kind: "uncaught", value: value.expression, site });
    return;
  }
  give(f, value, (expression) => f.emit({ kind: "raise", value: expression, site, again: statement.on === true }));
  f.emit({ kind: "branch", label: raiseTarget(f) });
}

function lowerReraise(f: FunctionBuilder, statement: Statement<"reraise">): void {
  f.charge(nodePrices.raise);
  if (f.caught === null) throw new RangeError("nothing is caught here");
  const site = f.site(statement.span);
  f.escape = -1;
  const value = f.read(f.caught);
  f.emit({ kind: "retain", value });
  f.emit({ kind: "raise", value, site, again: true });
  f.emit({ kind: "branch", label: raiseTarget(f) });
}
