// Loops: how often one runs at most, and what all its turns spend. A turn is
// followed with its number as an unknown: what is known at the head holds in
// every turn. A local that each turn moves by the same step is where it began
// plus that many steps; a field that no turn moves by more than a step, such as
// the length of a growing list, at most that. Whatever else a turn changes is
// unknown at the head.

import type { Expression, SiteId } from "../ir.ts";
import { visitNodes } from "../nodes.ts";
import { between, narrower, turnsOf, unknownNumber } from "./arithmetic.ts";
import { comparisonsOf } from "./comparisons.ts";
import type { CostInterpreter, Frame } from "./interpreter.ts";
import { doubledCost, isDoubling } from "./libraryFacts.ts";
import type { If, Loop, LoopSurvey, SetLocal } from "./loopSurvey.ts";
import { surveyLoop } from "./loopSurvey.ts";
import type { Atom, Polynomial } from "./polynomial.ts";
import { add, constant, dependsOn, join, leastOf, mostOf, ofAtom, scale, zero } from "./polynomial.ts";
import type { NumberValue, State, Value } from "./values.ts";
import { mapNumbers } from "./values.ts";
import { Growth } from "./widening.ts";

type LocalRead = Extract<Expression, { readonly kind: "local" }>;

/** A number that is halved, or divided by more, is 0 after so many turns. */
const mostHalvings = 64;
/** How often a loop is followed until nothing new is changed in it. */
const mostRounds = 8;

/** A loop while a turn of it is followed. */
export class LoopInProgress {
  readonly turn: Atom;
  /** How often it goes round at most, by the tests met so far. */
  turns: Polynomial | null = null;
  private readonly interpreter: CostInterpreter;
  private readonly survey: LoopSurvey;
  private readonly start: State;
  /** How far locals move each turn at least, where that is no constant. */
  private readonly seenMoves = new Map<number, number>();
  private candidates: { readonly local: number; readonly make: (by: number) => Polynomial | null }[] = [];

  constructor(interpreter: CostInterpreter, survey: LoopSurvey, start: State) {
    this.interpreter = interpreter;
    this.survey = survey;
    this.start = start;
    this.turn = interpreter.atoms.turn();
  }

  /** The value of a local that every turn moves by the same step, where this is the move; else undefined. */
  counted(x: SetLocal, state: State, number: (x: Expression) => NumberValue): Value | undefined {
    const move = this.survey.moves.get(x.local);
    if (move?.set === x) this.seenMoves.set(x.local, leastMove(number(move.by), move.isUp));
    const step = this.survey.steps.get(x.local);
    const value = state.locals[x.local];
    if (step?.set !== x) return undefined;
    return value?.kind === "number" ? shifted(value, constant(step.by), constant(step.by)) : unknownNumber;
  }

  /** At the head of a turn. */
  enter(head: State): void {
    for (const [local, { by }] of this.survey.steps) {
      const value = head.locals[local];
      if (value?.kind === "number") head.locals[local] = shifted(value, this.by(by), this.by(by));
    }
  }

  private by(step: number): Polynomial {
    return scale(ofAtom(this.turn), step);
  }

  /** Told of each branch: some say how often the loop goes round. */
  meet(x: If, state: State, number: (x: Expression) => NumberValue): void {
    const guard = this.survey.guards.get(x);
    if (guard === undefined) return;
    const { test, holds } = guard;
    for (const { left, right, isStrict } of comparisonsOf(test, holds)) {
      if (left.kind === "local" && right.kind === "local") this.bound(this.meeting(left, right, isStrict));
      if (left.kind === "local") this.bound(this.rising(left, number(right), isStrict));
      if (isStrict && left.kind === "local" && right.kind === "local" && this.survey.searches.has(`${left.local} ${right.local}`)) {
        this.bound(constant(mostHalvings));
      }
      if (right.kind === "local") this.bound(this.falling(right, number(left), isStrict));
    }
    if (!holds) this.bound(this.countdown(test));
  }

  /** Two ends that both move towards each other, or one after the other. */
  private meeting(left: LocalRead, right: LocalRead, isStrict: boolean): Polynomial | null {
    const [low, high] = [this.survey.steps.get(left.local)?.by, this.survey.steps.get(right.local)?.by];
    if (low === undefined || high === undefined || low <= high) return null;
    return turnsOf(this.interpreter.atoms, this.startOf(left), this.startOf(right), low - high, isStrict);
  }

  private rising(left: LocalRead, stop: NumberValue, isStrict: boolean): Polynomial | null {
    return this.moving(left, stop, isStrict, 1);
  }

  private moving(local: LocalRead, stop: NumberValue, isStrict: boolean, sign: number): Polynomial | null {
    const step = this.survey.steps.get(local.local);
    const make = (by: number): Polynomial | null =>
      by * sign > 0 ? turnsOf(this.interpreter.atoms, this.startOf(local), this.withoutTurn(stop), by, isStrict) : null;
    if (step !== undefined) return make(step.by);
    if (this.survey.moves.has(local.local)) this.candidates.push({ local: local.local, make });
    return null;
  }

  /** Before a turn, and after it. */
  begin(): void {
    this.turns = null;
    this.candidates = [];
    this.seenMoves.clear();
  }

  finish(): void {
    for (const { local, make } of this.candidates) this.bound(make(this.seenMoves.get(local) ?? 0));
  }

  private falling(right: LocalRead, stop: NumberValue, isStrict: boolean): Polynomial | null {
    if (this.survey.halved.has(right.local) && stop.low !== null && leastOf(stop.low) >= (isStrict ? 0 : 1)) return constant(mostHalvings);
    return this.moving(right, stop, isStrict, -1);
  }

  /** `while count != 0`, where each turn takes 1 from what was not negative, or halves it. */
  private countdown(test: Expression): Polynomial | null {
    if (test.kind !== "operation" || test.operation !== "i64.eq") return null;
    const [count, none] = test.operands;
    if (count?.kind !== "local" || none?.kind !== "i64" || none.value !== 0n) return null;
    const { low, high } = this.startOf(count);
    if (this.survey.halved.has(count.local) && low !== null && leastOf(low) >= 0) return constant(mostHalvings);
    return this.survey.steps.get(count.local)?.by === -1 && low !== null && leastOf(low) >= 0 && high !== null
      ? this.interpreter.atoms.positivePart(high)
      : null;
  }

  private startOf({ local }: LocalRead): NumberValue {
    const value = this.start.locals[local];
    return value?.kind === "number" ? value : unknownNumber;
  }

  /** What a turn compares with must hold in all of them. */
  private withoutTurn({ low, high }: NumberValue): NumberValue {
    const kept = (bound: Polynomial | null): Polynomial | null => (bound === null || dependsOn(bound, this.turn) ? null : bound);
    return between(kept(low), kept(high));
  }

  private bound(turns: Polynomial | null): void {
    if (turns === null) return;
    this.turns = narrower(this.turns, turns, true);
    this.turn.most = Math.max(0, mostOf(this.turns ?? turns));
  }
}

/** A whole number that a turn moves by at least; 0 where it may stand still. */
function leastMove({ low }: NumberValue, isUp: boolean): number {
  const least = low === null ? 0 : Math.floor(leastOf(low));
  return least < 1 ? 0 : isUp ? least : -least;
}

function shifted({ low, high }: NumberValue, byLow: Polynomial, byHigh: Polynomial): NumberValue {
  return between(low === null ? null : add(low, byLow), high === null ? null : add(high, byHigh));
}

export function runLoop(interpreter: CostInterpreter, x: Loop, start: State, frame: Frame): State | null {
  const survey = surveyLoop(x);
  const loop = new LoopInProgress(interpreter, survey, start);
  const head = start.copy();
  head.cost = zero;
  loop.enter(head);
  const growth = new Growth(start, loop.turn, survey.steps);
  for (let round = 0; round < mostRounds; round++) {
    const turn = followTurn(interpreter, x, loop, head, frame);
    if (turn.again === null || growth.isStable(head, turn.again)) return leaveLoop(interpreter, { x, loop, start, frame }, turn);
    growth.widen(head, turn.again, round);
  }
  throw interpreter.prevented("what the turns of this loop change cannot be followed", siteOf(x));
}

interface FollowedTurn {
  /** Where it goes round again. */
  readonly again: State | null;
  /** Where it falls off the end. */
  readonly end: State | null;
  readonly labels: Frame["labels"];
  readonly returned: Frame["returned"];
  readonly stopped: Polynomial | null;
}

function followTurn(interpreter: CostInterpreter, x: Loop, loop: LoopInProgress, head: State, frame: Frame): FollowedTurn {
  const { labels, returned } = frame;
  const { stopped } = interpreter;
  frame.labels = new Map();
  frame.returned = null;
  interpreter.stopped = null;
  loop.begin();
  frame.loops.push(loop);
  const end = interpreter.run(x.body, head.copy(), frame);
  frame.loops.pop();
  loop.finish();
  const again = frame.labels.get(x.label) ?? null;
  frame.labels.delete(x.label);
  const followed = { again, end, labels: frame.labels, returned: frame.returned, stopped: interpreter.stopped };
  frame.labels = labels;
  frame.returned = returned;
  interpreter.stopped = stopped;
  return followed;
}

interface LeftLoop {
  readonly x: Loop;
  readonly loop: LoopInProgress;
  readonly start: State;
  readonly frame: Frame;
}

/** Adds all turns to what was spent before, on every way out. */
function leaveLoop(interpreter: CostInterpreter, { x, loop, start, frame }: LeftLoop, turn: FollowedTurn): State | null {
  const { atoms } = interpreter;
  const turns = turn.again === null ? zero : loop.turns;
  const each = turn.again?.cost ?? zero;
  const unbounded = (): never => {
    throw interpreter.prevented("nothing says how often this loop runs", siteOf(x));
  };
  const doubles = turns === null && isDoubling(interpreter.module.functions[frame.function]);
  if (turns === null && !doubles && each.size > 0) unbounded();
  const all = doubles ? doubledCost(each) : turns === null ? zero : atoms.sum(each, loop.turn, turns);
  const spent = add(start.cost, all);
  const costOf = (cost: Polynomial): Polynomial => {
    if (!dependsOn(cost, loop.turn)) return add(spent, cost);
    return add(spent, atoms.withoutTurn(cost, loop.turn, turns ?? unbounded()));
  };
  const settle = (state: State): State => {
    state.cost = costOf(state.cost);
    state.update((value) => mapNumbers(value, (number) => withoutTurn(interpreter, number, loop.turn, turns)));
    return state;
  };
  if (turn.stopped !== null) {
    const stopped = costOf(turn.stopped);
    interpreter.stopped = interpreter.stopped === null ? stopped : join(interpreter.stopped, stopped, Math.max);
  }
  if (turn.returned !== null) {
    const { value } = turn.returned;
    const settled = mapNumbers(value, (number) => withoutTurn(interpreter, number, loop.turn, turns));
    interpreter.returnFrom(frame, settle(turn.returned.state), settled);
  }
  for (const [label, state] of turn.labels) interpreter.leaveTo(label, settle(state), frame);
  return turn.end === null ? null : settle(turn.end);
}

/** Bounds that hold whatever turn it was. */
function withoutTurn({ atoms }: CostInterpreter, value: NumberValue, turn: Atom, turns: Polynomial | null): NumberValue {
  const high = (bound: Polynomial | null): Polynomial | null => {
    if (bound === null || !dependsOn(bound, turn)) return bound;
    return turns === null ? null : atoms.withoutTurn(bound, turn, turns);
  };
  const { low } = value;
  const flipped = low === null ? null : high(scale(low, -1));
  return between(flipped === null ? null : scale(flipped, -1), high(value.high));
}

/** A place in the loop, for messages. */
function siteOf(x: Loop): SiteId | null {
  let site: SiteId | null = null;
  visitNodes(x.body, (node) => {
    if (site === null && (node.kind === "charge" || node.kind === "statement" || node.kind === "chargeSize")) site = node.site;
  });
  return site;
}
