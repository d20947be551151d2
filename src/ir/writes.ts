// What code may change: which locals it sets, and which kinds of memory it
// writes. A kind of memory is one slot number with one representation (the
// slot of an object never changes its representation, so a write to another
// kind never hits it), one global, or the lengths of texts. Elements and code
// points are not told apart: nobody keeps them.

import type { FunctionId, Instruction, IRModule, LocalId } from "./ir.ts";
import { visitNodes } from "./nodes.ts";

export interface Writes {
  readonly locals: ReadonlySet<LocalId>;
  readonly memory: ReadonlySet<string>;
  /** It may write anything. */
  readonly isAll: boolean;
}

export const lengthKind = "length";

export function slotKind(slot: number, representation: string): string {
  return `${slot} ${representation}`;
}

export function globalKind(global: number): string {
  return `global ${global}`;
}

interface Memory {
  readonly kinds: Set<string>;
  readonly callees: Set<FunctionId>;
  isAll: boolean;
}

/** What a call of a function may write. */
export type MemoryWrites = Pick<Memory, "isAll"> & { readonly kinds: ReadonlySet<string> };

/** Above this a function counts as one that may write anything. */
const mostKinds = 60;

/** Summaries by function, of a whole module: what a call may write. */
export class ModuleWrites {
  private readonly functions: readonly Memory[];

  /** `known`: of functions whose bodies need not be looked at. */
  constructor(module: IRModule, known: (id: FunctionId) => MemoryWrites | undefined = () => undefined) {
    this.functions = module.functions.map((one) => {
      const found = known(one.id);
      const memory: Memory = { kinds: new Set(found?.kinds), callees: new Set(), isAll: found?.isAll === true };
      if (found === undefined) collect(one.body, memory, null);
      return memory;
    });
    this.spread();
  }

  ofFunction(id: FunctionId): MemoryWrites {
    const found = this.functions[id];
    if (found === undefined) throw new RangeError(`no function ${id}`);
    return { kinds: new Set(found.kinds), isAll: found.isAll };
  }

  /** Of instructions: those of the functions that they call too. */
  of(body: readonly Instruction[]): Writes {
    const memory: Memory = { kinds: new Set(), callees: new Set(), isAll: false };
    const locals = new Set<LocalId>();
    collect(body, memory, locals);
    for (const callee of memory.callees) join(memory, this.functions[callee]);
    return { locals, memory: memory.kinds, isAll: memory.isAll };
  }

  /** From callees to callers, until nothing changes. */
  private spread(): void {
    const callers: FunctionId[][] = this.functions.map(() => []);
    for (const [id, { callees }] of this.functions.entries()) for (const callee of callees) callers[callee]?.push(id);
    const waiting = new Set(this.functions.keys());
    for (const id of waiting) {
      waiting.delete(id);
      for (const caller of callers[id] ?? []) {
        const memory = this.functions[caller];
        if (memory !== undefined && join(memory, this.functions[id])) waiting.add(caller);
      }
    }
  }
}

/** Whether anything was new. */
function join(into: Memory, from: Memory | undefined): boolean {
  if (into.isAll || from === undefined) return false;
  const before = into.kinds.size;
  if (from.isAll) into.isAll = true;
  else for (const kind of from.kinds) into.kinds.add(kind);
  if (into.kinds.size > mostKinds) into.isAll = true;
  return into.isAll || into.kinds.size > before;
}

function collect(body: readonly Instruction[], memory: Memory, locals: Set<LocalId> | null): void {
  visitNodes(body, (x) => {
    if (x.kind === "setLocal") locals?.add(x.local);
    else if (x.kind === "setSlot") memory.kinds.add(slotKind(x.slot, x.representation));
    else if (x.kind === "setGlobal") memory.kinds.add(globalKind(x.global));
    else if (x.kind === "call") memory.callees.add(x.function);
    else if (x.kind === "hostCall") memory.isAll = true;
    else if (x.kind === "appendText") memory.kinds.add(lengthKind);
  });
  if (memory.kinds.size > mostKinds) memory.isAll = true;
}
