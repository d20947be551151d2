// `wgen render --watch` in a process of its own: drawn once, and once more
// after the file is saved. The test waits for what the command says.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { commandFile } from "./helpers/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "wgen-watch-"));
const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
  rmSync(folder, { recursive: true, force: true });
});

test("render --watch draws again at each save, also after a mistake", { timeout: 120_000 }, async () => {
  const plugin = join(folder, "flat.wgen");
  const picture = join(folder, "flat.png");
  const write = (text: string): void => {
    // Editors save by renaming.
    writeFileSync(`${plugin}~`, text);
    renameSync(`${plugin}~`, plugin);
  };
  const flat = (height: number): string => `def elevation(x: float, y: float, prev: float) -> float:\n    return ${height}.0\n`;
  write(flat(100));
  const child = spawn(process.execPath, [commandFile, "render", plugin, "--size", "8x8", "--atlas", "32", "--watch", "-o", picture], {
    stdio: "pipe",
  });
  ended.push(() => child.kill("SIGKILL"));
  let notes = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (notes += text));
  const seen = (pattern: RegExp, count: number): Promise<void> =>
    vi.waitFor(() => expect(notes.match(pattern) ?? []).toHaveLength(count), { timeout: 60_000, interval: 25 });

  await seen(/^Watching/gm, 1);
  expect(notes).toMatch(/^Wrote .*flat\.png/m);
  const first = readFileSync(picture);
  write("def elevation(x, y, prev):\n    return heigth\n");
  await seen(/error\[WG201\]/g, 1);
  write(flat(2500));
  await seen(/^Wrote /gm, 2);
  expect(readFileSync(picture).equals(first)).toBe(false);
  child.kill("SIGINT");
  expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(130);
});
