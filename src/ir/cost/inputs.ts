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
  if (module === "" && name === "list")
    return objectOf(context, [[slotOf("_length"), length(context, path, (value) => (value as ArrayLike<unknown>).length)]]);
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
