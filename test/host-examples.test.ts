// The two services beside worlds, as their first lines say to start them: the
// pictures over HTTP, the records in a pipe and from Python.

import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { decode } from "fast-png";
import { expect, test } from "vitest";

const path = (name: string): string => fileURLToPath(new URL(`../examples/${name}`, import.meta.url));
const hasPython = spawnSync("python3", ["--version"]).status === 0;

test("the service of pictures: settings stand in the address, what is wrong with them is answered", { timeout: 60_000 }, async () => {
  const server = spawn(process.execPath, [path("images/serve.ts")], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const said = await new Promise<string>((resolve) => server.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString())));
    const address = /http:\S+/.exec(said)![0];
    const bytes = async (query: string) => Buffer.from(await (await fetch(address + query)).arrayBuffer());
    const bare = await bytes("");
    expect(decode(bare)).toMatchObject({ width: 640, height: 360 });
    const snow = await bytes("?title=Snow&figures=[3,9,4]&ink=%23336699");
    expect(snow.equals(bare)).toBe(false);
    expect((await bytes("?title=Snow&figures=[3,9,4]&ink=%23336699")).equals(snow)).toBe(true);
    const wrong = await fetch(`${address}?figurs=[1]`);
    expect([wrong.status, await wrong.text()]).toEqual([400, "params.figurs: the plugin has no such parameter; did you mean figures?\n"]);
    expect(await (await fetch(`${address.replace(".png", ".svg")}?title=Snow`)).text()).toContain(">Snow</text>");
  } finally {
    server.kill();
  }
});

// Python below goes the same way.
test.skipIf(hasPython)("records in a pipe: kept, changed, summed up", () => {
  const rows = [
    { id: "a", price: 2.5, count: 12 },
    { id: "b", price: 1, count: 0 },
    { id: "c", price: 0.5, count: 3 },
  ];
  const run = spawnSync(process.execPath, [path("records/serve.ts")], { input: JSON.stringify(rows), encoding: "utf8" });
  expect(JSON.parse(run.stdout)).toMatchObject({
    rows: [
      { id: "a", total: 27, size: "many" },
      { id: "c", total: 1.5, size: "few" },
    ],
    dropped: [1],
    faults: [],
    summary: { orders: 2, items: 15 },
  });
});

test.skipIf(!hasPython)(`records from Python${hasPython ? "" : " (skipped: there is no python3)"}`, { timeout: 60_000 }, () => {
  const run = spawnSync("python3", [path("records/orders.py")], { encoding: "utf8" });
  expect([run.stderr, run.stdout]).toEqual([
    "",
    "apples     7.20  many\nplums      1.00  few\nleft out: pears\nin all: {'orders': 2, 'items': 29}\n",
  ]);
});
