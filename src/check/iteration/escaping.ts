// A StopIteration that leaves the body of a generator would look like its end
// to whoever takes the items: Python makes a RuntimeError of it. Only bodies
// that may let one go are guarded, because a guard makes every call below it
// dearer: those that call `next` or raise it outside a `try` that catches it,
// by themselves or through functions of the program, which are known by name.

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
  if (!written.some((one) => mayStop(one, stoppingNames(session)))) return body;
  const stop = session.coreClass("StopIteration").info;
  const variable = frame.temporary(instanceOf(stop), "stop");
  const raised = raiseFrom(frame, "RuntimeError", "generator raised StopIteration", readVariable(variable, span), span);
  return [{ kind: "try", body, handlers: [{ classes: [stop], variable, body: raised }], otherwise: [], finalizer: [], span }];
}

const known = new WeakMap<Session, ReadonlySet<string>>();

/** Names of functions that may raise StopIteration. */
function stoppingNames(session: Session): ReadonlySet<string> {
  const found = known.get(session);
  if (found !== undefined) return found;
  const functions: FunctionDefinition[] = [];
  for (const file of session.main.files) {
    walkTree(file.module.body, (node) => {
      if (node.kind === "function") functions.push(node as FunctionDefinition);
      return true;
    });
  }
  const names = new Set<string>();
  const waiting = new Set(functions.filter(({ name, body }) => name.name !== "__next__" && !bodyYields(body)));
  for (let grew = true; grew;) {
    grew = false;
    for (const one of waiting) {
      if (!one.body.some((statement) => mayStop(statement, names))) continue;
      names.add(one.name.name);
      waiting.delete(one);
      grew = true;
    }
  }
  known.set(session, names);
  return names;
}

function mayStop(root: Node, names: ReadonlySet<string>): boolean {
  let found = false;
  walkTree(root, (part) => {
    const node = part as Node;
    if (node.kind === "function" || node.kind === "class" || node.kind === "lambda") return false;
    if (node.kind === "try" && node.handlers.some(({ exceptions }) => exceptions === null || catchesStop(exceptions))) {
      const others = [...node.handlers.flatMap(({ body }) => body), ...node.otherwise, ...node.finalizer];
      found ||= others.some((one) => mayStop(one, names));
      return false;
    }
    if (node.kind === "raise") found ||= node.exception === null || namesStop(node.exception);
    if (node.kind === "call") found ||= callStops(node, names);
    return !found;
  });
  return found;
}

function callStops({ callee, arguments: given }: Extract<Expression, { kind: "call" }>, names: ReadonlySet<string>): boolean {
  const name = callee.kind === "name" ? callee.name : callee.kind === "attribute" ? callee.name.name : "";
  return name === "__next__" || (name === "next" && given.length === 1) || names.has(name);
}

function namesStop(node: Expression | null): boolean {
  const named = node?.kind === "call" ? node.callee : node;
  return named?.kind === "name" && named.name === "StopIteration";
}

function catchesStop(node: Expression): boolean {
  if (node.kind === "tuple") return node.items.some(catchesStop);
  return node.kind === "name" && ["StopIteration", "Exception", "BaseException"].includes(node.name);
}
