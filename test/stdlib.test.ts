// The standard library under CPython: its source is Python, so test/python
// loads it there (with the intrinsics in Python) and compares every function
// with Python's own, argument by argument, in one process. Runs where
// python3.11 is.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

const folder = fileURLToPath(new URL("./python/", import.meta.url));
const library = fileURLToPath(new URL("../stdlib/", import.meta.url));

/** The command of a Python 3.11, or null. */
function findPython311(): string | null {
  for (const command of ["python3.11", "python3"]) {
    const { status, stdout } = spawnSync(command, ["-c", "import sys; print(sys.version_info[:2])"], { encoding: "utf8" });
    if (status === 0 && stdout.trim() === "(3, 11)") return command;
  }
  return null;
}

const python = findPython311();
test(python === null ? "python 3.11 is not here: the library is not compared with it" : "python 3.11 is here", () => {});

describe.skipIf(python === null)("the standard library computes what CPython computes", () => {
  let told = "";
  beforeAll(() => {
    const run = spawnSync(python as string, [`${folder}run_all.py`], { encoding: "utf8", cwd: folder });
    told = run.stdout + run.stderr;
  }, 120_000);

  test.each(readdirSync(folder).filter((name) => /^test_.*\.py$/.test(name)))("%s", (file) => {
    // What it printed of differences stands between the line of the file before it and its own.
    const [before = "", end = "did not end"] = told.split(`${file} failed: `);
    expect(`${before.split(/^test_.*\n/m).at(-1)}${end.split("\n")[0]}`.slice(-2000)).toBe("0");
  });

  test("the Unicode tables are those of CPython 3.11", () => {
    const tool = fileURLToPath(new URL("../tools/unicode_tables.py", import.meta.url));
    const run = spawnSync(python as string, [tool, "--check"], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
  });
});

describe("the source of the library", () => {
  const core = readdirSync(library + "core/").filter((name) => name.endsWith(".wgen"));

  test("no two files of the core define the same name, since they share one namespace", () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const file of core) {
      const names = new Set(
        [...readFileSync(library + "core/" + file, "utf8").matchAll(/^(?:def|class) (\w+)|^(\w+)(?:: \w+)? = /gm)].map(
          (found) => found[1] ?? found[2] ?? "",
        ),
      );
      for (const name of names) {
        const other = seen.get(name);
        if (other !== undefined) twice.push(`${name}: ${other} and ${file}`);
        seen.set(name, file);
      }
    }
    expect(twice).toEqual([]);
  });

  test("every intrinsic that a file uses is imported there, and none in vain", () => {
    const wrong: string[] = [];
    for (const path of [...core.map((name) => "core/" + name), ...readdirSync(library).filter((name) => name.endsWith(".wgen"))]) {
      const text = readFileSync(library + path, "utf8");
      const line = /^from intrinsics import (.*)$/m.exec(text);
      const imported = line?.[1]?.split(", ") ?? [];
      const rest = text.replace(/^#.*$/gm, "").replace(line?.[0] ?? "", "");
      for (const name of imported) if (!new RegExp(`\\b${name}\\b`).test(rest)) wrong.push(`${path}: ${name} is not used`);
      for (const [, name] of rest.matchAll(
        /\b((?:storage|str|float|int|wrap|list|u64)_[a-z_]+|leading_zeros|trailing_zeros|count_ones|multiply_high|is_same|bool_to_int)\(/g,
      )) {
        if (name !== undefined && !imported.includes(name) && !text.includes(`def ${name}`)) wrong.push(`${path}: ${name} is not imported`);
      }
    }
    expect([...new Set(wrong)]).toEqual([]);
  });
});
