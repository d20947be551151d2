// Makes the codec of a type, once per type and program. Types of the standard
// library are known by their class; all other classes are records.

import type { TypeId } from "../types/layouts.ts";
import type { HeapTypes, InstanceType } from "../types/heapTypes.ts";
import { showType } from "../types/print.ts";
import { INT, NONE } from "../types/primitives.ts";
import type { ClassInfo, Type } from "../types/type.ts";
import type { GlobalVariable } from "../check/program.ts";
import { shallow, substitute } from "../types/variables.ts";
import type { Codec } from "./codec.ts";
import { arrayCodec, arrayRank } from "./arrayCodecs.ts";
import { enumCodec } from "./enumCodec.ts";
import { boxTypes, listCodec, tupleCodec, unionCodec, variadicCodec, type MemberCodec } from "./containerCodecs.ts";
import { closedHash, hashBoolKey, hashFloatKey, hashIntKey, hashNoneKey, hashParts, hashStrKey, type HashKey } from "./keyHashes.ts";
import { boolCodec, closedCodec, floatCodec, intCodec, noneCodec, strCodec, u64Codec } from "./scalarCodecs.ts";
import { recordCodec, type FieldCodec, type RecordShape } from "./recordCodecs.ts";
import { dictCodec, keyItems, setCodec } from "./tableCodecs.ts";

/** What codecs ask about types: of a program (`HeapTypes`), or of an artifact. */
export type BorderTypes = Pick<HeapTypes, "numberOf" | "idOf" | "idsMatching" | "typeOf">;

type EnumMember = Pick<GlobalVariable, "id" | "name" | "module">;

export class Codecs {
  private readonly heapTypes: BorderTypes;
  private readonly made = new Map<number, Codec>();
  /** Records whose fields have no codecs yet. */
  private readonly unfinished: (() => void)[] = [];

  private readonly globals: readonly EnumMember[];

  /** `globals` are where members of enums are found. */
  constructor(heapTypes: BorderTypes, globals: readonly EnumMember[]) {
    this.heapTypes = heapTypes;
    this.globals = globals;
  }

  of(given: Type): Codec {
    const type = shallow(given);
    const number = this.heapTypes.numberOf(type);
    const known = this.made.get(number);
    if (known !== undefined) return known;
    const codec = this.make(type);
    this.made.set(number, codec);
    return codec;
  }

  /** Makes the codecs of all fields, so that every type at the border has its id. */
  complete(): void {
    for (let next = this.unfinished.pop(); next !== undefined; next = this.unfinished.pop()) next();
  }

  private make(type: Type): Codec {
    const text = showType(type);
    switch (type.kind) {
      case "none":
        return noneCodec;
      case "bool":
        return boolCodec;
      case "int":
        return intCodec;
      case "u64":
        return u64Codec;
      case "float":
        return floatCodec;
      case "str":
        return strCodec;
      case "tuple":
        return tupleCodec(
          text,
          this.heapTypes.idOf(type),
          type.items.map((item) => this.of(item)),
        );
      case "variadic":
        return variadicCodec(text, this.heapTypes.idOf(type), this.of(type.element));
      case "union":
        return unionCodec(
          text,
          type.members.flatMap((member) => this.memberOf(member)),
          type.members.some((member) => member.kind === "none"),
        );
      case "instance":
        return this.makeInstance(type, text);
      case "never":
      case "unknown":
      case "function":
      case "generator":
      case "storage":
      case "class":
      case "module":
      case "parameter":
      case "variable":
        return closedCodec(text);
    }
  }

  private memberOf(type: Type): MemberCodec[] {
    switch (type.kind) {
      case "none":
        return [];
      case "bool":
      case "int":
      case "u64":
      case "float": {
        const box = boxTypes[type.kind];
        return [{ codec: this.of(type), ids: [box.type], box }];
      }
      case "instance":
        return [{ codec: this.of(type), ids: [this.heapTypes.idOf(type), ...this.heapTypes.idsMatching(type)], box: null }];
      case "str":
      case "tuple":
      case "variadic":
        return [{ codec: this.of(type), ids: [this.heapTypes.idOf(type)], box: null }];
      case "never":
      case "unknown":
      case "union":
      case "function":
      case "generator":
      case "storage":
      case "class":
      case "module":
      case "parameter":
      case "variable":
        return [{ codec: this.of(type), ids: [], box: null }];
    }
  }

  private makeInstance(type: InstanceType, text: string): Codec {
    const id = this.heapTypes.idOf(type);
    const [first = NONE, second = NONE] = type.arguments;
    if (type.class.isEnum) return enumCodec(text, this.membersOf(type.class));
    if (type.class.module !== "") return this.record(type, text, id);
    switch (type.class.name) {
      case "list":
        return listCodec(text, id, this.storageOf(first), this.of(first));
      case "dict":
        return dictCodec(text, this.tableTypes(id, first, second), this.of(first), this.of(second), this.hashOf(first));
      case "set":
        return setCodec(text, this.tableTypes(id, first, null), this.of(first), this.hashOf(first));
      default:
        if (arrayRank(type.class.name) > 0) return arrayCodec(text, id, this.storageOf(first), this.of(first), arrayRank(type.class.name));
        return this.record(type, text, id);
    }
  }

  /** Each member of an enum lives in a global named `Class.MEMBER`, where the program uses it. */
  private membersOf(info: ClassInfo): ReadonlyMap<string, number> {
    const prefix = `${info.name}.`;
    const own = this.globals.filter((global) => global.module === info.module && global.name.startsWith(prefix));
    return new Map(own.map((global) => [global.name.slice(prefix.length), global.id]));
  }

  private storageOf(element: Type): TypeId {
    return this.heapTypes.idOf({ kind: "storage", element });
  }

  private tableTypes(
    table: TypeId,
    key: Type,
    value: Type | null,
  ): { table: TypeId; intStorage: TypeId; keyStorage: TypeId; valueStorage: TypeId | null } {
    return {
      table,
      intStorage: this.storageOf(INT),
      keyStorage: this.storageOf(key),
      valueStorage: value === null ? null : this.storageOf(value),
    };
  }

  private record(type: InstanceType, text: string, id: TypeId): Codec {
    const fields = once(() =>
      type.class.fields.map((field) => ({ name: field.name, codec: this.of(substitute(field.type, type.arguments)) })),
    );
    // Looked up now: a plugin keeps its codecs, and they must not keep all its types.
    const subclasses = new Map<TypeId, Codec>();
    this.unfinished.push(() => {
      fields();
      for (const below of this.heapTypes.idsMatching(type)) {
        const actual = below === id ? null : this.heapTypes.typeOf(below);
        if (actual !== null) subclasses.set(below, this.of(actual));
      }
    });
    return recordCodec(recordShape(text, id, fields, subclasses));
  }

  private hashOf(given: Type): HashKey {
    const type = shallow(given);
    if (type.kind === "none") return hashNoneKey;
    if (type.kind === "bool") return hashBoolKey;
    if (type.kind === "int" || type.kind === "u64") return hashIntKey;
    if (type.kind === "float") return hashFloatKey;
    if (type.kind === "str" || (type.kind === "instance" && type.class.isEnum)) return hashStrKey;
    if (type.kind === "tuple") return hashTupleKey(type.items.map((item) => this.hashOf(item)));
    return closedHash(showType(type));
  }
}

function hashTupleKey(items: readonly HashKey[]): HashKey {
  return (key) => hashParts(keyItems(key, items.length).map((item, index) => items[index]!(item)));
}

/** What `make` gives, made at the first call; then `make` is let go. */
function once<Result>(make: () => Result): () => Result {
  let maker: (() => Result) | null = make;
  let made: Result | null = null;
  return () => {
    if (maker !== null) made = maker();
    maker = null;
    return made as Result;
  };
}

/** A function of its own: its closure keeps nothing else. */
function recordShape(text: string, type: TypeId, fields: () => readonly FieldCodec[], subclasses: ReadonlyMap<TypeId, Codec>): RecordShape {
  return { text, type, fields, subclass: (found) => subclasses.get(found) ?? null };
}
