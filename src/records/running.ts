// Rows through a plugin: `keep`, then `transform`, row by row, then `summary`
// over those that were kept. A row at which the plugin faults is passed over,
// with its fault, and leaves no effect; the other rows do not notice, whatever
// their order.

import { limits as limitTable } from "../base/limits.ts";
import type { Effect } from "../engine/effects.ts";
import type { Fault } from "../engine/fault.ts";
import type { CallOptions, Plugin } from "../engine/plugin.ts";
import type { Value } from "../engine/values.ts";

/** A row: its fields by name. */
export type Row = Readonly<Record<string, unknown>>;

export interface RecordsOptions extends Omit<CallOptions, "limits"> {
  /** For each row, and for the summary. */
  readonly limits?: CallOptions["limits"];
  /** For all rows together; default 1 G. Rows that it does not reach are passed over. */
  readonly fuelInAll?: number;
}

export interface RecordsOutcome {
  /** What became of the rows that go on: by `transform`, or as they were; `index` is the row's place. */
  readonly rows: readonly { readonly index: number; readonly value: Value | Row }[];
  /** Rows that `keep` left out. */
  readonly dropped: readonly number[];
  readonly passedOver: readonly { readonly index: number; readonly fault: Fault }[];
  /** Null where the plugin has no `summary`, or it faulted. */
  readonly summary: ReadonlyMap<string, number> | null;
  readonly summaryFault: Fault | null;
  /** In the order of the rows, then those of `summary` (null); all proposed. */
  readonly effects: readonly { readonly index: number | null; readonly effect: Effect }[];
  readonly fuelUsed: number;
}

/** Asks a plugin of a `recordsHost` about rows. Throws `TypeError` for a row that is none of the table's. */
export function runRecords(plugin: Plugin, rows: readonly Row[], options: RecordsOptions = {}): RecordsOutcome {
  const run = new Run(plugin, options);
  const kept: Row[] = [];
  const outcome: { rows: { index: number; value: Value | Row }[]; dropped: number[]; passedOver: { index: number; fault: Fault }[] } = {
    rows: [],
    dropped: [],
    passedOver: [],
  };
  const effects: { index: number | null; effect: Effect }[] = [];
  for (const [index, row] of rows.entries()) {
    const done = run.row(row);
    if (done.kind === "fault") outcome.passedOver.push({ index, fault: done.fault });
    else if (done.kind === "dropped") outcome.dropped.push(index);
    else {
      kept.push(row);
      outcome.rows.push({ index, value: done.value });
    }
    if (done.kind !== "fault") effects.push(...done.effects.map((effect) => ({ index, effect })));
  }
  const { summary, summaryFault, effects: last } = run.summary(kept);
  effects.push(...last.map((effect) => ({ index: null, effect })));
  return { ...outcome, summary, summaryFault, effects, fuelUsed: run.fuelUsed };
}

type RowOutcome =
  | { readonly kind: "kept"; readonly value: Value | Row; readonly effects: readonly Effect[] }
  | { readonly kind: "dropped"; readonly effects: readonly Effect[] }
  | { readonly kind: "fault"; readonly fault: Fault };

class Run {
  fuelUsed = 0;
  private readonly plugin: Plugin;
  private readonly options: RecordsOptions;
  private readonly fuelInAll: number;

  constructor(plugin: Plugin, options: RecordsOptions) {
    this.plugin = plugin;
    this.options = options;
    this.fuelInAll = options.fuelInAll ?? limitTable.fuelPerRun.default;
  }

  row(row: Row): RowOutcome {
    const keep = this.ask("keep", { row });
    if (keep !== null && !keep.ok) return { kind: "fault", fault: keep.fault };
    if (keep?.value === false) return { kind: "dropped", effects: keep.effects };
    const transform = this.ask("transform", { row });
    if (transform !== null && !transform.ok) return { kind: "fault", fault: transform.fault };
    const effects = [...(keep?.effects ?? []), ...(transform?.effects ?? [])];
    return { kind: "kept", value: transform === null ? row : transform.value, effects };
  }

  summary(rows: readonly Row[]): Pick<RecordsOutcome, "summary" | "summaryFault"> & { readonly effects: readonly Effect[] } {
    const answer = this.ask("summary", { rows });
    if (answer === null) return { summary: null, summaryFault: null, effects: [] };
    if (!answer.ok) return { summary: null, summaryFault: answer.fault, effects: [] };
    return { summary: answer.value as unknown as ReadonlyMap<string, number>, summaryFault: null, effects: answer.effects };
  }

  /** Null where the plugin has no such hook. */
  private ask(hook: string, args: Readonly<Record<string, unknown>>) {
    if (!this.plugin.hooks.includes(hook)) return null;
    const { limits = {}, fuelInAll: _, ...others } = this.options;
    const left = Math.max(0, this.fuelInAll - this.fuelUsed);
    const fuel = Math.min(limits.fuel ?? limitTable.fuelPerCall.default, left);
    const answer = this.plugin.call(hook, args, { ...others, limits: { ...limits, fuel } });
    this.fuelUsed += answer.fuelUsed;
    return answer;
  }
}
