// One request on its way through the pool, and what may become of it.

import type { Failure, Refused } from "./answers.ts";
import type { Question } from "./asking.ts";
import type { Child } from "./childProcess.ts";
import type { StepKind } from "./messages.ts";
import { heavyMilliseconds } from "./owners.ts";
import type { Lane } from "./pool.ts";
import type { Queued } from "./queue.ts";
import { processorTimeOf } from "./watch.ts";

export type Settled = { readonly ok: true; readonly answer: unknown } | Refused | Failure;

export interface Task extends Queued<Child> {
  readonly lane: Lane;
  readonly question: Question;
  id: number;
  /** What its next step does; null before the first word of a child. */
  next: StepKind | null;
  steps: number;
  restarts: number;
  /** Of the step that runs. */
  isHeavy: boolean;
  isSettled: boolean;
  settle(outcome: Settled): void;
}

/** Its processor time where that is known: a busy machine makes nobody's steps longer. */
export function usedSince(processorStart: number | null, child: Child, start: number): number {
  const elapsed = performance.now() - start;
  if (processorStart === null || elapsed < heavyMilliseconds) return elapsed;
  const end = processorTimeOf(child.pid);
  return end === null ? elapsed : Math.min(elapsed, end - processorStart);
}

/** Is its next step, or the one that runs, one that makes things ready to be asked? */
export function isOpening({ next }: Task): boolean {
  return next === "compile" || next === "open";
}

export function restart(task: Task): void {
  task.child = null;
  task.next = null;
  task.id = 0;
}

export function crashed(message: string): Failure {
  return { ok: false, kind: "crashed", message };
}

export function killText(end: "deadline" | "memory"): string {
  return end === "deadline" ? "stopped by the wall clock: it ran longer than its fuel can explain" : "stopped: the process grew too large";
}
