// Branches and loops. In a generator a statement that holds a `yield` becomes
// states of its machine: what is a block elsewhere is then a state that begins
// at the block's end, and a loop goes back through the dispatcher.

import type { TypedExpression, TypedStatement } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import { choose, i32, i64, operation } from "./build.ts";
import type { FunctionBuilder, Home } from "./functionBuilder.ts";
import type { Expression, LabelId } from "./ir.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { lowerStatements } from "./lowerStatement.ts";
import { fit } from "./neverValues.ts";
import { withNonNegative } from "./nonNegative.ts";
import { assign, readHome, writeHome } from "./lowerVariables.ts";
import { lowerOperands, settle } from "./values.ts";

type Statement<Kind extends TypedStatement["kind"]> = TypedStatement & { readonly kind: Kind };

/** Lowers what may branch to `label`, where it goes on afterwards. */
export function section(f: FunctionBuilder, label: LabelId, isStates: boolean, lower: () => void): void {
  if (isStates) {
    lower();
    f.startState(label);
    return;
  }
  const body = f.nested(lower);
  f.emit({ kind: "block", label, body });
}

/** A test as a tree, with nothing left to release. */
function lowerTest(f: FunctionBuilder, test: TypedExpression): Expression {
  const value = fit(f, lowerExpression(f, test), "i32");
  return (value.holds.length > 0 ? settle(f, value) : value).expression;
}

export function lowerIf(f: FunctionBuilder, statement: Statement<"if">): void {
  const chain = elseChain(statement);
  if (chain.length > 2 || f.yielding.has(statement)) lowerChain(f, chain, f.yielding.has(statement));
  else lowerPlainIf(f, statement);
}

/** `if`, `elif`, `elif` ...: however many there are, they must not nest. */
function elseChain(statement: Statement<"if">): readonly Statement<"if">[] {
  const chain = [statement];
  for (let last = statement; ;) {
    const [only, second] = last.else;
    if (only?.kind !== "if" || second !== undefined) return chain;
    chain.push(only);
    last = only;
  }
}

function lowerPlainIf(f: FunctionBuilder, statement: Statement<"if">): void {
  f.charge(nodePrices.branch);
  const test = lowerTest(f, statement.test);
  f.crossing(() => {
    const then = f.arm(() => lowerStatements(f, statement.then));
    const otherwise = f.arm(() => lowerStatements(f, statement.else));
    f.emit({ kind: "if", test, then, else: otherwise });
  });
}

/** Each arm ends with a jump behind all of them. */
function lowerChain(f: FunctionBuilder, chain: readonly Statement<"if">[], isStates: boolean): void {
  const end = f.newLabel();
  f.crossing(() => {
    section(f, end, isStates, () => {
      for (const each of chain) lowerChainArm(f, each, end, isStates);
      lowerStatements(f, chain.at(-1)?.else ?? []);
    });
  });
}

function lowerChainArm(f: FunctionBuilder, statement: Statement<"if">, end: LabelId, isStates: boolean): void {
  const mark = f.mark();
  f.beginStatement(statement.span);
  f.charge(nodePrices.branch);
  const test = lowerTest(f, statement.test);
  const next = f.newLabel();
  if (isStates) {
    f.emit({ kind: "if", test, then: [], else: [{ kind: "branch", label: next }] });
    lowerStatements(f, statement.then);
    f.emit({ kind: "branch", label: end });
    f.startState(next);
  } else {
    const then = f.arm(() => lowerStatements(f, statement.then));
    f.emit({ kind: "if", test, then: [...then, { kind: "branch", label: end }], else: [] });
    f.run = { charge: null };
  }
  f.reclaim(mark);
}

export function lowerBlock(f: FunctionBuilder, statement: Statement<"block">): void {
  const target = f.newLabel();
  f.crossing(() => {
    section(f, target, f.yielding.has(statement), () => {
      f.scopes.push({ kind: "label", label: statement.label, target });
      lowerStatements(f, statement.body);
      f.scopes.pop();
    });
  });
}

/** The head of a loop and the jump back to it. `lower` writes one turn. */
function lowerTurns(f: FunctionBuilder, isStates: boolean, lower: () => void): void {
  f.loopDepth++;
  f.crossing(() => {
    const head = f.newLabel();
    if (isStates && f.dispatch !== null) {
      f.startState(head);
      const number = f.entryNumber(head);
      lower();
      f.setLocal(f.dispatch.next, i32(number));
      f.emit({ kind: "branch", label: f.dispatch.label });
      f.startState(f.newLabel());
    } else {
      const body = f.arm(lower);
      f.emit({ kind: "loop", label: head, body: [...body, { kind: "branch", label: head }] });
    }
  });
  f.loopDepth--;
}

export function lowerLoop(f: FunctionBuilder, statement: Statement<"loop">): void {
  lowerTurns(f, f.yielding.has(statement), () => {
    f.charge(nodePrices.turn);
    lowerStatements(f, statement.body);
  });
}

export function lowerCountedLoop(f: FunctionBuilder, statement: Statement<"countedLoop">): void {
  const operands = [statement.start, statement.stop, statement.step];
  const values = lowerOperands(f, operands, null, lowerExpression);
  const [start, stop, step] = values.map((value) => {
    const home = f.newHome("i64", null);
    if (value.expression.kind === "i64") return { home, constant: value.expression.value, value };
    writeHome(f, home, value, true);
    return { home, constant: null, value };
  });
  if (start === undefined || stop === undefined || step === undefined) return;
  if (start.constant !== null) writeHome(f, start.home, start.value, true);
  const read = (operand: { readonly home: Home; readonly constant: bigint | null }): Expression =>
    operand.constant === null ? f.read(operand.home) : i64(operand.constant);
  if (step.constant === 1n || step.constant === -1n) {
    const isDone = operation(step.constant === 1n ? "i64.ge_s" : "i64.le_s", f.read(start.home), read(stop));
    lowerCount(f, statement, start.home, isDone, null, i64(step.constant));
    return;
  }
  const remaining = f.newHome("i64", null);
  f.write(remaining, tripCount(f.read(start.home), read(stop), read(step)));
  const isDone = operation("i64.eq", f.read(remaining), i64(0n));
  lowerCount(f, statement, start.home, isDone, remaining, read(step));
}

/** How often the loop runs, unsigned: differences of any two ints are exact modulo 2^64. */
function tripCount(start: Expression, stop: Expression, step: Expression): Expression {
  const count = (low: Expression, high: Expression, by: Expression): Expression => {
    const before = operation("i64.sub", operation("i64.sub", high, low), i64(1n));
    const turns = operation("i64.add", operation("i64.div_u", before, by), i64(1n));
    return choose(operation("i64.lt_s", low, high), turns, i64(0n), "i64");
  };
  const up = count(start, stop, step);
  const down = count(stop, start, operation("i64.sub", i64(0n), step));
  if (step.kind === "i64") return step.value > 0n ? up : down;
  return choose(operation("i64.gt_s", step, i64(0n)), up, down, "i64");
}

function lowerCount(
  f: FunctionBuilder,
  statement: Statement<"countedLoop">,
  counter: Home,
  isDone: Expression,
  remaining: Home | null,
  step: Expression,
): void {
  const end = f.newLabel();
  const isStates = f.yielding.has(statement);
  f.crossing(() => {
    section(f, end, isStates, () => {
      lowerTurns(f, isStates, () => {
        f.emit({ kind: "if", test: isDone, then: [{ kind: "branch", label: end }], else: [] });
        f.charge(nodePrices.countedTurn);
        if (remaining !== null) f.write(remaining, operation("i64.sub", f.read(remaining), i64(1n)));
        assign(f, statement.variable, readHome(f, counter));
        withNonNegative(f, statement, () => lowerStatements(f, statement.body));
        f.write(counter, operation("i64.add", f.read(counter), step));
      });
    });
  });
}
