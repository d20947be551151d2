// Values that no turn of a counted loop changes, worked out before it: for its
// quick version, which is known to take some turns (`aheadLoops.ts`). Only
// arithmetic on locals and constants that can neither stop nor be seen; what a
// turn is charged for it stays where it was.
//
//     for x in range(w):                        a = sqrt(d * d + 1.0) / w
//         t = sqrt(d * d + 1.0) / w      ->     for x in range(w):
//         total += t * x                            total += a * x

import { local } from "./build.ts";
import type { Expression, Instruction, LabelId, LocalId, Operation, Representation } from "./ir.ts";
import { isInstruction, partsOfNode, visitNodes } from "./nodes.ts";
import { resultOfOperation } from "./representation.ts";
import { rewriteInstruction, rewriteParts } from "./rewriting.ts";

export interface Hoisted {
  /** In front of the loop. */
  readonly before: readonly Instruction[];
  readonly work: readonly Instruction[];
}

/** Each one holds a register for the whole loop. */
const mostValues = 6;
/** What a value must be worth, about in cycles. */
const leastWorth = 2;

/** What an operation takes, about in cycles. Others may stop, or are tests. */
const worth: Partial<Record<Operation, number>> = {
  "i64.add": 1,
  "i64.sub": 1,
  "i64.mul": 2,
  "i64.and": 1,
  "i64.or": 1,
  "i64.xor": 1,
  "i64.shl": 1,
  "i64.shr_s": 1,
  "i64.shr_u": 1,
  "f64.add": 1,
  "f64.sub": 1,
  "f64.mul": 1,
  "f64.div": 8,
  "f64.neg": 1,
  "f64.abs": 1,
  "f64.sqrt": 10,
  "f64.floor": 2,
  "f64.ceil": 2,
  "f64.trunc": 2,
  "f64.nearest": 2,
  "f64.min": 2,
  "f64.max": 2,
  "i64.from_i32_s": 1,
  "i64.from_i32_u": 1,
  "f64.from_i64_s": 2,
};

/** `fresh` makes a local of the function. */
export function hoistValues(
  work: readonly Instruction[],
  counter: LocalId,
  head: readonly Instruction[],
  fresh: (representation: Representation) => LocalId,
): Hoisted {
  const hoisting = new Hoisting(work, counter, fresh);
  return hoisting.run(work, head);
}

class Hoisting {
  private readonly fresh: (representation: Representation) => LocalId;
  /** How often a turn sets a local, in any arm. */
  private readonly written = new Map<LocalId, number>();
  private readonly before: Instruction[] = [];
  private readonly known = new Map<string, LocalId>();
  /** Locals that a turn has looked at so far. */
  private readonly seen = new Set<LocalId>();

  constructor(work: readonly Instruction[], counter: LocalId, fresh: (representation: Representation) => LocalId) {
    this.fresh = fresh;
    this.written.set(counter, 2);
    visitNodes(work, (x) => {
      if (x.kind === "setLocal") this.written.set(x.local, (this.written.get(x.local) ?? 0) + 1);
    });
  }

  run(work: readonly Instruction[], head: readonly Instruction[]): Hoisted {
    this.look(head);
    const moved = this.moveSets(work);
    return { work: this.list(moved), before: this.before };
  }

  // ------------------------------------------------------------------ whole locals

  /** Sets of locals that every turn makes alike, before it looks at them: they go as they are. */
  private moveSets(body: readonly Instruction[]): readonly Instruction[] {
    const kept: Instruction[] = [];
    let isCertain = true;
    for (const x of body) {
      if (isCertain && this.move(x)) continue;
      if (isCertain && x.kind === "block") kept.push({ ...x, body: this.moveSets(x.body) });
      else kept.push(x);
      this.look([x]);
      isCertain &&= !mayJump(x, new Set());
    }
    return kept;
  }

  private move(x: Instruction): boolean {
    if (x.kind !== "setLocal" || this.written.get(x.local) !== 1 || this.seen.has(x.local) || !this.isInvariant(x.value)) return false;
    if (x.value.kind !== "operation" || this.before.length >= mostValues) return false;
    this.before.push(x);
    this.written.delete(x.local);
    return true;
  }

  private look(body: readonly Instruction[]): void {
    visitNodes(body, (x) => {
      if (x.kind === "local") this.seen.add(x.local);
    });
  }

  // ------------------------------------------------------------------------- parts

  private list(body: readonly Instruction[]): readonly Instruction[] {
    return body.map((x): Instruction => {
      if (x.kind === "block" || x.kind === "loop") return { ...x, body: this.list(x.body) };
      const made = rewriteInstruction(x, (part) => this.part(part));
      return made.kind === "if" ? { ...made, then: this.list(made.then), else: this.list(made.else) } : made;
    });
  }

  private part(x: Expression): Expression {
    if (x.kind === "sequence") return x;
    if (x.kind !== "operation" || !this.isInvariant(x) || worthOf(x) < leastWorth) return rewriteParts(x, (inner) => this.part(inner));
    const held = this.hold(x);
    return held === null ? x : local(held);
  }

  private hold(x: Extract<Expression, { readonly kind: "operation" }>): LocalId | null {
    const key = textOf(x);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.before.length >= mostValues) return null;
    const made = this.fresh(resultOfOperation(x.operation));
    this.before.push({ kind: "setLocal", local: made, value: x });
    this.known.set(key, made);
    return made;
  }

  private isInvariant(x: Expression): boolean {
    switch (x.kind) {
      case "local":
        return !this.written.has(x.local);
      case "i64":
      case "f64":
      case "i32":
        return true;
      case "operation":
        return worth[x.operation] !== undefined && x.operands.every((part) => this.isInvariant(part));
      default:
        return false;
    }
  }
}

function worthOf(x: Expression): number {
  if (x.kind !== "operation") return 0;
  return x.operands.reduce((sum, part) => sum + worthOf(part), worth[x.operation] ?? 0);
}

/** The same for values that are written the same. */
function textOf(x: Expression): string {
  switch (x.kind) {
    case "local":
      return `%${x.local}`;
    case "f64":
      return Object.is(x.value, -0) ? "-0.0" : `${x.value}f`;
    case "i64":
    case "i32":
      return `${x.value}${x.kind}`;
    case "operation":
      return `${x.operation}(${x.operands.map(textOf).join()})`;
    default:
      return "?";
  }
}

/** May it go on elsewhere than behind it? `inside`: labels whose blocks end before that. */
function mayJump(x: Instruction, inside: ReadonlySet<LabelId>): boolean {
  switch (x.kind) {
    case "branch":
      return !inside.has(x.label);
    case "branchTable":
    case "return":
    case "raise":
    case "uncaught":
    case "trap":
    case "loop":
      return true;
    case "block":
      return x.body.some((part) => mayJump(part, new Set([...inside, x.label])));
    default:
      return partsOfNode(x).some((part) => isInstruction(part) && mayJump(part, inside));
  }
}
