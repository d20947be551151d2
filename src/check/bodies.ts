// Scopes, webs and declarations of functions inside functions: made when first
// asked for and kept with their file.

import type { Comprehension, FunctionDefinition, Lambda } from "../syntax/ast.ts";
import type { FileInfo, FunctionDeclaration } from "./declarations.ts";
import { declareFunction } from "./indexing.ts";
import { findWebs } from "./scopes/webs.ts";
import type { FunctionScope, Webs } from "./scopes/scope.ts";

export function scopeOf(declaration: FunctionDeclaration): FunctionScope {
  declaration.scope ??= declaration.file.scopes?.functions.get(declaration.node) ?? null;
  if (declaration.scope === null) throw new Error(`no scope for ${declaration.name}`);
  return declaration.scope;
}

export function websOf(declaration: FunctionDeclaration): Webs {
  const table = declaration.file.scopes;
  if (table === null) throw new Error("names are not resolved");
  declaration.webs ??= findWebs(table, scopeOf(declaration), declaration.node, []);
  return declaration.webs;
}

/** Of the module body itself. */
export function moduleWebs(file: FileInfo): Webs {
  if (file.scopes === null) throw new Error("names are not resolved");
  file.webs ??= findWebs(file.scopes, file.scopes.module, null, file.module.body);
  return file.webs;
}

/** A function, lambda or generator expression inside another function. */
export function innerFunction(
  file: FileInfo,
  node: FunctionDefinition | Lambda | Comprehension,
  outer: FunctionDeclaration | null,
): FunctionDeclaration {
  let found = file.inner.get(node);
  if (found === undefined) {
    found = declareFunction(file, node, null, outer);
    file.inner.set(node, found);
  }
  return found;
}
