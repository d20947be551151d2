// `replace(x, field=...)`, `asdict(x)` and `astuple(x)` of dataclasses.

import type { Span } from "../../base/span.ts";
import { isSilent, tupleOf } from "../../types/primitives.ts";
import { zonk } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { keep, sequence } from "../build.ts";
import { declarationOf } from "../declarations.ts";
import { unknownAttribute, unsupported } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { convert } from "../convert.ts";
import { siteOf } from "../iteration/sources.ts";
import { allOf, exactClass, readField } from "../synthesis/equality.ts";
import { dataclassFields } from "./dataclass.ts";

/** Another object of the same class, made as Python makes it: by a call with all the fields that the class takes. */
export function replaceFields(frame: Frame, value: TypedExpression, changes: readonly Actual[], site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  if (type.kind !== "instance" || declarationOf(type.class).dataclass === null)
    return frame.fail(span, unsupported("`replace` of this", "it takes a dataclass and the fields to change"));
  const statements: TypedStatement[] = [];
  const object = keep(frame, value, statements);
  const kept = changes.map((change) => ({ ...change, value: keep(frame, change.value, statements) }));
  const known = new Map(dataclassFields(frame, declarationOf(type.class)).map((field) => [field.name, field]));
  for (const change of kept) {
    const field = known.get(change.name ?? "");
    if (field === undefined) return frame.fail(change.span, unknownAttribute(type, change.name ?? "", [...known.keys()]));
    if (!field.inInit)
      return frame.fail(change.span, unsupported("`replace` of a field with `init=False`", "set the field of the new object"));
  }
  const made = frame.session.concreteTypes(type).reduce<TypedExpression | null>((rest, one) => {
    const copy = copyOf(frame, convert(object, one), kept, siteOf(site, one.class.name), span);
    if (rest === null || typeOf(copy).kind === "unknown") return rest === null ? convert(copy, type) : copy;
    const test = allOf(exactClass(frame, object, one, span), span);
    return { kind: "conditional", test, then: convert(copy, type), else: rest, type, span };
  }, null);
  return made === null ? unknownAt(span) : sequence(statements, made);
}

function copyOf(frame: Frame, object: TypedExpression, changes: readonly Actual[], site: object, span: Span): TypedExpression {
  const type = typeOf(object) as Extract<Type, { kind: "instance" }>;
  const declaration = declarationOf(type.class);
  const fields = dataclassFields(frame, declaration).filter((field) => field.inInit);
  const actuals = fields.map((field): Actual => {
    const change = changes.find((one) => one.name === field.name);
    return {
      kind: "keyword",
      name: field.name,
      value: change?.value ?? readField(frame, object, type, field.name, span),
      span: change?.span ?? span,
    };
  });
  return frame.session.passes.construct(frame, declaration, actuals, site, span);
}

/** `asdict(x)`: its fields by name. */
export function fieldsAsDict(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const read = readFields(frame, value, statements, site, span, "`asdict`");
  if (read === null) return unknownAt(span);
  const entity = { kind: "class", name: "dict", class: frame.session.coreClass("dict") } as const;
  const actuals = read.map((one): Actual => ({ kind: "keyword", name: one.name, value: one.value, span }));
  return sequence(statements, frame.session.passes.callEntity(frame, entity, "dict", actuals, site, span));
}

export function fieldsAsTuple(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const read = readFields(frame, value, statements, site, span, "`astuple`");
  if (read === null) return unknownAt(span);
  const items = read.map((one) => one.value);
  return sequence(statements, { kind: "tuple", items, type: tupleOf(items.map((item) => item.type)), span });
}

/** Null (reported) where it is no dataclass, or holds what Python would convert too. */
function readFields(
  frame: Frame,
  value: TypedExpression,
  statements: TypedStatement[],
  site: object,
  span: Span,
  what: Taking,
): { readonly name: string; readonly value: TypedExpression }[] | null {
  const type = typeOf(value);
  if (type.kind !== "instance" || declarationOf(type.class).dataclass === null || frame.session.hasSubclasses(type)) {
    if (!isSilent(type)) frame.report(value.span, unsupported(`${what} of this`, "it takes an object of a dataclass"));
    return null;
  }
  const object = keep(frame, value, statements);
  const fields = dataclassFields(frame, declarationOf(type.class));
  const read = fields.map((field) => ({ name: field.name, value: readField(frame, object, type, field.name, span) }));
  const taken = read.map((one) => ({ name: one.name, value: takeApart(frame, one.value, siteOf(site, one.name), span, what) }));
  const deep = taken.find((one) => one.value === null);
  if (deep === undefined) return taken.flatMap(({ name, value: part }) => (part === null ? [] : [{ name, value: part }]));
  frame.report(value.span, unsupported(`${what} of a field such as \`${deep.name}\``, 'make the dict yourself: `{"name": x.name}`'));
  return null;
}

/** A field as `asdict` gives it: lists, dicts and sets are copied, objects of dataclasses taken apart. Null where their items would be, too. */
function takeApart(frame: Frame, value: TypedExpression, site: object, span: Span, what: Taking): TypedExpression | null {
  const type = zonk(value.type);
  if (isFlat(type)) return value;
  if (type.kind !== "instance") return null;
  const declaration = declarationOf(type.class);
  if (declaration.dataclass !== null && !frame.session.hasSubclasses(type))
    return what === "`asdict`" ? fieldsAsDict(frame, value, site, span) : fieldsAsTuple(frame, value, site, span);
  const isCopied = declaration.file.info.isLibrary && ["list", "dict", "set"].includes(type.class.name) && type.arguments.every(isFlat);
  if (!isCopied) return null;
  return frame.session.passes.callMethod(frame, { receiver: value, name: "copy", nameSpan: span, actuals: [], site, span });
}

type Taking = "`asdict`" | "`astuple`";

/** What `asdict` leaves as it is. Lists and dicts it copies, objects it takes apart. */
function isFlat(type: Type): boolean {
  if (type.kind === "tuple") return type.items.every(isFlat);
  if (type.kind === "union") return type.members.every(isFlat);
  if (type.kind === "instance") return declarationOf(type.class).info.isEnum;
  return type.kind !== "variadic" && type.kind !== "generator";
}
