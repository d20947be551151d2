// Plugins: publish, search, read.

import { Type } from "typebox";
import { failureProblem } from "../failures.ts";
import type { App } from "../http/app.ts";
import { requireScope } from "../http/authentication.ts";
import { withToken } from "../http/openapi.ts";
import type { Rates } from "../http/rates.ts";
import { mayDo } from "../people/tokens.ts";
import { listVersions, readVersion, searchPlugins, type VersionRead } from "../plugins/catalogue.ts";
import { findImports } from "../plugins/importing.ts";
import { publish } from "../plugins/publishing.ts";
import { Problem } from "../problem.ts";
import { OwnerName, PluginName, Version, writeReference, type PluginReference } from "../shapes/names.ts";
import { PublishRequest, SearchAnswer, VersionAnswer, VersionsAnswer, VersionSummary } from "../shapes/plugins.ts";
import type { Store } from "../store/store.ts";
import type { Workshop } from "../workshop.ts";
import { auditView, diagnosticViews, factsOf } from "./facts.ts";

const versionPath = Type.Object({ owner: OwnerName, name: PluginName, version: Version });

export function addPluginRoutes(app: App, workshop: Workshop, rates: Rates): void {
  addPublishRoute(app, workshop, rates);
  addSearchRoutes(app, workshop);
  addReadRoutes(app, workshop);
}

function addPublishRoute(app: App, { store, pool, ledger, live }: Workshop, { publishes }: Rates): void {
  const schema = {
    tags: ["plugins"],
    summary: "Publish a version, which never changes. Publishing the same again is fine.",
    security: withToken,
    body: PublishRequest,
    response: { 200: VersionSummary, 201: VersionSummary },
  };
  app.post("/v1/plugins", { schema }, async (request, reply) => {
    const caller = requireScope(request, "publish");
    const { body } = request;
    if (body.owner !== undefined && body.owner !== caller.owner)
      throw new Problem("not-allowed", `you publish as ${caller.owner}, not as ${body.owner}`);
    publishes.count(caller.tokenId);
    const start = performance.now();
    const imports = await findImports(store, live.isBlocked, body.source, { owner: caller.owner, name: body.name, version: body.version });
    const checked = await pool.check(body.source, { fileName: `${body.name}.wgen`, owner: caller.owner, imports });
    if (!checked.ok) throw failureProblem(checked);
    ledger.add({
      kind: "check",
      world: null,
      input: body.source,
      milliseconds: performance.now() - start,
      // A check runs nothing of it.
      runs: [{ plugin: checked.hash, fuel: 0, peakBytes: 0, fault: null }],
    });
    const { owner, name, version, hash, isNew } = await publish(store, caller, body, { checked, imports });
    const found = await findVersion(store, { owner, name, version });
    return reply
      .code(isNew ? 201 : 200)
      .headers({ location: versionAddress({ owner, name, version }), etag: `"${hash}"` })
      .send(found);
  });
}

function versionAddress({ owner, name, version }: PluginReference): string {
  return `/v1/plugins/${owner}/${name}/${version}`;
}

function addSearchRoutes(app: App, { store }: Workshop): void {
  const query = Type.Object(
    {
      q: Type.Optional(Type.String({ maxLength: 200, description: "Words of name, title and docs; the last may be a beginning." })),
      limit: Type.Optional(Type.String({ pattern: "^(100|[1-9][0-9]?)$", description: "1 to 100; default 50." })),
      after: Type.Optional(Type.String({ pattern: "^[1-9][0-9]{0,14}$", description: "`next` of the page before." })),
    },
    { additionalProperties: false },
  );
  const search = {
    tags: ["plugins"],
    summary: "Search plugins, newest first.",
    querystring: query,
    response: { 200: SearchAnswer },
  };
  app.get("/v1/plugins", { schema: search }, async (request) => {
    const { q = "", limit = "50", after } = request.query;
    const { plugins, next } = await searchPlugins(store, {
      words: q,
      limit: Number(limit),
      after: after === undefined ? null : Number(after),
    });
    return { plugins, next: next === null ? null : String(next) };
  });
  const versions = {
    tags: ["plugins"],
    summary: "All versions of a plugin, newest first.",
    params: Type.Object({ owner: OwnerName, name: PluginName }),
    response: { 200: VersionsAnswer },
  };
  app.get("/v1/plugins/:owner/:name", { schema: versions }, async (request) => {
    const { owner, name } = request.params;
    const found = await listVersions(store, owner, name);
    if (found.length === 0) throw new Problem("not-found", `there is no plugin ${owner}/${name}`);
    return { versions: found };
  });
}

async function findVersion(store: Store, reference: PluginReference): Promise<VersionRead> {
  const found = await readVersion(store, reference);
  if (found === null) throw new Problem("not-found", `there is no plugin ${writeReference(reference)}`);
  return found;
}

function addReadRoutes(app: App, { store }: Workshop): void {
  const find = async (reference: PluginReference, mayReadBlocked: boolean) => {
    const found = await findVersion(store, reference);
    if (found.status === "blocked" && !mayReadBlocked) throw new Problem("blocked", `${writeReference(reference)} is blocked here`);
    return found;
  };
  const read = {
    tags: ["plugins"],
    summary: "A version: source, parameters, docs.",
    params: versionPath,
    response: { 200: VersionAnswer },
  };
  app.get("/v1/plugins/:owner/:name/:version", { schema: read }, async (request, reply) => {
    const { caller } = request;
    const { facts, text_hash, pins, ...found } = await find(request.params, caller !== null && mayDo(caller, "moderate"));
    const source = await store.sources.read(text_hash);
    void reply.headers({ etag: `"${found.hash}"`, "cache-control": "public, max-age=0, must-revalidate" });
    const pinned = [...pins].map(([name, hash]) => ({ name, hash }));
    const warnings = diagnosticViews(facts.warnings);
    return { ...found, ...factsOf(facts.plugin), audit: auditView(facts.plugin), source, pins: pinned, warnings };
  });
  const text = {
    tags: ["plugins"],
    summary: "The source alone.",
    params: versionPath,
    response: { 200: { description: "The source.", content: { "text/plain": { schema: Type.String() } } } },
  };
  app.get("/v1/plugins/:owner/:name/:version/source", { schema: text }, async (request, reply) => {
    const { hash, text_hash } = await find(request.params, false);
    return reply
      .headers({ etag: `"${hash}"`, "cache-control": "public, max-age=0, must-revalidate" })
      .type("text/plain; charset=utf-8")
      .send(await store.sources.read(text_hash));
  });
}
