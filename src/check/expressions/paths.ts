// Which places narrowing can speak of: variables, and attributes reached from
// them through names only.

import type { Expression } from "../../syntax/ast.ts";
import type { Type } from "../../types/type.ts";
import type { Frame } from "../frame.ts";
import type { FactKey, Facts } from "../narrowing.ts";
import { withFact } from "../narrowing.ts";
import { globalKey } from "./names.ts";

/** The key of a place; null for anything else. `at` is the node that names it in the webs. */
export function factKey(frame: Frame, node: Expression, at: object = node): FactKey | null {
  if (node.kind === "name") return nameKey(frame, node.name, at);
  if (node.kind !== "attribute") return null;
  const base = factKey(frame, node.object);
  return base === null ? null : `${pathPrefix(base)}${node.name.name}`;
}

function nameKey(frame: Frame, name: string, at: object): FactKey | null {
  const binding = frame.scope.resolved.get(at) ?? null;
  if (binding === null) return null;
  if (binding.scope === frame.scope && !binding.isGlobal) return frame.webs.at.get(at) ?? null;
  if (binding.scope.kind === "module") {
    const entity = frame.session.lookup(frame.file, name);
    return entity?.kind === "variable" ? globalKey(entity) : null;
  }
  // A captured variable that others may change at any time is not narrowed.
  return binding.assignedInside ? null : binding.shared;
}

/** What all paths from a place begin with. */
export function pathPrefix(key: FactKey): string {
  return typeof key === "string" ? `${key}.` : `${key.binding.boxed ? sharedMark : ""}${key.id}/${key.binding.scope.name}.`;
}

/** In front of paths from variables that closures may set. */
const sharedMark = "^";

/** The attributes of a path from a variable that nobody else can set; null of any other key. */
export function pathNames(key: string): readonly string[] | null {
  return /^\d/u.test(key) && key.includes(".") ? key.split(".").slice(1) : null;
}

export function narrowTo(facts: Facts, key: FactKey, type: Type): Facts {
  return withFact(facts, key, type);
}
