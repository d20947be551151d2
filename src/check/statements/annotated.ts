// `x: int = 0`: the annotation fixes the type of that variable.

import type { Expression, Statement } from "../../syntax/ast.ts";
import type { Type } from "../../types/type.ts";
import { readAccepts } from "../annotations.ts";
import { cannotHold } from "../errors/types.ts";
import { flowInto } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { orNone } from "../orNone.ts";
import type { TypedStatement } from "../program.ts";
import type { Web } from "../scopes/scope.ts";
import { hasVariables, substitute } from "../../types/variables.ts";
import { assignTarget } from "./targets.ts";

/** Declared types of this instance's variables, by web. */
const declared = new WeakMap<object, Map<Web, Declared>>();

interface Declared {
  readonly type: Type;
  readonly annotation: Expression;
}

export function declaredTypeOf(frame: Frame, web: Web): Declared | null {
  return declared.get(frame.instance)?.get(web) ?? null;
}

function declare(frame: Frame, web: Web, type: Type, annotation: Expression): void {
  let webs = declared.get(frame.instance);
  if (webs === undefined) declared.set(frame.instance, (webs = new Map()));
  webs.set(web, { type, annotation });
}

export function checkAnnotated(frame: Frame, node: Extract<Statement, { kind: "annotated" }>): TypedStatement[] {
  const type = annotatedType(frame, node.annotation);
  const { target } = node;
  if (type !== null && target.kind === "name") {
    const web = frame.webs.at.get(target);
    const binding = frame.scope.resolved.get(target);
    if (web !== undefined && binding?.isGlobal !== true) declare(frame, web, type, node.annotation);
    if (binding?.isGlobal === true) declareGlobal(frame, target.name, type);
  }
  if (node.value === null) return [];
  frame.expected = type;
  const value = frame.expression(node.value);
  frame.expected = null;
  if (type === null || target.kind !== "name") return assignTarget(frame, target, value);
  const fitted = flowInto(frame.session, value, type);
  if (fitted === null) {
    const given = typeOf(value);
    if (given.kind !== "unknown")
      frame.report(node.value.span, orNone(frame.session, cannotHold(`\`${target.name}\``, type, given), given, node.annotation));
    return [];
  }
  return assignTarget(frame, target, fitted);
}

/** Annotations that leave parts open, by instance: their variables last from round to round. */
const openTypes = new WeakMap<object, Map<Expression, Type>>();

/** Null where the annotation leaves the type to inference. */
function annotatedType(frame: Frame, annotation: Expression): Type | null {
  const known = openTypes.get(frame.instance)?.get(annotation);
  if (known !== undefined) return known;
  const type = readAnnotation(frame, annotation);
  if (type === null || !hasVariables(type)) return type;
  const types = openTypes.get(frame.instance) ?? new Map<Expression, Type>();
  openTypes.set(frame.instance, types.set(annotation, type));
  return type;
}

function readAnnotation(frame: Frame, annotation: Expression): Type | null {
  const declaration = frame.declaration;
  const typeParameters = declaration?.signature?.typeParameters ?? [];
  const accepts = readAccepts(
    {
      session: frame.session,
      file: frame.file,
      typeParameters: [...typeParameters],
      mayDeclare: false,
      report: (span, problem) => frame.report(span, problem),
    },
    annotation,
  );
  return accepts.kind === "type" ? substitute(accepts.type, frame.instance.typeArguments) : null;
}

function declareGlobal(frame: Frame, name: string, type: Type): void {
  const entity = frame.session.lookup(frame.file, name);
  if (entity?.kind !== "variable") return;
  const state = frame.session.global(entity);
  if (!state.type.fixed) {
    frame.session.unify(state.global.type, type);
    state.type.fixed = true;
    state.type.bound = type;
    frame.session.noteChange(true);
  }
}
