// What a child runs and what it may read to do so: this package's code and
// standard library, and the packages that they import. Not the whole folder:
// in a checkout it may hold data.

import type { ChildProgram } from "./walls.ts";

/** Imported by what runs in a child. */
const packages = ["chevrotain", "@noble/hashes", "immer"];

/** `hosts` are the addresses of modules of further hosts; their folders become readable. */
export function childProgram(hosts: Readonly<Record<string, string>>, residentBytes: number): ChildProgram {
  const { fileURLToPath } = process.getBuiltinModule("node:url");
  const here = import.meta.url;
  const root = realPath(fileURLToPath(new URL("../..", here)).replace(/[/\\]$/, ""));
  const isBuilt = here.endsWith(".js");
  const hostFolders = Object.values(hosts).map((address) => realPath(fileURLToPath(new URL(".", address)).replace(/[/\\]$/, "")));
  return {
    nodePath: process.execPath,
    nodeVersion: process.versions.node,
    entry: `${root}/${isBuilt ? "dist" : "src"}/sandbox/bootstrap.${isBuilt ? "js" : "ts"}`,
    argument: JSON.stringify(Object.entries(hosts)),
    readable: [
      `${root}/${isBuilt ? "dist" : "src"}/*`,
      `${root}/stdlib/*`,
      `${root}/package.json`,
      ...packageFolders(root, packages),
      ...hostFolders.map((folder) => `${folder}/*`),
    ],
    residentBytes,
  };
}

function realPath(path: string): string {
  return process.getBuiltinModule("node:fs").realpathSync(path);
}

/**
 * The folders of packages and of all that they depend on, found as Node finds
 * them. Links on the way must be readable themselves, and stand first: Node
 * forgets a path that is given behind a longer one.
 */
function packageFolders(from: string, names: readonly string[], found = new Set<string>(), links = new Set<string>()): string[] {
  for (const name of names) {
    const path = findPackage(from, name);
    if (path === null || found.has(`${path}/*`)) continue;
    const folder = realPath(path);
    found.add(`${path}/*`).add(`${folder}/*`);
    if (path !== folder) for (const link of linksOn(path)) links.add(link);
    packageFolders(folder, dependenciesOf(folder), found, links);
  }
  return [...links, ...found];
}

function linksOn(path: string): string[] {
  const { lstatSync } = process.getBuiltinModule("node:fs");
  const { dirname } = process.getBuiltinModule("node:path");
  const parent = dirname(path);
  return parent === path ? [] : [...linksOn(parent), ...(lstatSync(path).isSymbolicLink() ? [path] : [])];
}

function findPackage(from: string, name: string): string | null {
  const { existsSync } = process.getBuiltinModule("node:fs");
  const { dirname } = process.getBuiltinModule("node:path");
  for (let folder = from; ; folder = dirname(folder)) {
    const path = `${folder}/node_modules/${name}`;
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) return null;
  }
}

function dependenciesOf(folder: string): string[] {
  const text = process.getBuiltinModule("node:fs").readFileSync(`${folder}/package.json`, "utf8");
  return Object.keys((JSON.parse(text) as { dependencies?: object }).dependencies ?? {});
}
