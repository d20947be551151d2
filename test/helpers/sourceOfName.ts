// Resolves `wgen` to the source, once for a worker: this module stays loaded.

import { registerHooks } from "node:module";

const source = new URL("../../src/index.ts", import.meta.url).href;

registerHooks({
  resolve: (name, context, next) =>
    name === "wgen" ? { url: source, format: "module-typescript", shortCircuit: true } : next(name, context),
});
