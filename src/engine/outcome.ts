// What a call gives: a value, or a fault; with what it spent, printed and
// asked of the host.

import type { Effect } from "./effects.ts";
import type { Fault } from "./fault.ts";
import type { LogLine } from "./log.ts";
import type { Value } from "./values.ts";

interface Spent {
  /** Units of fuel. */
  readonly fuelUsed: number;
  /** Highest logical bytes alive at once. */
  readonly peakBytes: number;
  /** What the hook printed. */
  readonly log: readonly LogLine[];
}

export type CallOutcome =
  | (Spent & { readonly ok: true; readonly value: Value; /** In order, all proposed. */ readonly effects: readonly Effect[] })
  | (Spent & {
      readonly ok: false;
      readonly fault: Fault;
      /** Always empty: a failed run leaves nothing. */ readonly effects: readonly Effect[];
    });

export type MapOutcome =
  | (Spent & { readonly ok: true; /** Cells done. */ readonly count: number })
  /** All cells before `at` are done; call again with `from: at + 1` to go on behind it. */
  | (Spent & { readonly ok: false; readonly count: number; readonly at: number; readonly fault: Fault });

export type RunOutcome =
  | (Spent & { readonly ok: true; /** What was printed. */ readonly stdout: string; readonly effects: readonly Effect[] })
  | (Spent & { readonly ok: false; readonly stdout: string; readonly fault: Fault; readonly effects: readonly Effect[] });
