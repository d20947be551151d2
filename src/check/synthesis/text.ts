// `str(x)` and `repr(x)` by structure.

import type { Span } from "../../base/span.ts";
import { typeKey } from "../../types/key.ts";
import { STR, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { callInstance, impossible, intrinsic, readVariable, sequence, stringLiteral } from "../build.ts";
import { callCore } from "../calls/core.ts";
import { distribute } from "../calls/distribute.ts";
import { isIntEnum, plainNumber } from "../classes/enums.ts";
import { dataclassFields } from "../classes/dataclass.ts";
import { namedFields } from "../classes/namedTuple.ts";
import type { ClassDeclaration, FunctionDeclaration } from "../declarations.ts";
import { declarationOf, findMethod, plainName } from "../declarations.ts";
import { unsupported } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf, written } from "../frame.ts";
import type { TypedExpression } from "../program.ts";
import { readField } from "./equality.ts";
import { siteOf } from "../iteration/sources.ts";
import { synthesise } from "./function.ts";

export type TextForm = "str" | "repr";

export function textOf(frame: Frame, value: TypedExpression, form: TextForm, site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  if (isSilent(type)) return { ...impossible([value], span), type: type.kind === "unknown" ? type : STR };
  switch (type.kind) {
    case "str":
      return form === "str" ? value : callCore(frame, "_str_repr", [value], site, span);
    case "int":
      return callCore(frame, "_int_text", [value], site, span);
    case "u64":
      return callCore(frame, "_u64_text", [value], site, span);
    case "float":
      return callCore(frame, "_float_text", [value], site, span);
    case "bool":
      return callCore(frame, "_bool_text", [value], site, span);
    case "none":
      return sequence(value.kind === "literal" ? [] : [{ kind: "evaluate", value, span }], stringLiteral("None", span));
    case "tuple":
    case "variadic":
    case "union":
      return callText(frame, value, form, span);
    case "instance":
      return objectText(frame, value, type, form, site, span);
    case "class":
      return stringLiteral(`<class '${type.class.module === "" ? "" : "__main__."}${type.class.name}'>`, span);
    case "function":
      return functionText(frame, value, type, span);
    case "never":
    case "unknown":
    case "generator":
    case "storage":
    case "module":
    case "parameter":
    case "variable":
      return frame.fail(span, unsupported(`text for a ${type.kind}`, "print what it gives instead"));
  }
}

function callHint(frame: Frame, value: TypedExpression): string {
  const name = written(frame, value);
  return /^[\w.]+$/u.test(name) ? `to use what it gives, call it: \`${name}(...)\`` : "call it, and use what it gives";
}

/** Of a class used as a function, as in `defaultdict(list)`; of others it would hold an address. */
function functionText(frame: Frame, value: TypedExpression, type: Extract<Type, { kind: "function" }>, span: Span): TypedExpression {
  const names = new Set(
    type.closures.map((closure) => {
      const code = frame.session.closures.get(closure);
      return code?.kind === "entity" && code.entity.kind === "class"
        ? `<class '${code.entity.class.file.info.isLibrary ? "" : "__main__."}${code.entity.name}'>`
        : null;
    }),
  );
  const [only] = names;
  // Within the text of a container that holds it, `defaultdict(...)`: addresses cannot be seen.
  if (frame.isLibrary && (names.size !== 1 || only === null || only === undefined))
    return sequence([{ kind: "evaluate", value, span }], stringLiteral("<function>", span));
  if (names.size !== 1 || only === undefined || only === null)
    return frame.fail(span, unsupported("text for a function", callHint(frame, value)));
  return sequence([{ kind: "evaluate", value, span }], stringLiteral(only, span));
}

/** The text method that this class defines itself, `object`'s left aside. */
function textMethod(
  declaration: ClassDeclaration,
  form: TextForm,
): { readonly name: string; readonly overloads: readonly FunctionDeclaration[] } | null {
  for (const name of form === "str" ? ["__str__", "__repr__"] : ["__repr__"]) {
    const overloads = findMethod(declaration, name);
    if (overloads !== null) return { name, overloads };
  }
  return null;
}

function objectText(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "instance" }>,
  form: TextForm,
  site: object,
  span: Span,
): TypedExpression {
  const classes = [type, ...frame.session.subclassesOf(type)];
  const method = textMethod(declarationOf(type.class), form);
  // A class below may have `__str__` where this one has but `__repr__`.
  const isSame = (one: Type): boolean => one.kind === "instance" && textMethod(declarationOf(one.class), form)?.name === method?.name;
  if (method !== null && classes.every(isSame))
    return frame.session.passes.callMethod(frame, { receiver: value, name: method.name, nameSpan: span, actuals: [], site, span });
  return callText(frame, value, form, span);
}

function callText(frame: Frame, value: TypedExpression, form: TextForm, span: Span): TypedExpression {
  const instance = synthesise(frame, {
    key: `${form} ${typeKey(value.type)}`,
    name: `__${form}__`,
    closure: null,
    span,
    parameters: [value.type],
    result: STR,
    build: (inner, [variable]) => {
      const text = variable === undefined ? stringLiteral("", span) : spellOut(inner, readVariable(variable, span), form, span);
      return { body: [{ kind: "return", value: text, span }], result: STR };
    },
  });
  return callInstance(frame, instance, [value], STR, span);
}

function spellOut(frame: Frame, value: TypedExpression, form: TextForm, span: Span): TypedExpression {
  const type = typeOf(value);
  switch (type.kind) {
    case "union":
      return distribute(
        frame,
        value,
        (member) => textOf(frame, member, form, siteOf(frame.instance, `member ${typeKey(member.type)}`), span),
        span,
      );
    case "tuple":
      return type.named === undefined
        ? tupleText(frame, value, type.items, span)
        : namedTupleText(frame, value, type.items, declarationOf(type.named), form, span);
    case "variadic":
      return callCore(frame, "_tuple_text", [value], frame.instance, span);
    case "instance":
      return classText(frame, value, type, form, span);
    default:
      return stringLiteral("", span);
  }
}

function tupleText(frame: Frame, value: TypedExpression, items: readonly Type[], span: Span): TypedExpression {
  const parts: TypedExpression[] = [stringLiteral("(", span)];
  for (const [index, item] of items.entries()) {
    if (index > 0) parts.push(stringLiteral(", ", span));
    parts.push(
      textOf(frame, { kind: "tupleItem", tuple: value, index, type: item, span }, "repr", siteOf(frame.instance, `part ${index}`), span),
    );
  }
  parts.push(stringLiteral(items.length === 1 ? ",)" : ")", span));
  return concatenate(parts, span);
}

/** `Point(x=1, y=2)`, unless the class says otherwise. */
function namedTupleText(
  frame: Frame,
  value: TypedExpression,
  items: readonly Type[],
  declaration: ClassDeclaration,
  form: TextForm,
  span: Span,
): TypedExpression {
  const method = textMethod(declaration, form);
  if (method !== null)
    return frame.session.passes.callMethod(frame, {
      receiver: value,
      name: method.name,
      nameSpan: span,
      actuals: [],
      site: frame.instance,
      span,
    });
  const parts: TypedExpression[] = [stringLiteral(`${plainName(declaration.info)}(`, span)];
  for (const [index, item] of items.entries()) {
    const part: TypedExpression = { kind: "tupleItem", tuple: value, index, type: item, span };
    const name = namedFields(declaration)[index]?.name ?? "";
    parts.push(
      stringLiteral(`${index > 0 ? ", " : ""}${name}=`, span),
      textOf(frame, part, "repr", siteOf(frame.instance, `part ${index}`), span),
    );
  }
  parts.push(stringLiteral(")", span));
  return concatenate(parts, span);
}

/** Chosen by the object's class where subclasses differ. */
function classText(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "instance" }>,
  form: TextForm,
  span: Span,
): TypedExpression {
  let chain = oneClassText(frame, value, type, form, span);
  for (const below of frame.session.subclassesOf(type)) {
    if (below.kind !== "instance") continue;
    const test: TypedExpression = { kind: "typeTest", value, types: [below], type: { kind: "bool" }, span };
    const narrowed: TypedExpression = { kind: "convert", value, type: below, orRaise: null, span };
    chain = { kind: "conditional", test, then: textOf(frame, narrowed, form, { below }, span), else: chain, type: STR, span };
  }
  return chain;
}

function oneClassText(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "instance" }>,
  form: TextForm,
  span: Span,
): TypedExpression {
  const declaration = declarationOf(type.class);
  const method = textMethod(declaration, form);
  if (method !== null)
    return frame.session.passes.callFunction(frame, {
      overloads: method.overloads,
      name: method.name,
      receiver: value,
      classArguments: type.arguments,
      actuals: [],
      site: frame.instance,
      span,
    });
  if (type.class.isEnum) return enumText(frame, value, type, form, span);
  const shown = shownRecord(declaration);
  if (shown === null) return stringLiteral(`<${type.class.name} object>`, span);
  const parts: TypedExpression[] = [stringLiteral(`${type.class.name}(`, span)];
  const fields = dataclassFields(frame, shown).filter((field) => field.inRepr);
  for (const [index, field] of fields.entries()) {
    parts.push(
      stringLiteral(`${index > 0 ? ", " : ""}${field.name}=`, span),
      textOf(frame, readField(frame, value, type, field.name, span), "repr", { field }, span),
    );
  }
  parts.push(stringLiteral(")", span));
  return concatenate(parts, span);
}

/** The nearest dataclass that shows its fields. */
function shownRecord(declaration: ClassDeclaration): ClassDeclaration | null {
  if (declaration.dataclass?.repr === true) return declaration;
  return declaration.base === null ? null : shownRecord(declaration.base);
}

/** `Color.RED`, and in repr `<Color.RED: 1>`. */
function enumText(
  frame: Frame,
  value: TypedExpression,
  type: Extract<Type, { kind: "instance" }>,
  form: TextForm,
  span: Span,
): TypedExpression {
  if (form === "str" && isIntEnum(declarationOf(type.class))) return textOf(frame, plainNumber(value), "str", { type }, span);
  const name: TypedExpression = { kind: "field", object: value, field: 0, type: STR, span };
  const dotted = [stringLiteral(`${form === "repr" ? "<" : ""}${plainName(type.class)}.`, span), name];
  if (form === "str") return concatenate(dotted, span);
  return concatenate(
    [
      ...dotted,
      stringLiteral(": ", span),
      textOf(frame, readField(frame, value, type, "value", span), "repr", { type }, span),
      stringLiteral(">", span),
    ],
    span,
  );
}

/** Left to right by `str_append`, which grows the fresh left side in place. */
export function concatenate(parts: readonly TypedExpression[], span: Span): TypedExpression {
  const merged: TypedExpression[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (last?.kind === "literal" && part.kind === "literal" && typeof last.value === "string" && typeof part.value === "string")
      merged[merged.length - 1] = { ...last, value: last.value + part.value };
    else if (!(part.kind === "literal" && part.value === "")) merged.push(part);
  }
  const [first, ...others] = merged;
  if (first === undefined) return stringLiteral("", span);
  return others.reduce((all, part) => intrinsic("str_append", [all, part], STR, span), first);
}
