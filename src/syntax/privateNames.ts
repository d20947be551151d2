// Private names: inside a class Python reads `__balance` as `_Account__balance`
// (the language reference, "Private name mangling"), so a subclass may have one
// of its own. Formatting sees the tree as it is written; checking sees this one.

import type { ClassDefinition, Module } from "./ast.ts";

/** Begins with two underscores and does not end with two. */
const privateName = /(?<![\w])__(?!\w*__(?!\w))\w+/u;

/** The same tree with the private names of classes written out. */
export function writeOutPrivateNames(module: Module): Module {
  if (!privateName.test(module.file.text)) return module;
  return { ...module, body: module.body.map((statement) => within(statement, null) as typeof statement) };
}

function within(node: unknown, owner: string | null): unknown {
  if (Array.isArray(node)) return node.map((item) => within(item, owner));
  // Places keep their identity: later passes compare them.
  if (typeof node !== "object" || node === null || "start" in node) return node;
  if ("kind" in node && node.kind === "class") return classWithin(node as ClassDefinition, owner);
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === "name" && typeof value === "string" ? mangled(value, owner) : within(value, owner),
    ]),
  );
}

/** Bases and decorators belong to the class around. */
function classWithin(node: ClassDefinition, owner: string | null): ClassDefinition {
  const outside = { name: node.name, bases: node.bases, decorators: node.decorators };
  return { ...node, ...(within(outside, owner) as typeof outside), body: within(node.body, node.name.name) as typeof node.body };
}

function mangled(name: string, owner: string | null): string {
  const stem = owner?.replace(/^_+/u, "") ?? "";
  return stem === "" || !name.startsWith("__") || name.endsWith("__") ? name : `_${stem}${name}`;
}
