// Codecs of dict and set, which write the very tables that
// `stdlib/core/table.wgen` describes: entries side by side in order of
// insertion (hashes, keys, values), and an index of places by hash. A plugin
// finds a key that the host put in by the same probes as one of its own.

import type { TypeId } from "../types/layouts.ts";
import { ofReference, type Border, type Codec } from "./codec.ts";
import type { HashKey } from "./keyHashes.ts";
import { readElement, readSlot, writeElement, writeSlot } from "./memoryAccess.ts";
import { itemsOf, mapEntries, ownValue, setItems } from "./ownData.ts";
import { MisfitError, within, type Value } from "./values.ts";

/** Slots of `dict`; `set` has them but for the values. */
const slots = { size: 0, used: 1, first: 2, filled: 3, index: 4, hashes: 5, keys: 6, values: 7 } as const;

export interface TableTypes {
  readonly table: TypeId;
  readonly intStorage: TypeId;
  readonly keyStorage: TypeId;
  readonly valueStorage: TypeId | null;
}

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

export function dictCodec(text: string, types: TableTypes, key: Codec, value: Codec, hash: HashKey): Codec {
  const keysAreText = key.text === "str";
  return ofReference({
    text,
    decode(machine, border) {
      const entries = new Map<Value, Value>();
      readTable(Number(machine), key, value, border, (name, item) => entries.set(name, item));
      return entries;
    },
    encode: (given, border) =>
      writeTable(
        mapEntries(given).map(([name, item]) => ({ key: name, value: item })),
        types,
        key,
        value,
        hash,
        border,
      ),
    toJSON(entries) {
      const pairs = [...(entries as ReadonlyMap<Value, Value>)].map(([name, item]) => [key.toJSON(name), value.toJSON(item)] as const);
      return keysAreText ? objectOf(pairs as readonly (readonly [string, unknown])[]) : pairs;
    },
    fromJSON: (json) => mapFromJSON(json, key, value, keysAreText),
  });
}

function objectOf(pairs: readonly (readonly [string, unknown])[]): object {
  const object: Record<string, unknown> = Object.create(null);
  for (const [name, value] of pairs) object[name] = value;
  return object;
}

function mapFromJSON(json: unknown, key: Codec, value: Codec, keysAreText: boolean): unknown {
  if (Array.isArray(json)) {
    const pairs = json.filter((pair) => Array.isArray(pair) && pair.length === 2) as [unknown, unknown][];
    return pairs.length === json.length ? new Map(pairs.map(([name, item]) => [key.fromJSON(name), value.fromJSON(item)])) : json;
  }
  if (!keysAreText || typeof json !== "object" || json === null) return json;
  return new Map(Object.keys(json).map((name) => [name, value.fromJSON(ownValue(json, name))]));
}

export function setCodec(text: string, types: TableTypes, key: Codec, hash: HashKey): Codec {
  return ofReference({
    text,
    decode(machine, border) {
      const items = new Set<Value>();
      readTable(Number(machine), key, null, border, (item) => items.add(item));
      return items;
    },
    encode: (given, border) =>
      writeTable(
        setItems(given).map((item) => ({ key: item, value: null })),
        types,
        key,
        null,
        hash,
        border,
      ),
    toJSON: (items) => [...(items as ReadonlySet<Value>)].map(key.toJSON),
    fromJSON: (json) => (Array.isArray(json) ? new Set(json.map(key.fromJSON)) : json),
  });
}

function readTable(table: number, key: Codec, value: Codec | null, border: Border, add: (key: Value, value: Value) => void): void {
  border.count(16);
  const { view } = border;
  const used = Number(readSlot(view, table, slots.used, "i64"));
  const hashes = Number(readSlot(view, table, slots.hashes, "ref"));
  const keys = Number(readSlot(view, table, slots.keys, "ref"));
  const values = value === null ? 0 : Number(readSlot(view, table, slots.values, "ref"));
  border.goIn();
  for (let place = Number(readSlot(view, table, slots.first, "i64")); place < used; place++) {
    if (readElement(view, hashes, place, "i64") < 0) continue;
    const item = value?.decode(readElement(view, values, place, value.representation), border) ?? null;
    add(key.decode(readElement(view, keys, place, key.representation), border), item);
  }
  border.goOut();
}

function writeTable(entries: readonly Entry[], types: TableTypes, key: Codec, value: Codec | null, hash: HashKey, border: Border): number {
  border.goInto();
  try {
    const unique = withoutDoubles(entries, hash);
    const cells = unique.length === 0 ? 1 : cellsFor(unique.length * 2);
    const room = unique.length === 0 ? 0 : Math.floor((cells * 2) / 3);
    const index = border.allocate(types.intStorage, cells);
    const hashes = border.allocate(types.intStorage, room);
    const keys = border.allocate(types.keyStorage, room);
    const values = types.valueStorage === null ? 0 : border.allocate(types.valueStorage, room);
    for (const [place, entry] of unique.entries()) {
      const machine = within("keys()", () => key.encode(entry.key, border));
      writeElement(border.view, keys, place, key.representation, machine);
      if (value !== null) {
        const item = within(stepOf(entry.key), () => value.encode(entry.value, border));
        writeElement(border.view, values, place, value.representation, item);
      }
      writeElement(border.view, hashes, place, "i64", entry.code);
      enter(border.view, index, cells, place, entry.code);
    }
    const table = border.allocate(types.table);
    const counts = [unique.length, unique.length, 0, unique.length];
    for (const [slot, count] of counts.entries()) writeSlot(border.view, table, slot, "i64", count);
    const parts = [index, hashes, keys, ...(values === 0 ? [] : [values])];
    for (const [offset, part] of parts.entries()) writeSlot(border.view, table, slots.index + offset, "ref", part);
    return table;
  } finally {
    border.goOut();
  }
}

/** Equal keys are one entry, at the place of the first and with the value of the last, as in Python. */
function withoutDoubles(entries: readonly Entry[], hash: HashKey): readonly (Entry & { readonly code: bigint })[] {
  const unique = new Map<string, Entry & { readonly code: bigint }>();
  for (const entry of entries) {
    const { identity, code } = within("keys()", () => hash(entry.key));
    unique.set(identity, { key: unique.get(identity)?.key ?? entry.key, value: entry.value, code });
  }
  return [...unique.values()];
}

/** `_cells_for`. */
function cellsFor(count: number): number {
  let cells = 8;
  while (count * 3 > cells * 2) cells *= 2;
  return cells;
}

const pieceMask = 0x7fffffff00000000n;

/** `_index_add`. */
function enter(view: DataView, index: number, cells: number, place: number, code: bigint): void {
  let at = Number(code & BigInt(cells - 1));
  for (let step = 1; readElement(view, index, at, "i64") !== 0; step++) at = (at + step) & (cells - 1);
  writeElement(view, index, at, "i64", (code & pieceMask) | BigInt(place + 1));
}

/** The step of a path into a Map: short keys are shown. */
function stepOf(key: unknown): string | number {
  if (typeof key === "number") return key;
  return typeof key === "string" && /^\w{1,40}$/.test(key) ? key : "values()";
}

/** Checks that a key type's items are there at all: for tuples as keys. */
export function keyItems(value: unknown, count: number): readonly unknown[] {
  const items = itemsOf(value);
  if (items.length !== count) throw new MisfitError(`expected ${count} items, found ${items.length}`);
  return Array.from({ length: count }, (_, index) => items.item(index));
}
