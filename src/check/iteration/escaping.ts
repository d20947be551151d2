// A StopIteration that leaves the body of a generator would look like its end
// to whoever takes the items: Python makes a RuntimeError of it. Only bodies
// that may let one go are guarded, because a guard makes every call below it
// dearer: those that call `next` or raise it outside a `try` that catches it,
// by themselves or through functions of the program, which are known by name.
// Where such a function is also a value, any call of something that is not
// known to be another function may be one of it; where it stands behind an
// operator or an attribute, any expression may.

import type { Expression, FunctionDefinition, Statement } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import type { Span } from "../../base/span.ts";
import { instanceOf } from "../../types/primitives.ts";
import { readVariable } from "../build.ts";
import type { Frame } from "../frame.ts";
import type { TypedStatement } from "../program.ts";
import { bodyYields } from "../scopes/yielding.ts";
import type { Session } from "../session.ts";
import { raiseFrom } from "../statements/raising.ts";

type Node = Expression | Statement;

/** The body of a generator of the author's, which lets no StopIteration go. */
export function guardStops(frame: Frame, written: readonly Node[], body: TypedStatement[], span: Span): TypedStatement[] {
  const { session } = frame;
  const { generator, name } = frame.instance;
  // Of a `@contextmanager`: what `with` threw into it goes on as it is.
  if (generator === null || frame.isLibrary || name.includes("generator of ")) return body;
  const stopping = stoppingOf(session);
  if (!frame.instance.receives && !stopping.anywhere && !written.some((one) => mayStop(one, stopping))) return body;
  const stop = session.coreClass("StopIteration").info;
  const variable = frame.temporary(instanceOf(stop), "stop");
  const raised = raiseFrom(frame, "RuntimeError", "generator raised StopIteration", readVariable(variable, span), span);
  return [{ kind: "try", body, handlers: [{ classes: [stop], variable, body: raised }], otherwise: [], finalizer: [], span }];
}

/** What may raise StopIteration. */
interface Stopping {
  /** Functions, by name. */
  readonly names: ReadonlySet<string>;
  /** Names whose calls do not, though some of the functions are values; null where none of them is. */
  readonly safe: ReadonlySet<string> | null;
  /** Operators and attributes. */
  readonly anywhere: boolean;
}

const known = new WeakMap<Session, Stopping>();

function stoppingOf(session: Session): Stopping {
  const found = known.get(session);
  if (found !== undefined) return found;
  const nodes: Node[] = session.main.files.flatMap(({ module }) => module.body);
  const direct = { names: stoppingNames(nodes, null), safe: null, anywhere: false };
  const safe = nodes.some((one) => isValue(one, direct)) ? safeNames(nodes) : null;
  const names = safe === null ? direct.names : stoppingNames(nodes, safe);
  const made = { names, safe, anywhere: standBehindSigns(nodes, names) };
  known.set(session, made);
  return made;
}

/** Names of functions that may raise StopIteration, and of classes that may when they make an object. */
function stoppingNames(nodes: readonly Node[], safe: Stopping["safe"]): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting = new Set(functionsIn(nodes).filter(({ name, body }) => name.name !== "__next__" && !bodyYields(body)));
  for (let grew = true; grew;) {
    grew = false;
    for (const one of waiting) {
      if (!one.body.some((statement) => mayStop(statement, { names, safe, anywhere: false }))) continue;
      names.add(one.name.name);
      waiting.delete(one);
      grew = true;
    }
  }
  return names;
}

function functionsIn(nodes: readonly Node[]): FunctionDefinition[] {
  const functions: FunctionDefinition[] = [];
  walkTree(nodes, (node) => {
    if (node.kind === "function") functions.push(node as FunctionDefinition);
    return true;
  });
  return functions;
}

/** Does a function that may stop stand somewhere without being called there? */
function isValue(root: Node, stopping: Stopping): boolean {
  const { names } = stopping;
  const isOne = (name: string): boolean => name === "next" || name === "__next__" || names.has(name);
  let found = false;
  walkTree(root, (part) => {
    const node = part as Node;
    if (node.kind === "name") found ||= isOne(node.name);
    if (node.kind === "lambda") found ||= mayStop(node.body, stopping);
    if (node.kind === "attribute") found ||= isOne(node.name.name);
    if (node.kind !== "call" || (node.callee.kind !== "name" && node.callee.kind !== "attribute")) return !found;
    const inner = [...(node.callee.kind === "attribute" ? [node.callee.object] : []), ...node.arguments.map(({ value }) => value)];
    found ||= inner.some((one) => isValue(one, stopping));
    return false;
  });
  return found;
}

/** Functions and classes of the program whose name means nothing else, and builtins that call nothing. */
function safeNames(nodes: readonly Node[]): ReadonlySet<string> {
  const defined = new Set(["print", "len", "range", "int", "float", "str", "isinstance", "abs", "round", "list", "iter", "append"]);
  const bound = new Set<string>();
  const bind = (target: unknown): void => {
    walkTree(target, (part) => {
      const node = part as Node;
      if (node.kind === "name") bound.add(node.name);
      if (node.kind === "attribute") bound.add(node.name.name);
      return true;
    });
  };
  walkTree(nodes, (part) => {
    const node = part as Node;
    // A class pattern has the kind of a class.
    if ((node.kind === "function" || node.kind === "class") && "decorators" in node) defined.add(node.name.name);
    if (node.kind === "function" || node.kind === "lambda") for (const { name } of node.parameters) bound.add(name.name);
    if (node.kind === "assignment") bind(node.targets);
    if (node.kind === "annotated" || node.kind === "for") bind(node.target);
    return true;
  });
  return new Set([...defined].filter((name) => !bound.has(name)));
}

/** Are there such methods behind operators, `len(x)`, `for`, or attributes? */
function standBehindSigns(nodes: readonly Node[], names: ReadonlySet<string>): boolean {
  const isHidden = ({ name, decorators }: FunctionDefinition): boolean =>
    names.has(name.name) && (decorators.length > 0 || (name.name.startsWith("__") && name.name.endsWith("__")));
  return functionsIn(nodes).some(isHidden);
}

function mayStop(root: Node, stopping: Stopping): boolean {
  let found = false;
  walkTree(root, (part) => {
    const node = part as Node;
    if (node.kind === "function" || node.kind === "class" || node.kind === "lambda") return false;
    if (node.kind === "try" && node.handlers.some(({ exceptions }) => exceptions === null || catchesStop(exceptions))) {
      const others = [...node.handlers.flatMap(({ body }) => body), ...node.otherwise, ...node.finalizer];
      found ||= others.some((one) => mayStop(one, stopping));
      return false;
    }
    if (node.kind === "raise") found ||= node.exception === null || namesStop(node.exception);
    if (node.kind === "call") found ||= callStops(node, stopping);
    return !found;
  });
  return found;
}

function callStops({ callee, arguments: given }: Extract<Expression, { kind: "call" }>, { names, safe }: Stopping): boolean {
  const name = callee.kind === "name" ? callee.name : callee.kind === "attribute" ? callee.name.name : "";
  if (name === "__next__" || (name === "next" && given.length === 1) || names.has(name)) return true;
  return safe !== null && !safe.has(name);
}

function namesStop(node: Expression | null): boolean {
  const named = node?.kind === "call" ? node.callee : node;
  return named?.kind === "name" && named.name === "StopIteration";
}

function catchesStop(node: Expression): boolean {
  if (node.kind === "tuple") return node.items.some(catchesStop);
  return node.kind === "name" && ["StopIteration", "Exception", "BaseException"].includes(node.name);
}
