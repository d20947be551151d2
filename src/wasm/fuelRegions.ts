// Loops in which fuel is kept in a local: a charge is then a subtraction and a
// test in a register, where a global would be loaded and stored each turn. It
// pays where nothing in the loop calls but functions that engines inline; the
// local is written back before calls and on ways out (see
// `FunctionEmission.syncFuel`).

import { sizeOfBody } from "../ir/inlining.ts";
import type { FunctionId, Instruction, IRFunction } from "../ir/ir.ts";

export type Loop = Extract<Instruction, { readonly kind: "loop" }>;

interface Found {
  charges: boolean;
  calls: boolean;
}

/** So many charges take longer with the global than reading it once and writing it back. */
const leastCharges = 4;

/** Whether a function without loops keeps fuel in a local from its beginning to its end. */
export function isFuelRegion(body: readonly Instruction[], small: SmallFunctions): boolean {
  return isStraight(body) && countCharges(body) >= leastCharges && !lookInto(body, new Set(), small).calls;
}

function isStraight(body: readonly Instruction[]): boolean {
  return body.every((x) => {
    if (x.kind === "if") return isStraight(x.then) && isStraight(x.else);
    return x.kind === "block" ? isStraight(x.body) : x.kind !== "loop";
  });
}

/** On ways that come back. */
function countCharges(body: readonly Instruction[]): number {
  const last = body.at(-1)?.kind;
  if (last === "trap" || last === "uncaught") return 0;
  return body.reduce((sum, x) => sum + chargesOf(x), 0);
}

function chargesOf(x: Instruction): number {
  if (x.kind === "charge" || x.kind === "spend") return 1;
  if (x.kind === "if") return countCharges(x.then) + countCharges(x.else);
  return x.kind === "block" ? countCharges(x.body) : 0;
}

/** The outermost loops of a function that charge and do not call (or only what is small). One pass. */
export function findFuelRegions(body: readonly Instruction[], small: SmallFunctions): ReadonlySet<Loop> {
  const regions = new Set<Loop>();
  lookInto(body, regions, small);
  return regions;
}

function lookInto(body: readonly Instruction[], regions: Set<Loop>, small: SmallFunctions): Found {
  const found: Found = { charges: false, calls: false };
  for (const instruction of body) {
    const inside = lookAt(instruction, regions, small);
    found.charges ||= inside.charges;
    found.calls ||= inside.calls;
  }
  return found;
}

/** A region found further in is dropped again where the loop around it is one. */
function lookAt(x: Instruction, regions: Set<Loop>, small: SmallFunctions): Found {
  switch (x.kind) {
    case "charge":
    case "spend":
      return { charges: true, calls: false };
    case "setLocal":
    case "evaluate":
      return { charges: false, calls: x.value.kind === "hostCall" || (x.value.kind === "call" && !small.has(x.value.function)) };
    case "if": {
      const then = lookInto(x.then, regions, small);
      const otherwise = lookInto(x.else, regions, small);
      return { charges: then.charges || otherwise.charges, calls: then.calls || otherwise.calls };
    }
    case "block":
      return lookInto(x.body, regions, small);
    case "loop": {
      const inner = new Set<Loop>();
      const found = lookInto(x.body, inner, small);
      if (found.charges && !found.calls) regions.add(x);
      else for (const region of inner) regions.add(region);
      return found;
    }
    default:
      return { charges: false, calls: false };
  }
}

// ------------------------------------------------------------- small functions

export interface SmallFunctions {
  has(id: FunctionId): boolean;
}

/** In instructions on ways that come back. */
const mostInstructions = 24;

/** Functions without loops and with few instructions, which call nothing on ways that come back. */
export function findSmallFunctions(
  functions: readonly IRFunction[],
  known: (id: FunctionId) => boolean | undefined = () => undefined,
): SmallFunctions {
  const isSmall = (one: IRFunction): boolean => one.depthWeight === 0 && sizeOfBody(one.body) <= mostInstructions;
  return new Set(functions.filter((one) => known(one.id) ?? isSmall(one)).map((one) => one.id));
}
