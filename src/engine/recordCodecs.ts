// Codecs of records: objects of a class, slot k holding field k. They are made
// of lists by slot; the loops over these do the scalars themselves, as a call
// for each would take longer than its work.

import { slotBytes } from "../ir/heap.ts";
import type { TypeId } from "../types/layouts.ts";
import { containerBytes, ofReference, type Border, type Codec, type ReadSlot, type WriteSlot } from "./codec.ts";
import { canonical, readInt, readTypeId, slotAddress, writeInt } from "./memoryAccess.ts";
import { ownValue, requireObject } from "./ownData.ts";
import {
  boolCodec,
  decodeText,
  encodeText,
  floatCodec,
  intCodec,
  requireBool,
  requireFloat,
  requireInt,
  strCodec,
} from "./scalarCodecs.ts";
import { underStep, type RecordValue, type Value } from "./values.ts";

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
  return ofReference({
    text: shape.text,
    parts: { type: shape.type, fields: shape.fields },
    decode: recordReader(shape),
    encode: recordWriter(shape),
    toJSON: (value) => recordToJSON(shape, value as RecordValue),
    fromJSON: (json) => (isPlain(json) ? fieldsFromJSON(shape, json) : json),
  });
}

/** As `Object.create(null)`, which makes a table of it in the place of fields: half as quick to fill. */
function emptyRecord(): Record<string, Value> {
  return Object.setPrototypeOf({}, null) as Record<string, Value>;
}

/** Scalars are read and written by the loops below; all else by the functions of its codec. */
const kinds = { other: 0, float: 1, int: 2, bool: 3, str: 4 } as const;
type SlotKind = (typeof kinds)[keyof typeof kinds];

/** The fields of a record, each a place in four lists. */
interface Slots {
  readonly names: readonly string[];
  readonly kinds: readonly SlotKind[];
  readonly reads: readonly ReadSlot[];
  readonly writes: readonly WriteSlot[];
  /** What the record and its scalars count as. */
  readonly bytes: number;
}

function slotsOf(fields: readonly FieldCodec[]): Slots {
  const slotKinds = fields.map(({ codec }) => kindOf(codec));
  return {
    names: fields.map(({ name }) => name),
    kinds: slotKinds,
    reads: fields.map(({ codec }) => codec.read),
    writes: fields.map(({ codec }) => codec.write),
    bytes: containerBytes + 8 * slotKinds.filter((kind) => kind !== kinds.other && kind !== kinds.str).length,
  };
}

function kindOf(codec: Codec): SlotKind {
  if (codec === floatCodec) return kinds.float;
  if (codec === intCodec) return kinds.int;
  if (codec === boolCodec) return kinds.bool;
  return codec === strCodec ? kinds.str : kinds.other;
}

function recordReader(shape: RecordShape): Codec["decode"] {
  let slots: Slots | null = null;
  return (machine, border) => {
    const address = Number(machine);
    const found = readTypeId(border.view, address);
    const subclass = found === shape.type ? null : shape.subclass(found);
    if (subclass !== null) return subclass.decode(address, border);
    slots ??= slotsOf(shape.fields());
    border.count(slots.bytes);
    border.goIn();
    const record = emptyRecord();
    fillRecord(record, slots, address, border);
    border.goOut();
    return Object.freeze(record);
  };
}

function fillRecord(record: Record<string, Value>, { names, kinds: known, reads }: Slots, address: number, border: Border): void {
  const { view } = border;
  let at = slotAddress(address, 0);
  for (let slot = 0; slot < names.length; slot++) {
    const kind = known[slot];
    let value: Value;
    if (kind === kinds.float) value = canonical(view.getFloat64(at, true));
    else if (kind === kinds.int) value = readInt(view, at);
    else if (kind === kinds.bool) value = view.getInt32(at, true) !== 0;
    else if (kind === kinds.str) value = decodeText(view.getUint32(at, true), border);
    else value = reads[slot]!(border, at);
    record[names[slot]!] = value;
    at += slotBytes;
  }
}

function recordWriter(shape: RecordShape): Codec["encode"] {
  const expected = `a record with the fields of ${shape.text}`;
  let slots: Slots | null = null;
  return (value, border) => {
    const object = requireObject(value, expected);
    const address = border.allocate(shape.type);
    border.goInto();
    slots ??= slotsOf(shape.fields());
    writeSlots(object, slots, address, border);
    border.goOut();
    return address;
  };
}

function writeSlots(object: object, { names, kinds: known, writes }: Slots, address: number, border: Border): void {
  let at = slotAddress(address, 0);
  let slot = 0;
  try {
    for (; slot < names.length; slot++) {
      const value = ownValue(object, names[slot]!);
      const kind = known[slot];
      // The memory may have moved under a field before.
      if (kind === kinds.float) border.view.setFloat64(at, requireFloat(value), true);
      else if (kind === kinds.int) writeInt(border.view, at, requireInt(value));
      else if (kind === kinds.bool) border.view.setInt32(at, requireBool(value), true);
      else if (kind === kinds.str) writeReference(border, at, encodeText(value, border));
      else writes[slot]!(border, at, value);
      at += slotBytes;
    }
  } catch (error) {
    border.goOut();
    throw underStep(error, names[slot]!);
  }
}

/** The view is looked at behind the making of the object. */
function writeReference(border: Border, at: number, address: number): void {
  border.view.setUint32(at, address, true);
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
