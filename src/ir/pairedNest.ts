// A loop around one loop that an executor may run two turns of at once, in
// step: a straight line, the inner loop, and a straight line that stores one
// float. Inner bounds are the same in all turns of the outer loop, so both
// turns go round the inner one together. What differs between them (`varying`)
// is kept for each: floats in the two lanes of a vector, ints side by side.
// `pairedTurns.ts` makes such nests, of loops that it has proven to be
// independent; the compiled tier reads them back.

import { matchCountingLoop } from "./countedLoops.ts";
import type { Expression, Instruction, IRLocal, LocalId } from "./ir.ts";
import { partsOfNode, visitNodes } from "./nodes.ts";
import { isFloatOperation } from "./vectorBody.ts";

export type Loop = Extract<Instruction, { readonly kind: "loop" }>;
export type Step = Extract<Instruction, { readonly kind: "setLocal" | "setElement" }>;

export interface PairedNest {
  readonly counter: LocalId;
  readonly stop: Expression;
  readonly before: readonly Step[];
  readonly inner: { readonly counter: LocalId; readonly stop: Expression; readonly work: readonly Step[] };
  readonly after: readonly Step[];
  readonly varying: ReadonlySet<LocalId>;
}

type Locals = readonly IRLocal[];

/** Null where it is of another form. */
export function matchPairedNest(x: Loop, locals: Locals): PairedNest | null {
  const outer = matchCountingLoop(x);
  if (outer === null || outer.isNarrow) return null;
  const at = outer.work.findIndex((one) => one.kind === "block");
  const block = outer.work[at];
  const [loop, second] = block?.kind === "block" ? block.body : [];
  if (loop?.kind !== "loop" || second !== undefined) return null;
  const counting = matchCountingLoop(loop);
  if (counting === null || counting.isNarrow) return null;
  const lists = [outer.work.slice(0, at), counting.work, outer.work.slice(at + 1)].map(stepsOf);
  const [before, work, after] = lists;
  if (!before || !work || !after) return null;
  const steps = [...before, ...work, ...after];
  const inner = { counter: counting.counter, stop: counting.stop, work };
  const nest = { counter: outer.counter, stop: outer.stop, before, inner, after, varying: findVarying(outer.counter, steps) };
  return !varies(counting.stop, nest.varying) && !nest.varying.has(inner.counter) && canStep(nest, locals) ? nest : null;
}

/** Null where there is anything else. */
function stepsOf(body: readonly Instruction[]): readonly Step[] | null {
  const steps = body.filter((x) => x.kind === "setLocal" || x.kind === "setElement");
  return steps.length === body.length ? steps : null;
}

/** Locals that may hold another value in another turn of the outer loop. */
function findVarying(counter: LocalId, steps: readonly Step[]): ReadonlySet<LocalId> {
  const varying = new Set([counter]);
  for (let known = 0; known < varying.size;) {
    known = varying.size;
    for (const x of steps) if (x.kind === "setLocal" && varies(x.value, varying)) varying.add(x.local);
  }
  return varying;
}

export function varies(x: Expression, varying: ReadonlySet<LocalId>): boolean {
  let isVarying = false;
  visitNodes([x], (part) => {
    if (part.kind === "local" && varying.has(part.local)) isVarying = true;
  });
  return isVarying;
}

// ------------------------------------------------------------------------ values

function canStep({ before, inner, after, varying }: PairedNest, locals: Locals): boolean {
  const canDo = (x: Step): boolean => {
    if (x.kind === "setLocal") return isPairable(x.value, locals[x.local]?.representation === "f64", locals, varying);
    const isPlace = x.representation === "f64" && x.storage.kind === "local" && isScalar(x.index, locals, varying);
    return isPlace && isPairable(x.value, true, locals, varying);
  };
  return [...before, ...after].every(canDo) && inner.work.every((x) => x.kind === "setLocal" && canDo(x));
}

function isPairable(x: Expression, isFloat: boolean, locals: Locals, varying: ReadonlySet<LocalId>): boolean {
  return isFloat && varies(x, varying) ? isLanes(x, locals, varying) : isScalar(x, locals, varying);
}

const plain: ReadonlySet<Expression["kind"]> = new Set([
  "i64",
  "f64",
  "i32",
  "null",
  "local",
  "operation",
  "choose",
  "slot",
  "element",
  "length",
]);

/** Worked out once for each turn: nothing in it stops, and no float of a lane is in it. */
function isScalar(x: Expression, locals: Locals, varying: ReadonlySet<LocalId>): boolean {
  if (!plain.has(x.kind)) return false;
  if (x.kind === "local") return !varying.has(x.local) || locals[x.local]?.representation !== "f64";
  return partsOfNode(x).every((part) => isScalar(part as Expression, locals, varying));
}

/** A float of each turn, in the two lanes. */
function isLanes(x: Expression, locals: Locals, varying: ReadonlySet<LocalId>): boolean {
  if (!varies(x, varying)) return isScalar(x, locals, varying);
  switch (x.kind) {
    case "local":
      return locals[x.local]?.representation === "f64";
    case "element":
      return x.representation === "f64" && isScalar(x, locals, varying);
    case "operation":
      if (isFloatOperation(x.operation)) return x.operands.every((part) => isLanes(part, locals, varying));
      return (x.operation === "f64.from_i64_s" || x.operation === "f64.from_i64_u") && isScalar(x, locals, varying);
    default:
      return false;
  }
}
