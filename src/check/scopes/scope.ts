// What name resolution finds out about a function (or module body) from its
// syntax alone: which name is whose, what closures carry, and into how many
// variables ("webs") each local name falls. Made once per `def`, shared by all
// its instances.

import type {
  Call,
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
import { walkTree } from "../../syntax/walk.ts";

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
  /** Taken away again in its own scope, by `del` or at the end of an `except ... as` it. */
  isTaken: boolean;
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

/**
 * The generator expression among a call's arguments that is computed in place,
 * because its consumer, a builtin and not a name of the author's, takes its
 * items without doing anything else; null where there is none. `scope` has
 * resolved the callee.
 */
export function comprehensionInPlace({ callee, arguments: given }: Call, scope: FunctionScope): Comprehension | null {
  const [first] = given;
  if (first?.kind !== "positional" || first.value.kind !== "comprehension" || first.value.result !== "generator") return null;
  if (callee.kind === "attribute")
    return callee.name.name === "join" && isText(callee.object) && !callsNext(first.value) ? first.value : null;
  const isBuiltin = callee.kind === "name" && (scope.resolved.get(callee) ?? null) === null;
  if (!isBuiltin || !eagerConsumers.has(callee.name) || callsNext(first.value)) return null;
  return given.length > 1 && keyedConsumers.has(callee.name) ? null : first.value;
}

/** What ends there by StopIteration does so in a generator of its own, where that is a RuntimeError. */
function callsNext(node: Comprehension): boolean {
  let found = false;
  walkTree([node.element, node.clauses], (part) => {
    const call = part as Expression;
    if (call.kind === "call" && call.callee.kind === "name") found ||= call.callee.name === "next" && call.arguments.length === 1;
    if (call.kind === "attribute") found ||= call.name.name === "__next__";
    return !found;
  });
  return found;
}

/** Anything else may be an object of a class that has a method `join`. */
function isText(node: Expression): boolean {
  return node.kind === "string" || node.kind === "formatted";
}

const eagerConsumers = new Set(["list", "sorted", "tuple", "set", "frozenset", "dict", "sum", "min", "max", "any", "all"]);
/** With a `key` these call it between two items. */
const keyedConsumers = new Set(["min", "max"]);

export type AnyComprehension = Comprehension | DictComprehension;
export type AnyFunction = FunctionDefinition | Lambda | Comprehension;
