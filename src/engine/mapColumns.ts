// Columns of a mapped hook: how the value of a parameter is made for cell i.
//
//   int, float, bool     a typed array (or an array): one for each cell
//   str                  an array of strings
//   a record or tuple    an object (array) of columns, or one value for all
//   any type             { codes: Int32Array, values: [...] }: values[codes[i]]
//   `constant`, others   one value for all cells
//
// A part that holds no column is made once and lent to every cell.

import type { MachineValue } from "../ir/instance.ts";
import type { Border } from "./codec.ts";
import { type Codec } from "./codec.ts";
import type { FieldCodec } from "./recordCodecs.ts";
import { writeSlot } from "./memoryAccess.ts";
import { isTypedArray, itemsOf, lengthOfTyped, ownValue } from "./ownData.ts";
import { MisfitError, within } from "./values.ts";

/** Gives the machine value for a cell. `owned`: made for this cell, to be released behind it. */
export interface Column {
  readonly owned: boolean;
  /** The same for all cells. */
  readonly isConstant: boolean;
  at(index: number): MachineValue;
  /** Where the value of a cell is one of a few: the same as `at`, without a call. */
  readonly coded?: Coded;
}

/** `made[codes[index]]`; codes may name none. */
export interface Coded {
  readonly codes: ArrayLike<number | bigint>;
  readonly made: readonly MachineValue[];
}

export interface ColumnContext {
  readonly border: Border;
  readonly count: number;
}

export function makeColumn(codec: Codec, given: unknown, isConstant: boolean, context: ColumnContext): Column {
  if (isConstant) return constantColumn(codec.encode(given, context.border));
  if (isTypedArray(given)) return typedColumn(codec, given, context);
  const coded = codec.representation === "ref" ? codedColumn(codec, given, context) : null;
  if (coded !== null) return coded;
  if (codec.representation !== "ref" || codec.text === "str") {
    return Array.isArray(given) ? itemColumn(codec, given, context) : constantColumn(codec.encode(given, context.border));
  }
  if (codec.parts !== undefined && typeof given === "object" && given !== null) {
    const record = recordColumn(codec, codec.parts.type, codec.parts.fields(), given, context);
    if (record !== null) return record;
  }
  return constantColumn(codec.encode(given, context.border));
}

function constantColumn(machine: MachineValue): Column {
  return { owned: false, isConstant: true, at: () => machine };
}

function typedColumn(codec: Codec, given: ArrayLike<number | bigint>, { border, count }: ColumnContext): Column {
  requireLength(lengthOfTyped(given as Float64Array), count);
  if (codec.text === "float") {
    const floats = given as ArrayLike<number>;
    return { owned: false, isConstant: false, at: (index) => Number(floats[index]) };
  }
  if (codec.text === "bool") return { owned: false, isConstant: false, at: (index) => (Number(given[index]) === 0 ? 0 : 1) };
  if (codec.text !== "int") throw new MisfitError(`a typed array cannot be a column of ${codec.text}`);
  return { owned: false, isConstant: false, at: (index) => codec.encode(given[index], border) };
}

function itemColumn(codec: Codec, given: unknown, { border, count }: ColumnContext): Column {
  const items = itemsOf(given);
  requireLength(items.length, count);
  return {
    owned: codec.representation === "ref",
    isConstant: false,
    at: (index) => within(index, () => codec.encode(items.item(index), border)),
  };
}

/** `{ codes, values }`: each value is made once. */
export function codedColumn(codec: Codec, given: unknown, { border, count }: ColumnContext): Column | null {
  if (typeof given !== "object" || given === null) return null;
  const codes = ownValue(given, "codes");
  if (!isTypedArray(codes)) return null;
  requireLength(lengthOfTyped(codes), count);
  const values = within("values", () => itemsOf(ownValue(given, "values")));
  const made = Array.from({ length: values.length }, (_, index) =>
    within("values", () => within(index, () => codec.encode(values.item(index), border))),
  );
  return {
    owned: false,
    isConstant: false,
    coded: { codes: codes as ArrayLike<number | bigint>, made },
    at(index) {
      const machine = made[Number(codes[index])];
      if (machine === undefined) throw new MisfitError(`codes[${index}] names none of ${made.length} values`);
      return machine;
    },
  };
}

/** A record anew for each cell, from columns for its fields; null where no field has one. */
function recordColumn(codec: Codec, type: number, fields: readonly FieldCodec[], given: object, context: ColumnContext): Column | null {
  if (!fields.some(({ name, codec: part }) => hasColumn(part, ownValue(given, name)))) return null;
  const columns = fields.map((field) => within(field.name, () => makeColumn(field.codec, ownValue(given, field.name), false, context)));
  const { border } = context;
  const { instance } = border;
  return {
    owned: true,
    isConstant: false,
    at(index) {
      const record = border.allocate(type);
      for (const [slot, column] of columns.entries()) {
        const { representation } = fields[slot]!.codec;
        const machine = column.at(index);
        if (representation === "ref" && !column.owned && machine !== 0) instance.retain(Number(machine));
        writeSlot(border.view, record, slot, representation, machine);
      }
      return record;
    },
  };
}

/** Does a value hold a column anywhere that the type would take one value? */
function hasColumn(codec: Codec, given: unknown): boolean {
  if (codec.representation !== "ref" || codec.text === "str") {
    if (isTypedArray(given) || Array.isArray(given)) return true;
  }
  if (typeof given !== "object" || given === null) return false;
  if (isTypedArray(ownValue(given, "codes"))) return true;
  return codec.parts?.fields().some(({ name, codec: part }) => hasColumn(part, ownValue(given, name))) ?? false;
}

function requireLength(length: number, count: number): void {
  if (length < count) throw new MisfitError(`expected a column of ${count}, found ${length}`);
}
