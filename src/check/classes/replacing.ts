// `replace(x, field=...)`, `asdict(x)` and `astuple(x)` of dataclasses.

import type { Span } from "../../base/span.ts";
import { isSilent, tupleOf } from "../../types/primitives.ts";
import { zonk } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { keep, sequence } from "../build.ts";
import { flowInto } from "../convert.ts";
import { declarationOf } from "../declarations.ts";
import { wrongArgument } from "../errors/calls.ts";
import { unknownAttribute, unsupported } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { readField } from "../synthesis/equality.ts";
import { dataclassFields } from "./dataclass.ts";
import { findField } from "./fields.ts";

export function replaceFields(frame: Frame, value: TypedExpression, changes: readonly Actual[], span: Span): TypedExpression {
  const type = typeOf(value);
  if (type.kind !== "instance" || declarationOf(type.class).dataclass === null)
    return frame.fail(span, unsupported("`replace` of this", "it takes a dataclass and the fields to change"));
  const statements: TypedStatement[] = [];
  const object = keep(frame, value, statements);
  const given = new Map<string, TypedExpression>();
  for (const change of changes) {
    const field = change.name === null ? null : findField(frame.session, type, change.name);
    if (field === null || change.name === null)
      return frame.fail(
        change.span,
        unknownAttribute(
          type,
          change.name ?? "",
          type.class.fields.map((one) => one.name),
        ),
      );
    const fitted = flowInto(frame.session, keep(frame, change.value, statements), field.type);
    if (fitted === null) return frame.fail(change.span, wrongArgument("`replace`", change.name, typeOf(change.value), field.type));
    given.set(change.name, fitted);
  }
  const fields = type.class.fields.map(
    (field, index): TypedExpression => given.get(field.name) ?? { kind: "field", object, field: index, type: field.type, span },
  );
  return sequence(statements, { kind: "construct", fields, type, span });
}

/** `asdict(x)`: its fields by name. Dataclasses within would become dicts too; their fields have no one type. */
export function fieldsAsDict(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const read = readFields(frame, value, statements, span, "`asdict`");
  if (read === null) return unknownAt(span);
  const entity = { kind: "class", name: "dict", class: frame.session.coreClass("dict") } as const;
  const actuals = read.map((one): Actual => ({ kind: "keyword", name: one.name, value: one.value, span }));
  return sequence(statements, frame.session.passes.callEntity(frame, entity, "dict", actuals, site, span));
}

export function fieldsAsTuple(frame: Frame, value: TypedExpression, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const read = readFields(frame, value, statements, span, "`astuple`");
  if (read === null) return unknownAt(span);
  const items = read.map((one) => one.value);
  return sequence(statements, { kind: "tuple", items, type: tupleOf(items.map((item) => item.type)), span });
}

/** Null (reported) where it is no dataclass, or holds what Python would convert too. */
function readFields(
  frame: Frame,
  value: TypedExpression,
  statements: TypedStatement[],
  span: Span,
  what: string,
): { readonly name: string; readonly value: TypedExpression }[] | null {
  const type = typeOf(value);
  if (type.kind !== "instance" || declarationOf(type.class).dataclass === null || frame.session.hasSubclasses(type)) {
    if (!isSilent(type)) frame.report(value.span, unsupported(`${what} of this`, "it takes an object of a dataclass"));
    return null;
  }
  const object = keep(frame, value, statements);
  const fields = dataclassFields(frame, declarationOf(type.class));
  const read = fields.map((field) => ({ name: field.name, value: readField(frame, object, type, field.name, span) }));
  const deep = read.find((one) => !isFlat(zonk(one.value.type)));
  if (deep === undefined) return read;
  frame.report(value.span, unsupported(`${what} of a field such as \`${deep.name}\``, 'make the dict yourself: `{"name": x.name}`'));
  return null;
}

/** What `asdict` leaves as it is. Lists and dicts it copies, objects it takes apart. */
function isFlat(type: Type): boolean {
  if (type.kind === "tuple") return type.items.every(isFlat);
  if (type.kind === "union") return type.members.every(isFlat);
  if (type.kind === "instance") return declarationOf(type.class).info.isEnum;
  return type.kind !== "variadic" && type.kind !== "generator";
}
