// One line on stderr that says how far long work is, with a bar and the time
// that is left, at most ten times a second. Where no person looks, nothing.

import type { Terminal } from "./terminal.ts";

const barWidth = 24;
const pauseMilliseconds = 100;

export interface Progress {
  /** `share` from 0 to 1. */
  readonly show: (share: number, what?: string) => void;
  readonly end: () => void;
}

export function startProgress(terminal: Terminal, title: string): Progress {
  const start = performance.now();
  let shownAt = -pauseMilliseconds;
  return {
    show: (share, what = title) => {
      const now = performance.now();
      if (now - shownAt < pauseMilliseconds && share < 1) return;
      shownAt = now;
      terminal.progress(progressLine(what, share, now - start));
    },
    end: () => terminal.progress(""),
  };
}

/** `rendering  [######------]  50%  3 s left` */
export function progressLine(what: string, share: number, spentMilliseconds: number): string {
  const done = Math.min(Math.max(share, 0), 1);
  const filled = Math.round(done * barWidth);
  const bar = "#".repeat(filled) + "-".repeat(barWidth - filled);
  const left = done > 0.05 ? `  ${Math.ceil((spentMilliseconds * (1 - done)) / done / 1000)} s left` : "";
  return `${what}  [${bar}] ${String(Math.floor(done * 100)).padStart(3)}%${left}`;
}
