// The parts of one turn of a loop around a counted loop that has its quick
// version (`aheadLoops.ts`): what stands before and behind the inner loop, what
// is tested before the quick version, and that version itself.

import type { Expression, Instruction, LabelId } from "./ir.ts";
import { isInstruction, partsOfNode, visitNodes } from "./nodes.ts";
import type { Loop, Step } from "./pairedNest.ts";

export interface NestParts {
  readonly before: readonly Instruction[];
  /** Of what is tested before the quick version, all but the fuel. */
  readonly tests: readonly Expression[];
  /** What each of its turns spends. */
  readonly each: number;
  /** Between those tests and the quick version. */
  readonly hoisted: readonly Instruction[];
  readonly quick: Loop;
  readonly after: readonly Instruction[];
}

type If = Extract<Instruction, { readonly kind: "if" }>;

/** Null where a turn holds no such loop, or has another way around it. */
export function matchNest(work: readonly Instruction[]): NestParts | null {
  const found = find(work);
  if (found === null) return null;
  const { before, versions, after } = found;
  const quick = versions.then.at(-1);
  if (quick?.kind !== "loop" || exitOf(quick) !== found.exit) return null;
  const [first] = versions.then;
  const each = first?.kind === "spend" ? eachOf(first.amount) : 0;
  if (each === null) return null;
  const hoisted = versions.then.slice(first?.kind === "spend" ? 1 : 0, -1);
  return { before, tests: testsOf(versions.test), each, hoisted, quick, after };
}

interface Found {
  readonly before: readonly Instruction[];
  readonly versions: If;
  /** The block that the quick version leaves: nothing follows in it. */
  readonly exit: LabelId | null;
  readonly after: readonly Instruction[];
}

function find(body: readonly Instruction[]): Found | null {
  const at = body.findIndex(holdsLoop);
  const x = body[at];
  const [before, after] = [body.slice(0, at), body.slice(at + 1)];
  if (x?.kind === "if") return { before, versions: x, exit: null, after };
  const inside = x?.kind === "block" ? find(x.body) : null;
  if (x?.kind !== "block" || inside === null) return null;
  const isExit = inside.exit === null && inside.after.length === 0;
  return { ...inside, exit: isExit ? x.label : inside.exit, before: [...before, ...inside.before], after: [...inside.after, ...after] };
}

function holdsLoop(x: Instruction): boolean {
  return x.kind === "loop" || partsOfNode(x).some((part) => isInstruction(part) && holdsLoop(part));
}

function exitOf(loop: Loop): LabelId | null {
  const head = loop.body.find((x) => x.kind === "if");
  const [leave] = head?.then ?? [];
  return leave?.kind === "branch" ? leave.label : null;
}

/** `turns * each` */
function eachOf(amount: Expression): number | null {
  const [, each] = amount.kind === "operation" && amount.operation === "i64.mul" ? amount.operands : [];
  return each?.kind === "i64" ? Number(each.value) : null;
}

/** `a ? (b ? c : 0) : 0` */
function testsOf(x: Expression): readonly Expression[] {
  const all = x.kind === "choose" && x.else.kind === "i32" && x.else.value === 0 ? [x.test, ...testsOf(x.then)] : [x];
  return all.filter((one) => !asksForFuel(one));
}

function asksForFuel(x: Expression): boolean {
  let asks = false;
  visitNodes([x], (part) => {
    if (part.kind === "fuelLeft") asks = true;
  });
  return asks;
}

/** As a straight line; null where it is none. */
export function flatten(body: readonly Instruction[]): readonly Step[] | null {
  const made: Step[] = [];
  for (const x of body) {
    if (x.kind === "setLocal" || x.kind === "setElement") made.push(x);
    else if (x.kind === "block") {
      const last = x.body.at(-1);
      const inside = flatten(last?.kind === "branch" && last.label === x.label ? x.body.slice(0, -1) : x.body);
      if (inside === null) return null;
      made.push(...inside);
    } else if (x.kind !== "statement") return null;
  }
  return made;
}
