// Ordinary Python programs run as they stand: both tiers print the same, and
// where python3 (3.11 or newer) is there, what CPython prints.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = new URL("../examples/programs/", import.meta.url);
const command = fileURLToPath(new URL("../bin/wgen.js", import.meta.url));
const isNewEnough = "import sys; sys.exit(sys.version_info < (3, 11))";
const hasPython = spawnSync("python3", ["-c", isNewEnough]).status === 0;

function output(program: string, parts: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, parts, { encoding: "utf8", env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout;
}

describe.each(readdirSync(folder).filter((name) => name.endsWith(".wgen")))("%s", (name) => {
  it("prints what CPython prints, in both tiers", { timeout: 60_000 }, () => {
    const path = fileURLToPath(new URL(name, folder));
    const compiled = output(process.execPath, [command, "run", path]);
    expect(output(process.execPath, [command, "run", path, "--tier", "interpreter"])).toBe(compiled);
    if (hasPython) expect(output("python3", [path])).toBe(compiled);
  });
});
