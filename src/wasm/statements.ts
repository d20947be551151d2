// Emission of instructions. The IR is structured as wasm is: blocks, loops and
// branches map one to one; charges, counts and traps are a few instructions
// each, written out where they stand.

import type { Instruction } from "../ir/ir.ts";
import { emitAssignment } from "./assignments.ts";
import { emitRaise, emitReturn } from "./calls.ts";
import { emitCharge, emitChargeSize, emitSpend } from "./charges.ts";
import type { FunctionEmission } from "./emission.ts";
import type { Loop } from "./fuelRegions.ts";
import { emitExpression } from "./expressions.ts";
import { emitBulk } from "./bulk.ts";
import { emitIndexTest, IndexFacts, matchIndexTest } from "./indexing.ts";
import { emitRelease, emitRetain } from "./counts.ts";
import { emitTrap, emitUncaught } from "./traps.ts";
import { matchPairedNest } from "../ir/pairedNest.ts";
import { emitPairedLoop } from "./pairedLoops.ts";
import { emitVectorLoop } from "./vectorLoops.ts";
import { matchVectorLoop } from "./vectorSteps.ts";
import { representationOf } from "../ir/representation.ts";

export function emitInstructions(e: FunctionEmission, body: readonly Instruction[]): void {
  const facts = new IndexFacts(e);
  for (let at = 0; at < body.length; at++) {
    const instruction = body[at];
    if (instruction === undefined) break;
    if (emitAsIndexTest(e, instruction, body[at + 1], facts)) {
      at++;
    } else {
      emitInstruction(e, instruction);
      facts.pass(instruction);
    }
  }
  facts.end();
}

/** False where the two are none. */
function emitAsIndexTest(e: FunctionEmission, first: Instruction, second: Instruction | undefined, facts: IndexFacts): boolean {
  const indexTest = matchIndexTest(first, second);
  if (indexTest === null || second === undefined) return false;
  if (facts.reuse(indexTest)) return true;
  emitIndexTest(e, indexTest, () => {
    emitInstruction(e, first);
    emitInstruction(e, second);
  });
  facts.pass(second);
  facts.add(indexTest);
  return true;
}

function emitInstruction(e: FunctionEmission, x: Instruction): void {
  switch (x.kind) {
    case "charge":
      return emitCharge(e, x);
    case "chargeSize":
      return emitChargeSize(e, x);
    case "spend":
      return emitSpend(e, x.amount);
    case "setLocal":
      emitExpression(e, x.value);
      return e.setLocal(x.local);
    case "setGlobal":
    case "setSlot":
    case "setElement":
    case "setCode":
      return emitAssignment(e, x);
    case "copyElements":
    case "fillElements":
    case "copyCodes":
    case "retainRange":
    case "releaseRange":
      return emitBulk(e, x);
    case "retain":
      return emitRetain(e, x.value);
    case "release":
      return emitRelease(e, x.value);
    case "evaluate":
      emitExpression(e, x.value);
      if (representationOf(x.value, e.function, e.plan.module) !== null) e.op("drop");
      return;
    case "if":
      return emitIf(e, x);
    case "block":
      e.open("block", x.label);
      emitInstructions(e, x.body);
      return e.close();
    case "loop":
      return emitLoop(e, x);
    case "branch":
      if (e.leavesRegion(x.label)) e.syncFuel();
      return e.branch("br", x.label);
    case "branchTable":
      return emitBranchTable(e, x);
    case "return":
      return emitReturn(e, x.value);
    case "raise":
      return emitRaise(e, x);
    case "trap":
      return emitTrap(e, x);
    case "uncaught":
      return emitUncaught(e, x);
    case "print":
      emitExpression(e, x.text);
      e.word("output", x.site);
      return e.callRuntime("print", x.site);
    case "statement":
      return e.mark(x.site);
  }
}

function emitIf(e: FunctionEmission, x: Extract<Instruction, { readonly kind: "if" }>): void {
  emitExpression(e, x.test);
  const [only] = x.then;
  if (x.else.length === 0 && x.then.length === 1 && only?.kind === "branch" && !e.leavesRegion(only.label)) {
    return e.branch("br_if", only.label);
  }
  e.open("if");
  emitInstructions(e, x.then);
  if (x.else.length > 0) {
    e.op("else");
    emitInstructions(e, x.else);
  }
  e.close();
}

function emitLoop(e: FunctionEmission, x: Loop): void {
  const pairs = matchVectorLoop(x, e.function.locals);
  if (pairs !== null) emitVectorLoop(e, pairs);
  const nest = x.isPaired === true ? matchPairedNest(x, e.function.locals) : null;
  if (nest !== null) emitPairedLoop(e, nest);
  const isRegion = e.fuelRegions.has(x);
  if (isRegion) e.beginFuelRegion();
  e.open("loop", x.label);
  emitInstructions(e, x.body);
  e.close();
  if (isRegion) e.endFuelRegion();
}

function emitBranchTable(e: FunctionEmission, x: Extract<Instruction, { readonly kind: "branchTable" }>): void {
  if ([...x.labels, x.otherwise].some((label) => e.leavesRegion(label))) e.syncFuel();
  emitExpression(e, x.index);
  e.op("br_table");
  e.code.u32(x.labels.length);
  for (const label of x.labels) e.code.u32(e.depthOf(label));
  e.code.u32(e.depthOf(x.otherwise));
}
