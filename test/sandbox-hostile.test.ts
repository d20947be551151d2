// Plugins that mean harm, in real children: each gets its answer, nobody else
// waits for it, and the pool is whole afterwards. Group 2 and 9 of the
// catalogue of attacks, as far as they concern the pool.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newDocument } from "wgen";
import type { Pool } from "../src/sandbox/pool.ts";
import { gone, realPool } from "./helpers/pools.ts";

let pool: Pool;
const engineErrors: string[] = [];

beforeAll(async () => {
  const values = new URL("hosts/values.ts", import.meta.url).href;
  pool = realPool({ hosts: { values }, spares: 1, onEngineError: (text) => engineErrors.push(text) });
  await pool.ready();
});
afterAll(async () => pool.close());

const honest = { source: "def number(k: int) -> int:\n    return k * 2\n" };

/** Somebody else is served. */
async function expectServed(): Promise<void> {
  expect(await pool.call(honest, "number", { k: 21 }, { host: "values", owner: "ann" })).toMatchObject({ kind: "value", value: 42 });
}

async function run(body: string, request: object = {}, imports = ""): ReturnType<Pool["call"]> {
  const source = `${imports}\ndef number(k: int) -> int:\n${body
    .split("\n")
    .map((line) => `    ${line}\n`)
    .join("")}`;
  return pool.call({ source }, "number", { k: 1 }, { host: "values", owner: "eve", ...request });
}

describe("what the language stops", () => {
  test.each([
    ["an endless loop", "while True:\n    pass", "WG601"],
    ["growth of memory", "xs = [0]\nwhile True:\n    xs = xs + xs", "WG602"],
    ["recursion without end", "return number(k + 1)", "WG603"],
    ["a text beyond its limit", 's = "a"\nwhile True:\n    s = s + s', "WG60"],
  ])("%s", async (_name, body, code) => {
    const answer = await run(body, { limits: { fuel: 300_000_000 } });
    expect(answer).toMatchObject({ ok: false, kind: "fault", fault: { code: expect.stringContaining(code) } });
    await expectServed();
  });
});

describe("what only the walls stop", () => {
  const trouble = (name: string): string => `from trouble import ${name}\n`;

  test("a call that never returns is killed, and the answer says so", async () => {
    const before = pool.stats().killedByDeadline;
    const answer = await run("return spin()", { limits: { fuel: 1_000 } }, trouble("spin"));
    expect(answer).toMatchObject({ ok: false, kind: "killed", reason: "deadline" });
    expect(pool.stats().killedByDeadline).toBe(before + 1);
    await expectServed();
  });

  test("a process that grows is killed, or refused memory by the system first, which is a fault of the host function", async () => {
    const answer = await run("return grow()", { limits: { fuel: 1_000_000_000 } }, trouble("grow"));
    const end = answer.kind === "killed" ? answer.reason : answer.kind;
    expect(["memory", "fault"]).toContain(end);
    await expectServed();
  });

  test("an overflow of our own stack ends the child, not the pool", async () => {
    const answer = await run("return overflow()", {}, trouble("overflow"));
    expect(answer.kind).toMatch(/^(crashed|fault)$/);
    await expectServed();
  });

  test("an error of the host's function is a fault with its words only", async () => {
    const answer = await run("return fail()", {}, trouble("fail"));
    expect(answer).toMatchObject({ kind: "fault" });
    expect(JSON.stringify(answer)).not.toMatch(/node:|\/src\/|\bat /);
    await expectServed();
  });

  test("children are replaced: as many as before", async () => {
    await pool.ready();
    expect(pool.stats().children.filter(({ lane }) => lane === "tile")).toHaveLength(1);
    expect(pool.stats().recycled).toBeGreaterThanOrEqual(2);
  });
});

describe("sources that are bombs (group 2)", () => {
  const repeat = (count: number, line: (k: number) => string): string => Array.from({ length: count }, (_, k) => line(k)).join("");

  test.each([
    ["5 MB", `x = 1\n${"# a comment\n".repeat(450_000)}`],
    ["5 MB on one line", `x = "${"a".repeat(5_000_000)}"\n`],
    ["1.1 100,000 brackets", "(".repeat(100_000)],
    ["1.8 a sum of 100,000", `x = 1${"+1".repeat(100_000)}\n`],
    ["2.1 pairs of pairs", `x0 = (1, 2)\n${repeat(64, (k) => `x${k + 1} = (x${k}, x${k})\n`)}`],
    [
      "2.2 a generic doubling",
      `def f0(x):\n    return (x, x)\n${repeat(40, (k) => `def f${k + 1}(x):\n    return f0(f${k}(x))\n`)}print(f40(1))\n`,
    ],
    ["2.9 10,000 functions", repeat(10_000, (k) => `def f${k}():\n    return ${k}\n`)],
    ["2.10 20,000 statements in a function", `def f():\n    x = 0\n${repeat(20_000, (k) => `    x = x + ${k}\n`)}    return x\n`],
    ["2.11 200 nested loops", repeat(200, (k) => `${" ".repeat(k)}for i${k} in range(2):\n`)],
    ["2.12 a dict of 100,000 entries", `d = {${repeat(100_000, (k) => `${k}: ${k},\n`)}}\n`],
    ["2.15 the same error 100,000 times", repeat(8_000, (k) => `y${k} = nothing${k}\n`)],
  ])("%s", async (_name, source) => {
    const answer = await pool.check(source, { owner: "eve" });
    if (answer.kind !== "value") throw new Error(JSON.stringify(answer).slice(0, 300));
    expect(answer.plugin).toBe(null);
    expect(answer.diagnostics.length).toBeGreaterThan(0);
    expect(answer.diagnostics.length).toBeLessThanOrEqual(101);
  });
});

describe("names that are traps in JavaScript", () => {
  const names = "constructor prototype hasOwnProperty toString valueOf then toJSON length name arguments caller default".split(" ");

  test("as parameters, keys and arguments they are data", async () => {
    const source = `from wgen import param\n${names.map((name) => `${name}: float = param(1.0)\n`).join("")}
def elevation(x: float, y: float, prev: float) -> float:
    return ${names.join(" + ")}
`;
    const answer = await pool.check(source);
    expect(answer).toMatchObject({ kind: "value" });
    const params = new Map(names.map((name) => [name, 2]));
    const called = await pool.call({ source }, "elevation", { x: 0, y: 0, prev: 0 }, { params });
    expect(called).toMatchObject({ kind: "value", value: 2 * names.length });
  });

  test("as owners, hosts and files they are names", async () => {
    for (const name of ["__proto__", ...names]) {
      const request = { owner: name, fileName: name };
      expect(await pool.check("x = 1\n", request)).toMatchObject({ kind: "value" });
      expect(await pool.check("x = 1\n", { ...request, host: name })).toMatchObject({ kind: "misuse" });
    }
    expect(await pool.call(honest, "constructor", {}, { host: "values" })).toMatchObject({ kind: "misuse" });
  });
});

test("8.13: kills in between change no byte", async () => {
  const world = pool.world({ document: { ...newDocument("kills"), sizeMetres: null }, sources: new Map() });
  const address = { layer: "map", z: 12, x: 2048, y: 2048, size: 64 } as const;
  const first = await world.tile(address, { owner: "ann" });
  for (const { pid, lane } of pool.stats().children) if (lane === "tile") process.kill(pid, "SIGKILL");
  const asked = Promise.all([world.tile(address, { owner: "ann" }), world.tile({ ...address, x: 2049 }, { owner: "ann" })]);
  for (const answer of await asked) expect(answer.kind).toMatch(/^(value|crashed)$/);
  expect(await world.tile(address, { owner: "ann" })).toEqual(first);
});

test("closing leaves no process", async () => {
  const pids = pool.stats().children.map(({ pid }) => pid);
  await pool.close();
  expect(await gone(pids, 100)).toEqual([]);
});
