// A world's history: its edits, undo and redo.

import { Type } from "typebox";
import type { App } from "../http/app.ts";
import { withToken } from "../http/openapi.ts";
import { HistoryAnswer, WorldAnswer } from "../shapes/worlds.ts";
import type { Workshop } from "../workshop.ts";
import { readHistory, stepHistory } from "../worlds/worlds.ts";
import { findWorld } from "./views.ts";
import { answerChanged, changeOf, worldPath } from "./worlds.ts";

const beforeQuery = Type.Object(
  { before: Type.Optional(Type.String({ pattern: "^[1-9][0-9]{0,9}$", description: "The lowest number of the page before." })) },
  { additionalProperties: false },
);

export function addHistoryRoutes(app: App, workshop: Workshop): void {
  const { store, live } = workshop;
  const history = {
    tags: ["history"],
    summary: "A world's edits, newest first, fifty at a time.",
    params: worldPath,
    querystring: beforeQuery,
    response: { 200: HistoryAnswer },
  };
  app.get("/v1/worlds/:id/history", { schema: history }, async (request) => {
    const { stored } = await findWorld(live, request, request.params.id);
    const { before } = request.query;
    const edits = await readHistory(store, stored.id, before === undefined ? null : Number(before));
    return {
      edits: edits.map(({ number, title, made_by, made_at, patches }) => ({
        number,
        title,
        made_by,
        made_at,
        state: number <= stored.edit ? ("done" as const) : ("undone" as const),
        patches: JSON.parse(patches) as object[],
      })),
      can_undo: stored.canUndo,
      can_redo: stored.canRedo,
    };
  });
  for (const direction of ["undo", "redo"] as const) {
    const schema = {
      tags: ["history"],
      summary: direction === "undo" ? "Take the last edit back." : "Do an undone edit again.",
      security: withToken,
      params: worldPath,
      response: { 200: WorldAnswer },
    };
    app.post(`/v1/worlds/:id/${direction}`, { schema }, async (request, reply) => {
      const { id } = request.params;
      await stepHistory(store, changeOf(request, id), direction);
      return answerChanged(workshop, request, reply, id);
    });
  }
}
