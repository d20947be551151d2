#!/usr/bin/env node
// The `wgen` command, in plain JavaScript so that any Node can read it. It
// starts the command line in this process where Node is new enough, and else
// under a Node 24 that npm installed. In the repository the TypeScript source
// runs unbuilt; the published package has it built in `dist`.

import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import { findNode24, isNewEnough, lowestMajor, runUnderNode24 } from "./node24.js";

const source = new URL("../src/cli/main.ts", import.meta.url);
const built = new URL("../dist/cli/main.js", import.meta.url);
const isBuilt = !existsSync(source);
// Types are stripped from hundreds of files: once, not at each start.
if (!isBuilt) nodeModule.enableCompileCache?.(fileURLToPath(new URL("../node_modules/.cache/wgen", import.meta.url)));

if (isNewEnough() || (isBuilt && isNewEnough(lowestMajor) && findNode24() === null)) {
  const { runCommandLine } = await import(isBuilt ? built.href : source.href);
  process.exitCode = await runCommandLine(process.argv.slice(2));
} else {
  runUnderNode24(fileURLToPath(import.meta.url), process.argv.slice(2));
}
