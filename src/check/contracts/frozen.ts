// Module-level values are frozen while hooks run: a hook may be run for any
// place in any order, so nothing may pass from one call to the next. Plain
// cases are told here, where the author can see them; the rest stops with
// WG522 when it runs.

import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import { declarationOf } from "../declarations.ts";
import { frozenGlobal } from "../errors/contracts.ts";
import type { Frame } from "../frame.ts";
import type { Instance } from "../instances.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";

/** Methods of the library's containers that change them. */
const changing: ReadonlySet<string> = new Set([
  "append",
  "appendleft",
  "extend",
  "extendleft",
  "insert",
  "pop",
  "popleft",
  "popitem",
  "remove",
  "clear",
  "sort",
  "reverse",
  "rotate",
  "add",
  "discard",
  "update",
  "setdefault",
]);

/** `seen.append(x)` in a hook, where `seen` stands at the top level. True where it was told. */
export function refuseFrozenCall(frame: Frame, object: Expression, type: Type, method: string, span: Span): boolean {
  const found = shallow(type);
  if (!changing.has(method) || found.kind !== "instance" || !declarationOf(found.class).file.info.isLibrary) return false;
  return refuseFrozenStore(frame, object, span);
}

/** `table[i] = x`, `state.total = x` in a hook. True where it was told. */
export function refuseFrozenStore(frame: Frame, object: Expression, span: Span): boolean {
  if (frame.session.host?.frozenState !== true || frame.isLibrary || frame.scope.kind !== "function") return false;
  const name = rootName(object);
  const binding = name === null ? null : (frame.scope.resolved.get(name) ?? null);
  if (name === null || binding === null || binding.scope.kind !== "module" || binding.prefix !== "") return false;
  if (frame.session.lookup(frame.file, name.name)?.kind !== "variable" || !isInHook(frame, frame.instance)) return false;
  frame.report(span, frozenGlobal(name.name));
  return true;
}

/** The name whose items are reached: `table` in `table[0][1]`. */
function rootName(object: Expression): Extract<Expression, { kind: "name" }> | null {
  if (object.kind === "name") return object;
  return object.kind === "subscript" && object.index.kind !== "slice" ? rootName(object.object) : null;
}

/** Does the first call that led here come from a hook? The module body itself may change what it made. */
function isInHook(frame: Frame, instance: Instance): boolean {
  let at = instance;
  while (at.caller !== null) at = at.caller.instance;
  return frame.session.host?.hooks.some((hook) => at.key === `hook ${hook.name}`) === true;
}
