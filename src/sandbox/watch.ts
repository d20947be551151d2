// Watches how large the children are, from outside: a child in a tight loop
// cannot tell. Linux only; elsewhere the wall is said not to stand.

import type { Child } from "./childProcess.ts";

const periodMilliseconds = 50;

/** Bytes that a process has resident; null where that cannot be read. */
export function residentBytesOf(pid: number): number | null {
  try {
    const text = process.getBuiltinModule("node:fs").readFileSync(`/proc/${pid}/statm`, "latin1");
    const pages = Number(text.split(" ")[1]);
    return Number.isFinite(pages) ? pages * 4096 : null;
  } catch {
    return null;
  }
}

/** Milliseconds of processor time that a process has used, to the hundredth of a second; null where that cannot be read. */
export function processorTimeOf(pid: number): number | null {
  try {
    const text = process.getBuiltinModule("node:fs").readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * 10 : null;
  } catch {
    return null;
  }
}

/** Kills those of `children` that grow over the limit, and calls `tick` each time it has looked; gives what ends the watch. */
export function watchSizes(children: () => readonly Child[], residentBytes: number, tick: () => void): () => void {
  const look = (): void => {
    for (const child of children()) {
      if (child.isGone || child.pid === 0) continue;
      child.residentBytes = residentBytesOf(child.pid) ?? child.residentBytes;
      if (child.residentBytes > residentBytes) child.kill("memory", "the child grew too large");
    }
    tick();
  };
  const timer = setInterval(look, periodMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
