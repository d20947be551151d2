// `npm run page`: builds the playground into `dist/page`, a folder that any file
// server can serve. `buildPageIfOld` does so only where the page is missing or
// older than what it is made of; `npm start` calls it first.

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
export const pageFolder = join(root, "dist/page");

/** Folders of `src` that the page has nothing of. */
const notOfThePage = new Set(["cli", "lsp", "sandbox", "workshop"]);

/** Builds the page; a few seconds. */
export async function buildPage(folder: string = pageFolder): Promise<void> {
  await build({ configFile: join(root, "vite.config.ts"), build: { outDir: folder } });
  pack(join(folder, "assets"));
}

/** Beside each asset its gzip, a fourth of the size: a server that looks for it sends it to whom takes it. */
function pack(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/\.(?:js|mjs|css)$/.test(name)) writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
  }
}

/** Builds it where that is needed, and says so by `note`. An installed package brings its page and has no sources. */
export async function buildPageIfOld(note: (text: string) => void): Promise<void> {
  if (!existsSync(join(root, "src/playground/index.html"))) return;
  const index = join(pageFolder, "index.html");
  const built = existsSync(index) ? statSync(index).mtimeMs : 0;
  if (built > newestSource()) return;
  note("Building the page (some seconds, once) ...");
  const start = performance.now();
  await buildPage();
  note(`Built the page in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
}

function newestSource(): number {
  const folders = readdirSync(join(root, "src")).filter((name) => !notOfThePage.has(name));
  const roots = [...folders.map((name) => join("src", name)), "stdlib", "examples", "package-lock.json"];
  return Math.max(...roots.map((path) => newest(join(root, path))));
}

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const start = performance.now();
  await buildPage();
  console.error(`Built the page into ${pageFolder} in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
}
