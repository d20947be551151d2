// From the parsed files of a module to its declarations. Only the top level is
// looked at here; types come later, when something is used.

import type { Argument, ClassDefinition, Expression, FunctionDefinition, Module, Statement } from "../syntax/ast.ts";
import type { ClassInfo } from "../types/type.ts";
import type { IntrinsicName } from "../library/intrinsics.ts";
import { declareAll } from "./scopes/declare.ts";
import { resolveModule } from "./scopes/resolve.ts";
import { registerClass } from "./declarations.ts";
import { namedTupleClass } from "./namedTuples.ts";
import type {
  ClassAttribute,
  ClassDeclaration,
  DataclassOptions,
  Entity,
  FileInfo,
  FunctionDeclaration,
  ModuleInfo,
  OpenClass,
} from "./declarations.ts";

let functionCount = 0;

/** Finds a class that the module did not declare itself: imported, or of the core. */
export type ClassLookup = (module: ModuleInfo, name: string) => ClassDeclaration | null;

/** Indexes the files of one module; they share one namespace. */
export function indexModule(
  modules: readonly Module[],
  name: string,
  isLibrary: boolean,
  nextClassId: () => number,
  outside: ClassLookup,
  open: ReadonlyMap<string, OpenClass> = new Map(),
): ModuleInfo {
  const files: FileInfo[] = [];
  const info: ModuleInfo = { name, isLibrary, files, entities: new Map() };
  for (const module of modules) {
    const scopes = resolveModule(module.body);
    // Other modules may read whatever a library module holds.
    if (isLibrary) for (const binding of scopes.module.bindings.values()) binding.isGlobal = true;
    files.push({ module, info, scopes, inner: new Map(), webs: null });
  }
  const classNodes: { readonly node: ClassDefinition; readonly file: FileInfo }[] = [];
  for (const file of files) {
    for (const statement of file.module.body) indexStatement(file, statement, classNodes);
  }
  declareClasses(info, classNodes, nextClassId, outside, open);
  return info;
}

function bindingCount(file: FileInfo, name: string): number {
  const binding = file.scopes?.module.bindings.get(name);
  return binding === undefined ? 0 : binding.assignments + (binding.assignedInside ? 2 : 0);
}

function indexStatement(file: FileInfo, node: Statement, classNodes: { node: ClassDefinition; file: FileInfo }[]): void {
  const entities = file.info.entities;
  const named = node.kind === "assignment" && !file.info.isLibrary ? namedTupleClass(file, node) : null;
  if (named !== null && bindingCount(file, named.name.name) === 1) classNodes.push({ node: named, file });
  else if (node.kind === "function" && isPlain(node) && (hasDecorator(node, "overload") || bindingCount(file, node.name.name) === 1)) {
    const known = entities.get(node.name.name);
    const declaration = declareFunction(file, node, null, null);
    if (known?.kind === "function") known.overloads.push(declaration);
    else entities.set(node.name.name, { kind: "function", name: node.name.name, overloads: [declaration] });
  } else if (node.kind === "class" && bindingCount(file, node.name.name) === 1) classNodes.push({ node, file });
  else if (node.kind === "import") {
    for (const alias of node.modules) {
      const name = alias.alias ?? alias.path[0];
      if (name !== undefined) entities.set(name.name, { kind: "module", name: alias.path.map((part) => part.name).join(".") });
    }
  } else if (node.kind === "fromImport") indexFromImport(file, node);
  else indexVariables(file, node);
}

const transparent = new Set(["overload", "leaf", "elementwise"]);

/** Without decorators that make something else of it. */
function isPlain(node: FunctionDefinition): boolean {
  return node.decorators.every((decorator) => transparent.has(decoratorName(decorator)));
}

function indexFromImport(file: FileInfo, node: Extract<Statement, { kind: "fromImport" }>): void {
  const module = node.path.map((part) => part.name).join(".");
  for (const alias of node.names) {
    const original = alias.path[0];
    if (original === undefined) continue;
    const entity: Entity =
      module === "intrinsics" && file.info.isLibrary
        ? { kind: "intrinsic", name: original.name as IntrinsicName }
        : { kind: "imported", module, name: original.name, span: alias.span };
    file.info.entities.set((alias.alias ?? original).name, entity);
  }
}

function indexVariables(file: FileInfo, node: Statement): void {
  const constant = constantOf(node);
  declareAll([node], {
    name: (name, span) => {
      const isOnce = bindingCount(file, name) === 1;
      const annotation = node.kind === "annotated" && !isAliasStatement(node) ? node.annotation : null;
      const alias = isOnce ? aliasOf(node) : null;
      file.info.entities.set(name, { kind: "variable", name, file, constant: isOnce ? constant : null, alias, annotation, span });
    },
    global: () => {},
    nonlocal: () => {},
  });
}

/** What a plain top-level assignment gives, where it is written like a type. */
function aliasOf(node: Statement): Expression | null {
  if (node.kind === "annotated" && isAliasStatement(node)) return node.value;
  if (node.kind !== "assignment" || node.targets.length !== 1) return null;
  const { value } = node;
  return value.kind === "name" || value.kind === "subscript" || value.kind === "binary" || value.kind === "call" ? value : null;
}

/** `Number: TypeAlias = int | float` */
export function isAliasStatement(node: Statement): boolean {
  if (node.kind !== "annotated" || node.value === null || node.target.kind !== "name") return false;
  const { annotation } = node;
  const name = annotation.kind === "attribute" ? annotation.name.name : annotation.kind === "name" ? annotation.name : null;
  return name === "TypeAlias";
}

/** The literal that a plain top-level assignment gives. */
function constantOf(node: Statement): Expression | null {
  if (node.kind === "annotated" && node.target.kind === "name" && node.value !== null && isLiteral(node.value)) return node.value;
  if (node.kind !== "assignment" || node.targets.length !== 1 || node.targets[0]?.kind !== "name") return null;
  return isLiteral(node.value) ? node.value : null;
}

export function isLiteral(node: Expression): boolean {
  if (node.kind === "unary" && node.operator === "-") return node.operand.kind === "int" || node.operand.kind === "float";
  return node.kind === "int" || node.kind === "float" || node.kind === "string" || node.kind === "bool" || node.kind === "none";
}

// ------------------------------------------------------------------ functions

/** The name a decorator goes by: `overload`, `dataclasses.dataclass` -> `dataclass`, `x.setter` -> `setter`. */
export function decoratorName(node: Expression): string {
  if (node.kind === "call") return decoratorName(node.callee);
  if (node.kind === "attribute") return node.name.name;
  return node.kind === "name" ? node.name : "";
}

export function hasDecorator(node: FunctionDefinition | ClassDefinition, name: string): boolean {
  return node.decorators.some((decorator) => decoratorName(decorator) === name);
}

export function declareFunction(
  file: FileInfo,
  node: FunctionDeclaration["node"],
  owner: ClassDeclaration | null,
  outer: FunctionDeclaration | null,
): FunctionDeclaration {
  functionCount += 1;
  const has = (name: string): boolean => node.kind === "function" && hasDecorator(node, name);
  return {
    id: functionCount,
    name: node.kind === "function" ? node.name.name : node.kind === "lambda" ? "<lambda>" : "<genexpr>",
    node,
    file,
    owner,
    outer,
    isStatic: has("staticmethod"),
    isClassMethod: has("classmethod"),
    isProperty: has("property") || has("cached_property"),
    isSetter: has("setter"),
    isOverload: has("overload"),
    isElementwise: file.info.isLibrary && has("elementwise"),
    leaf: node.kind === "function" ? leafOf(node) : null,
    scope: null,
    webs: null,
    signature: null,
  };
}

function leafOf(node: FunctionDefinition): FunctionDeclaration["leaf"] {
  const decorator = node.decorators.find((item) => decoratorName(item) === "leaf");
  if (decorator?.kind !== "call") return null;
  let base = 0;
  const each = new Map<string, number>();
  for (const argument of decorator.arguments) {
    const value = argument.value.kind === "int" ? Number(argument.value.value) : argument.value.kind === "float" ? argument.value.value : 0;
    if (argument.kind === "keyword") each.set(argument.name.name, value);
    else base = value;
  }
  return { base, each };
}

// -------------------------------------------------------------------- classes

function declareClasses(
  module: ModuleInfo,
  nodes: readonly { node: ClassDefinition; file: FileInfo }[],
  nextClassId: () => number,
  outside: ClassLookup,
  open: ReadonlyMap<string, OpenClass>,
): void {
  for (const { node, file } of nodes) {
    module.entities.set(node.name.name, {
      kind: "class",
      name: node.name.name,
      class: declareClass(module, node, file, nextClassId(), outside, open.get(node.name.name) ?? null),
    });
  }
}

/** Names of the bases that are classes; `Generic[...]`, `Enum` and kin are told apart. */
function baseNames(bases: readonly Argument[]): string[] {
  return bases.flatMap((base) =>
    base.kind === "positional" && base.value.kind === "name"
      ? [base.value.name]
      : base.value.kind === "attribute"
        ? [base.value.name.name]
        : [],
  );
}

function firstBase(module: ModuleInfo, names: readonly string[], outside: ClassLookup): ClassDeclaration | null {
  for (const name of names) {
    const own = module.entities.get(name);
    const found = own?.kind === "class" ? own.class : outside(module, name);
    if (found !== null) return found;
  }
  return null;
}

export const enumBases: ReadonlySet<string> = new Set(["Enum", "IntEnum"]);

function declareClass(
  module: ModuleInfo,
  node: ClassDefinition,
  file: FileInfo,
  id: number,
  outside: ClassLookup,
  open: OpenClass | null,
): ClassDeclaration {
  const names = baseNames(node.bases);
  const baseClass = firstBase(module, names, outside);
  const isNamedTuple = names.includes("NamedTuple") || baseClass?.isNamedTuple === true;
  const dataclass = isNamedTuple ? { frozen: true, order: true, eq: true, repr: true, keywordOnly: false } : dataclassOptions(node);
  const info: ClassInfo = {
    id,
    name: node.name.name,
    module: module.name,
    typeParameters: [...genericParameters(node.bases), ...(open?.fields ?? [])],
    base: baseClass?.info ?? null,
    isEnum: names.some((name) => enumBases.has(name)) || baseClass?.info.isEnum === true,
    isFrozen: dataclass?.frozen === true,
    fields: [],
  };
  const declaration: ClassDeclaration = {
    info,
    node,
    file,
    base: baseClass,
    methods: new Map(),
    attributes: [],
    dataclass,
    isNamedTuple,
    open,
    intEnum: names.includes("IntEnum") || baseClass?.intEnum === true,
    totalOrder: hasDecorator(node, "total_ordering"),
    fieldsDone: false,
  };
  registerClass(declaration);
  fillClass(declaration);
  return declaration;
}

function genericParameters(bases: readonly Argument[]): string[] {
  const generic = bases
    .map((base) => base.value)
    .find((value) => value.kind === "subscript" && value.object.kind === "name" && value.object.name === "Generic");
  if (generic?.kind !== "subscript") return [];
  const items = generic.index.kind === "tuple" ? generic.index.items : [generic.index];
  return items.flatMap((item) => (item.kind === "name" ? [item.name] : []));
}

function dataclassOptions(node: ClassDefinition): DataclassOptions | null {
  const decorator = node.decorators.find((item) => decoratorName(item) === "dataclass");
  if (decorator === undefined) return null;
  const flag = (name: string, otherwise: boolean): boolean => {
    const given =
      decorator.kind === "call"
        ? decorator.arguments.find((argument) => argument.kind === "keyword" && argument.name.name === name)
        : undefined;
    return given?.value.kind === "bool" ? given.value.value : otherwise;
  };
  return {
    frozen: flag("frozen", false),
    order: flag("order", false),
    eq: flag("eq", true),
    repr: flag("repr", true),
    keywordOnly: flag("kw_only", false),
  };
}

function fillClass(declaration: ClassDeclaration): void {
  const attributes = declaration.attributes as ClassAttribute[];
  let keywordOnly = declaration.dataclass?.keywordOnly === true;
  for (const statement of declaration.node.body) {
    if (statement.kind === "function") {
      // Refused by name elsewhere.
      if (hasDecorator(statement, "deleter")) continue;
      const method = declareFunction(declaration.file, statement, declaration, null);
      const name = method.isSetter ? `${statement.name.name}=` : statement.name.name;
      const known = declaration.methods.get(name);
      if (known !== undefined && method.isOverload) known.push(method);
      else declaration.methods.set(name, [method]);
    } else if (statement.kind === "annotated" && statement.target.kind === "name") {
      if (declaration.dataclass !== null && isMark(statement.annotation, "KW_ONLY")) {
        keywordOnly = true;
        continue;
      }
      const isOfClass = declaration.dataclass !== null && isMark(statement.annotation, "ClassVar");
      if (isOfClass && statement.value === null) continue;
      attributes.push({
        name: statement.target.name,
        annotation: isOfClass ? null : statement.annotation,
        value: statement.value,
        span: statement.target.span,
        keywordOnly,
      });
    } else if (statement.kind === "assignment") {
      for (const target of statement.targets) {
        const alias = target.kind === "name" && statement.value.kind === "name" ? declaration.methods.get(statement.value.name) : undefined;
        if (target.kind === "name" && alias !== undefined) declaration.methods.set(target.name, alias);
        else if (target.kind === "name")
          attributes.push({ name: target.name, annotation: null, value: statement.value, span: target.span });
        else attributes.push(...unpacked(target, statement.value));
      }
    }
  }
}

/** `count: ClassVar[int] = 0`, `_: KW_ONLY`: no fields of a dataclass. */
function isMark(annotation: Expression, name: "ClassVar" | "KW_ONLY"): boolean {
  const head = annotation.kind === "subscript" ? annotation.object : annotation;
  return (head.kind === "attribute" ? head.name.name : head.kind === "name" ? head.name : "") === name;
}

/** `FIRST, LAST = 1, 2` in a class body, item by item. */
function unpacked(target: Expression, value: Expression): ClassAttribute[] {
  if ((target.kind !== "tuple" && target.kind !== "list") || (value.kind !== "tuple" && value.kind !== "list")) return [];
  if (target.items.length !== value.items.length) return [];
  return target.items.flatMap((item, index) =>
    item.kind === "name" ? [{ name: item.name, annotation: null, value: value.items[index] ?? null, span: item.span }] : [],
  );
}
