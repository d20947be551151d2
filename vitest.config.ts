// Three workers for two cores, the smallest machine: some files wait for
// children. A worker loads the compiler once and runs file after file with it;
// files that change what a process shares have workers of their own. Node loads
// the sources as they are: Vite's loader makes each use of an import a call.
// Files `*.long.test.ts` take longer and run by `npm run test:long`.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/helpers/longestFirst.ts";

const long = process.env["WGEN_LONG"] === "1";
const files = long ? "test/**/*.long.test.ts" : "test/**/*.test.ts";
/** They change what a process or a worker shares. */
const alone = ["test/workshop-faults.test.ts", "test/workshop-operations.test.ts", "test/workshop-readme.test.ts"];
/** Loads modules anew, which Vite's loader can. */
const afresh = "test/compile-history.test.ts";
const notNow = long ? [] : ["test/**/*.long.test.ts"];

export default defineConfig({
  // Test hosts import the package by its name, as strangers do.
  resolve: { alias: { wgen: fileURLToPath(new URL("./src/index.ts", import.meta.url)) } },
  test: {
    pool: "threads",
    maxWorkers: 3,
    testTimeout: long ? 3_600_000 : 60_000,
    hookTimeout: long ? 3_600_000 : 60_000,
    passWithNoTests: false,
    sequence: { sequencer: LongestFirst },
    experimental: { viteModuleRunner: false },
    setupFiles: ["test/helpers/ownName.ts"],
    projects: long
      ? [{ extends: true, test: { name: "long", include: [files] } }]
      : [
          { extends: true, test: { name: "afresh", include: [afresh], experimental: { viteModuleRunner: true } } },
          { extends: true, test: { name: "alone", include: alone } },
          {
            extends: true,
            test: { name: "together", include: [files], exclude: [...notNow, afresh, ...alone], isolate: false },
          },
        ],
  },
});
