// Which expressions may write elements of arrays, or raise by a `raise`
// statement: a loop over elements must not be put off beyond those.
//
// The author's functions write where they assign elements or call something
// of the library that returns nothing and writes (`fill`, `sort`,
// `__setitem__`). What of the library returns a value writes only into what it
// has made itself, but it may call the author's functions.

import type { FunctionId, Program, TypedExpression, TypedFunction } from "../check/program.ts";
import { CallTargets } from "./callGraph.ts";
import { walkTyped } from "./walk.ts";
import type { TypedNode } from "./walk.ts";

const storing: ReadonlySet<string> = new Set(["storage_set", "storage_copy", "storage_fill", "storage_clear"]);

export class ElementEffects {
  private readonly targets: CallTargets;
  private readonly writing: ReadonlySet<FunctionId>;
  private readonly raising: ReadonlySet<FunctionId>;

  constructor(program: Program) {
    this.targets = new CallTargets(program);
    const calls = program.functions.map((each) => this.callsOf(each));
    const callers = reverse(calls);
    const storingFunctions = reach(
      callers,
      program.functions.filter((each) => each.isLibrary && has(each, stores)).map(({ id }) => id),
    );
    const returnsNothing = (id: FunctionId): boolean => program.functions[id]?.result.kind === "none";
    const procedures = program.functions.filter(({ id, isLibrary }) => isLibrary && returnsNothing(id) && storingFunctions.has(id));
    const procedureIds = new Set(procedures.map(({ id }) => id));
    const authors = program.functions.filter(
      (each) => !each.isLibrary && (has(each, stores) || (calls[each.id] ?? []).some((id) => procedureIds.has(id))),
    );
    this.writing = new Set([
      ...procedureIds,
      ...reach(
        callers,
        authors.map(({ id }) => id),
      ),
    ]);
    this.raising = reach(
      callers,
      program.functions.filter((each) => has(each, (node) => node.kind === "raise")).map(({ id }) => id),
    );
  }

  writes(expression: TypedExpression): boolean {
    return this.does(expression, this.writing, stores);
  }

  raises(expression: TypedExpression): boolean {
    return this.does(expression, this.raising, (node) => node.kind === "raise");
  }

  private does(expression: TypedExpression, functions: ReadonlySet<FunctionId>, itself: (node: TypedNode) => boolean): boolean {
    let found = false;
    walkTyped([expression], (node) => {
      found ||= itself(node) || this.targets.of(node).some((id) => functions.has(id));
      return !found;
    });
    return found;
  }

  private callsOf(of: TypedFunction): FunctionId[] {
    const found = new Set<FunctionId>();
    walkTyped(of.body, (node) => {
      for (const id of this.targets.of(node)) found.add(id);
      return true;
    });
    return [...found];
  }
}

function stores(node: TypedNode): boolean {
  return node.kind === "assignElements" || node.kind === "setArrayItem" || (node.kind === "intrinsic" && storing.has(node.name));
}

function has(of: TypedFunction, is: (node: TypedNode) => boolean): boolean {
  let found = false;
  walkTyped(of.body, (node) => {
    found ||= is(node);
    return !found;
  });
  return found;
}

function reverse(calls: readonly (readonly FunctionId[])[]): readonly FunctionId[][] {
  const callers: FunctionId[][] = calls.map(() => []);
  for (const [id, targets] of calls.entries()) for (const target of targets) callers[target]?.push(id);
  return callers;
}

function reach(edges: readonly (readonly FunctionId[])[], roots: readonly FunctionId[]): Set<FunctionId> {
  const found = new Set<FunctionId>();
  const pending = [...roots];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    pending.push(...(edges[id] ?? []));
  }
  return found;
}
