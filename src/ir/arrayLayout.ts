// Where the parts of an array object of the library stand: `_Array1` to
// `_Array3` and the rolled ones, by the names of their fields.

import { representationOf } from "../types/layouts.ts";
import type { Type } from "../types/type.ts";
import type { Representation } from "./ir.ts";

export interface ArrayLayout {
  readonly rank: number;
  readonly element: Representation;
  readonly elementType: Type;
  readonly data: number;
  readonly offset: number;
  /** Slots by axis, the last axis last. */
  readonly counts: readonly number[];
  readonly strides: readonly number[];
  /** Of a rolled array: how far each axis is turned, at least 0 and below the count. */
  readonly shifts: readonly number[] | null;
}

const arrayClass = /^_(Array|Rolled)([123])$/;

/** Null where the type is no array. */
export function arrayLayout(type: Type): ArrayLayout | null {
  if (type.kind !== "instance" || type.class.module !== "") return null;
  const match = arrayClass.exec(type.class.name);
  const elementType = type.arguments[0];
  if (match === null || elementType === undefined) return null;
  const slotOf = (name: string): number => {
    const index = type.class.fields.findIndex((field) => field.name === name);
    if (index < 0) throw new RangeError(`class ${type.class.name} has no ${name}`);
    return index;
  };
  const axes = Array.from({ length: Number(match[2]) }, (_, axis) => axis);
  return {
    rank: axes.length,
    element: representationOf(elementType),
    elementType,
    data: slotOf("_data"),
    offset: slotOf("_offset"),
    counts: axes.map((axis) => slotOf(`_n${axis}`)),
    strides: axes.map((axis) => slotOf(`_stride${axis}`)),
    shifts: match[1] === "Rolled" ? axes.map((axis) => slotOf(`_shift${axis}`)) : null,
  };
}
