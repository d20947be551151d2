// Which parameters a hook's answer can depend on: those whose globals are read
// by a function that the hook may reach. What the module body reads counts for
// every hook, for any of them may use what it made, and none runs where it
// faults. Never too few; a branch that is not taken counts too.

import type { FunctionId, Program } from "../check/program.ts";
import { buildCallGraph } from "../ir/callGraph.ts";
import { walkTyped } from "../ir/walk.ts";

/** By hook: names of parameters, in the order of their declaration. */
export function findParameterReads(program: Program): ReadonlyMap<string, readonly string[]> {
  if (program.parameters.length === 0) return new Map(program.entries.map(({ name }) => [name, []]));
  const graph = buildCallGraph(program);
  const reads = program.functions.map((each) => globalsReadIn(each.body));
  const always = reached(graph, program.initializer);
  return new Map(
    program.entries.map((entry) => {
      const functions = new Set([...always, ...reached(graph, entry.function)]);
      const isRead = (global: number): boolean => [...functions].some((id) => reads[id]?.has(global));
      return [entry.name, Object.freeze(program.parameters.filter(({ global }) => isRead(global)).map(({ name }) => name))];
    }),
  );
}

function globalsReadIn(body: Program["functions"][number]["body"]): ReadonlySet<number> {
  const found = new Set<number>();
  walkTyped(body, (node) => {
    if (node.kind === "global") found.add(node.global.id);
    return true;
  });
  return found;
}

function reached(graph: readonly (readonly FunctionId[])[], start: FunctionId): ReadonlySet<FunctionId> {
  const seen = new Set([start]);
  for (const id of seen) for (const target of graph[id] ?? []) seen.add(target);
  return seen;
}
