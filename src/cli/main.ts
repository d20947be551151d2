// The command line: arguments in, exit code out. Each command stands in its own
// file and adds itself to commander's program; what goes wrong on the way
// becomes one sentence and the exit code of `exit.ts`.

import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { addBackupCommand } from "./backup.ts";
import { addBuildCommand } from "./build.ts";
import { addCheckCommand } from "./check.ts";
import { addDiffCommand } from "./diff.ts";
import { addDocsCommand } from "./docs.ts";
import { addExplainCommand } from "./explain.ts";
import { type ExitCode, exitCodes, UsageError } from "./exit.ts";
import { addExportCommand } from "./export.ts";
import { addFmtCommand } from "./fmt.ts";
import { addLockCommand } from "./lock.ts";
import { addLoginCommand } from "./login.ts";
import { addNewCommand } from "./new.ts";
import { addPortCommand } from "./port.ts";
import { addProfileCommand } from "./profile.ts";
import { addPublishCommand } from "./publish.ts";
import { addRenderCommand } from "./render.ts";
import { addReplCommand } from "./repl.ts";
import { addRunCommand } from "./run.ts";
import { addSeamsCommand } from "./seams.ts";
import { addServeCommand } from "./serve.ts";
import { OutputClosed, processTerminal, type Terminal } from "./terminal.ts";
import { addTestCommand } from "./test.ts";
import { addTokenCommand } from "./token.ts";

/** Adds a command to the program; `finish` takes the exit code of its work. */
export type AddCommand = (program: Command, terminal: Terminal, finish: (code: ExitCode) => void) => void;

const commands: readonly AddCommand[] = [
  addNewCommand,
  addCheckCommand,
  addFmtCommand,
  addRunCommand,
  addRenderCommand,
  addSeamsCommand,
  addExportCommand,
  addTestCommand,
  addProfileCommand,
  addPortCommand,
  addDiffCommand,
  addBuildCommand,
  addReplCommand,
  addDocsCommand,
  addExplainCommand,
  addServeCommand,
  addPublishCommand,
  addLockCommand,
  addLoginCommand,
  addTokenCommand,
  addBackupCommand,
];

/** Runs one command line, without the program's own name, and gives the exit code. Never throws. */
export async function runCommandLine(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const interrupt = (): void => {
    terminal.progress("");
    process.exit(exitCodes.interrupted);
  };
  process.once("SIGINT", interrupt);
  try {
    return await runProgram(args, terminal);
  } catch (error) {
    return explainFailure(error, terminal);
  } finally {
    process.off("SIGINT", interrupt);
  }
}

async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.fine;
  const program = new Command("wgen")
    .description("Plugins for generated worlds, in a strict subset of Python.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "say how to use it")
    .configureOutput({ writeOut: terminal.write, writeErr: (text) => terminal.note(text.trimEnd()) })
    .showSuggestionAfterError(true)
    .exitOverride();
  for (const add of commands) add(program, terminal, (found) => (code = found));
  inheritSettings(program);
  await program.parseAsync(args, { from: "user" });
  return code;
}

/** Commands within commands too: none of them may end the process by itself. */
function inheritSettings(parent: Command): void {
  for (const command of parent.commands) inheritSettings(command.exitOverride().copyInheritedSettings(parent));
}

function explainFailure(error: unknown, terminal: Terminal): number {
  terminal.progress("");
  if (error instanceof OutputClosed) return exitCodes.fine;
  // Commander has said its sentence already; asking for help is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  if (error instanceof UsageError) {
    terminal.note(`wgen: ${error.message}`);
    return exitCodes.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.note(`wgen: this is a bug in wgen, not in your program. Please report it with these lines:\n${text}`);
  return exitCodes.bug;
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
