// The worst that a hook can cost, before it runs: a formula of its inputs, or
// what prevents one. Never below what any run of the hook uses.

import type { Program } from "../../check/program.ts";
import type { IRModule, Site } from "../ir.ts";
import { between } from "./arithmetic.ts";
import type { InputContext } from "./inputs.ts";
import { countValue, inputValue, intValue } from "./inputs.ts";
import { CostInterpreter, Unbounded } from "./interpreter.ts";
import type { Inputs, Polynomial } from "./polynomial.ts";
import { constant, evaluate, join, print, TooManyTerms, zero } from "./polynomial.ts";
import type { Value } from "./values.ts";
import { any, State } from "./values.ts";

export type StaticCost =
  | {
      readonly kind: "formula";
      /** `34 + 12·n`: fuel, with the inputs as an author writes them. */
      readonly text: string;
      /** Fuel at most, for arguments and parameters by name. */
      readonly evaluate: (inputs: Inputs) => number;
    }
  | { readonly kind: "prevented"; readonly reason: string; readonly site: Site | null };

/** Of the hook with that name. The module as lowering writes it, before any pass. */
export function staticCost(program: Program, module: IRModule, hook: string): StaticCost {
  const entry = program.entries.find((each) => each.name === hook);
  if (entry === undefined) throw new RangeError(`no hook ${hook}`);
  const interpreter = new CostInterpreter(module);
  try {
    const start = beforeHook(program, interpreter);
    const context: InputContext = { atoms: interpreter.atoms, state: start, newId: interpreter.newId };
    const values = entry.parameters.map(({ name, type }) => inputValue(context, { text: name, type, read: (inputs) => inputs.get(name) }));
    const bodyCost = module.writesModuleState ? start.cost : zero;
    start.cost = bodyCost;
    interpreter.stopped = null;
    interpreter.globals = start.globals;
    const returned = interpreter.call(entry.function, values, start, 0);
    const most = join(returned?.state.cost ?? zero, interpreter.stopped ?? zero, Math.max);
    return formula(most);
  } catch (error) {
    if (error instanceof Unbounded) return { kind: "prevented", ...placed(module, error) };
    if (error instanceof TooManyTerms) return { kind: "prevented", reason: "the formula has too many terms", site: null };
    throw error;
  }
}

function formula(cost: Polynomial): StaticCost {
  return { kind: "formula", text: print(cost), evaluate: (inputs) => roundedUp(evaluate(cost, inputs)) };
}

/** Sums of powers have thirds and the like in them: a hair above is never below. */
function roundedUp(fuel: number): number {
  return Number.isInteger(fuel) ? fuel : Math.ceil(fuel * (1 + 1e-12));
}

/** The innermost place in the author's own text, and what the library was doing for it. */
function placed(module: IRModule, { message, sites }: Unbounded): { readonly reason: string; readonly site: Site | null } {
  const chain = sites.toReversed().flatMap((id) => module.sites[id] ?? []);
  const [inner] = chain;
  const site = chain.find((each) => !each.isLibrary) ?? null;
  if (inner?.isLibrary !== true) return { reason: message, site };
  // What the library keeps to itself says nothing to the author.
  const known = chain.slice(0, site === null ? chain.length : chain.indexOf(site)).find((each) => !/(?:^|\.)_(?!_)/u.test(each.function));
  return { reason: `${message}, in ${known === undefined ? "what the library does for it" : `\`${known.function}\``}`, site };
}

/** What globals hold when a hook begins, and what the module body cost. */
function beforeHook(program: Program, interpreter: CostInterpreter): State {
  const { module } = interpreter;
  const state = new State(zero, [], new Map(), new Map(module.globals.map((_, id) => [id, any])), new Set());
  const context: InputContext = { atoms: interpreter.atoms, state, newId: interpreter.newId };
  for (const parameter of program.parameters) state.setGlobal(parameter.global, parameterValue(context, parameter));
  const untouched = state.copy();
  try {
    return interpreter.call(module.initializer, [], state, 0)?.state ?? untouched;
  } catch (error) {
    if (!(error instanceof Unbounded || error instanceof TooManyTerms) || module.writesModuleState) throw error;
    interpreter.abandon();
    for (const id of untouched.globals.keys()) if (!program.parameters.some(({ global }) => global === id)) untouched.setGlobal(id, any);
    return untouched;
  }
}

function parameterValue(context: InputContext, { name, type, min, max, default: standard }: Program["parameters"][number]): Value {
  const path = { text: name, type, read: (inputs: Inputs): unknown => inputs.get(name) ?? standard };
  if (type.kind !== "int") return inputValue(context, path);
  const most = max ?? 2 ** 63;
  if (min !== undefined && min >= 0) return countValue(context, path, most);
  const value = intValue(context, path, Math.max(0, most));
  return min === undefined ? value : between(constant(min), value.high);
}
