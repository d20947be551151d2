// Classes whose objects differ in the types of their fields: `Stack` of ints
// and `Stack` of texts in one program. A first check takes every field to have
// one type in all objects. Where that ends in mistakes, the fields whose types
// came out mixed are made type parameters of their classes and the program is
// checked once more; if mistakes remain, those of the first check are told.
//
// A field that holds objects of its own class (`next` of a list's node) holds
// such with the same parameters as its object. A field of another class that
// holds such objects is open itself. Classes that derive from one another
// stay as they are: what `isinstance` narrows to would not know the types.

import { shallow, zonk } from "../types/variables.ts";
import type { ClassInfo, Type } from "../types/type.ts";
import type { ClassDeclaration, OpenClass } from "./declarations.ts";
import type { Session } from "./session.ts";

/** What to open in a second check; null where that would change nothing. */
export function findOpenClasses(session: Session): ReadonlyMap<string, OpenClass> | null {
  const eligible = eligibleClasses(session);
  const open = new Map<ClassDeclaration, Set<string>>();
  for (const declaration of eligible) {
    const mixed = inferredFields(declaration).filter(
      ([name, type]) => isMixed(type) || session.mixedFields.has(`${declaration.info.name}.${name}`),
    );
    if (mixed.length > 0) open.set(declaration, new Set(mixed.map(([name]) => name)));
  }
  if (open.size === 0) return null;
  spread(eligible, open);
  return new Map([...open].map(([declaration, fields]) => [declaration.info.name, describe(declaration, fields)]));
}

function eligibleClasses(session: Session): ClassDeclaration[] {
  const all = [...session.main.entities.values()].flatMap((entity) => (entity.kind === "class" ? [entity.class] : []));
  const bases = new Set(all.map((declaration) => declaration.base));
  return all.filter((declaration) => {
    const { info } = declaration;
    const isPlain = declaration.base === null && !bases.has(declaration) && declaration.dataclass === null;
    return isPlain && !info.isEnum && info.typeParameters.length === 0;
  });
}

/** Fields whose types no annotation says. */
function inferredFields(declaration: ClassDeclaration): (readonly [string, Type])[] {
  return declaration.info.fields.flatMap(({ name, type }) =>
    type.kind === "variable" && !name.endsWith("?") ? [[name, zonk(type)] as const] : [],
  );
}

/** Kinds side by side that the program did not ask for: None with one other is usual. */
function isMixed(type: Type): boolean {
  switch (type.kind) {
    case "union":
      return type.members.filter((member) => shallow(member).kind !== "none").length > 1 || type.members.some(isMixed);
    case "instance":
      return type.arguments.some(isMixed);
    case "tuple":
      return type.items.some(isMixed);
    case "variadic":
      return isMixed(type.element);
    case "function":
      return type.closures.length > 1;
    default:
      return false;
  }
}

/** Fields that hold objects of open classes are open too, until nothing is added. */
function spread(eligible: readonly ClassDeclaration[], open: Map<ClassDeclaration, Set<string>>): void {
  for (let grew = true; grew;) {
    grew = false;
    const infos = new Set([...open.keys()].map((declaration) => declaration.info));
    for (const declaration of eligible) {
      for (const [name, type] of inferredFields(declaration)) {
        const known = open.get(declaration);
        const holdsOthers = [...infos].some((info) => info !== declaration.info && mentions(type, info));
        if (!holdsOthers || known?.has(name) === true || mentions(type, declaration.info)) continue;
        if (known === undefined) open.set(declaration, new Set([name]));
        else known.add(name);
        grew = true;
      }
    }
  }
}

function describe(declaration: ClassDeclaration, fields: ReadonlySet<string>): OpenClass {
  const own = inferredFields(declaration).filter(([name, type]) => !fields.has(name) && mentions(type, declaration.info));
  return { fields: [...fields], own: new Map(own) };
}

function mentions(type: Type, info: ClassInfo): boolean {
  switch (type.kind) {
    case "instance":
      return type.class === info || type.arguments.some((part) => mentions(part, info));
    case "tuple":
      return type.items.some((item) => mentions(item, info));
    case "variadic":
    case "generator":
    case "storage":
      return mentions(type.element, info);
    case "union":
      return type.members.some((member) => mentions(member, info));
    default:
      return false;
  }
}
