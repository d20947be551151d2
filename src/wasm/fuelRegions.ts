// Loops in which fuel is kept in a local: a charge is then a subtraction and a
// test in a register, where a global would be loaded and stored each turn. It
// pays where nothing in the loop calls; there the local is written back only on
// ways out (see `FunctionEmission.syncFuel`).

import type { Instruction } from "../ir/ir.ts";

export type Loop = Extract<Instruction, { readonly kind: "loop" }>;

interface Found {
  charges: boolean;
  calls: boolean;
}

/** The outermost loops of a function that charge and do not call. One pass. */
export function findFuelRegions(body: readonly Instruction[]): ReadonlySet<Loop> {
  const regions = new Set<Loop>();
  lookInto(body, regions);
  return regions;
}

function lookInto(body: readonly Instruction[], regions: Set<Loop>): Found {
  const found: Found = { charges: false, calls: false };
  for (const instruction of body) {
    const inside = lookAt(instruction, regions);
    found.charges ||= inside.charges;
    found.calls ||= inside.calls;
  }
  return found;
}

/** A region found further in is dropped again where the loop around it is one. */
function lookAt(x: Instruction, regions: Set<Loop>): Found {
  switch (x.kind) {
    case "charge":
      return { charges: true, calls: false };
    case "setLocal":
    case "evaluate":
      return { charges: false, calls: x.value.kind === "call" || x.value.kind === "hostCall" };
    case "if": {
      const then = lookInto(x.then, regions);
      const otherwise = lookInto(x.else, regions);
      return { charges: then.charges || otherwise.charges, calls: then.calls || otherwise.calls };
    }
    case "block":
      return lookInto(x.body, regions);
    case "loop": {
      const inner = new Set<Loop>();
      const found = lookInto(x.body, inner);
      if (found.charges && !found.calls) regions.add(x);
      else for (const region of inner) regions.add(region);
      return found;
    }
    default:
      return { charges: false, calls: false };
  }
}
