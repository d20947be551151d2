// How a row of the benchmark is measured, and what it says. Actions take turns
// and the shortest run of each counts: other work on the machine only makes a
// run longer.

/** What one row found. Times in milliseconds. */
export interface Measured {
  readonly script: number;
  readonly ours: number;
  /** The same module without charges; null where there is none to compare. */
  readonly unmetered: number | null;
  readonly interpreter?: number;
  readonly quickjs?: number;
  /** In the place of times: a figure with its unit. */
  readonly note?: string;
}

export interface Row {
  readonly name: string;
  readonly what: string;
  /** Ratio to JavaScript to reach or beat. */
  readonly bar: number;
  /** What charges may cost, in per cent. */
  readonly meteringBar: number;
  /** Two ways of running our tier may share a row's script. */
  measure(wanted: Wanted): Measured | Promise<Measured>;
}

export interface Wanted {
  readonly interpreter: boolean;
  readonly quickjs: boolean;
}

export interface Times {
  readonly ms: readonly number[];
  readonly values: readonly unknown[];
}

/** Shortest of `rounds` runs of each action. */
export function timesOf(actions: readonly (() => unknown)[], rounds: number): Times {
  const ms = actions.map(() => Number.POSITIVE_INFINITY);
  const values: unknown[] = actions.map(() => null);
  for (let round = 0; round < rounds; round++) {
    for (const [index, action] of actions.entries()) {
      const start = performance.now();
      values[index] = action();
      ms[index] = Math.min(ms[index] ?? 0, performance.now() - start);
    }
  }
  return { ms, values };
}
