// What a world says about plugins that it passed over: which, where, why.

import type { Fault } from "../engine/fault.ts";

/** One fault that did not stop the world. */
export interface Notice {
  readonly plugin: string;
  readonly hook: string;
  readonly fault: Fault;
  /** Metres; the cell, or the middle of the chunk. */
  readonly x: number;
  readonly y: number;
}

/** Notices of one world, the first of each plugin, hook and line kept, all counted. */
export class Notices {
  private readonly kept = new Map<string, { readonly notice: Notice; count: number }>();
  /** Told of each; what it throws ends the work under way. */
  readonly onNotice: (notice: Notice) => void;

  constructor(onNotice: (notice: Notice) => void = () => undefined) {
    this.onNotice = onNotice;
  }

  add(notice: Notice, times = 1): void {
    this.count(notice, times);
    this.onNotice(notice);
  }

  /** Takes over what others have told already. */
  join(others: Notices): void {
    for (const { notice, count } of others.list()) this.count(notice, count);
  }

  private count(notice: Notice, times: number): void {
    const key = `${notice.plugin}\n${notice.hook}\n${notice.fault.code}\n${notice.fault.line}`;
    const known = this.kept.get(key);
    if (known === undefined) this.kept.set(key, { notice, count: times });
    else known.count += times;
  }

  /** In order of first appearance. */
  list(): { readonly notice: Notice; readonly count: number }[] {
    return [...this.kept.values()];
  }
}
