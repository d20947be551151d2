// What is known of values while costs are worked out: bounds of ints, objects
// whose fields are known, lengths of texts and buffers. And the state of a
// hook at one place: what has been spent to get there, at most, and what its
// locals, globals and objects hold.

import type { Polynomial } from "./polynomial.ts";
import { isNameless, isSame, join } from "./polynomial.ts";

/** Bounds of an int or a bool; null where there is none. */
export interface NumberValue {
  readonly kind: "number";
  readonly low: Polynomial | null;
  readonly high: Polynomial | null;
}

export type Value =
  /** A float, or whatever. */
  | { readonly kind: "any" }
  | NumberValue
  /** One object, and no other one. */
  | { readonly kind: "object"; readonly id: number }
  /** One of several objects: what holds of all of them. */
  | { readonly kind: "facts"; readonly slots: Slots }
  /** A text or a buffer: its length never changes. */
  | SizedValue;

export interface SizedValue {
  readonly kind: "sized";
  readonly length: NumberValue;
  /** What holds of each element; of a buffer that came with the inputs. */
  readonly item?: Value;
  /** Made by the hook itself: what is written into it changes no input. */
  readonly isOwn?: true;
}

/** The buffer without what was known of its elements. */
export function withoutItems(value: Value): Value {
  if (value.kind === "facts") {
    const slots = changeSlots(value.slots, withoutItems);
    return slots === value.slots ? value : { kind: "facts", slots };
  }
  return value.kind === "sized" && value.item !== undefined ? { kind: "sized", length: value.length } : value;
}

export const any: Value = { kind: "any" };

/** By slot; what is not there is unknown. */
export type Slots = ReadonlyMap<number, Value>;

export class State {
  cost: Polynomial;
  locals: Value[];
  /** These three are shared by copies: a change makes a new one. */
  objects: ReadonlyMap<number, Slots>;
  globals: ReadonlyMap<number, Value>;
  /** Objects that some `facts` speak of too. */
  shared: ReadonlySet<number>;
  /** Is anything known of the elements of buffers? */
  hasItems = false;

  constructor(
    cost: Polynomial,
    locals: Value[],
    objects: ReadonlyMap<number, Slots>,
    globals: ReadonlyMap<number, Value>,
    shared: ReadonlySet<number>,
  ) {
    this.cost = cost;
    this.locals = locals;
    this.objects = objects;
    this.globals = globals;
    this.shared = shared;
  }

  copy(): State {
    const copy = new State(this.cost, [...this.locals], this.objects, this.globals, this.shared);
    copy.hasItems = this.hasItems;
    return copy;
  }

  /** Some buffer gets another element, or several. */
  setElements(buffer: Value): void {
    if (!this.hasItems || (buffer.kind === "sized" && buffer.isOwn === true)) return;
    this.update(withoutItems);
    this.hasItems = false;
  }

  setGlobal(id: number, value: Value): void {
    this.globals = new Map(this.globals).set(id, value);
  }

  setObject(id: number, slots: Slots): void {
    this.objects = new Map(this.objects).set(id, slots);
  }

  share(id: number): void {
    if (!this.shared.has(id)) this.shared = new Set([...this.shared, id]);
  }

  /** What the value refers to gets another value in a slot. */
  setSlot(target: Value, slot: number, value: Value): void {
    if (target.kind === "object") {
      if (this.shared.has(target.id)) this.loseFacts(slot);
      this.setObject(target.id, new Map(this.objects.get(target.id)).set(slot, value));
      return;
    }
    for (const [id, slots] of this.objects) {
      if (slots.has(slot) && (target.kind !== "facts" || this.shared.has(id))) this.setObject(id, new Map(slots).set(slot, any));
    }
    this.loseFacts(slot);
  }

  /** Changes each value that is held anywhere. */
  update(change: (value: Value) => Value): void {
    this.locals = this.locals.map(change);
    this.globals = changeSlots(this.globals, change);
    for (const [id, slots] of this.objects) {
      const changed = changeSlots(slots, change);
      if (changed !== slots) this.setObject(id, changed);
    }
  }

  private loseFacts(slot: number): void {
    if (this.shared.size > 0 || this.hasItems) this.update((value) => withoutSlot(value, slot));
  }
}

function changeSlots(slots: Slots, change: (value: Value) => Value): Slots {
  let changed: Map<number, Value> | null = null;
  for (const [slot, value] of slots) {
    const next = change(value);
    if (next !== value) (changed ??= new Map(slots)).set(slot, next);
  }
  return changed ?? slots;
}

function withoutSlot(value: Value, slot: number): Value {
  if (value.kind === "sized" && value.item !== undefined) {
    const item = withoutSlot(value.item, slot);
    return item === value.item ? value : { ...value, item };
  }
  if (value.kind !== "facts") return value;
  const slots = changeSlots(value.slots, (part) => withoutSlot(part, slot));
  return slots.has(slot)
    ? { kind: "facts", slots: new Map(slots).set(slot, any) }
    : slots === value.slots
      ? value
      : { kind: "facts", slots };
}

/** The value with `change` made to the bounds in it. */
export function mapNumbers(value: Value, change: (value: NumberValue) => NumberValue): Value {
  switch (value.kind) {
    case "any":
    case "object":
      return value;
    case "number":
      return change(value);
    case "sized":
      return { ...value, length: change(value.length), ...(value.item === undefined ? {} : { item: mapNumbers(value.item, change) }) };
    case "facts":
      return { kind: "facts", slots: changeSlots(value.slots, (part) => mapNumbers(part, change)) };
  }
}

export function sameValue(x: Value, y: Value): boolean {
  if (x === y) return true;
  if (x.kind === "number" && y.kind === "number") return sameBound(x.low, y.low) && sameBound(x.high, y.high);
  if (x.kind === "object" && y.kind === "object") return x.id === y.id;
  if (x.kind === "sized" && y.kind === "sized")
    return x.isOwn === y.isOwn && sameValue(x.length, y.length) && sameValue(x.item ?? any, y.item ?? any);
  if (x.kind === "facts" && y.kind === "facts")
    return x.slots.size === y.slots.size && [...x.slots].every(([slot, value]) => sameValue(value, y.slots.get(slot) ?? any));
  return x.kind === "any" && y.kind === "any";
}

function sameBound(x: Polynomial | null, y: Polynomial | null): boolean {
  return x === null || y === null ? x === y : isSame(x, y);
}

export function joinNumbers(x: NumberValue, y: NumberValue): NumberValue {
  return { kind: "number", low: joinBounds(x.low, y.low, Math.min), high: joinBounds(x.high, y.high, Math.max) };
}

function joinBounds(x: Polynomial | null, y: Polynomial | null, pick: (a: number, b: number) => number): Polynomial | null {
  if (x === null || y === null) return null;
  return isSame(x, y) ? x : isNameless(x) || isNameless(y) ? null : join(x, y, pick);
}

/** A value and the state that it stands in. */
interface Standing {
  readonly value: Value;
  readonly state: State;
}

const deepestFacts = 3;

/** What holds of both. `share` is told of objects that become one of several. */
export function joinValues(x: Standing, y: Standing, share: (id: number) => void, depth = 0): Value {
  const [a, b] = [x.value, y.value];
  if (sameValue(a, b)) return a;
  if (a.kind === "number" && b.kind === "number") return joinNumbers(a, b);
  if (a.kind === "sized" && b.kind === "sized") {
    const item =
      a.item === undefined || b.item === undefined
        ? {}
        : { item: joinValues({ value: a.item, state: x.state }, { value: b.item, state: y.state }, share, depth + 1) };
    const own = a.isOwn === true && b.isOwn === true ? ({ isOwn: true } as const) : {};
    return { kind: "sized", length: joinNumbers(a.length, b.length), ...item, ...own };
  }
  const [these, those] = [slotsOf(x), slotsOf(y)];
  for (const value of [a, b]) if (value.kind === "object") share(value.id);
  if (these === null || those === null || depth >= deepestFacts) return any;
  const slots = new Map<number, Value>();
  for (const [slot, value] of these) {
    const other = those.get(slot);
    if (other === undefined) continue;
    slots.set(slot, joinValues({ value, state: x.state }, { value: other, state: y.state }, share, depth + 1));
  }
  // Nobody follows what becomes of an object inside facts.
  for (const [slot, value] of slots) if (value.kind === "object") slots.set(slot, any);
  return { kind: "facts", slots };
}

function slotsOf({ value, state }: Standing): Slots | null {
  if (value.kind === "facts") return value.slots;
  return value.kind === "object" ? (state.objects.get(value.id) ?? null) : null;
}

/** What holds on both ways; null is a way that is never gone. */
export function joinStates(x: State | null, y: State | null): State | null {
  if (x === null || y === null) return x ?? y;
  const shared = new Set(x.shared === y.shared ? x.shared : [...x.shared, ...y.shared]);
  const joined = (a: Value, b: Value): Value => joinValues({ value: a, state: x }, { value: b, state: y }, (id) => shared.add(id));
  const objects = x.objects === y.objects ? x.objects : joinObjects(x.objects, y.objects, joined);
  const globals = x.globals === y.globals ? x.globals : joinSlots(x.globals, y.globals, joined);
  const locals = x.locals.map((value, k) => joined(value, y.locals[k] ?? any));
  const both = new State(join(x.cost, y.cost, Math.max), locals, objects, globals, shared);
  both.hasItems = x.hasItems && y.hasItems;
  if (x.hasItems !== y.hasItems) both.update(withoutItems);
  return both;
}

function joinObjects(
  x: ReadonlyMap<number, Slots>,
  y: ReadonlyMap<number, Slots>,
  joined: (a: Value, b: Value) => Value,
): ReadonlyMap<number, Slots> {
  const objects = new Map(x);
  for (const [id, slots] of y) {
    const other = x.get(id);
    objects.set(id, other === undefined || other === slots ? slots : joinSlots(other, slots, joined));
  }
  return objects;
}

function joinSlots(x: Slots, y: Slots, joined: (a: Value, b: Value) => Value): Slots {
  const slots = new Map<number, Value>();
  for (const [slot, value] of x) if (y.has(slot)) slots.set(slot, joined(value, y.get(slot) ?? any));
  return slots;
}

/** Lets go of objects that only the call knew. */
export function forget(state: State, known: ReadonlySet<number>, result: Value): void {
  const kept = new Set(known);
  const follow = (value: Value): void => {
    if (value.kind === "facts") for (const part of value.slots.values()) follow(part);
    if (value.kind !== "object" || kept.has(value.id)) return;
    kept.add(value.id);
    for (const part of state.objects.get(value.id)?.values() ?? []) follow(part);
  };
  follow(result);
  for (const id of known) for (const part of state.objects.get(id)?.values() ?? []) follow(part);
  for (const value of state.globals.values()) follow(value);
  if (kept.size >= state.objects.size && [...state.objects.keys()].every((id) => kept.has(id))) return;
  state.objects = new Map([...state.objects].filter(([id]) => kept.has(id)));
  state.shared = new Set([...state.shared].filter((id) => kept.has(id)));
}
