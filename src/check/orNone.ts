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
import { shallow } from "../types/variables.ts";
import type { Type } from "../types/type.ts";
import type { Accepts, ClassDeclaration, FileInfo } from "./declarations.ts";
import type { Problem } from "./errors/problem.ts";
import { canBeNone } from "./narrowing.ts";
import type { Session } from "./session.ts";

const addition = " | None";

/** Where something is added to an annotation; to a quoted one inside its quotes. */
function endOf(annotation: Expression): number {
  return annotation.span.end - (annotation.kind === "string" ? 1 : 0);
}

/** The mistake with its rewrite, where `given` may be None and the annotation does not say so. */
export function orNone(session: Session, problem: Problem, given: Type, annotation: Expression | null | undefined): Problem {
  if (annotation === null || annotation === undefined || saysNone(session, annotation)) return problem;
  if (!canBeNone(given)) return orNoneInside(session, problem, given, annotation);
  const end = endOf(annotation);
  return { ...problem, fix: { title: "let it be None too", span: { start: end, end }, text: addition } };
}

/** `tuple[int, str]` of a tuple whose first item may be None. */
function orNoneInside(session: Session, problem: Problem, given: Type, annotation: Expression): Problem {
  const type = shallow(given);
  if (type.kind !== "tuple" || annotation.kind !== "subscript" || annotation.index.kind !== "tuple") return problem;
  const { items } = annotation.index;
  const at = type.items.findIndex((item, index) => canBeNone(item) && items[index] !== undefined && !saysNone(session, items[index]));
  return at < 0 ? problem : orNone(session, problem, type.items[at] as Type, items[at]);
}

function saysNone(session: Session, node: Expression): boolean {
  if (session.again.orNone.has(endOf(node))) return true;
  if (node.kind === "binary") return node.operands.some((operand) => saysNone(session, operand));
  return node.kind === "none" || (node.kind === "subscript" && node.object.kind === "name" && node.object.name === "Optional");
}

/** Where annotations end that would have to admit None. */
export function missingNone(diagnostics: readonly Diagnostic[]): number[] {
  return diagnostics.flatMap(({ fix }) => (fix?.text === addition ? [fix.span.end] : []));
}

/** What an annotation admits, with None where the check before found it missing. */
export function widened(session: Session, file: FileInfo, annotation: Expression, accepts: Accepts): Accepts {
  if (session.again.orNone.size === 0 || accepts.kind !== "type" || file.info !== session.main) return accepts;
  const type = session.again.orNone.has(endOf(annotation)) ? annotatedUnion(session, [accepts.type, NONE]) : null;
  return type === null ? accepts : { kind: "type", type };
}

/** Likewise of a type within another. */
export function widenedType(session: Session, file: FileInfo, annotation: Expression, type: Type): Type {
  if (session.again.orNone.size === 0 || file.info !== session.main || !session.again.orNone.has(endOf(annotation))) return type;
  return annotatedUnion(session, [type, NONE]) ?? type;
}

/** The annotation of a field, along the bases. */
export function fieldAnnotation(session: Session, declaration: ClassDeclaration, name: string): Expression | null {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    const annotation = session.again.fields.get(`${at.info.id}.${name}`);
    if (annotation !== undefined) return annotation;
  }
  return null;
}
