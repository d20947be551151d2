// Imports: only from the whitelist, only names that are there.

import type { Module, Statement } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import { knownNames, publicModules } from "../../library/modules.ts";
import { importInside, lateFuture, noRelativeImport, noStarImport, notInModule, unknownModule } from "../errors/names.ts";
import type { Session } from "../session.ts";

export function checkImports(session: Session, main: Module): void {
  for (const statement of main.body) checkStatement(session, main, statement);
  const isFuture = (node: Statement): boolean => node.kind === "fromImport" && node.path[0]?.name === "__future__";
  const isDocstring = (node: Statement): boolean => node.kind === "expression" && node.value.kind === "string";
  const first = main.body.findIndex((node) => !isFuture(node) && !isDocstring(node));
  for (const node of first < 0 ? [] : main.body.slice(first)) if (isFuture(node)) session.report(main.file, node.span, lateFuture());
}

function checkStatement(session: Session, main: Module, node: Statement): void {
  switch (node.kind) {
    case "import":
      for (const alias of node.modules) {
        const name = alias.path.map((part) => part.name).join(".");
        if (!isKnown(session, name)) session.report(main.file, alias.span, unknownModule(name, moduleNames(session)));
      }
      return;
    case "fromImport":
      return checkFrom(session, main, node);
    case "function":
      return checkInside(session, main, node.body);
    default:
      for (const block of blocksOf(node)) refuseInside(session, main, block);
  }
}

/** In a function an import binds local names. */
function checkInside(session: Session, main: Module, statements: readonly Statement[]): void {
  for (const node of statements) {
    if (node.kind === "import" || node.kind === "fromImport") checkStatement(session, main, node);
    else for (const block of blocksOf(node)) checkInside(session, main, block);
  }
}

/** At the top level an import is of the whole file: one in a block would bind a name that may not be there. */
function refuseInside(session: Session, main: Module, statements: readonly Statement[]): void {
  for (const node of statements) {
    if (node.kind === "import" || node.kind === "fromImport") session.report(main.file, node.span, importInside());
    else if (node.kind === "function") checkInside(session, main, node.body);
    else for (const block of blocksOf(node)) refuseInside(session, main, block);
  }
}

function blocksOf(node: Statement): readonly (readonly Statement[])[] {
  switch (node.kind) {
    case "if":
      return [node.body, ...node.branches.map((branch) => branch.body), node.otherwise];
    case "for":
    case "while":
      return [node.body, node.otherwise];
    case "try":
      return [node.body, ...node.handlers.map((handler) => handler.body), node.otherwise, node.finalizer];
    case "function":
    case "class":
    case "with":
      return [node.body];
    case "match":
      return node.cases.map((arm) => arm.body);
    default:
      return [];
  }
}

function isKnown(session: Session, name: string): boolean {
  if (session.hostModules.has(name) || name === "__future__") return true;
  return session.library.isPublic(name) && session.library.module(name) !== null;
}

function moduleNames(session: Session): string[] {
  return [...publicModules, ...session.hostModules.keys()];
}

function namesOf(session: Session, module: string): string[] {
  return [...(session.moduleOf(module)?.entities.keys() ?? []), ...(knownNames.get(module) ?? [])].filter((one) => !one.startsWith("_"));
}

function usedNames(main: Module, names: readonly string[]): string[] {
  const known = new Set(names);
  const used = new Set<string>();
  walkTree(main.body, (node) => {
    if (node.kind === "name" && "name" in node && typeof node.name === "string" && known.has(node.name)) used.add(node.name);
    return true;
  });
  return [...used].sort();
}

/** Names that `from m import *` stands for, which is refused by itself. */
export function starNames(session: Session, main: Module): ReadonlySet<string> {
  const stars = main.body.filter((node) => node.kind === "fromImport" && node.star);
  return new Set(
    stars.flatMap((node) => (node.kind === "fromImport" ? namesOf(session, node.path.map((part) => part.name).join(".")) : [])),
  );
}

function checkFrom(session: Session, main: Module, node: Extract<Statement, { kind: "fromImport" }>): void {
  const name = node.path.map((part) => part.name).join(".");
  const span =
    node.path[0] === undefined ? node.span : { start: node.path[0].span.start, end: (node.path.at(-1) ?? node.path[0]).span.end };
  if (node.level > 0) return session.report(main.file, node.span, noRelativeImport());
  if (!isKnown(session, name)) return session.report(main.file, span, unknownModule(name, moduleNames(session)));
  const names = namesOf(session, name);
  if (node.star) return session.report(main.file, node.span, noStarImport(name, usedNames(main, names)));
  for (const alias of node.names) {
    const wanted = alias.path[0];
    if (wanted !== undefined && !names.includes(wanted.name)) session.report(main.file, wanted.span, notInModule(name, wanted.name, names));
  }
}
