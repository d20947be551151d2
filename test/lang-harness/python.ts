// CPython as the oracle: runs all cases in one python3 process, beside the tests.

import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export interface PythonRun {
  readonly output: string;
  readonly raised: { readonly name: string; readonly message: string; readonly line: number } | null;
}

/** The version of python3 as `[3, 11]`, or null where there is none that knows the language's syntax. */
export function findPython(): readonly [number, number] | null {
  const result = spawnSync("python3", ["-c", "import sys; print(*sys.version_info[:2])"], { encoding: "utf8" });
  if (result.status !== 0) return null;
  const [major = 0, minor = 0] = result.stdout.trim().split(" ").map(Number);
  return major === 3 && minor >= 11 ? [major, minor] : null;
}

/** One result for each source, in order. */
export async function runInPython(sources: readonly string[]): Promise<PythonRun[]> {
  const script = fileURLToPath(new URL("./oracle.py", import.meta.url));
  const child = spawn("python3", ["-I", script], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(JSON.stringify(sources));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [output, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) throw new Error(`the oracle ended with ${status}: ${errors}`);
  return JSON.parse(output) as PythonRun[];
}

/** Why a case cannot be asked of CPython, or null. */
export function needsHost(source: string): string | null {
  if (/^# host: /m.test(source)) return "is a plugin";
  const ours = /^\s*(?:from|import)\s+(wgen|noise|terrain|flow|points|geom|field|path|names|lsystem|cells|color|ease|workshop)\b/m;
  const match = ours.exec(source);
  return match === null ? null : `imports ${match[1]}`;
}
