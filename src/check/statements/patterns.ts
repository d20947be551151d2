// Patterns of `match`: each becomes a test and the statements that bind its
// names once the test holds.

import { isList, isSubclass } from "../../types/classes.ts";
import type { Expression, Pattern } from "../../syntax/ast.ts";
import { BOOL, INT, instanceOf } from "../../types/primitives.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { boolLiteral, intLiteral, intrinsic } from "../build.ts";
import { dataclassFields } from "../classes/dataclass.ts";
import { findField } from "../classes/fields.ts";
import { asNamed, namedFields, namedItem } from "../classes/namedTuple.ts";
import { convert, flowInto } from "../convert.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { declarationOf } from "../declarations.ts";
import { intWithinFloat, notAClass, tooManyPatterns } from "../errors/tests.ts";
import { unknownAttribute, unsupported } from "../errors/types.ts";
import { listElement } from "../expressions/subscript.ts";
import { intsOf } from "../expressions/tests.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { splitByKind } from "../narrowing.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { matchFirst, matchMembers } from "./alternatives.ts";
import { matchMapping } from "./mappingPatterns.ts";
import { matchValue } from "./valuePatterns.ts";

export interface Matched {
  readonly test: TypedExpression;
  /** Run once the test holds. */
  readonly bind: TypedStatement[];
  /** Of the subject, where it holds; and where it does not. */
  readonly yes: Type;
  readonly no: Type;
}

/** `isHandedOver`: a float here never was an int that met a float. */
export function matchPattern(frame: Frame, pattern: Pattern, subject: TypedExpression, isHandedOver = false): Matched {
  const type = typeOf(subject);
  const { span } = pattern;
  switch (pattern.kind) {
    case "wildcard":
      return { test: boolLiteral(true, span), bind: [], yes: type, no: { kind: "never" } };
    case "capture":
      return {
        test: boolLiteral(true, span),
        bind: frame.session.passes.assign(frame, { kind: "name", name: pattern.name.name, span }, pattern.name, subject),
        yes: type,
        no: { kind: "never" },
      };
    case "value":
      return matchValue(frame, pattern.value, subject);
    case "as": {
      const inner = matchPattern(frame, pattern.pattern, subject, isHandedOver);
      const bind = frame.session.passes.assign(
        frame,
        { kind: "name", name: pattern.name.name, span },
        pattern.name,
        convert(subject, inner.yes),
      );
      return { ...inner, bind: [...inner.bind, ...bind] };
    }
    case "or":
      return matchAny(frame, pattern.alternatives, subject, span, isHandedOver || asksForFloat(pattern.alternatives));
    case "class":
      return matchClass(frame, pattern, subject, isHandedOver);
    case "sequence":
      return matchSequence(frame, pattern.items, subject, span);
    case "mapping":
      return matchMapping(frame, pattern, subject, matchPattern);
    case "star":
      return { test: boolLiteral(false, span), bind: [], yes: type, no: type };
  }
}

/** Alternatives that bind nothing, or all bind the same names. */
function matchAny(
  frame: Frame,
  alternatives: readonly Pattern[],
  subject: TypedExpression,
  span: Pattern["span"],
  isHandedOver: boolean,
): Matched {
  const ways = alternatives.map((one) => () => matchPattern(frame, one, subject, isHandedOver));
  return matchFirst(frame, subject, span, ways);
}

/** `int() | float()` holds for both. */
function asksForFloat(alternatives: readonly Pattern[]): boolean {
  return alternatives.some((one) => one.kind === "class" && one.class.kind === "name" && one.class.name === "float");
}

function matchClass(frame: Frame, pattern: Extract<Pattern, { kind: "class" }>, subject: TypedExpression, isHandedOver: boolean): Matched {
  const { span } = pattern;
  const type = typeOf(subject);
  const wanted = classOf(frame, pattern.class);
  if (wanted === null) return { test: boolLiteral(false, span), bind: [], yes: type, no: type };
  const kinds = membersOf(type).map((member) => shallow(member).kind);
  if (wanted.kind === "int" && kinds.includes("float") && !kinds.includes("int") && !isHandedOver)
    frame.report(pattern.class.span, intWithinFloat("`case int() | float():`"));
  const split = splitByKind(type, wanted.kind === "int" ? intsOf(type) : [wanted]);
  if (split.yes.kind === "never") return { test: boolLiteral(false, span), bind: [], yes: split.yes, no: type };
  const members = membersOf(split.yes).map(shallow);
  const asksParts = pattern.positional.length + pattern.keywords.length > 0;
  if (members.length > 1 && asksParts && members.some((one) => one.kind === "instance" || asNamed(one) !== null))
    return matchMembers(frame, subject, members, span, (one) => matchClass(frame, pattern, one, isHandedOver));
  const narrowed = convert(subject, split.yes);
  const always = split.no.kind === "never";
  let test: TypedExpression = always
    ? boolLiteral(true, span)
    : { kind: "typeTest", value: subject, types: membersOf(split.yes).map(shallow), type: BOOL, span };
  const bind: TypedStatement[] = [];
  let partial = false;
  const add = (part: TypedExpression, inner: Pattern): void => {
    const matched = matchPattern(frame, inner, part);
    bind.push(...matched.bind);
    if (matched.test.kind === "literal" && matched.test.value === true) return;
    partial = true;
    test = { kind: "and", left: test, right: matched.test, type: BOOL, span };
  };
  const object = typeOf(narrowed);
  const tuple = asNamed(object);
  if (tuple !== null) {
    const all = namedFields(declarationOf(tuple.named)).map((attribute) => attribute.name);
    const parts = [
      ...pattern.positional.map((inner, index) => ({ name: all[index] ?? "", inner })),
      ...pattern.keywords.map((keyword) => ({ name: keyword.name.name, inner: keyword.pattern })),
    ];
    for (const { name, inner } of parts) {
      const item = namedItem(narrowed, tuple, name, span);
      if (item === null) frame.report(inner.span, unknownAttribute(object, name, all));
      else add(item, inner);
    }
    return { test, bind, yes: split.yes, no: partial ? type : split.no };
  }
  if (object.kind !== "instance" || wanted.kind === "int") {
    const [only] = pattern.positional;
    if (only !== undefined) add(narrowed, only);
    return { test, bind, yes: split.yes, no: partial ? type : split.no };
  }
  const [itself, ...further] = pattern.positional;
  if (itself !== undefined && further.length === 0 && pattern.keywords.length === 0 && matchesItself(frame, object.class)) {
    add(narrowed, itself);
    return { test, bind, yes: split.yes, no: partial ? type : split.no };
  }
  const names = positionalNames(frame, declarationOf(object.class));
  const surplus = pattern.positional[names.length];
  if (surplus !== undefined) {
    frame.report(surplus.span, tooManyPatterns(object.class.name, names.length));
    return { test, bind, yes: split.yes, no: type };
  }
  const named = [
    ...pattern.positional.map((inner, index) => ({ name: names[index] ?? "", inner, span: inner.span })),
    ...pattern.keywords.map((keyword) => ({ name: keyword.name.name, inner: keyword.pattern, span: keyword.name.span })),
  ];
  for (const one of named) {
    const field = findField(frame.session, object, one.name);
    if (field === null) frame.report(one.span, unknownAttribute(object, one.name, names));
    else add({ kind: "field", object: narrowed, field: field.index, type: field.type, span }, one.inner);
  }
  return { test, bind, yes: split.yes, no: partial ? type : split.no };
}

/** `case list(xs)`: builtin containers, and what derives from them, have one pattern for all that they are. */
function matchesItself(frame: Frame, info: ClassInfo): boolean {
  return ["list", "dict", "set", "frozenset"].some((name) => isSubclass(info, frame.session.coreClass(name).info));
}

/** What the patterns without a name stand for: `__match_args__` as written, else the fields of a dataclass. */
function positionalNames(frame: Frame, declaration: ClassDeclaration): string[] {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    const written = at.attributes.find((attribute) => attribute.name === "__match_args__")?.value;
    if (written?.kind === "tuple" || written?.kind === "list")
      return written.items.flatMap((item) => (item.kind === "string" ? [item.value] : []));
  }
  const fields = dataclassFields(frame, declaration).filter((field) => field.inInit && !field.keywordOnly);
  return fields.map((field) => field.name);
}

function classOf(frame: Frame, node: Expression): Type | null {
  const primitives = new Map<string, Type>([
    ["int", INT],
    ["float", { kind: "float" }],
    ["bool", BOOL],
    ["str", { kind: "str" }],
    ["tuple", { kind: "variadic", element: { kind: "never" } }],
  ]);
  const primitive = node.kind === "name" ? primitives.get(node.name) : undefined;
  if (primitive !== undefined) return primitive;
  const type = typeOf(frame.expression(node));
  if (type.kind === "class" && declarationOf(type.class).isNamedTuple) return { kind: "tuple", items: [], named: type.class };
  if (type.kind === "class" && type.class.module === "" && type.class.name === "tuple")
    return { kind: "variadic", element: { kind: "never" } };
  if (type.kind === "class")
    return instanceOf(
      type.class,
      type.class.typeParameters.map((): Type => ({ kind: "never" })),
    );
  if (type.kind !== "unknown") frame.report(node.span, notAClass());
  return null;
}

const otherSequences = new Set(["range", "deque"]);

function isOtherSequence(type: Type): boolean {
  return type.kind === "instance" && declarationOf(type.class).file.info.isLibrary && otherSequences.has(type.class.name);
}

function matchSequence(frame: Frame, items: readonly Pattern[], given: TypedExpression, span: Pattern["span"]): Matched {
  const whole = typeOf(given);
  const isSequence = (one: Type): boolean => one.kind === "tuple" || one.kind === "variadic" || isList(one);
  if (whole.kind === "union") {
    const members = membersOf(whole)
      .map(shallow)
      .filter((one) => isSequence(one) || isOtherSequence(one));
    if (members.length > 0) return matchMembers(frame, given, members, span, (one) => matchSequence(frame, items, one, span));
  }
  const subject = whole.kind === "variadic" ? (frame.session.passes.listOf(frame, given, siteOf(items, "items")) ?? given) : given;
  const type = typeOf(subject);
  const star = items.findIndex((item) => item.kind === "star");
  const nothing: Matched = { test: boolLiteral(false, span), bind: [], yes: whole, no: whole };
  if (type.kind === "tuple" && star >= 0) return matchTupleWithRest(frame, items, star, subject, type, span);
  if (type.kind === "tuple" && star < 0) {
    if (type.items.length !== items.length) return nothing;
    return matchParts(
      frame,
      items,
      type.items.map((item, index): TypedExpression => ({ kind: "tupleItem", tuple: subject, index, type: item, span })),
      boolLiteral(true, span),
      type,
      span,
    );
  }
  if (!isList(type)) {
    if (isOtherSequence(type)) frame.report(span, unsupported("sequence pattern here", "make a list of it first: `match list(x)`"));
    return nothing;
  }
  const length = intrinsic("list_len", [subject], INT, span);
  const count = star < 0 ? items.length : items.length - 1;
  const test = intrinsic(star < 0 ? "int_eq" : "int_ge", [length, intLiteral(count, span)], BOOL, span);
  const parts = items.map((item, index): TypedExpression => {
    if (index !== star)
      return intrinsic(
        "list_get",
        [subject, intLiteral(star >= 0 && index > star ? index - items.length : index, span)],
        listElement(type),
        span,
      );
    const bounds = [
      intLiteral(star, span),
      intrinsic("int_sub", [length, intLiteral(items.length - 1 - star, span)], INT, span),
      intLiteral(1, span),
    ];
    const actuals = bounds.map((value) => ({ kind: "positional" as const, name: null, value, span }));
    return frame.session.passes.callMethod(frame, {
      receiver: subject,
      name: "_get_slice",
      nameSpan: span,
      actuals,
      site: siteOf(item, "rest"),
      span,
    });
  });
  return matchParts(frame, items, parts, test, type, span);
}

/** `(a, *rest)` of a tuple: the rest is a list. */
function matchTupleWithRest(
  frame: Frame,
  items: readonly Pattern[],
  star: number,
  subject: TypedExpression,
  type: Extract<Type, { kind: "tuple" }>,
  span: Pattern["span"],
): Matched {
  const extra = type.items.length - (items.length - 1);
  if (extra < 0) return { test: boolLiteral(false, span), bind: [], yes: type, no: type };
  const all = type.items.map((item, index): TypedExpression => ({ kind: "tupleItem", tuple: subject, index, type: item, span }));
  const element = frame.siteVariable(items[star] ?? items, "rest");
  const rest = all.slice(star, star + extra).map((item) => flowInto(frame.session, item, element) ?? item);
  const list: TypedExpression = { kind: "list", items: rest, type: instanceOf(frame.session.coreClass("list").info, [element]), span };
  const parts = [...all.slice(0, star), list, ...all.slice(star + extra)];
  return matchParts(frame, items, parts, boolLiteral(true, span), type, span);
}

function matchParts(
  frame: Frame,
  items: readonly Pattern[],
  parts: readonly TypedExpression[],
  start: TypedExpression,
  type: Type,
  span: Pattern["span"],
): Matched {
  let test = start;
  const bind: TypedStatement[] = [];
  for (const [index, item] of items.entries()) {
    const part = parts[index] as TypedExpression;
    if (item.kind === "star") {
      if (item.name !== null)
        bind.push(...frame.session.passes.assign(frame, { kind: "name", name: item.name.name, span: item.span }, item.name, part));
      continue;
    }
    const matched = matchPattern(frame, item, part);
    bind.push(...matched.bind);
    if (!(matched.test.kind === "literal" && matched.test.value === true))
      test =
        test.kind === "literal" && test.value === true ? matched.test : { kind: "and", left: test, right: matched.test, type: BOOL, span };
  }
  const always = test.kind === "literal" && test.value === true;
  return { test, bind, yes: type, no: always ? { kind: "never" } : type };
}
