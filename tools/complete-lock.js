// `npm run lock` after any change of dependencies: adds to package-lock.json the
// builds for other systems that npm left out. Tools with native parts list one
// optional package for each system; where a registry lacks the build for one,
// `npm install` leaves it out of the lock and `npm ci` then refuses the lock.
// An entry with its system, but nothing to fetch here, satisfies both.

import { readFileSync, writeFileSync } from "node:fs";

const lockFile = new URL("../package-lock.json", import.meta.url);
const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = ["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64"];
const libraries = new Map([
  ["gnu", "glibc"],
  ["musl", "musl"],
]);

/** The entry for a build, as its name tells the system: `@oxfmt/binding-linux-x64-musl`. */
function entryFor(name, version, dev) {
  const words = name.split("/").at(-1).split("-");
  const among = (known) => words.filter((word) => known.includes(word));
  const libc = words.flatMap((word) => libraries.get(word) ?? []);
  return {
    version,
    cpu: among(processors),
    ...(dev === true ? { dev } : {}),
    ...(words.includes("linux") && libc.length > 0 ? { libc } : {}),
    optional: true,
    os: among(systems),
  };
}

/** True where a package at `path` finds `name`, looking outwards as Node does. */
function resolves(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/node_modules/"), 0))) {
    if (packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === "") return false;
  }
}

const lock = JSON.parse(readFileSync(lockFile, "utf8"));
const { "": root, ...packages } = lock.packages;
const added = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (resolves(packages, path, name)) continue;
    packages[`node_modules/${name}`] = entryFor(name, version, entry.dev);
    added.push(name);
  }
}
const sorted = Object.entries(packages).sort(([left], [right]) => (left < right ? -1 : 1));
lock.packages = { "": root, ...Object.fromEntries(sorted) };
writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`Added ${added.length} builds for other systems to package-lock.json.`);
