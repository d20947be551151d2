// Integer arithmetic whose operands are small, as they nearly always are.
//
// A tree of checked operations tests each of them for overflow. Where all its
// leaves lie within -2^k .. 2^k - 1, interval arithmetic shows that none can
// overflow: then one test of the leaves stands in the place of all, and the
// operations run plain. Else the tree runs checked, operation by operation, so
// faults and their order are the same. Leaves are read once, before the test;
// nothing in an expression has effects, so reading early changes nothing.

import type { Expression } from "../ir/ir.ts";
import type { FunctionEmission } from "./emission.ts";
import { emitExpression } from "./expressions.ts";
import { valueType } from "./plan.ts";
import type { CheckedExpression } from "./plan.ts";

const largest = 2n ** 63n - 1n;
const exactFloats = 2n ** 53n;
/** Largest first; from 30 down the bounds are immediates of one instruction. */
const candidates: readonly number[] = [30, 25, 20];
const mostLeaves = 4;
const mostNodes = 40;

interface Tree {
  /** Leaves in order of evaluation, equal locals once. */
  readonly leaves: Expression[];
  checks: number;
  multiplies: boolean;
  nodes: number;
}

/** Emits the tree with one test, or gives false where that does not pay or is not sound. */
export function emitBySmallOperands(e: FunctionEmission, x: CheckedExpression): boolean {
  if (e.insideCheckedTree) return false;
  const tree: Tree = { leaves: [], checks: 0, multiplies: false, nodes: 0 };
  collect(x, tree);
  if (tree.checks < 2 && !tree.multiplies) return false;
  if (tree.leaves.length === 0 || tree.leaves.length > mostLeaves || tree.nodes > mostNodes) return false;
  const bits = candidates.find((candidate) => boundOf(x, candidate) !== null);
  if (bits === undefined) return false;
  emitGuarded(e, x, tree.leaves, bits);
  return true;
}

// ------------------------------------------------------------------- the tree

function isInner(x: Expression): x is Extract<Expression, { readonly kind: "operation" | "checked" }> {
  if (x.kind === "checked") return treeChecks.has(x.operation);
  if (x.kind !== "operation") return false;
  const [, right] = x.operands;
  switch (x.operation) {
    case "i64.and":
    case "i64.mod":
    case "i64.floordiv":
      return right?.kind === "i64" && right.value > 0n;
    case "i64.shr_s":
      return right?.kind === "i64" && right.value >= 0n && right.value < 64n;
    default:
      return false;
  }
}

const treeChecks: ReadonlySet<string> = new Set(["i64.add", "i64.sub", "i64.mul", "i64.neg", "i64.abs", "f64.from_i64_exact"]);

function collect(x: Expression, tree: Tree): void {
  tree.nodes++;
  if (tree.nodes > mostNodes || x.kind === "i64") return;
  if (!isInner(x)) {
    if (isBounded(x)) return;
    if (x.kind === "local" && tree.leaves.some((leaf) => leaf.kind === "local" && leaf.local === x.local)) return;
    tree.leaves.push(x);
    return;
  }
  if (x.kind === "checked") tree.checks++;
  if (x.kind === "checked" && x.operation === "i64.mul") tree.multiplies = true;
  for (const operand of x.operands) collect(operand, tree);
}

/** An i32 made wide: small without a test. */
function isBounded(x: Expression): boolean {
  return x.kind === "operation" && (x.operation === "i64.from_i32_u" || x.operation === "i64.from_i32_s");
}

/** Largest magnitude the value can have where all leaves have `bits` bits; null where an operation could fail. */
function boundOf(x: Expression, bits: number): bigint | null {
  if (x.kind === "i64") return x.value < 0n ? -x.value : x.value;
  if (!isInner(x)) return isBounded(x) ? 2n ** 32n : 2n ** BigInt(bits);
  const [left, right] = x.operands.map((operand) => boundOf(operand, bits));
  if (left === null || left === undefined || right === null) return null;
  const bound = x.kind === "checked" ? checkedBound(x.operation, left, right ?? 0n) : plainBound(x.operation, x.operands[1], left);
  return bound > (x.operation === "f64.from_i64_exact" ? exactFloats : largest) ? null : bound;
}

function checkedBound(operation: CheckedExpression["operation"], left: bigint, right: bigint): bigint {
  if (operation === "i64.mul") return left * right;
  return operation === "i64.add" || operation === "i64.sub" ? left + right : left;
}

function plainBound(operation: string, right: Expression | undefined, left: bigint): bigint {
  const constant = right?.kind === "i64" ? right.value : 1n;
  if (operation === "i64.and" || operation === "i64.mod") return constant;
  return operation === "i64.shr_s" ? (left >> constant) + 1n : left / constant + 1n;
}

// ------------------------------------------------------------------- emitting

function emitGuarded(e: FunctionEmission, x: CheckedExpression, leaves: readonly Expression[], bits: number): void {
  const taken: number[] = [];
  const locals = new Map<Expression, Expression>();
  for (const leaf of leaves) {
    if (leaf.kind === "local") continue;
    const local = e.takeLocal("i64");
    taken.push(local);
    emitExpression(e, leaf);
    e.setLocal(local);
    locals.set(leaf, { kind: "local", local });
  }
  e.insideCheckedTree = true;
  pushLeafTest(
    e,
    leaves.map((leaf) => locals.get(leaf) ?? leaf),
    bits,
  );
  e.openValue(valueType(x.operation.startsWith("f64.") ? "f64" : "i64"));
  emitExpression(e, withoutChecks(x, locals, true));
  e.op("else");
  emitExpression(e, withoutChecks(x, locals, false));
  e.close();
  e.insideCheckedTree = false;
  for (const local of taken) e.giveLocal("i64", local);
}

/** All of them plus 2^bits, joined: below 2^(bits + 1) where each is. */
function pushLeafTest(e: FunctionEmission, leaves: readonly Expression[], bits: number): void {
  for (const [index, leaf] of leaves.entries()) {
    emitExpression(e, leaf);
    e.i64(2n ** BigInt(bits));
    e.op("i64.add");
    if (index > 0) e.op("i64.or");
  }
  e.i64(2n ** BigInt(bits + 1));
  e.op("i64.lt_u");
}

const plain = { "i64.add": "i64.add", "i64.sub": "i64.sub", "i64.mul": "i64.mul", "f64.from_i64_exact": "f64.from_i64_s" } as const;

/** The tree with its leaves in locals; `isPlain`: and unchecked. */
function withoutChecks(x: Expression, locals: ReadonlyMap<Expression, Expression>, isPlain: boolean): Expression {
  const local = locals.get(x);
  if (local !== undefined) return local;
  if (!isInner(x)) return x;
  const operands = x.operands.map((operand) => withoutChecks(operand, locals, isPlain));
  if (x.kind === "operation" || !isPlain) return { ...x, operands };
  const name = x.operation in plain ? plain[x.operation as keyof typeof plain] : null;
  if (name !== null) return { kind: "operation", operation: name, operands };
  return { ...x, operands };
}
