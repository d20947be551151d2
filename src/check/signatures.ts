// The signature of a declaration, read from its annotations once.

import { protocolResult } from "./errors/results.ts";
import { BOOL, FLOAT, INT, NONE, STR, instanceOf } from "../types/primitives.ts";
import type { Type } from "../types/type.ts";
import type { Expression, Parameters } from "../syntax/ast.ts";
import { hasVariables } from "../types/variables.ts";
import { readAccepts } from "./annotations.ts";
import type { AnnotationContext } from "./annotations.ts";
import type { Accepts, FunctionDeclaration, Signature, SignatureParameter } from "./declarations.ts";
import { fileOf } from "./declarations.ts";
import type { Session } from "./session.ts";

export function signatureOf(session: Session, declaration: FunctionDeclaration): Signature {
  declaration.signature ??= readSignature(session, declaration);
  return declaration.signature;
}

function readSignature(session: Session, declaration: FunctionDeclaration): Signature {
  const classNames = declaration.owner?.info.typeParameters ?? [];
  const isLibrary = declaration.file.info.isLibrary;
  const context: AnnotationContext = {
    session,
    file: declaration.file,
    typeParameters: [...classNames],
    mayDeclare: true,
    report: (span, problem) => session.report(fileOf(declaration), span, problem),
  };
  const node = declaration.node;
  const written: Parameters = node.kind === "comprehension" ? [] : node.parameters;
  if (node.kind === "comprehension")
    return {
      parameters: [{ name: "items", kind: "positional", accepts: { kind: "inferred" }, defaultValue: null, span: node.span }],
      returns: null,
      typeParameters: [],
      classParameters: 0,
      isClosed: false,
    };
  const parameters = written.map((parameter, index): SignatureParameter => ({
    name: parameter.name.name,
    kind: parameter.kind,
    accepts:
      index === 0 && takesSelf(declaration)
        ? selfAccepts(declaration, parameter.annotation === null ? null : readAccepts(context, parameter.annotation))
        : parameter.annotation === null || parameter.kind === "doubleStar"
          ? { kind: "inferred" }
          : unlessOpen(readAccepts(context, parameter.annotation)),
    defaultValue: parameter.defaultValue,
    annotation: parameter.annotation,
    span: parameter.span,
  }));
  const annotated = node.kind === "function" && node.returns !== null ? readReturns(context, node.returns) : null;
  const asked = resultOfProtocol(declaration);
  const isWrong = asked !== null && annotated !== null && annotated.kind !== asked.kind;
  if (isWrong && node.kind === "function" && node.returns !== null)
    context.report(node.returns.span, protocolResult(node.name.name, annotated, asked));
  const returns = isWrong ? annotated : (asked ?? annotated);
  const own = takesSelf(declaration) ? parameters.slice(1) : parameters;
  const isAnnotated =
    annotated !== null &&
    !own.some((parameter) => parameter.kind === "doubleStar") &&
    declaration.scope?.isGenerator !== true &&
    own.every((parameter) => parameter.accepts.kind !== "inferred");
  const isClosed = declaration.outer === null && (declaration.owner?.open ?? null) === null && (isLibrary ? returns !== null : isAnnotated);
  return { parameters, returns, typeParameters: context.typeParameters, classParameters: classNames.length, isClosed };
}

const protocolResults: ReadonlyMap<string, Type> = new Map([
  ...["__str__", "__repr__", "__format__"].map((name) => [name, STR] as const),
  ...["__bool__", "__contains__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"].map((name) => [name, BOOL] as const),
  ...["__len__", "__hash__", "__int__", "__index__"].map((name) => [name, INT] as const),
  ["__float__", FLOAT],
  ["__init__", NONE],
]);

/** What the language takes from a method that it calls itself: what an author's class gives must be that. */
function resultOfProtocol(declaration: FunctionDeclaration): Type | null {
  const { owner, file, node } = declaration;
  if (owner === null || file.info.isLibrary || node.kind !== "function") return null;
  // `__repr__ = describe` makes one of another name.
  const alias = [...owner.methods].find(([name, methods]) => protocolResults.has(name) && methods.includes(declaration));
  return protocolResults.get(alias?.[0] ?? node.name.name) ?? null;
}

/** A generator's `-> Iterator[int]` is left to inference. */
function readReturns(context: AnnotationContext, node: Expression): Type | null {
  const accepts = unlessOpen(readAccepts(context, node));
  return accepts.kind === "type" ? accepts.type : null;
}

/** `list[Any]`, `tuple[np.ndarray, int]`: what is open may be another type with each call, so that nothing is fixed. */
function unlessOpen(accepts: Accepts): Accepts {
  return accepts.kind === "type" && hasVariables(accepts.type) ? { kind: "inferred" } : accepts;
}

export function takesSelf(declaration: FunctionDeclaration): boolean {
  return declaration.owner !== null && !declaration.isStatic;
}

/** `self` is the object itself; method tables of primitives annotate it. */
function selfAccepts(declaration: FunctionDeclaration, written: Accepts | null): Accepts {
  if (written !== null || declaration.owner === null || declaration.isClassMethod) return written ?? { kind: "inferred" };
  const info = declaration.owner.info;
  if (!declaration.file.info.isLibrary) return { kind: "inferred" };
  const parameters = info.typeParameters.map((name, index): Type => ({ kind: "parameter", name, index }));
  return { kind: "type", type: instanceOf(info, parameters) };
}
