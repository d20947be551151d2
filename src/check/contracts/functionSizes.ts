// What a function comes to once its calls are written out: the objects that it
// holds at its places, times its parts. An engine's memory for translating it
// grows so, and a short text can come to much: a call with `*values` holds an
// object for each parameter.

import type { Diagnostic } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import { representationOf } from "../../types/layouts.ts";
import { functionComesToTooMuch } from "../errors/limits.ts";
import type { Program, TypedFunction } from "../program.ts";
import { nodesOf } from "./typedNodes.ts";

/** With fewer objects none comes near the limit. */
const fewestObjects = 256;

/** The functions that come to too much. */
export function functionSizes({ functions }: Program): Diagnostic[] {
  return functions.flatMap((one): Diagnostic[] => {
    if (one.isLibrary || one.variables.length < fewestObjects) return [];
    const size = sizeOf(one);
    const most = limits.functionSize.default;
    if (size <= most) return [];
    const name = one.name === "<module>" ? "what stands outside of functions" : `the function \`${one.name}\``;
    return [{ severity: "error", file: one.file, span: one.span, labels: [], ...functionComesToTooMuch(name, size, most) }];
  });
}

function sizeOf({ variables, body }: TypedFunction): number {
  const objects = variables.filter(({ type }) => representationOf(type) === "ref").length;
  return objects < fewestObjects ? 0 : objects * nodesOf(body).length;
}
