// Who wants to know what runs cost: one listener for the process, told after
// each run of any plugin. A child of the pool keeps accounts by it; nobody
// listens elsewhere.

import type { Fault } from "./fault.ts";

interface Run {
  readonly fuelUsed: number;
  readonly peakBytes: number;
  readonly fault?: Fault;
}

type Listener = (pluginHash: string, run: Run) => void;

let listener: Listener | null = null;

/** In place of the listener before; null ends it. */
export function watchRuns(next: Listener | null): void {
  listener = next;
}

/** Gives the outcome on. */
export function told<Outcome extends Run>(pluginHash: string, outcome: Outcome): Outcome {
  if (listener !== null) listener(pluginHash, outcome);
  return outcome;
}
