// Operands that are needed twice (overflow tests, guards of division): read
// again where that costs nothing, else kept in a spare local.

import type { Expression } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import type { ValueType } from "./opcodes.ts";

/** How to push a value once more, and where it must be given back. */
export interface Kept {
  readonly push: () => void;
  readonly release: () => void;
}

const nothing = (): void => {};

/** The value of `x` stands on the stack and stays there; `later` is what is evaluated before it is pushed again. */
export function keepOperand(e: FunctionEmission, x: Expression, type: ValueType, later: Expression | null): Kept {
  if (x.kind === "i64") return { push: () => e.i64(x.value), release: nothing };
  if (x.kind === "local" && (later === null || isStill(later, 4))) return { push: () => e.getLocal(x.local), release: nothing };
  const local = e.takeLocal(type);
  e.teeLocal(local);
  return { push: () => e.getLocal(local), release: () => e.giveLocal(type, local) };
}

/** True where evaluating `x` surely sets no local; looks `depth` levels down. */
function isStill(x: Expression, depth: number): boolean {
  switch (x.kind) {
    case "i64":
    case "f64":
    case "i32":
    case "text":
    case "null":
    case "local":
    case "global":
    case "fuelLeft":
      return true;
    case "operation":
    case "checked":
      return depth > 0 && x.operands.every((operand) => isStill(operand, depth - 1));
    case "slot":
      return depth > 0 && isStill(x.object, depth - 1);
    case "element":
      return depth > 0 && isStill(x.storage, depth - 1) && isStill(x.index, depth - 1);
    case "length":
      return depth > 0 && isStill(x.object, depth - 1);
    case "code":
    case "typeId":
    case "textEqual":
    case "textCompare":
    case "equalWork":
    case "compareWork":
    case "textHash":
    case "runSeed":
    case "moduleName":
    case "takePending":
    case "pending":
    case "isResident":
    case "newRecord":
    case "newStorage":
    case "newText":
    case "appendText":
    case "characterText":
    case "call":
    case "hostCall":
    case "sequence":
    case "choose":
      return false;
  }
}
