// Who asks. A token comes in the Authorization header and nowhere else: never
// in an address, which logs and other sites would see, and never in a cookie,
// which other sites could make a browser send.

import type { FastifyRequest } from "fastify";
import { type Caller, findCaller, mayDo, type Scope } from "../people/tokens.ts";
import { Problem } from "../problem.ts";
import type { Workshop } from "../workshop.ts";
import type { App } from "./app.ts";
import type { Rates } from "./rates.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Null without a token. */
    caller: Caller | null;
  }
}

export function addAuthentication(app: App, { store }: Workshop, { wrongTokens }: Rates): void {
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request) => {
    const header = request.headers.authorization;
    if (header === undefined) return;
    wrongTokens.look(request.ip);
    const [scheme, token = ""] = header.split(" ");
    request.caller = scheme?.toLowerCase() === "bearer" ? await findCaller(store.database, token) : null;
    if (request.caller !== null) return;
    wrongTokens.count(request.ip);
    throw new Problem("unauthenticated", "the token is not known here, or was revoked; `wgen login` keeps one for you");
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
