// Requests are refused while the event loop is late. The loop's own histogram
// says how late it is, and nothing is opened for it: a server without a free
// file descriptor must live on.

import { monitorEventLoopDelay } from "node:perf_hooks";
import { Problem } from "../problem.ts";
import type { App } from "./app.ts";

const resolutionMilliseconds = 10;
const sampleMilliseconds = 1000;

/** `mostMilliseconds`: of lateness in the mean of a second; 0 for any. A health check is always answered. */
export function addPressureLimit(app: App, mostMilliseconds: number): void {
  if (mostMilliseconds <= 0) return;
  const histogram = monitorEventLoopDelay({ resolution: resolutionMilliseconds });
  histogram.enable();
  let late = 0;
  let looked = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    // A loop that has not come round once since the last look has no mean: it was late for all of the time between.
    const mean = Number.isNaN(histogram.mean) ? now - looked : histogram.mean / 1e6;
    late = mean - resolutionMilliseconds;
    looked = now;
    histogram.reset();
  }, sampleMilliseconds).unref();
  app.addHook("onRequest", async (request) => {
    if (late <= mostMilliseconds || request.url === "/healthz") return;
    throw new Problem("unavailable", "the server has more work than it can do; try again soon", { headers: { "retry-after": "2" } });
  });
  app.addHook("onClose", async () => {
    clearInterval(timer);
    histogram.disable();
  });
}
