// `wgen run FILE`: runs a program's main body. What `print` prints goes to
// stdout as it comes; diagnostics, a fault and its chain of calls to stderr.

import type { Command } from "commander";
import { locate } from "../base/lines.ts";
import { visible } from "../base/rendering.ts";
import type { Fault } from "../engine/fault.ts";
import { type BatchResult, runBatch } from "./batch.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { type ExitCode, exitCodes, UsageError } from "./exit.ts";
import { faultText } from "./faults.ts";
import { readSource } from "./files.ts";
import type { AddCommand } from "./main.ts";
import { collectParameter } from "./options.ts";
import type { ProgramOptions, ProgramOutcome } from "./programs.ts";
import { addLimitOptions, addTierOption, type LimitOptions, readLimits, type TierName } from "./running-options.ts";
import type { Terminal } from "./terminal.ts";

interface RunOptions extends LimitOptions {
  readonly json?: true;
  readonly batch?: string;
  readonly againstPython?: true;
  readonly tier: TierName;
  readonly seed: string;
  readonly param?: ReadonlyMap<string, string>;
}

type RunProgram = typeof import("./programs.ts").runProgram;

export const addRunCommand: AddCommand = (program, terminal, finish) => {
  const command = program
    .command("run")
    .description("run a program; prints what print prints")
    .argument("[file]", "the program; - reads stdin")
    .option("--json", "print one JSON object in the place of the output")
    .option("--batch <listfile>", "run the files named in a list, one JSON line each (with --json)")
    .option("--against-python", "run it in python3 too, and say equal or what differs first")
    .option("--seed <text>", "where random numbers without a seed start", "0")
    .option("-p, --param <name=value>", "set a parameter; may be repeated", collectParameter);
  addTierOption(command);
  addLimitOptions(command);
  command.action(async (file: string | undefined, options: RunOptions, self: Command) => {
    if (self.args.length > 1) throw new UsageError("wgen run takes one file; for many there is --batch LISTFILE --json");
    const { runProgram } = await import("./programs.ts");
    if (options.batch !== undefined) finish(runAll(options.batch, options, terminal, runProgram));
    else if (file === undefined) throw new UsageError("say which program to run, as wgen run hello.wgen");
    else if (options.againstPython === true) finish(await runBoth(file, options, terminal, runProgram));
    else finish(runOne(file, options, terminal, runProgram));
  });
};

function programOptions(options: RunOptions, print: (text: string) => void): ProgramOptions {
  const { tier, seed, param: parameters = new Map() } = options;
  return { tier, seed, parameters, limits: readLimits(options), print };
}

function runOne(path: string, options: RunOptions, terminal: Terminal, run: RunProgram): ExitCode {
  if (options.json === true) {
    const { line, code } = runAsData(path, options, terminal, run);
    terminal.write(`${JSON.stringify(line)}\n`);
    return code;
  }
  const outcome = run(readSource(path, terminal), programOptions(options, terminal.write));
  if (outcome.diagnostics.length > 0) {
    terminal.note(diagnosticsText(outcome.diagnostics, "text", terminal.colour.notes).trimEnd());
  }
  if (outcome.fault !== null)
    terminal.note(`${faultText(outcome.fault, terminal.colour.notes)}${limitHint(outcome.fault)}${valuesText(outcome.valuesThere())}`);
  return codeOf(outcome);
}

function valuesText(values: readonly string[]): string {
  return values.length === 0 ? "" : `\n  as this line began: ${values.map(visible).join(", ")}`;
}

/** The option of this command that raises a limit; the fault itself speaks to whoever calls the library. */
function limitHint({ code }: Fault): string {
  const option = new Map<string, string>([
    ["WG601", "--fuel 1e11` lets it run on; a loop that never ends spends any amount"],
    ["WG602", "--memory 1GiB` gives it more"],
    ["WG604", "--output 10MiB` lets it print more"],
  ]).get(code);
  return option === undefined ? "" : `\n  hint: \`wgen run ${option}`;
}

async function runBoth(path: string, options: RunOptions, terminal: Terminal, run: RunProgram): Promise<ExitCode> {
  const { compareRuns, runInPython } = await import("./against-python.ts");
  const source = readSource(path, terminal);
  let stdout = "";
  const outcome = run(
    source,
    programOptions(options, (text) => (stdout += text)),
  );
  if (outcome.diagnostics.some((each) => each.severity === "error")) {
    terminal.note(diagnosticsText(outcome.diagnostics, "text", terminal.colour.notes).trimEnd());
    return exitCodes.problems;
  }
  const python = runInPython(source);
  if (python === null) throw new UsageError("there is no python3 on the path, so nothing was compared");
  if (outcome.fault !== null) terminal.note(faultText(outcome.fault, terminal.colour.notes));
  const error = outcome.fault === null ? null : (/^(\w+)/.exec(outcome.fault.message)?.[1] ?? outcome.fault.code);
  return compareRuns(source.name, { stdout, error }, python, terminal);
}

function runAll(list: string, options: RunOptions, terminal: Terminal, run: RunProgram): ExitCode {
  return runBatch(
    list,
    terminal,
    (path) => runAsData(path, options, terminal, run),
    (file, code, message) => ({ file, ok: false, stdout: "", error: { phase: "check", code, message, line: 1 }, fuel: 0 }),
  );
}

/** One run as the JSON object of `--json`. */
function runAsData(path: string, options: RunOptions, terminal: Terminal, run: RunProgram): BatchResult {
  let stdout = "";
  const outcome = run(
    readSource(path, terminal),
    programOptions(options, (text) => (stdout += text)),
  );
  const error = errorOf(outcome);
  return { line: { file: path, ok: error === null, stdout, error, fuel: outcome.fuelUsed }, code: codeOf(outcome) };
}

interface ErrorData {
  readonly phase: "check" | "run";
  readonly code: string;
  readonly message: string;
  readonly line: number;
}

function errorOf(outcome: ProgramOutcome): ErrorData | null {
  const refused = outcome.diagnostics.find((each) => each.severity === "error");
  if (refused !== undefined) {
    const { line } = locate(refused.file, refused.span.start);
    return { phase: "check", code: refused.code, message: refused.message, line };
  }
  if (outcome.fault === null) return null;
  const { code, message, line } = outcome.fault;
  return { phase: "run", code, message, line };
}

function codeOf(outcome: ProgramOutcome): ExitCode {
  return errorOf(outcome) === null ? exitCodes.fine : exitCodes.problems;
}
