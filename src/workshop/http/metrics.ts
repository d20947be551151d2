// What the server tells Prometheus: requests by route and status, tiles made,
// the pool's children, the event loop. No label comes from a stranger's word.

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Pool } from "../../sandbox/pool.ts";

export interface Metrics {
  readonly registry: Registry;
  readonly observeRequest: (route: string, method: string, status: number, milliseconds: number) => void;
  readonly observeTile: (milliseconds: number) => void;
}

export function makeMetrics(pool: Pool): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "wgen_" });
  const requests = new Histogram({
    name: "wgen_http_request_seconds",
    help: "Time from request to answer",
    labelNames: ["route", "method", "status"],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const tiles = new Histogram({
    name: "wgen_tile_made_seconds",
    help: "Time to make a tile that was not kept, waiting included",
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  addPoolMetrics(pool, registers);
  return {
    registry,
    observeRequest: (route, method, status, milliseconds) => requests.observe({ route, method, status }, milliseconds / 1000),
    observeTile: (milliseconds) => tiles.observe(milliseconds / 1000),
  };
}

function addPoolMetrics(pool: Pool, registers: Registry[]): void {
  new Gauge({
    name: "wgen_pool_children",
    help: "Child processes by state",
    labelNames: ["state"],
    registers,
    collect() {
      for (const state of ["starting", "idle", "running"])
        this.set({ state }, pool.stats().children.filter((child) => child.state === state).length);
    },
  });
  new Gauge({
    name: "wgen_pool_queued",
    help: "Requests that wait for a child",
    labelNames: ["lane"],
    registers,
    collect() {
      for (const [lane, count] of Object.entries(pool.stats().queued)) this.set({ lane }, count);
    },
  });
  const totals = {
    answered: "Requests that children answered",
    busy: "Requests that were turned away",
    killedByDeadline: "Children killed over their deadline: a price that is wrong",
    killedByMemory: "Children killed over their memory",
    crashed: "Children that ended by themselves",
    recycled: "Children that took the place of others",
  } as const;
  for (const [name, help] of Object.entries(totals)) {
    new Counter({
      name: `wgen_pool_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(pool.stats()[name as keyof typeof totals]);
      },
    });
  }
}
