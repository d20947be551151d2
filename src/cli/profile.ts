// `wgen profile FILE`: the source with the fuel of each line, which add up to
// the total exactly, and a flame graph with `-o`. A program is run; of a plugin
// the hooks run over one chunk of the default world (on a small atlas).

import { basename } from "node:path";
import { type Command, Option } from "commander";
import { Spending } from "../engine/spending.ts";
import { flameGraph } from "../output/flame.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { faultText } from "./faults.ts";
import { pluginName, readSource, writeResult } from "./files.ts";
import type { AddCommand } from "./main.ts";
import { collectParameter, readPlace } from "./options.ts";
import type { Profiled } from "./profiling.ts";
import { addLimitOptions, type LimitOptions, readLimits } from "./running-options.ts";
import type { Terminal } from "./terminal.ts";

interface ProfileOptions extends LimitOptions {
  readonly json?: true;
  readonly seed: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly param?: ReadonlyMap<string, string>;
  readonly flame?: string;
}

export const addProfileCommand: AddCommand = (program, terminal, finish) => {
  const command = program
    .command("profile")
    .description("show where the fuel goes, line by line: of a program, or of a plugin's hooks over one chunk")
    .argument("<file>", "the program or plugin; - reads stdin")
    .option("-o, --flame <file>", "also write a flame graph as SVG")
    .option("--json", 'print {"total", "lines": [{"line", "fuel"}]}')
    .option("--seed <text>", "which world; where random numbers without a seed start", "0")
    .addOption(new Option("--at <x,y>", "the place whose chunk is made, in metres").argParser(readPlace).default({ x: 0, y: 0 }, "0,0"))
    .option("-p, --param <name=value>", "set a parameter; may be repeated", collectParameter);
  addLimitOptions(command);
  command.action(async (file: string, options: ProfileOptions, _self: Command) => {
    const { profileSource } = await import("./profiling.ts");
    const source = readSource(file, terminal);
    const spending = new Spending();
    const { seed, at, param: parameters = new Map<string, string>() } = options;
    const run = profileSource(source, spending, { seed, at, parameters, limits: readLimits(options), name: pluginName(file) });
    finish(tell({ run, spending, options, file, text: new TextDecoder().decode(source.bytes) }, terminal));
  });
};

interface Told {
  readonly run: Profiled;
  readonly spending: Spending;
  readonly options: ProfileOptions;
  readonly file: string;
  readonly text: string;
}

function tell({ run, spending, options, file, text }: Told, terminal: Terminal): ExitCode {
  if (run.diagnostics.length > 0) terminal.note(diagnosticsText(run.diagnostics, "text", terminal.colour.notes).trimEnd());
  if (!run.hasRun) return exitCodes.problems;
  const lines = [...spending.lines].map(([line, fuel]) => ({ line, fuel })).toSorted((left, right) => left.line - right.line);
  if (options.json === true) terminal.write(`${JSON.stringify({ file, total: spending.total, lines })}\n`);
  else terminal.write(listing(text, spending));
  if (options.flame !== undefined) {
    writeResult(options.flame, flameGraph(spending.tree, { title: file === "-" ? file : basename(file), unit: "fuel" }), terminal);
    if (options.flame !== "-") terminal.note(`Wrote ${options.flame}.`);
  }
  for (const fault of run.faults) terminal.note(faultText(fault, terminal.colour.notes));
  return run.faults.length === 0 ? exitCodes.fine : exitCodes.problems;
}

/** Each line with its fuel and share; the sum stands below. */
function listing(text: string, spending: Spending): string {
  const { total, lines } = spending;
  const row = (fuel: number, line: string): string => {
    const share = fuel === 0 ? "" : `${((100 * fuel) / total).toFixed(1)}%`;
    return `${(fuel === 0 ? "" : String(fuel)).padStart(12)} ${share.padStart(6)}  ${line}`.trimEnd();
  };
  const source = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const rows = source.map((line, index) => row(lines.get(index + 1) ?? 0, line));
  const before = lines.get(0) ?? 0;
  if (before > 0) rows.unshift(row(before, "(before the first line: what is imported)"));
  return `${rows.join("\n")}\n${"-".repeat(20)}\n${row(total, "in all")}\n`;
}
