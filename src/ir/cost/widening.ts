// What is known at the head of a loop must hold in every turn: it is weakened
// until a turn that begins with it ends within it. A number that a turn raises
// by the same amount at most is where it began plus so much for each turn.

import type { LocalId } from "../ir.ts";
import { between } from "./arithmetic.ts";
import type { Atom, Polynomial } from "./polynomial.ts";
import { add, dependsOn, isNameless, isPositive, isSame, join, multiply, ofAtom, subtract } from "./polynomial.ts";
import type { NumberValue, State, Value } from "./values.ts";
import { any, joinValues, sameValue } from "./values.ts";

/** Places that hold values: locals, globals, slots of objects. */
type PlaceKey = string;

export class Growth {
  private readonly start: State;
  private readonly turn: Atom;
  private readonly counted: ReadonlyMap<LocalId, unknown>;
  /** How much each turn adds at most. */
  private readonly rises = new Map<PlaceKey, Polynomial>();

  constructor(start: State, turn: Atom, counted: ReadonlyMap<LocalId, unknown>) {
    this.start = start;
    this.turn = turn;
    this.counted = counted;
  }

  isStable(head: State, end: State): boolean {
    for (const [key, value, read] of this.places(head, end)) if (!this.holds(key, value, head, read(end), end)) return false;
    return true;
  }

  /** Changes the head where the turn did not end within it. */
  widen(head: State, end: State, round: number): void {
    for (const [key, value, read, write] of this.places(head, end)) {
      const after = read(end);
      if (this.holds(key, value, head, after, end)) continue;
      write(head, this.weakened({ key, read, round }, { value, state: head }, { value: after, state: end }));
    }
  }

  private weakened(
    { key, read, round }: { readonly key: PlaceKey; readonly read: (state: State) => Value; readonly round: number },
    before: { readonly value: Value; readonly state: State },
    after: { readonly value: Value; readonly state: State },
  ): Value {
    if (before.value.kind === "number" && after.value.kind === "number")
      return this.risen(key, before.value, after.value, read(this.start));
    if (round > 2) return any;
    return joinValues(before, after, (id) => before.state.share(id));
  }

  private risen(key: PlaceKey, before: NumberValue, after: NumberValue, start: Value): NumberValue {
    const low = isAtLeast(after.low, before.low) ? before.low : null;
    const rise = before.high === null || after.high === null ? null : subtract(join(after.high, before.high, Math.max), before.high);
    if (rise === null || !this.isSteady(rise) || this.rises.has(key) || start.kind !== "number" || start.high === null)
      return between(low, null);
    this.rises.set(key, rise);
    return between(low, add(start.high, multiply(rise, ofAtom(this.turn))));
  }

  /** Is it the same in each turn, and never a fall? */
  private isSteady(rise: Polynomial): boolean {
    return isPositive(rise) && !isNameless(rise) && !dependsOn(rise, this.turn);
  }

  private holds(key: PlaceKey, before: Value, head: State, after: Value, end: State): boolean {
    if (before.kind === "any" || sameValue(before, after)) return true;
    if (before.kind === "number") {
      if (after.kind !== "number") return before.low === null && before.high === null;
      const rise = this.rises.get(key);
      const most = before.high === null || rise === undefined ? before.high : add(before.high, rise);
      return isAtLeast(after.low, before.low) && isAtMost(after.high, most);
    }
    if (before.kind === "sized") {
      if (after.kind !== "sized" || (before.isOwn === true && after.isOwn !== true)) return false;
      if (before.item !== undefined && !this.holds("", before.item, head, after.item ?? any, end)) return false;
      return isAtLeast(after.length.low, before.length.low) && isAtMost(after.length.high, before.length.high);
    }
    if (before.kind !== "facts") return false;
    const slots = after.kind === "facts" ? after.slots : after.kind === "object" ? end.objects.get(after.id) : undefined;
    if (after.kind === "object" && !head.shared.has(after.id) && !end.shared.has(after.id)) head.share(after.id);
    return slots !== undefined && [...before.slots].every(([slot, value]) => this.holds("", value, head, slots.get(slot) ?? any, end));
  }

  /** All places of the head that a turn might change, but for what it counts. */
  private *places(
    head: State,
    end: State,
  ): Iterable<readonly [PlaceKey, Value, (state: State) => Value, (state: State, value: Value) => void]> {
    for (const [k, value] of head.locals.entries()) {
      if (!this.counted.has(k))
        yield [`local ${k}`, value, (state) => state.locals[k] ?? any, (state, next) => void (state.locals[k] = next)];
    }
    for (const [id, value] of head.globals === end.globals ? [] : head.globals) {
      yield [`global ${id}`, value, (state) => state.globals.get(id) ?? any, (state, next) => state.setGlobal(id, next)];
    }
    for (const [id, slots] of head.objects === end.objects ? [] : head.objects) {
      for (const [slot, value] of slots) {
        const write = (state: State, next: Value): void => state.setObject(id, new Map(state.objects.get(id)).set(slot, next));
        yield [`object ${id} ${slot}`, value, (state) => state.objects.get(id)?.get(slot) ?? any, write];
      }
    }
  }
}

function isAtMost(x: Polynomial | null, bound: Polynomial | null): boolean {
  return bound === null || (x !== null && isSame(join(x, bound, Math.max), bound));
}

function isAtLeast(x: Polynomial | null, bound: Polynomial | null): boolean {
  return bound === null || (x !== null && isSame(join(x, bound, Math.min), bound));
}
