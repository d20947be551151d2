// Reads what the command line names: files, and `-` for stdin. A file that
// cannot be read is a mistake of usage, said in one sentence.

import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { UsageError } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

export interface NamedSource {
  /** As diagnostics print it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The file's bytes, or those of stdin for `-`. */
export function readSource(path: string, terminal: Terminal): NamedSource {
  if (path === "-") return { name: "<stdin>", bytes: terminal.readInput() };
  try {
    return { name: path, bytes: readFileSync(path) };
  } catch (error) {
    throw new UsageError(describeFileError("read", path, error));
  }
}

/** Writes a result to a file, or to stdout for `-`. */
export function writeResult(path: string, data: string | Uint8Array, terminal: Terminal): void {
  if (path === "-") {
    terminal.write(data);
    return;
  }
  try {
    writeFileSync(path, data);
  } catch (error) {
    throw new UsageError(describeFileError("write", path, error));
  }
}

/** The name of a plugin: its file's name without folder and ending. */
export function pluginName(path: string): string {
  return path === "-" ? "stdin" : basename(path).replace(/\.wgen$/, "");
}

export function describeFileError(verb: "read" | "write", path: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const reasons = new Map([
    ["ENOENT", verb === "read" ? "there is no such file" : "there is no such folder"],
    ["EISDIR", "it is a folder"],
    ["EACCES", "permission denied"],
    ["ENOTDIR", "a part of the path is not a folder"],
  ]);
  return `cannot ${verb} ${path}: ${reasons.get(code) ?? (error as Error).message}`;
}
