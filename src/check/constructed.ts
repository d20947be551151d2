// Classes of which an object is made somewhere in the program: calls that
// depend on the class of an object have to reckon with these only.

import { isSubclass } from "../types/classes.ts";
import { viewAs, type InstanceType } from "../types/join.ts";
import { sameType, typeKey } from "../types/key.ts";
import type { ClassInfo } from "../types/type.ts";
import type { ClassDeclaration } from "./declarations.ts";

export class Constructed {
  private readonly classes = new Set<ClassDeclaration>();
  /** Made in kept instances of the library, with types nobody noted. */
  private readonly somehow = new Set<ClassInfo>();
  /** Of generic classes: with which types. */
  private readonly types = new Map<ClassInfo, InstanceType[]>();

  /** `type`: where it is known. Is that new, and has the whole program to be looked at again for it? */
  note(declaration: ClassDeclaration, type: InstanceType | null): "rise" | "note" | null {
    const { info } = declaration;
    const news = type === null ? this.#noteSomehow(info) : type.arguments.length > 0 ? this.#noteType(type) : null;
    if (this.classes.has(declaration)) return news;
    this.classes.add(declaration);
    return "rise";
  }

  #noteSomehow(info: ClassInfo): "note" | null {
    if (this.somehow.has(info)) return null;
    this.somehow.add(info);
    return "note";
  }

  #noteType(type: InstanceType): "rise" | "note" | null {
    const known = this.types.get(type.class);
    if (known === undefined) {
      this.types.set(type.class, [type]);
      return "note";
    }
    if (known.some((one) => one.arguments.every((part, index) => part === type.arguments[index]))) return null;
    known.push(type);
    return "rise";
  }

  /** What is made that has that static type. */
  typesOf(type: InstanceType): InstanceType[] {
    const found = [...this.classes].filter((declaration) => isSubclass(declaration.info, type.class)).sort((a, b) => a.info.id - b.info.id);
    return found.flatMap(({ info }): InstanceType[] => {
      if (info === type.class) return [type];
      if (info.typeParameters.length === type.arguments.length && (type.arguments.length === 0 || this.somehow.has(info)))
        return [{ kind: "instance", class: info, arguments: type.arguments }];
      return this.#typesUnder(info, type);
    });
  }

  /** Of a class with more type parameters than its base: what was made that is of the base's type. */
  #typesUnder(info: ClassInfo, base: InstanceType): InstanceType[] {
    const found = new Map<string, InstanceType>();
    for (const type of this.types.get(info) ?? []) if (sameType(viewAs(type, base.class), base)) found.set(typeKey(type), type);
    return [...found.values()];
  }
}
