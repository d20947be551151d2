// A loop around a counted loop, two turns of it at once: where a turn waits for
// a chain of additions or for a divider, two of them in step take hardly longer
// than one, and every float keeps its bits, as each sum keeps its order.
//
//     for i in range(n):                      if it is so (tested once)
//         total = 0.0                           spend what all turns spend
//         for j in range(m):          =>        for i in range(n):    two at once
//             total += f(i, j) * v[j]             the same without a test
//         out[i] = total                      else
//                                               the loop as it was
//
// The inner loop has its quick version already (`aheadLoops.ts`). What that one
// tests before it must hold for all turns of the outer loop: it is put in terms
// of what no turn changes. A turn may store one float, at an item that is its
// own, of a storage that no turn reads (by address, tested as well); all else
// that it sets, it sets before it looks at it.

import { i64, local, not, operation } from "./build.ts";
import { keepsBounds, matchCountedLoop, matchCountingLoop } from "./countedLoops.ts";
import type { CountedLoop } from "./countedLoops.ts";
import type { Expression, Instruction, IRLocal, LabelId, LocalId } from "./ir.ts";
import { allOf, boundsOf, lasts, turnsOf } from "./loopConditions.ts";
import { LoopValues } from "./loopValues.ts";
import { flatten, matchNest } from "./nestParts.ts";
import type { NestParts } from "./nestParts.ts";
import { visitNodes } from "./nodes.ts";
import { matchPairedNest, varies } from "./pairedNest.ts";
import { pays } from "./pairWorth.ts";
import type { Loop, PairedNest, Step } from "./pairedNest.ts";
import { QuickBody } from "./quickBody.ts";
import { rewriteParts } from "./rewriting.ts";

const mostConditions = 24;
/** Of one turn: the product with all turns stays far below 2^63. */
const mostFuel = 2 ** 12;

export interface PairPlace {
  readonly locals: readonly IRLocal[];
  freshLabel(): LabelId;
}

/** The loop in two versions; null where turns may depend on each other, or where nothing would be gained. */
export function pairTurns(x: Loop, place: PairPlace): Instruction | null {
  const outer = matchCountingLoop(x);
  const parts = outer === null || outer.isNarrow ? null : matchNest(outer.work);
  const inner = parts === null ? null : matchCountedLoop(parts.quick);
  if (outer === null || parts === null || inner === null || inner.isNarrow) return null;
  const written = writtenIn(x.body.slice(0, -2));
  if (!keepsBounds(outer, written)) return null;
  written.add(outer.counter);
  return new Pairing({ ...outer, work: [], written, size: 0 }, parts, inner, place).run(x);
}

function writtenIn(body: readonly Instruction[]): Set<LocalId> {
  const written = new Set<LocalId>();
  visitNodes(body, (x) => {
    if (x.kind === "setLocal") written.add(x.local);
  });
  return written;
}

class Pairing {
  private readonly outer: CountedLoop;
  private readonly parts: NestParts;
  private readonly inner: CountedLoop;
  private readonly place: PairPlace;
  /** What locals hold where the inner loop begins, in terms of what no turn changes and of the counter. */
  private readonly held = new Map<LocalId, Expression>();
  /** Where a turn stores. */
  private stored: Expression | null = null;

  constructor(outer: CountedLoop, parts: NestParts, inner: CountedLoop, place: PairPlace) {
    this.outer = outer;
    this.parts = parts;
    this.inner = inner;
    this.place = place;
  }

  run(x: Loop): Instruction | null {
    const { outer, parts, place } = this;
    const values = new LoopValues({
      counter: outer.counter,
      isInvariant: (id) => !outer.written.has(id),
      representationOf: (id) => place.locals[id]?.representation,
    });
    const around = this.around(values);
    const nest = around === null ? null : this.nest(around.before, around.after);
    const pairs = nest === null ? null : matchPairedNest(nest, place.locals);
    if (nest === null || around === null || pairs === null || !pays(pairs) || !setsBeforeItLooks(pairs, outer.written)) return null;
    this.hold(pairs.before);
    const [kept, inside] = [parts.tests.flatMap((one) => this.forAllTurns(one, values)), this.resolve(turnsOf(this.inner))];
    for (const id of this.inner.written) this.held.delete(id);
    this.hold(pairs.after);
    const own = this.ownStore(pairs);
    if (own === null || inside === null || around.most > mostFuel || parts.each > mostFuel) return null;
    const tests = [...boundsOf(outer, values.needs), ...around.conditions, ...kept, ...own];
    if (!tests.every((one) => one !== null) || tests.length > mostConditions) return null;
    const each = operation("i64.add", i64(around.most), operation("i64.mul", inside, i64(parts.each)));
    const fuel = operation("i64.mul", turnsOf(outer), each);
    return { kind: "if", test: allOf([...tests, lasts(fuel)]), then: [{ kind: "spend", amount: fuel }, nest], else: [x] };
  }

  // ------------------------------------------------------------------------ the nest

  /** What stands around the inner loop, without tests; `most` is what it spends. */
  private around(values: LoopValues): (Pick<QuickBody, "conditions" | "most"> & Record<"before" | "after", readonly Instruction[]>) | null {
    const { parts, outer } = this;
    const label = this.place.freshLabel();
    // In the place of the inner loop: it sets those locals.
    const hole: Instruction = {
      kind: "block",
      label,
      body: Array.from(this.inner.written, (id) => ({ kind: "setLocal", local: id, value: local(id) })),
    };
    const quick = new QuickBody({ ...outer, work: [...parts.before, ...parts.hoisted, hole, ...parts.after] }, values);
    const work = quick.rewrite();
    const at = work.findIndex((one) => one.kind === "block" && one.label === label);
    return at < 0 || quick.ahead !== quick.most
      ? null
      : { conditions: quick.conditions, most: quick.most, before: work.slice(0, at), after: work.slice(at + 1) };
  }

  private nest(before: readonly Instruction[], after: readonly Instruction[]): Loop | null {
    const { outer, inner, place } = this;
    const [first, work, last] = [before, inner.work, after].map(flatten);
    if (!first || !work || !last) return null;
    const [around, exit, within] = [place.freshLabel(), place.freshLabel(), place.freshLabel()];
    const back = (label: LabelId): Instruction => ({ kind: "branch", label });
    const leave = (label: LabelId, { counter, stop }: CountedLoop): Instruction => ({
      kind: "if",
      test: operation("i64.ge_s", local(counter), stop),
      then: [back(label)],
      else: [],
    });
    const loop: Instruction = { kind: "loop", label: within, body: [leave(exit, inner), ...work, step(inner.counter), back(within)] };
    const block: Instruction = { kind: "block", label: exit, body: [loop] };
    const [head] = outer.head.slice(-1);
    if (head === undefined) return null;
    return { kind: "loop", label: around, isPaired: true, body: [head, ...first, block, ...last, step(outer.counter), back(around)] };
  }

  // ---------------------------------------------------------------------- conditions

  private hold(steps: readonly Step[]): void {
    for (const x of steps) {
      if (x.kind === "setElement") {
        this.stored = this.inTermsOfCounter(x.index);
        continue;
      }
      const value = this.inTermsOfCounter(x.value);
      if (value === null) this.held.delete(x.local);
      else this.held.set(x.local, value);
    }
  }

  /** Null where it looks at something else. Nothing in it stops, so that it can be asked before the loop. */
  private inTermsOfCounter(x: Expression): Expression | null {
    if (x.kind === "local") {
      if (x.local === this.outer.counter || !this.outer.written.has(x.local)) return x;
      return this.held.get(x.local) ?? null;
    }
    if (x.kind === "operation" ? !neverStops(x) : !["i64", "i32", "choose", "slot", "null"].includes(x.kind)) return null;
    let isKnown = true;
    const made = rewriteParts(x, (part) => {
      const one = this.inTermsOfCounter(part);
      isKnown &&= one !== null;
      return one ?? part;
    });
    return isKnown ? made : null;
  }

  /** The same in all turns; null where it is not. */
  private resolve(x: Expression): Expression | null {
    const made = this.inTermsOfCounter(x);
    return made === null || varies(made, new Set([this.outer.counter])) ? null : made;
  }

  /** What must be so before the loop, for a test of a turn to hold in all; null where that cannot be said. */
  private forAllTurns(x: Expression, values: LoopValues): readonly (Expression | null)[] {
    const { counter, stop } = this.outer;
    const inTerms = this.inTermsOfCounter(x);
    const made = inTerms === null ? null : values.evaluate(inTerms).x;
    if (made === null || !varies(made, new Set([counter]))) return made?.kind === "i32" && made.value !== 0 ? [] : [made];
    const [left, right] = made.kind === "operation" && made.operation === "i64.lt_s" ? made.operands : [];
    if (left === undefined || right === undefined || varies(right, new Set([counter]))) return [null];
    const [from, by] = left.kind === "operation" && left.operation === "i64.add" ? left.operands : [];
    if (from?.kind !== "local" || from.local !== counter || by?.kind !== "i64") return [null];
    return [operation("i64.lt_s", operation("i64.add", stop, i64(by.value - 1n)), right)];
  }

  /** That the storage written is none of those read; null where a turn might write what another reads or writes. */
  private ownStore({ before, inner, after }: PairedNest): readonly Expression[] | null {
    const steps = [...before, ...inner.work, ...after];
    const [store, second] = steps.filter((one) => one.kind === "setElement");
    if (store === undefined || second !== undefined || store.storage.kind !== "local" || this.outer.written.has(store.storage.local))
      return null;
    const [narrowed] = this.stored?.kind === "operation" && this.stored.operation === "i32.from_i64" ? this.stored.operands : [];
    if (narrowed?.kind !== "local" || narrowed.local !== this.outer.counter) return null;
    const read = new Set<LocalId>();
    let isKnown = true;
    visitNodes(steps, (one) => {
      if (one.kind !== "element" || one.representation !== "f64") return;
      if (one.storage.kind === "local" && !this.outer.written.has(one.storage.local)) read.add(one.storage.local);
      else isKnown = false;
    });
    if (!isKnown || read.has(store.storage.local)) return null;
    return Array.from(read, (id) => not(operation("ref.eq", store.storage, local(id))));
  }
}

/** Whatever its operands are, but for the divisor. */
function neverStops({ operation: name, operands: [, by] }: Extract<Expression, { readonly kind: "operation" }>): boolean {
  if (name === "i64.floordiv" || name === "i64.mod") return by?.kind === "i64" && by.value > 0n;
  return /^(i64|i32|ref)\.(add|sub|mul|and|or|xor|eqz|eq|isnull|ne|(lt|le|gt|ge)_[su]|from_i32_[su]|from_i64)$/.test(name);
}

function step(counter: LocalId): Instruction {
  return { kind: "setLocal", local: counter, value: operation("i64.add", local(counter), i64(1)) };
}

/** No value of a turn comes from the one before. */
function setsBeforeItLooks({ counter, before, inner, after }: PairedNest, written: ReadonlySet<LocalId>): boolean {
  const known = new Set([counter]);
  let isKnown = true;
  const look = (x: Instruction | Expression): void =>
    visitNodes([x], (part) => {
      if (part.kind === "local" && written.has(part.local) && !known.has(part.local)) isKnown = false;
    });
  const pass = (steps: readonly Instruction[]): void => {
    for (const x of steps) {
      look(x);
      if (x.kind === "setLocal") known.add(x.local);
    }
  };
  pass(before);
  look(local(inner.counter));
  look(inner.stop);
  pass(inner.work);
  pass(after);
  return isKnown;
}
