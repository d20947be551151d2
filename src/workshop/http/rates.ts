// Rate limits beside those of the pool's queues: requests and cold tiles by
// client address, publishes by token, wrong tokens by address. Counted here and
// not by @fastify/rate-limit, which hands requests that come in one moment one
// counter to share and so refuses all of them when the last is over the limit.

import type { FastifyRequest } from "fastify";
import { Problem } from "../problem.ts";
import type { Workshop } from "../workshop.ts";
import type { App } from "./app.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route counts for itself, or costs nothing. */
    readonly uncounted?: boolean;
  }
}

/** Windows kept; who comes after so many others is counted anew. */
const windowsKept = 20_000;

/** At most so many in a window of time, for each key. */
export class Rate {
  readonly #most: number;
  readonly #milliseconds: number;
  readonly #what: string;
  readonly #windows = new Map<string, { readonly from: number; count: number }>();

  constructor(most: number, milliseconds: number, what: string) {
    this.#most = most;
    this.#milliseconds = milliseconds;
    this.#what = what;
  }

  /** Counts one; throws a `Problem` when there were too many. */
  count(key: string): void {
    const now = performance.now();
    const known = this.#windows.get(key);
    if (known === undefined || known.from + this.#milliseconds <= now) {
      this.#windows.delete(key);
      this.#windows.set(key, { from: now, count: 1 });
      if (this.#windows.size > windowsKept) for (const oldest of this.#windows.keys()) return void this.#windows.delete(oldest);
      return;
    }
    known.count += 1;
    if (known.count > this.#most) throw this.#refusal(known.from + this.#milliseconds - now);
  }

  /** Throws when the next one would be too many. */
  look(key: string): void {
    const now = performance.now();
    const known = this.#windows.get(key);
    if (known === undefined || known.from + this.#milliseconds <= now || known.count < this.#most) return;
    throw this.#refusal(known.from + this.#milliseconds - now);
  }

  #refusal(milliseconds: number): Problem {
    const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
    const detail = `at most ${this.#most} ${this.#what}; try again in ${seconds} s`;
    return new Problem("too-many-requests", detail, { headers: { "retry-after": String(seconds) } });
  }
}

export interface Rates {
  /** Cold tiles: those that must be made. */
  readonly tiles: Rate;
  readonly publishes: Rate;
  readonly wrongTokens: Rate;
}

export function addRates(app: App, { settings: { limits } }: Workshop): Rates {
  const requests = new Rate(limits.requestsPerSecond, 1000, "requests a second from one address");
  app.addHook("preHandler", async (request: FastifyRequest) => {
    if (request.routeOptions.config.uncounted !== true) requests.count(request.ip);
  });
  return {
    tiles: new Rate(limits.coldTilesPerSecond, 1000, "new tiles a second for one address"),
    publishes: new Rate(limits.publishesPerHour, 3_600_000, "publishes an hour for one token"),
    wrongTokens: new Rate(limits.wrongTokensPerMinute, 60_000, "wrong tokens a minute from one address"),
  };
}
