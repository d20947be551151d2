// Ordinary Python programs run as they stand: both tiers print the same, and
// where python3 (3.11 or newer) is there, what CPython prints: one process runs
// them all there. `cli-programs.test.ts` is about the command that runs them.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import { check } from "../src/engine/compile.ts";
import type { RunOutcome } from "../src/engine/outcome.ts";
import { runnerOf } from "./lang-harness/pipeline.ts";

const folder = fileURLToPath(new URL("../examples/programs/", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".wgen"));
const isNewEnough = "import sys; sys.exit(sys.version_info < (3, 11))";
const hasPython = spawnSync("python3", ["-c", isNewEnough]).status === 0;

/** Each program by itself, its output caught. */
const pythonRunner = `
import contextlib, io, json, runpy, sys
for path in sys.argv[1:]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(path, run_name="__main__")
    print(json.dumps(out.getvalue()))
`;

/** In both tiers. */
function runsOf(name: string): readonly RunOutcome[] {
  const text = readFileSync(folder + name, "utf8");
  const { program, diagnostics } = check(text, { fileName: name });
  if (program === null) throw new Error(`${name}: ${diagnostics.map(({ message }) => message).join("; ")}`);
  const run = runnerOf(text, program);
  return [run("compiled"), run("interpreter")];
}

describe("programs as Python programmers write them", { timeout: 120_000 }, () => {
  const printed: string[] = [];

  it.each(files)("%s runs without a mistake and prints the same in both tiers", (name) => {
    const [compiled, interpreted] = runsOf(name);
    expect(compiled).toMatchObject({ ok: true });
    expect(interpreted).toEqual(compiled);
    printed.push(compiled!.stdout);
  });

  it.runIf(hasPython)("they print what CPython prints", () => {
    const paths = files.map((name) => folder + name);
    const env = { ...process.env, PYTHONIOENCODING: "utf-8" };
    const { stdout, stderr } = spawnSync("python3", ["-c", pythonRunner, ...paths], { encoding: "utf8", env });
    expect(stderr).toBe("");
    const lines = stdout.trimEnd().split("\n");
    for (const [index, name] of files.entries()) expect(printed[index], name).toBe(JSON.parse(lines[index]!));
  });
});

test("there are twenty, each of 50 lines or more", () => {
  expect(files.length).toBeGreaterThanOrEqual(20);
  expect(files.filter((name) => readFileSync(folder + name, "utf8").split("\n").length <= 50)).toEqual([]);
});
