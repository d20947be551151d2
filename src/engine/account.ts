// The account of one run: what it prints and asks of the host. Most hooks do
// neither: then the same account serves the next call on the instance, and what
// it gives out is empty and shared.

import type { SiteId } from "../ir/ir.ts";
import type { Effect } from "./effects.ts";
import type { HostTraffic } from "./hostCalls.ts";
import { LogCollector, type LogLine } from "./log.ts";
import type { LimitValues } from "./runLimits.ts";
import type { Unit } from "./unit.ts";

const noEffects: readonly Effect[] = Object.freeze([]);
const noLines: readonly LogLine[] = Object.freeze([]);

export class Account implements HostTraffic {
  limits: LimitValues;
  bytes = 0;
  /** The cell of a mapped hook that runs. */
  cell: number | null = null;
  private readonly unit: Unit;
  private made: Effect[] | null = null;
  private log: LogCollector | null = null;

  constructor(unit: Unit, limits: LimitValues) {
    this.unit = unit;
    this.limits = limits;
  }

  /** Has nothing happened on it that somebody may still hold? */
  get isUntouched(): boolean {
    return this.made === null && this.log === null && this.bytes === 0;
  }

  begin(limits: LimitValues): void {
    this.limits = limits;
    this.cell = null;
  }

  get effects(): readonly Effect[] {
    return this.made ?? noEffects;
  }

  propose(effect: Effect): void {
    (this.made ??= []).push(effect);
  }

  print(text: string, site: SiteId): void {
    this.log ??= new LogCollector(this.unit.module, this.limits);
    this.log.cell = this.cell;
    this.log.write(text, site);
  }

  /** Lines of the log; one that has no end is ended. */
  close(): readonly LogLine[] {
    this.log?.finish();
    return this.log?.lines ?? noLines;
  }
}
