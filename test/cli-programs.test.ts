// `wgen check` and `wgen run`: what goes where, JSON shapes, batches, limits.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { commandFile, spawnWgen, wgen } from "./helpers/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "wgen programs "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const good = file("good.wgen", 'print("hello", 6 * 7)\nprint("bye")\n');
const wrong = file("wrong.wgen", "height = 2\nprint(hieght)\n");
const faulty = file("faulty.wgen", 'def pick(xs):\n    return xs[3]\n\nprint("before")\nprint(pick([1]))\n');
const endless = file("endless.wgen", "x = 0\nwhile True:\n    x = 1 - x\n");
const notText = file("not-text.wgen", new Uint8Array([0x78, 0x20, 0x3d, 0x20, 0xff, 0x0a]));
const missing = join(folder, "missing.wgen");
mkdirSync(join(folder, "folder.wgen"));
const list = file(
  "list.txt",
  ["# a list", "", good, wrong, faulty, missing, join(folder, "folder.wgen"), notText, endless, good, ""].join("\r\n"),
);

function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("check", () => {
  test("a program without problems: nothing on stdout, exit 0", async () => {
    expect(await wgen(["check", good])).toMatchObject({ code: 0, output: "", notes: "No problems.\n" });
  });

  test("a problem is shown with file, line, carets and code; exit 1", async () => {
    const result = await wgen(["check", wrong]);
    expect(result.code).toBe(1);
    expect(result.output).toMatch(/wrong\.wgen:2:7: error\[WG2\d\d\]: .*\n {2}2 \| print\(hieght\)\n {4}\| {7}\^{6}\n/);
    expect(result.output).toContain("height");
  });

  test("--json gives one object with all diagnostics", async () => {
    const result = await wgen(["check", wrong, good, "--json"]);
    const { diagnostics } = JSON.parse(result.output);
    expect(result.code).toBe(1);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ severity: "error", file: wrong, line: 2, column: 7, endLine: 2, endColumn: 13 });
    expect(diagnostics[0].code).toMatch(/^WG2\d\d$/);
    expect(typeof diagnostics[0].message).toBe("string");
    expect(JSON.parse((await wgen(["check", good, "--json"])).output)).toEqual({ diagnostics: [] });
    const hook = await wgen(["check", "examples/volcano.wgen", "--json"]);
    expect(JSON.parse(hook.output).costs[0]).toMatchObject({ file: "examples/volcano.wgen", hook: "elevation", kind: "formula" });
    expect((await wgen(["check", "examples/parchment.wgen"])).notes).toMatch(
      /\nfeatures: no bound on its fuel, line \d+: nothing says how often this loop runs/,
    );
  });

  test("a plugin that no world would call says so", async () => {
    const source = "from wgen import World\n\n\ndef height(x: float, y: float, prev: float, w: World) -> float:\n    return prev + 1.0\n";
    const { code, notes } = await wgen(["check", "-"], source);
    expect([code, notes]).toEqual([
      0,
      "No problems.\nThe plugin has no hook, so a world calls nothing in it: `wgen docs hooks` lists them.\n",
    ]);
  });

  test("- reads stdin", async () => {
    expect((await wgen(["check", "-"], "x = (1\n")).output).toMatch(/^<stdin>:\d+:\d+: error\[WG1\d\d\]/);
  });

  test("bytes that are no UTF-8 are a diagnostic", async () => {
    const result = await wgen(["check", notText, "--json"]);
    expect(result.code).toBe(1);
    expect(JSON.parse(result.output).diagnostics[0]).toMatchObject({ severity: "error", line: 1 });
  });

  test("--format github writes workflow commands, --format sarif a SARIF log", async () => {
    const github = await wgen(["check", wrong, "--format", "github"]);
    expect(github.output).toMatch(/^::error file=.*wrong\.wgen,line=2,col=7,endLine=2,endColumn=13,title=WG2\d\d .*::.*\n$/);
    const sarif = JSON.parse((await wgen(["check", wrong, "--format", "sarif"])).output);
    expect(sarif).toMatchObject({ version: "2.1.0" });
    expect(sarif.runs[0].results[0].locations[0].physicalLocation.region).toMatchObject({ startLine: 2, startColumn: 7 });
  });

  test("--batch gives one line a file, whatever the files are", async () => {
    const result = await wgen(["check", "--batch", list, "--json"]);
    const lines = jsonLines(result.output);
    expect(result.code).toBe(1);
    expect(lines.map((line) => (line["diagnostics"] as unknown[]).length > 0)).toEqual([
      false,
      true,
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
    for (const line of lines) expect(Object.keys(line)).toEqual(["file", "diagnostics", "ms"]);
  });
});

describe.each(["interpreter", "compiled"])("run in the %s tier", (tier) => {
  test("prints what print prints, and nothing else", async () => {
    expect(await wgen(["run", good, "--tier", tier])).toMatchObject({ code: 0, output: "hello 42\nbye\n", notes: "" });
  });

  test("a program with problems does not run", async () => {
    const result = await wgen(["run", wrong, "--tier", tier]);
    expect(result).toMatchObject({ code: 1, output: "" });
    expect(result.notes).toContain("wrong.wgen:2:7: error[WG2");
  });

  test("a fault goes to stderr with its place and the calls that led there; what was printed stays", async () => {
    const result = await wgen(["run", faulty, "--tier", tier]);
    expect(result).toMatchObject({ code: 1, output: "before\n" });
    expect(result.notes).toContain("faulty.wgen:2:");
    expect(result.notes).toContain("IndexError: list index out of range");
    expect(result.notes).toContain("faulty.wgen:5:");
  });

  test("--json gives one object", async () => {
    const { code, output } = await wgen(["run", faulty, "--json", "--tier", tier]);
    const data = JSON.parse(output);
    expect(code).toBe(1);
    expect(data).toMatchObject({
      file: faulty,
      ok: false,
      stdout: "before\n",
      error: { phase: "run", code: "WG501", message: "IndexError: list index out of range", line: 2 },
    });
    expect(data.fuel).toBeGreaterThan(0);
  });

  test("a fault shows what the names of its line held, in the call that failed", async () => {
    const source = `xs = [1, 2, 3]
def pick(k: int, word: str) -> int:
    if k == 0:
        return 1
    return pick(k - 1, word) + xs[k + len(word)] + xs[-k]
print(pick(2, "a"))
`;
    const { notes } = await wgen(["run", "-", "--tier", tier], source);
    expect(notes).toContain("<stdin>:5:32: fault[WG501]: IndexError");
    expect(notes).toContain('\n  as this line began: `k` is 2, `word` is "a", `xs` has 3 items\n');
    const looped = "d = {'a': 1}\nfor name in ['a', 'b']:\n    n = d[name] * 1.5\n";
    expect((await wgen(["run", "-", "--tier", tier], looped)).notes).toContain('as this line began: `name` is "b"\n');
  });

  test("a limit that was met says which option raises it", async () => {
    const { notes } = await wgen(["run", endless, "--fuel", "1e5", "--tier", tier]);
    expect(notes).toContain("hint: `wgen run --fuel 1e11` lets it run on");
  });

  test("out of fuel stops at its line, having spent exactly the limit", async () => {
    const data = JSON.parse((await wgen(["run", endless, "--json", "--fuel", "1e5", "--tier", tier])).output);
    expect(data).toMatchObject({ ok: false, error: { phase: "run", code: "WG601" }, fuel: 1e5 });
    expect([2, 3]).toContain(data.error.line);
  });

  test("--batch gives one line a file, whatever the files do", async () => {
    const { code, output } = await wgen(["run", "--batch", list, "--json", "--fuel", "1e5", "--tier", tier]);
    const lines = jsonLines(output);
    expect(code).toBe(1);
    expect(lines.map((line) => line["ok"])).toEqual([true, false, false, false, false, false, false, true]);
    expect(lines.map((line) => (line["error"] as { phase: string } | null)?.phase ?? null)).toEqual([
      null,
      "check",
      "run",
      "check",
      "check",
      "check",
      "run",
      null,
    ]);
    for (const line of lines) expect(Object.keys(line)).toEqual(["file", "ok", "stdout", "error", "fuel"]);
    expect(lines[0]).toEqual(lines[7]);
  });
});

describe("fmt", () => {
  test("writes a file the one way, once", async () => {
    const path = file("loose.wgen", "x=1 # one\nif x :\n  print( x )\n");
    expect(await wgen(["fmt", "--check", path])).toMatchObject({ code: 1, output: `${path}\n` });
    expect(await wgen(["fmt", path])).toMatchObject({ code: 0, output: "" });
    expect(readFileSync(path, "utf8")).toBe("x = 1  # one\nif x:\n    print(x)\n");
    expect(await wgen(["fmt", "--check", path])).toMatchObject({ code: 0, output: "" });
  });

  test("from stdin to stdout", async () => {
    expect(await wgen(["fmt", "-"], "f( 1 )\n")).toMatchObject({ code: 0, output: "f(1)\n" });
  });

  test("leaves what is no program as it is, and says why", async () => {
    const path = file("broken.wgen", "x = (1\n");
    const result = await wgen(["fmt", path, notText]);
    expect(result).toMatchObject({ code: 1, output: "" });
    expect(result.notes).toContain("WG125");
    expect(result.notes).toContain("WG107");
    expect(readFileSync(path, "utf8")).toBe("x = (1\n");
  });
});

describe("build", () => {
  test("writes a module and says its digest", async () => {
    const output = join(folder, "good.wasm");
    const result = await wgen(["build", good, "-o", output, "--json"]);
    expect(result.code).toBe(0);
    expect(JSON.parse(result.output)).toMatchObject({ output, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect([...readFileSync(output).subarray(0, 4)]).toEqual([0, 0x61, 0x73, 0x6d]);
  });

  test("a plugin that is refused is not built", async () => {
    const result = await wgen(["build", wrong, "-o", join(folder, "wrong.wasm")]);
    expect([result.code, result.output]).toEqual([1, ""]);
    expect(existsSync(join(folder, "wrong.wasm"))).toBe(false);
  });
});

describe("the real process", () => {
  test("a reader that goes away ends the run quietly", () => {
    const loud = file("loud.wgen", "for i in range(20000):\n    print(i)\n");
    const script = `"$0" "$1" run "$2" | head -1`;
    const result = spawnSync("bash", ["-c", script, process.execPath, commandFile, loud], { encoding: "utf8" });
    expect([result.stdout, result.stderr]).toEqual(["0\n", ""]);
  });

  test("NO_COLOR and a pipe take the colours away, FORCE_COLOR brings them", () => {
    const plain = spawnWgen(["run", wrong], { env: { ...process.env, FORCE_COLOR: "", NO_COLOR: "" } });
    expect(plain.stderr).not.toContain("\u001b");
    const forced = { ...process.env, FORCE_COLOR: "1", NO_COLOR: "" };
    expect(spawnWgen(["run", wrong], { env: forced }).stderr).toContain("\u001b[1;31m");
    expect(spawnWgen(["run", wrong], { env: { ...forced, NO_COLOR: "1" } }).stderr).not.toContain("\u001b");
  });

  test("the two tiers print the same and spend the same", () => {
    const program = file("both.wgen", "total = 0\nfor i in range(100):\n    total += i * i\nprint(total)\n");
    const [one, other] = ["interpreter", "compiled"].map((tier) => spawnWgen(["run", program, "--json", "--tier", tier]).stdout);
    expect(one).toBe(other);
    expect(JSON.parse(one!)).toMatchObject({ ok: true, stdout: "328350\n" });
  });
});
