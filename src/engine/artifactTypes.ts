// Types of an artifact, made again from their descriptions as far as codecs ask
// for them: each class with its arguments put in is a class of its own here.

import { representationOf, reservedTypes, type TypeId } from "../types/layouts.ts";
import type { InstanceType } from "../types/heapTypes.ts";
import { BOOL, FLOAT, INT, NONE, STR } from "../types/primitives.ts";
import type { ClassInfo, Type } from "../types/type.ts";
import { partsOf } from "../types/variables.ts";
import { ArtifactError, type ArtifactInterface } from "../wasm/artifact.ts";
import type { BorderType } from "../wasm/borderTypes.ts";
import { requireType } from "./artifactFit.ts";
import type { ArtifactFace, FaceClass } from "./artifactFace.ts";
import type { BorderTypes } from "./codecs.ts";
import type { BorderProgram } from "./unit.ts";

export class ArtifactTypes implements BorderTypes {
  private readonly classes: ReadonlyMap<TypeId, FaceClass>;
  private readonly instances: ReadonlyMap<TypeId, InstanceType>;
  private readonly idOfClass = new Map<ClassInfo, TypeId>();
  /** Of tuples and storages, by structure. */
  private readonly ids = new Map<string, TypeId>();
  private readonly numbers = new Map<string, number>();
  /** What the module knows. */
  private readonly known: ArtifactInterface["types"];

  constructor(face: ArtifactFace, known: ArtifactInterface["types"]) {
    this.known = known;
    this.classes = new Map(face.classes.map((each) => [each.id, each]));
    this.instances = new Map(face.classes.map((each) => [each.id, emptyInstance(each)]));
    for (const [id, instance] of this.instances) this.idOfClass.set(instance.class, id);
    for (const each of face.classes) this.fill(each);
  }

  private fill(described: FaceClass): void {
    const instance = this.instanceOf(described.id);
    for (const { name, type } of described.fields) instance.class.fields.push({ name, type: this.read(type) });
    (instance.arguments as Type[]).push(...described.arguments.map((type) => this.read(type)));
    const known = this.known[described.id];
    // Of what the module does not know there are no objects.
    if (known !== undefined)
      requireType(
        known,
        "record",
        instance.class.fields.map(({ type }) => representationOf(type)),
      );
  }

  private instanceOf(id: TypeId): InstanceType {
    const found = this.instances.get(id);
    if (found === undefined) throw new ArtifactError(`the artifact describes no type ${id}`);
    return found;
  }

  read(described: BorderType): Type {
    if (typeof described === "string") return scalars[described];
    if ("object" in described) return this.instanceOf(described.object);
    if ("union" in described) return { kind: "union", members: described.union.map((member) => this.read(member)) };
    // No parameter of a class has this index: nothing is put in its place.
    if ("closed" in described) return { kind: "parameter", name: described.closed, index: -1 };
    const type = this.readShape(described);
    this.ids.set(this.keyOf(type), described.id);
    return type;
  }

  private readShape(described: Extract<BorderType, { readonly id: TypeId }>): Type {
    if ("tuple" in described) return { kind: "tuple", items: described.tuple.map((item) => this.read(item)) };
    if ("variadic" in described) return { kind: "variadic", element: this.read(described.variadic) };
    return { kind: "storage", element: this.read(described.storage) };
  }

  private keyOf(type: Type): string {
    if (type.kind === "instance") return `#${this.idOfClass.get(type.class)}`;
    if (type.kind === "parameter") return `closed(${type.name})`;
    return `${type.kind}(${partsOf(type)
      .map((part) => this.keyOf(part))
      .join()})`;
  }

  numberOf(type: Type): number {
    const key = this.keyOf(type);
    const number = this.numbers.get(key) ?? this.numbers.size;
    this.numbers.set(key, number);
    return number;
  }

  idOf(type: Type): TypeId {
    if (type.kind === "instance") return this.idOfClass.get(type.class) ?? -1;
    const box = type.kind === "u64" ? reservedTypes.boxU64 : boxes[representationOf(type)];
    if (box !== undefined) return box;
    if (type.kind === "str") return reservedTypes.text;
    const id = this.ids.get(this.keyOf(type));
    if (id === undefined) throw new ArtifactError(`the artifact has no type ${this.keyOf(type)}`);
    if (type.kind === "storage") requireType(this.known[id], "storage", [representationOf(type.element)]);
    else if (type.kind === "tuple") requireType(this.known[id], "record", type.items.map(representationOf));
    return id;
  }

  /** As `HeapTypes` says it. */
  idsMatching(type: Type): readonly TypeId[] {
    if (type.kind !== "instance") return [this.idOf(type)];
    const wanted = this.classes.get(this.idOf(type));
    if (wanted === undefined) return [];
    const fits = (known: FaceClass): boolean => {
      if (known.class !== wanted.class) return known.bases.includes(wanted.class);
      return wanted.arguments.length === 0 || known.id === wanted.id;
    };
    return [...this.classes.values()].filter(fits).map(({ id }) => id);
  }

  typeOf(id: TypeId): InstanceType | null {
    return this.instances.get(id) ?? null;
  }

  /** Where members of enums live. */
  get enumMembers(): BorderProgram["globals"] {
    return [...this.classes.values()].flatMap(({ name, module, members }) =>
      members.map(([member, id]) => ({ id, module, name: `${name}.${member}` })),
    );
  }
}

const scalars: Readonly<Record<Extract<BorderType, string>, Type>> = {
  None: NONE,
  bool: BOOL,
  int: INT,
  u64: { kind: "u64" },
  float: FLOAT,
  str: STR,
};

const boxes = { i64: reservedTypes.boxInt, f64: reservedTypes.boxFloat, i32: reservedTypes.boxBool, ref: undefined } as const;

function emptyInstance({ id, name, module, isEnum }: FaceClass): InstanceType {
  const info: ClassInfo = { id, name, module, typeParameters: [], base: null, isEnum, isFrozen: true, fields: [] };
  return { kind: "instance", class: info, arguments: [] };
}
