// Runs a command line in this process and gives back what it wrote, or in a
// process of its own where streams, signals and exit codes are the point.

import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "../../src/cli/main.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

export interface CommandResult {
  readonly code: number;
  readonly output: string;
  readonly bytes: Buffer;
  readonly notes: string;
  readonly progress: readonly string[];
}

/** As `wgen ...args` would do, with a text as stdin. */
export async function wgen(args: readonly string[], input: string | Uint8Array = ""): Promise<CommandResult> {
  const chunks: Buffer[] = [];
  const progress: string[] = [];
  let notes = "";
  const terminal: Terminal = {
    write: (data) => void chunks.push(Buffer.from(data as string)),
    note: (text) => void (notes += `${text}\n`),
    progress: (text) => void progress.push(text),
    readInput: () => Buffer.from(input as string),
    isTerminal: false,
    colour: { output: false, notes: false },
    columns: 80,
  };
  const code = await runCommandLine(args, terminal);
  const bytes = Buffer.concat(chunks);
  return { code, output: bytes.toString("utf8"), bytes, notes, progress };
}

export const commandFile = fileURLToPath(new URL("../../bin/wgen.js", import.meta.url));

/** The real command in a real process. */
export function spawnWgen(
  args: readonly string[],
  options: { readonly node?: string; readonly input?: string; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): SpawnSyncReturns<string> {
  const { node = process.execPath, ...rest } = options;
  return spawnSync(node, [commandFile, ...args], { encoding: "utf8", ...rest });
}
