// How a row of the benchmark is measured, and what it says: the shortest of
// many runs, in turns, so that other work on the machine counts little.

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

/** Runs below it mostly end before other work on the machine halts them: their shortest by the wall clock is the truth. */
const shortMs = 12;
const shortRounds = 150;
/** Others are measured by what the thread has worked. Its clock moves in steps of some milliseconds: a batch must be many of them. */
const batchMs = 100;
const rounds = 5;
const roundsOfLong = 2;

/** Milliseconds of one run of each action; they take turns. */
export function timesOf(actions: readonly (() => unknown)[]): Times {
  const values = actions.map((action) => action());
  const first = actions.map(roughly);
  if (first.every((ms) => ms < shortMs)) return { ms: leastOf(actions, shortRounds, (action) => wall(action)), values };
  const repeats = Math.max(1, Math.ceil(batchMs / Math.min(...first)));
  return { ms: leastOf(actions, repeats === 1 ? roundsOfLong : rounds, (action) => batch(action, repeats)), values };
}

function leastOf(actions: readonly (() => unknown)[], turns: number, measure: (action: () => unknown) => number): number[] {
  const ms = actions.map(() => Number.POSITIVE_INFINITY);
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, action] of actions.entries()) ms[index] = Math.min(ms[index] ?? 0, measure(action));
  }
  return ms;
}

function wall(action: () => unknown): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

/** By the wall clock, shortest of a few: this also warms up. */
function roughly(action: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 8; run++) {
    least = Math.min(least, wall(action));
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
