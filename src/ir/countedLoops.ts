// Recognises the loops that lowering makes of `for i in range(...)` with step 1
// (and the loop of a mapped hook, which counts in i32), where a turn calls and
// makes nothing, so that what it spends is known:
//
//     loop L
//       if counter >= stop: branch end
//       ...
//       counter = counter + 1
//       branch L

import type { Expression, Instruction, LabelId, LocalId } from "./ir.ts";
import { partsOfNode } from "./nodes.ts";
import type { IRNode } from "./nodes.ts";
import { partsThatGoOn } from "./quietCode.ts";

export interface CountedLoop {
  readonly label: LabelId;
  readonly counter: LocalId;
  /** A constant or a local that the loop does not set. */
  readonly stop: Expression;
  /** It counts in i32. */
  readonly isNarrow: boolean;
  /** The test and the statement marks before it. */
  readonly head: readonly Instruction[];
  readonly work: readonly Instruction[];
  /** The step and the jump back. */
  readonly tail: readonly Instruction[];
  /** Locals that a turn sets. */
  readonly written: ReadonlySet<LocalId>;
  /** Instructions and expressions, about. */
  readonly size: number;
}

type Loop = Extract<Instruction, { readonly kind: "loop" }>;

const mostSize = 300;

/** Whatever it does in a turn. */
export type CountingLoop = Omit<CountedLoop, "written" | "size">;

export function matchCountedLoop(x: Loop): CountedLoop | null {
  const counting = matchCountingLoop(x);
  const surveyed = counting === null ? null : survey(counting.work, x.label);
  if (counting === null || surveyed === null || !keepsBounds(counting, surveyed.written)) return null;
  surveyed.written.add(counting.counter);
  return { ...counting, ...surveyed };
}

export function matchCountingLoop(x: Loop): CountingLoop | null {
  const at = x.body.findIndex((one) => one.kind !== "statement");
  const test = x.body[at];
  const step = x.body.at(-2);
  const back = x.body.at(-1);
  if (test?.kind !== "if" || back?.kind !== "branch" || back.label !== x.label || step?.kind !== "setLocal") return null;
  const counted = matchTest(test);
  if (counted === null || step.local !== counted.counter || !isStep(step.value, counted.counter, counted.isNarrow)) return null;
  return { ...counted, label: x.label, head: x.body.slice(0, at + 1), work: x.body.slice(at + 1, -2), tail: x.body.slice(-2) };
}

/** Where its work sets those locals. */
export function keepsBounds({ counter, stop }: CountingLoop, written: ReadonlySet<LocalId>): boolean {
  return !written.has(counter) && (stop.kind !== "local" || (!written.has(stop.local) && stop.local !== counter));
}

function matchTest(x: Extract<Instruction, { readonly kind: "if" }>): Pick<CountedLoop, "counter" | "stop" | "isNarrow"> | null {
  const [only, second] = x.then;
  if (only?.kind !== "branch" || second !== undefined || x.else.length > 0 || x.test.kind !== "operation") return null;
  const [counter, stop] = x.test.operands;
  const isNarrow = x.test.operation === "i32.ge_s";
  if ((!isNarrow && x.test.operation !== "i64.ge_s") || counter?.kind !== "local" || stop === undefined) return null;
  return stop.kind === "local" || stop.kind === "i64" ? { counter: counter.local, stop, isNarrow } : null;
}

function isStep(x: Expression, counter: LocalId, isNarrow: boolean): boolean {
  if (x.kind !== "operation" || x.operation !== (isNarrow ? "i32.add" : "i64.add")) return false;
  const [from, by] = x.operands;
  return from?.kind === "local" && from.local === counter && (by?.kind === "i64" || by?.kind === "i32") && BigInt(by.value) === 1n;
}

/** Null where a turn may do what the quick version must not. */
function survey(work: readonly Instruction[], label: LabelId): { readonly written: Set<LocalId>; readonly size: number } | null {
  const written = new Set<LocalId>();
  let size = 0;
  const pending: IRNode[] = [...work];
  for (let x = pending.pop(); x !== undefined; x = pending.pop()) {
    size++;
    if (size > mostSize || !isPlain(x, label)) return null;
    if (x.kind === "setLocal") written.add(x.local);
    if (x.kind !== "if") for (const part of partsOfNode(x)) pending.push(part);
    else for (const part of partsThatGoOn(x)) pending.push(part);
  }
  return { written, size };
}

const allowed: ReadonlySet<string> = new Set<IRNode["kind"]>([
  "charge",
  "setLocal",
  "setGlobal",
  "setSlot",
  "setElement",
  "setCode",
  "retain",
  "release",
  "evaluate",
  "if",
  "block",
  "branch",
  "return",
  "statement",
  "i64",
  "f64",
  "i32",
  "text",
  "null",
  "local",
  "global",
  "operation",
  "checked",
  "slot",
  "element",
  "length",
  "code",
  "typeId",
  "textEqual",
  "textCompare",
  "choose",
]);

function isPlain(x: IRNode, label: LabelId): boolean {
  return allowed.has(x.kind) && !(x.kind === "branch" && x.label === label);
}

/** Whether an expression or instruction can stop the run, in itself or in its parts. */
export function mayStop(x: IRNode): boolean {
  if (x.kind === "checked" || x.kind === "trap" || x.kind === "uncaught" || x.kind === "return") return true;
  return partsOfNode(x).some(mayStop);
}
