// What a module declares, before anything is inferred: functions, classes,
// variables, imports, by name. Declarations of the standard library are made
// once per process; an author's once per program.

import type { SourceFile, Span } from "../base/span.ts";
import type { ClassDefinition, Comprehension, Expression, FunctionDefinition, Lambda, Module } from "../syntax/ast.ts";
import type { ClassInfo, Type } from "../types/type.ts";
import type { IntrinsicName } from "../library/intrinsics.ts";
import type { ScopeTable } from "./scopes/resolve.ts";
import type { FunctionScope, Webs } from "./scopes/scope.ts";
import type { HostFunctionContract } from "./host.ts";

/** A namespace. `core` has many files, every other module has one. */
export interface ModuleInfo {
  /** As imported; "" for the core. */
  readonly name: string;
  readonly isLibrary: boolean;
  readonly files: readonly FileInfo[];
  readonly entities: Map<string, Entity>;
}

export interface FileInfo {
  readonly module: Module;
  readonly info: ModuleInfo;
  /** Made at the first look into any function of the file. */
  scopes: ScopeTable | null;
  /** Of functions inside functions, lambdas and generator expressions. */
  readonly inner: Map<object, FunctionDeclaration>;
  webs: Webs | null;
}

/** What a module-level name stands for. */
export type Entity =
  | { readonly kind: "function"; readonly name: string; readonly overloads: FunctionDeclaration[] }
  | { readonly kind: "class"; readonly name: string; readonly class: ClassDeclaration }
  | VariableEntity
  | { readonly kind: "module"; readonly name: string }
  | { readonly kind: "intrinsic"; readonly name: IntrinsicName }
  | { readonly kind: "hostFunction"; readonly module: string; readonly function: HostFunctionContract }
  /** Known to the checker itself: `print`, `len`, `isinstance`, `param` ... */
  | { readonly kind: "builtin"; readonly name: string }
  /** `from m import x`: looked up when first used. */
  | { readonly kind: "imported"; readonly module: string; readonly name: string; readonly span: Span }
  /** A mistake already reported. */
  | { readonly kind: "unknown" };

export interface VariableEntity {
  readonly kind: "variable";
  readonly name: string;
  readonly file: FileInfo;
  /** Set once, at the top level, to a literal: read as that literal. */
  readonly constant: Expression | null;
  /** Set once, at the top level, to what may be a type: `Point = tuple[int, int]`. */
  readonly alias: Expression | null;
  readonly annotation: Expression | null;
  readonly span: Span;
}

export interface FunctionDeclaration {
  readonly id: number;
  readonly name: string;
  readonly node: FunctionDefinition | Lambda | Comprehension;
  readonly file: FileInfo;
  readonly owner: ClassDeclaration | null;
  readonly outer: FunctionDeclaration | null;
  readonly isStatic: boolean;
  readonly isClassMethod: boolean;
  readonly isProperty: boolean;
  /** `@x.setter` */
  readonly isSetter: boolean;
  readonly isOverload: boolean;
  /** `@elementwise`: with arrays among the arguments it works item by item. */
  readonly isElementwise: boolean;
  /** `@leaf(base, parameter=each)` */
  readonly leaf: { readonly base: number; readonly each: ReadonlyMap<string, number> } | null;
  scope: FunctionScope | null;
  webs: Webs | null;
  signature: Signature | null;
}

export interface Signature {
  readonly parameters: readonly SignatureParameter[];
  readonly returns: Type | null;
  /** Of the class first, then the function's own. */
  readonly typeParameters: readonly string[];
  /** How many of them are the class's. */
  readonly classParameters: number;
  /** Calls look at the annotations only; the body is checked by itself. */
  readonly isClosed: boolean;
}

export interface SignatureParameter {
  readonly name: string;
  readonly kind: "positionalOnly" | "positional" | "star" | "keywordOnly" | "doubleStar";
  readonly accepts: Accepts;
  readonly defaultValue: Expression | null;
  /** As written in an author's function. */
  readonly annotation?: Expression | null;
  readonly span: Span;
}

/** What an annotation admits. */
export type Accepts =
  | { readonly kind: "inferred" }
  | { readonly kind: "type"; readonly type: Type }
  | { readonly kind: "iterable"; readonly element: Type }
  | { readonly kind: "callable"; readonly parameters: readonly Type[] | null; readonly result: Type };

export interface DataclassOptions {
  readonly frozen: boolean;
  readonly order: boolean;
  readonly eq: boolean;
  readonly repr: boolean;
  /** Its fields are given by name only. */
  readonly keywordOnly: boolean;
}

/** `x = 0` or `x: int = 0` in a class body. */
export interface ClassAttribute {
  readonly name: string;
  readonly annotation: Expression | null;
  readonly value: Expression | null;
  readonly span: Span;
  /** Behind `_: KW_ONLY` in a dataclass. */
  readonly keywordOnly?: boolean;
}

/** What a second check knows of a class from the first; see `openClasses.ts`. */
export interface OpenClass {
  /** Each is a type parameter of the class. */
  readonly fields: readonly string[];
  /** Fields that hold objects of the class itself, with their types of the first check. */
  readonly own: ReadonlyMap<string, Type>;
}

export interface ClassDeclaration {
  readonly info: ClassInfo;
  readonly node: ClassDefinition;
  readonly file: FileInfo;
  readonly base: ClassDeclaration | null;
  readonly methods: Map<string, FunctionDeclaration[]>;
  readonly attributes: readonly ClassAttribute[];
  readonly dataclass: DataclassOptions | null;
  /** Fields whose types differ from object to object; null where all objects have the same. */
  readonly open: OpenClass | null;
  /** An enum whose members count as their ints. */
  readonly intEnum: boolean;
  /** `@total_ordering`: the order that is not there follows from the one that is. */
  readonly totalOrder: boolean;
  /** A tuple by name: `namedtuple(...)`, `class P(NamedTuple)`. Its values are tuples. */
  readonly isNamedTuple: boolean;
  /** Set once its fields are known (annotations of the library, first look at an author's). */
  fieldsDone: boolean;
}

export function fileOf(declaration: FunctionDeclaration): SourceFile {
  return declaration.file.module.file;
}

/** The nearest method of that name along the bases; null too where a class attribute stands nearer. */
export function findMethod(declaration: ClassDeclaration, name: string): FunctionDeclaration[] | null {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    const found = at.methods.get(name);
    if (found !== undefined) return found;
    if (at.base !== null && at.attributes.some((attribute) => attribute.name === name && attribute.value !== null)) return null;
  }
  return null;
}

const declarations = new WeakMap<ClassInfo, ClassDeclaration>();

/** Makes a class findable by its info. */
export function registerClass(declaration: ClassDeclaration): void {
  declarations.set(declaration.info, declaration);
}

/** `class Shape(Protocol)`: no object is of it; as an annotation it admits whatever has the methods. */
export function isProtocol(declaration: ClassDeclaration): boolean {
  return declaration.node.bases.some(({ value }) => {
    const head = value.kind === "subscript" ? value.object : value;
    return (head.kind === "attribute" ? head.name.name : head.kind === "name" ? head.name : "") === "Protocol";
  });
}

/** `__name__`: of a class inside another the last part of its name. */
export function plainName(info: ClassInfo): string {
  return info.name.slice(info.name.lastIndexOf(".") + 1);
}

export function declarationOf(info: ClassInfo): ClassDeclaration {
  const found = declarations.get(info);
  if (found === undefined) throw new Error(`class ${info.name} was never declared`);
  return found;
}
