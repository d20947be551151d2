// Names for types: `Point = tuple[int, int]`, `Number = int | float`,
// `T = TypeVar("T")`, at the top level of a file. Their statements make no
// value; annotations read through them.

import type { Expression, Statement } from "../syntax/ast.ts";
import { bracketNames } from "../library/typingNames.ts";
import type { FileInfo } from "./declarations.ts";
import { isAliasStatement, isLiteral } from "./indexing.ts";
import type { Session } from "./session.ts";

/** Aliases of aliases are followed this far, so that two of each other end. */
const mostHops = 8;

/** What a name of a type stands for; anything else as it is. */
export function typeAlias(session: Session, file: FileInfo, written: Expression): Expression {
  let node = written;
  for (let hops = 0; node.kind === "name" && hops < mostHops; hops += 1) {
    const entity = session.lookup(file, node.name);
    if (entity?.kind !== "variable" || entity.alias === null || entity.alias.kind === "call") return node;
    node = entity.alias;
  }
  return node;
}

/** `T = TypeVar("T")` */
export function isTypeVariable(session: Session, file: FileInfo, name: string): boolean {
  const entity = session.lookup(file, name);
  return entity?.kind === "variable" && entity.alias !== null && isTypeVariableCall(session, file, entity.alias);
}

function isTypeVariableCall(session: Session, file: FileInfo, node: Expression): boolean {
  return node.kind === "call" && typingName(session, file, node.callee) === "TypeVar";
}

function typingName(session: Session, file: FileInfo, node: Expression): string | null {
  if (node.kind === "attribute" && node.object.kind === "name") {
    const module = session.lookup(file, node.object.name);
    return module?.kind === "module" && module.name === "typing" ? node.name.name : null;
  }
  const entity = node.kind === "name" ? session.lookup(file, node.name) : null;
  return entity?.kind === "builtin" ? entity.name : null;
}

/** A statement that only names a type. */
export function isTypeStatement(session: Session, file: FileInfo, node: Statement): boolean {
  if (isAliasStatement(node)) return true;
  if (node.kind !== "assignment" || node.targets.length !== 1 || node.targets[0]?.kind !== "name") return false;
  const entity = session.lookup(file, node.targets[0].name);
  // `Point = namedtuple(...)` was read as a class.
  if (entity?.kind === "class" && entity.class.isNamedTuple && entity.class.node.span === node.span)
    return node.value.kind === "call" && storesNothing(entity.class.attributes);
  if (entity?.kind !== "variable" || entity.alias !== node.value) return false;
  return isTypeVariableCall(session, file, node.value) || (node.value.kind !== "name" && isTypeText(session, file, node.value));
}

/** Defaults that are no literals are evaluated where the class is made. */
function storesNothing(attributes: readonly { readonly value: Expression | null }[]): boolean {
  return attributes.every(({ value }) => value === null || isLiteral(value));
}

const brackets = new Set([...bracketNames, "Array"]);

function isTypeText(session: Session, file: FileInfo, node: Expression): boolean {
  if (node.kind === "subscript") {
    if (node.object.kind === "name" && session.lookup(file, node.object.name)?.kind === "class") return true;
    return brackets.has(typingName(session, file, node.object) ?? "");
  }
  if (node.kind === "binary")
    return node.operators.every(({ operator }) => operator === "|") && node.operands.every((one) => isTypeText(session, file, one));
  if (node.kind === "name") return session.lookup(file, node.name)?.kind === "class";
  return node.kind === "none" || node.kind === "string";
}
