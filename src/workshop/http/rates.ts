// Rate limits beside those of the pool's queues: requests by client address,
// cold tiles by client address, publishes by token.

import type { FastifyRequest } from "fastify";
import { Problem } from "../problem.ts";
import type { Workshop } from "../workshop.ts";
import type { App } from "./app.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Counts a tile that must be made; throws a `Problem` when there were too many. */
    countColdTile: (request: FastifyRequest) => Promise<void>;
    countPublish: (request: FastifyRequest) => Promise<void>;
  }
  interface FastifyContextConfig {
    /** The route counts for itself, or costs nothing. */
    readonly uncounted?: boolean;
  }
}

export function addRateLimits(app: App, { settings: { limits } }: Workshop): void {
  const counter = (what: string, max: number, timeWindow: number, keyGenerator?: (request: FastifyRequest) => string) => {
    const count = app.createRateLimit({ max, timeWindow, ...(keyGenerator === undefined ? {} : { keyGenerator }) });
    return async (request: FastifyRequest): Promise<void> => {
      const found = await count(request);
      if (found.isAllowed || !found.isExceeded) return;
      const seconds = Math.max(1, found.ttlInSeconds);
      const detail = `at most ${max} ${what}; try again in ${seconds} s`;
      throw new Problem("too-many-requests", detail, { headers: { "retry-after": String(seconds) } });
    };
  };
  const countRequest = counter("requests a second from one address", limits.requestsPerSecond, 1000);
  app.decorate("countColdTile", counter("new tiles a second for one address", limits.coldTilesPerSecond, 1000));
  app.decorate(
    "countPublish",
    counter("publishes an hour for one token", limits.publishesPerHour, 3_600_000, (request) => request.caller?.tokenId ?? request.ip),
  );
  app.addHook("preHandler", async (request) => {
    if (request.routeOptions.config.uncounted !== true) await countRequest(request);
  });
}
