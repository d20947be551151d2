// Is a function a generator? It is where its own body holds a `yield`, however
// deep in statements; those of functions inside it are theirs.

import type { Statement } from "../../syntax/ast.ts";
import { containsYield } from "./children.ts";

export function bodyYields(body: readonly Statement[]): boolean {
  return body.some(statementYields);
}

function statementYields(node: Statement): boolean {
  switch (node.kind) {
    case "expression":
    case "assignment":
      return containsYield(node.value);
    case "annotated":
    case "return":
      return node.value !== null && containsYield(node.value);
    case "augmented":
      return containsYield(node.value);
    case "if":
      return bodyYields(node.body) || bodyYields(node.otherwise) || node.branches.some((branch) => bodyYields(branch.body));
    case "while":
    case "for":
      return bodyYields(node.body) || bodyYields(node.otherwise);
    case "try":
      return (
        bodyYields(node.body) ||
        bodyYields(node.otherwise) ||
        bodyYields(node.finalizer) ||
        node.handlers.some((handler) => bodyYields(handler.body))
      );
    case "with":
      return bodyYields(node.body);
    case "match":
      return node.cases.some((arm) => bodyYields(arm.body));
    default:
      return false;
  }
}
