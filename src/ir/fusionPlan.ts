// Which whole-array operations become one loop. A nest of `elementwise` nodes
// is taken apart into its operands, which are evaluated first, and the
// operations over them, in source order; shapes are checked at the same places
// as if each operation were done at once.
//
// An inner operation waits until the loop runs. So it stays by itself where
// something evaluated after it may write elements that it reads, or where it
// could raise and something after it could too.

import type { TypedExpression } from "../check/program.ts";
import type { ElementEffects } from "./elementEffects.ts";
import { walkTyped } from "./walk.ts";

export type ElementwiseNode = TypedExpression & { readonly kind: "elementwise" };

/** One operation: its inputs are operands (by index) or operations before it. */
export interface Apply {
  readonly node: ElementwiseNode;
  readonly inputs: readonly Input[];
}

export type Input = { readonly kind: "operand"; readonly index: number } | { readonly kind: "apply"; readonly apply: Apply };

/** What happens in source order. */
export type Step = { readonly kind: "evaluate"; readonly operand: number } | { readonly kind: "shape"; readonly apply: Apply };

export interface FusionPlan {
  readonly operands: readonly TypedExpression[];
  readonly steps: readonly Step[];
  readonly root: Apply;
}

const mostOperands = 24;
const deepest = 24;

export function planFusion(root: ElementwiseNode, effects: ElementEffects): FusionPlan {
  return new Planner(effects, root).plan();
}

/** What is evaluated after an inner operation. */
interface Later {
  readonly writes: boolean;
  readonly raises: boolean;
}

class Planner {
  private readonly effects: ElementEffects;
  private readonly root: ElementwiseNode;
  private readonly operands: TypedExpression[] = [];
  private readonly steps: Step[] = [];
  private readonly indexOfVariable = new Map<number, number>();
  private readonly assigned: ReadonlySet<number>;

  constructor(effects: ElementEffects, root: ElementwiseNode) {
    this.effects = effects;
    this.root = root;
    this.assigned = assignedIn(root);
  }

  plan(): FusionPlan {
    const root = this.apply(this.root, 0, { writes: false, raises: false });
    return { operands: this.operands, steps: this.steps, root };
  }

  private apply(node: ElementwiseNode, depth: number, later: Later): Apply {
    const after = laterThan(node.operands, later, this.effects);
    const inputs = node.operands.map((operand, index): Input => {
      const rest = after[index] ?? later;
      if (operand.kind === "elementwise" && this.canWait(operand, depth, rest))
        return { kind: "apply", apply: this.apply(operand, depth + 1, rest) };
      return { kind: "operand", index: this.operand(operand) };
    });
    const made: Apply = { node, inputs };
    this.steps.push({ kind: "shape", apply: made });
    return made;
  }

  private canWait(node: ElementwiseNode, depth: number, later: Later): boolean {
    if (depth >= deepest || this.operands.length >= mostOperands || later.writes) return false;
    return !later.raises || !this.effects.raises(node.body);
  }

  /** Reads of one variable are one operand. */
  private operand(expression: TypedExpression): number {
    const variable = expression.kind === "variable" && !this.assigned.has(expression.variable.id) ? expression.variable : null;
    const known = variable === null ? undefined : this.indexOfVariable.get(variable.id);
    if (known !== undefined) return known;
    this.operands.push(expression);
    const index = this.operands.length - 1;
    if (variable !== null && !variable.boxed) this.indexOfVariable.set(variable.id, index);
    this.steps.push({ kind: "evaluate", operand: index });
    return index;
  }
}

/** By operand: what is evaluated after it. */
function laterThan(operands: readonly TypedExpression[], later: Later, effects: ElementEffects): readonly Later[] {
  const found: Later[] = [];
  let rest = later;
  for (let index = operands.length - 1; index >= 0; index--) {
    found[index] = rest;
    const operand = operands[index];
    if (operand === undefined || index === 0) continue;
    rest = { writes: rest.writes || effects.writes(operand), raises: rest.raises || canRaise(operand) };
  }
  return found;
}

/** Anything but names and written values may. */
function canRaise(operand: TypedExpression): boolean {
  return operand.kind !== "literal" && operand.kind !== "variable";
}

function assignedIn(root: TypedExpression): ReadonlySet<number> {
  const assigned = new Set<number>();
  walkTyped([root], (node) => {
    if (node.kind === "setVariable" || node.kind === "clearVariable" || node.kind === "countedLoop") assigned.add(node.variable.id);
    return true;
  });
  return assigned;
}
