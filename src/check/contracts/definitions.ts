// Slips that a definition shows by itself, before anything calls it: a method
// without `self`, and a function that nothing calls because the name of the
// hook it was meant to be is misspelled.

import { suggest } from "../../base/suggestion.ts";
import type { FunctionDeclaration } from "../declarations.ts";
import { fileOf } from "../declarations.ts";
import { methodWithoutSelf } from "../errors/classes.ts";
import { misspelledHook } from "../errors/contracts.ts";
import type { Session } from "../session.ts";

export function checkMethods(session: Session): void {
  for (const entity of session.main.entities.values()) {
    if (entity.kind !== "class" || entity.class.file.info.isLibrary) continue;
    for (const method of [...entity.class.methods.values()].flat()) checkSelf(session, method);
  }
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
    if (owner !== null || node.kind !== "function") continue;
    const meant = suggest(name, missing);
    if (meant !== null) session.report(fileOf(declaration), node.name.span, misspelledHook(name, meant));
  }
}
