// Whether what a local holds at a place is read later on. Told from the text
// alone and on the safe side: behind a branch, which may pass a later setting
// by, settings count no more.

import type { Expression, Instruction, LocalId } from "./ir.ts";
import { partsOfNode } from "./nodes.ts";
import type { IRNode } from "./nodes.ts";

/** What is run behind a place: its list from `next` on, then what lies behind the instruction that the list stands in. */
export interface Continuation {
  readonly list: readonly Instruction[];
  readonly next: number;
  /** The loop whose body the list is: it may begin again. */
  readonly loop: readonly Instruction[] | null;
  readonly outer: Continuation | null;
}

type Outcome = "read" | "set" | "neither";

export function isReadLater(id: LocalId, from: Continuation | null): boolean {
  const scan = new Scan(id);
  for (let at = from; at !== null; at = at.outer) {
    const outcome = scan.list(at.list, at.next);
    if (outcome !== "neither") return outcome === "read";
    if (at.loop !== null && new Scan(id).list(at.loop) === "read") return true;
  }
  return false;
}

/** Whether a turn of the loop reads what the turn before has left. */
export function isCarried(id: LocalId, from: Continuation | null): boolean {
  for (let at = from; at !== null; at = at.outer) {
    if (at.loop !== null && new Scan(id).list(at.loop) === "read") return true;
  }
  return false;
}

class Scan {
  private readonly id: LocalId;
  private mayBePassed = false;

  constructor(id: LocalId) {
    this.id = id;
  }

  list(body: readonly Instruction[], from = 0): Outcome {
    for (let at = from; at < body.length; at++) {
      const x = body[at];
      const outcome = x === undefined ? "neither" : this.instruction(x);
      if (outcome !== "neither") return outcome;
    }
    return "neither";
  }

  private instruction(x: Instruction): Outcome {
    switch (x.kind) {
      case "setLocal":
        if (this.reads(x.value)) return "read";
        return x.local === this.id && !this.mayBePassed ? "set" : "neither";
      case "if":
        return this.reads(x.test) ? "read" : this.arms(x.then, x.else);
      case "block":
      case "loop":
        return this.list(x.body);
      case "branch":
        this.mayBePassed = true;
        return "neither";
      case "branchTable":
        this.mayBePassed = true;
        return this.reads(x.index) ? "read" : "neither";
      default:
        return partsOfNode(x).some((part) => this.reads(part)) ? "read" : "neither";
    }
  }

  private arms(then: readonly Instruction[], otherwise: readonly Instruction[]): Outcome {
    const outcomes = [this.list(then), this.list(otherwise)];
    if (outcomes.includes("read")) return "read";
    return outcomes.every((one) => one === "set") ? "set" : "neither";
  }

  private reads(node: IRNode): boolean {
    if (node.kind === "local") return node.local === this.id;
    // A call that raises goes on at its handler.
    if (node.kind === "call" && node.handler !== null) this.mayBePassed = true;
    return partsOfNode(node).some((part) => this.reads(part));
  }
}

/** Locals that an expression reads. */
export function localsIn(x: Expression): ReadonlySet<LocalId> {
  const found = new Set<LocalId>();
  const visit = (node: IRNode): void => {
    if (node.kind === "local") found.add(node.local);
    for (const part of partsOfNode(node)) visit(part);
  };
  visit(x);
  return found;
}
