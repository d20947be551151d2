// Lowering: the typed program to IR. Analyses of the whole program first (who
// calls whom, who may raise, which types there are), then every function on
// its own, then what only the IR has (resume functions, variants without
// charges), which lowering asks for on the way.

import type { Program } from "../check/program.ts";
import { isChangeable } from "../types/changeable.ts";
import { HeapTypes } from "../types/heapTypes.ts";
import { representationOf, resultRepresentation } from "../types/layouts.ts";
import { buildCallGraph, functionsOnCycles } from "./callGraph.ts";
import { findFlaggedCaptures } from "./captureFlags.ts";
import { collectTypes } from "./collectTypes.ts";
import type { IRFunction, IRHostFunction, IRModule } from "./ir.ts";
import { lowerPart } from "./keptLowering.ts";
import type { LoweredPart } from "./keptLowering.ts";
import { analyseRaises } from "./mayRaise.ts";
import { ModuleBuilder } from "./moduleBuilder.ts";
import { quietFunctions } from "./quietCode.ts";
import type { Facts } from "./moduleBuilder.ts";
import { walkTyped } from "./walk.ts";

export interface LoweredProgram {
  readonly module: IRModule;
  /** Type ids for marshalling; types that the program does not name have none. */
  readonly heapTypes: HeapTypes;
}

/** Lowered, and what pays in both tiers done to it. */
export function lowerProgram(program: Program): LoweredProgram {
  return lower(program, (parts) => {
    const quiet = quietFunctions(parts, ({ summary }) => summary);
    return parts.map((part) => part.elided((id) => quiet.has(id)));
  });
}

/** Without any pass: what passes are compared with. */
export function lowerPlainly(program: Program): LoweredProgram {
  return lower(program, (parts) => parts.map((part) => part.plain()));
}

function lower(program: Program, finish: (parts: readonly LoweredPart[]) => readonly IRFunction[]): LoweredProgram {
  const heapTypes = new HeapTypes();
  collectTypes(program, heapTypes);
  const builder = new ModuleBuilder(findFacts(program), heapTypes);
  for (let variant = builder.nextVariant(); variant !== undefined; variant = builder.nextVariant()) {
    builder.functions[variant.id] = lowerPart(builder, variant);
  }
  const module: IRModule = {
    functions: finish(builder.functions.map(present)),
    types: heapTypes.all(),
    globals: builder.globals,
    texts: builder.texts,
    sites: builder.sites,
    hostFunctions: program.hostFunctions.map(lowerHostFunction),
    initializer: program.initializer,
    entries: program.entries.map(({ name, function: id }) => ({ name, function: id })),
    frozenState: program.frozenState,
    writesModuleState: program.writesModuleState,
  };
  return { module, heapTypes };
}

function present(made: LoweredPart | null, id: number): LoweredPart {
  if (made === null) throw new RangeError(`function ${id} was not lowered`);
  return made;
}

function lowerHostFunction(use: Program["hostFunctions"][number]): IRHostFunction {
  const { name, parameters, result } = use;
  return { name, parameters: parameters.map(representationOf), result: resultRepresentation(result) };
}

function findFacts(program: Program): Facts {
  return {
    program,
    raises: analyseRaises(program),
    onCycle: functionsOnCycles(buildCallGraph(program)),
    constantGlobals: findConstantGlobals(program),
    guardsFrozenState: program.frozenState && program.globals.some(({ type }) => isChangeable(type)),
    flaggedCaptures: findFlaggedCaptures(program),
  };
}

function findConstantGlobals(program: Program): ReadonlySet<number> {
  const constant = new Set(program.globals.map((global) => global.id));
  for (const each of program.functions) {
    // What is kept from program to program knows no globals.
    if (each.id === program.initializer || each.use !== undefined) continue;
    walkTyped(each.body, (node) => {
      if (node.kind === "setGlobal") constant.delete(node.global.id);
      return true;
    });
  }
  return constant;
}
