// Counted loops in two versions. Before the loop it is tested once that it has
// some turns, that counter and ints are small, that indices stay inside, and
// that the fuel lasts for all turns whatever way they take. Then a version runs
// in which nothing is tested any more that this has shown:
//
//     loop                               if it is so
//       if i >= n: leave                   (all that a turn surely spends, at once)
//       charge 9                           loop
//       index test; overflow test            the work
//       the work                         else
//       i = i + 1                          the loop as it was
//
// In front of the quick version stands what no turn of it changes
// (`invariantValues.ts`). That of a mapped hook of floats does two cells at
// once (`straightTurns.ts`); so may a loop around it (`pairedTurns.ts`).
//
// Where the work of the quick version may still end the run or leave the loop,
// it spends turn by turn (without a test), so that fuel is exact at that point.

import { i64, operation } from "./build.ts";
import { matchCountedLoop } from "./countedLoops.ts";
import type { CountedLoop } from "./countedLoops.ts";
import { hoistValues } from "./invariantValues.ts";
import type { Expression, Instruction, IRFunction, IRLocal, IRModule, LabelId, LocalId, Representation } from "./ir.ts";
import { allOf, boundsOf, lasts, turnsOf } from "./loopConditions.ts";
import { LoopValues } from "./loopValues.ts";
import { pairTurns } from "./pairedTurns.ts";
import { QuickBody } from "./quickBody.ts";
import { highestLabel, visitNodes } from "./nodes.ts";
import { renameBody } from "./renaming.ts";
import { straighten, type StraightTurn } from "./straightTurns.ts";

type Loop = Extract<Instruction, { readonly kind: "loop" }>;

const mostConditions = 24;
/** Of instructions that one function gets more. */
const mostGrowth = 600;

export function runLoopsAhead(module: IRModule): IRModule {
  return { ...module, functions: module.functions.map((one) => new Versions(one, module.globals).run()) };
}

class Versions {
  private readonly within: IRFunction;
  private readonly globals: IRModule["globals"];
  private nextLabel: LabelId;
  private growth = 0;
  private readonly locals: IRLocal[];

  constructor(within: IRFunction, globals: IRModule["globals"]) {
    this.within = within;
    this.globals = globals;
    this.nextLabel = 0;
    this.locals = [...within.locals];
  }

  run(): IRFunction {
    if (!hasLoop(this.within.body)) return this.within;
    this.nextLabel = 1 + highestLabel(this.within.body);
    const body = this.list(this.within.body);
    return this.growth === 0 ? this.within : { ...this.within, locals: this.locals, body };
  }

  private list(body: readonly Instruction[]): readonly Instruction[] {
    return body.map((x): Instruction => {
      switch (x.kind) {
        case "if":
          return { ...x, then: this.list(x.then), else: this.list(x.else) };
        case "block":
          return { ...x, body: this.list(x.body) };
        case "loop":
          return this.loop(x);
        default:
          return x;
      }
    });
  }

  private loop(x: Loop): Instruction {
    // Two turns at once are quicker than what could be saved here.
    if (x.isIndependent === true) return x;
    const counted = matchCountedLoop(x);
    if (counted === null) return this.around({ ...x, body: this.list(x.body) });
    if (this.growth + counted.size > mostGrowth) return x;
    return this.versions(x, counted) ?? x;
  }

  /** A loop around others: two turns of it at once where they are alike. */
  private around(x: Loop): Instruction {
    const { locals } = this;
    const paired = this.growth === 0 || this.growth > mostGrowth ? null : pairTurns(x, { locals, freshLabel: () => this.nextLabel++ });
    return paired ?? x;
  }

  private versions(x: Loop, counted: CountedLoop): Instruction | null {
    const { counter, written } = counted;
    const values = new LoopValues({
      counter,
      isInvariant: (id) => !written.has(id),
      representationOf: (id) => this.within.locals[id]?.representation,
    });
    const quick = new QuickBody(counted, values);
    const work = quick.rewrite();
    if (!quick.pays || values.needs.size + quick.conditions.length > mostConditions) return null;
    this.growth += counted.size;
    const hoisted = hoistValues(work, counter, counted.head, (representation) => this.fresh(representation));
    const ahead = quick.ahead === 0 ? [] : [{ kind: "spend" as const, amount: operation("i64.mul", turnsOf(counted), i64(quick.ahead)) }];
    const straight = counted.isNarrow ? this.straight(x, hoisted.work, counter) : null;
    const body: readonly Instruction[] = [...counted.head, ...(straight?.work ?? hoisted.work), ...counted.tail];
    const version = this.relabel({ kind: "loop", label: x.label, body, ...(straight === null ? {} : { isIndependent: true }) });
    const before = [...hoisted.before, ...(straight?.before ?? [])];
    return { kind: "if", test: conditions(counted, quick, values.needs), then: [...ahead, ...before, version], else: [x] };
  }

  /** For two cells at once, where nobody looks at what the last turn has left in locals. */
  private straight(x: Loop, work: readonly Instruction[], counter: LocalId): StraightTurn | null {
    const { locals, globals } = this;
    const straight = straighten(work, { counter, locals, globals, fresh: (representation) => this.fresh(representation) });
    return straight !== null && readsOf(straight.work, this.within.body) === readsOf(straight.work, [x]) ? straight : null;
  }

  private fresh(representation: Representation): LocalId {
    this.locals.push({ representation, name: null });
    return this.locals.length - 1;
  }

  /** A copy with labels of its own. */
  private relabel(x: Loop): Instruction {
    const own = new Map<LabelId, LabelId>();
    for (const label of labelsIn([x])) own.set(label, this.nextLabel++);
    const renaming = { local: (id: LocalId) => id, label: (id: LabelId) => own.get(id) ?? id, site: (id: number) => id };
    return renameBody([x], renaming)[0] ?? x;
  }
}

/** Where `body` looks at locals that `work` sets. */
function readsOf(work: readonly Instruction[], body: readonly Instruction[]): number {
  const set = new Set(work.flatMap((x) => (x.kind === "setLocal" ? [x.local] : [])));
  let reads = 0;
  visitNodes(body, (x) => {
    if (x.kind === "local" && set.has(x.local)) reads++;
  });
  return reads;
}

function conditions(counted: CountedLoop, quick: QuickBody, needs: ReadonlySet<LocalId>): Expression {
  const fuel = quick.most === 0 ? [] : [lasts(operation("i64.mul", turnsOf(counted), i64(quick.most)))];
  return allOf([...boundsOf(counted, needs), ...fuel, ...quick.conditions]);
}

function hasLoop(body: readonly Instruction[]): boolean {
  return body.some((x) => {
    if (x.kind === "if") return hasLoop(x.then) || hasLoop(x.else);
    return x.kind === "loop" || (x.kind === "block" && hasLoop(x.body));
  });
}

function labelsIn(body: readonly Instruction[]): LabelId[] {
  return body.flatMap((x) => {
    if (x.kind === "if") return [...labelsIn(x.then), ...labelsIn(x.else)];
    return x.kind === "loop" || x.kind === "block" ? [x.label, ...labelsIn(x.body)] : [];
  });
}
