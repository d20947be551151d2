// Type ids: which types share a heap layout and a run-time identity. Types are
// compared by structure, so each gets a number by the numbers of its parts
// (shared parts are numbered once: a type of 2^64 nodes written with 64 is no
// trouble); what can be an object at run time gets a type id on top.
//
// Run-time tests ask for ids: all instances must be known before the first
// test is lowered, in an order that keeps a class and its subclasses together
// (`ir/collectTypes.ts` sees to both).

import { isSubclass } from "./classes.ts";
import { representationOf, reservedTypes } from "./layouts.ts";
import type { HeapType, Representation, TypeId } from "./layouts.ts";
import type { ClassInfo, ClosureInfo, GeneratorInfo, Type } from "./type.ts";

export type InstanceType = Type & { readonly kind: "instance" };

const reserved: readonly HeapType[] = [
  { kind: "text", name: "str" },
  { kind: "record", name: "int", slots: ["i64"], bases: [] },
  { kind: "record", name: "float", slots: ["f64"], bases: [] },
  { kind: "record", name: "bool", slots: ["i32"], bases: [] },
  { kind: "record", name: "int", slots: ["i64"], bases: [] },
];

/** The interning table of one module. */
export class HeapTypes {
  private readonly entries: HeapType[] = [...reserved];
  private readonly ids = new Map<string, TypeId>();
  private readonly numbers = new Map<string, number>();
  private readonly numberOfNode = new Map<Type, number>();
  private readonly instances: { readonly type: InstanceType; readonly id: TypeId }[] = [];

  /** By type id. */
  all(): readonly HeapType[] {
    return this.entries;
  }

  get(id: TypeId): HeapType {
    const entry = this.entries[id];
    if (entry === undefined) throw new RangeError(`no heap type ${id}`);
    return entry;
  }

  /** Equal for types of equal structure. */
  numberOf(type: Type): number {
    const known = this.numberOfNode.get(type);
    if (known !== undefined) return known;
    const key = this.structureKey(type);
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(key, number);
    }
    this.numberOfNode.set(type, number);
    return number;
  }

  /** The id that objects of this type carry; for a scalar, its box in unions. */
  idOf(type: Type): TypeId {
    switch (type.kind) {
      case "int":
        return reservedTypes.boxInt;
      case "u64":
        return reservedTypes.boxU64;
      case "float":
        return reservedTypes.boxFloat;
      case "bool":
        return reservedTypes.boxBool;
      case "str":
        return reservedTypes.text;
      case "tuple":
        return this.intern(`tuple ${this.numberOf(type)}`, () => record("tuple", type.items.map(representationOf)));
      case "variadic":
        return this.intern(`variadic ${this.numberOf(type)}`, () => storage("tuple", type.element));
      case "storage":
        return this.intern(`storage ${this.numberOf(type)}`, () => storage("storage", type.element));
      case "instance":
        return this.idOfInstance(type);
      case "function":
        return this.idOfClosure(onlyOf(type.closures, "closure"));
      case "generator":
        return this.idOfGenerator(onlyOf(type.sources, "generator"));
      case "variable":
        return this.idOf(type.variable.forward?.bound ?? type.variable.bound);
      case "never":
      case "unknown":
      case "none":
      case "union":
      case "class":
      case "module":
      case "parameter":
        throw new RangeError(`a value of type ${type.kind} has no object of its own`);
    }
  }

  /** The instance type whose objects carry this id, or null. */
  typeOf(id: TypeId): InstanceType | null {
    return this.instances.find((known) => known.id === id)?.type ?? null;
  }

  idOfClosure(closure: ClosureInfo): TypeId {
    const slots = (): Representation[] => closure.captures.map((capture) => (capture.boxed ? "ref" : representationOf(capture.type)));
    return this.intern(`closure ${closure.id}`, () => record("function", slots()));
  }

  /** Its slots are known once its function is lowered: see `define`. */
  idOfGenerator(generator: GeneratorInfo): TypeId {
    return this.intern(`generator ${generator.id}`, () => record("generator", []));
  }

  /** What a captured variable lives in: its value and, where it may be unbound, a flag. */
  idOfCell(content: Representation, flagged: boolean): TypeId {
    return this.intern(`cell ${content} ${flagged}`, () => record("cell", flagged ? [content, "i32"] : [content]));
  }

  define(id: TypeId, slots: readonly Representation[]): void {
    const entry = this.get(id);
    if (entry.kind !== "record") throw new RangeError(`type ${id} has no slots`);
    this.entries[id] = { ...entry, slots };
  }

  /** Representations of the fields of an instance. */
  slotsOf(type: InstanceType): readonly Representation[] {
    return type.class.fields.map((field) => representationOf(substitute(field.type, type.arguments)));
  }

  /** Ids of all objects for which a test against `type` holds: of that type, of a subclass. None is not among them. */
  idsMatching(type: Type): readonly TypeId[] {
    switch (type.kind) {
      case "none":
      case "never":
        return [];
      case "union":
        return type.members.flatMap((member) => this.idsMatching(member));
      case "function":
        return type.closures.map((closure) => this.idOfClosure(closure));
      case "generator":
        return type.sources.map((source) => this.idOfGenerator(source));
      case "instance":
        return this.instances.filter((known) => this.fits(known.type, type)).map((known) => known.id);
      case "class":
        return this.idsOfClass(type.class);
      case "bool":
      case "int":
      case "u64":
      case "float":
      case "str":
      case "tuple":
      case "variadic":
      case "storage":
      case "unknown":
      case "module":
      case "parameter":
      case "variable":
        return [this.idOf(type)];
    }
  }

  /** Ids of all instances of a class and its subclasses, whatever their arguments. */
  idsOfClass(wanted: ClassInfo): readonly TypeId[] {
    return this.instances.filter((known) => isSubclass(known.type.class, wanted)).map((known) => known.id);
  }

  private fits(known: InstanceType, wanted: InstanceType): boolean {
    if (known.class !== wanted.class) return isSubclass(known.class, wanted.class);
    return wanted.arguments.length === 0 || this.numberOf(known) === this.numberOf(wanted);
  }

  private idOfInstance(type: InstanceType): TypeId {
    const key = `instance ${this.numberOf(type)}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const bases = this.baseIds(type);
    const id = this.intern(key, () => ({ kind: "record", name: type.class.name, slots: this.slotsOf(type), bases }));
    this.instances.push({ type, id });
    return id;
  }

  private baseIds(type: InstanceType): readonly TypeId[] {
    const ids: TypeId[] = [];
    for (let base = type.class.base; base !== null; base = base.base) {
      const sameParameters = base.typeParameters.length === type.arguments.length;
      ids.push(this.idOfInstance({ kind: "instance", class: base, arguments: sameParameters ? type.arguments : [] }));
    }
    return ids;
  }

  private intern(key: string, make: () => HeapType): TypeId {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.entries.length;
    this.ids.set(key, id);
    this.entries.push(make());
    return id;
  }

  private structureKey(type: Type): string {
    const parts = (types: readonly Type[]): string => types.map((part) => this.numberOf(part)).join(",");
    switch (type.kind) {
      case "never":
      case "unknown":
      case "none":
      case "bool":
      case "int":
      case "u64":
      case "float":
      case "str":
        return type.kind;
      case "tuple":
        return `tuple ${parts(type.items)}`;
      case "union":
        return `union ${parts(type.members)}`;
      case "variadic":
      case "storage":
        return `${type.kind} ${this.numberOf(type.element)}`;
      case "instance":
        return `instance ${type.class.id} ${parts(type.arguments)}`;
      case "function":
        return `function ${type.closures.map((closure) => closure.id).join(",")}`;
      case "generator":
        return `generator ${this.numberOf(type.element)} ${type.sources.map((source) => source.id).join(",")}`;
      case "class":
        return `class ${type.class.id}`;
      case "module":
        return `module ${type.name}`;
      case "parameter":
        return `parameter ${type.index}`;
      case "variable":
        return `same ${this.numberOf(type.variable.forward?.bound ?? type.variable.bound)}`;
    }
  }
}

/** A field's type for one instance of its class; deeper parts do not change what it is to the machine. */
export function substitute(type: Type, values: readonly Type[]): Type {
  return type.kind === "parameter" ? (values[type.index] ?? { kind: "none" }) : type;
}

function record(name: string, slots: readonly Representation[]): HeapType {
  return { kind: "record", name, slots, bases: [] };
}

function storage(name: string, element: Type): HeapType {
  return { kind: "storage", name, element: representationOf(element) };
}

function onlyOf<Item>(items: readonly Item[], what: string): Item {
  const [first] = items;
  if (first === undefined || items.length > 1) throw new RangeError(`one ${what} expected, not ${items.length}`);
  return first;
}
