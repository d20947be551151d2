// All items of something at once: as a list, as a tuple, as one text.

import { isList } from "../../types/classes.ts";
import type { Span } from "../../base/span.ts";
import { typeKey } from "../../types/key.ts";
import { INT, STR, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { callInstance, intLiteral, intrinsic, keep, readVariable, sequence, setVariable, stringLiteral } from "../build.ts";
import { callCore } from "../calls/core.ts";
import { iteratesItself } from "../calls/fits.ts";
import { findField } from "../classes/fields.ts";
import { listElement } from "../expressions/subscript.ts";
import { notIterable } from "../errors/iteration.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { asType, isOptional, notIterableText } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { synthesise } from "../synthesis/function.ts";
import { textOf } from "../synthesis/text.ts";
import { elementOf } from "./element.ts";
import { iterableOfUnion } from "./eachType.ts";
import { siteOf, sourceOf } from "./sources.ts";

/** A new list of the items; null where the value cannot be iterated. */
export function listOf(frame: Frame, value: TypedExpression, site: object): TypedExpression | null {
  const type = typeOf(value);
  if (isSilent(type)) return value;
  if (isList(type)) return value;
  if (type.kind === "instance" && iteratesItself(type)) return collect(frame, value, siteOf(site, "own"), value.span);
  if (type.kind !== "instance" && elementOf(frame.session, type) === null) return null;
  return frame.session.passes.construct(
    frame,
    frame.session.coreClass("list"),
    [{ kind: "positional", name: null, value, span: value.span }],
    siteOf(site, "list"),
    value.span,
  );
}

/** A loop that appends, for what the library's own `list(...)` cannot iterate. */
function collect(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression | null {
  const source = sourceOf(frame, value, siteOf(site, "items"));
  if (source === null) return null;
  const element = frame.siteVariable(site, "element");
  const type: Type = { kind: "instance", class: frame.session.coreClass("list").info, arguments: [element] };
  if (element.kind === "variable") frame.session.grow(element.variable, source.item.type);
  const list = frame.temporary(type, "list");
  const label = frame.label();
  const append = frame.session.passes.callMethod(frame, {
    receiver: readVariable(list, span),
    name: "append",
    nameSpan: span,
    actuals: [{ kind: "positional", name: null, value: source.item, span }],
    site: siteOf(site, "append"),
    span,
  });
  const turn: TypedStatement[] = [...source.next([{ kind: "leave", label, span }]), { kind: "evaluate", value: append, span }];
  const statements: TypedStatement[] = [
    ...source.setup,
    setVariable(list, { kind: "list", items: [], type, span }),
    { kind: "block", label, body: [{ kind: "loop", body: turn, span }], span },
  ];
  return { kind: "sequence", statements, value: readVariable(list, span), type, span };
}

function listOfUnion(frame: Frame, value: TypedExpression, type: Extract<Type, { kind: "union" }>, site: object): TypedExpression | null {
  const items = iterableOfUnion(frame, value, type, siteOf(site, "all"));
  return items === null ? null : listOf(frame, items, siteOf(site, "list of all"));
}

/** `tuple(x)`: a tuple stays itself, anything else becomes one of unknown length. */
export function tupleOf(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  if (type.kind === "tuple" && type.named !== undefined) return withoutName(frame, value, type.items, span);
  if (type.kind === "tuple" || type.kind === "variadic") return value;
  if (isOptional(type)) return tupleOf(frame, asType(value, notIterableText), site, span);
  const list = type.kind === "union" ? listOfUnion(frame, value, type, site) : listOf(frame, value, site);
  if (list === null) return frame.fail(value.span, notIterable(type));
  const found = typeOf(list);
  if (found.kind !== "instance") return list;
  const element = listElement(found);
  const result: Type = { kind: "variadic", element };
  const instance = synthesise(frame, {
    key: `tuple of ${typeKey(found)}`,
    name: "tuple",
    closure: null,
    span,
    parameters: [found],
    result,
    build: (inner, [variable]) => ({
      body: variable === undefined ? [] : copyItems(inner, readVariable(variable, span), result, span),
      result,
    }),
  });
  return callInstance(frame, instance, [list], result, span);
}

/** A tuple by name as a plain one. */
function withoutName(frame: Frame, value: TypedExpression, types: readonly Type[], span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const tuple = keep(frame, value, statements);
  const items = types.map((type, index): TypedExpression => ({ kind: "tupleItem", tuple, index, type, span }));
  return sequence(statements, { kind: "tuple", items, type: { kind: "tuple", items: types }, span });
}

function copyItems(frame: Frame, list: TypedExpression, result: Type, span: Span): TypedStatement[] {
  const type = typeOf(list);
  const field = type.kind === "instance" ? findField(frame.session, type, "_items") : null;
  if (field === null) return [];
  const made = frame.temporary(result, "tuple");
  const length = intrinsic("list_len", [list], INT, span);
  const items: TypedExpression = { kind: "field", object: list, field: field.index, type: field.type, span };
  const copy = intrinsic(
    "storage_copy",
    [readVariable(made, span), intLiteral(0, span), items, intLiteral(0, span), length],
    { kind: "none" },
    span,
  );
  return [
    setVariable(made, intrinsic("storage_new", [length], result, span)),
    { kind: "evaluate", value: copy, span },
    { kind: "return", value: readVariable(made, span), span },
  ];
}

/** `sep.join(str(x) for x in xs)`. */
export function joinTexts(frame: Frame, value: TypedExpression, separator: TypedExpression, site: object, span: Span): TypedExpression {
  const source = sourceOf(frame, value, site);
  if (source === null) return { kind: "literal", value: null, type: { kind: "unknown" }, span };
  const text = frame.temporary(STR, "text");
  const count = frame.temporary(INT, "count");
  const label = frame.label();
  const read = readVariable(text, span);
  const append = (part: TypedExpression): TypedStatement => setVariable(text, intrinsic("str_append", [read, part], STR, span));
  const turn: TypedStatement[] = [
    ...source.next([{ kind: "leave", label, span }]),
    {
      kind: "if",
      test: intrinsic("int_gt", [readVariable(count, span), intLiteral(0, span)], { kind: "bool" }, span),
      then: [append(separator)],
      else: [],
      span,
    },
    append(textOf(frame, source.item, "str", site, span)),
    setVariable(count, intrinsic("int_add", [readVariable(count, span), intLiteral(1, span)], INT, span)),
  ];
  const statements: TypedStatement[] = [
    ...source.setup,
    setVariable(text, stringLiteral("", span)),
    setVariable(count, intLiteral(0, span)),
    { kind: "block", label, body: [{ kind: "loop", body: turn, span }], span },
  ];
  return { kind: "sequence", statements, value: read, type: STR, span };
}

/** Tuples of which one has an unknown length: by functions of the library over `tuple[T, ...]`. */
export function compareVariadic(
  frame: Frame,
  operator: string,
  left: TypedExpression,
  right: TypedExpression,
  span: Span,
): TypedExpression {
  const name = operator === "==" ? "_tuple_equal" : operator === "<" || operator === ">" ? "_tuple_less" : "_tuple_less_equal";
  const values = operator === ">" || operator === ">=" ? [right, left] : [left, right];
  return callCore(frame, name, values, siteOf(frame.instance, `tuple ${operator}`), span);
}
