// The README's "Run a workshop", word for word, against the real server started
// as it says, with its pool of children: bash runs the block, and what a reader
// would see is held here. Then the operator's ways: block, backup, stop.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const wgen = join(root, "bin/wgen.js");
const run = promisify(execFile);

let folder = "";
let server: ChildProcess;
let address = "";
let notes = "";
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wgen readme "));
  // `npx wgen` is this repository's.
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/npx"), `#!/bin/sh\nshift\nexec "${process.execPath}" "${wgen}" "$@"\n`, { mode: 0o755 });
  env = {
    ...process.env,
    PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`,
    WGEN_DATA: join(folder, "data"),
    XDG_CONFIG_HOME: join(folder, "config"),
  };
  server = spawn(process.execPath, [wgen, "serve", "--port", "0", "--children", "1", "--no-examples"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  server.stderr!.on("data", (chunk: Buffer) => void (notes += chunk.toString()));
  const printed = await new Promise<string>((resolve, reject) => {
    server.stdout!.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${notes}`)));
  });
  address = /http:\/\/[^/]+/.exec(printed)![0];
}, 120_000);
afterAll(() => {
  server.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function readmeScript(): string {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const block = /## Run a workshop[\s\S]*?```bash\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(block).toContain("http://127.0.0.1:8080");
  return block.replace("http://127.0.0.1:8080", address);
}

test("the block of the README does what it says", { timeout: 180_000 }, async () => {
  // Its own variables are printed last, for the test to go on with.
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", `${readmeScript()}\necho "$WORLD"\necho "$TOKEN"`], { env, cwd: folder });
  // Answers and ETags follow one another without anything between.
  const answers = stdout
    .replaceAll(/"[0-9a-f]{32}"\n/g, "\n")
    .split(/\n|(?<=\})(?=\{)/)
    .filter((each) => each.startsWith("{"))
    .map((each) => JSON.parse(each));
  const [published, refused, attached] = answers;
  expect(published).toMatchObject({ plugin: "ada/steps@1.0.0", license: "MIT" });
  expect(refused).toMatchObject({ status: 422, title: "The plugin was refused" });
  expect(refused.detail).toMatch(/line 3, column 12: .*hieght/);
  expect(attached.attachments[0]).toMatchObject({ slot: "steps", strength: 0.5, mask: { kind: "height", min: 200 } });
  expect(answers[3].attachments[0].parameters).toEqual({ step: 150 });
  expect(answers[4].attachments[0].parameters).toEqual({});
  const etags = [...stdout.matchAll(/"[0-9a-f]{32}"/g)].map((match) => match[0]);
  expect(etags).toHaveLength(3);
  expect(etags[1]).not.toBe(etags[0]);
  expect(etags[2]).toBe(etags[0]);
  expect(readFileSync(join(folder, "tile.png")).subarray(1, 4).toString()).toBe("PNG");
});

test("publishing from a file, after a login with the admin's link", { timeout: 60_000 }, async () => {
  const link = /http:\S+#token=\S+/.exec(notes)![0];
  const npx = (...args: string[]) => run(join(folder, "bin/npx"), ["wgen", ...args], { env, cwd: folder });
  await npx("login", link);
  writeFileSync(join(folder, "mine.wgen"), "def elevation(x: float, y: float, prev: float) -> float:\n    return prev\n");
  expect((await npx("publish", "mine.wgen", "--license", "MIT")).stdout).toBe("admin/mine@1.0.0\n");
  expect((await npx("publish", "mine.wgen", "--as", "mine")).stdout).toBe("admin/mine@1.0.1\n");
  writeFileSync(join(folder, "bad.wgen"), "x: int = 'a'\n");
  await expect(npx("publish", "bad.wgen")).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("bad.wgen:1:10: error[WG") });
  await npx("backup", join(folder, "copy"));
  await expect(npx("backup", join(folder, "copy"))).rejects.toMatchObject({ code: 2 });
});

test("the start says which walls stand and prints no token but the admin's link; SIGTERM ends it with 0", { timeout: 60_000 }, async () => {
  expect(notes).toContain("Walls around plugins: ");
  const { walls } = (await (await fetch(`${address}/readyz`)).json()) as { walls: { name: string; stands: boolean }[] };
  for (const { name, stands } of walls) if (stands) expect(notes).toContain(name);
  const ended = new Promise((resolve) => server.once("exit", (code, signal) => resolve([code, signal])));
  server.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(notes.match(/wgen_[0-9a-f]{16}_/g)).toHaveLength(1);
});
