// How a row of the benchmark is measured, and what it says. What counts is the
// time that the thread itself has worked, since other work on the machine may
// halt it at any point; actions take turns and the shortest run of each counts.

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
  /** Ratio to JavaScript to reach or beat; null where none is asked. */
  readonly bar: number | null;
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

/** The clock of a thread's work moves in steps of some milliseconds: a batch must be many of them. */
const batchMs = 100;
const rounds = 5;
const roundsOfLong = 2;

/** Milliseconds of one run of each action: the least of some batches. */
export function timesOf(actions: readonly (() => unknown)[]): Times {
  const values = actions.map((action) => action());
  const repeats = actions.map((action) => Math.max(1, Math.ceil(batchMs / Math.max(0.001, roughly(action)))));
  const ms = actions.map(() => Number.POSITIVE_INFINITY);
  const turns = values.length > 0 && Math.max(...repeats) === 1 ? roundsOfLong : rounds;
  for (let round = 0; round < turns; round++) {
    for (const [index, action] of actions.entries()) {
      ms[index] = Math.min(ms[index] ?? 0, batch(action, repeats[index] ?? 1));
    }
  }
  return { ms, values };
}

/** By the wall clock, shortest of a few: this also warms up. */
function roughly(action: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 8; run++) {
    const start = performance.now();
    action();
    least = Math.min(least, performance.now() - start);
    if (least > batchMs) break;
  }
  return least;
}

function batch(action: () => unknown, repeats: number): number {
  const start = process.threadCpuUsage();
  for (let run = 0; run < repeats; run++) action();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000 / repeats;
}
