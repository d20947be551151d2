// Leaves out counting where nothing can be freed: in quiet functions all of
// it; in quiet loops that end in one place, what they do turn by turn. Such a
// loop changes what its locals own only from what they held before to what
// they hold after, so that is all that is counted, behind it:
//
//     old = x                          old = x
//     loop                             block
//       retain y; release x; x = y       loop ... x = y ...
//                                      retain x; release old
//
// (of several locals, which may have changed places, all are retained first).
// Objects may live a little longer for it, up to the loop's end; the loop
// makes none, so no limit trips earlier. An arm that ends the run with an
// exception makes that, so it begins with the same counting. A loop that is
// left for several places counts at each way out. Charges are not touched.

import type { Expression, FunctionId, Instruction, IRFunction, IRLocal, LabelId, LocalId } from "./ir.ts";
import { highestLabel } from "./nodes.ts";
import type { IRNode } from "./nodes.ts";
import { endsRun, partsThatGoOn, summarise } from "./quietCode.ts";

export function elideInOne(each: IRFunction, isQuiet: (id: FunctionId) => boolean): IRFunction {
  return isQuiet(each.id) ? elideInFunction(each) : elideInLoops(each, isQuiet);
}

function elideInFunction(within: IRFunction): IRFunction {
  const owned = [...within.locals.keys()].filter((id) => within.locals[id]?.isOwned === true);
  const makeUp = owned.map((id): Instruction => ({ kind: "retain", value: { kind: "local", local: id } }));
  return { ...within, body: withoutCounts(within.body, { makeUp, leaving: new Set() }) };
}

interface Elided {
  /** Counts all that has been left out so far. */
  readonly makeUp: readonly Instruction[];
  /** Labels: jumps to them make up before. */
  readonly leaving: ReadonlySet<LabelId>;
}

/** The same instructions but for counting; blocks are copied. */
function withoutCounts(body: readonly Instruction[], elided: Elided): Instruction[] {
  return body.flatMap((x): readonly Instruction[] => {
    if (x.kind === "retain" || x.kind === "release") return [];
    if (x.kind === "if") return [{ ...x, then: armWithoutCounts(x.then, elided), else: armWithoutCounts(x.else, elided) }];
    if (x.kind === "branch" && elided.leaving.has(x.label)) return [...elided.makeUp, x];
    return x.kind === "block" || x.kind === "loop" ? [{ ...x, body: withoutCounts(x.body, elided) }] : [x];
  });
}

function armWithoutCounts(arm: readonly Instruction[], elided: Elided): readonly Instruction[] {
  if (!endsRun(arm)) return withoutCounts(arm, elided);
  return arm.at(-1)?.kind === "trap" && arm.length === 1 ? arm : [...elided.makeUp, ...arm];
}

type Loop = Instruction & { readonly kind: "loop" };

function elideInLoops(within: IRFunction, isQuiet: (id: number) => boolean): IRFunction {
  const state = new Elision(within, isQuiet);
  const body = state.list(within.body);
  return state.isChanged ? { ...within, body, locals: state.locals } : within;
}

class Elision {
  isChanged = false;
  readonly locals: IRLocal[];
  private readonly within: IRFunction;
  private readonly isQuiet: (id: number) => boolean;
  private nextLabel: LabelId;

  constructor(within: IRFunction, isQuiet: (id: number) => boolean) {
    this.within = within;
    this.isQuiet = isQuiet;
    this.locals = [...within.locals];
    this.nextLabel = 1 + highestLabel(within.body);
  }

  list(body: readonly Instruction[]): readonly Instruction[] {
    return body.flatMap((x): readonly Instruction[] => {
      if (x.kind === "if") return [{ ...x, then: this.list(x.then), else: this.list(x.else) }];
      if (x.kind === "block") return [{ ...x, body: this.list(x.body) }];
      if (x.kind !== "loop") return [x];
      return this.loop(x) ?? [{ ...x, body: this.list(x.body) }];
    });
  }

  /** Null where the loop cannot be changed as a whole. */
  private loop(loop: Loop): readonly Instruction[] | null {
    const { isQuiet, callees } = summarise(loop.body, this.within);
    if (!isQuiet || ![...callees].every((id) => this.isQuiet(id))) return null;
    const facts = findFacts(loop);
    const [end, second] = facts.outwards;
    if (end === undefined || facts.returns || !facts.counts || (second !== undefined && facts.hasTable)) return null;
    this.isChanged = true;
    const kept = facts.written
      .filter((id) => this.locals[id]?.isOwned === true)
      .map((id) => ({ id, old: this.locals.push({ representation: "ref", name: null }) - 1 }));
    const read = (id: LocalId): Expression => ({ kind: "local", local: id });
    const before = kept.map(({ id, old }): Instruction => ({ kind: "setLocal", local: old, value: read(id) }));
    // What one local held before another may hold now: all are retained before any is released.
    const makeUp: readonly Instruction[] = [
      ...kept.map(({ id }): Instruction => ({ kind: "retain", value: read(id) })),
      ...kept.map(({ old }): Instruction => ({ kind: "release", value: read(old) })),
    ];
    if (second !== undefined) return [...before, ...withoutCounts([loop], { makeUp, leaving: new Set(facts.outwards) })];
    const label = this.nextLabel++;
    const body = redirect(withoutCounts([loop], { makeUp, leaving: new Set() }), end, label);
    return [...before, { kind: "block", label, body }, ...makeUp, { kind: "branch", label: end }];
  }
}

interface LoopFacts {
  /** Labels outside of the loop that it jumps to. */
  readonly outwards: readonly LabelId[];
  readonly returns: boolean;
  readonly hasTable: boolean;
  /** Is there anything to leave out? */
  readonly counts: boolean;
  readonly written: readonly LocalId[];
}

function findFacts(loop: Loop): LoopFacts {
  const inside = new Set<LabelId>();
  const targets = new Set<LabelId>();
  const written = new Set<LocalId>();
  let returns = false;
  let hasTable = false;
  let counts = false;
  const pending: IRNode[] = [loop];
  for (let x = pending.pop(); x !== undefined; x = pending.pop()) {
    if (x.kind === "loop" || x.kind === "block") inside.add(x.label);
    else if (x.kind === "branch") targets.add(x.label);
    else if (x.kind === "branchTable") {
      hasTable = true;
      for (const label of [...x.labels, x.otherwise]) targets.add(label);
    } else if (x.kind === "setLocal") written.add(x.local);
    else if (x.kind === "return") returns = true;
    else if (x.kind === "retain" || x.kind === "release") counts = true;
    for (const part of partsThatGoOn(x)) pending.push(part);
  }
  const outwards = [...targets].filter((label) => !inside.has(label));
  return { outwards, returns, hasTable, counts, written: [...written].sort((a, b) => a - b) };
}

/** Jumps to one label go to another. */
function redirect(body: readonly Instruction[], from: LabelId, to: LabelId): Instruction[] {
  const change = (label: LabelId): LabelId => (label === from ? to : label);
  return body.map((x): Instruction => {
    if (x.kind === "branch") return { ...x, label: change(x.label) };
    if (x.kind === "branchTable") return { ...x, labels: x.labels.map(change), otherwise: change(x.otherwise) };
    if (x.kind === "if") return { ...x, then: redirect(x.then, from, to), else: redirect(x.else, from, to) };
    return x.kind === "block" || x.kind === "loop" ? { ...x, body: redirect(x.body, from, to) } : x;
  });
}
