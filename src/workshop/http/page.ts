// The playground's page at `/`, as built into a folder; where it is missing, a
// sentence that says so and where the API is.

import fastifyStatic from "@fastify/static";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Workshop } from "../workshop.ts";
import type { App } from "./app.ts";

export async function addPage(app: App, { settings: { pageFolder } }: Workshop): Promise<void> {
  // The page asks here whether it has a server behind it; the static site has a file that says null.
  app.get("/workshop.json", { schema: { hide: true } }, async () => ({ api: "/v1" }));
  if (pageFolder === null || !existsSync(join(pageFolder, "index.html"))) {
    app.get("/", { schema: { hide: true } }, async (_request, reply) => reply.type("text/html; charset=utf-8").send(missingPage));
    return;
  }
  await app.register(fastifyStatic, {
    root: pageFolder,
    schemaHide: true,
    dotfiles: "deny",
    // The build puts a gzip beside each asset.
    preCompressed: true,
    setHeaders(reply, path) {
      // Vite puts the content's hash into the names of what lies in `assets`.
      const isHashed = /[/\\]assets[/\\]/.test(path);
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}

const missingPage = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>wgen workshop</title>
<h1>wgen workshop</h1><p>The server runs; the page is not built. The API is described at <a href="/docs">/docs</a>.</p></html>
`;
