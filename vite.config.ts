// How the page is built: plain files under `dist/page` that any file server
// can serve, from any folder. Nothing is inlined as `data:` and nothing comes
// from elsewhere, so that the strictest policy of a browser is enough.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const inProject = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: inProject("src/playground"),
  base: "./",
  publicDir: "public",
  logLevel: "warn",
  build: {
    outDir: inProject("dist/page"),
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false } },
    // MapLibre is a megabyte; it is the map.
    chunkSizeWarningLimit: 2000,
  },
  worker: { format: "es", rolldownOptions: { checks: { pluginTimings: false } } },
});
