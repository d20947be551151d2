// What the text of a loop says of its turns: which locals they set, which of
// these every turn moves by the same step, and which tests every turn has to
// pass. Such steps and tests stand on the loop's spine: what no turn leaves
// out that comes round again.

import type { Expression, Instruction, LabelId, LocalId } from "../ir.ts";
import { visitNodes } from "../nodes.ts";
import { findSearches, isHalving } from "./halving.ts";

export type Loop = Extract<Instruction, { readonly kind: "loop" }>;
export type If = Extract<Instruction, { readonly kind: "if" }>;
export type SetLocal = Extract<Instruction, { readonly kind: "setLocal" }>;

export interface Guard {
  readonly test: Expression;
  readonly holds: boolean;
}

export interface LoopSurvey {
  /** Locals that every turn moves by the same step, where it does. */
  readonly steps: ReadonlyMap<LocalId, { readonly set: SetLocal; readonly by: number }>;
  /** Locals that every turn moves once, by what is not a constant. */
  readonly moves: ReadonlyMap<LocalId, { readonly set: SetLocal; readonly by: Expression; readonly isUp: boolean }>;
  /** Locals that every turn divides by 2 or more. */
  readonly halved: ReadonlySet<LocalId>;
  /** Pairs of locals, as `low high`, whose distance every turn halves: a search by halves. */
  readonly searches: ReadonlySet<string>;
  /** Tests on the spine, and what they come to where the turn goes on. */
  readonly guards: ReadonlyMap<If, Guard>;
}

export function surveyLoop(loop: Loop): LoopSurvey {
  const sets = new Map<LocalId, number>();
  visitNodes(loop.body, (node) => {
    if (node.kind === "setLocal") sets.set(node.local, (sets.get(node.local) ?? 0) + 1);
  });
  const spine = new Spine(loop.label);
  spine.walk(loop.body);
  const steps = new Map<LocalId, { set: SetLocal; by: number }>();
  const moves = new Map<LocalId, { set: SetLocal; by: Expression; isUp: boolean }>();
  const halved = new Set<LocalId>();
  for (const set of spine.sets) {
    if (sets.get(set.local) !== 1) continue;
    const by = stepOf(set);
    const move = by === null ? moveOf(set) : null;
    if (by !== null) steps.set(set.local, { set, by });
    if (move !== null) moves.set(set.local, { set, ...move });
    if (isHalving(set, spine.sets, sets)) halved.add(set.local);
  }
  return { steps, moves, halved, searches: findSearches(loop, spine.sets, spine.forks), guards: spine.guards };
}

class Spine {
  readonly sets: SetLocal[] = [];
  /** Branches that every turn comes to, whose arms both go on. */
  readonly forks: If[] = [];
  readonly guards = new Map<If, Guard>();
  /** By flag: the first part of an `and` that it holds the value of. */
  private readonly firstParts = new Map<LocalId, Expression>();
  private readonly inside: LabelId[];

  constructor(loop: LabelId) {
    this.inside = [loop];
  }

  /** False where what follows may be left out. */
  walk(body: readonly Instruction[]): boolean {
    for (const x of body) if (!this.pass(x)) return false;
    return true;
  }

  private pass(x: Instruction): boolean {
    if (x.kind === "block") return this.passBlock(x);
    if (x.kind === "if") {
      if (this.passSecondPart(x)) return !this.mayLeaveOut(x);
      const [then, otherwise] = [this.leavesLoop(x.then), this.leavesLoop(x.else)];
      if (then === otherwise) {
        this.forks.push(x);
        return !this.mayLeaveOut(x);
      }
      const first = x.test.kind === "local" && otherwise ? this.firstParts.get(x.test.local) : undefined;
      this.guards.set(x, { test: first ?? x.test, holds: otherwise });
      return this.walk(otherwise ? x.then : x.else);
    }
    if (x.kind === "setLocal") {
      this.sets.push(x);
      this.firstParts.set(x.local, x.value);
      this.forgetParts(x.local);
    }
    return !this.mayLeaveOut(x);
  }

  /** `flag = a; if flag: flag = b`: where the flag is true then, `a` was. */
  private passSecondPart({ test, then, else: otherwise }: If): boolean {
    if (test.kind !== "local" || otherwise.length > 0 || !this.firstParts.has(test.local)) return false;
    const written = new Set<LocalId>();
    visitNodes(then, (node) => {
      if (node.kind === "setLocal") written.add(node.local);
    });
    if (!written.has(test.local)) return false;
    written.delete(test.local);
    for (const local of written) this.forgetParts(local);
    return true;
  }

  /** Tests of what is changed do not hold any more. */
  private forgetParts(changed: LocalId): void {
    for (const [flag, part] of this.firstParts) {
      let speaksOfIt = false;
      visitNodes([part], (node) => {
        if (node.kind === "local" && node.local === changed) speaksOfIt = true;
      });
      if (speaksOfIt) this.firstParts.delete(flag);
    }
  }

  private passBlock(x: Extract<Instruction, { kind: "block" }>): boolean {
    this.inside.push(x.label);
    const isWhole = this.walk(x.body);
    this.inside.pop();
    // What left out the rest of the block goes on behind it, unless it went farther.
    return isWhole || !this.mayLeaveOut(x);
  }

  /** Does an arm always end outside of the loop? */
  private leavesLoop(arm: readonly Instruction[]): boolean {
    const last = arm.at(-1);
    if (last === undefined) return false;
    const leaves = last.kind === "return" || last.kind === "trap" || last.kind === "uncaught" || last.kind === "branch";
    return leaves && !arm.some((one) => this.mayLeaveOut(one));
  }

  /** May it go on at a place of the loop that is not the next one? */
  private mayLeaveOut(x: Instruction): boolean {
    let found = false;
    visitNodes([x], (node) => {
      const labels = node.kind === "branch" ? [node.label] : node.kind === "branchTable" ? [...node.labels, node.otherwise] : [];
      if (labels.some((label) => this.inside.includes(label))) found = true;
    });
    return found;
  }
}

/** `x = x + 3`: 3. */
function stepOf({ local, value }: SetLocal): number | null {
  if (value.kind !== "operation" && value.kind !== "checked") return null;
  const [from, by] = value.operands;
  if (from?.kind !== "local" || from.local !== local || (by?.kind !== "i64" && by?.kind !== "i32")) return null;
  const amount = Number(by.value);
  if (amount === 0 || Math.abs(amount) > 2 ** 31) return null;
  if (value.operation === "i64.add" || value.operation === "i32.add") return amount;
  return value.operation === "i64.sub" || value.operation === "i32.sub" ? -amount : null;
}

/** `x = x + y`, checked, so that it moves one way as long as y is positive. */
function moveOf({ local, value }: SetLocal): { readonly by: Expression; readonly isUp: boolean } | null {
  if (value.kind !== "checked" || (value.operation !== "i64.add" && value.operation !== "i64.sub")) return null;
  const [from, by] = value.operands;
  return from?.kind === "local" && from.local === local && by !== undefined ? { by, isUp: value.operation === "i64.add" } : null;
}
