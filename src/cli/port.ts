// `wgen port old.py`: everything that wgen refuses in a Python program at once,
// with what to write instead. With `-o` also a draft: rewrites that are safe
// are made, each other refusal stands as a comment above its line.

import { diagnosticData } from "../base/diagnosticData.ts";
import { locate } from "../base/lines.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { readSource, writeResult } from "./files.ts";
import type { AddCommand } from "./main.ts";
import type { Ported } from "./porting.ts";
import type { Terminal } from "./terminal.ts";

interface PortOptions {
  readonly json?: true;
  readonly output?: string;
}

export const addPortCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("port")
    .description("list all that stands between a Python program and wgen, with what to write instead")
    .argument("<file>", "the Python program; - reads stdin")
    .option("-o, --output <file>", "write a draft with safe rewrites made and the rest as comments")
    .option("--json", 'print {"fixed": [...], "diagnostics": [...]}')
    .action(async (file: string, options: PortOptions) => {
      const { portSource } = await import("./porting.ts");
      const ported = portSource(readSource(file, terminal));
      finish(tell(ported, file, options, terminal));
    });
};

function tell(ported: Ported, file: string, { json, output }: PortOptions, terminal: Terminal): ExitCode {
  const { fixed, refused } = ported;
  if (json === true) {
    terminal.write(`${JSON.stringify({ fixed: fixed.map(diagnosticData), diagnostics: refused.map(diagnosticData) })}\n`);
  } else {
    if (refused.length > 0) terminal.write(`${diagnosticsText(refused, "text", terminal.colour.output)}\n`);
    for (const { file: source, span, fix, code } of fixed) {
      const { line, column } = locate(source, span.start);
      terminal.write(`${source.name}:${line}:${column}: ${code}: ${fix?.title ?? ""} (safe)\n`);
    }
    terminal.write(summary(file, fixed.length, refused.length));
  }
  if (output !== undefined) {
    writeResult(output, draft(ported), terminal);
    if (output !== "-") terminal.note(`Wrote ${output}.`);
  }
  return refused.length === 0 && fixed.length === 0 ? exitCodes.fine : exitCodes.problems;
}

function summary(file: string, fixed: number, refused: number): string {
  if (fixed + refused === 0) return `${file} is a wgen program as it stands.\n`;
  const safe = fixed === 0 ? "" : `, ${fixed} ${fixed === 1 ? "is a safe rewrite" : "are safe rewrites"} (-o makes them)`;
  return `${fixed + refused} ${fixed + refused === 1 ? "place" : "places"} to change${safe}.\n`;
}

function draft({ text, refused }: Ported): string {
  const comments = new Map<number, string[]>();
  for (const { file, span, code, message, hint } of refused) {
    const { line } = locate(file, span.start);
    const told = hint === undefined ? message : `${message}; ${hint}`;
    comments.set(line, [...(comments.get(line) ?? []), `# ${code}: ${told.replace(/\s+/g, " ")}`]);
  }
  const lines = text.split("\n").flatMap((line, index) => {
    const indentation = /^[ \t]*/.exec(line)?.[0] ?? "";
    return [...(comments.get(index + 1) ?? []).map((comment) => indentation + comment), line];
  });
  return lines.join("\n");
}
