// Fields of classes. The library annotates them. An author's class has those
// of its base, then those that a class-level annotation declares, then those
// that its methods assign through `self`, in order of first assignment in
// `__init__`. Their types are variables of the whole program: the join of all
// that is assigned.

import type { Span } from "../../base/span.ts";
import type { Expression, FunctionDefinition, Statement } from "../../syntax/ast.ts";
import { substitute } from "../../types/variables.ts";
import { freshVariable } from "../../types/variables.ts";
import { BOOL, INT, instanceOf } from "../../types/primitives.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { readAccepts, readType } from "../annotations.ts";
import type { AnnotationContext } from "../annotations.ts";
import { walkTree } from "../../syntax/walk.ts";
import type { ClassDeclaration, FileInfo, FunctionDeclaration } from "../declarations.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import type { Session } from "../session.ts";
import { isInitVar } from "./dataclass.ts";
import { unsetFields } from "./definite.ts";
import { numberField } from "./numbered.ts";

/** Fills `info.fields` at the first look at a class. */
export function ensureFields(session: Session, declaration: ClassDeclaration): void {
  if (declaration.fieldsDone) return;
  declaration.fieldsDone = true;
  if (declaration.base !== null) {
    ensureFields(session, declaration.base);
    declaration.info.fields.push(...declaration.base.info.fields);
  }
  if (declaration.file.info.isLibrary && !declaration.info.isEnum) declareLibraryFields(session, declaration);
  else declareOwnFields(session, declaration);
}

function contextOf(session: Session, declaration: ClassDeclaration): AnnotationContext {
  return {
    session,
    file: declaration.file,
    typeParameters: [...declaration.info.typeParameters],
    mayDeclare: false,
    report: (span: Span, problem) => session.report(declaration.file.module.file, span, problem),
  };
}

function declareLibraryFields(session: Session, declaration: ClassDeclaration): void {
  const context = contextOf(session, declaration);
  for (const attribute of declaration.attributes) {
    if (attribute.annotation === null || (attribute.value !== null && declaration.dataclass === null)) continue;
    addField(declaration.info, attribute.name, readType(context, attribute.annotation));
  }
}

function addField(info: ClassInfo, name: string, type: Type): void {
  if (!info.fields.some((field) => field.name === name)) info.fields.push({ name, type });
}

function noteAnnotation(session: Session, declaration: ClassDeclaration, name: string, annotation: Expression): void {
  if (!declaration.file.info.isLibrary) session.again.fields.set(`${declaration.info.id}.${name}`, annotation);
}

function declareOwnFields(session: Session, declaration: ClassDeclaration): void {
  if (declaration.info.isEnum) {
    addField(declaration.info, "name", { kind: "str" });
    addField(declaration.info, "value", { kind: "variable", variable: freshVariable() });
  }
  if (session.again.numbered.has(declaration.info.name) && !declaration.file.info.isLibrary) addField(declaration.info, numberField, INT);
  const context = contextOf(session, declaration);
  const annotations = new Map<string, Expression>();
  for (const attribute of declaration.info.isEnum ? [] : declaration.attributes) {
    if (declaration.dataclass !== null && isInitVar(attribute.annotation)) continue;
    const isOfClass = attribute.value !== null && declaration.dataclass === null;
    if (attribute.annotation !== null) annotations.set(attribute.name, attribute.annotation);
    if (attribute.annotation !== null && !isOfClass) noteAnnotation(session, declaration, attribute.name, attribute.annotation);
    if (attribute.annotation !== null && !isOfClass)
      addField(declaration.info, attribute.name, declaredType(context, attribute.annotation));
  }
  for (const name of assignedOutside(declaration.file)) {
    if (declaration.info.isEnum || declaration.info.fields.some((field) => field.name === name) || isProperty(declaration, name)) continue;
    if (!declaration.attributes.some((attribute) => attribute.name === name && attribute.value !== null) || declaration.dataclass !== null)
      continue;
    addField(declaration.info, name, { kind: "variable", variable: freshVariable() });
    addField(declaration.info, setMark(name), BOOL);
  }
  const unset = unsetFields(declaration);
  const init = declaration.methods.get("__init__")?.[0];
  const others = [...declaration.methods.values()].flat().filter((method) => method !== init);
  for (const method of init === undefined ? others : [init, ...others]) {
    if (method.isStatic || method.isClassMethod || method.node.kind !== "function") continue;
    for (const found of selfAssignments(method.node)) {
      const annotation = found.annotation ?? annotations.get(found.name) ?? annotationOfValue(declaration, method, found.value);
      if (isProperty(declaration, found.name)) continue;
      const known = declaration.info.fields.find((field) => field.name === found.name);
      if (known !== undefined) continue;
      const type: Type =
        openType(session, declaration, found.name) ??
        (annotation === null ? { kind: "variable", variable: freshVariable() } : declaredType(context, annotation));
      addField(declaration.info, found.name, type);
      if (annotation !== null) noteAnnotation(session, declaration, found.name, annotation);
      if (isShared(declaration, found.name) || unset.has(found.name)) addField(declaration.info, setMark(found.name), BOOL);
    }
  }
}

/** Of the class or of a base: what assigns it calls a setter, and makes no field. */
function isProperty(declaration: ClassDeclaration, name: string): boolean {
  return findMethod(declaration, name)?.[0]?.isProperty === true;
}

/** The field that says whether an object has set its own `name`, which the class has too. No author can write it. */
export function setMark(name: string): string {
  return `${name}?`;
}

/** Set in the body of the class or of a base. */
function isShared(declaration: ClassDeclaration, name: string): boolean {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base)
    if (at.dataclass === null && at.attributes.some((attribute) => attribute.name === name && attribute.value !== null)) return true;
  return false;
}

/** Of a class whose objects differ: a type parameter, or objects like this one. */
function openType(session: Session, declaration: ClassDeclaration, name: string): Type | null {
  const { open, info } = declaration;
  const at = open === null ? -1 : info.typeParameters.indexOf(name);
  if (at >= 0 && open?.fields.includes(name) === true) return { kind: "parameter", name, index: at };
  const known = open?.own.get(name);
  return known === undefined ? null : likeItself(session, declaration, known);
}

/** A type of the first check, with the classes of this one; the class itself with its own parameters. */
function likeItself(session: Session, declaration: ClassDeclaration, type: Type): Type {
  const inner = (part: Type): Type => likeItself(session, declaration, part);
  switch (type.kind) {
    case "instance": {
      const entity = type.class.module === declaration.info.module ? session.lookup(declaration.file, type.class.name) : null;
      const info = entity?.kind === "class" ? entity.class.info : type.class;
      if (info !== declaration.info) return { kind: "instance", class: info, arguments: type.arguments.map(inner) };
      return instanceOf(
        info,
        info.typeParameters.map((name, index): Type => ({ kind: "parameter", name, index })),
      );
    }
    case "tuple":
      return { ...type, items: type.items.map(inner) };
    case "variadic":
      return { kind: "variadic", element: inner(type.element) };
    case "union":
      return { kind: "union", members: type.members.map(inner) };
    default:
      return type;
  }
}

const outside = new WeakMap<FileInfo, ReadonlySet<string>>();

/** Names that `x.name = ...` assigns somewhere in a file, unless `x` is a class: objects then may have a value of their own. */
export function assignedOutside(file: FileInfo): ReadonlySet<string> {
  let names = outside.get(file);
  if (names !== undefined) return names;
  const found = new Set<string>();
  walkTree(file.module.body, (node) => {
    const statement = node as Statement;
    const targets = statement.kind === "assignment" ? statement.targets : statement.kind === "augmented" ? [statement.target] : [];
    for (const target of targets) if (target.kind === "attribute" && !namesClass(file, target.object)) found.add(target.name.name);
    return true;
  });
  outside.set(file, (names = found));
  return names;
}

function namesClass(file: FileInfo, node: Expression): boolean {
  return node.kind === "name" && (node.name === "cls" || node.name === "self" || file.info.entities.get(node.name)?.kind === "class");
}

function declaredType(context: AnnotationContext, annotation: Expression): Type {
  const accepts = readAccepts(context, annotation);
  return accepts.kind === "type" ? accepts.type : { kind: "variable", variable: freshVariable() };
}

/** In a class with type parameters `self.key = key` of a parameter `key: K` declares the field, which else would be one for all. */
function annotationOfValue(declaration: ClassDeclaration, method: FunctionDeclaration, value: Expression | null): Expression | null {
  if (declaration.info.typeParameters.length === 0 || declaration.open !== null || value?.kind !== "name") return null;
  if (method.node.kind !== "function") return null;
  return method.node.parameters.find((parameter) => parameter.name.name === value.name)?.annotation ?? null;
}

export interface SelfAssignment {
  readonly name: string;
  /** What a plain `self.x = value` assigns. */
  readonly value: Expression | null;
  readonly annotation: Expression | null;
  /** False of `self.x: int` alone. */
  readonly hasValue: boolean;
  readonly span: Span;
}

/** `self.x = ...` anywhere in a method, in source order. */
export function selfAssignments(node: FunctionDefinition): SelfAssignment[] {
  const self = node.parameters[0]?.name.name;
  const found: SelfAssignment[] = [];
  if (self !== undefined) collect(node.body, self, found);
  return found;
}

function collect(body: readonly Statement[], self: string, found: SelfAssignment[]): void {
  for (const statement of body) collectFrom(statement, self, found);
}

function collectTarget(
  target: Expression,
  annotation: Expression | null,
  self: string,
  found: SelfAssignment[],
  value: Expression | null = null,
  hasValue = true,
): void {
  if (target.kind === "attribute" && target.object.kind === "name" && target.object.name === self)
    found.push({ name: target.name.name, annotation, value, hasValue, span: target.span });
  else if (target.kind === "tuple" || target.kind === "list") target.items.forEach((item) => collectTarget(item, null, self, found));
  else if (target.kind === "starred") collectTarget(target.value, null, self, found);
}

function collectFrom(node: Statement, self: string, found: SelfAssignment[]): void {
  switch (node.kind) {
    case "assignment":
      return node.targets.forEach((target) => collectTarget(target, null, self, found, node.value));
    case "annotated":
      return collectTarget(node.target, node.annotation, self, found, null, node.value !== null);
    case "augmented":
      return collectTarget(node.target, null, self, found);
    case "if":
      collect(node.body, self, found);
      node.branches.forEach((branch) => collect(branch.body, self, found));
      return collect(node.otherwise, self, found);
    case "for":
      collectTarget(node.target, null, self, found);
      collect(node.body, self, found);
      return collect(node.otherwise, self, found);
    case "while":
      collect(node.body, self, found);
      return collect(node.otherwise, self, found);
    case "try":
      collect(node.body, self, found);
      node.handlers.forEach((handler) => collect(handler.body, self, found));
      collect(node.otherwise, self, found);
      return collect(node.finalizer, self, found);
    case "with":
      return collect(node.body, self, found);
    case "match":
      return node.cases.forEach((arm) => collect(arm.body, self, found));
    default:
      return;
  }
}

/** Where a field stands and its type for these type arguments; null where there is none. */
export function findField(
  session: Session,
  type: Extract<Type, { kind: "instance" }>,
  name: string,
): { readonly index: number; readonly type: Type } | null {
  const declaration = declarationOf(type.class);
  ensureFields(session, declaration);
  // A property of a subclass hides the field that its base sets.
  if (declaration.base !== null && isProperty(declaration, name)) return null;
  const index = type.class.fields.findIndex((field) => field.name === name);
  const field = type.class.fields[index];
  return field === undefined ? null : { index, type: type.arguments.length === 0 ? field.type : substitute(field.type, type.arguments) };
}
