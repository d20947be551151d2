// Fields that Python's own objects show and nobody may assign: a range that
// changed under its holder would no longer be one.

import type { Expression } from "../../syntax/ast.ts";
import type { InstanceType } from "../../types/join.ts";
import { declarationOf } from "../declarations.ts";
import { cannotAssign } from "../errors/types.ts";
import type { Frame } from "../frame.ts";

const readOnly: ReadonlyMap<string, { readonly fields: readonly string[]; readonly instead: string }> = new Map([
  ["range", { fields: ["start", "stop", "step"], instead: "make a new one: `range(start, stop, step)`" }],
  ["slice", { fields: ["start", "stop", "step"], instead: "make a new one: `slice(start, stop, step)`" }],
  ["deque", { fields: ["maxlen"], instead: "make a new one: `deque(old, maxlen)`" }],
]);

/** Says so where the field is one of these. */
export function refuseReadOnly(frame: Frame, target: Extract<Expression, { kind: "attribute" }>, type: InstanceType): boolean {
  const known = declarationOf(type.class).file.info.isLibrary ? readOnly.get(type.class.name) : undefined;
  const { name, span } = target.name;
  if (frame.isLibrary || known === undefined || !known.fields.includes(name)) return false;
  frame.report(span, cannotAssign(`\`${name}\` of a ${type.class.name}`, known.instead));
  return true;
}
