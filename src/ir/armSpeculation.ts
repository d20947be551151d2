// An arm of an `if` as instructions that may run whether it is taken or not:
// on locals of their own, without an effect, and with a jump to where the arm
// stands as it was in the place of each stop.

import { local } from "./build.ts";
import type { Expression, Instruction, IRLocal, LabelId, LocalId, Operation } from "./ir.ts";
import { endsRun } from "./quietCode.ts";
import { rewriteParts } from "./rewriting.ts";

export interface Speculation {
  readonly body: readonly Instruction[];
  /** The arm's fuel. */
  readonly price: bigint;
  /** It has yet to be asked whether that fuel is there. */
  readonly isCharged: boolean;
  /** What the arm leaves in the function's locals. */
  readonly values: ReadonlyMap<LocalId, Expression>;
  /** In sums and products. */
  readonly work: number;
  /** It may go to where the arms stand as they were; going to `restart` does not count. */
  readonly isGuarded: boolean;
}

export interface SpeculationPlace {
  /** Leads to the arms as they were. */
  readonly slow: LabelId;
  /** Begins the function again; may be gone to from anywhere. */
  readonly restart: LabelId | undefined;
  /** A new local of the same representation. */
  readonly fresh: (id: LocalId) => LocalId;
  readonly locals: readonly IRLocal[];
}

/** Null where the arm does what cannot be done in vain. */
export function speculateArm(arm: readonly Instruction[], place: SpeculationPlace): Speculation | null {
  const made = new ArmSpeculation(place);
  return arm.every((x) => made.add(x)) ? made : null;
}

class ArmSpeculation implements Speculation {
  readonly body: Instruction[] = [];
  readonly values = new Map<LocalId, Expression>();
  price = 0n;
  isCharged = false;
  isGuarded = false;
  work = 0;
  private readonly place: SpeculationPlace;
  /** Locals that have been shown to be indexes in range. */
  private readonly indexes = new Set<LocalId>();

  constructor(place: SpeculationPlace) {
    this.place = place;
  }

  /** False where it cannot be done in vain. */
  add(x: Instruction): boolean {
    switch (x.kind) {
      case "statement":
        return true;
      case "charge":
        this.isCharged = true;
        this.price += BigInt(x.amount);
        return true;
      case "spend":
        if (x.amount.kind !== "i64") return false;
        this.price += x.amount.value;
        return true;
      case "setLocal":
        return this.set(x.local, x.value);
      case "if":
        if (x.else.length > 0) return false;
        if (this.isRestart(x.then)) return this.guard(x.test, this.place.restart);
        return endsRun(x.then) && this.guard(x.test);
      default:
        return false;
    }
  }

  private set(id: LocalId, value: Expression): boolean {
    const known = this.place.locals[id];
    if (known === undefined || known.isOwned === true || !this.isHarmless(value)) return false;
    const renamed = this.renamed(value);
    if (isAtHand(renamed)) {
      this.values.set(id, renamed);
    } else {
      const target = this.place.fresh(id);
      this.body.push({ kind: "setLocal", local: target, value: renamed });
      this.values.set(id, local(target));
    }
    return true;
  }

  private isRestart(arm: readonly Instruction[]): boolean {
    const [only] = arm;
    return arm.length === 1 && only?.kind === "branch" && only.label === this.place.restart;
  }

  private guard(test: Expression, restart?: LabelId): boolean {
    if (!this.isHarmless(test)) return false;
    if (restart === undefined) this.isGuarded = true;
    const renamed = this.renamed(test);
    this.body.push({ kind: "if", test: renamed, then: [{ kind: "branch", label: restart ?? this.place.slow }], else: [] });
    const index = indexTested(renamed);
    if (index !== null) this.indexes.add(index);
    return true;
  }

  private renamed(x: Expression): Expression {
    if (x.kind === "local") return this.values.get(x.local) ?? x;
    return rewriteParts(x, (part) => this.renamed(part));
  }

  /** It neither stops nor takes long, whatever the locals hold; its work is counted. */
  private isHarmless(x: Expression): boolean {
    switch (x.kind) {
      case "i64":
      case "f64":
      case "i32":
      case "local":
      case "global":
        return true;
      case "slot":
      case "length":
        this.work++;
        return this.isHarmless(x.object);
      case "element":
        this.work++;
        return this.isHarmless(x.storage) && this.isInRange(x.index);
      case "operation":
        this.work += workOf(x.operation);
        return x.operands.every((operand) => this.isHarmless(operand));
      default:
        return false;
    }
  }

  private isInRange(index: Expression): boolean {
    if (index.kind !== "operation" || index.operation !== "i32.from_i64") return false;
    const [from] = index.operands;
    const tested = from?.kind === "local" ? this.renamed(from) : undefined;
    return tested?.kind === "local" && this.indexes.has(tested.local);
  }
}

function isAtHand({ kind }: Expression): boolean {
  return kind === "local" || kind === "i64" || kind === "f64" || kind === "i32";
}

/** `not (index < length)` */
function indexTested(test: Expression): LocalId | null {
  const [less] = test.kind === "operation" && test.operation === "i32.eqz" ? test.operands : [];
  const [index] = less?.kind === "operation" && less.operation === "i64.lt_u" ? less.operands : [];
  return index?.kind === "local" ? index.local : null;
}

/** What may stop the run for some operands, or takes long, is never done in vain. */
function workOf(name: Operation): number {
  switch (name) {
    case "f64.add":
    case "f64.sub":
    case "f64.mul":
    case "f64.neg":
    case "f64.abs":
    case "f64.from_i64_s":
      return 1;
    case "i32.from_i64":
    case "i64.lt_u":
    case "i32.eqz":
    case "i64.add":
    case "i64.sub":
    case "i64.and":
      return 0;
    default:
      return Number.POSITIVE_INFINITY;
  }
}
