// Where the results of a mapped hook go: a typed array for a scalar result; an
// object (or array) of them, by field, for a record (or tuple); for anything a
// plain array, which gets the values as `call` gives them, or `{ codes, values
// }`, where `values` gets each different value once and `codes` its place.

import type { MachineValue } from "../ir/instance.ts";
import type { Border, Codec } from "./codec.ts";
import { readSlot } from "./memoryAccess.ts";
import { isTypedArray, lengthOfTyped, ownValue, type TypedArray } from "./ownData.ts";
import type { Representation } from "../types/layouts.ts";
import { SameRecord } from "./sameRecord.ts";
import { MisfitError, type Value, within } from "./values.ts";

/** What `plugin.map` writes into. */
export type MapOut = TypedArray | unknown[] | { readonly [field: string]: MapOut };

/** Does an output take a record or tuple apart, field by field? */
export function takesParts(codec: Codec, out: unknown): boolean {
  return (
    codec.parts !== undefined &&
    typeof out === "object" &&
    out !== null &&
    !isTypedArray(out) &&
    codedSink(codec, out, 0) === null &&
    hasTypedPart(codec, out)
  );
}

/** Writes the result of one cell; `machine` is borrowed. */
export type Sink = (index: number, machine: MachineValue, border: Border) => void;

export function makeSink(codec: Codec, out: unknown, count: number): Sink {
  if (isTypedArray(out)) return typedSink(codec, out, count);
  const coded = codedSink(codec, out, count);
  if (coded !== null) return coded;
  if (codec.parts !== undefined && typeof out === "object" && out !== null && hasTypedPart(codec, out))
    return partsSink(codec.parts.fields(), out, count);
  if (!Array.isArray(out)) throw new MisfitError("expected a typed array, an array, or an object of these by field");
  return (index, machine, border) => void (out[index] = codec.decode(machine, border));
}

/** How many cells an output has room for; null where only plain arrays, which grow, are in it. */
export function roomOf(out: unknown): number | null {
  if (isTypedArray(out)) return lengthOfTyped(out);
  if (typeof out !== "object" || out === null) return null;
  const rooms = Object.keys(out).map((name) => {
    const part = ownValue(out, name);
    return isTypedArray(part) ? lengthOfTyped(part) : null;
  });
  const known = rooms.filter((room) => room !== null);
  return known.length === 0 ? null : Math.min(...known);
}

const fitting: Readonly<Record<string, RegExp>> = {
  float: /^Float(64|32)Array$/,
  int: /Int|Float64/,
  bool: /^(Uint8|Uint8Clamped|Int8)Array$/,
};

function typedSink(codec: Codec, out: TypedArray, count: number): Sink {
  if (lengthOfTyped(out) < count) throw new MisfitError(`expected room for ${count}, found ${lengthOfTyped(out)}`);
  const kind = Object.prototype.toString.call(out).slice(8, -1);
  if (fitting[codec.text]?.test(kind) !== true) throw new MisfitError(`results of type ${codec.text} do not go into a ${kind}`);
  if (out instanceof BigInt64Array) return (index, machine) => void (out[index] = BigInt(machine));
  if (codec.text !== "int") return (index, machine) => void (out[index] = Number(machine));
  return (index, machine) => {
    out[index] = Number(machine);
    if (BigInt(out[index] ?? 0) !== BigInt(machine)) throw new MisfitError(`${machine} does not go into a ${kind}`);
  };
}

function codedSink(codec: Codec, out: unknown, count: number): Sink | null {
  if (typeof out !== "object" || out === null || codec.parts?.fields().some(({ name }) => name === "codes") === true) return null;
  const codes = ownValue(out, "codes");
  const values = ownValue(out, "values");
  if (!(codes instanceof Int32Array) || !Array.isArray(values)) return null;
  if (codes.length < count) throw new MisfitError(`expected room for ${count}, found ${codes.length}`);
  const known = new Map<string, number>();
  let last: { readonly value: Value; readonly code: number } | null = null;
  const same = SameRecord.of(codec);
  return (index, machine, border) => {
    const address = Number(machine);
    // Neighbouring cells mostly have the same value.
    if (last !== null && address !== 0 && same?.isAsKept(border.view, address) === true) {
      codes[index] = last.code;
      return;
    }
    const value = codec.decode(machine, border);
    if (last === null || !isSameData(last.value, value)) {
      const key = JSON.stringify(codec.toJSON(value), markZero);
      const code = known.get(key) ?? values.push(value) - 1;
      known.set(key, code);
      last = { value, code };
    }
    codes[index] = last.code;
    if (address !== 0) same?.keep(border.view, address);
  };
}

/** JSON has one zero, floats have two. */
function markZero(_name: string, value: unknown): unknown {
  return Object.is(value, -0) ? ["-0"] : value;
}

/** Are they surely the same? Only records of scalars, texts and further records are compared. */
function isSameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== null || Object.getPrototypeOf(b) !== null) return false;
  for (const name in a) if (!isSameData(a[name as keyof typeof a], b[name as keyof typeof b])) return false;
  for (const name in b) if (!(name in a)) return false;
  return true;
}

function hasTypedPart(codec: Codec, out: object): boolean {
  if (isTypedArray(out)) return true;
  return (
    codec.parts
      ?.fields()
      .some(
        ({ name }) =>
          typeof ownValue(out, name) === "object" && !isTypedArray(out) && ownValue(out, name) !== null && Object.hasOwn(out, name),
      ) ?? false
  );
}

/** Parts that `out` does not name are left out. */
function partsSink(fields: readonly { readonly name: string; readonly codec: Codec }[], out: object, count: number): Sink {
  const sinks = slotSinks(fields, out, count);
  return (index, machine, border) => {
    const address = Number(machine);
    for (const { slot, representation, sink } of sinks) sink(index, readSlot(border.view, address, slot, representation), border);
  };
}

export interface SlotSink {
  readonly slot: number;
  readonly representation: Representation;
  readonly out: unknown;
  readonly sink: Sink;
}

/** One sink for each field that `out` names. */
export function slotSinks(
  fields: readonly { readonly name: string; readonly codec: Codec }[],
  out: object,
  count: number,
): readonly SlotSink[] {
  return fields.flatMap(({ name, codec }, slot) => {
    const part = ownValue(out, name);
    if (part === undefined) return [];
    return [{ slot, representation: codec.representation, out: part, sink: within(name, () => makeSink(codec, part, count)) }];
  });
}
