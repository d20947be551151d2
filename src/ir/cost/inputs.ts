// What is known of a hook's inputs before it runs: lengths, shapes and ints
// are atoms, named as the author would write them.

import { substitute } from "../../types/heapTypes.ts";
import type { Type } from "../../types/type.ts";
import { arrayLayout } from "../arrayLayout.ts";
import { between, exactly, unknownNumber } from "./arithmetic.ts";
import type { Atoms, Inputs } from "./polynomial.ts";
import { constant } from "./polynomial.ts";
import type { NumberValue, State, Value } from "./values.ts";
import { any } from "./values.ts";

/** Where an input comes from. */
export interface InputPath {
  /** As an author would write it. */
  readonly text: string;
  readonly type: Type;
  readonly read: (inputs: Inputs) => unknown;
}

export interface InputContext {
  readonly atoms: Atoms;
  readonly state: State;
  readonly newId: () => number;
}

const mostItems = 2 ** 31 - 1;

export function inputValue(context: InputContext, path: InputPath): Value {
  const { type } = path;
  switch (type.kind) {
    case "int":
    case "u64":
      return intValue(context, path, 2 ** 63);
    case "bool":
      return between(constant(0), constant(1));
    case "str":
      return { kind: "sized", length: length(context, path, (value) => [...(value as string)].length) };
    case "tuple":
      return object(
        context,
        type.items.map((item, k) => [k, partOf(path, `${path.text}[${k}]`, item, (value) => (value as readonly unknown[])[k])]),
      );
    case "instance":
      return instanceValue(context, path, type);
    default:
      return any;
  }
}

/** An int: what is below 0 counts as 0. `range` of it has so many turns. */
export function intValue({ atoms }: InputContext, path: InputPath, most: number): NumberValue {
  const read = (inputs: Inputs): number => Math.max(0, Number(path.read(inputs)));
  return between(null, atoms.input(path.text, most, read));
}

/** An int that is never negative. */
export function countValue(context: InputContext, path: InputPath, most: number): NumberValue {
  const { high } = intValue(context, path, most);
  return high === null ? unknownNumber : exactly(high);
}

function instanceValue(context: InputContext, path: InputPath, type: Type & { readonly kind: "instance" }): Value {
  const layout = arrayLayout(type);
  if (layout !== null) {
    const shape = (value: unknown): readonly number[] => (value as { readonly shape: readonly number[] }).shape;
    const count = (axis: number): NumberValue =>
      countValue(
        context,
        partOf(path, `${path.text}.shape[${axis}]`, type, (value) => shape(value)[axis]),
        mostItems,
      );
    // Items of a row lie side by side; where there are none, it does not matter.
    const last = layout.strides.slice(-1).map((slot) => [slot, exactly(constant(1))] as const);
    return objectOf(context, [...layout.counts.map((slot, axis) => [slot, count(axis)] as const), ...last]);
  }
  const { fields, module, name } = type.class;
  const slotOf = (field: string): number => fields.findIndex((each) => each.name === field);
  if (module === "" && name === "list") {
    const count = length(context, path, (value) => (value as ArrayLike<unknown>).length);
    const items = bufferOf(context, path, type.arguments[0]);
    return objectOf(
      context,
      items === null
        ? [[slotOf("_length"), count]]
        : [
            [slotOf("_length"), count],
            [slotOf("_items"), items],
          ],
    );
  }
  if (module === "" && (name === "dict" || name === "set"))
    return objectOf(context, [[slotOf("_size"), length(context, path, (value) => (value as ReadonlyMap<unknown, unknown>).size)]]);
  if (module === "") return any;
  return object(
    context,
    fields.map((field, k) => {
      const read = (value: unknown): unknown => (value as Readonly<Record<string, unknown>>)[field.name];
      const shown = field.name.replace(/^_+/, "");
      return [k, partOf(path, `${path.text}.${shown}`, substitute(field.type, type.arguments), read)];
    }),
  );
}

function partOf(path: InputPath, text: string, type: Type, read: (value: unknown) => unknown): InputPath {
  return { text, type, read: (inputs) => read(path.read(inputs)) };
}

function length(context: InputContext, path: InputPath, of: (value: unknown) => number): NumberValue {
  return countValue(context, partOf(path, `len(${path.text})`, path.type, of), mostItems);
}

function object(context: InputContext, parts: readonly (readonly [slot: number, path: InputPath])[]): Value {
  return objectOf(
    context,
    parts.map(([slot, path]) => [slot, inputValue(context, path)] as const),
  );
}

function objectOf({ state, newId }: InputContext, slots: readonly (readonly [slot: number, value: Value])[]): Value {
  const id = newId();
  state.setObject(id, new Map(slots));
  return { kind: "object", id };
}

/** How deep lists of lists are looked into. */
const deepestItems = 3;

/** What holds of each item of a list: lengths and ints are at most those of the largest. Null where nothing is to be said. */
function bufferOf(context: InputContext, path: InputPath, item: Type | undefined, depth = 0): Value | null {
  if (item === undefined || depth >= deepestItems) return null;
  const each = itemValue(context, { text: `${path.text}[]`, type: item, read: path.read }, (list) => list as Iterable<unknown>, depth);
  if (each === null) return null;
  context.state.hasItems = true;
  return { kind: "sized", length: between(constant(0), null), item: each };
}

/** `all` gives the values that the item may be, out of what `path` reads. */
function itemValue(context: InputContext, path: InputPath, all: (value: unknown) => Iterable<unknown>, depth: number): Value | null {
  const { type } = path;
  const most = (text: string, of: (value: unknown) => number): NumberValue => {
    const read = (inputs: Inputs): number => {
      let largest = 0;
      for (const value of all(path.read(inputs))) largest = Math.max(largest, of(value));
      return largest;
    };
    return between(constant(0), context.atoms.input(text, mostItems, read));
  };
  const part = (text: string, partType: Type, of: (value: unknown) => unknown): Value | null =>
    itemValue(context, { ...path, text, type: partType }, (value) => mapped(all(value), of), depth);
  if (type.kind === "str") return { kind: "sized", length: most(`len(${path.text})`, (value) => [...(value as string)].length) };
  if (type.kind === "tuple") {
    return factsOf(type.items.map((item, k) => [k, part(`${path.text}[${k}]`, item, (value) => (value as readonly unknown[])[k])]));
  }
  if (type.kind !== "instance" || arrayLayout(type) !== null) return null;
  const { fields, module, name } = type.class;
  if (module === "" && name === "list") {
    const slotOf = (field: string): number => fields.findIndex((each) => each.name === field);
    const [inner] = type.arguments;
    const items = (value: unknown): Iterable<unknown> => flattened(all(value));
    const each =
      inner === undefined || depth + 1 >= deepestItems
        ? null
        : itemValue(context, { ...path, text: `${path.text}[]`, type: inner }, items, depth + 1);
    const length = most(`len(${path.text})`, (value) => (value as ArrayLike<unknown>).length);
    const buffer: Value | null = each === null ? null : { kind: "sized", length: between(constant(0), null), item: each };
    return factsOf([
      [slotOf("_length"), length],
      [slotOf("_items"), buffer],
    ]);
  }
  if (module === "") return null;
  return factsOf(
    fields.map((field, k) => {
      const read = (value: unknown): unknown => (value as Readonly<Record<string, unknown>>)[field.name];
      return [k, part(`${path.text}.${field.name.replace(/^_+/, "")}`, substitute(field.type, type.arguments), read)];
    }),
  );
}

function factsOf(parts: readonly (readonly [slot: number, value: Value | null])[]): Value | null {
  const slots = new Map(parts.flatMap(([slot, value]) => (value === null ? [] : [[slot, value] as const])));
  return slots.size === 0 ? null : { kind: "facts", slots };
}

function* mapped(values: Iterable<unknown>, of: (value: unknown) => unknown): Iterable<unknown> {
  for (const value of values) yield of(value);
}

function* flattened(lists: Iterable<unknown>): Iterable<unknown> {
  for (const list of lists) yield* list as Iterable<unknown>;
}
