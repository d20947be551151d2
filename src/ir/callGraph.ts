// Who may call whom, and what lies on a cycle. Depth is counted only there: a
// chain without cycles is bounded by the program's text. Strongly connected
// components by Tarjan's algorithm, with its own stack in place of recursion,
// so that a thousand functions in a row are no danger to ours.

import type { FunctionId, Program, TypedExpression, TypedFunction } from "../check/program.ts";
import { idsOf, once } from "./keptFacts.ts";
import { isStatement, walkTyped } from "./walk.ts";
import type { TypedNode } from "./walk.ts";

/** By function id: ids of functions whose bodies may run below it. */
export type CallGraph = readonly (readonly FunctionId[])[];

/** Bodies that a node itself may enter (not its parts). Making a generator enters none. */
export class CallTargets {
  private readonly functions: readonly TypedFunction[];
  private readonly bodyOfGenerator = new Map<number, FunctionId>();

  constructor(program: Pick<Program, "functions">) {
    this.functions = program.functions;
    for (const each of program.functions) {
      if (each.generator !== null) this.bodyOfGenerator.set(each.generator.id, each.id);
    }
  }

  of(node: TypedNode): readonly FunctionId[] {
    if (isStatement(node)) return node.kind === "assignElements" ? [node.mismatch] : node.kind === "setArrayItem" ? [node.outside] : [];
    return this.ofExpression(node);
  }

  private ofExpression(expression: TypedExpression): readonly FunctionId[] {
    switch (expression.kind) {
      case "call":
        return this.running([expression.function]);
      case "dispatch":
        return this.running(expression.targets.map((target) => target.function));
      case "elementwise":
        return [expression.mismatch];
      case "arrayItem":
        return [expression.outside];
      case "advance":
        return this.generatorBodies(expression.generator);
      default:
        return [];
    }
  }

  private generatorBodies(generator: TypedExpression): readonly FunctionId[] {
    if (generator.type.kind !== "generator") return [];
    return generator.type.sources.flatMap((source) => this.bodyOfGenerator.get(source.id) ?? []);
  }

  protected running(ids: readonly FunctionId[]): readonly FunctionId[] {
    return ids.filter((id) => this.functions[id]?.generator === null);
  }
}

/** In kept trees, whose callees are no generators. */
class KeptTargets extends CallTargets {
  protected override running(ids: readonly FunctionId[]): readonly FunctionId[] {
    return ids;
  }
}

export const keptTargets: CallTargets = new KeptTargets({ functions: [] });

export function buildCallGraph(program: Program): CallGraph {
  const targets = new CallTargets(program);
  return program.functions.map((each) => (each.use === undefined ? callsIn(each, targets) : idsOf(each.use, keptCalls(each.use))));
}

const keptCalls = once((typed) => callsIn(typed, keptTargets));

function callsIn({ body }: TypedFunction, targets: CallTargets): readonly FunctionId[] {
  const called = new Set<FunctionId>();
  walkTyped(body, (node) => {
    for (const id of targets.of(node)) called.add(id);
    return true;
  });
  return [...called];
}

/** True by function id for what can be entered again while it runs. */
export function functionsOnCycles(graph: CallGraph): readonly boolean[] {
  const onCycle = graph.map((targets, id) => targets.includes(id));
  for (const component of components(graph)) {
    if (component.length > 1) for (const id of component) onCycle[id] = true;
  }
  return onCycle;
}

/** Strongly connected components, callees before callers. */
export function components(graph: CallGraph): readonly (readonly FunctionId[])[] {
  const state = new Search(graph);
  for (let id = 0; id < graph.length; id++) state.explore(id);
  return state.found;
}

/** Tarjan's bookkeeping: order of discovery, lowest reachable, the open nodes, and the path in place of a call stack. */
class Search {
  readonly found: FunctionId[][] = [];
  private readonly graph: CallGraph;
  private readonly order: number[];
  private readonly lowest: number[];
  private readonly isOpen: boolean[];
  private readonly open: FunctionId[] = [];
  private discovered = 0;

  constructor(graph: CallGraph) {
    this.graph = graph;
    this.order = graph.map(() => -1);
    this.lowest = graph.map(() => 0);
    this.isOpen = graph.map(() => false);
  }

  explore(root: FunctionId): void {
    if (this.order[root] !== -1) return;
    const path: { readonly id: FunctionId; next: number }[] = [this.enter(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = this.graph[top.id]?.[top.next++];
      if (target === undefined) {
        path.pop();
        this.leave(top.id, path.at(-1)?.id ?? null);
      } else if (this.order[target] === -1) {
        path.push(this.enter(target));
      } else if (this.isOpen[target] === true) {
        this.lower(top.id, this.order[target] ?? 0);
      }
    }
  }

  private enter(id: FunctionId): { id: FunctionId; next: number } {
    this.order[id] = this.discovered;
    this.lowest[id] = this.discovered++;
    this.open.push(id);
    this.isOpen[id] = true;
    return { id, next: 0 };
  }

  private leave(id: FunctionId, parent: FunctionId | null): void {
    const lowest = this.lowest[id] ?? 0;
    if (parent !== null) this.lower(parent, lowest);
    if (lowest !== this.order[id]) return;
    const component: FunctionId[] = [];
    let member: FunctionId | undefined;
    do {
      member = this.open.pop();
      if (member === undefined) break;
      this.isOpen[member] = false;
      component.push(member);
    } while (member !== id);
    this.found.push(component);
  }

  private lower(id: FunctionId, candidate: number): void {
    this.lowest[id] = Math.min(this.lowest[id] ?? 0, candidate);
  }
}
