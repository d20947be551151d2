// The state of one function's lowering: the instruction list being written,
// locals and temporaries, the charge that is open, the scopes that a jump
// crosses. What the nodes mean stands in the `lower…` files.
//
// Temporaries hold scalars, references that are lent (never released), or
// references that are owned: those are zero whenever nothing is in flight, so
// that cleaning up after a raise may release them all.
//
// A charge stands where its straight-line run begins and grows while the run
// is lowered. A run goes on behind an `if` or a loop that nothing jumps out
// of, because what follows is surely reached.

import type { Span } from "../base/span.ts";
import type { LabelId as TypedLabel, TypedExpression, TypedFunction, TypedStatement } from "../check/program.ts";
import { local, nullReference, slot } from "./build.ts";
import type { Expression, FunctionId, Instruction, IRLocal, LabelId, LocalId, Representation, SiteId } from "./ir.ts";
import type { ModuleBuilder, Variant } from "./moduleBuilder.ts";

/** Where a variable lives: a local, or a slot of the generator that local 0 is. */
export type Home =
  | { readonly kind: "local"; readonly local: LocalId; readonly representation: Representation }
  | { readonly kind: "slot"; readonly slot: number; readonly representation: Representation };

export interface VariableHome {
  /** Of the value, or of the cell where closures share it. */
  readonly home: Home;
  readonly isCell: boolean;
  /** i32, 1 once it has a value; in a cell it is slot 1. */
  readonly flag: Home | null;
  readonly isFlagged: boolean;
  /** A parameter's reference belongs to the caller. */
  readonly isBorrowed: boolean;
  /** Some write stands earlier in the text, so the home may be full. */
  isWritten: boolean;
}

/** What a jump outwards may cross or end at. */
export type Scope =
  | { readonly kind: "label"; readonly label: TypedLabel; readonly target: LabelId }
  /** A reference owned while the scope lasts. */
  | { readonly kind: "held"; readonly home: Home }
  | { readonly kind: "finalizer"; readonly exits: Exit[]; readonly completion: Home; readonly entry: LabelId };

/** A jump that waits until the finalizer has run. */
export type Exit = { readonly kind: "leave"; readonly label: TypedLabel } | { readonly kind: "return" };

interface OpenCharge {
  readonly kind: "charge";
  amount: number;
  readonly site: SiteId;
  readonly parts: { site: SiteId; amount: number }[];
}

export interface Run {
  charge: OpenCharge | null;
}

/** One basic block of a generator's state machine. */
export interface State {
  readonly label: LabelId;
  readonly instructions: Instruction[];
}

export class FunctionBuilder {
  readonly module: ModuleBuilder;
  readonly source: TypedFunction;
  readonly charged: boolean;
  readonly isProtected: boolean;
  readonly isResume: boolean;
  readonly locals: IRLocal[] = [];
  readonly slots: Representation[] = [];
  /** Where a generator's body goes on, and the loop that goes there. */
  dispatch: { readonly next: LocalId; readonly label: LabelId } | null = null;
  /** Statements that hold a `yield`: they become states. */
  yielding: ReadonlySet<TypedStatement> = new Set();
  /** Of a generator's body; the first is its start. */
  readonly states: State[] = [];
  /** Labels of states that are entered by number, in that order. */
  readonly entries: LabelId[] = [];
  instructions: Instruction[] = [];
  run: Run = { charge: null };
  readonly scopes: Scope[] = [];
  /** Index of the outermost scope that anything since the last reset jumps to; -1 for out of the function. */
  escape = Infinity;
  /** Where an exception goes: null at the function's own end. */
  handler: LabelId | null = null;
  /** What the innermost running handler caught. */
  caught: Home | null = null;
  loopDepth = 0;
  /** By slot: what `elementOperand` reads while the body of a fused loop is lowered. */
  items = new Map<number, { readonly local: LocalId; readonly representation: Representation }>();
  /** Ids of loop variables that cannot be negative where we are. */
  readonly nonNegative = new Set<number>();
  /** By variable id. */
  readonly variables = new Map<number, VariableHome>();
  /** What holds the captures: the closure itself, or a slot of a generator. */
  environment: Home | null = null;
  /** A read of a variable that is about to be assigned: its text may be taken out and appended to in place. */
  moving: TypedExpression | null = null;
  /** Where `return` leaves its value. */
  resultHome: Home | null = null;
  /** Where an exception waits that was thrown into this generator. */
  thrownHome: Home | null = null;
  /** Where a value waits that was sent to it. */
  sentHome: Home | null = null;
  usesExit = false;
  /** A `return` may be overtaken by another one. */
  hasFinalizers = false;
  readonly exitLabel: LabelId;
  usesFail = false;
  readonly failLabel: LabelId;
  /** Counts writes; `lastEffect` is the last one to memory, `writes` has the last to each home. */
  clock = 0;
  lastEffect = 0;
  readonly writes = new Map<number, number>();
  /** Owned references of the function itself, by which its end knows what to release. */
  readonly ownedHomes: Home[] = [];
  readonly ownedTemporaries: LocalId[] = [];
  private readonly touched: Set<LocalId>[] = [];
  private readonly pools = new Map<Representation | "owned", LocalId[]>();
  private readonly inUse: { readonly pool: Representation | "owned"; readonly local: LocalId }[] = [];
  private labels = 0;
  private statementSite: SiteId | null = null;

  constructor(module: ModuleBuilder, variant: Variant) {
    this.module = module;
    this.source = variant.source;
    this.charged = variant.charged;
    this.isResume = variant.isResume;
    this.isProtected = module.facts.raises.isProtected[variant.source.id] === true;
    this.failLabel = this.newLabel();
    this.exitLabel = this.newLabel();
  }

  // ------------------------------------------------------------ instructions

  emit(instruction: Instruction): void {
    this.instructions.push(instruction);
    if (hasEffect(instruction)) this.lastEffect = ++this.clock;
  }

  setLocal(target: LocalId, value: Expression): void {
    this.emit({ kind: "setLocal", local: target, value });
    this.writes.set(target, ++this.clock);
  }

  /** Lowers into a list of its own, with a charge of its own. */
  arm(lower: () => void): Instruction[] {
    const { instructions, run } = this;
    this.instructions = [];
    this.run = { charge: null };
    lower();
    const made = this.instructions;
    this.instructions = instructions;
    this.run = run;
    return made;
  }

  /** As `arm`, for a block that is surely entered: the open charge goes on in it. */
  nested(lower: () => void): Instruction[] {
    const { instructions } = this;
    this.instructions = [];
    lower();
    const made = this.instructions;
    this.instructions = instructions;
    return made;
  }

  /** Lowers what may jump; afterwards the charge goes on only if nothing left for beyond the present scopes. */
  crossing(lower: () => void): void {
    const outer = this.escape;
    const run = this.run;
    const states = this.states.length;
    this.escape = Infinity;
    lower();
    const isLeft = this.escape < this.scopes.length || this.states.length > states;
    this.run = isLeft ? { charge: null } : run;
    this.escape = Math.min(outer, this.escape);
  }

  newLabel(): LabelId {
    return this.labels++;
  }

  // ----------------------------------------------------------------- charges

  charge(amount: number): void {
    if (!this.charged || amount === 0) return;
    const site = this.currentSite();
    const open = this.run.charge;
    if (open === null) {
      const charge: OpenCharge = { kind: "charge", amount, site, parts: [{ site, amount }] };
      this.run.charge = charge;
      this.instructions.push(charge);
      return;
    }
    open.amount += amount;
    const last = open.parts.at(-1);
    if (last?.site === site) last.amount += amount;
    else open.parts.push({ site, amount });
  }

  chargeSize(base: number, each: number, size: Expression, site: SiteId): void {
    if (this.charged) this.emit({ kind: "chargeSize", base, each, size, site });
  }

  site(span: Span): SiteId {
    return this.module.site(this.source, span);
  }

  /** Charges and calls of the machinery name the statement they stand in. */
  currentSite(): SiteId {
    return this.statementSite ?? this.site(this.source.span);
  }

  beginStatement(span: Span): void {
    const site = this.site(span);
    if (site === this.statementSite) return;
    this.statementSite = site;
    if (!this.source.isLibrary) this.instructions.push({ kind: "statement", site });
  }

  // ------------------------------------------------------------------ locals

  addLocal(representation: Representation, name: string | null, isOwned = false): LocalId {
    this.locals.push({ representation, name, isOwned });
    return this.locals.length - 1;
  }

  /** A temporary for a scalar, or for a reference that somebody else keeps alive. */
  temporary(representation: Representation): LocalId {
    return this.allocate(representation, representation);
  }

  /** A temporary that owns what it holds: zero it when it gives that away. */
  ownedTemporary(): LocalId {
    const made = this.allocate("owned", "ref");
    this.touched.at(-1)?.add(made);
    return made;
  }

  /** Runs `lower` with temporaries that nothing has used before: for instructions to be put in front of ones already written, which may use any other. */
  withFreshTemporaries<T>(lower: () => T): T {
    const pools = new Map(this.pools);
    this.pools.clear();
    const result = lower();
    for (const [pool, locals] of pools) this.pools.set(pool, [...locals, ...(this.pools.get(pool) ?? [])]);
    return result;
  }

  mark(): number {
    return this.inUse.length;
  }

  /** Temporaries taken since `mark` may be used for other things. */
  reclaim(mark: number): void {
    for (let used = this.inUse.length; used > mark; used--) {
      const last = this.inUse.pop();
      if (last === undefined) return;
      const pool = this.pools.get(last.pool);
      if (pool === undefined) this.pools.set(last.pool, [last.local]);
      else pool.push(last.local);
    }
  }

  /** Owned temporaries that `lower` used: those may be full when it is left by a raise. */
  touchedBy(lower: () => void): ReadonlySet<LocalId> {
    const mine = new Set<LocalId>();
    this.touched.push(mine);
    lower();
    this.touched.pop();
    const outer = this.touched.at(-1);
    if (outer !== undefined) for (const each of mine) outer.add(each);
    return mine;
  }

  private allocate(pool: Representation | "owned", representation: Representation): LocalId {
    let id = this.pools.get(pool)?.pop();
    if (id === undefined) {
      id = this.addLocal(representation, null, pool === "owned");
      if (pool === "owned") this.ownedTemporaries.push(id);
    }
    this.inUse.push({ pool, local: id });
    return id;
  }

  // ------------------------------------------------------------------- homes

  /** A place that lasts as long as the function runs; in a generator, across its yields. */
  newHome(representation: Representation, name: string | null, isOwned = false): Home {
    if (!this.isResume) return { kind: "local", local: this.addLocal(representation, name, isOwned), representation };
    this.slots.push(representation);
    return { kind: "slot", slot: this.slots.length - 1, representation };
  }

  /** As `newHome`, and released at the function's end. */
  newOwnedHome(name: string | null): Home {
    const home = this.newHome("ref", name, true);
    this.ownedHomes.push(home);
    return home;
  }

  read(home: Home): Expression {
    return home.kind === "local" ? local(home.local) : slot(local(0), home.slot, home.representation);
  }

  write(home: Home, value: Expression): void {
    if (home.kind === "local") {
      this.setLocal(home.local, value);
      return;
    }
    // Nobody else writes these slots while the generator runs: not an effect on other values.
    this.instructions.push({ kind: "setSlot", object: local(0), slot: home.slot, representation: home.representation, value });
    this.writes.set(homeKey(home), ++this.clock);
  }

  releaseHome(home: Home): void {
    this.emit({ kind: "release", value: this.read(home) });
    this.write(home, nullReference);
  }

  /** Takes the text out of the variable that `moving` reads, into an owned temporary. */
  takeMoving(): LocalId | null {
    const read = this.moving;
    this.moving = null;
    const found = read?.kind === "variable" ? this.variables.get(read.variable.id) : undefined;
    if (found === undefined) return null;
    const taken = this.ownedTemporary();
    this.setLocal(taken, this.read(found.home));
    this.write(found.home, nullReference);
    return taken;
  }

  // -------------------------------------------------------------- generators

  /** Ends the present basic block, which falls into the new one. */
  startState(label: LabelId): void {
    const state: State = { label, instructions: [] };
    this.states.push(state);
    this.instructions = state.instructions;
    this.run = { charge: null };
  }

  /** The number by which the dispatcher enters the state of that label. */
  entryNumber(label: LabelId): number {
    this.entries.push(label);
    return this.entries.length - 1;
  }

  callee(id: FunctionId): FunctionId {
    return this.module.calleeOf(id, this.charged);
  }
}

/** The key in `writes`: locals count up from 0, slots down from -1. */
export function homeKey(home: Home): number {
  return home.kind === "local" ? home.local : -1 - home.slot;
}

function hasEffect(instruction: Instruction): boolean {
  switch (instruction.kind) {
    case "charge":
    case "chargeSize":
    case "spend":
    case "statement":
    case "retain":
    case "retainRange":
    case "branch":
    case "branchTable":
    case "return":
    case "trap":
    case "uncaught":
    case "raise":
    case "if":
    case "block":
    case "loop":
      return false;
    case "setLocal":
      return changesMemory(instruction.value);
    case "evaluate":
      return changesMemory(instruction.value);
    case "setGlobal":
    case "setSlot":
    case "setElement":
    case "setCode":
    case "copyElements":
    case "fillElements":
    case "copyCodes":
    case "releaseRange":
    case "release":
    case "print":
      return true;
  }
}

function changesMemory(value: Expression): boolean {
  return value.kind === "call" || value.kind === "hostCall" || value.kind === "appendText";
}
