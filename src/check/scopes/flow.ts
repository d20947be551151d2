// The walking state of reaching definitions: which definition of each name is
// current, with an undo log, so that a branch costs what it changes and not
// what is in scope.

import type { Definition, DefinitionGraph } from "./definitions.ts";
import type { Binding, DefinitionNode } from "./scope.ts";

/** What a branch did: its last definitions, and whether its end is reached at all. */
export interface Branch {
  readonly changes: ReadonlyMap<Binding, Definition>;
  readonly dead: boolean;
}

interface Loop {
  readonly mark: number;
  readonly breaks: Branch[];
  readonly continues: Branch[];
}

export class Flow {
  readonly graph: DefinitionGraph;
  dead = false;
  private readonly current = new Map<Binding, Definition>();
  private readonly log: { readonly binding: Binding; readonly before: Definition | undefined }[] = [];
  private readonly loops: Loop[] = [];

  constructor(graph: DefinitionGraph) {
    this.graph = graph;
  }

  get(binding: Binding): Definition {
    if (this.dead) return this.graph.dead(binding);
    let definition = this.current.get(binding);
    if (definition === undefined) {
      definition = this.graph.unbound(binding);
      this.current.set(binding, definition);
    }
    return definition;
  }

  set(binding: Binding, definition: Definition): void {
    this.log.push({ binding, before: this.current.get(binding) });
    this.current.set(binding, definition);
  }

  assign(binding: Binding, node: DefinitionNode): Definition {
    const definition = this.graph.assign(binding, node);
    this.set(binding, definition);
    return definition;
  }

  /** Runs `body` and takes back what it did. */
  branch(body: () => void): Branch {
    const mark = this.log.length;
    const before = this.dead;
    body();
    const result = { changes: this.changesSince(mark), dead: this.dead };
    this.rollback(mark);
    this.dead = before;
    return result;
  }

  /** The same from where `start` has come to. */
  after(start: Branch, body: () => void): Branch {
    return this.branch(() => {
      this.meet([start]);
      body();
    });
  }

  private changesSince(mark: number): Map<Binding, Definition> {
    const changes = new Map<Binding, Definition>();
    for (let at = mark; at < this.log.length; at += 1) {
      const binding = this.log[at]?.binding as Binding;
      changes.set(binding, this.current.get(binding) as Definition);
    }
    return changes;
  }

  private rollback(mark: number): void {
    while (this.log.length > mark) {
      const entry = this.log.pop();
      if (entry === undefined) return;
      if (entry.before === undefined) this.current.delete(entry.binding);
      else this.current.set(entry.binding, entry.before);
    }
  }

  /** Goes on where the branches meet. */
  meet(branches: readonly Branch[]): void {
    const alive = branches.filter((branch) => !branch.dead);
    if (alive.length === 0) {
      this.dead = true;
      return;
    }
    const changed = new Set(alive.flatMap((branch) => [...branch.changes.keys()]));
    for (const binding of changed) {
      const inputs = new Set(alive.map((branch) => branch.changes.get(binding) ?? this.get(binding)));
      const [only] = inputs;
      this.set(binding, inputs.size === 1 && only !== undefined ? only : this.graph.phi(binding, [...inputs]));
    }
  }

  /** A loop: phis for what it assigns, closed with what arrives at its end and at `continue`. */
  loop(assigned: ReadonlySet<Binding>, body: () => void): readonly Branch[] {
    const heads = new Map<Binding, Definition>();
    for (const binding of assigned) {
      const head = this.graph.phi(binding, [this.get(binding)]);
      heads.set(binding, head);
      this.set(binding, head);
    }
    const loop: Loop = { mark: this.log.length, breaks: [], continues: [] };
    this.loops.push(loop);
    const end = this.branch(body);
    this.loops.pop();
    for (const back of [end, ...loop.continues]) {
      if (back.dead) continue;
      for (const [binding, head] of heads) head.inputs.push(back.changes.get(binding) ?? head);
    }
    return loop.breaks;
  }

  /** How the loop around has been left so far, and gone on with, for `alsoLeaving`. */
  leavings(): readonly number[] {
    const loop = this.loops.at(-1);
    return loop === undefined ? [] : [loop.breaks.length, loop.continues.length];
  }

  /** What a `finally` does, also to those who left the loop through it, from `before` to `after`. */
  alsoLeaving(before: readonly number[], after: readonly number[], finalizer: Branch): void {
    const loop = this.loops.at(-1);
    for (const [at, branches] of loop === undefined ? [] : [loop.breaks, loop.continues].entries())
      for (let index = before[at] ?? 0; index < (after[at] ?? 0); index += 1) {
        const left = branches[index] as Branch;
        branches[index] = { changes: new Map([...left.changes, ...finalizer.changes]), dead: finalizer.dead };
      }
  }

  leaveLoop(kind: "breaks" | "continues"): void {
    const loop = this.loops.at(-1);
    if (loop !== undefined && !this.dead) loop[kind].push({ changes: this.changesSince(loop.mark), dead: false });
    this.dead = true;
  }
}
