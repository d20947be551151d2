// How much of the processor a child gets when there is not enough: less than
// the server itself, jobs less than tiles, and owners whose steps are long less
// than all others, so that what they burn is what nobody else wants.

import type { Lane } from "./pool.ts";

const ofLane: Readonly<Record<Lane, number>> = { tile: 1, check: 3, job: 10 };
const ofHeavy = 12;

/** Whether this process may give back what it took: root may, others may only take. */
let mayLower: boolean | null = null;

export class Niceness {
  private readonly pid: number;
  private current = 0;

  constructor(pid: number) {
    this.pid = pid;
  }

  /** Before a step. A child that could not be set back is left alone. */
  prepare(lane: Lane, isHeavy: boolean): void {
    const wanted = isHeavy && this.canLower() ? Math.max(ofHeavy, ofLane[lane]) : ofLane[lane];
    if (wanted === this.current || (wanted < this.current && mayLower !== true)) return;
    if (this.set(wanted)) this.current = wanted;
  }

  private canLower(): boolean {
    if (mayLower === null && this.set(this.current + 1)) {
      mayLower = this.set(this.current);
      if (!mayLower) this.current += 1;
    }
    return mayLower === true;
  }

  private set(value: number): boolean {
    try {
      process.getBuiltinModule("node:os").setPriority(this.pid, value);
      return true;
    } catch {
      return false;
    }
  }
}
