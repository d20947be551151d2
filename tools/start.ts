// `npm start`: the main job in one command. Until there is a server it renders
// the first example to `out.png`, with a progress line and a small picture.

import { runCommandLine } from "../src/cli/main.ts";

const command = ["render", "examples/volcano.wgen", "--seed", "7", "-o", "out.png", ...process.argv.slice(2)];
process.exitCode = await runCommandLine(command);
