// Who asks. A token comes in the Authorization header and nowhere else: never
// in an address, which logs and other sites would see, and never in a cookie,
// which other sites could make a browser send.

import type { FastifyRequest } from "fastify";
import { type Caller, findCaller, mayDo, type Scope } from "../people/tokens.ts";
import { Problem } from "../problem.ts";
import type { Workshop } from "../workshop.ts";
import type { App } from "./app.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Null without a token. */
    caller: Caller | null;
  }
}

export function addAuthentication(app: App, { store, settings }: Workshop): void {
  const countWrong = app.createRateLimit({ max: settings.limits.wrongTokensPerMinute, timeWindow: 60_000 });
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request) => {
    const header = request.headers.authorization;
    if (header === undefined) return;
    const tried = await countWrong(request, { increment: false });
    if (!tried.isAllowed && tried.isExceeded) throw tooManyTries(tried.ttlInSeconds);
    const [scheme, token = ""] = header.split(" ");
    request.caller = scheme?.toLowerCase() === "bearer" ? await findCaller(store.database, token) : null;
    if (request.caller !== null) return;
    await countWrong(request);
    throw new Problem("unauthenticated", "the token is not known here, or was revoked; `wgen login` keeps one for you");
  });
}

function tooManyTries(seconds: number): Problem {
  return new Problem("too-many-requests", "too many wrong tokens from this address; try again later", {
    headers: { "retry-after": String(seconds) },
  });
}

/** The caller, who must have the scope. */
export function requireScope(request: FastifyRequest, scope: Scope): Caller {
  const { caller } = request;
  if (caller === null)
    throw new Problem("unauthenticated", `this needs a token with the scope ${scope}: send Authorization: Bearer wgen_...`);
  if (mayDo(caller, scope)) return caller;
  throw new Problem("not-allowed", `the token has the scopes ${caller.scopes.join(", ") || "none"}; this needs ${scope}`);
}

/** May the caller see a private thing of this owner? */
export function maySee(caller: Caller | null, owner: string): boolean {
  return caller !== null && (caller.owner === owner || mayDo(caller, "admin"));
}
