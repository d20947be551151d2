// In the quick version of a function that only computes: fuel of known amounts
// is spent at once, as late as something can be seen of it. Going slow gives
// all of it back, so that only what may stop the run, and its end, see it.

import { i64 } from "./build.ts";
import type { Expression, Instruction, IRFunction, IRModule, LabelId } from "./ir.ts";
import { visitNodes } from "./nodes.ts";
import type { IRNode } from "./nodes.ts";
import { isLeftEarly, withoutLastBranch } from "./straightCode.ts";

export function spendLate(module: IRModule): IRModule {
  return { ...module, functions: module.functions.map((one) => (one.restart === undefined ? one : inQuick(one, one.restart))) };
}

function inQuick(one: IRFunction, restart: LabelId): IRFunction {
  const body = one.body.map((x) =>
    x.kind === "block" && x.label === restart ? { ...x, body: new LateSpending(restart).whole(x.body) } : x,
  );
  return { ...one, body };
}

class LateSpending {
  private readonly restart: LabelId;
  private pending = 0n;

  constructor(restart: LabelId) {
    this.restart = restart;
  }

  whole(body: readonly Instruction[]): readonly Instruction[] {
    return [...this.list(body), ...this.due()];
  }

  private list(body: readonly Instruction[]): readonly Instruction[] {
    return body.flatMap((x) => this.instruction(x));
  }

  private instruction(x: Instruction): readonly Instruction[] {
    if (x.kind === "spend" && x.amount.kind === "i64") {
      this.pending += x.amount.value;
      return [];
    }
    if (x.kind === "block" && !isLeftEarly(x.body, x.label)) return [{ ...x, body: this.list(withoutLastBranch(x.body, x.label)) }];
    return this.isSilent(x) ? [x] : [...this.due(), x];
  }

  private due(): readonly Instruction[] {
    if (this.pending === 0n) return [];
    const amount = i64(this.pending);
    this.pending = 0n;
    return [{ kind: "spend", amount }];
  }

  /** Nothing sees the fuel in it or behind it alone. */
  private isSilent(x: Instruction): boolean {
    switch (x.kind) {
      case "statement":
        return true;
      case "spend":
        return isQuiet(x.amount);
      case "setLocal":
        return isQuiet(x.value);
      case "branch":
        return x.label === this.restart;
      case "if":
        return isQuiet(x.test) && [...x.then, ...x.else].every((one) => one.kind !== "spend" && this.isSilent(one));
      default:
        return false;
    }
  }
}

/** It cannot stop the run. */
function isQuiet(x: Expression): boolean {
  let quiet = true;
  visitNodes([x], (one: IRNode) => {
    if (one.kind === "checked" || one.kind === "call" || one.kind === "hostCall" || one.kind === "sequence") quiet = false;
  });
  return quiet;
}
