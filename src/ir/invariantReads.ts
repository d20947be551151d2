// Reads in a loop that give the same at each turn, and may be done before it:
// their object stands in a local that the loop does not set (or comes by such
// reads), their kind of memory is not written in the loop, and static types say
// that the slot is there.
//
// Lowering copies references into temporaries on their way (`t = a.items;
// t.length`). So the walk knows what a local holds while that is one of these
// reads.

import type { Expression, Instruction, IRLocal, IRModule, LocalId } from "./ir.ts";
import { isInstruction, partsOfNode } from "./nodes.ts";
import type { IRNode } from "./nodes.ts";
import { readKind, readText } from "./reads.ts";
import type { Read } from "./reads.ts";
import type { ModuleWrites, Writes } from "./writes.ts";

/** At most so many before one loop. */
const mostReads = 24;
/** References followed on the way. */
const deepest = 3;

export function findInvariantReads(
  module: IRModule,
  locals: readonly IRLocal[],
  summaries: ModuleWrites,
  body: readonly Instruction[],
  writes: Writes,
): readonly Read[] {
  const search = new InvariantSearch(module, locals, summaries, writes);
  search.list(body, new Map());
  return [...search.found.values()];
}

type Path = Extract<Expression, { readonly kind: "local" }> | Read;
type Definitions = Map<LocalId, Path>;

class InvariantSearch {
  readonly found = new Map<string, Read>();
  private readonly module: IRModule;
  private readonly locals: readonly IRLocal[];
  private readonly summaries: ModuleWrites;
  private readonly writes: Writes;

  constructor(module: IRModule, locals: readonly IRLocal[], summaries: ModuleWrites, writes: Writes) {
    this.module = module;
    this.locals = locals;
    this.summaries = summaries;
    this.writes = writes;
  }

  list(body: readonly Instruction[], definitions: Definitions): void {
    for (const x of body) this.instruction(x, definitions);
  }

  private instruction(x: Instruction, definitions: Definitions): void {
    if (x.kind === "if") {
      this.expression(x.test, definitions);
      for (const arm of [x.then, x.else]) this.apart(arm, definitions);
    } else if (x.kind === "block") {
      this.apart(x.body, definitions);
    } else if (x.kind === "loop") {
      forget(definitions, this.summaries.of(x.body).locals);
      this.apart(x.body, definitions);
    } else {
      for (const part of partsOfNode(x)) if (!isInstruction(part)) this.expression(part, definitions);
      if (x.kind === "setLocal") this.define(x.local, x.value, definitions);
    }
  }

  /** Code that may be left early or not be run. What ends the run is of no interest. */
  private apart(body: readonly Instruction[], definitions: Definitions): void {
    const last = body.at(-1)?.kind;
    if (last === "trap" || last === "uncaught") return;
    const inside = new Map(definitions);
    this.list(body, inside);
    for (const [id, path] of definitions) if (inside.get(id) !== path) definitions.delete(id);
  }

  private define(id: LocalId, value: Expression, definitions: Definitions): void {
    const path = this.locals[id]?.representation === "ref" ? this.path(value, definitions, 0) : null;
    if (path === null || (path.kind === "local" && this.writes.locals.has(path.local))) definitions.delete(id);
    else definitions.set(id, path);
  }

  private expression(x: Expression, definitions: Definitions): void {
    const pending: IRNode[] = [x];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node.kind === "slot" || node.kind === "length" || node.kind === "global") this.note(node, definitions);
      if (node.kind !== "sequence") for (const part of partsOfNode(node)) pending.push(part);
    }
  }

  private note(read: Read, definitions: Definitions): void {
    if (this.found.size >= mostReads) return;
    const path = this.path(read, definitions, 0);
    if (path !== null && path.kind !== "local") this.found.set(readText(path), path);
  }

  /** The read from where it begins, where it is invariant. */
  private path(x: Expression, definitions: Definitions, depth: number): Path | null {
    if (x.kind === "local") return definitions.get(x.local) ?? (this.writes.locals.has(x.local) ? null : x);
    if ((x.kind !== "slot" && x.kind !== "length" && x.kind !== "global") || depth > deepest) return null;
    if (this.writes.isAll || this.writes.memory.has(readKind(x))) return null;
    if (x.kind === "global") return x;
    const object = this.path(x.object, definitions, depth + 1);
    const slots = object === null ? undefined : this.slotsOf(object);
    if (object === null || slots === undefined || (x.kind === "slot" && x.slot >= slots)) return null;
    return { ...x, object };
  }

  private slotsOf(x: Path): number | undefined {
    if (x.kind === "local") return this.locals[x.local]?.knownSlots;
    if (x.kind === "global") return this.module.globals[x.global]?.knownSlots;
    return x.kind === "slot" ? x.knownSlots : undefined;
  }
}

function forget(definitions: Definitions, set: ReadonlySet<LocalId>): void {
  for (const id of set) definitions.delete(id);
}
