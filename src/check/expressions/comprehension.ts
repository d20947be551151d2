// Comprehensions: loops that fill a container, written in place. A generator
// expression is a small generator function, unless its consumer takes all
// items at once.

import type { Comprehension, ComprehensionClause, DictComprehension } from "../../syntax/ast.ts";
import { innerFunction } from "../bodies.ts";
import type { Frame } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { loopOver } from "../iteration/loops.ts";
import { assignTarget } from "../statements/targets.ts";
import { makeClosure } from "./functions.ts";
import { addToDict, addToSet, newContainer } from "./hashed.ts";
import type { ContainerMaker } from "./hashed.ts";
import { checkCondition } from "./boolean.ts";

export function checkComprehension(frame: Frame, node: Comprehension, result: "list" | "set"): TypedExpression {
  const maker = newContainer(frame, result, node, node.span);
  fill(frame, node, maker, (inner) => {
    const value = frame.expression(node.element);
    if (result === "set") addToSet(inner, value, node.element);
    else {
      const item = inner.flow(0, value, node.element, "this list");
      if (item !== null) inner.call("append", [item], node.element);
    }
  });
  return maker.finish();
}

export function checkDictComprehension(frame: Frame, node: DictComprehension): TypedExpression {
  const maker = newContainer(frame, "dict", node, node.span);
  fill(frame, node, maker, (inner) => addToDict(inner, frame.expression(node.key), frame.expression(node.value), node.key, node.value));
  return maker.finish();
}

function fill(frame: Frame, node: Comprehension | DictComprehension, maker: ContainerMaker, add: (inner: ContainerMaker) => void): void {
  maker.statements.push(
    ...loopClauses(frame, node, node.clauses, 0, () => {
      const inner: TypedStatement[] = [];
      add({
        ...maker,
        call: (name, values, at) => {
          const start = maker.statements.length;
          maker.call(name, values, at);
          inner.push(...maker.statements.splice(start));
        },
      });
      return inner;
    }),
  );
}

/** The nested loops and tests of the clauses around `innermost`. */
export function loopClauses(
  frame: Frame,
  node: object,
  clauses: readonly ComprehensionClause[],
  index: number,
  innermost: () => TypedStatement[],
  first: TypedExpression | null = null,
): TypedStatement[] {
  const clause = clauses[index];
  if (clause === undefined) return innermost();
  return loopOver(frame, {
    iterable: clause.iterable,
    evaluated: index === 0 ? first : null,
    site: clause,
    span: clause.span,
    loopNode: node,
    labels: null,
    body: (item) => {
      const bound = assignTarget(frame, clause.target, item);
      return [...bound, ...filtered(frame, clause, 0, () => loopClauses(frame, node, clauses, index + 1, innermost))];
    },
    otherwise: () => [],
  });
}

function filtered(frame: Frame, clause: ComprehensionClause, index: number, body: () => TypedStatement[]): TypedStatement[] {
  const node = clause.conditions[index];
  if (node === undefined) return body();
  const condition = checkCondition(frame, node);
  frame.facts = condition.whenTrue;
  if (condition.constant === false) return [];
  return [{ kind: "if", test: condition.test, then: filtered(frame, clause, index + 1, body), else: [], span: node.span }];
}

/** Its first iterable is evaluated now and handed over; the rest runs when items are asked for. */
export function checkGeneratorExpression(frame: Frame, node: Comprehension): TypedExpression {
  const first = node.clauses[0];
  const closure = makeClosure(frame, innerFunction(frame.file, node, frame.declaration));
  const source = first === undefined ? null : frame.expression(first.iterable);
  const actuals = source === null ? [] : [{ kind: "positional" as const, name: null, value: source, span: source.span }];
  return frame.session.passes.callGenerator(frame, closure, actuals, node, node.span);
}
