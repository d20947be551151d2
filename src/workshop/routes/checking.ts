// POST /v1/check: what is wrong with a source, without storing it.

import { failureProblem } from "../failures.ts";
import type { App } from "../http/app.ts";
import { CheckAnswer, CheckRequest } from "../shapes/plugins.ts";
import { findImports } from "../plugins/importing.ts";
import type { Workshop } from "../workshop.ts";
import { diagnosticViews, factsOf } from "./facts.ts";

export function addCheckRoutes(app: App, { store, pool, live }: Workshop): void {
  app.post(
    "/v1/check",
    {
      schema: {
        tags: ["plugins"],
        summary: "What is wrong with a source; nothing is stored.",
        body: CheckRequest,
        response: { 200: CheckAnswer },
      },
    },
    async (request) => {
      const { source, file = "plugin.wgen" } = request.body;
      const owner = request.caller?.owner ?? `address ${request.ip}`;
      const imports = await findImports(store, live.isBlocked, source);
      const answer = await pool.check(source, { fileName: file, owner, imports });
      if (!answer.ok) throw failureProblem(answer);
      const facts = answer.plugin === null ? noFacts : factsOf(answer.plugin);
      return { ok: answer.plugin !== null, diagnostics: diagnosticViews(answer.diagnostics), hash: answer.hash, ...facts };
    },
  );
}

const noFacts = { hooks: [], parameters: [], parameter_schema: {}, docs: "" };
