// `--batch LISTFILE`: many files in one process, one JSON line each, in the
// order of the list. A file that cannot be read, or that finds a bug of ours,
// gives its line like any other; the batch goes on.

import { exitCodes, type ExitCode, UsageError } from "./exit.ts";
import { readSource } from "./files.ts";
import type { Terminal } from "./terminal.ts";

/** One line of output, and what it means for the exit code. */
export interface BatchResult {
  readonly line: object;
  readonly code: ExitCode;
}

/** The paths in a list file: one a line; empty lines and lines with `#` first are left out. */
export function readList(path: string, terminal: Terminal): string[] {
  const { bytes } = readSource(path, terminal);
  return new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Works through the list. `broken` makes the line for a file whose work threw. */
export function runBatch(
  listPath: string,
  terminal: Terminal,
  work: (path: string) => BatchResult,
  broken: (path: string, code: string, message: string) => object,
): ExitCode {
  const codes = readList(listPath, terminal).map((path) => {
    const { line, code } = workSafely(path, work, broken);
    terminal.write(`${JSON.stringify(line)}\n`);
    return code;
  });
  if (codes.includes(exitCodes.bug)) return exitCodes.bug;
  return codes.every((code) => code === exitCodes.fine) ? exitCodes.fine : exitCodes.problems;
}

function workSafely(
  path: string,
  work: (path: string) => BatchResult,
  broken: (path: string, code: string, message: string) => object,
): BatchResult {
  try {
    return work(path);
  } catch (error) {
    if (error instanceof UsageError) {
      return { line: broken(path, "unreadable", error.message), code: exitCodes.problems };
    }
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { line: broken(path, "internal", `a bug in wgen: ${message}`), code: exitCodes.bug };
  }
}
