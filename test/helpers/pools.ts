// Pools for tests: few children, no spares, and always closed.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { contentHash } from "../../src/base/hashing.ts";
import { launchCommand } from "../../src/sandbox/childProcess.ts";
import { makePoolFrom } from "../../src/sandbox/making.ts";
import { createPool, type Pool, type PoolOptions } from "../../src/sandbox/pool.ts";

const root = new URL("../../", import.meta.url);

/** A file of ours and all that it imports, by path in the checkout: without types. */
function withoutTypes(path: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(path)) return found;
  const code = stripTypeScriptTypes(readFileSync(new URL(path, root), "utf8"));
  found.set(path, code.replaceAll(/(from ".*)\.ts";/g, '$1.js";'));
  for (const [, imported = ""] of code.matchAll(/^(?:import|export) .* from "(\..*)";$/gm)) {
    withoutTypes(new URL(imported, new URL(path, root)).href.slice(root.href.length), found);
  }
  return found;
}

let fakeChild: string | null = null;

/** The fake child as JavaScript: it is started hundreds of times, and so in a third of the time. */
function fakeChildFile(): string {
  if (fakeChild !== null) return fakeChild;
  const files = withoutTypes("test/helpers/fake-child.ts");
  const folder = fileURLToPath(new URL(`node_modules/.cache/wgen-child-${contentHash([...files.values()].join()).slice(0, 16)}`, root));
  if (!existsSync(folder)) writeAtOnce(folder, files);
  return (fakeChild = join(folder, "test/helpers/fake-child.js"));
}

/** Whoever comes second finds it there. */
function writeAtOnce(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(dirname(folder), { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  writeFileSync(join(made, "package.json"), '{ "type": "module" }');
  for (const [path, code] of files) {
    const to = join(made, path.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, code);
  }
  try {
    renameSync(made, folder);
  } catch {
    rmSync(made, { recursive: true });
  }
}

/** A pool of real children, as servers have it. */
export function realPool(options: PoolOptions = {}): Pool {
  return createPool({ children: { check: 1, tile: 1, job: 1 }, spares: 0, ...options });
}

/** A pool whose children do as the behaviour says (`fake-child.ts`), or each as it is told when it starts: they count from 0. */
export function fakePool(behaviour: string | ((slot: number) => string), options: PoolOptions = {}): Pool {
  const behaviourOf = typeof behaviour === "string" ? () => behaviour : behaviour;
  const launch = (slot: number) => launchCommand([process.execPath, "--no-warnings", fakeChildFile(), behaviourOf(slot)]);
  return makePoolFrom({ launch, walls: [] }, { children: { check: 1, tile: 1, job: 1 }, spares: 0, ...options });
}

/** Processes that still run among these. */
export function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  });
}

/** Waits until none of them runs; gives those that still do after the time. */
export async function gone(pids: readonly number[], milliseconds = 5_000): Promise<number[]> {
  for (let waited = 0; waited < milliseconds && alive(pids).length > 0; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return alive(pids);
}
