// The OpenAPI document, made from the routes' own shapes, and a page that shows
// it: plain HTML without script, so that it reads under the strictest policy.

import fastifySwagger from "@fastify/swagger";
import { problemResponses } from "../shapes/problem.ts";
import type { App } from "./app.ts";
import { docsPage, docsStyle } from "./docs.ts";

export async function addOpenAPI(app: App): Promise<void> {
  await app.register(fastifySwagger, {
    // Said here for all routes at once, so that no route compiles a serializer for what `errors.ts` writes.
    transform: ({ schema, url }) => ({
      schema: { ...schema, response: { ...(schema?.response as object | undefined), ...problemResponses } },
      url,
    }),
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "wgen workshop",
        version: "1",
        description: "Plugins for generated worlds: publish them, attach them to worlds, look at the worlds. Errors are RFC 9457 problems.",
        license: { name: "MIT", identifier: "MIT" },
      },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer", description: "wgen_..., from `wgen token add`" } } },
    },
  });
  const hidden = { hide: true };
  // The routes stand when the first request comes: both texts are made once.
  const json = once(() => JSON.stringify(app.swagger()));
  const page = once(() => docsPage(app.swagger()));
  app.get("/openapi.json", { schema: hidden }, async (_request, reply) => reply.type("application/json; charset=utf-8").send(json()));
  app.get("/docs", { schema: hidden }, async (_request, reply) => reply.type("text/html; charset=utf-8").send(page()));
  app.get("/docs.css", { schema: hidden }, async (_request, reply) => reply.type("text/css; charset=utf-8").send(docsStyle));
}

function once(make: () => string): () => string {
  let made: string | null = null;
  return () => (made ??= make());
}

/** For routes that need a token, as OpenAPI says it. */
export const withToken = [{ token: [] }];
