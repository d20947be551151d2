// `wgen fmt FILE...`: writes programs the one way. With `--check` nothing is
// written, and files that would change are named.

import type { Diagnostic } from "../base/diagnostic.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { type ExitCode, exitCodes, UsageError } from "./exit.ts";
import { readSource, writeResult } from "./files.ts";
import type { AddCommand } from "./main.ts";
import type { Terminal } from "./terminal.ts";

interface Formatting {
  /** Null where the file is no program. */
  readonly text: string | null;
  readonly isChanged: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

type FormatBytes = (name: string, bytes: Uint8Array) => Formatting;

export const addFmtCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("fmt")
    .description("format programs: spaces, empty lines, indentation; comments stay")
    .argument("[files...]", "files to format; - reads stdin and writes stdout")
    .option("--check", "write nothing; name the files that would change")
    .action(async (files: string[], options: { check?: true }) => {
      if (files.length === 0) throw new UsageError("say which file to format, as wgen fmt island.wgen");
      const format = await loadFormat();
      finish(formatFiles(files, options.check === true, terminal, format));
    });
};

async function loadFormat(): Promise<FormatBytes> {
  const { decodeSource } = await import("../syntax/source.ts");
  const { formatSource } = await import("../syntax/format.ts");
  return (name, bytes) => {
    const { file, diagnostics } = decodeSource(name, bytes);
    if (diagnostics.length > 0) return { text: null, isChanged: false, diagnostics };
    const formatted = formatSource(file);
    if (formatted.diagnostics.length > 0) return { text: null, isChanged: false, diagnostics: formatted.diagnostics };
    return { text: formatted.text, isChanged: formatted.text !== file.text, diagnostics: [] };
  };
}

function formatFiles(files: readonly string[], isCheck: boolean, terminal: Terminal, format: FormatBytes): ExitCode {
  let code: ExitCode = exitCodes.fine;
  for (const path of files) {
    const source = readSource(path, terminal);
    const { text, isChanged, diagnostics } = format(source.name, source.bytes);
    if (text === null) {
      terminal.note(diagnosticsText(diagnostics, "text", terminal.colour.notes).trimEnd());
      code = exitCodes.problems;
    } else if (isCheck) {
      if (isChanged) terminal.write(`${path}\n`);
      if (isChanged) code = exitCodes.problems;
    } else if (isChanged || path === "-") writeResult(path, text, terminal);
  }
  return code;
}
