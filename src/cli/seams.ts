// `wgen seams FILE...`: makes a 2 x 2 block of chunks in three ways and compares
// every bit. Names the cells that differ, so that a halo declared too small is
// found before a map shows it.

import type { SeamReport } from "../world/seams.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import type { AddCommand } from "./main.ts";
import type { Terminal } from "./terminal.ts";
import { addWorldOptions, type WorldCommandOptions } from "./world-options.ts";

/** Cells that are named one by one; --json has more. */
const namedCells = 10;

export const addSeamsCommand: AddCommand = (program, terminal, finish) => {
  const command = program
    .command("seams")
    .description("check bit for bit that chunks made apart fit together")
    .argument("<files...>", "plugins, in the order in which they act");
  addWorldOptions(command);
  command.action(async (files: string[], options: WorldCommandOptions) => {
    const { asUsage, prepareSession, chunkAt } = await import("./worlds.ts");
    const { checkSeams } = await import("../world/seams.ts");
    const { diagnostics, world } = prepareSession(files, options, terminal);
    if (diagnostics.length > 0) terminal.note(diagnosticsText(diagnostics, "text", terminal.colour.notes).trimEnd());
    if (world === null) return finish(exitCodes.problems);
    const { cx, cy } = chunkAt(options.at, world);
    const report = asUsage(() => checkSeams(world, cx, cy));
    finish(tell(report, options.json === true, terminal));
  });
};

function tell(report: SeamReport, json: boolean, terminal: Terminal): ExitCode {
  terminal.write(json ? `${JSON.stringify(report)}\n` : seamText(report));
  return report.seamless ? exitCodes.fine : exitCodes.problems;
}

function seamText({ seamless, compared, differing, examples, advice }: SeamReport): string {
  if (seamless)
    return `No seams: ${compared} cells are the same bit for bit, made one chunk at a time, in another order, with a wider halo and as one region.\n`;
  const lines = examples.slice(0, namedCells).map(({ stage, x, y, difference }) => {
    const much = difference === 0 ? "" : `: ${difference > 0 ? "+" : ""}${difference.toPrecision(3)} m`;
    return `  ${stage} at x=${x} y=${y}${much}\n`;
  });
  const more = differing > namedCells ? `  ... and ${differing - namedCells} more\n` : "";
  return `Seams: ${differing} of ${compared} cells differ.\n${lines.join("")}${more}${advice}\n`;
}
