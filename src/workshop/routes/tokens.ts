// Tokens: who am I, and for admins: make, list, revoke.

import { Type } from "typebox";
import type { App } from "../http/app.ts";
import { requireScope } from "../http/authentication.ts";
import { withToken } from "../http/openapi.ts";
import { listTokens, makeToken, revokeToken } from "../people/tokens.ts";
import { Problem } from "../problem.ts";
import { CallerAnswer, NewTokenAnswer, TokenRequest, TokensAnswer } from "../shapes/tokens.ts";
import type { Workshop } from "../workshop.ts";

export function addTokenRoutes(app: App, { store }: Workshop): void {
  const me = {
    tags: ["tokens"],
    summary: "Whose token this is and what it allows.",
    security: withToken,
    response: { 200: CallerAnswer },
  };
  app.get("/v1/me", { schema: me }, async (request) => {
    const { caller } = request;
    if (caller === null) throw new Problem("unauthenticated", "send Authorization: Bearer wgen_...");
    return { owner: caller.owner, scopes: [...caller.scopes], id: caller.tokenId };
  });
  const make = {
    tags: ["tokens"],
    summary: "Make a token.",
    security: withToken,
    body: TokenRequest,
    response: { 201: NewTokenAnswer },
  };
  app.post("/v1/tokens", { schema: make }, async (request, reply) => {
    requireScope(request, "admin");
    const { owner, scopes, label = "" } = request.body;
    const made = await makeToken(store.database, { owner, scopes, label });
    return reply
      .code(201)
      .header("cache-control", "no-store")
      .send({ ...made, scopes: [...made.scopes] });
  });
  const list = {
    tags: ["tokens"],
    summary: "All tokens, without their secrets.",
    security: withToken,
    response: { 200: TokensAnswer },
  };
  app.get("/v1/tokens", { schema: list }, async (request) => {
    requireScope(request, "admin");
    const tokens = await listTokens(store.database);
    return { tokens: tokens.map((each) => ({ ...each, scopes: [...each.scopes] })) };
  });
  const revoke = {
    tags: ["tokens"],
    summary: "Revoke a token.",
    security: withToken,
    params: Type.Object({ id: Type.String({ pattern: "^[0-9a-f]{16}$", description: "16 digits in hex." }) }),
    response: { 204: { description: "It is worth nothing now.", type: "null" } },
  };
  app.delete("/v1/tokens/:id", { schema: revoke }, async (request, reply) => {
    requireScope(request, "admin");
    if (!(await revokeToken(store.database, request.params.id))) throw new Problem("not-found", "no such token stands");
    return reply.code(204).send();
  });
}
