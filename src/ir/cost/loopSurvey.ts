// What the text of a loop says of its turns: which locals they set, which of
// these every turn moves by the same step, and which tests every turn has to
// pass. Such steps and tests stand on the loop's spine: what no turn leaves
// out that comes round again.

import type { Expression, Instruction, LabelId, LocalId } from "../ir.ts";
import { visitNodes } from "../nodes.ts";

export type Loop = Extract<Instruction, { readonly kind: "loop" }>;
export type If = Extract<Instruction, { readonly kind: "if" }>;
export type SetLocal = Extract<Instruction, { readonly kind: "setLocal" }>;

export interface LoopSurvey {
  readonly written: ReadonlySet<LocalId>;
  /** Locals that every turn moves by the same step, where it does. */
  readonly steps: ReadonlyMap<LocalId, { readonly set: SetLocal; readonly by: number }>;
  /** Locals that every turn moves once, by what is not a constant. */
  readonly moves: ReadonlyMap<LocalId, { readonly set: SetLocal; readonly by: Expression; readonly isUp: boolean }>;
  /** Locals that every turn divides by 2 or more. */
  readonly halved: ReadonlySet<LocalId>;
  /** Tests on the spine, and what they come to where the turn goes on. */
  readonly guards: ReadonlyMap<If, boolean>;
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
  return { written: new Set(sets.keys()), steps, moves, halved, guards: spine.guards };
}

class Spine {
  readonly sets: SetLocal[] = [];
  readonly guards = new Map<If, boolean>();
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
      const [then, otherwise] = [this.leavesLoop(x.then), this.leavesLoop(x.else)];
      if (then === otherwise) return !this.mayLeaveOut(x);
      this.guards.set(x, otherwise);
      return this.walk(otherwise ? x.then : x.else);
    }
    if (x.kind === "setLocal") this.sets.push(x);
    return !this.mayLeaveOut(x);
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

/** `x = x // 10`, also by way of a local that is set once. */
function isHalving({ local, value }: SetLocal, spine: readonly SetLocal[], sets: ReadonlyMap<LocalId, number>): boolean {
  const source = value.kind === "local" && sets.get(value.local) === 1 ? spine.find((set) => set.local === value.local)?.value : value;
  return source !== undefined && dividesLocal(source, local);
}

function dividesLocal(x: Expression, local: LocalId): boolean {
  if (x.kind !== "operation" && x.kind !== "checked") return false;
  const [from, by] = x.operands;
  if (from?.kind !== "local" || from.local !== local || by?.kind !== "i64") return false;
  if (x.operation === "i64.floordiv" || x.operation === "i64.div_s" || x.operation === "i64.div_u") return by.value >= 2n;
  return (x.operation === "i64.shr_s" || x.operation === "i64.shr_u") && by.value >= 1n && by.value < 64n;
}
