// Worlds: create, list, read, change, delete; attach and detach.

import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { App } from "../http/app.ts";
import { requireScope } from "../http/authentication.ts";
import { withToken } from "../http/openapi.ts";
import { readVersion } from "../plugins/catalogue.ts";
import { Problem } from "../problem.ts";
import { readReference, Slot, WorldId } from "../shapes/names.ts";
import { AttachRequest, WorldAnswer, WorldChange, WorldRequest, WorldsAnswer, type WorldAnswerBody } from "../shapes/worlds.ts";
import type { Workshop } from "../workshop.ts";
import { attachmentChange, detachmentChange } from "../worlds/attaching.ts";
import { type ChangeRequest, deleteWorld, editWorld, listWorlds, makeWorld, patchWorld, worldTag } from "../worlds/worlds.ts";
import { findWorld, summaryOf, worldView } from "./views.ts";

export const worldPath = Type.Object({ id: WorldId });
const slotPath = Type.Object({ id: WorldId, slot: Slot });

export function addWorldRoutes(app: App, workshop: Workshop): void {
  addMakingRoutes(app, workshop);
  addReadingRoutes(app, workshop);
  addChangingRoutes(app, workshop);
  addSlotRoutes(app, workshop);
}

/** Who changes which world, believing it to be in which state. */
export function changeOf(request: FastifyRequest, id: string): ChangeRequest {
  return { id, caller: requireScope(request, "attach"), ifMatch: request.headers["if-match"] };
}

/** The world after a change, with its new ETag. */
export async function answerChanged(
  { live }: Workshop,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<WorldAnswerBody> {
  live.forget(id);
  const world = await findWorld(live, request, id);
  void reply.headers({ etag: worldTag(world.stored.revision), "cache-control": "no-store" });
  return worldView(world);
}

function addMakingRoutes(app: App, workshop: Workshop): void {
  const schema = {
    tags: ["worlds"],
    summary: "Make a world.",
    security: withToken,
    body: WorldRequest,
    response: { 201: WorldAnswer },
  };
  app.post("/v1/worlds", { schema }, async (request, reply) => {
    const caller = requireScope(request, "attach");
    const { id } = await makeWorld(workshop.store, caller, request.body);
    void reply.code(201).header("location", `/v1/worlds/${id}`);
    return answerChanged(workshop, request, reply, id);
  });
}

function addReadingRoutes(app: App, { store, live }: Workshop): void {
  const list = {
    tags: ["worlds"],
    summary: "Public worlds and your own, newest first.",
    response: { 200: WorldsAnswer },
  };
  app.get("/v1/worlds", { schema: list }, async (request) => ({ worlds: (await listWorlds(store, request.caller)).map(summaryOf) }));
  const read = {
    tags: ["worlds"],
    summary: "A world with its attachments.",
    params: worldPath,
    response: { 200: WorldAnswer },
  };
  app.get("/v1/worlds/:id", { schema: read }, async (request, reply) => {
    const world = await findWorld(live, request, request.params.id);
    void reply.headers({ etag: worldTag(world.stored.revision), "cache-control": "no-store" });
    return worldView(world);
  });
}

function addChangingRoutes(app: App, workshop: Workshop): void {
  const { store, live } = workshop;
  const patch = {
    tags: ["worlds"],
    summary: "Change title, visibility, seed, size or sea level; If-Match with the world's ETag is needed.",
    security: withToken,
    params: worldPath,
    body: WorldChange,
    response: { 200: WorldAnswer },
  };
  app.patch("/v1/worlds/:id", { schema: patch }, async (request, reply) => {
    const { id } = request.params;
    const change = changeOf(request, id);
    if (change.ifMatch === undefined) {
      throw new Problem(
        "precondition-required",
        "send If-Match with the ETag of the world as you read it, so that nobody's change is lost",
      );
    }
    await patchWorld(store, change, request.body);
    return answerChanged(workshop, request, reply, id);
  });
  const remove = {
    tags: ["worlds"],
    summary: "Delete a world.",
    security: withToken,
    params: worldPath,
    response: { 204: { description: "It is gone.", type: "null" } },
  };
  app.delete("/v1/worlds/:id", { schema: remove }, async (request, reply) => {
    await deleteWorld(store, changeOf(request, request.params.id));
    live.forget(request.params.id);
    return reply.code(204).send();
  });
}

function addSlotRoutes(app: App, workshop: Workshop): void {
  const { store } = workshop;
  const attach = {
    tags: ["worlds"],
    summary: "Attach a version at a slot, or change what is attached there.",
    security: withToken,
    params: slotPath,
    body: AttachRequest,
    response: { 200: WorldAnswer },
  };
  app.put("/v1/worlds/:id/plugins/:slot", { schema: attach }, async (request, reply) => {
    const { id, slot } = request.params;
    const change = changeOf(request, id);
    const version = await readVersion(store, readReference(request.body.plugin));
    if (version === null) throw new Problem("invalid", `there is no plugin ${request.body.plugin}`, { members: { path: "/plugin" } });
    // Blocked too is what imports something blocked.
    const status = workshop.live.isBlocked(version.hash) ? "blocked" : version.status;
    await editWorld(store, change, `attach ${version.plugin} at ${slot}`, attachmentChange(slot, request.body, { ...version, status }));
    return answerChanged(workshop, request, reply, id);
  });
  const detach = {
    tags: ["worlds"],
    summary: "Detach what is at a slot.",
    security: withToken,
    params: slotPath,
    response: { 200: WorldAnswer },
  };
  app.delete("/v1/worlds/:id/plugins/:slot", { schema: detach }, async (request, reply) => {
    const { id, slot } = request.params;
    await editWorld(store, changeOf(request, id), `detach ${slot}`, detachmentChange(slot));
    return answerChanged(workshop, request, reply, id);
  });
}
