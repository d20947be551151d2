// Reaching definitions as a graph: each assignment is a definition, each place
// where paths meet a phi over the definitions that arrive. Only what a use can
// see is joined into one web, so `x = 1; print(x); x = "a"` makes two
// variables and a loop makes one. The walk over the syntax is in `webs.ts`.

import type { Binding, DefinitionNode, Web, Webs } from "./scope.ts";

export interface Definition {
  readonly kind: "assignment" | "phi" | "unbound" | "dead";
  readonly binding: Binding;
  /** Of a phi: what arrives; grows while a loop is walked. */
  readonly inputs: Definition[];
  /** Union-find. */
  link: Definition | null;
  web: Web | null;
  reachedByUnbound: boolean;
  reachedByAssignment: boolean;
  visited: boolean;
}

export class DefinitionGraph {
  private readonly nodes: { readonly node: DefinitionNode; readonly definition: Definition; readonly isUse: boolean }[] = [];
  private readonly all: Definition[] = [];
  private readonly merges: { readonly read: Definition; readonly written: Definition }[] = [];
  /** Assignments in order of the walk, so that `try` can ask which happened since. */
  readonly trace: Definition[] = [];

  private make(kind: Definition["kind"], binding: Binding, inputs: Definition[]): Definition {
    const made: Definition = {
      kind,
      binding,
      inputs,
      link: null,
      web: null,
      reachedByUnbound: kind === "unbound",
      reachedByAssignment: kind === "assignment" || kind === "dead",
      visited: false,
    };
    this.all.push(made);
    return made;
  }

  unbound(binding: Binding): Definition {
    return this.make("unbound", binding, []);
  }

  dead(binding: Binding): Definition {
    return this.make("dead", binding, []);
  }

  phi(binding: Binding, inputs: Definition[]): Definition {
    return this.make("phi", binding, inputs);
  }

  assign(binding: Binding, node: DefinitionNode): Definition {
    const made = this.make("assignment", binding, []);
    this.nodes.push({ node, definition: made, isUse: false });
    this.trace.push(made);
    return made;
  }

  use(node: DefinitionNode, definition: Definition): void {
    this.nodes.push({ node, definition, isUse: true });
  }

  /** `x += 1`: the new value belongs to the variable that was read. Joined at the end: a loop's phi is not complete before. */
  merge(read: Definition, written: Definition): void {
    if (read.kind !== "unbound") this.merges.push({ read, written });
  }

  /** Closes the graph: webs, and which uses may see no value. Linear in its size. */
  finish(assignedIn: ReadonlyMap<object, ReadonlySet<Binding>>): Webs {
    this.propagate("reachedByUnbound");
    this.propagate("reachedByAssignment");
    for (const { definition, isUse } of this.nodes) if (isUse) this.join(definition);
    for (const { read, written } of this.merges) {
      this.join(read);
      unite(read, written);
    }
    const at = new Map<DefinitionNode, Web>();
    const unbound = new Set<DefinitionNode>();
    const byBinding = new Map<Binding, Set<Web>>();
    let count = 0;
    for (const { node, definition, isUse } of this.nodes) {
      const root = rootOf(definition);
      const binding = definition.binding;
      const shared = binding.captured || binding.isGlobal;
      const web: Web = (shared ? binding.shared : root.web) ?? { id: count++, binding, maybeUnbound: false };
      if (shared) binding.shared = web;
      // What carries it may be called after that.
      if (binding.captured && binding.isTaken) web.maybeUnbound = true;
      root.web = web;
      at.set(node, web);
      note(byBinding, binding, web);
      if (!isUse || !definition.reachedByUnbound) continue;
      web.maybeUnbound = true;
      if (!definition.reachedByAssignment) unbound.add(node);
    }
    return { at, unbound, assignedIn: new Map([...assignedIn].map(([loop, bindings]) => [loop, websOf(bindings, byBinding)])) };
  }

  /** Joins a phi with what arrives at it, through phis that arrive. */
  private join(start: Definition): void {
    const work = [start];
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      if (at.visited) continue;
      at.visited = true;
      for (const input of at.inputs) {
        if (input.kind === "unbound") continue;
        unite(at, input);
        work.push(input);
      }
    }
  }

  private propagate(flag: "reachedByUnbound" | "reachedByAssignment"): void {
    const followers = new Map<Definition, Definition[]>();
    for (const phi of this.all) {
      for (const input of phi.inputs) {
        const known = followers.get(input);
        if (known === undefined) followers.set(input, [phi]);
        else known.push(phi);
      }
    }
    const work = this.all.filter((definition) => definition[flag]);
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      for (const next of followers.get(at) ?? []) {
        if (next[flag]) continue;
        next[flag] = true;
        work.push(next);
      }
    }
  }
}

function rootOf(definition: Definition): Definition {
  let root = definition;
  while (root.link !== null) root = root.link;
  while (definition.link !== null) {
    const next: Definition = definition.link;
    definition.link = root;
    definition = next;
  }
  return root;
}

function unite(a: Definition, b: Definition): void {
  const [first, second] = [rootOf(a), rootOf(b)];
  if (first !== second) second.link = first;
}

function note(map: Map<Binding, Set<Web>>, binding: Binding, web: Web): void {
  const known = map.get(binding);
  if (known === undefined) map.set(binding, new Set([web]));
  else known.add(web);
}

function websOf(bindings: ReadonlySet<Binding>, byBinding: ReadonlyMap<Binding, ReadonlySet<Web>>): ReadonlySet<Web> {
  return new Set([...bindings].flatMap((binding) => [...(byBinding.get(binding) ?? [])]));
}
