// What npm publishes, used as somebody would: packed, installed in an empty
// folder whose path has a space, the README's lines run and compiled by
// `tsc --strict`, the command line called. Where npm cannot reach a registry
// the dependencies are linked from here instead of fetched, and a line says so.

import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findOldNode } from "./helpers/old-node.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wgen package "));
const project = join(folder, "a project");
const oldNode = findOldNode();
let packed: { readonly filename: string; readonly files: readonly { readonly path: string }[] };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, args: readonly string[], cwd = project): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd, encoding: "utf8", timeout: 120_000 });
}

function mustRun(command: string, args: readonly string[], cwd = project): string {
  const result = run(command, args, cwd);
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${result.status}\n${result.stdout}\n${result.stderr}`);
  return result.stdout;
}

/** The README's code block that holds a word. */
function readmeBlock(language: string, word: string): string {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const blocks = [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map((match) => match[1]!);
  return blocks.find((block) => block.includes(word)) ?? "";
}

function install(): void {
  const tarball = join(folder, packed.filename);
  const result = run("npm", ["install", tarball, "--prefer-offline", "--no-audit", "--no-fund", "--fetch-retries=0"]);
  if (result.status === 0) return;
  console.warn(`npm install failed (${result.stderr.split("\n")[0]}): linking the dependencies instead`);
  const target = join(project, "node_modules", "wgen");
  mkdirSync(target, { recursive: true });
  mustRun("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name !== "wgen" && !name.startsWith(".")) symlinkSync(join(root, "node_modules", name), join(project, "node_modules", name));
  }
}

beforeAll(() => {
  mkdirSync(project);
  const [report] = JSON.parse(mustRun("npm", ["pack", "--json", "--pack-destination", folder], root));
  packed = report;
  writeFileSync(join(project, "package.json"), '{ "name": "somebody", "private": true, "type": "module" }');
  install();
}, 240_000);

describe("the packed package", () => {
  test("holds built code, the standard library and the words about it, and nothing else", () => {
    const tops = new Set(packed.files.map((file) => file.path.split("/")[0]));
    expect([...tops].join(" ").split(" ").toSorted()).toEqual(
      ["CHANGELOG.md", "LICENSE", "README.md", "bin", "dist", "examples", "package.json", "stdlib"].toSorted(),
    );
    const sources = packed.files.filter((file) => file.path.endsWith(".ts") && !file.path.endsWith(".d.ts"));
    expect(sources).toEqual([]);
  });

  test("runs nothing when it is installed", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const name of ["preinstall", "install", "postinstall", "prepare", "dependencies"]) {
      expect(scripts).not.toHaveProperty(name);
    }
  });

  test("the README's lines of embedding run", () => {
    writeFileSync(join(project, "embed.ts"), readmeBlock("ts", "defineHost"));
    writeFileSync(join(project, "embed.mjs"), readmeBlock("ts", "defineHost"));
    expect(mustRun(process.execPath, ["embed.mjs"])).toBe("70.2\n");
  });

  test("tsc --strict accepts its types", () => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2024", "--lib", "es2024", "--types", ""];
    writeFileSync(join(project, "globals.d.ts"), "declare const console: { log(...values: unknown[]): void };\n");
    mustRun(process.execPath, [tsc, ...options, "embed.ts", "globals.d.ts"]);
  });

  test("the command line works", () => {
    writeFileSync(join(project, "hello.wgen"), 'print("hello", 6 * 7)\n');
    const options = { cwd: project, encoding: "utf8", timeout: 60_000 } as const;
    expect(spawnSync("npx", ["--no-install", "wgen", "run", "hello.wgen"], options)).toMatchObject({ status: 0, stdout: "hello 42\n" });
    expect(existsSync(join(project, "node_modules/wgen/dist/cli/main.js"))).toBe(true);
  });
});

describe(`an older Node ${oldNode === null ? "(none is on the path: not run)" : `(${oldNode})`}`, () => {
  test.skipIf(oldNode === null)("runs the lines of embedding and the command line all the same", () => {
    expect(mustRun(oldNode!, ["embed.mjs"])).toBe("70.2\n");
    expect(mustRun(oldNode!, ["node_modules/wgen/bin/wgen.js", "run", "hello.wgen"])).toBe("hello 42\n");
  });
});

describe("the README", () => {
  test("its plugin is right and has at most twenty lines", async () => {
    const plugin = readmeBlock("python", "def elevation");
    writeFileSync(join(project, "readme.wgen"), plugin);
    expect(
      plugin
        .trimEnd()
        .split("\n")
        .filter((line) => line.trim() !== "").length,
    ).toBeLessThanOrEqual(20);
    expect(mustRun("npx", ["--no-install", "wgen", "check", "readme.wgen"])).toBe("");
  });
});
