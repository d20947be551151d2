// Moderation: a blocked source runs nowhere, from the next request on, in any
// world that has it attached.

import { Type } from "typebox";
import type { App } from "../http/app.ts";
import { requireScope } from "../http/authentication.ts";
import { withToken } from "../http/openapi.ts";
import { Problem } from "../problem.ts";
import { Hash, writeReference } from "../shapes/names.ts";
import { HashStatus, HashStatusRequest } from "../shapes/plugins.ts";
import type { Workshop } from "../workshop.ts";

const hashPath = Type.Object({ hash: Hash });

export function addModerationRoutes(app: App, { store, live }: Workshop): void {
  const read = async (hash: string) => {
    const row = await store.database.selectFrom("sources").select(["hash", "status", "reason"]).where("hash", "=", hash).executeTakeFirst();
    if (row === undefined) throw new Problem("not-found", `no plugin here has the hash ${hash}`);
    const versions = await store.database.selectFrom("versions").select(["owner", "name", "version"]).where("hash", "=", hash).execute();
    return { ...row, plugins: versions.map(writeReference) };
  };
  const reading = {
    tags: ["moderation"],
    summary: "Whether a source is blocked, and which versions have it.",
    security: withToken,
    params: hashPath,
    response: { 200: HashStatus },
  };
  app.get("/v1/hashes/:hash", { schema: reading }, async (request) => {
    requireScope(request, "moderate");
    return read(request.params.hash);
  });
  const writing = {
    tags: ["moderation"],
    summary: "Block a source everywhere at once, or let it run again.",
    security: withToken,
    params: hashPath,
    body: HashStatusRequest,
    response: { 200: HashStatus },
  };
  app.put("/v1/hashes/:hash", { schema: writing }, async (request) => {
    const caller = requireScope(request, "moderate");
    const { status, reason = null } = request.body;
    await store.database
      .updateTable("sources")
      .set({ status, reason, changed_by: caller.tokenId })
      .where("hash", "=", request.params.hash)
      .execute();
    await live.readBlocked();
    return read(request.params.hash);
  });
}
