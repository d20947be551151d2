// `npm start`: a workshop on this machine, with its page. The page is built
// first where it is missing or older than its source.

import { runCommandLine } from "../src/cli/main.ts";
import { buildPageIfOld } from "./page.ts";

await buildPageIfOld((text) => console.error(text));
process.exitCode = await runCommandLine(["serve", ...process.argv.slice(2)]);
