// Tuples by name: values are tuples whose type carries the class. Items are
// read by name, the class has methods, and `_replace`, `_asdict`, `_fields`
// are there.

import type { Span } from "../../base/span.ts";
import { BOOL, INT, STR, UNKNOWN, instanceOf, tupleOf } from "../../types/primitives.ts";
import { freshVariable, shallow } from "../../types/variables.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { readAccepts } from "../annotations.ts";
import { intLiteral, intrinsic, keep, sequence, stringLiteral } from "../build.ts";
import { bindArguments, keepSourceOrder } from "../calls/arguments.ts";
import { spreadCall } from "../calls/spreading.ts";
import { flowInto } from "../convert.ts";
import type { ClassDeclaration, SignatureParameter } from "../declarations.ts";
import { declarationOf } from "../declarations.ts";
import { missingArgument, tooManyArguments, wrongArgument } from "../errors/calls.ts";
import { unknownAttribute } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { siteOf } from "../iteration/sources.ts";
import { raiseNamed } from "../statements/raising.ts";
import { textOf } from "../synthesis/text.ts";
import type { Session } from "../session.ts";
import { dataclassFields } from "./dataclass.ts";

export type NamedTuple = Extract<Type, { kind: "tuple" }> & { readonly named: ClassInfo };

/** The type of a tuple by name; null of anything else. */
export function asNamed(type: Type): NamedTuple | null {
  const found = shallow(type);
  return found.kind === "tuple" && found.named !== undefined ? (found as NamedTuple) : null;
}

/** Its items: what is assigned without an annotation belongs to the class, and so does all that a derived class adds. */
export function namedFields({ attributes, base }: ClassDeclaration): ClassDeclaration["attributes"] {
  if (base?.isNamedTuple === true) return namedFields(base);
  return attributes.filter(({ annotation }) => annotation !== null);
}

/** As an annotation: items of the types that the class declares, open ones of any. */
export function namedTupleType(session: Session, declaration: ClassDeclaration): Type {
  const items = namedFields(declaration).map(
    (attribute): Type => declaredItem(session, declaration, attribute) ?? { kind: "variable", variable: freshVariable() },
  );
  return { kind: "tuple", items, named: declaration.info };
}

/** Does every item have a type by annotation? */
export function isAnnotated(session: Session, declaration: ClassDeclaration): boolean {
  return namedFields(declaration).every((attribute) => declaredItem(session, declaration, attribute) !== null);
}

function declaredItem(session: Session, declaration: ClassDeclaration, attribute: ClassDeclaration["attributes"][number]): Type | null {
  if (attribute.annotation === null) return null;
  const report = (span: Span, problem: Parameters<Session["report"]>[2]): void =>
    session.report(declaration.file.module.file, span, problem);
  const accepts = readAccepts({ session, file: declaration.file, typeParameters: [], mayDeclare: false, report }, attribute.annotation);
  return accepts.kind === "type" ? accepts.type : null;
}

/** `Point(1, y=2)` */
export function makeNamedTuple(
  frame: Frame,
  declaration: ClassDeclaration,
  actuals: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression {
  const { info } = declaration;
  const fields = dataclassFields(frame, declaration).slice(0, namedFields(declaration).length);
  const parameters = fields.map((field): SignatureParameter => ({
    name: field.name,
    kind: "positional",
    accepts: { kind: "inferred" },
    defaultValue: field.hasDefault ? field.node : null,
    span: field.span,
  }));
  const called = { qualifiedName: `${info.name}.__new__`, hasSelf: true };
  const spread = spreadCall(frame, { actuals, called, site, span }, parameters, (given, at) =>
    makeNamedTuple(frame, declaration, given, at, span),
  );
  if (spread !== null) return spread;
  const prelude: TypedStatement[] = [];
  const result = bindArguments(info.name, parameters, actuals);
  if (!("bound" in result)) return frame.fail(result.span ?? span, result.problem);
  const bound = keepSourceOrder(frame, result.bound, actuals, prelude);
  const items: TypedExpression[] = [];
  for (const [index, field] of fields.entries()) {
    const one = bound[index];
    const value = one?.kind === "value" ? one.actual.value : field.makeDefault(frame, siteOf(site, field.name), span);
    const attribute = namedFields(declaration)[index];
    if (value === null || attribute === undefined) return unknownAt(span);
    const wanted = declaredItem(frame.session, declaration, attribute);
    const fitted = wanted === null ? value : flowInto(frame.session, value, wanted);
    if (fitted === null) return frame.fail(value.span, wrongArgument(info.name, field.name, typeOf(value), wanted as Type));
    items.push(fitted);
  }
  return sequence(prelude, { kind: "tuple", items, type: { kind: "tuple", items: items.map((item) => item.type), named: info }, span });
}

/** `p.x`; null where it is no item. */
export function namedItem(value: TypedExpression, type: NamedTuple, name: string, span: Span): TypedExpression | null {
  const index = namedFields(declarationOf(type.named)).findIndex((attribute) => attribute.name === name);
  const item = type.items[index];
  return item === undefined ? null : { kind: "tupleItem", tuple: value, index, type: item, span };
}

/** `Point._fields` */
export function fieldsOf(info: ClassInfo, span: Span): TypedExpression {
  const items = namedFields(declarationOf(info)).map((attribute) => stringLiteral(attribute.name, span));
  return { kind: "tuple", items, type: tupleOf(items.map(() => STR)), span };
}

/** `Point._make(items)` */
export function makeOf(frame: Frame, info: ClassInfo, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const [only, ...more] = actuals;
  if (only === undefined) return frame.fail(span, missingArgument("_make", ["iterable"]));
  if (only.kind !== "positional" || more.length > 0) return frame.fail(span, tooManyArguments("_make", 1, actuals.length));
  const count = namedFields(declarationOf(info)).length;
  const type = typeOf(only.value);
  const make = (value: TypedExpression): TypedExpression =>
    makeNamedTuple(frame, declarationOf(info), [{ ...only, kind: "star", value }], site, span);
  if (type.kind === "tuple" && type.items.length === count) {
    const statements: TypedStatement[] = [];
    const tuple = keep(frame, only.value, statements);
    const places = type.items.map((item, index): Actual => ({ ...only, value: { kind: "tupleItem", tuple, index, type: item, span } }));
    return sequence(statements, makeNamedTuple(frame, declarationOf(info), places, site, span));
  }
  const items = frame.session.passes.listOf(frame, only.value, siteOf(site, "items"));
  if (items === null) return unknownAt(span);
  const statements: TypedStatement[] = [];
  const kept = keep(frame, items, statements);
  const length = intrinsic("list_len", [kept], INT, span);
  const parts = [stringLiteral(`Expected ${count} arguments, got `, span), textOf(frame, length, "str", siteOf(site, "count"), span)];
  const then = raiseNamed(frame, "TypeError", frame.session.passes.concatenate(parts, span), span);
  statements.push({ kind: "if", test: intrinsic("int_ne", [length, intLiteral(count, span)], BOOL, span), then, else: [], span });
  return sequence(statements, make(kept));
}

/** Names that begin with `_` all the same. */
export const namedTupleMethods: ReadonlySet<string> = new Set(["_replace", "_asdict", "_fields"]);

export function callNamedTuple(
  frame: Frame,
  value: TypedExpression,
  type: NamedTuple,
  name: string,
  actuals: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression | null {
  if (name === "_replace") return replaceItems(frame, value, type, actuals, span);
  return name === "_asdict" ? itemsAsDict(frame, value, type, site, span) : null;
}

function replaceItems(frame: Frame, value: TypedExpression, type: NamedTuple, actuals: readonly Actual[], span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const tuple = keep(frame, value, statements);
  const names = namedFields(declarationOf(type.named)).map((attribute) => attribute.name);
  const items = type.items.map((item, index): TypedExpression => ({ kind: "tupleItem", tuple, index, type: item, span }));
  for (const actual of actuals) {
    const at = names.indexOf(actual.name ?? "");
    if (at < 0) return frame.fail(actual.span, unknownAttribute(type, actual.name ?? "", names));
    const fitted = flowInto(frame.session, keep(frame, actual.value, statements), type.items[at] as Type);
    if (fitted === null)
      return frame.fail(actual.span, wrongArgument("`_replace`", names[at] ?? "", typeOf(actual.value), type.items[at] as Type));
    items[at] = fitted;
  }
  return sequence(statements, { kind: "tuple", items, type, span });
}

function itemsAsDict(frame: Frame, value: TypedExpression, type: NamedTuple, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const tuple = keep(frame, value, statements);
  const entity = { kind: "class", name: "dict", class: frame.session.coreClass("dict") } as const;
  const actuals = namedFields(declarationOf(type.named)).map(({ name }, index): Actual => ({
    kind: "keyword",
    name,
    value: { kind: "tupleItem", tuple, index, type: type.items[index] as Type, span },
    span,
  }));
  return sequence(statements, frame.session.passes.callEntity(frame, entity, "dict", actuals, site, span));
}

/** Methods that would say what tuples do otherwise; the checker goes by the tuple. */
export const tupleOnly: ReadonlySet<string> = new Set([
  "__eq__",
  "__ne__",
  "__lt__",
  "__le__",
  "__gt__",
  "__ge__",
  "__hash__",
  "__iter__",
  "__len__",
  "__getitem__",
  "__contains__",
  "__bool__",
  "__new__",
  "__init__",
]);

/** The type of \`self\` in a class. */
export function selfType(session: Session, declaration: ClassDeclaration): Type {
  if (declaration.isNamedTuple) return namedTupleType(session, declaration);
  return instanceOf(
    declaration.info,
    declaration.info.typeParameters.map(() => UNKNOWN),
  );
}

/** A tuple as the one that `wanted` is: with its names for items, or without names. Any other value as it is. */
export function namedAs(frame: Frame, value: TypedExpression, wanted: Type): TypedExpression {
  const [type, held] = [typeOf(value), shallow(wanted)];
  if (type.kind !== "tuple" || held.kind !== "tuple" || type.named === held.named || type.items.length !== held.items.length) return value;
  const statements: TypedStatement[] = [];
  const tuple = keep(frame, value, statements);
  const { span } = value;
  const items = type.items.map((one, index): TypedExpression => ({ kind: "tupleItem", tuple, index, type: one, span }));
  const named = held.named === undefined ? {} : { named: held.named };
  return sequence(statements, { kind: "tuple", items, type: { kind: "tuple", items: type.items, ...named }, span });
}
