// `replace(x, field=...)` of dataclasses, and `Color(1)` of enums.

import type { Span } from "../../base/span.ts";
import { instanceOf } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { keep, sequence } from "../build.ts";
import { flowInto } from "../convert.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { declarationOf } from "../declarations.ts";
import { wrongArgument } from "../errors/calls.ts";
import { unknownAttribute, unsupported } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { equal } from "../synthesis/equality.ts";
import { textOf } from "../synthesis/text.ts";
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

/** The members in turn; ValueError with CPython's text where none has the value. */
export function enumByValue(
  frame: Frame,
  declaration: ClassDeclaration,
  actuals: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression {
  const type = instanceOf(declaration.info);
  const statements: TypedStatement[] = [];
  const value = keep(frame, (actuals[0] as Actual).value, statements);
  const valueType = declaration.info.fields[1]?.type as Type;
  const text = textOf(frame, value, "repr", siteOf(site, "text"), span);
  const error = frame.session.passes.construct(
    frame,
    frame.session.coreClass("ValueError"),
    [
      {
        kind: "positional",
        name: null,
        value: frame.session.passes.concatenate(
          [text, { kind: "literal", value: ` is not a valid ${declaration.info.name}`, type: { kind: "str" }, span }],
          span,
        ),
        span,
      },
    ],
    siteOf(site, "error"),
    span,
  );
  const nothing: TypedExpression = {
    kind: "sequence",
    statements: [{ kind: "raise", value: error, span }],
    value: { kind: "intrinsic", name: "unreachable", arguments: [], type: { kind: "never" }, span },
    type: { kind: "never" },
    span,
  };
  let chain: TypedExpression = nothing;
  for (const attribute of [...declaration.attributes].reverse()) {
    const state = frame.session.namedGlobal(declaration.file.info.name, `${declaration.info.name}.${attribute.name}`);
    const member: TypedExpression = { kind: "global", global: state.global, type, span };
    const test = equal(
      frame,
      value,
      { kind: "field", object: member, field: 1, type: valueType, span },
      siteOf(site, attribute.name),
      span,
    );
    chain = { kind: "conditional", test, then: member, else: chain, type, span };
  }
  return sequence(statements, chain);
}
