// Codecs of sequences, tuples and unions, by the layouts of the standard
// library: a list is a record of its length and a storage; a tuple is a record
// of slots; `tuple[T, ...]` is a storage; a union is a
// reference, with scalars in boxes.

import type { MachineValue } from "../ir/instance.ts";
import { reservedTypes, type Representation, type TypeId } from "../types/layouts.ts";
import { containerBytes, ofReference, type Border, type Codec } from "./codec.ts";
import { readElement, readLength, readSlot, readTypeId, slotAddress, writeElement, writeSlot } from "./memoryAccess.ts";
import { isTypedArray, itemsOf } from "./ownData.ts";
import { misfit, MisfitError, underStep, type Value } from "./values.ts";

/** A storage with these items; owned. */
export function encodeStorage(
  value: unknown,
  type: TypeId,
  element: Codec,
  border: Border,
  room?: number,
): { storage: number; length: number } {
  const items = itemsOf(value);
  const { length } = items;
  const storage = border.allocate(type, room ?? length);
  border.goInto();
  let index = 0;
  try {
    for (; index < length; index++) {
      const machine = element.encode(items.item(index), border);
      writeElement(border.view, storage, index, element.representation, machine);
    }
  } catch (error) {
    throw underStep(error, index);
  } finally {
    border.goOut();
  }
  return { storage, length };
}

export function decodeStorage(storage: number, length: number, element: Codec, border: Border): Value[] {
  border.count(containerBytes);
  const values: Value[] = [];
  border.goIn();
  for (let index = 0; index < length; index++) {
    values.push(element.decode(readElement(border.view, storage, index, element.representation), border));
  }
  border.goOut();
  return values;
}

/** `list[T]`: fields `_length`, `_items`. */
export function listCodec(text: string, type: TypeId, storageType: TypeId, element: Codec): Codec {
  return ofReference({
    text,
    decode(machine, border) {
      const list = Number(machine);
      const length = Number(readSlot(border.view, list, 0, "i64"));
      return decodeStorage(Number(readSlot(border.view, list, 1, "ref")), length, element, border);
    },
    encode(value, border) {
      const { storage, length } = encodeStorage(value, storageType, element, border);
      const list = border.allocate(type);
      writeSlot(border.view, list, 0, "i64", length);
      writeSlot(border.view, list, 1, "ref", storage);
      return list;
    },
    ...sequenceJSON(element),
  });
}

/** `tuple[T, ...]` is its storage. */
export function variadicCodec(text: string, type: TypeId, element: Codec): Codec {
  return ofReference({
    text,
    decode: (machine, border) => decodeStorage(Number(machine), readLength(border.view, Number(machine)), element, border),
    encode: (value, border) => encodeStorage(value, type, element, border).storage,
    ...sequenceJSON(element),
  });
}

function sequenceJSON(element: Codec): Pick<Codec, "toJSON" | "fromJSON"> {
  return {
    toJSON: (value) => (value as readonly Value[]).map(element.toJSON),
    fromJSON: (json) => (Array.isArray(json) ? json.map(element.fromJSON) : json),
  };
}

export function tupleCodec(text: string, type: TypeId, items: readonly Codec[]): Codec {
  const fields = items.map((codec, index) => ({ name: String(index), codec }));
  const reads = items.map((item) => item.read);
  const writes = items.map((item) => item.write);
  return ofReference({
    text,
    parts: { type, fields: () => fields },
    decode(machine, border) {
      border.count(containerBytes);
      border.goIn();
      const tuple = Number(machine);
      const values = reads.map((read, slot) => read(border, slotAddress(tuple, slot)));
      border.goOut();
      return values;
    },
    encode(value, border) {
      const given = itemsOf(value);
      if (given.length !== items.length) throw new MisfitError(`expected ${items.length} items, found ${given.length}`);
      const tuple = border.allocate(type);
      border.goInto();
      let slot = 0;
      try {
        for (; slot < writes.length; slot++) writes[slot]!(border, slotAddress(tuple, slot), given.item(slot));
      } catch (error) {
        throw underStep(error, slot);
      } finally {
        border.goOut();
      }
      return tuple;
    },
    toJSON: (value) => items.map((item, index) => item.toJSON((value as readonly Value[])[index] ?? null)),
    fromJSON: (json) => (Array.isArray(json) ? json.map((part, index) => items[index]?.fromJSON(part) ?? part) : json),
  });
}

/** One alternative of a union: its codec and the ids that its objects carry. */
export interface MemberCodec {
  readonly codec: Codec;
  readonly ids: readonly TypeId[];
  /** The box of a scalar, or null where the object stands for itself. */
  readonly box: { readonly type: TypeId; readonly representation: Representation } | null;
}

/** None is 0; every other alternative is told by the type id of its object. */
export function unionCodec(text: string, members: readonly MemberCodec[], hasNone: boolean): Codec {
  return ofReference({
    text,
    decode(machine, border) {
      const address = Number(machine);
      if (address === 0) return null;
      const id = readTypeId(border.view, address);
      const member =
        members.find((each) => each.ids.includes(id)) ?? members.find((each) => each.box === null && each.codec.text !== "str");
      if (member === undefined) throw new MisfitError(`no alternative of ${text} has the type id ${id}`);
      if (member.box === null) return member.codec.decode(address, border);
      return member.codec.decode(readSlot(border.view, address, 0, member.box.representation), border);
    },
    encode(value, border) {
      if (value === null || value === undefined) {
        if (hasNone) return 0;
        throw misfit(text, value);
      }
      return encodeMember(text, members, value, border);
    },
    toJSON: (value) => (value === null ? null : (memberOf(members, value)?.codec.toJSON(value) ?? value)),
    fromJSON: (json) => (json === null ? null : (memberOf(members, json)?.codec.fromJSON(json) ?? json)),
  });
}

function encodeMember(text: string, members: readonly MemberCodec[], value: unknown, border: Border): MachineValue {
  let last: MisfitError | null = null;
  for (const member of members.filter((each) => fits(each.codec.text, value))) {
    try {
      const machine = member.codec.encode(value, border);
      return member.box === null ? machine : boxed(machine, member.box.type, member.box.representation, border);
    } catch (error) {
      if (!(error instanceof MisfitError)) throw error;
      last = error;
    }
  }
  throw last !== null && members.length === 1 ? last : misfit(text, value);
}

function boxed(machine: MachineValue, type: TypeId, representation: Representation, border: Border): number {
  const box = border.allocate(type);
  writeSlot(border.view, box, 0, representation, machine);
  return box;
}

/** Could a value be of that type, by what JavaScript says it is? */
function fits(text: string, value: unknown): boolean {
  switch (typeof value) {
    case "boolean":
      return text === "bool";
    case "number":
      return text === "int" ? Number.isInteger(value) : text === "float";
    case "bigint":
      return text === "int";
    case "object":
      return text !== "int" && text !== "float" && text !== "bool" && text !== "str" && (!isTypedArray(value) || !text.startsWith("tuple"));
    case "string":
    case "undefined":
    case "function":
    case "symbol":
      return text !== "int" && text !== "float" && text !== "bool";
  }
}

function memberOf(members: readonly MemberCodec[], value: unknown): MemberCodec | undefined {
  return members.find((member) => fits(member.codec.text, value));
}

export const boxTypes = {
  int: { type: reservedTypes.boxInt, representation: "i64" },
  float: { type: reservedTypes.boxFloat, representation: "f64" },
  bool: { type: reservedTypes.boxBool, representation: "i32" },
  u64: { type: reservedTypes.boxU64, representation: "i64" },
} as const;
