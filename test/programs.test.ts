// Ordinary Python programs run as they stand: both tiers print the same, and
// where python3 (3.11 or newer) is there, what CPython prints. One process
// runs them all, in each tier and in Python.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, test } from "vitest";

const folder = fileURLToPath(new URL("../examples/programs/", import.meta.url));
const command = fileURLToPath(new URL("../bin/wgen.js", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".wgen"));
const isNewEnough = "import sys; sys.exit(sys.version_info < (3, 11))";
const hasPython = spawnSync("python3", ["-c", isNewEnough]).status === 0;

const scratch = mkdtempSync(join(tmpdir(), "wgen-programs-"));
const list = join(scratch, "list");
writeFileSync(list, files.map((name) => `${folder}${name}\n`).join(""));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Run {
  readonly file: string;
  readonly ok: boolean;
  readonly stdout: string;
  readonly error?: { readonly message: string; readonly line: number };
}

function linesOf(program: string, parts: readonly string[]): Map<string, Run> {
  const { stdout, stderr } = spawnSync(program, parts, { encoding: "utf8", env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
  expect(stderr).toBe("");
  const runs = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Run);
  return new Map(runs.map((run) => [basename(run.file), run]));
}

/** Each program by itself, its output caught. */
const pythonRunner = `
import contextlib, io, json, runpy, sys
for path in open(sys.argv[1]).read().splitlines():
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(path, run_name="__main__")
    print(json.dumps({"file": path, "ok": True, "stdout": out.getvalue()}))
`;

const inTier = (tier: string): Map<string, Run> => linesOf(process.execPath, [command, "run", "--batch", list, "--json", "--tier", tier]);

describe("programs as Python programmers write them", { timeout: 120_000 }, () => {
  let compiled = new Map<string, Run>();

  it("run without a mistake", () => {
    compiled = inTier("compiled");
    const failed = files
      .map((name) => [name, compiled.get(name)?.error?.message ?? null] as const)
      .filter(([, message]) => message !== null);
    expect(failed).toEqual([]);
    expect([...compiled.values()].every((run) => run.ok)).toBe(true);
  });

  it("print the same in the interpreter", () => {
    const interpreted = inTier("interpreter");
    for (const name of files) expect(interpreted.get(name)?.stdout, name).toBe(compiled.get(name)?.stdout);
  });

  it.runIf(hasPython)("print what CPython prints", () => {
    const asked = linesOf("python3", ["-c", pythonRunner, list]);
    for (const name of files) expect(compiled.get(name)?.stdout, name).toBe(asked.get(name)?.stdout);
  });
});

test("there are twenty, each of 50 lines or more", () => {
  expect(files.length).toBeGreaterThanOrEqual(20);
  expect(files.filter((name) => readFileSync(folder + name, "utf8").split("\n").length <= 50)).toEqual([]);
});
