// Hooks: module-level functions with names the host knows. Their parameters
// are matched by name, any of them in any order, and get the host's types.

import { UNKNOWN } from "../../types/primitives.ts";
import { freshVariable, shallow, zonk } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { sameType } from "../../types/key.ts";
import { join } from "../../types/join.ts";
import type { EntryInstance } from "../assembling.ts";
import { scopeOf, websOf } from "../bodies.ts";
import type { FunctionDeclaration } from "../declarations.ts";
import { fileOf } from "../declarations.ts";
import { missingHookParameter, unknownHookParameter, wrongHookAnnotation } from "../errors/contracts.ts";
import type { HookContract } from "../host.ts";
import type { Instance } from "../instances.ts";
import type { Session } from "../session.ts";
import { signatureOf } from "../signatures.ts";

const problems = new WeakSet<FunctionDeclaration>();

/** Instances of the hooks that the plugin defines. */
export function findHooks(session: Session): Instance[] {
  return hooksOf(session).map(({ hook, declaration }) => hookInstance(session, hook, declaration));
}

export function hookEntries(session: Session): EntryInstance[] {
  return hooksOf(session).map(({ hook, declaration }) => ({ name: hook.name, instance: hookInstance(session, hook, declaration) }));
}

function hooksOf(session: Session): { readonly hook: HookContract; readonly declaration: FunctionDeclaration }[] {
  return (session.host?.hooks ?? []).flatMap((hook) => {
    const entity = session.main.entities.get(hook.name);
    const declaration = entity?.kind === "function" ? entity.overloads[0] : undefined;
    return declaration === undefined ? [] : [{ hook, declaration }];
  });
}

function hookInstance(session: Session, hook: HookContract, declaration: FunctionDeclaration): Instance {
  return session.instance(`hook ${hook.name}`, hook.name, { kind: "declared", declaration }, () => {
    scopeOf(declaration);
    const signature = signatureOf(session, declaration);
    const webs = websOf(declaration);
    const locals = new Map();
    const names = hook.parameters.map((parameter) => parameter.name);
    const report = (span: Parameters<Session["report"]>[1], problem: Parameters<Session["report"]>[2]): void => {
      if (!problems.has(declaration)) session.report(fileOf(declaration), span, problem);
    };
    const parameters = signature.parameters.map((parameter, index): Type => {
      const contract = hook.parameters.find((one) => one.name === parameter.name);
      if (contract === undefined) report(parameter.span, unknownHookParameter(hook.name, parameter.name, names));
      const type = contract === undefined ? UNKNOWN : parameterType(session, contract.type);
      if (
        contract !== undefined &&
        parameter.accepts.kind === "type" &&
        parameter.accepts.type.kind !== "unknown" &&
        type.kind !== "variable" &&
        !holds(session, parameter.accepts.type, type)
      ) {
        report(parameter.span, wrongHookAnnotation(hook.name, parameter.name, parameter.accepts.type, type));
      }
      const node = declaration.node.kind === "comprehension" ? undefined : declaration.node.parameters[index];
      const web = node === undefined ? undefined : webs.at.get(node);
      // What `prepare` gives is known when its body is: the parameter has the very variable.
      const variable = type.kind === "variable" ? type.variable : freshVariable(shallow(type));
      if (web !== undefined) locals.set(web, variable);
      return { kind: "variable", variable };
    });
    for (const wanted of hook.parameters) {
      if (wanted.required === true && !signature.parameters.some((parameter) => parameter.name === wanted.name))
        report(declaration.node.span, missingHookParameter(hook.name, wanted.name));
    }
    const declared = signature.returns;
    const wanted = hook.result === null || hook.isPrepare === true ? null : session.hostType(hook.result);
    if (declared !== null && wanted !== null && declared.kind !== "unknown" && !holds(session, wanted, declared)) {
      const node = declaration.node;
      report(
        node.kind === "function" && node.returns !== null ? node.returns.span : node.span,
        wrongHookAnnotation(hook.name, null, declared, wanted),
      );
    }
    problems.add(declaration);
    const result: Type = wanted ?? declared ?? { kind: "variable", variable: freshVariable() };
    return { parameters, locals, result };
  });
}

function holds(session: Session, wide: Type, narrow: Type): boolean {
  const joined = join(session, zonk(wide), zonk(narrow));
  return joined !== null && sameType(joined, wide);
}

/** `S` is what the plugin's own `prepare` gives. */
function parameterType(session: Session, text: string): Type {
  if (text !== "S") return session.hostType(text);
  const found = hooksOf(session).find(({ hook }) => hook.isPrepare === true);
  if (found === undefined) return UNKNOWN;
  return hookInstance(session, found.hook, found.declaration).result;
}
