// Two workers, as on the smallest machine that must run the tests within four
// minutes. Files `*.long.test.ts` take longer and run by `npm run test:long`.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const long = process.env["WGEN_LONG"] === "1";

export default defineConfig({
  // Test hosts import the package by its name, as strangers do.
  resolve: { alias: { wgen: fileURLToPath(new URL("./src/index.ts", import.meta.url)) } },
  test: {
    include: [long ? "test/**/*.long.test.ts" : "test/**/*.test.ts"],
    exclude: long ? [] : ["test/**/*.long.test.ts"],
    pool: "threads",
    maxWorkers: 2,
    testTimeout: long ? 3_600_000 : 60_000,
    hookTimeout: long ? 3_600_000 : 60_000,
    passWithNoTests: false,
  },
});
