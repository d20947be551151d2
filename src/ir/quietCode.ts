// Code that frees nothing and hands no reference on: it stores no reference
// into the heap, makes no object, raises nothing, and calls only functions of
// that kind. While it runs, every object it can see stays alive, whoever
// counts it; so its own counting can be left out. Arms that surely end the run
// are passed over: whoever leaves counting out makes up for it there.

import type { Expression, FunctionId, Instruction, IRFunction } from "./ir.ts";
import { isInstruction, partsOfNode } from "./nodes.ts";
import type { IRNode } from "./nodes.ts";

/** What can be seen of a function from outside. */
type Face = Pick<IRFunction, "id" | "result" | "mayRaise">;

/** Functions that are quiet from end to end and return no reference. */
export function quietFunctions<Each extends Face>(functions: readonly Each[], summaryOf: (each: Each) => Summary): ReadonlySet<FunctionId> {
  const callers = new Map<FunctionId, FunctionId[]>();
  const loud: FunctionId[] = [];
  for (const each of functions) {
    const summary = summaryOf(each);
    if (!summary.isQuiet || each.result === "ref" || each.mayRaise) loud.push(each.id);
    for (const callee of summary.callees) {
      const known = callers.get(callee);
      if (known === undefined) callers.set(callee, [each.id]);
      else known.push(each.id);
    }
  }
  const quiet = new Set(functions.map((each) => each.id));
  for (let id = loud.pop(); id !== undefined; id = loud.pop()) {
    if (!quiet.delete(id)) continue;
    loud.push(...(callers.get(id) ?? []));
  }
  return quiet;
}

export interface Summary {
  readonly isQuiet: boolean;
  readonly callees: ReadonlySet<FunctionId>;
}

/** Whether instructions are quiet, if the functions they call are. */
export function summarise(body: readonly Instruction[], within: IRFunction): Summary {
  const callees = new Set<FunctionId>();
  const pending: IRNode[] = [...body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!(isInstruction(node) ? isQuietInstruction(node, within) : isQuietExpression(node))) return { isQuiet: false, callees };
    if (node.kind === "call") callees.add(node.function);
    for (const part of partsThatGoOn(node)) pending.push(part);
  }
  return { isQuiet: true, callees };
}

/** As `partsOfNode`, without arms that surely end the run. */
export function partsThatGoOn(node: IRNode): readonly IRNode[] {
  if (node.kind !== "if") return partsOfNode(node);
  return [node.test, ...(endsRun(node.then) ? [] : node.then), ...(endsRun(node.else) ? [] : node.else)];
}

/** Whether no way leads out of the list but the end of the run. */
export function endsRun(body: readonly Instruction[]): boolean {
  const last = body.at(-1)?.kind;
  return (last === "trap" || last === "uncaught") && body.every(goesStraight);
}

function goesStraight(x: Instruction): boolean {
  switch (x.kind) {
    case "if":
    case "block":
    case "loop":
    case "branch":
    case "branchTable":
    case "return":
      return false;
    case "setLocal":
    case "evaluate":
      return x.value.kind !== "call" || x.value.handler === null;
    default:
      return true;
  }
}

function isQuietInstruction(x: Instruction, within: IRFunction): boolean {
  switch (x.kind) {
    case "setSlot":
    case "setElement":
    case "copyElements":
    case "fillElements":
      return x.representation !== "ref";
    case "release":
      return isUncounted(x.value) || (x.value.kind === "local" && within.locals[x.value.local]?.isOwned === true);
    case "retain":
      return isUncounted(x.value) || x.value.kind === "local";
    case "setGlobal":
    case "setCode":
    case "copyCodes":
    case "retainRange":
    case "releaseRange":
    case "raise":
    case "uncaught":
      return false;
    case "charge":
    case "chargeSize":
    case "spend":
    case "setLocal":
    case "evaluate":
    case "if":
    case "block":
    case "loop":
    case "branch":
    case "branchTable":
    case "return":
    case "trap":
    case "print":
    case "statement":
      return true;
  }
}

function isUncounted(value: Expression): boolean {
  return value.kind === "text" || value.kind === "null" || value.kind === "moduleName";
}

function isQuietExpression(x: Expression): boolean {
  switch (x.kind) {
    case "newRecord":
    case "newStorage":
    case "newText":
    case "appendText":
    case "characterText":
    case "hostCall":
    case "takePending":
    case "sequence":
      return false;
    case "call":
      return x.handler === null;
    default:
      return true;
  }
}
