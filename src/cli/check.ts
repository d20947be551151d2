// `wgen check FILE...`: says what is wrong without running anything.

import { Option } from "commander";
import type { Diagnostic } from "../base/diagnostic.ts";
import { diagnosticData } from "../base/diagnosticData.ts";
import { runBatch } from "./batch.ts";
import { diagnosticsText, formats, type OutputFormat } from "./diagnostics.ts";
import { type ExitCode, exitCodes, UsageError } from "./exit.ts";
import { readSource } from "./files.ts";
import { type HostName, hostNames } from "./hosts.ts";
import type { AddCommand } from "./main.ts";
import type { Terminal } from "./terminal.ts";

interface CheckOptions {
  readonly json?: true;
  readonly format: OutputFormat;
  readonly batch?: string;
  readonly host: HostName;
}

type CheckProgram = typeof import("./programs.ts").checkProgram;

export const addCheckCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("check")
    .description("say what is wrong in plugins and programs, without running them")
    .argument("[files...]", "files to check; - reads stdin")
    .option("--json", 'print {"diagnostics": [...]}')
    .option("--batch <listfile>", "check the files named in a list, one JSON line each (with --json)")
    .addOption(formats())
    .addOption(new Option("--host <host>", "what it is checked for").choices(hostNames).default("auto"))
    .action(async (files: string[], options: CheckOptions) => {
      const { checkProgram } = await import("./programs.ts");
      if (options.batch !== undefined) finish(checkBatch(options.batch, options, terminal, checkProgram));
      else if (files.length === 0) throw new UsageError("say which file to check, as wgen check island.wgen");
      else finish(checkFiles(files, options, terminal, checkProgram));
    });
};

function checkFiles(files: readonly string[], options: CheckOptions, terminal: Terminal, check: CheckProgram): ExitCode {
  const diagnostics = files.flatMap((path) => check(readSource(path, terminal), options.host));
  if (options.json === true) {
    terminal.write(`${JSON.stringify({ diagnostics: diagnostics.map(diagnosticData) })}\n`);
  } else {
    terminal.write(diagnosticsText(diagnostics, options.format, terminal.colour.output));
    if (diagnostics.length === 0) terminal.note(files.length === 1 ? "No problems." : `No problems in ${files.length} files.`);
  }
  return codeOf(diagnostics);
}

function checkBatch(list: string, options: CheckOptions, terminal: Terminal, check: CheckProgram): ExitCode {
  return runBatch(
    list,
    terminal,
    (path) => {
      const source = readSource(path, terminal);
      const start = performance.now();
      const diagnostics = check(source, options.host);
      const milliseconds = Math.round((performance.now() - start) * 1000) / 1000;
      return { line: { file: path, diagnostics: diagnostics.map(diagnosticData), ms: milliseconds }, code: codeOf(diagnostics) };
    },
    (path, code, message) => ({
      file: path,
      diagnostics: [{ code, severity: "error", message, hint: null, file: path, line: 1, column: 1, endLine: 1, endColumn: 1 }],
      ms: 0,
    }),
  );
}

/** Warnings alone are no problem. */
function codeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  return diagnostics.some((each) => each.severity === "error") ? exitCodes.problems : exitCodes.fine;
}
