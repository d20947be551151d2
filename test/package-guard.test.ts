// The guard in plain JavaScript: whatever Node is on the path, the command runs
// under Node 24, with its exit code and signals; and where there is none, one
// sentence says what to do. Parts that need an old Node run where one is here.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { findOldNode } from "./helpers/old-node.ts";

const guard = fileURLToPath(new URL("../bin/node24.js", import.meta.url));
const command = fileURLToPath(new URL("../bin/wgen.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wgen guard "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const oldNode = findOldNode();
const title = oldNode === null ? "(no older Node is on the path: not run)" : `(under ${oldNode})`;

test.skipIf(process.platform === "win32")("what npm started ends with npm's shell, which keeps signals to itself", async () => {
  const script = join(folder, "serve.mjs");
  writeFileSync(script, "console.log('up'); setInterval(() => {}, 1000);");
  const code = `import(${JSON.stringify(pathToFileURL(guard).href)}).then((m) => m.runUnderNode24(${JSON.stringify(script)}, []))`;
  const env = { ...process.env, GUARD_CODE: code, npm_lifecycle_event: "start" };
  const shell = spawn("sh", ["-c", `"${process.execPath}" --input-type=module -e "$GUARD_CODE"; true`], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => shell.stdout.once("data", resolve));
  // Closed when the last process that could write to it is gone.
  const closed = new Promise((resolve) => shell.stdout.once("close", () => resolve("closed")));
  shell.kill("SIGTERM");
  expect(await closed).toBe("closed");
});

describe(`an older Node ${title}`, () => {
  test.skipIf(oldNode === null)("runs the command all the same", () => {
    const result = spawnSync(oldNode!, [command, "--version"], { encoding: "utf8" });
    expect([result.status, result.stderr]).toEqual([0, ""]);
    expect(result.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.skipIf(oldNode === null)("passes on the exit code", () => {
    expect(spawnSync(oldNode!, [command, "explain", "WG999"]).status).toBe(2);
  });

  test.skipIf(oldNode === null)("passes on a signal, both ways", async () => {
    const script = join(folder, "wait.mjs");
    writeFileSync(script, "console.log('up'); setInterval(() => {}, 1000);");
    const code = `import(${JSON.stringify(pathToFileURL(guard).href)}).then((m) => m.runUnderNode24(${JSON.stringify(script)}, []))`;
    const child = spawn(oldNode!, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe("SIGTERM");
  });

  test.skipIf(oldNode === null)("says what to do where no Node 24 is found", () => {
    const code = `import(${JSON.stringify(pathToFileURL(guard).href)}).then((m) => { console.log(m.findNode24(["/"])); console.log(m.oldNodeMessage()); })`;
    const result = spawnSync(oldNode!, ["--input-type=module", "-e", code], { encoding: "utf8", cwd: "/" });
    const [found, message] = result.stdout.trimEnd().split("\n");
    expect(found).toBe("null");
    expect(message).toMatch(/^wgen needs Node 24 or newer; this is Node \d+\.\d+\.\d+\. .*(npm ci|nodejs\.org).*$/);
  });
});
