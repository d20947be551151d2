// Fields of a dataclass as `@dataclass` sees them: annotated, in order, the
// base's first, with defaults and `field(...)`.

import type { Span } from "../../base/span.ts";
import type { Argument, Expression } from "../../syntax/ast.ts";
import { literalValue } from "../calls/defaults.ts";
import type { ClassAttribute, ClassDeclaration } from "../declarations.ts";
import { decoratorName } from "../indexing.ts";
import { defaultOrder, mutableDefault } from "../errors/classes.ts";
import type { Frame } from "../frame.ts";
import type { TypedExpression } from "../program.ts";

export interface DataclassField {
  readonly name: string;
  readonly span: Span;
  readonly inInit: boolean;
  readonly inRepr: boolean;
  readonly inCompare: boolean;
  readonly inHash: boolean;
  readonly keywordOnly: boolean;
  /** `InitVar[...]`: no field, but handed on to `__post_init__`. */
  readonly isPassed: boolean;
  readonly hasDefault: boolean;
  readonly node: Expression | null;
  readonly owner: ClassDeclaration;
  /** The default's value at a construction; null leaves the field to `__post_init__`. */
  readonly makeDefault: (frame: Frame, site: object, span: Span) => TypedExpression | null;
}

export function dataclassFields(frame: Frame, declaration: ClassDeclaration): DataclassField[] {
  return takenByInit(frame, declaration).filter(({ isPassed }) => !isPassed);
}

/** The fields, and what is only handed on. */
export function takenByInit(frame: Frame, declaration: ClassDeclaration): DataclassField[] {
  const fields = declaration.base === null ? [] : takenByInit(frame, declaration.base);
  if (declaration.dataclass === null) return fields;
  for (const attribute of declaration.attributes) {
    if (attribute.annotation === null) continue;
    const field = readField(declaration, attribute);
    const old = fields.findIndex((one) => one.name === field.name);
    if (old >= 0) fields[old] = field;
    else {
      if (!field.hasDefault && !field.keywordOnly && field.inInit && fields.some((one) => one.hasDefault && one.inInit && !one.keywordOnly))
        frame.session.report(declaration.file.module.file, attribute.span, defaultOrder(field.name));
      fields.push(field);
    }
    if (attribute.value !== null && isMutable(attribute.value))
      frame.session.report(declaration.file.module.file, attribute.value.span, mutableDefault(field.name));
  }
  return fields;
}

/** `InitVar[int]`, `dataclasses.InitVar[int]` */
export function isInitVar(annotation: Expression | null): boolean {
  const head = annotation?.kind === "subscript" ? annotation.object : annotation;
  return head !== null && decoratorName(head) === "InitVar";
}

function isMutable(node: Expression): boolean {
  return (
    node.kind === "list" ||
    node.kind === "dict" ||
    node.kind === "set" ||
    node.kind === "comprehension" ||
    node.kind === "dictComprehension"
  );
}

function readField(owner: ClassDeclaration, attribute: ClassAttribute): DataclassField {
  const value = attribute.value;
  const isField =
    value?.kind === "call" &&
    ((value.callee.kind === "name" && value.callee.name === "field") ||
      (value.callee.kind === "attribute" && value.callee.name.name === "field"));
  const given = isField ? value.arguments : [];
  const factory = argumentOf(given, "default_factory");
  const node = isField ? (argumentOf(given, "default") ?? factory) : value;
  const flag = (name: string, otherwise: boolean): boolean => {
    const found = argumentOf(given, name);
    return found?.kind === "bool" ? found.value : otherwise;
  };
  return {
    name: attribute.name,
    span: attribute.span,
    inInit: flag("init", true),
    inRepr: flag("repr", true),
    inCompare: flag("compare", true),
    inHash: flag("hash", flag("compare", true)),
    keywordOnly: flag("kw_only", attribute.keywordOnly === true),
    isPassed: isInitVar(attribute.annotation),
    hasDefault: node !== null,
    node,
    owner,
    makeDefault: (frame, site, span) => makeDefault(frame, owner, attribute.name, node, factory !== null && factory === node, site, span),
  };
}

function argumentOf(given: readonly Argument[], name: string): Expression | null {
  return given.find((argument) => argument.kind === "keyword" && argument.name.name === name)?.value ?? null;
}

function makeDefault(
  frame: Frame,
  owner: ClassDeclaration,
  name: string,
  node: Expression | null,
  isFactory: boolean,
  site: object,
  span: Span,
): TypedExpression | null {
  if (node === null) return null;
  if (isFactory) {
    if (node.kind === "lambda") return frame.expression(node.body);
    const entity = node.kind === "name" ? frame.session.lookup(owner.file, node.name) : null;
    if (entity === null) return frame.expression(node);
    return frame.session.passes.callEntity(frame, entity, node.kind === "name" ? node.name : "default_factory", [], node, span);
  }
  const literal = literalValue(node, span);
  if (literal !== null) return literal;
  const state = frame.session.namedGlobal(owner.file.info.name, `${owner.info.name}.${name}`);
  return { kind: "global", global: state.global, type: { kind: "variable", variable: state.type }, span };
}
