// Pools for tests: few children, no spares, and always closed.

import { fileURLToPath } from "node:url";
import { launchCommand } from "../../src/sandbox/childProcess.ts";
import { makePoolFrom } from "../../src/sandbox/making.ts";
import { createPool, type Pool, type PoolOptions } from "../../src/sandbox/pool.ts";

const fakeChild = fileURLToPath(new URL("fake-child.ts", import.meta.url));

/** A pool of real children, as servers have it. */
export function realPool(options: PoolOptions = {}): Pool {
  return createPool({ children: { check: 1, tile: 1, job: 1 }, spares: 0, ...options });
}

/** A pool whose children do as the behaviour says (`fake-child.ts`). */
export function fakePool(behaviour: string, options: PoolOptions = {}): Pool {
  const launch = () => launchCommand([process.execPath, "--no-warnings", fakeChild, behaviour]);
  return makePoolFrom({ launch, walls: [] }, { children: { check: 1, tile: 1, job: 1 }, spares: 0, ...options });
}

/** Processes that still run among these. */
export function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  });
}

/** Waits until none of them runs; gives those that still do after the time. */
export async function gone(pids: readonly number[], milliseconds = 5_000): Promise<number[]> {
  for (let waited = 0; waited < milliseconds && alive(pids).length > 0; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return alive(pids);
}
