// `copy.copy` and `copy.deepcopy`. How deep containers stand in each other is
// known from the type, so the copy is made by a function of `stdlib/copy.wgen`
// for that depth; what the depth does not cover is refused.

import type { Span } from "../../base/span.ts";
import { isChangeable } from "../../types/changeable.ts";
import type { Type } from "../../types/type.ts";
import { partsOf, substitute, zonk } from "../../types/variables.ts";
import { keep, sequence } from "../build.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { unsupported } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";

/** `copy.copy(x)`: a container of the same items, an object of the same fields. */
export function shallowCopy(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  if (!isChangeable(type) && !isOwnObject(type)) return value;
  if (type.kind !== "instance" || frame.session.hasSubclasses(type)) return frame.fail(span, noCopy("copy", type));
  const declaration = declarationOf(type.class);
  if (declaration.file.info.isLibrary && findMethod(declaration, "copy") !== null)
    return frame.session.passes.callMethod(frame, { receiver: value, name: "copy", nameSpan: span, actuals: [], site, span });
  if (declaration.file.info.isLibrary || findMethod(declaration, "__copy__") !== null) return frame.fail(span, noCopy("copy", type));
  const statements: TypedStatement[] = [];
  const object = keep(frame, value, statements);
  const fields = type.class.fields.map((field, index): TypedExpression => ({
    kind: "field",
    object,
    field: index,
    type: field.type,
    span,
  }));
  return sequence(statements, { kind: "construct", fields, type, span });
}

/** An author's object: a copy is another object, also where neither can change. */
function isOwnObject(type: Type): boolean {
  return type.kind === "instance" && !type.class.isEnum && !declarationOf(type.class).file.info.isLibrary;
}

const functionsByDepth = ["", "_flat", "_two", "_three"] as const;

/** `copy.deepcopy(x)`. */
export function deepCopy(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  const type = zonk(value.type);
  if (isOwnObject(type) && partsOfObject(type).every((part) => depthOf(part) === 0)) return shallowCopy(frame, value, site, span);
  const depth = depthOf(type);
  if (depth === 0) return value;
  const name = depth === null ? undefined : functionsByDepth[depth];
  const entity = name === undefined ? undefined : frame.session.moduleOf("copy")?.entities.get(name);
  if (name === undefined || entity === undefined) return frame.fail(span, noCopy("deepcopy", type));
  const actual = { kind: "positional", name: null, value, span } as const;
  return frame.session.passes.callEntity(frame, entity, name, [actual], site, span);
}

function partsOfObject(type: Type): readonly Type[] {
  return type.kind === "instance" ? type.class.fields.map((field) => zonk(substitute(field.type, type.arguments))) : [];
}

/** How deep containers that can change stand in each other; null where objects stand there too. */
function depthOf(type: Type): number | null {
  if (isOwnObject(type) || partsOf(type).some(isOwnObject)) return null;
  if (!isChangeable(type)) return 0;
  if (type.kind !== "instance" || !containers.has(type.class.name) || type.class.module !== "") return null;
  const depths = partsOf(type).map(depthOf);
  const deepest = Math.max(...depths.map((depth) => depth ?? Number.POSITIVE_INFINITY));
  const isReached = deepest === 0 || mayHold(type.class.name, deepest, partsOf(type));
  return isReached ? deepest + 1 : null;
}

/** Which containers may hold others: `_two` takes lists and dicts, `_three` lists of lists. */
function mayHold(container: string, below: number, parts: readonly Type[]): boolean {
  const [inner] = parts;
  if (below === 1) return container === "list" || container === "dict";
  return below === 2 && container === "list" && inner?.kind === "instance" && inner.class.name === "list";
}

const containers: ReadonlySet<string> = new Set(["list", "dict", "set", "_Array1", "_Array2", "_Array3"]);

function noCopy(name: string, type: Type): ReturnType<typeof unsupported> {
  return unsupported(
    `\`${name}\` of ${type.kind === "instance" ? type.class.name : "this"} with what it holds`,
    "write a function that makes the new object from the old one's parts",
  );
}
