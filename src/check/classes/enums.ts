// Members of enums. Two names with the same written value are one member, as
// in Python: the later name is an alias of the first.

import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import { BOOL, NEVER, instanceOf, isSilent } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { intrinsic, keep, sequence, stringLiteral } from "../build.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { distribute } from "../calls/distribute.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { wrongResult } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { equal } from "../synthesis/equality.ts";
import { textOf } from "../synthesis/text.ts";

/** Names of the members, aliases left out. */
export function memberNames(declaration: ClassDeclaration): string[] {
  return declaration.attributes.map((attribute) => attribute.name).filter((name) => canonicalName(declaration, name) === name);
}

/** The first name with the same written value. */
export function canonicalName(declaration: ClassDeclaration, name: string): string {
  const own = declaration.attributes.find((attribute) => attribute.name === name)?.value ?? null;
  const key = own === null ? null : writtenKey(own);
  if (key === null) return name;
  return declaration.attributes.find(({ value }) => value !== null && writtenKey(value) === key)?.name ?? name;
}

/** The same for equal literals; null where the value is computed. */
function writtenKey(node: Expression): string | null {
  switch (node.kind) {
    case "int":
      return `number ${node.value}`;
    case "float":
      return `number ${node.value}`;
    case "bool":
      return `number ${node.value ? 1 : 0}`;
    case "string":
      return `text ${JSON.stringify(node.value)}`;
    case "unary": {
      const inner = node.operator === "-" ? writtenKey(node.operand) : null;
      return inner === null ? null : `-${inner}`;
    }
    case "tuple": {
      const items = node.items.map(writtenKey);
      return items.every((item) => item !== null) ? `(${items.join()})` : null;
    }
    default:
      return null;
  }
}

export function enumMember(frame: Frame, declaration: ClassDeclaration, name: string, span: Span): TypedExpression {
  const canonical = canonicalName(declaration, name);
  const state = frame.session.namedGlobal(declaration.file.info.name, `${declaration.info.name}.${canonical}`);
  return { kind: "global", global: state.global, type: instanceOf(declaration.info), span };
}

/** All members of an enum in order, as iterating over it gives them. */
export function enumMembers(frame: Frame, declaration: ClassDeclaration, span: Span): TypedExpression {
  const items = memberNames(declaration).map((name) => enumMember(frame, declaration, name, span));
  return { kind: "list", items, type: instanceOf(frame.session.coreClass("list").info, [instanceOf(declaration.info)]), span };
}

/** `Color(1)`: the member with that value; ValueError with CPython's text where none has it. */
export function enumByValue(
  frame: Frame,
  declaration: ClassDeclaration,
  given: TypedExpression,
  site: object,
  span: Span,
): TypedExpression {
  const statements: TypedStatement[] = [];
  const value = keep(frame, given, statements);
  const text = textOf(frame, value, "repr", siteOf(site, "text"), span);
  const message = frame.session.passes.concatenate([text, stringLiteral(` is not a valid ${declaration.info.name}`, span)], span);
  const valueType = declaration.info.fields[1]?.type as Type;
  const found = (member: TypedExpression, name: string): TypedExpression =>
    equal(frame, value, { kind: "field", object: member, field: 1, type: valueType, span }, siteOf(site, name), span);
  const error = raised(frame, "ValueError", message, site, span);
  return sequence(
    statements,
    search(frame, declaration, memberNames(declaration), found, missing(frame, declaration, value, error, site), span),
  );
}

/** What the enum's own `_missing_` makes of another value; the error where it gives None, or has no such method. */
function missing(
  frame: Frame,
  declaration: ClassDeclaration,
  value: TypedExpression,
  error: TypedExpression,
  site: object,
): TypedExpression {
  const { span } = error;
  const overloads = findMethod(declaration, "_missing_");
  if (overloads === null) return error;
  const given = frame.session.passes.callFunction(frame, {
    overloads,
    name: "_missing_",
    receiver: { kind: "literal", value: null, type: { kind: "class", class: declaration.info }, span },
    classArguments: [],
    actuals: [{ kind: "positional", name: null, value, span }],
    site: siteOf(site, "missing"),
    span,
  });
  const take = (member: TypedExpression): TypedExpression => {
    const type = shallow(member.type);
    if (type.kind === "none") return sequence([{ kind: "evaluate", value: member, span }], error);
    if (type.kind === "instance" && type.class === declaration.info) return member;
    return isSilent(type) ? member : frame.fail(span, wrongResult("_missing_", type, instanceOf(declaration.info)));
  };
  return distribute(frame, given, take, span);
}

function raised(frame: Frame, name: string, message: TypedExpression, site: object, span: Span): TypedExpression {
  const actuals = [{ kind: "positional" as const, name: null, value: message, span }];
  const value = frame.session.passes.construct(frame, frame.session.coreClass(name), actuals, siteOf(site, "error"), span);
  return sequence([{ kind: "raise", value, span }], intrinsic("unreachable", [], NEVER, span));
}

/** `Color["RED"]`: the member of that name; KeyError where there is none. */
export function enumByName(frame: Frame, declaration: ClassDeclaration, given: TypedExpression, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const key = keep(frame, given, statements);
  const names = declaration.attributes.map((attribute) => attribute.name);
  const found = (_: TypedExpression, name: string): TypedExpression =>
    equal(frame, key, stringLiteral(name, span), siteOf(site, name), span);
  return sequence(statements, search(frame, declaration, names, found, raised(frame, "KeyError", key, site, span), span));
}

function search(
  frame: Frame,
  declaration: ClassDeclaration,
  names: readonly string[],
  found: (member: TypedExpression, name: string) => TypedExpression,
  otherwise: TypedExpression,
  span: Span,
): TypedExpression {
  const type = instanceOf(declaration.info);
  let chain = otherwise;
  for (const name of [...names].reverse()) {
    const member = enumMember(frame, declaration, name, span);
    chain = { kind: "conditional", test: found(member, name), then: member, else: chain, type, span };
  }
  return chain;
}

/** A member of an IntEnum where a number is wanted: its value. */
export function plainNumber(value: TypedExpression): TypedExpression {
  const type = shallow(value.type);
  if (type.kind !== "instance" || !isIntEnum(declarationOf(type.class))) return value;
  const valueType = type.class.fields[1]?.type;
  return valueType === undefined ? value : { kind: "field", object: value, field: 1, type: valueType, span: value.span };
}

export function isIntEnum(declaration: ClassDeclaration): boolean {
  return declaration.info.isEnum && declaration.intEnum;
}

/** Is the value among the members? Only members of that enum can be. */
export function isMember(value: TypedExpression, declaration: ClassDeclaration, span: Span): TypedExpression {
  const type = shallow(value.type);
  const isOne = type.kind === "instance" && type.class === declaration.info;
  return sequence([{ kind: "evaluate", value, span }], { kind: "literal", value: isOne, type: BOOL, span });
}
