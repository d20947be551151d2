// Which names of a module stand for one of the library's, before any name is looked up.

import type { Expression, FromImport, Import, Module } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";

/** Asks of an expression whether it is `name` of that library module, under whatever name it was imported. */
export function isFrom(module: Module, library: string, name: string): (node: Expression) => boolean {
  const names = new Set<string>();
  const modules = new Set<string>();
  walkTree(module.file.text.includes(library) ? module.body : [], (node) => {
    if (node.kind === "fromImport") {
      const { path, names: given } = node as FromImport;
      if (path.length === 1 && path[0]?.name === library)
        for (const one of given) if (one.path[0]?.name === name) names.add((one.alias ?? one.path[0]).name);
    }
    if (node.kind === "import")
      for (const { path, alias } of (node as Import).modules)
        if (path.length === 1 && path[0]?.name === library) modules.add((alias ?? path[0]).name);
    return true;
  });
  return (node) =>
    node.kind === "name"
      ? names.has(node.name)
      : node.kind === "attribute" && node.name.name === name && node.object.kind === "name" && modules.has(node.object.name);
}
