// Slips that a definition shows by itself, before anything calls it: a method
// without `self`, and a function that nothing calls because the name of the
// hook it was meant to be is misspelled.

import type { Span } from "../../base/span.ts";
import { suggest } from "../../base/suggestion.ts";
import { scopeOf } from "../bodies.ts";
import { checkFieldsSet } from "../classes/definite.ts";
import type { Statement } from "../../syntax/ast.ts";
import type { ClassDeclaration, FunctionDeclaration } from "../declarations.ts";
import { fileOf, findMethod } from "../declarations.ts";
import { ensureFields, selfAssignments } from "../classes/fields.ts";
import { tupleOnly } from "../classes/namedTuple.ts";
import { unsupported } from "../errors/types.ts";
import { fieldAndMethod, methodWithoutSelf } from "../errors/classes.ts";
import { hookHidden, hookIsGenerator, hookIsLambda, misspelledHook } from "../errors/contracts.ts";
import type { Session } from "../session.ts";

/** The host calls hooks itself: no generators, and no functions that are only values of a name. */
export function checkHookForms(session: Session): void {
  for (const { name } of session.host?.hooks ?? []) {
    const entity = session.main.entities.get(name);
    if (entity?.kind === "function") {
      for (const declaration of entity.overloads) {
        if (scopeOf(declaration).isGenerator && declaration.node.kind === "function")
          session.report(fileOf(declaration), declaration.node.name.span, hookIsGenerator(name));
      }
    }
    if (entity?.kind === "variable" && isLambda(session, name)) session.report(entity.file.module.file, entity.span, hookIsLambda(name));
    else if (entity !== undefined && entity.kind !== "function") refuseHidden(session, name);
  }
}

/** A function with the name of a hook that the host would not find: something else has the name too, or a decorator made it. */
function refuseHidden(session: Session, name: string): void {
  for (const { module } of session.main.files) {
    const made = module.body.findLast((node) => node.kind === "function" && node.name.name === name);
    if (made?.kind !== "function") continue;
    const isImported = module.body.some(
      (node) => node.kind === "import" && node.modules.some(({ alias, path }) => (alias ?? path[0])?.name === name),
    );
    session.report(
      module.file,
      made.name.span,
      hookHidden(name, made.decorators.length > 0 ? "decorated" : isImported ? "imported" : "twice"),
    );
  }
}

function isLambda(session: Session, name: string): boolean {
  return session.main.files.some((file) =>
    file.module.body.some(
      (node) =>
        node.kind === "assignment" &&
        node.value.kind === "lambda" &&
        node.targets.some((target) => target.kind === "name" && target.name === name),
    ),
  );
}

export function checkMethods(session: Session): void {
  for (const entity of session.main.entities.values()) {
    if (entity.kind !== "class" || entity.class.file.info.isLibrary) continue;
    checkBody(session, entity.class);
    checkFieldNames(session, entity.class);
    for (const method of [...entity.class.methods.values()].flat()) {
      checkSelf(session, method);
      if (entity.class.isNamedTuple && tupleOnly.has(method.name) && method.node.kind === "function")
        session.report(
          fileOf(method),
          method.node.name.span,
          unsupported(`\`${method.name}\` of a tuple by name`, "use a `@dataclass(frozen=True)`, which may have one"),
        );
    }
    checkFieldsSet(session, entity.class);
  }
}

/** One name is a field or a method: to Python a field of an object hides the method, which calls would not notice. */
function checkFieldNames(session: Session, declaration: ClassDeclaration): void {
  const seen = new Set<string>();
  const report = (name: string, span: Span): void => {
    if (seen.has(name)) return;
    seen.add(name);
    session.report(declaration.file.module.file, span, fieldAndMethod(declaration.info.name, name));
  };
  for (const { node } of [...declaration.methods.values()].flat())
    for (const { name, span } of node.kind === "function" ? selfAssignments(node) : [])
      if (isPlainMethod(declaration, name)) report(name, span);
  for (const [name, [method]] of declaration.methods) {
    const isField = declaration.attributes.some((one) => one.name === name) || isFieldOfBase(session, declaration, name);
    if (isField && method?.node.kind === "function" && isPlainMethod(declaration, name)) report(name, method.node.name.span);
  }
}

function isPlainMethod(declaration: ClassDeclaration, name: string): boolean {
  const method = findMethod(declaration, name)?.[0];
  return method !== undefined && !method.isProperty && !method.file.info.isLibrary;
}

function isFieldOfBase(session: Session, { base }: ClassDeclaration, name: string): boolean {
  if (base === null || base.file.info.isLibrary) return false;
  ensureFields(session, base);
  return base.info.fields.some((field) => field.name === name);
}

/** A class body declares: what else stands there would not run. */
function checkBody(session: Session, { node, file }: ClassDeclaration): void {
  if (node.kind !== "class") return;
  for (const statement of node.body) {
    if (statement.kind === "class") {
      const hint = `move \`class ${statement.name.name}\` to the top level of the file`;
      session.report(file.module.file, statement.name.span, unsupported("a class inside a class", hint));
    } else if (!declares(statement)) {
      const hint = "a class body holds fields and methods: do this behind the class, or in `__init__`";
      session.report(file.module.file, statement.span, unsupported("a statement like this in a class body", hint));
    }
  }
}

function declares(node: Statement): boolean {
  if (node.kind === "expression") return ["string", "ellipsis", "error"].includes(node.value.kind);
  if (node.kind === "assignment") return node.targets.every((target) => target.kind !== "attribute" && target.kind !== "subscript");
  return node.kind === "annotated" || node.kind === "function" || node.kind === "pass" || node.kind === "error";
}

function checkSelf(session: Session, method: FunctionDeclaration): void {
  const { node } = method;
  if (node.kind !== "function" || method.isStatic || node.parameters.length > 0) return;
  session.report(fileOf(method), node.name.span, methodWithoutSelf(method.name, method.isClassMethod ? "cls" : "self"));
}

/** Of functions that nothing calls: those named almost like a hook that the plugin lacks. */
export function checkHookNames(session: Session, uncalled: readonly FunctionDeclaration[]): void {
  const hooks = (session.host?.hooks ?? []).map((hook) => hook.name);
  const missing = hooks.filter((name) => !session.main.entities.has(name));
  for (const declaration of uncalled) {
    const { node, owner, name } = declaration;
    if (owner !== null || node.kind !== "function" || hooks.includes(name)) continue;
    const meant = suggest(name, missing);
    if (meant !== null) session.report(fileOf(declaration), node.name.span, misspelledHook(name, meant));
  }
}
