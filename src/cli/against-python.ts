// `wgen run --against-python FILE`: runs the program in the local python3 too
// and says equal, or shows the first line of output that differs. Both get the
// source as it is; faults are compared by Python's name for them.

import { spawnSync } from "node:child_process";
import { type ExitCode, exitCodes } from "./exit.ts";
import type { NamedSource } from "./files.ts";
import type { Terminal } from "./terminal.ts";

/** What a run came to: its lines of output and, where it failed, the exception's name. */
export interface RunSummary {
  readonly stdout: string;
  readonly error: string | null;
}

const waitMilliseconds = 60_000;

/** From numpy 2 on, elements print as `np.int64(1)` unless one asks for what our numpy, 1.24, prints. */
const withOlderNumpy = `import sys, numpy
if int(numpy.__version__.split(".")[0]) > 1: numpy.set_printoptions(legacy="1.25")
del numpy
exec(compile(sys.stdin.buffer.read(), "<stdin>", "exec"), globals())`;

/** Null where there is no python3 to run. */
export function runInPython({ bytes }: NamedSource): RunSummary | null {
  const env = { PATH: process.env["PATH"] ?? "", PYTHONUTF8: "1", PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" };
  const code = Buffer.from(bytes).includes("numpy") ? ["-c", withOlderNumpy] : ["-"];
  const run = spawnSync("python3", code, {
    input: bytes,
    env,
    encoding: "utf8",
    timeout: waitMilliseconds,
    killSignal: "SIGKILL",
    maxBuffer: 64 * 2 ** 20,
  });
  if (run.error !== undefined && (run.error as NodeJS.ErrnoException).code === "ENOENT") return null;
  if (run.status === 0) return { stdout: run.stdout, error: null };
  const last = run.stderr.trimEnd().split("\n").at(-1) ?? "";
  const name = /^([A-Za-z_][\w.]*)(?::|$)/.exec(last)?.[1];
  return { stdout: run.stdout, error: name ?? `ended by ${run.signal ?? `exit code ${run.status}`}` };
}

/** Says how the two compare. */
export function compareRuns(name: string, ours: RunSummary, python: RunSummary, terminal: Terminal): ExitCode {
  const difference = firstDifference(ours, python);
  if (difference === null) {
    const lines = ours.stdout.split("\n").length - 1;
    const end = ours.error === null ? "" : `, and both end with ${ours.error}`;
    terminal.write(`equal: ${name} prints the same ${lines} ${lines === 1 ? "line" : "lines"} in wgen and in python3${end}\n`);
    return exitCodes.fine;
  }
  const { where, wgen, python3 } = difference;
  terminal.write(`different: ${name}, ${where}\n  wgen:    ${wgen}\n  python3: ${python3}\n`);
  return exitCodes.problems;
}

interface Difference {
  readonly where: string;
  readonly wgen: string;
  readonly python3: string;
}

function firstDifference(ours: RunSummary, python: RunSummary): Difference | null {
  const [left, right] = [ours.stdout.split("\n"), python.stdout.split("\n")];
  for (let line = 0; line < Math.max(left.length, right.length); line++) {
    if (left[line] === right[line]) continue;
    const show = (lines: readonly string[], { error }: RunSummary): string => {
      const text = lines[line];
      const isEnd = text === undefined || (text === "" && line === lines.length - 1);
      return isEnd ? `(no more output${error === null ? "" : `: ${error}`})` : text;
    };
    return { where: `line ${line + 1} of the output`, wgen: show(left, ours), python3: show(right, python) };
  }
  if (ours.error === python.error) return null;
  return { where: "the end", wgen: ours.error ?? "ends without an error", python3: python.error ?? "ends without an error" };
}
