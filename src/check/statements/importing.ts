// `import` inside a function: the module, or what is taken from it, under a
// local name.

import type { Identifier, Statement } from "../../syntax/ast.ts";
import type { Frame } from "../frame.ts";
import { readEntity } from "../expressions/names.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { bindName } from "./targets.ts";

export function checkImport(frame: Frame, node: Extract<Statement, { kind: "import" | "fromImport" }>): TypedStatement[] {
  if (node.kind === "import")
    return node.modules.flatMap((alias) => {
      const name = alias.path.map((part) => part.name).join(".");
      return bind(frame, alias.alias ?? alias.path[0], { kind: "literal", value: null, type: { kind: "module", name }, span: alias.span });
    });
  const module = node.path.map((part) => part.name).join(".");
  return node.names.flatMap((alias) => {
    const original = alias.path[0];
    if (original === undefined) return [];
    const entity = frame.session.follow({ kind: "imported", module, name: original.name, span: alias.span });
    return entity === null ? [] : bind(frame, alias.alias ?? original, readEntity(frame, entity, original.name, alias.span));
  });
}

function bind(frame: Frame, name: Identifier | undefined, value: TypedExpression): TypedStatement[] {
  return name === undefined ? [] : bindName(frame, name, name.name, name.span, value);
}
