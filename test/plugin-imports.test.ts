// Plugins that import plugins: what a name stands for is pinned by hash; what
// is imported runs as in Python, once, before what imports it; cycles, chains
// and diamonds end.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { check, compile, pluginHash, worldHost } from "wgen";
import type { PinnedSource, Plugin, PluginImports } from "wgen";
import { wgen } from "./helpers/command-line.ts";

const none: ReadonlyMap<string, string> = new Map();

/** Sources by name, each with what it imports among those before it, as imports of one that imports the names in `of`. */
function importing(named: Readonly<Record<string, string>>, of: readonly string[] = Object.keys(named)): PluginImports {
  const hashes = new Map<string, string>();
  const sources = new Map<string, PinnedSource>();
  for (const [name, text] of Object.entries(named)) {
    const pins = new Map([...hashes].filter(([other]) => text.includes(other)));
    const hash = pluginHash(text, pins);
    hashes.set(`workshop.${name}`, hash);
    sources.set(hash, { text, pins });
  }
  return { pins: new Map(of.map((name) => [`workshop.${name}`, hashes.get(`workshop.${name}`)!])), sources };
}

function plugin(source: string, imports: PluginImports, tier: "compiled" | "interpreter" = "interpreter"): Plugin {
  const compiled = compile(source, { host: worldHost, imports, tier });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics.map((d) => [d.file.name, d.message])));
  return compiled;
}

function refused(source: string, imports: PluginImports): unknown {
  return check(source, { host: worldHost, imports }).diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

const ridges = `"""Ridges."""
from wgen import Color, param

sharp: float = param(2.0, min=0.0, max=9.0)
tint: Color = param("#ff0000")
table = [1, 2, 3]
assert __name__ == "workshop.alice.ridges"


class Band:
    def __init__(self, low: float) -> None:
        self.low = low

    def over(self, v: float) -> bool:
        return v > self.low


def crest(x):
    if x > 90.0:
        raise ValueError("too far")
    return (1.0 - abs(x)) * sharp * table[0]


def elevation(prev: float) -> float:
    return crest(prev)

spare = 4
del spare
`;

const user = `from workshop.alice.ridges import Band, crest, sharp, tint
import workshop.alice.ridges as r


def elevation(x: float, prev: float) -> float:
    if Band(3.0).over(x):
        return crest(x) + len(r.table) + tint.r
    return prev + sharp
`;

describe("a plugin that imports another", () => {
  const imports = importing({ "alice.ridges": ridges });

  test.each(["interpreter", "compiled"] as const)(
    "uses its functions, classes and values; its settings have their defaults (%s)",
    (tier) => {
      const one = plugin(user, imports, tier);
      expect(one.call("elevation", { x: 1, prev: 5 })).toMatchObject({ ok: true, value: 7 });
      expect(one.call("elevation", { x: 10, prev: 5 })).toMatchObject({ ok: true, value: -14 });
      expect([one.hooks, one.parameters]).toEqual([["elevation"], []]);
    },
  );

  test("tells faults at the line of the plugin that they are in", () => {
    const outcome = plugin(user, imports).call("elevation", { x: 100, prev: 5 });
    expect(outcome).toMatchObject({ ok: false, fault: { message: "ValueError: too far", file: "alice/ridges.wgen", line: 20 } });
    if (!outcome.ok)
      expect(outcome.fault.chain.map(({ file, line }) => `${file}:${line}`)).toEqual(["alice/ridges.wgen:20", "plugin.wgen:7"]);
  });

  test("has a hash of its own for each version of what it imports, and no other", () => {
    const other = importing({ "alice.ridges": ridges.replace("too far", "farther") });
    const more = { ...imports, pins: new Map([...imports.pins, ["workshop.bob.unused", "0".repeat(64)]]) };
    expect(plugin(user, other).hash).not.toBe(plugin(user, imports).hash);
    expect(plugin(user, more).hash).toBe(plugin(user, imports).hash);
  });

  test("keeps two versions of one plugin apart", () => {
    const old = importing({
      "alice.tools": "def step():\n    return 1\n",
      "bob.user": "from workshop.alice.tools import step\ndef twice():\n    return 2 * step()\n",
    });
    const now = importing({ "alice.tools": "def step():\n    return 10\n" });
    const both = { pins: new Map([...old.pins, ...now.pins]), sources: new Map([...old.sources, ...now.sources]) };
    const source =
      "from workshop.alice.tools import step\nfrom workshop.bob.user import twice\ndef elevation(prev: float) -> float:\n    return float(step() + twice())\n";
    expect(plugin(source, both).call("elevation", { prev: 0 })).toMatchObject({ value: 12 });
  });

  test("runs what it imports once, before itself, however many lead to it", () => {
    const base = "seen = []\nseen.append(1)\ndef count():\n    return len(seen)\n";
    const layers: Record<string, string> = { "a.l0": base };
    for (let k = 1; k < 8; k++) {
      const from = k === 1 ? ["l0"] : [`l${k - 1}`, `r${k - 1}`];
      for (const side of ["l", "r"])
        layers[`a.${side}${k}`] =
          `${from.map((one) => `import workshop.a.${one} as ${one}\n`).join("")}def count():\n    return ${from[0]}.count()\n`;
    }
    const source =
      "from workshop.a.l7 import count as one\nfrom workshop.a.r7 import count as two\ndef elevation(prev: float) -> float:\n    return float(one() + two())\n";
    expect(plugin(source, importing(layers, ["a.l7", "a.r7"])).call("elevation", { prev: 0 })).toMatchObject({ value: 2 });
  });
});

describe("an import is refused", () => {
  const source = "from workshop.a.b import f\ndef elevation(prev: float) -> float:\n    return float(f())\n";

  test("where nothing is pinned", () => {
    expect(refused(source, { pins: none, sources: new Map() })).toEqual(["WG202: there is no module `workshop.a.b`"]);
  });

  test("where the plugin is not in order itself, or reaches for what is the library's own", () => {
    for (const text of [
      "def f():\n    return hieght\n",
      "from intrinsics import storage_new\ndef f():\n    return 1\n",
      "def f():\n    return _int_text(3)\n",
    ]) {
      expect(refused(source, importing({ "a.b": text }))).toEqual(["WG210: `workshop.a.b` is not in order itself"]);
    }
  });

  test("of a name that is not there", () => {
    expect(refused(source, importing({ "a.b": "def g():\n    return 1\n" }))).toEqual([
      expect.stringMatching(/^WG206: module `workshop.a.b` has no name `f`/),
    ]);
  });

  test("of what its importer does not import itself", () => {
    const imports = importing({ "a.c": "def h():\n    return 1\n", "a.b": "from workshop.a.c import h\ndef f():\n    return h()\n" }, [
      "a.b",
    ]);
    expect(plugin(source, imports).call("elevation", { prev: 0 })).toMatchObject({ value: 1 });
    expect(refused(source.replaceAll("a.b import f", "a.c import h as f"), imports)).toEqual(["WG202: there is no module `workshop.a.c`"]);
  });

  test("where chains are long, or plugins many or large", () => {
    const chain: Record<string, string> = { "a.p0": "def f():\n    return 1\n" };
    for (let k = 1; k <= 12; k++) chain[`a.p${k}`] = `from workshop.a.p${k - 1} import f as g\ndef f():\n    return g()\n`;
    expect(refused("from workshop.a.p12 import f\n", importing(chain, ["a.p12"]))).toEqual([expect.stringContaining("WG210")]);
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, k) => [`a.q${k}`, `def f${k}():\n    return ${k}\n`]));
    const all = Object.keys(many)
      .map((name, k) => `from workshop.${name} import f${k}\n`)
      .join("");
    expect(String(refused(all, importing(many)))).toContain("WG613: more than 32 plugins are imported in all");
    expect(String(refused(source, importing({ "a.b": `def f():\n    return 1\n${"# long\n".repeat(200_000)}` })))).toMatch(
      /WG613: what is imported is larger/,
    );
  });

  test("where a source is not what its hash says", () => {
    const { pins, sources } = importing({ "a.b": "def f():\n    return 1\n" });
    const forged = new Map([...sources].map(([hash, one]) => [hash, { ...one, text: "def f():\n    return 2\n" }]));
    expect(() => refused(source, { pins, sources: forged })).toThrow(RangeError);
  });
});

describe("wgen lock", () => {
  const folder = mkdtempSync(join(tmpdir(), "wgen-lock-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text: string): string => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
    return join(folder, path);
  };

  test("pins what lies beside the file; check and run use it", async () => {
    const main = write("main.wgen", "from workshop.alice.tools import twice\nprint(twice(21))\n");
    write("workshop/alice/tools.wgen", "from workshop.bob.deep import two\n\n\ndef twice(n: int) -> int:\n    return two() * n\n");
    write("workshop/bob/deep.wgen", "def two() -> int:\n    return 2\n");
    expect((await wgen(["check", main])).output).toContain("`wgen lock` looks up those that a file imports");
    expect(await wgen(["lock", main])).toMatchObject({ code: 0, notes: expect.stringContaining("2 plugins") });
    expect(await wgen(["run", main])).toMatchObject({ code: 0, output: "42\n" });
    // What was locked stays what it was.
    write("workshop/bob/deep.wgen", "def two() -> int:\n    return 3\n");
    expect(await wgen(["run", main])).toMatchObject({ output: "42\n" });
    await wgen(["lock", main]);
    expect(await wgen(["run", main])).toMatchObject({ output: "63\n" });
    const lock = join(folder, "wgen.lock");
    writeFileSync(lock, readFileSync(lock, "utf8").replace("return 3", "return 4"));
    expect(await wgen(["run", main])).toMatchObject({ code: 2, notes: expect.stringContaining("was changed") });
  });

  test("says where imports lead back to themselves, or nowhere", async () => {
    const main = write("other/main.wgen", "from workshop.a.one import f\nprint(f())\n");
    write("other/workshop/a/one.wgen", "from workshop.a.two import f\n");
    write("other/workshop/a/two.wgen", "from workshop.a.one import f\n");
    expect(await wgen(["lock", main])).toMatchObject({
      code: 2,
      notes: expect.stringContaining("workshop.a.one -> workshop.a.two -> workshop.a.one (WG210)"),
    });
    write("other/workshop/a/one.wgen", "from workshop.a.one import f\n");
    expect((await wgen(["lock", main])).notes).toContain("workshop.a.one -> workshop.a.one (WG210)");
    for (let k = 0; k < 50; k++) write(`other/workshop/a/c${k}.wgen`, `from workshop.a.c${(k + 1) % 50} import f\n`);
    write("other/main.wgen", "from workshop.a.c0 import f\n");
    expect((await wgen(["lock", main])).notes).toContain("(WG613)");
    write("other/main.wgen", "from workshop.a.nobody import f\n");
    expect((await wgen(["lock", main])).notes).toContain("there is no plugin workshop.a.nobody (WG202)");
  });
});
