// Annotations that Python evaluates: those of functions, and of variables at
// the top level and in classes. A name of `typing` in them must be imported,
// unless the file begins with `from __future__ import annotations`.

import type { Expression, FunctionDefinition, Module, Statement } from "../../syntax/ast.ts";
import { typingNames } from "../../library/typingNames.ts";
import { walkTree } from "../../syntax/walk.ts";
import { notImported } from "../errors/names.ts";
import type { Session } from "../session.ts";

const importable: ReadonlySet<string> = new Set(typingNames);

export function checkAnnotationNames(session: Session, main: Module): void {
  if (main.body.some(defersAnnotations)) return;
  for (const annotation of annotations(main)) {
    walkTree(annotation, (node) => {
      if (node.kind !== "name") return true;
      const { name } = node as Extract<Expression, { kind: "name" }>;
      // The `Any` of a `namedtuple` written out is not the author's.
      if (!main.file.text.startsWith(name, node.span.start)) return true;
      if (importable.has(name) && !session.main.entities.has(name)) session.report(main.file, node.span, notImported(name));
      return true;
    });
  }
}

function defersAnnotations(node: Statement): boolean {
  return (
    node.kind === "fromImport" && node.path[0]?.name === "__future__" && node.names.some(({ path }) => path[0]?.name === "annotations")
  );
}

function annotations(main: Module): readonly (Expression | null)[] {
  const found: (Expression | null)[] = [];
  walkTree(main.body, (node) => {
    if (node.kind !== "function") return true;
    const { parameters, returns } = node as FunctionDefinition;
    found.push(...parameters.map((parameter) => parameter.annotation), returns);
    return true;
  });
  const outside = main.body.flatMap((node) => (node.kind === "class" ? node.body : [node]));
  return [...found, ...outside.map((node) => (node.kind === "annotated" ? node.annotation : null))];
}
