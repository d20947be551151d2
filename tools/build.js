// `npm pack` calls this: TypeScript to JavaScript and types under `dist`, with
// the same folders as `src`, so that paths relative to a module (the standard
// library's) hold in both. Nothing runs when the package is installed.

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
rmSync(`${root}/dist`, { recursive: true, force: true });
const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const { status } = spawnSync(process.execPath, [tsc, "-p", `${root}/tsconfig.build.json`], { stdio: "inherit" });
// The page goes beside it, under `dist/page`.
const page = status === 0 ? spawnSync(process.execPath, [`${root}/tools/page.ts`], { stdio: "inherit" }).status : status;
process.exitCode = page ?? 70;
