// Python does not look at annotations: where a place is declared `T` and None
// arrives after all, the program goes on. So a mistake whose only cause is
// such a None carries the rewrite ` | None` behind the annotation; a check that
// fails with such mistakes is made again as if they had been applied, and the
// uses of the value then test for None themselves. Only where mistakes remain
// are those of the first check told.

import type { Expression } from "../syntax/ast.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import { annotatedUnion } from "../types/join.ts";
import { NONE } from "../types/primitives.ts";
import type { Type } from "../types/type.ts";
import type { Accepts, ClassDeclaration, FileInfo } from "./declarations.ts";
import type { Problem } from "./errors/problem.ts";
import { canBeNone } from "./narrowing.ts";
import type { Session } from "./session.ts";

const addition = " | None";

/** The mistake with its rewrite, where `given` may be None and the annotation does not say so. */
export function orNone(problem: Problem, given: Type, annotation: Expression | null | undefined): Problem {
  if (annotation === null || annotation === undefined || !canBeNone(given)) return problem;
  // A quoted annotation is added to inside its quotes.
  const end = annotation.span.end - (annotation.kind === "string" ? 1 : 0);
  return { ...problem, fix: { title: "let it be None too", span: { start: end, end }, text: addition } };
}

/** Where annotations end that would have to admit None. */
export function missingNone(diagnostics: readonly Diagnostic[]): number[] {
  return diagnostics.flatMap(({ fix }) => (fix?.text === addition ? [fix.span.end] : []));
}

/** What an annotation admits, with None where the check before found it missing. */
export function widened(session: Session, file: FileInfo, annotation: Expression, accepts: Accepts): Accepts {
  if (session.again.orNone.size === 0 || accepts.kind !== "type" || file.info !== session.main) return accepts;
  const end = annotation.span.end - (annotation.kind === "string" ? 1 : 0);
  const type = session.again.orNone.has(end) ? annotatedUnion(session, [accepts.type, NONE]) : null;
  return type === null ? accepts : { kind: "type", type };
}

/** The annotation of a field, along the bases. */
export function fieldAnnotation(session: Session, declaration: ClassDeclaration, name: string): Expression | null {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    const annotation = session.again.fields.get(`${at.info.id}.${name}`);
    if (annotation !== undefined) return annotation;
  }
  return null;
}
