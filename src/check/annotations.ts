// Annotations to types. In the library single capital letters are type
// parameters, and `Iterable[T]` or `Callable[[A], B]` admit values of many
// types: the body is then instantiated for the actual one.

import type { Span } from "../base/span.ts";
import type { Expression } from "../syntax/ast.ts";
import { parseQuoted } from "../syntax/parse.ts";
import { BOOL, FLOAT, INT, NONE, STR, U64, UNKNOWN, instanceOf, tupleOf } from "../types/primitives.ts";
import { anyNames, arrayNames, iterableNames, moduleBehind, plainName } from "../library/typingNames.ts";
import { annotatedUnion } from "../types/join.ts";
import { freshVariable } from "../types/variables.ts";
import type { Type } from "../types/type.ts";
import { isAnnotated, namedTupleType } from "./classes/namedTuple.ts";
import { starNames } from "./contracts/imports.ts";
import type { Accepts, Entity, FileInfo } from "./declarations.ts";
import { isProtocol } from "./declarations.ts";
import type { Problem } from "./errors/problem.ts";
import { notAType, wrongTypeArguments } from "./errors/annotations.ts";
import { typeAlias, isTypeVariable } from "./typeAliases.ts";
import { widened, widenedType } from "./orNone.ts";
import type { Session } from "./session.ts";

export interface AnnotationContext {
  readonly session: Session;
  readonly file: FileInfo;
  /** Grows by the function's own parameters where `mayDeclare`. */
  readonly typeParameters: string[];
  readonly mayDeclare: boolean;
  readonly report: (span: Span, problem: Problem) => void;
}

const primitives = new Map<string, Type>([
  ["int", INT],
  ["float", FLOAT],
  ["bool", BOOL],
  ["str", STR],
  ["None", NONE],
]);

/** What elements of arrays are called in annotations; here they are plain numbers. */
const numpyScalars = new Map<string, Type>([
  ["float64", FLOAT],
  ["int64", INT],
  ["bool_", BOOL],
]);

const parameterNames = new Set(["T", "U", "V", "K", "N", "M", "L", "O", "F"]);
/** What a parameter's annotation admits. */
export function readAccepts(context: AnnotationContext, written: Expression): Accepts {
  return widened(context.session, context.file, written, readWritten(context, written));
}

function readWritten(context: AnnotationContext, written: Expression): Accepts {
  const node = typeAlias(context.session, context.file, written);
  const name = headName(node);
  if (name !== null && (anyNames.has(name) || arrayNames.has(name))) return { kind: "inferred" };
  if (name !== null && iterableNames.has(name)) {
    const [element] = typeArguments(node);
    return element === undefined || anyNames.has(headName(element) ?? "") || namesProtocol(context, element)
      ? { kind: "inferred" }
      : { kind: "iterable", element: readType(context, element) };
  }
  if (name === "Callable") return readCallable(context, node);
  if (node.kind === "string") {
    const { expression, diagnostics } = parseQuoted(context.file.module.file, node.span);
    if (diagnostics.length === 0 && expression.kind !== "string") return readWritten(context, expression);
  }
  if (node.kind === "name" && context.file.info.isLibrary === false && isBareGeneric(context, node.name)) return { kind: "inferred" };
  const entity = node.kind === "name" ? context.session.lookup(context.file, node.name) : null;
  if (entity?.kind === "class" && entity.class.isNamedTuple && !isAnnotated(context.session, entity.class)) return { kind: "inferred" };
  if (entity?.kind === "class" && isProtocol(entity.class)) return { kind: "inferred" };
  const type = readType(context, node);
  return type.kind === "variable" ? { kind: "inferred" } : { kind: "type", type };
}

function readCallable(context: AnnotationContext, node: Expression): Accepts {
  const [parameters, result] = typeArguments(node);
  if (parameters === undefined || result === undefined) return { kind: "inferred" };
  const parts = parameters.kind === "list" ? [...parameters.items, result] : [result];
  if (parts.some(isOpen)) return { kind: "inferred" };
  const types = parameters.kind === "list" ? parameters.items.map((item) => readType(context, item)) : null;
  return { kind: "callable", parameters: types, result: readType(context, result) };
}

function namesProtocol(context: AnnotationContext, node: Expression): boolean {
  const entity = node.kind === "name" ? context.session.lookup(context.file, node.name) : null;
  return entity?.kind === "class" && isProtocol(entity.class);
}

/** `Any`, also within brackets: nothing is said of this part. */
function isOpen(node: Expression): boolean {
  return anyNames.has(headName(node) ?? "") || typeArguments(node).some(isOpen);
}

/** `xs: list` says nothing of the items. */
export function isBareGeneric(context: AnnotationContext, name: string): boolean {
  const entity = primitives.has(name) ? null : classNamed(context, name);
  return name === "tuple" || (entity?.kind === "class" && entity.class.info.typeParameters.length > 0);
}

/** A class by a name of an annotation: the author's own first, then what `typing` and `collections.abc` mean by it. */
function classNamed(context: AnnotationContext, name: string): Entity | null {
  const { session, file } = context;
  const own = session.lookup(file, name);
  if (own !== null && own.kind !== "builtin") return own;
  const module = moduleBehind(name);
  const found = module === null ? undefined : session.moduleOf(module)?.entities.get(plainName(name));
  return found === undefined ? session.lookup(file, plainName(name)) : session.follow(found);
}

function headName(node: Expression): string | null {
  if (node.kind === "subscript") return headName(node.object);
  if (node.kind === "attribute") return node.name.name;
  return node.kind === "name" ? node.name : null;
}

function typeArguments(node: Expression): readonly Expression[] {
  if (node.kind !== "subscript") return [];
  return node.index.kind === "tuple" ? node.index.items : [node.index];
}

/** A type, or `unknown` after reporting what is wrong with it. */
export function readType(context: AnnotationContext, written: Expression): Type {
  return widenedType(context.session, context.file, written, readPlain(context, written));
}

function readPlain(context: AnnotationContext, written: Expression): Type {
  const node = typeAlias(context.session, context.file, written);
  switch (node.kind) {
    case "none":
      return NONE;
    case "string":
      return readQuoted(context, node);
    case "name":
    case "attribute":
      return readNamed(context, node);
    case "subscript":
      return readGeneric(context, node);
    case "binary":
      if (node.operators.every((operator) => operator.operator === "|")) return readUnion(context, node.operands, node.span);
      return complain(context, node);
    case "error":
      return UNKNOWN;
    default:
      return complain(context, node);
  }
}

/** `"Node | None"`: the text is an annotation itself. */
function readQuoted(context: AnnotationContext, node: Extract<Expression, { kind: "string" }>): Type {
  const { expression, diagnostics } = parseQuoted(context.file.module.file, node.span);
  if (diagnostics.length > 0 || expression.kind === "string") return complain(context, node);
  return readType(context, expression);
}

function complain(context: AnnotationContext, node: Expression): Type {
  context.report(node.span, notAType());
  return UNKNOWN;
}

function readNamed(context: AnnotationContext, node: Expression): Type {
  const name = headName(node) ?? "";
  const primitive = primitives.get(name) ?? (name === "u64" && context.file.info.isLibrary ? U64 : undefined);
  if (primitive !== undefined) return primitive;
  const entity =
    node.kind === "attribute" && node.object.kind === "name" ? attributeEntity(context, node.object.name, name) : classNamed(context, name);
  if (entity?.kind === "class") {
    const info = entity.class.info;
    if (entity.class.isNamedTuple) return namedTupleType(context.session, entity.class);
    const parameters = info.typeParameters.map((_, index): Type => ({
      kind: "parameter",
      name: info.typeParameters[index] as string,
      index,
    }));
    if (parameters.length > 0 && !context.file.info.isLibrary) context.report(node.span, wrongTypeArguments(name, parameters.length));
    return instanceOf(info, parameters);
  }
  const isNumpys = entity?.kind === "function" && entity.overloads[0]?.file.info.isLibrary === true;
  const scalar = isNumpys ? numpyScalars.get(name) : undefined;
  if (scalar !== undefined) return scalar;
  const index = parameterIndex(context, name);
  if (index >= 0) return { kind: "parameter", name, index };
  if (name === "Grid" && (entity === null || entity.kind === "builtin"))
    return instanceOf(context.session.coreClass("_Array2").info, [FLOAT]);
  if (!starNames(context.session, context.file.module).has(name)) context.report(node.span, notAType(name, typeNames(context)));
  return UNKNOWN;
}

function attributeEntity(context: AnnotationContext, moduleName: string, name: string): ReturnType<Session["lookup"]> {
  const module = context.session.lookup(context.file, moduleName);
  if (module?.kind !== "module") return null;
  const found = context.session.moduleOf(module.name)?.entities.get(name);
  return found === undefined ? classNamed(context, name) : context.session.follow(found);
}

function typeNames(context: AnnotationContext): string[] {
  const classes = [...context.file.info.entities, ...context.session.library.core.entities].filter(
    ([name, entity]) => entity.kind === "class" && !name.startsWith("_"),
  );
  return [...primitives.keys(), ...classes.map(([name]) => name)];
}

function parameterIndex(context: AnnotationContext, name: string): number {
  const known = context.typeParameters.indexOf(name);
  if (known >= 0 || !context.mayDeclare) return known;
  const isParameter = context.file.info.isLibrary ? parameterNames.has(name) : isTypeVariable(context.session, context.file, name);
  if (!isParameter) return known;
  return context.typeParameters.push(name) - 1;
}

function readGeneric(context: AnnotationContext, node: Extract<Expression, { kind: "subscript" }>): Type {
  const name = headName(node.object) ?? "";
  const given = typeArguments(node);
  if (name === "tuple" || name === "Tuple") return readTuple(context, given);
  if (name === "Literal") return readLiterals(context, given, node.span);
  if (name === "Optional") return readUnion(context, [...given, { kind: "none", span: node.span }], node.span);
  if (name === "Union") return readUnion(context, given, node.span);
  if (name === "storage" && given[0] !== undefined) return { kind: "storage", element: readType(context, given[0]) };
  if ((name === "Final" || name === "ClassVar") && given[0] !== undefined) return readType(context, given[0]);
  const ranked = given.at(-1)?.kind === "int" ? rankedClass(context, name, given) : null;
  if (ranked !== null) return ranked;
  const base = readNamedClass(context, node.object, name);
  if (base === null) return complain(context, node);
  const parts = given.map((item) => readPart(context, item));
  if (base.name === "Counter" && given.length === 1) parts.push(INT);
  // Of `defaultdict` the function that makes values has a type of its own.
  if (base.typeParameters.at(-1) === "F" && given.length === base.typeParameters.length - 1) parts.push(openType());
  if (base.typeParameters.length !== parts.length) {
    context.report(node.span, wrongTypeArguments(name, base.typeParameters.length));
    return UNKNOWN;
  }
  return instanceOf(base, parts);
}

/** Within brackets: what leaves the type open, as `Callable` and `Any` do, is whatever comes there. */
function readPart(context: AnnotationContext, node: Expression): Type {
  if (context.file.info.isLibrary) return readType(context, node);
  const accepts = readAccepts(context, node);
  if (accepts.kind === "type") return accepts.type;
  const name = node.kind === "name" ? node.name : null;
  const entity = name === null ? null : classNamed(context, name);
  if (entity?.kind === "class" && (entity.class.isNamedTuple || isProtocol(entity.class))) return openType();
  return entity?.kind === "class" && name !== "tuple"
    ? instanceOf(entity.class.info, entity.class.info.typeParameters.map(openType))
    : openType();
}

function openType(): Type {
  return { kind: "variable", variable: freshVariable() };
}

/** `Array[float, 2]` is the class `_Array2` of the library. */
function rankedClass(context: AnnotationContext, name: string, given: readonly Expression[]): Type | null {
  const rank = given.at(-1);
  const entity = rank?.kind === "int" && name === "Array" ? context.session.library.core.entities.get(`_Array${rank.value}`) : undefined;
  if (entity?.kind !== "class") return null;
  return instanceOf(
    entity.class.info,
    given.slice(0, -1).map((item) => readType(context, item)),
  );
}

function readNamedClass(context: AnnotationContext, node: Expression, name: string): Extract<Type, { kind: "instance" }>["class"] | null {
  const entity =
    node.kind === "attribute" && node.object.kind === "name" ? attributeEntity(context, node.object.name, name) : classNamed(context, name);
  return entity?.kind === "class" ? entity.class.info : null;
}

function readTuple(context: AnnotationContext, given: readonly Expression[]): Type {
  const [first, second] = given;
  if (first !== undefined && second?.kind === "ellipsis") return { kind: "variadic", element: readPart(context, first) };
  if (given.length === 1 && first?.kind === "tuple" && first.items.length === 0) return tupleOf([]);
  return tupleOf(given.map((item) => readPart(context, item)));
}

/** `Literal["left", "right"]`: the types of the values; which ones they are is not held to. */
function readLiterals(context: AnnotationContext, given: readonly Expression[], span: Span): Type {
  const types = given.map((item) => literalTypes.get(item.kind) ?? UNKNOWN);
  const union = types.includes(UNKNOWN) ? null : annotatedUnion(context.session, types);
  if (union !== null) return union;
  context.report(span, notAType());
  return UNKNOWN;
}

const literalTypes: ReadonlyMap<string, Type> = new Map([
  ["string", STR],
  ["int", INT],
  ["bool", BOOL],
  ["none", NONE],
]);

function readUnion(context: AnnotationContext, parts: readonly Expression[], span: Span): Type {
  const types = parts.map((part) => readPart(context, part));
  if (types.some((type) => type.kind === "parameter")) {
    return { kind: "union", members: [...types.filter((type) => type.kind === "none"), ...types.filter((type) => type.kind !== "none")] };
  }
  if (types.includes(UNKNOWN)) return UNKNOWN;
  if (types.some((type) => type.kind === "variable")) return openType();
  const union = annotatedUnion(context.session, types);
  if (union !== null) return union;
  context.report(span, notAType());
  return UNKNOWN;
}
