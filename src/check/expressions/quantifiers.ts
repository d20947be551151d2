// `any(... for x in xs)` and `all(...)`: a loop that stops at the first item
// that decides, without a generator.

import type { Call } from "../../syntax/ast.ts";
import { BOOL } from "../../types/primitives.ts";
import { boolLiteral, not, readVariable, setVariable } from "../build.ts";
import type { Frame } from "../frame.ts";
import type { TypedExpression } from "../program.ts";
import { comprehensionInPlace } from "../scopes/scope.ts";
import { checkCondition } from "./boolean.ts";
import { loopClauses } from "./comprehension.ts";

export function anyOrAll(frame: Frame, node: Call): TypedExpression | null {
  const { callee, span } = node;
  if (callee.kind !== "name" || (callee.name !== "any" && callee.name !== "all")) return null;
  const generator = node.arguments.length === 1 ? comprehensionInPlace(node, frame.scope) : null;
  if (generator === null) return null;
  const wanted = callee.name === "any";
  const found = frame.temporary(BOOL, callee.name);
  const label = frame.label();
  const loops = loopClauses(frame, generator, generator.clauses, 0, () => {
    const { test } = checkCondition(frame, generator.element);
    const decided = wanted ? test : not(test);
    return [
      { kind: "if", test: decided, then: [setVariable(found, boolLiteral(wanted, span)), { kind: "leave", label, span }], else: [], span },
    ];
  });
  const statements = [setVariable(found, boolLiteral(!wanted, span)), { kind: "block" as const, label, body: loops, span }];
  return { kind: "sequence", statements, value: readVariable(found, span), type: BOOL, span };
}
