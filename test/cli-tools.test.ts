// The commands around a program: its tests, where its fuel goes, python3 beside
// it, safe rewrites, and what stands between a Python program and wgen.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compile, worldHost } from "wgen";
import { Spending, type SpendNode } from "../src/engine/spending.ts";
import { wgen } from "./helpers/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "wgen-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const program = `import math


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


total = 0
for i in range(9):
    total += fib(i)
xs = sorted([math.sin(i * 1.0) for i in range(20)])
print(total, len(xs))
`;

describe("wgen test", () => {
  const plugin = `from wgen import World


def crest(x: float) -> float:
    return abs(x) * 2.0


def elevation(x: float, y: float, w: World) -> float:
    return crest(x)


def test_crest():
    assert crest(-2.0) == 4.0


def test_world(w: World):
    assert elevation(1.0, 2.0, w) == 2.0
    assert w.cell_size == 10.0


def test_bad():
    print("seen", crest(1.0))
    assert crest(1.0) == 3.0, "no crest"
`;

  test("runs each test of a plugin and names the one that fails, with its line", async () => {
    const path = file("crest.wgen", plugin);
    const { code, output, notes } = await wgen(["test", path]);
    expect(code).toBe(1);
    expect(output).toMatch(/^ok .*test_crest .*\nok .*test_world .*\nFAIL .*test_bad .*\n {6}seen 2\.0\n1 of 3 tests failed\.\n$/);
    expect(notes).toContain(`${path}:23:5: fault[WG506]: AssertionError: no crest`);
  });

  test("--only chooses, --json is data, programs have tests too", async () => {
    const chosen = await wgen(["test", "--json", "--only", "crest", file("crest.wgen", plugin)]);
    expect(chosen.code).toBe(0);
    expect(JSON.parse(chosen.output)).toMatchObject({ refused: false, tests: [{ name: "test_crest", ok: true }] });
    const counting =
      "seen = []\ndef test_one():\n    seen.append(1)\n    assert len(seen) == 1\ndef test_two():\n    seen.append(2)\n    assert len(seen) == 1\n";
    expect((await wgen(["test", file("counting.wgen", counting)])).output).toContain("All 2 tests hold.");
  });

  test("no test, and a file that is refused, are failures", async () => {
    expect(await wgen(["test", file("none.wgen", "x = 1\n")])).toMatchObject({ code: 1, output: expect.stringContaining("No tests") });
    expect((await wgen(["test", file("wrong.wgen", "def test_a():\n    assert hieght == 1\n")])).notes).toContain("WG201");
  });
});

describe("wgen profile", () => {
  test("lines add up to the fuel of a plain run, exactly", async () => {
    const path = file("fib.wgen", program);
    const plain = JSON.parse((await wgen(["run", "--json", path])).output) as { fuel: number };
    const profile = JSON.parse((await wgen(["profile", "--json", path])).output) as {
      total: number;
      lines: { line: number; fuel: number }[];
    };
    expect(profile.total).toBe(plain.fuel);
    expect(profile.lines.reduce((sum, { fuel }) => sum + fuel, 0)).toBe(plain.fuel);
    expect(profile.lines.filter(({ line }) => [5, 7, 13].includes(line)).every(({ fuel }) => fuel > 100)).toBe(true);
  });

  test("also where fuel runs out, and the listing says the sum", async () => {
    const path = file("endless.wgen", "x = 0\nwhile True:\n    x += 1\n");
    const { code, output, notes } = await wgen(["profile", "--fuel", "1000", path]);
    expect(code).toBe(1);
    expect(output).toMatch(/\n {8}1000 100\.0% {2}in all\n$/);
    expect(notes).toContain("WG601");
  });

  test("the flame graph is drawn from the calls", async () => {
    const svg = join(folder, "flame.svg");
    expect((await wgen(["profile", "-o", svg, file("fib.wgen", program)])).code).toBe(0);
    const text = readFileSync(svg, "utf8");
    expect(text).toMatch(/^<svg xmlns/);
    expect(text.match(/<title>fib: [\d,]+ fuel \([\d.]+ %\)/g)?.length).toBeGreaterThan(2);
    expect(text).not.toMatch(/<script|href/);
  });

  test("hooks: the tree and the lines are the fuel of module body and calls", () => {
    const source =
      "from noise import fbm\nfrom wgen import World\n\n\ndef elevation(x: float, y: float, w: World) -> float:\n    return fbm(x, y, 3, seed=w.seed)\n";
    const spending = new Spending();
    const plugin = compile(source, { host: worldHost, spending });
    if (!plugin.ok) throw new Error("refused");
    const w = { seed: 5, sea_level: 0, cell_size: 10, size: 1000 };
    const call = (x: number): number => plugin.call("elevation", { x, y: 2.5, w }).fuelUsed;
    call(1);
    const before = spending.total;
    const used = call(2.25) + call(3);
    expect(spending.total - before).toBe(used);
    const out = new Float64Array(3);
    const cells = spending.total;
    const mapped = plugin.map("elevation", { x: Float64Array.of(1, 2, 3), y: Float64Array.of(1, 2, 3), w }, out);
    expect(spending.total - cells).toBe(mapped.fuelUsed);
    const sum = (node: SpendNode): number => node.children.reduce((all, child) => all + sum(child), node.own);
    expect(sum(spending.tree)).toBe(spending.total);
  });
});

describe("wgen profile of a plugin that imports", () => {
  test("what the imported one spends counts for the line that calls it", async () => {
    mkdirSync(join(folder, "workshop/ada"), { recursive: true });
    file("workshop/ada/steps.wgen", "\n\n\n\ndef step(v: float) -> float:\n    return v // 50.0 * 50.0\n");
    const own = file("own.wgen", "from workshop.ada.steps import step\n\ndef elevation(prev: float) -> float:\n    return step(prev)\n");
    expect((await wgen(["lock", own])).notes).toContain(": 1 plugin.");
    const { output } = await wgen(["profile", "--json", own]);
    const { total, lines } = JSON.parse(output) as { total: number; lines: { line: number; fuel: number }[] };
    expect(lines.map(({ line }) => line).filter((line) => line > 0)).toEqual([4]);
    expect(lines.reduce((sum, { fuel }) => sum + fuel, 0)).toBe(total);
  });
});

const hasPython = spawnSync("python3", ["-c", ""]).status === 0;

describe.skipIf(!hasPython)("wgen run --against-python (needs python3)", () => {
  test("equal, with and without an error at the end", async () => {
    expect(await wgen(["run", "--against-python", file("fib.wgen", program)])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^equal: .* 1 line /),
    });
    const failing = await wgen(["run", "--against-python", file("index.wgen", "xs = [1]\nprint(xs)\nprint(xs[4])\n")]);
    expect(failing).toMatchObject({ code: 0, output: expect.stringContaining("both end with IndexError") });
  });

  test("the first differing line is shown from both", async () => {
    const path = file("differs.wgen", "print(1)\nx = 2 ** 62\nfor i in range(2):\n    print(x)\n    x += x\n");
    const { code, output } = await wgen(["run", "--against-python", path]);
    expect(code).toBe(1);
    expect(output).toMatch(
      /^different: .*, line 3 of the output\n {2}wgen: {4}\(no more output: OverflowError\)\n {2}python3: 9223372036854775808\n$/,
    );
  });
});

test("where there is no python3, --against-python says so", async () => {
  const { PATH } = process.env;
  process.env["PATH"] = folder;
  try {
    expect(await wgen(["run", "--against-python", file("fib.wgen", program)])).toMatchObject({
      code: 2,
      notes: expect.stringContaining("no python3"),
    });
  } finally {
    process.env["PATH"] = PATH;
  }
});

describe("wgen check --fix", () => {
  test("makes the safe rewrites, prints them as a diff, and says what is left", async () => {
    const path = file("mend.wgen", "x = true\nif x && 3 = 4:\n    print x\nprint(nothing)\n");
    const { code, output, notes } = await wgen(["check", "--fix", path]);
    expect(readFileSync(path, "utf8")).toBe("x = True\nif x and 3 == 4:\n    print(x)\nprint(nothing)\n");
    expect(output).toBe(
      `--- ${path}\n+++ ${path}\n@@ -1,4 +1,4 @@\n-x = true\n-if x && 3 = 4:\n-    print x\n+x = True\n+if x and 3 == 4:\n+    print(x)\n print(nothing)\n`,
    );
    expect(code).toBe(1);
    expect(notes).toContain("there is no name `nothing`");
  });

  test("names and types are mended where the hint says what to write, and then the file checks", async () => {
    const path = file("names.wgen", 'hieght = 3\nxs = [1]\nxs.apend(hight)\nprint("size " + hieght, lenn(xs))\n');
    expect(await wgen(["check", "--fix", path])).toMatchObject({ code: 0 });
    expect(readFileSync(path, "utf8")).toBe('hieght = 3\nxs = [1]\nxs.append(hieght)\nprint("size " + str(hieght), len(xs))\n');
  });

  test("leaves a right file alone", async () => {
    const path = file("right.wgen", "x = 1\r\nprint(x)\r\n");
    expect(await wgen(["check", "--fix", path])).toMatchObject({ code: 0, output: "" });
    expect(readFileSync(path, "utf8")).toBe("x = 1\r\nprint(x)\r\n");
  });
});

describe("wgen port", () => {
  const old = `import os


class A:
    async def go(self):
        return 1


x = 5
y = x++
print y
print(hieght)
text = [1] + 3
`;

  test("tells of mistakes of syntax, names and types in one go, by line", async () => {
    const { code, output } = await wgen(["port", "--json", file("old.py", old)]);
    expect(code).toBe(1);
    const { fixed, diagnostics } = JSON.parse(output) as { fixed: { code: string }[]; diagnostics: { code: string; line: number }[] };
    expect(fixed.map((each) => each.code)).toContain("WG190");
    expect(diagnostics.map(({ code: refusal, line }) => `${line} ${refusal}`)).toEqual(
      expect.arrayContaining(["1 WG202", "12 WG201", "13 WG302"]),
    );
  });

  test("-o writes a draft: safe rewrites made, the rest as comments", async () => {
    const draft = join(folder, "draft.wgen");
    await wgen(["port", file("old.py", old), "-o", draft]);
    const text = readFileSync(draft, "utf8");
    expect(text).toMatch(/# WG202: there is no module `os`.*\nimport os\n/);
    expect(text).toContain("\nprint(y)\n");
    expect(await wgen(["port", file("fine.py", "print(1)\n")])).toMatchObject({ code: 0, output: expect.stringContaining("as it stands") });
  });
});
