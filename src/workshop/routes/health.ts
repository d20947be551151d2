// For those who keep the server running: is it alive, is it ready and behind
// which walls, what does it measure.

import { Type } from "typebox";
import { sql } from "kysely";
import type { App } from "../http/app.ts";
import type { Workshop } from "../workshop.ts";

const Alive = Type.Object({ status: Type.Literal("alive") });

const Ready = Type.Object(
  {
    status: Type.Enum(["ready", "not ready"]),
    database: Type.Boolean(),
    children: Type.Integer({ description: "Child processes that can take work." }),
    walls: Type.Array(Type.Object({ name: Type.String(), stands: Type.Boolean(), text: Type.String() }), {
      description: "What stands between strangers' code and the machine.",
    }),
  },
  { title: "Readiness" },
);

export function addHealthRoutes(app: App, { store, pool, metrics }: Workshop): void {
  const config = { uncounted: true };
  const alive = { tags: ["operations"], summary: "The process answers.", response: { 200: Alive } };
  app.get("/healthz", { schema: alive, config }, async () => ({ status: "alive" as const }));
  const ready = { tags: ["operations"], summary: "It can do its work.", response: { 200: Ready, 503: Ready } };
  app.get("/readyz", { schema: ready, config }, async (_request, reply) => {
    const database = await sql`SELECT 1`.execute(store.database).then(
      () => true,
      () => false,
    );
    const children = pool.stats().children.filter((child) => child.state !== "starting").length;
    const isReady = database && children > 0;
    void reply.code(isReady ? 200 : 503).header("cache-control", "no-store");
    return { status: isReady ? ("ready" as const) : ("not ready" as const), database, children, walls: [...(await pool.walls())] };
  });
  const measures = {
    tags: ["operations"],
    summary: "Measures for Prometheus.",
    response: { 200: { description: "Prometheus text.", content: { "text/plain": { schema: Type.String() } } } },
  };
  app.get("/metrics", { schema: measures, config }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
