// The HTTP application: fastify with the shapes of `shapes/` as its types, its
// limits, its headers and its errors; then all routes.

import fastifyHelmet from "@fastify/helmet";
import { type TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from "fastify";
import type { IncomingMessage, ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";
import { Problem } from "../problem.ts";
import { addCheckRoutes } from "../routes/checking.ts";
import { addHealthRoutes } from "../routes/health.ts";
import { addHistoryRoutes } from "../routes/history.ts";
import { addModerationRoutes } from "../routes/moderation.ts";
import { addPlaceRoutes } from "../routes/places.ts";
import { addPluginRoutes } from "../routes/plugins.ts";
import { addTileRoutes } from "../routes/tiles.ts";
import { addTokenRoutes } from "../routes/tokens.ts";
import { addWorldRoutes } from "../routes/worlds.ts";
import type { Workshop } from "../workshop.ts";
import { addAuthentication } from "./authentication.ts";
import { addErrorAnswers, answerBadAddress, answerBrokenRequest } from "./errors.ts";
import { addOpenAPI } from "./openapi.ts";
import { addPage } from "./page.ts";
import { addPressureLimit } from "./pressure.ts";
import { addRates, type Rates } from "./rates.ts";

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>;

export async function makeApp(workshop: Workshop, log: FastifyBaseLogger | false): Promise<App> {
  const { settings } = workshop;
  const { limits } = settings;
  const app = fastify({
    ...(log === false ? { logger: false } : { loggerInstance: log }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMilliseconds,
    connectionTimeout: 2 * limits.requestMilliseconds,
    keepAliveTimeout: 10_000,
    http: { maxHeaderSize: limits.headerBytes, headersTimeout: limits.headerMilliseconds, connectionsCheckingInterval: 1000 },
    trustProxy: settings.trustProxy,
    genReqId: () => randomBytes(9).toString("base64url"),
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false, ignoreDuplicateSlashes: false },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerBadAddress,
    logController: new LogController({ disableRequestLogging: true }),
    // Requests are taken as they are written: nothing is coerced, dropped or filled in.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, verbose: true } },
  }).withTypeProvider<TypeBoxTypeProvider>() as App;
  app.server.maxConnections = limits.connections;
  addBodyRules(app);
  addErrorAnswers(app);
  addRequestRules(app, workshop);
  addConditionalAnswers(app);
  addPressureLimit(app, limits.eventLoopMilliseconds);
  await app.register(fastifyHelmet, helmetOptions);
  await addOpenAPI(app);
  const rates = addRates(app, workshop);
  addAuthentication(app, workshop, rates);
  const routes: readonly ((app: App, workshop: Workshop, rates: Rates) => void)[] = [
    addHealthRoutes,
    addCheckRoutes,
    addPluginRoutes,
    addWorldRoutes,
    addHistoryRoutes,
    addTileRoutes,
    addPlaceRoutes,
    addModerationRoutes,
    addTokenRoutes,
  ];
  for (const add of routes) add(app, workshop, rates);
  await addPage(app, workshop);
  return app;
}

/** JSON and nothing else; no body is none whatever its type is said to be, as `POST .../undo` of a script sends it. */
function addBodyRules(app: App): void {
  app.removeContentTypeParser(["text/plain", "application/json"]);
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else void parse(request, body as string, done);
  });
}

/** Who has it already is told so. */
function addConditionalAnswers(app: App): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (request.method !== "GET" || reply.statusCode !== 200) return payload;
    const etag = reply.getHeader("etag");
    if (typeof etag !== "string" || !hasTag(request.headers["if-none-match"], etag)) return payload;
    void reply.code(304).removeHeader("content-length");
    return null;
  });
}

function hasTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header === etag || header.split(",").some((each) => each.trim().replace(/^W\//, "") === etag || each.trim() === "*");
}

/** Rules for every request, and what the metrics and the log know of it. Addresses are logged without their query. */
function addRequestRules(app: App, { settings, metrics }: Workshop): void {
  app.addHook("onRequest", async (request) => {
    if (settings.hosts !== null && !settings.hosts.has(request.hostname.toLowerCase())) {
      throw new Problem("wrong-host", "ask for this server by the name it was started with");
    }
    const encoding = request.headers["content-encoding"];
    if (encoding !== undefined && encoding !== "identity") {
      throw new Problem("unsupported-media-type", "bodies are taken uncompressed: send no Content-Encoding");
    }
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    metrics.observeRequest(route, request.method, reply.statusCode, reply.elapsedTime);
    const level = reply.statusCode >= 500 ? "error" : request.method === "GET" ? "debug" : "info";
    request.log[level](
      { method: request.method, route, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) },
      "answered",
    );
  });
}

/** Nothing from elsewhere, no inline script; compiled plugins need `wasm-unsafe-eval`. */
const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "script-src": ["'self'", "'wasm-unsafe-eval'"],
      "style-src": ["'self'"],
      "img-src": ["'self'", "blob:", "data:"],
      "connect-src": ["'self'"],
      "worker-src": ["'self'"],
      "manifest-src": ["'self'"],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
      "frame-ancestors": ["'none'"],
    },
  },
  // The server speaks plain HTTP; whoever puts TLS before it says so there.
  strictTransportSecurity: false,
  referrerPolicy: { policy: "no-referrer" as const },
};
