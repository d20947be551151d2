// The sources of the standard library. Where there is a file system they are
// read from `stdlib/` beside this package, once each; elsewhere (a browser, a
// bundle) somebody gives them first by `provideStandardSources`. The module
// names no `node:` module, so that it can be bundled: it asks the process for
// its file system, where there is a process.

interface FileSystem {
  readFileSync(path: URL, encoding: "utf8"): string;
  readdirSync(path: URL): string[];
}

interface ProcessLike {
  getBuiltinModule?(name: "node:fs"): FileSystem | undefined;
}

const sources = new Map<string, string | null>();
let provided: ReadonlyMap<string, string> | null = null;

/** Gives all sources by path under `stdlib/`, as `core/list.wgen`; nothing is read from disk after it. */
export function provideStandardSources(texts: ReadonlyMap<string, string>): void {
  provided = new Map(texts);
}

function fileSystem(): FileSystem {
  const { process } = globalThis as { readonly process?: ProcessLike };
  const files = process?.getBuiltinModule?.("node:fs");
  if (files === undefined) throw new Error("the standard library is not there: call provideStandardSources first");
  return files;
}

function addressOf(path: string): URL {
  const root = "../../stdlib/";
  return new URL(root + path, import.meta.url);
}

/** The text of a file under `stdlib/`, or null. `path` is never an author's. */
export function findStandardSource(path: string): string | null {
  if (provided !== null) return provided.get(path) ?? null;
  const known = sources.get(path);
  if (known !== undefined) return known;
  const text = readOrNull(path);
  sources.set(path, text);
  return text;
}

function readOrNull(path: string): string | null {
  try {
    return fileSystem().readFileSync(addressOf(path), "utf8");
  } catch (error) {
    if ((error as { readonly code?: string }).code === "ENOENT") return null;
    throw error;
  }
}

/** The text of a file under `stdlib/` that must be there. */
export function readStandardSource(path: string): string {
  const text = findStandardSource(path);
  if (text === null) throw new Error(`there is no ${path} in the standard library`);
  return text;
}

/** Names of the files in a folder of `stdlib/` ("" is itself), sorted. */
export function listStandardFolder(folder: string): readonly string[] {
  const path = folder === "" ? "" : `${folder}/`;
  const names =
    provided === null
      ? fileSystem().readdirSync(addressOf(path))
      : [...provided.keys()].filter((name) => name.startsWith(path)).map((name) => name.slice(path.length));
  return names.filter((name) => name.endsWith(".wgen") && !name.includes("/")).toSorted();
}
