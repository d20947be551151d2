// Codecs of sequences, records and unions, by the layouts of the standard
// library: a list is a record of its length and a storage; a tuple and an
// object are records of slots; `tuple[T, ...]` is a storage; a union is a
// reference, with scalars in boxes.

import type { MachineValue } from "../ir/instance.ts";
import { reservedTypes, type Representation, type TypeId } from "../types/layouts.ts";
import type { Border, Codec } from "./codec.ts";
import { readElement, readLength, readSlot, readTypeId, writeElement, writeSlot } from "./memoryAccess.ts";
import { isTypedArray, itemsOf, ownValue, requireObject } from "./ownData.ts";
import { misfit, MisfitError, within, type RecordValue, type Value } from "./values.ts";

const containerBytes = 16;

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
  border.entering(() => {
    for (let index = 0; index < length; index++) {
      const machine = within(index, () => element.encode(items.item(index), border));
      writeElement(border.view, storage, index, element.representation, machine);
    }
  });
  return { storage, length };
}

export function decodeStorage(storage: number, length: number, element: Codec, border: Border): Value[] {
  border.count(containerBytes);
  const values: Value[] = [];
  border.inside(() => {
    for (let index = 0; index < length; index++) {
      values.push(element.decode(readElement(border.view, storage, index, element.representation), border));
    }
  });
  return values;
}

/** `list[T]`: fields `_length`, `_items`. */
export function listCodec(text: string, type: TypeId, storageType: TypeId, element: Codec): Codec {
  return {
    representation: "ref",
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
  };
}

/** `tuple[T, ...]` is its storage. */
export function variadicCodec(text: string, type: TypeId, element: Codec): Codec {
  return {
    representation: "ref",
    text,
    decode: (machine, border) => decodeStorage(Number(machine), readLength(border.view, Number(machine)), element, border),
    encode: (value, border) => encodeStorage(value, type, element, border).storage,
    ...sequenceJSON(element),
  };
}

function sequenceJSON(element: Codec): Pick<Codec, "toJSON" | "fromJSON"> {
  return {
    toJSON: (value) => (value as readonly Value[]).map(element.toJSON),
    fromJSON: (json) => (Array.isArray(json) ? json.map(element.fromJSON) : json),
  };
}

export function tupleCodec(text: string, type: TypeId, items: readonly Codec[]): Codec {
  const fields = items.map((codec, index) => ({ name: String(index), codec }));
  return {
    representation: "ref",
    text,
    parts: { type, fields: () => fields },
    decode(machine, border) {
      border.count(containerBytes);
      const read = (item: Codec, slot: number): Value =>
        item.decode(readSlot(border.view, Number(machine), slot, item.representation), border);
      return border.inside(() => items.map(read));
    },
    encode(value, border) {
      const given = itemsOf(value);
      if (given.length !== items.length) throw new MisfitError(`expected ${items.length} items, found ${given.length}`);
      const tuple = border.allocate(type);
      border.entering(() => {
        for (const [slot, item] of items.entries()) {
          const machine = within(slot, () => item.encode(given.item(slot), border));
          writeSlot(border.view, tuple, slot, item.representation, machine);
        }
      });
      return tuple;
    },
    toJSON: (value) => items.map((item, index) => item.toJSON((value as readonly Value[])[index] ?? null)),
    fromJSON: (json) => (Array.isArray(json) ? json.map((part, index) => items[index]?.fromJSON(part) ?? part) : json),
  };
}

export interface FieldCodec {
  readonly name: string;
  readonly codec: Codec;
}

/** What a record codec needs of its class. `fields` is asked late: a record may hold itself. */
export interface RecordShape {
  readonly text: string;
  readonly type: TypeId;
  fields(): readonly FieldCodec[];
  /** The codec of an object that turns out to be of a subclass. */
  subclass(type: TypeId): Codec | null;
}

export function recordCodec(shape: RecordShape): Codec {
  return {
    representation: "ref",
    text: shape.text,
    parts: { type: shape.type, fields: shape.fields },
    decode(machine, border) {
      const found = readTypeId(border.view, Number(machine));
      const subclass = found === shape.type ? null : shape.subclass(found);
      return subclass === null ? decodeRecord(shape, Number(machine), border) : subclass.decode(machine, border);
    },
    encode: (value, border) => encodeRecord(shape, value, border),
    toJSON: (value) => recordToJSON(shape, value as RecordValue),
    fromJSON: (json) => (isPlain(json) ? fieldsFromJSON(shape, json) : json),
  };
}

function decodeRecord(shape: RecordShape, address: number, border: Border): Value {
  border.count(containerBytes);
  const record: Record<string, Value> = Object.create(null);
  border.inside(() => {
    for (const [slot, { name, codec }] of shape.fields().entries()) {
      record[name] = codec.decode(readSlot(border.view, address, slot, codec.representation), border);
    }
  });
  return Object.freeze(record);
}

function encodeRecord(shape: RecordShape, value: unknown, border: Border): number {
  const object = requireObject(value, `a record with the fields of ${shape.text}`);
  const address = border.allocate(shape.type);
  border.entering(() => {
    for (const [slot, { name, codec }] of shape.fields().entries()) {
      const machine = within(name, () => codec.encode(ownValue(object, name), border));
      writeSlot(border.view, address, slot, codec.representation, machine);
    }
  });
  return address;
}

function recordToJSON(shape: RecordShape, record: RecordValue): unknown {
  const json: Record<string, unknown> = Object.create(null);
  for (const { name, codec } of shape.fields()) if (Object.hasOwn(record, name)) json[name] = codec.toJSON(record[name] ?? null);
  return json;
}

function fieldsFromJSON(shape: RecordShape, json: object): unknown {
  const fields: Record<string, unknown> = Object.create(null);
  for (const { name, codec } of shape.fields()) if (Object.hasOwn(json, name)) fields[name] = codec.fromJSON(ownValue(json, name));
  return fields;
}

function isPlain(json: unknown): json is object {
  return typeof json === "object" && json !== null && !Array.isArray(json);
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
  return {
    representation: "ref",
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
  };
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
