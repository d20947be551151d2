// May something that the module body made change while a hook runs? The
// checker says where a module name is assigned; what a name holds can be
// changed too where its type allows that. Then each call gets a body of its own.

import type { Program } from "../check/program.ts";
import { isChangeable } from "../types/changeable.ts";

/** Does every call have to begin with the module body? */
export function runsAnewForEachCall(program: Program): boolean {
  if (program.frozenState) return false;
  return program.writesModuleState || program.globals.some((global) => isChangeable(global.type));
}
