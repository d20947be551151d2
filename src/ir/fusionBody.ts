// What a fused loop computes for one item: the bodies of its operations put
// into each other, small functions of the library written out, as values with
// slots. Slots 0 to n - 1 hold the items of the operands, each further one a
// value that more than one place needs, in order. What reads no array item is
// the same for all items and is computed once, before the loop.

import type { Span } from "../base/span.ts";
import type { FunctionId, TypedExpression, TypedFunction, TypedStatement } from "../check/program.ts";
import { intrinsics } from "../library/intrinsics.ts";
import type { Apply, FusionPlan } from "./fusionPlan.ts";
import { walkTyped } from "./walk.ts";

/** `value` reads slots by `elementOperand`. */
export interface SlotValue {
  readonly slot: number;
  readonly value: TypedExpression;
}

export interface FusedBody {
  /** Before the loop. */
  readonly invariants: readonly SlotValue[];
  /** For each item, in order. */
  readonly values: readonly SlotValue[];
  readonly result: TypedExpression;
}

const deepestInlining = 6;
const mostNodes = 60;

export function fuseBodies(plan: FusionPlan, isScalar: (operand: number) => boolean, source: (id: FunctionId) => TypedFunction): FusedBody {
  const fusing = new BodyFusing(plan, isScalar, source);
  const result = fusing.apply(plan.root);
  return { invariants: fusing.invariants, values: fusing.values, result };
}

/** What parameters and locals of a function that is written out stand for. */
type Bindings = ReadonlyMap<number, TypedExpression>;

interface Place {
  /** By operand of the operation whose body is expanded. */
  readonly items: readonly TypedExpression[];
  readonly bindings: Bindings;
  /** In a branch nothing may be computed that could fail. */
  readonly inArm: boolean;
  readonly depth: number;
  readonly span: Span;
}

class BodyFusing {
  readonly invariants: SlotValue[] = [];
  readonly values: SlotValue[] = [];
  private readonly plan: FusionPlan;
  private readonly source: (id: FunctionId) => TypedFunction;
  private readonly invariantSlots = new Set<number>();
  private readonly results = new Map<Apply, TypedExpression>();
  private slots: number;

  constructor(plan: FusionPlan, isScalar: (operand: number) => boolean, source: (id: FunctionId) => TypedFunction) {
    this.plan = plan;
    this.source = source;
    this.slots = plan.operands.length;
    for (const index of plan.operands.keys()) if (isScalar(index)) this.invariantSlots.add(index);
  }

  apply(apply: Apply): TypedExpression {
    for (const step of this.plan.steps) {
      if (step.kind !== "shape") continue;
      const { node, inputs } = step.apply;
      const items = inputs.map((input, index): TypedExpression => {
        if (input.kind === "apply") return this.results.get(input.apply) ?? fail();
        const operand = this.plan.operands[input.index] ?? fail();
        if (operand.kind === "literal") return operand;
        return { kind: "elementOperand", index: input.index, type: itemType(node, index), span: node.span };
      });
      const place: Place = { items, bindings: new Map(), inArm: false, depth: 0, span: node.span };
      const value = this.expand(node.body, place) ?? fail();
      this.results.set(step.apply, step.apply === apply ? value : this.named(value, false));
    }
    return this.results.get(apply) ?? fail();
  }

  // ------------------------------------------------------------------- slots

  /** The value under a name, so that it can be used more than once; a failing one in an arm stays as it is. */
  private named(value: TypedExpression, inArm: boolean): TypedExpression {
    if (value.kind === "literal" || value.kind === "elementOperand") return value;
    if (inArm && !isPure(value)) return value;
    const slot = this.slots++;
    const isInvariant = this.isInvariant(value);
    if (isInvariant) this.invariantSlots.add(slot);
    (isInvariant ? this.invariants : this.values).push({ slot, value });
    return { kind: "elementOperand", index: slot, type: value.type, span: value.span };
  }

  private isInvariant(value: TypedExpression): boolean {
    let found = true;
    walkTyped([value], (node) => {
      if (node.kind === "elementOperand" && !this.invariantSlots.has(node.index)) found = false;
      return found;
    });
    return found;
  }

  /** What does not vary gets a slot of its own at once. */
  private hoisted(value: TypedExpression, place: Place): TypedExpression {
    const folded = foldLiteral(value);
    if (folded.kind === "literal" || !this.isInvariant(folded)) return folded;
    return this.named(folded, place.inArm);
  }

  // --------------------------------------------------------------- expansion

  /** With operands and bindings put in; null where the expression is of a kind that needs its own function. */
  private expand(node: TypedExpression, place: Place): TypedExpression | null {
    const { span } = place;
    switch (node.kind) {
      case "literal":
        return { ...node, span };
      case "elementOperand":
        return place.items[node.index] ?? fail();
      case "variable":
        return place.bindings.get(node.variable.id) ?? null;
      case "intrinsic": {
        const parts = this.expandAll(node.arguments, place);
        return parts === null || !isScalarType(node) ? null : this.hoisted({ ...node, arguments: parts, span }, place);
      }
      case "convert": {
        const value = this.expand(node.value, place);
        return value === null || !isScalarType(node) ? null : this.hoisted({ ...node, value, span }, place);
      }
      case "conditional":
        return this.conditional(node.test, node.then, node.else, node, place);
      case "and":
      case "or": {
        const left = this.expand(node.left, place);
        const right = this.expand(node.right, { ...place, inArm: true });
        return left === null || right === null ? null : { ...node, left, right, span };
      }
      case "call":
        return this.call(node, place);
      default:
        return null;
    }
  }

  private expandAll(nodes: readonly TypedExpression[], place: Place): TypedExpression[] | null {
    const made: TypedExpression[] = [];
    for (const node of nodes) {
      const expanded = this.expand(node, place);
      if (expanded === null) return null;
      made.push(expanded);
    }
    return made;
  }

  private conditional(
    test: TypedExpression,
    then: TypedExpression,
    otherwise: TypedExpression,
    like: TypedExpression,
    place: Place,
  ): TypedExpression | null {
    const tested = this.expand(test, place);
    if (tested?.kind === "literal") return this.expand(tested.value === true ? then : otherwise, place);
    const inArm = { ...place, inArm: true };
    const [yes, no] = [this.expand(then, inArm), this.expand(otherwise, inArm)];
    if (tested === null || yes === null || no === null) return null;
    return { kind: "conditional", test: tested, then: yes, else: no, type: like.type, span: place.span };
  }

  private call(node: TypedExpression & { readonly kind: "call" }, place: Place): TypedExpression | null {
    const passed = this.expandAll(node.arguments, place);
    if (passed === null) return null;
    const called: TypedExpression = { ...node, arguments: passed, span: place.span };
    const before = [this.invariants.length, this.values.length, this.slots] as const;
    const written = this.writeOut(this.source(node.function), passed, place);
    if (written !== null) return written;
    [this.invariants.length, this.values.length, this.slots] = before;
    for (const slot of this.invariantSlots) if (slot >= this.slots) this.invariantSlots.delete(slot);
    return this.hoisted(called, place);
  }

  /** The body of a small function in the place of its call; null where it is not of that kind. A leaf is paid for as a whole. */
  private writeOut(callee: TypedFunction, passed: readonly TypedExpression[], place: Place): TypedExpression | null {
    if (!callee.isLibrary || callee.leaf !== null || callee.generator !== null || callee.closure !== null || place.depth >= deepestInlining)
      return null;
    if (callee.variables.some((variable) => variable.boxed) || !isSmall(callee.body)) return null;
    const bindings = new Map<number, TypedExpression>();
    for (const [index, parameter] of callee.parameters.entries()) {
      const value = this.named(passed[index] ?? fail(), place.inArm);
      if (!isName(value) && usesOf(callee, parameter.id) > 1) return null;
      bindings.set(parameter.id, value);
    }
    return this.statements(callee.body, { ...place, items: [], bindings, depth: place.depth + 1 });
  }

  /** `if ...: return ...`, assignments of new names, and a `return` at the end. */
  private statements(body: readonly TypedStatement[], place: Place): TypedExpression | null {
    const [first, ...rest] = body;
    switch (first?.kind) {
      case "return":
        return first.value === null ? null : this.expand(first.value, place);
      case "setVariable": {
        const value = this.expand(first.value, place);
        if (value === null) return null;
        const named = this.named(value, place.inArm);
        if (!isName(named)) return null;
        return this.statements(rest, { ...place, bindings: new Map([...place.bindings, [first.variable.id, named]]) });
      }
      case "if":
        return this.branch(first, rest, place);
      default:
        return null;
    }
  }

  private branch(first: TypedStatement & { readonly kind: "if" }, rest: readonly TypedStatement[], place: Place): TypedExpression | null {
    const tested = this.expand(first.test, place);
    if (tested === null) return null;
    const arms = [first.then, first.else].map((arm) => (endsInReturn(arm) ? arm : [...arm, ...rest])) as [
      TypedStatement[],
      TypedStatement[],
    ];
    if (tested.kind === "literal") return this.statements(tested.value === true ? arms[0] : arms[1], place);
    const inArm = { ...place, inArm: true };
    const [yes, no] = [this.statements(arms[0], inArm), this.statements(arms[1], inArm)];
    if (yes === null || no === null) return null;
    return { kind: "conditional", test: tested, then: yes, else: no, type: yes.type, span: place.span };
  }
}

function fail(): never {
  throw new RangeError("a whole-array expression that is not complete");
}

function isName(value: TypedExpression): boolean {
  return value.kind === "literal" || value.kind === "elementOperand";
}

function itemType(node: TypedExpression & { readonly kind: "elementwise" }, index: number): TypedExpression["type"] {
  const { type } = node.operands[index] ?? fail();
  return type.kind === "instance" ? (type.arguments[0] ?? fail()) : type;
}

function isScalarType(node: TypedExpression): boolean {
  return node.type.kind === "float" || node.type.kind === "int" || node.type.kind === "bool";
}

function endsInReturn(body: readonly TypedStatement[]): boolean {
  const last = body.at(-1);
  if (last?.kind === "if") return endsInReturn(last.then) && endsInReturn(last.else);
  return last?.kind === "return";
}

function isSmall(body: readonly TypedStatement[]): boolean {
  let nodes = 0;
  walkTyped(body, () => ++nodes <= mostNodes);
  return nodes <= mostNodes;
}

function usesOf(callee: TypedFunction, variable: number): number {
  let uses = 0;
  walkTyped(callee.body, (node) => {
    if (node.kind === "variable" && node.variable.id === variable) uses += 1;
    if (node.kind === "setVariable" && node.variable.id === variable) uses += 2;
    return true;
  });
  return uses;
}

/** Computing it early, or for nothing, cannot be noticed. */
function isPure(value: TypedExpression): boolean {
  let pure = true;
  walkTyped([value], (node) => {
    if (node.kind === "call" || (node.kind === "intrinsic" && !intrinsics[node.name].pure)) pure = false;
    if (node.kind === "convert" && node.type.kind === "float" && node.value.type.kind !== "bool") pure = false;
    return pure;
  });
  return pure;
}

/** A written int where a float is wanted is that float; written numbers are compared here. */
function foldLiteral(value: TypedExpression): TypedExpression {
  if (value.kind === "intrinsic" && value.arguments.length === 2) return foldComparison(value);
  const [only] = value.kind === "convert" ? [value.value] : value.kind === "intrinsic" ? value.arguments : [];
  if (only?.kind !== "literal" || typeof only.value !== "bigint" || value.type.kind !== "float") return value;
  if (value.kind === "intrinsic" && value.name !== "int_to_float" && value.name !== "int_to_float_rounded") return value;
  const number = Number(only.value);
  return BigInt(number) === only.value ? { kind: "literal", value: number, type: value.type, span: value.span } : value;
}

function foldComparison(value: TypedExpression & { readonly kind: "intrinsic" }): TypedExpression {
  const [left, right] = value.arguments;
  if (left?.kind !== "literal" || right?.kind !== "literal" || left.value === null || right.value === null) return value;
  const fold = (result: boolean): TypedExpression => ({ kind: "literal", value: result, type: value.type, span: value.span });
  if (value.name === "float_eq" || value.name === "int_eq") return fold(left.value === right.value);
  return value.name === "int_lt" ? fold(left.value < right.value) : value;
}
