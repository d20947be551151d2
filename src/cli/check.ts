// `wgen check FILE...`: says what is wrong without running anything.

import { Option } from "commander";
import type { Diagnostic } from "../base/diagnostic.ts";
import { diagnosticData } from "../base/diagnosticData.ts";
import type { HookCost } from "../engine/costs.ts";
import { runBatch } from "./batch.ts";
import { diagnosticsText, formats, type OutputFormat } from "./diagnostics.ts";
import { type ExitCode, exitCodes, UsageError } from "./exit.ts";
import { readSource, writeResult } from "./files.ts";
import { type HostName, hostNames } from "./hosts.ts";
import type { AddCommand } from "./main.ts";
import type { Terminal } from "./terminal.ts";

interface CheckOptions {
  readonly json?: true;
  readonly format: OutputFormat;
  readonly batch?: string;
  readonly fix?: true;
  readonly host: HostName;
}

type Programs = typeof import("./programs.ts");
type CheckProgram = Programs["checkProgram"];

export const addCheckCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("check")
    .description("say what is wrong in plugins and programs, without running them")
    .argument("[files...]", "files to check; - reads stdin")
    .option("--json", 'print {"diagnostics": [...], "costs": [...]}')
    .option("--batch <listfile>", "check the files named in a list, one JSON line each (with --json)")
    .option("--fix", "make the rewrites that are safe, and print them as a diff")
    .addOption(formats())
    .addOption(new Option("--host <host>", "what it is checked for").choices(hostNames).default("auto"))
    .action(async (files: string[], options: CheckOptions) => {
      const { checkProgram, checkWithCosts } = await import("./programs.ts");
      if (options.batch !== undefined) finish(checkBatch(options.batch, options, terminal, checkProgram));
      else if (files.length === 0) throw new UsageError("say which file to check, as wgen check island.wgen");
      else if (options.fix === true) finish(await fixFiles(files, options, terminal));
      else finish(checkFiles(files, options, terminal, checkWithCosts));
    });
};

function checkFiles(files: readonly string[], options: CheckOptions, terminal: Terminal, check: Programs["checkWithCosts"]): ExitCode {
  const checked = files.map((path) => ({ path, ...check(readSource(path, terminal), options.host) }));
  const diagnostics = checked.flatMap((each) => each.diagnostics);
  if (options.json === true) {
    const costs = checked.flatMap(({ path, costs: found }) => found.map((cost) => ({ file: path, ...cost })));
    terminal.write(`${JSON.stringify({ diagnostics: diagnostics.map(diagnosticData), ...(costs.length > 0 ? { costs } : {}) })}\n`);
  } else {
    terminal.write(diagnosticsText(diagnostics, options.format, terminal.colour.output));
    if (diagnostics.length === 0) terminal.note(files.length === 1 ? "No problems." : `No problems in ${files.length} files.`);
    for (const { costs } of checked) for (const cost of costs) terminal.note(costText(cost));
    for (const { path, isIdle } of checked)
      if (isIdle)
        terminal.note(`${path === "-" ? "The plugin" : path} has no hook, so a world calls nothing in it: \`wgen docs hooks\` lists them.`);
  }
  return codeOf(diagnostics);
}

/** `elevation: at most 34 + 12·octaves fuel`, or what prevents a formula. */
function costText(cost: HookCost): string {
  if (cost.kind === "formula") return `${cost.hook}: at most ${cost.formula} fuel`;
  return `${cost.hook}: no bound on its fuel${cost.line === null ? "" : `, line ${cost.line}`}: ${cost.reason}`;
}

async function fixFiles(files: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { fixSource } = await import("./fixing.ts");
  const { unifiedDiff } = await import("./line-diff.ts");
  const left: Diagnostic[] = [];
  const made: object[] = [];
  for (const path of files) {
    const source = readSource(path, terminal);
    const before = new TextDecoder().decode(source.bytes);
    const { text, applied, diagnostics } = fixSource(source, options.host);
    const diff = applied.length === 0 ? "" : unifiedDiff(source.name, before, text);
    left.push(...diagnostics);
    made.push({ file: source.name, applied: applied.map(diagnosticData), diff });
    if (options.json !== true) terminal.write(diff);
    if (applied.length > 0 && path !== "-") writeResult(path, text, terminal);
  }
  if (options.json === true) terminal.write(`${JSON.stringify({ fixed: made, diagnostics: left.map(diagnosticData) })}\n`);
  else if (left.length > 0) terminal.note(diagnosticsText(left, options.format, terminal.colour.notes).trimEnd());
  return codeOf(left);
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
