// Which classes of a program have others below them that matter: where one of
// these is the static type of an object, what is called may depend on its class.

import { isPrivateModule } from "../library/modules.ts";
import type { ClassInfo } from "../types/type.ts";
import { basesOf } from "./checkState.ts";
import { findMethod, type ClassDeclaration, type ModuleInfo } from "./declarations.ts";

/** `given`: modules that are seen at once; by them those that they import. */
export function findBases(given: Iterable<ModuleInfo>, moduleOf: (name: string) => ModuleInfo | null): ReadonlySet<ClassInfo> {
  const found = new Set<ClassInfo>();
  for (const module of visibleFrom(given, moduleOf)) {
    for (const entity of module.entities.values()) {
      if (entity.kind !== "class") continue;
      for (const base of basesOf(entity.class.info)) if (!isOnlyPart(base, entity.class)) found.add(base);
    }
  }
  return found;
}

function visibleFrom(given: Iterable<ModuleInfo>, moduleOf: (name: string) => ModuleInfo | null): Set<ModuleInfo> {
  const found = new Set(given);
  for (const module of found) {
    for (const entity of module.entities.values()) {
      const name = entity.kind === "module" ? entity.name : entity.kind === "imported" ? entity.module : null;
      const next = name === null ? null : moduleOf(name);
      if (next !== null) found.add(next);
    }
  }
  return found;
}

/**
 * A class that the library keeps to itself, and one of its own below it that only adds to it: they are one class
 * in several files, as those of `random` are, and their functions are the same in every program.
 */
function isOnlyPart(base: ClassInfo, { info, file, methods, attributes, base: above }: ClassDeclaration): boolean {
  if (!file.info.isLibrary || !isPrivateModule(base.module) || !isPrivateModule(info.module)) return false;
  const own = [...methods.keys(), ...attributes.map(({ name }) => name)];
  return own.every((name) => name === "__init__" || above === null || findMethod(above, name) === null);
}
