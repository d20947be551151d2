// Which functions can end with a pending exception.
//
// A function is protected where some `try` can see what it raises: it is
// called, however deep, from the body of one. In all others a raise ends the
// run at once, without clean-up. A function may raise where it holds something
// that raises and is protected or has a `try` of its own (which may let it
// pass), or where it calls one that may raise. (An unprotected function can
// call a protected one; then the exception passes through it up to the host.)

import type { KeptUse } from "../check/kept.ts";
import type { FunctionId, Program, TypedExpression, TypedStatement } from "../check/program.ts";
import type { IntrinsicName } from "../library/intrinsics.ts";
import { CallTargets, keptTargets } from "./callGraph.ts";
import { idsOf, once } from "./keptFacts.ts";
import { isStatement, partsOf } from "./walk.ts";
import type { TypedNode } from "./walk.ts";

export interface RaiseAnalysis {
  readonly isProtected: readonly boolean[];
  readonly mayRaise: readonly boolean[];
}

/** Those that raise what `except` can catch. */
export const raisingIntrinsics: ReadonlySet<IntrinsicName> = new Set<IntrinsicName>([
  "int_floordiv",
  "int_mod",
  "int_truediv",
  "int_shl",
  "int_shr",
  "wrap_div",
  "wrap_mod",
  "float_div",
  "float_to_int",
  "str_at",
  "list_get",
  "list_set",
]);

interface Summary {
  readonly calls: Set<FunctionId>;
  readonly callsUnderTry: Set<FunctionId>;
  raises: boolean;
  hasTry: boolean;
}

export function analyseRaises(program: Program): RaiseAnalysis {
  const targets = new CallTargets(program);
  const summaries = program.functions.map((each) => (each.use === undefined ? summarise(each.body, targets) : summaryOfKept(each.use)));
  const calls = summaries.map((summary) => [...summary.calls]);
  const roots = summaries.flatMap((summary) => [...summary.callsUnderTry]);
  const isProtected = reach(calls, roots);
  const raisers = summaries.flatMap((summary, id) => (summary.raises && (isProtected[id] === true || summary.hasTry) ? [id] : []));
  return { isProtected, mayRaise: reach(reverse(calls), raisers) };
}

const keptSummary = once((typed) => summarise(typed.body, keptTargets));

function summaryOfKept(use: KeptUse): Summary {
  const { calls, callsUnderTry, raises, hasTry } = keptSummary(use);
  return { calls: new Set(idsOf(use, calls)), callsUnderTry: new Set(idsOf(use, callsUnderTry)), raises, hasTry };
}

/** Whether a node itself, not its parts, can raise. */
function raises(node: TypedNode): boolean {
  if (isStatement(node)) return node.kind === "raise" || node.kind === "reraise" || (node.kind === "setThrown" && node.isValue);
  return expressionRaises(node);
}

function expressionRaises(node: TypedExpression): boolean {
  switch (node.kind) {
    case "intrinsic":
      return raisingIntrinsics.has(node.name);
    case "convert":
      return node.orRaise !== null && "exception" in node.orRaise;
    case "variable":
      return node.variable.maybeUnbound;
    case "global":
      return node.global.maybeUnbound;
    case "advance":
    case "capture":
      return true;
    default:
      return false;
  }
}

function summarise(body: readonly TypedStatement[], targets: CallTargets): Summary {
  const summary: Summary = { calls: new Set(), callsUnderTry: new Set(), raises: false, hasTry: false };
  const pending: TypedNode[] = [];
  const flags: boolean[] = [];
  const push = (nodes: readonly TypedNode[], underTry: boolean): void => {
    for (const node of nodes) {
      pending.push(node);
      flags.push(underTry);
    }
  };
  push(body, false);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const underTry = flags.pop() === true;
    if (raises(node)) summary.raises = true;
    for (const id of targets.of(node)) {
      summary.calls.add(id);
      if (underTry) summary.callsUnderTry.add(id);
    }
    if (node.kind === "try") {
      summary.hasTry = true;
      pushTry(node, underTry, push);
    } else push(partsOf(node), underTry);
  }
  return summary;
}

type TryStatement = TypedStatement & { readonly kind: "try" };

function pushTry(node: TryStatement, underTry: boolean, push: (nodes: readonly TypedNode[], underTry: boolean) => void): void {
  const finalized = underTry || node.finalizer.length > 0;
  push(node.body, true);
  for (const handler of node.handlers) push(handler.body, finalized);
  push(node.otherwise, finalized);
  push(node.finalizer, underTry);
}

function reach(edges: readonly (readonly FunctionId[])[], roots: readonly FunctionId[]): boolean[] {
  const reached = edges.map(() => false);
  const pending = [...roots];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (reached[id] === true) continue;
    reached[id] = true;
    for (const target of edges[id] ?? []) pending.push(target);
  }
  return reached;
}

function reverse(edges: readonly (readonly FunctionId[])[]): FunctionId[][] {
  const reversed: FunctionId[][] = edges.map(() => []);
  edges.forEach((targets, id) => {
    for (const target of targets) reversed[target]?.push(id);
  });
  return reversed;
}
