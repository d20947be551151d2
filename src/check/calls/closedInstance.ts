// The instance of a closed signature for final types: its key is the type
// arguments and the types of whatever the annotations leave open.

import type { Place } from "../../base/span.ts";
import { typeKeys } from "../../types/key.ts";
import { freshVariable, substitute, zonk } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { scopeOf, websOf } from "../bodies.ts";
import type { FunctionDeclaration, Signature } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import type { Instance } from "../instances.ts";

export function closedInstance(
  frame: Frame,
  declaration: FunctionDeclaration,
  signature: Signature,
  typeArguments: readonly Type[],
  actualTypes: readonly Type[],
  place: Place,
): Instance {
  const final = typeArguments.map(zonk);
  const open = signature.parameters.flatMap((parameter, index) =>
    parameter.accepts.kind === "type" ? [] : [zonk(actualTypes[index] as Type)],
  );
  const key = `closed ${declaration.id}[${typeKeys(final)}](${typeKeys(open)})`;
  return frame.session.instance(key, qualifiedName(declaration), { kind: "declared", declaration }, () => {
    const parameters = signature.parameters.map((parameter, index) =>
      parameterType(parameter.accepts, parameter.kind, final, actualTypes[index] as Type),
    );
    const locals = new Map();
    const webs = websOf(declaration);
    const node = declaration.node;
    for (const [index, parameter] of (node.kind === "comprehension" ? [] : node.parameters).entries()) {
      const web = webs.at.get(parameter);
      if (web !== undefined) locals.set(web, freshVariable(parameters[index] as Type));
    }
    scopeOf(declaration);
    return {
      parameters,
      typeArguments: final,
      result: substitute(signature.returns as Type, final),
      locals,
      caller: { instance: frame.instance, place },
    };
  });
}

function parameterType(accepts: Signature["parameters"][number]["accepts"], kind: string, final: readonly Type[], actual: Type): Type {
  if (accepts.kind !== "type") return zonk(actual);
  const type = substitute(accepts.type, final);
  return kind === "star" ? { kind: "variadic", element: type } : type;
}

export function qualifiedName(declaration: FunctionDeclaration): string {
  return declaration.owner === null ? declaration.name : `${declaration.owner.info.name}.${declaration.name}`;
}
