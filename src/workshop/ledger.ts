// The ledger: a row for every run of a stranger's plugin. Runs are many and
// rows are cheap only in batches, so they are written a few times a second; a
// crash may lose the last moment's, which answered nobody anything.

import { contentHash } from "../base/hashing.ts";
import type { WorldAnswer } from "../sandbox/answers.ts";
import type { Store } from "./store/store.ts";

export interface Run {
  readonly kind: "check" | "tile" | "point" | "features" | "open";
  readonly world: string | null;
  /** What was asked; kept as a hash. */
  readonly input: string;
  readonly milliseconds: number;
  /** One for each plugin that ran. */
  readonly runs: readonly PluginRun[];
}

export interface PluginRun {
  readonly plugin: string;
  /** Null where that is not known: a child that was killed says nothing. */
  readonly fuel: number | null;
  readonly peakBytes: number | null;
  /** Null where all went well. */
  readonly fault: object | null;
}

/** Those of a world's answer; where there is none, each of its plugins may have run. */
export function runsOf(answer: WorldAnswer<unknown>, pluginHashes: readonly string[]): readonly PluginRun[] {
  if (answer.ok) return pluginHashes.flatMap((hash) => answer.costs.find(({ plugin }) => plugin === hash) ?? []);
  return pluginHashes.map((plugin) => ({ plugin, fuel: null, peakBytes: null, fault: { kind: answer.kind } }));
}

const flushMilliseconds = 500;
const rowsAtOnce = 500;
/** Older runs are forgotten at start. */
const runsKept = 1_000_000;

export class Ledger {
  readonly #store: Store;
  #waiting: Parameters<typeof toRow>[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  add(run: Run): void {
    const ranAt = new Date().toISOString();
    for (const each of run.runs) this.#waiting.push([run, each, ranAt]);
    if (this.#waiting.length === 0) return;
    this.#timer ??= setTimeout(() => void this.flush(), flushMilliseconds).unref();
  }

  /** Writes what waits. Never throws: a full disk must not stop the tiles. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const rows = this.#waiting.map((each) => toRow(...each));
    this.#waiting = [];
    this.#writing = this.#writing.then(() => this.#write(rows)).catch(() => {});
    return this.#writing;
  }

  async #write(rows: readonly ReturnType<typeof toRow>[]): Promise<void> {
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      await this.#store.database
        .insertInto("runs")
        .values(rows.slice(from, from + rowsAtOnce))
        .execute();
    }
  }

  async forgetOld(): Promise<void> {
    const newest = await this.#store.database
      .selectFrom("runs")
      .select((group) => group.fn.max("id").as("id"))
      .executeTakeFirst();
    if (newest !== undefined && newest.id !== null)
      await this.#store.database
        .deleteFrom("runs")
        .where("id", "<=", newest.id - runsKept)
        .execute();
  }
}

function toRow({ kind, world, input, milliseconds }: Run, { plugin, fuel, peakBytes, fault }: PluginRun, ran_at: string) {
  return {
    kind,
    world,
    milliseconds,
    ran_at,
    fuel,
    plugin_hash: plugin,
    input_hash: contentHash(input),
    bytes: peakBytes,
    // No hook of a world has any.
    effects: 0,
    fault: fault === null ? null : JSON.stringify(fault),
  };
}
