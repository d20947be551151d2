// What name resolution finds out about a function (or module body) from its
// syntax alone: which name is whose, what closures carry, and into how many
// variables ("webs") each local name falls. Made once per `def`, shared by all
// its instances.

import type {
  Comprehension,
  DictComprehension,
  Expression,
  FunctionDefinition,
  Identifier,
  Lambda,
  Name,
  Parameter,
} from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";

/** A node at which a name gets a value. */
export type DefinitionNode = Name | Identifier | Parameter | FunctionDefinition | object;

/** A scope that owns variables: a function, a lambda, a generator expression, a module body. */
export interface FunctionScope {
  readonly kind: "function" | "module";
  readonly name: string;
  readonly parent: FunctionScope | null;
  readonly bindings: Map<string, Binding>;
  /** Variables of functions around it that it (or a function inside it) uses, in order of first use. */
  readonly captures: Binding[];
  /** Every name used or set directly in it -> whose it is; null where no scope has it (a builtin or a mistake). */
  readonly resolved: Map<DefinitionNode, Binding | null>;
  /** Names read with the binding still unknown when met: filled by the second pass. */
  readonly isGenerator: boolean;
}

/** One name of one scope. Comprehension variables are bindings of their own in the scope around. */
export interface Binding {
  readonly name: string;
  readonly scope: FunctionScope;
  readonly span: Span;
  /** What its global's name begins with: of a class body `C.`, of a comprehension its place; else nothing. */
  readonly prefix: string;
  /** A function inside uses it. */
  captured: boolean;
  /** A function inside assigns it (`nonlocal`, `global`). */
  assignedInside: boolean;
  /** How often it is assigned in its own scope, and whether in a loop. */
  assignments: number;
  assignedInLoop: boolean;
  /** Of the module, and used by a function: it lives in a global variable. */
  isGlobal: boolean;
  /** Captured and changed after it may have been captured: lives in a box. */
  boxed: boolean;
  /** The one web of a captured or global binding. */
  shared: Web | null;
}

/** Is it a name of the module itself? A comprehension at module level has names that are the module's variables but not its names. */
export function isModuleName(binding: Binding): boolean {
  return binding.scope.kind === "module" && binding.scope.bindings.get(binding.name) === binding;
}

/** One variable after splitting: all assignments that can reach a common use. */
export interface Web {
  readonly id: number;
  readonly binding: Binding;
  /** A use may be reached without any assignment. */
  maybeUnbound: boolean;
}

/** What reaching definitions gave for one function. */
export interface Webs {
  /** Of each name that is read or set here. */
  readonly at: Map<DefinitionNode, Web>;
  /** Reads that no assignment reaches. */
  readonly unbound: Set<DefinitionNode>;
  /** Loop -> what is assigned in it, whose narrowings end there. */
  readonly assignedIn: Map<object, ReadonlySet<Web>>;
}

/** Which generator expressions are computed in place because their consumer takes all items at once. */
export function isConsumedAtOnce(callee: Expression): boolean {
  if (callee.kind === "name") return eagerConsumers.has(callee.name);
  return callee.kind === "attribute" && callee.name.name === "join";
}

const eagerConsumers = new Set(["list", "sorted", "tuple", "set", "frozenset", "dict", "sum", "min", "max", "any", "all"]);

export type AnyComprehension = Comprehension | DictComprehension;
export type AnyFunction = FunctionDefinition | Lambda | Comprehension;
