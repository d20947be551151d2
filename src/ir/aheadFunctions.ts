// Functions that only compute, in two versions. The quick one runs where the
// fuel lasts for its dearest way: what it spends needs no tests then. Where it
// would stop, or go a way that leads to a stop, the function begins again in
// the version as it was, with the fuel that it began with: nobody has seen a
// thing of it yet.
//
//     charge 9                        quick: f = fuel; if f < 12: go slow
//     if not i < length: trap                spend 9
//     if x > y: charge 3; ...                if not i < length: go slow
//     return z                               if x > y: spend 3; ...
//                                            return z
//                                     slow:  fuel = f; as it was

import { i64, local, operation } from "./build.ts";
import { sizeOfBody } from "./inlining.ts";
import type { Instruction, IRFunction, IRLocal, IRModule, LabelId } from "./ir.ts";
import { highestLabel, partsOfNode, visitNodes } from "./nodes.ts";
import type { IRNode } from "./nodes.ts";
import { renameBody } from "./renaming.ts";

const leastCharges = 3;
const mostInstructions = 240;

export function runFunctionsAhead(module: IRModule): IRModule {
  return { ...module, functions: module.functions.map(inTwoVersions) };
}

function inTwoVersions(one: IRFunction): IRFunction {
  if (one.result !== "f64" || one.mayRaise || one.depthWeight > 0) return one;
  if (countCharges(one.body) < leastCharges || sizeOfBody(one.body) > mostInstructions || !one.body.every(onlyComputes)) return one;
  const restart = highestLabel(one.body) + 1;
  const saved = one.locals.length;
  const quick = quicken(one.body, restart);
  const isShort = operation("i64.lt_s", local(saved), i64(mostSpent(quick)));
  const start: readonly Instruction[] = [
    { kind: "setLocal", local: saved, value: { kind: "fuelLeft" } },
    { kind: "if", test: isShort, then: [{ kind: "branch", label: restart }], else: [] },
  ];
  const givenBack: Instruction = { kind: "spend", amount: operation("i64.sub", { kind: "fuelLeft" }, local(saved)) };
  // The version as it was has locals of its own: they begin as zero, and parameters as they were given.
  const own = one.locals.map(({ representation, knownSlots }): IRLocal => ({
    representation,
    name: null,
    ...(knownSlots === undefined ? {} : { knownSlots }),
  }));
  const given = own
    .slice(0, one.parameterCount)
    .map((_, id): Instruction => ({ kind: "setLocal", local: saved + 1 + id, value: local(id) }));
  const body: readonly Instruction[] = [
    ...given,
    { kind: "block", label: restart, body: [...start, ...quick] },
    givenBack,
    ...withOwnLocals(one, saved + 1),
  ];
  return { ...one, locals: [...one.locals, { representation: "i64", name: null }, ...own], body, restart };
}

/** And labels. */
function withOwnLocals(one: IRFunction, first: number): readonly Instruction[] {
  const firstLabel = highestLabel(one.body) + 2;
  return renameBody(one.body, { local: (id) => first + id, label: (id) => firstLabel + id, site: (id) => id });
}

/** Nothing of what it does is seen from outside but its result, and it has no loop. Parameters stay as they are. */
function onlyComputes(x: Instruction): boolean {
  switch (x.kind) {
    case "statement":
    case "charge":
    case "branch":
    case "trap":
    case "uncaught":
      return true;
    case "return":
      return x.value === null || isPure(x.value);
    case "setLocal":
    case "evaluate":
      return isPure(x.value);
    case "if":
      return isPure(x.test) && [x.then, x.else].every((arm) => isLeftToSlow(arm) || arm.every(onlyComputes));
    case "block":
      return x.body.every(onlyComputes);
    default:
      return false;
  }
}

function isPure(x: IRNode): boolean {
  switch (x.kind) {
    case "local":
    case "i64":
    case "f64":
    case "i32":
    case "null":
    case "text":
    case "global":
      return true;
    case "operation":
    case "checked":
    case "slot":
    case "length":
    case "element":
    case "code":
    case "typeId":
    case "choose":
      return partsOfNode(x).every(isPure);
    default:
      return false;
  }
}

function quicken(body: readonly Instruction[], slow: LabelId): readonly Instruction[] {
  return body.map((x) => quickened(x, slow));
}

function quickened(x: Instruction, slow: LabelId): Instruction {
  switch (x.kind) {
    case "charge":
      return { kind: "spend", amount: i64(x.amount) };
    case "block":
      return { ...x, body: quicken(x.body, slow) };
    case "if": {
      const [then, otherwise] = [x.then, x.else].map((arm) => (isLeftToSlow(arm) ? [goSlow(slow)] : quicken(arm, slow)));
      return { ...x, then: then ?? [], else: otherwise ?? [] };
    }
    default:
      return x;
  }
}

const goSlow = (slow: LabelId): Instruction => ({ kind: "branch", label: slow });

/** An arm that is left to the slow version: it stops the run, or converts what the one test of a float (`knownInts.ts`) has found unusual. */
function isLeftToSlow(arm: readonly Instruction[]): boolean {
  const last = arm.at(-1);
  if (last?.kind !== "setLocal") return last !== undefined && isStop(last) && staysInside(arm);
  return last.value.kind === "checked" && last.value.operation === "i64.from_f64";
}

/** No way leads out of it but through its end. */
function staysInside(arm: readonly Instruction[]): boolean {
  const own = new Set<LabelId>();
  let leaves = false;
  visitNodes(arm, (x) => {
    if (x.kind === "block" || x.kind === "loop") own.add(x.label);
    else if (x.kind === "branch") leaves ||= !own.has(x.label);
    else if (x.kind === "branchTable" || x.kind === "return") leaves = true;
    else if (x.kind === "call") leaves ||= x.handler !== null;
  });
  return !leaves;
}

const isStop = ({ kind }: Instruction): boolean => kind === "trap" || kind === "uncaught";

/** The fuel of the dearest way. */
function mostSpent(body: readonly Instruction[]): bigint {
  return body.reduce((sum, x) => sum + mostSpentBy(x), 0n);
}

function mostSpentBy(x: Instruction): bigint {
  switch (x.kind) {
    case "spend":
      return x.amount.kind === "i64" ? x.amount.value : 0n;
    case "block":
      return mostSpent(x.body);
    case "if": {
      const [then, otherwise] = [mostSpent(x.then), mostSpent(x.else)];
      return then > otherwise ? then : otherwise;
    }
    default:
      return 0n;
  }
}

/** On ways that come back. */
function countCharges(body: readonly Instruction[]): number {
  let count = 0;
  for (const x of body) {
    if (x.kind === "charge") count++;
    else if (x.kind === "block") count += countCharges(x.body);
    else if (x.kind === "if") count += isLeftToSlow(x.then) ? 0 : countCharges(x.then);
    if (x.kind === "if" && !isLeftToSlow(x.else)) count += countCharges(x.else);
  }
  return count;
}
