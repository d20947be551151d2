// Functions that nothing calls are checked too: with complete annotations for
// those types, else with unknown parameters, so that names, numbers of
// arguments and what needs no types are still looked at.

import { freshVariable, substitute } from "../types/variables.ts";
import { selfType } from "./classes/namedTuple.ts";
import { UNKNOWN } from "../types/primitives.ts";
import type { Type } from "../types/type.ts";
import { scopeOf, websOf } from "./bodies.ts";
import { qualifiedName } from "./calls/closedInstance.ts";
import type { ClassDeclaration, FunctionDeclaration } from "./declarations.ts";
import type { Instance } from "./instances.ts";
import type { Session } from "./session.ts";
import { signatureOf } from "./signatures.ts";

/** `reached`: what the roots' last analyses refer to. */
export function uncalledInstances(session: Session, reached: ReadonlySet<Instance>): Instance[] {
  const called = new Set<FunctionDeclaration>();
  for (const instance of reached) if (instance.code.kind === "declared") called.add(instance.code.declaration);
  return authorsFunctions(session)
    .filter((declaration) => !called.has(declaration))
    .map((declaration) => unknownInstance(session, declaration));
}

function authorsFunctions(session: Session): FunctionDeclaration[] {
  const found: FunctionDeclaration[] = [];
  for (const entity of session.main.entities.values()) {
    if (entity.kind === "function") found.push(...entity.overloads);
    else if (entity.kind === "class") found.push(...methodsOf(entity.class));
  }
  return found;
}

function methodsOf(declaration: ClassDeclaration): FunctionDeclaration[] {
  return [...declaration.methods.values()].flat();
}

function unknownInstance(session: Session, declaration: FunctionDeclaration): Instance {
  const scope = scopeOf(declaration);
  const signature = signatureOf(session, declaration);
  return session.instance(`uncalled ${declaration.id}`, qualifiedName(declaration), { kind: "declared", declaration }, () => {
    const webs = websOf(declaration);
    const locals = new Map();
    const typeArguments = signature.typeParameters.map(() => UNKNOWN);
    const parameters = signature.parameters.map((parameter, index): Type => {
      const accepts = parameter.accepts;
      const self = index === 0 && declaration.owner !== null && !declaration.isStatic;
      const type: Type =
        self && declaration.isClassMethod
          ? { kind: "class", class: (declaration.owner as ClassDeclaration).info }
          : self
            ? selfType(session, declaration.owner as ClassDeclaration)
            : accepts.kind === "type"
              ? substitute(accepts.type, typeArguments)
              : UNKNOWN;
      const node = declaration.node.kind === "comprehension" ? undefined : declaration.node.parameters[index];
      const web = node === undefined ? undefined : webs.at.get(node);
      if (web !== undefined) locals.set(web, freshVariable(parameter.kind === "star" ? UNKNOWN : type));
      return type;
    });
    const result: Type =
      signature.returns !== null && !scope.isGenerator
        ? substitute(signature.returns, typeArguments)
        : { kind: "variable", variable: freshVariable() };
    return { parameters, locals, result, typeArguments };
  });
}
