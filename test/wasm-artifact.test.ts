// Artifacts: run by the page grammar/abi.md alone (test/helpers/artifactRunner.ts
// imports nothing of src), loaded only whole and unchanged, with names and a
// source map for tools.

import { describe, expect, test } from "vitest";
import type { TypedFunction } from "../src/check/program.ts";
import { contentHash } from "../src/base/hashing.ts";
import { BOOL, FLOAT, INT, NONE, STR, tupleOf } from "../src/types/primitives.ts";
import { loadArtifact, makeArtifact } from "../src/wasm/artifact.ts";
import type { Artifact } from "../src/wasm/artifact.ts";
import { compileModule } from "../src/wasm/compile.ts";
import { verifyModule } from "../src/wasm/verify.ts";
import { webAssembly } from "../src/wasm/webAssembly.ts";
import { plenty, runIn } from "./helpers/ir.ts";
import { createInterpreter } from "../src/interpreter/instance.ts";
import { ArtifactRunner } from "./helpers/artifactRunner.ts";
import * as t from "./helpers/typed.ts";

const pair = tupleOf([INT, STR]);
const cell = t.newClass("Cell", [
  ["x", FLOAT],
  ["name", STR],
  ["count", INT],
]);
const cellType = t.instance(cell);

function build(): t.ProgramBuilder {
  const p = new t.ProgramBuilder();
  const two = (b: t.Body): [t.Expression, t.Expression] => b.parameters.map(t.read) as [t.Expression, t.Expression];
  p.add("multiply", [INT, INT], INT, (b) => [t.give(t.mul(...two(b)))]);
  p.add("greet", [STR], STR, (b) => [
    t.print(t.str("hi\n")),
    t.give(t.append(t.append(t.str("hello "), t.read(b.parameters[0] as t.Variable)), t.str("!"))),
  ]);
  p.add("both", [pair, BOOL], FLOAT, (b) => [t.when(t.read(b.parameters[1] as t.Variable), [t.give(t.float(0.5))]), t.give(t.float(-1))]);
  p.add("move", [cellType, INT], cellType, (b) => {
    const [c, n] = two(b);
    return [t.give(t.construct(cellType, t.field(c, 0, FLOAT), t.append(t.field(c, 1, STR), t.str("'")), t.add(t.field(c, 2, INT), n)))];
  });
  const fail: TypedFunction = p.add("fail", [INT], INT, (b, self) => {
    const n = t.read(b.parameters[0] as t.Variable);
    return [
      t.when(t.less(n, t.int(1)), [t.raise(t.newException("ValueError", t.str("too low")))]),
      t.give(t.add(t.call(self, t.sub(n, t.int(1))), t.int(1))),
    ];
  });
  void fail;
  p.add("forever", [], NONE, () => [t.loop(t.evaluate(t.int(1)))]);
  return p;
}

const p = build();
const program = p.program();
const lowered = p.lower({ initializer: program.initializer });
const origin = { sourceHash: contentHash("source"), compiler: "test", host: "none", prices: 1, limits: { fuel: 10 } };
const artifact: Artifact = makeArtifact({
  compiled: compileModule(lowered.module, { debug: true }),
  heapTypes: lowered.heapTypes,
  hooks: p.functions.slice(0, 6).map(({ name, id, parameters, result }) => ({ name, function: id, parameters, result })),
  parameters: [],
  origin,
});

const grant = { fuel: 10_000, memoryBytes: 2 ** 20, depth: 100 };

function runner(): ArtifactRunner {
  const made = new ArtifactRunner(artifact.bytes, artifact.digest, {}, "demo", 7n);
  expect(made.initialize(grant)).toMatchObject({ ok: true });
  return made;
}

describe("an artifact run by its page alone", () => {
  const made = runner();

  test.each([
    ["multiply", [6, 7], 42],
    ["multiply", [2n ** 60n, 4], 2n ** 62n],
    ["greet", ["w\u00f6rld \u{1f600}"], "hello w\u00f6rld \u{1f600}!"],
    ["both", [[1, "a"], true], 0.5],
    ["both", [[1, "a"], false], -1],
    ["move", [{ x: 1.5, name: "p", count: 3 }, 4], { x: 1.5, name: "p'", count: 7 }],
  ] as const)("%s, case %#", (name, values, value) => {
    for (let round = 0; round < 3; round++) expect(made.call(name, values as never, grant)).toMatchObject({ ok: true, value });
  });

  test("what it prints", () => {
    expect(made.call("greet", ["x"], grant)).toMatchObject({ output: "hi\n" });
  });

  test("fuel is the interpreter's", () => {
    const { outcome } = runIn(createInterpreter, lowered.module, 0, [6, 7], plenty);
    expect(made.call("multiply", [6, 7], grant)).toMatchObject({ fuel: outcome.usage.fuel });
  });

  test("an overflow, an exception with its chain, and no more fuel", () => {
    expect(made.call("multiply", [2n ** 62n, 2], grant)).toMatchObject({ ok: false, code: "WG520", text: "i64.mul" });
    const failed = made.call("fail", [3], grant);
    expect(failed).toMatchObject({ ok: false, code: "exception", text: "ValueError: too low" });
    if (!failed.ok) expect(failed.chain.map((line) => line.split(" ")[1])).toEqual(["fail", "fail", "fail", "fail"]);
    expect(made.call("forever", [], grant)).toMatchObject({ ok: false, code: "WG601", fuel: grant.fuel });
    expect(made.call("fail", [90], { ...grant, depth: 5 })).toMatchObject({ ok: false, code: "WG603" });
    expect(made.call("multiply", [6, 7], grant)).toMatchObject({ ok: true, value: 42 });
  });
});

describe("loading", () => {
  test("gives back what was put in", () => {
    const loaded = loadArtifact(artifact.bytes, artifact.digest);
    expect(loaded.origin).toEqual(origin);
    expect(loaded.interface.hooks.map((hook) => hook.name)).toEqual(["multiply", "greet", "both", "move", "fail", "forever"]);
    expect(verifyModule(artifact.bytes).imports).toEqual([]);
  });

  test("refuses what was truncated, changed or swapped", () => {
    const wrong = (bytes: Uint8Array<ArrayBuffer>, digest = artifact.digest): void => {
      expect(() => loadArtifact(bytes, digest)).toThrow("artifact");
    };
    wrong(artifact.bytes.slice(0, -1));
    for (let at = 0; at < artifact.bytes.length; at += 997) {
      const changed = artifact.bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      wrong(changed);
    }
    wrong(artifact.bytes, contentHash("other"));
    const code = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 9, 1, 0);
    wrong(code, contentHash(code));
  });
});

test("names and a source map stand in a debug build", () => {
  const module = new webAssembly.Module(artifact.bytes);
  expect(webAssembly.Module.customSections(module, "name")).toHaveLength(1);
  const [section] = webAssembly.Module.customSections(module, "sourceMappingURL");
  const url = new TextDecoder().decode(section).replace(/^[^d]*data/, "data");
  const map = JSON.parse(atob(url.slice(url.indexOf(",") + 1))) as { sources: string[]; mappings: string };
  expect(map.sources).toContain("test.wgen");
  expect(map.mappings.split(",").length).toBeGreaterThan(5);
});
