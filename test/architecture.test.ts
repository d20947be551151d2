// The way of the data, held: each folder under `src` imports only what its row
// allows, packages only where they are meant to be, no file is too long, and
// nothing calls what gives other answers on another machine or day. A scan of
// import lines on purpose: it sees type imports too, and runs in milliseconds.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

const core = ["base", "syntax", "types", "library", "check", "ir", "interpreter", "wasm"];
const hosts = ["base", "engine", "world", "canvas", "records"];

/** Folder under `src` -> folders it may import. The root's `index.ts` is "index". */
const mayImport: Record<string, readonly string[]> = {
  base: [],
  syntax: ["base"],
  types: ["base"],
  library: ["base", "types"],
  check: ["base", "syntax", "types", "library"],
  ir: ["base", "types", "library", "check"],
  interpreter: ["base", "types", "library", "ir"],
  wasm: ["base", "types", "library", "ir"],
  engine: core,
  world: ["base", "engine"],
  canvas: ["base", "engine"],
  records: ["base", "engine"],
  output: ["base", "world", "canvas"],
  sandbox: hosts,
  workshop: [...hosts, "output", "sandbox"],
  repl: [...core, "engine", "world", "output"],
  lsp: [...core, "engine", "world"],
  playground: [...core, ...hosts, "output", "repl"],
  cli: [...core, ...hosts, "output", "sandbox", "workshop", "repl", "lsp"],
  index: [...hosts, "output", "sandbox"],
};

/** Package -> the folders that may import it. What is not listed may be imported nowhere. */
const packages: Record<string, readonly string[]> = {
  "@codemirror/autocomplete": ["playground"],
  "@codemirror/commands": ["playground"],
  "@codemirror/lang-python": ["playground"],
  "@codemirror/language": ["playground"],
  "@codemirror/lint": ["playground"],
  "@codemirror/state": ["playground"],
  "@codemirror/view": ["playground"],
  "@lezer/highlight": ["playground"],
  codemirror: ["playground"],
  "maplibre-gl": ["playground"],
  "@noble/hashes": ["base"],
  "@fastify/helmet": ["workshop"],
  "@fastify/static": ["workshop"],
  "@fastify/swagger": ["workshop"],
  "@fastify/type-provider-typebox": ["workshop"],
  chevrotain: ["syntax"],
  commander: ["cli"],
  "fast-png": ["output"],
  fastify: ["workshop"],
  fflate: ["output"],
  immer: ["world", "engine"],
  kysely: ["workshop"],
  pino: ["workshop"],
  "prom-client": ["workshop"],
  typebox: ["workshop"],
};

/** Folders that run in a browser too, but for the one file that reads `stdlib` from disk. */
const browserSafe = [...core, "engine", "world", "canvas", "records", "index"];
const diskReaders = ["src/engine/stdlib-files.ts"];

/** Gives other bits, other text or other moments elsewhere. Floor, trunc, sqrt, imul, fround and kin are exact. */
const banned =
  /\bMath\.(?:a?(?:sin|cos|tan)h?|atan2|pow|exp|expm1|log|log2|log10|log1p|cbrt|hypot|random)\b|\bDate\b|\bperformance\b|\btoLocale\w+|\bIntl\b|\blocaleCompare\b/;
/** Where time is measured or shown to people and never reaches a value. */
const clockUsers = ["cli", "sandbox", "workshop", "playground", "repl"];

interface SourceText {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
}

function readFolder(folder: string, pattern: RegExp): SourceText[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => {
      const absolute = join(entry.parentPath, entry.name);
      const path = relative(root, absolute).split(sep).join("/");
      const parts = path.split("/");
      return { path, folder: parts.length > 2 ? parts[1]! : "index", text: readFileSync(absolute, "utf8") };
    });
}

/** Targets of static, type-only, re-exporting and dynamic imports. */
function importsOf(text: string): string[] {
  const lines = text.matchAll(
    /^\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm,
  );
  return [...lines].map((match) => match[1] ?? match[2] ?? match[3]!);
}

/** The text with comments and string literals blanked, so that words in them do not count. */
function codeOnly(text: string): string {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
}

function folderOfImport(file: SourceText, target: string): string {
  const path = normalize(join(dirname(file.path), target))
    .split(sep)
    .join("/");
  const parts = path.split("/");
  return parts[0] !== "src" ? path : parts.length > 2 ? parts[1]! : "index";
}

const sources = readFolder("src", /\.ts$/);

describe("the table of folders", () => {
  test("every folder has a row", () => {
    const unknown = sources.filter((file) => mayImport[file.folder] === undefined).map((file) => file.path);
    expect(unknown).toEqual([]);
  });

  test("a folder imports only what its row allows", () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file.text)
        .filter((target) => target.startsWith("."))
        .filter((target) => {
          const folder = folderOfImport(file, target);
          return folder !== file.folder && !mayImport[file.folder]!.includes(folder);
        })
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("a package is imported only where it belongs", () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file.text)
        .filter((target) => !target.startsWith(".") && !target.startsWith("node:"))
        .filter((target) => {
          const name = target
            .split("/")
            .slice(0, target.startsWith("@") ? 2 : 1)
            .join("/");
          return !(packages[name] ?? []).includes(file.folder);
        })
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("relative imports name the file, ending in .ts", () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file.text)
        .filter((target) => target.startsWith(".") && !target.endsWith(".ts"))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("what runs in a browser imports no node: module", () => {
    const wrong = sources
      .filter((file) => browserSafe.includes(file.folder) && !diskReaders.includes(file.path))
      .flatMap((file) =>
        importsOf(file.text)
          .filter((target) => target.startsWith("node:"))
          .map((target) => `${file.path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });
});

describe("reading", () => {
  test("no file is over 400 lines", () => {
    const files = [...sources, ...readFolder("test", /\.ts$/), ...readFolder("stdlib", /\.wgen$/)];
    const long = files
      .map((file) => ({ path: file.path, lines: file.text.split("\n").length - 1 }))
      .filter((file) => file.lines > 400)
      .map((file) => `${file.path}: ${file.lines} lines`);
    expect(long).toEqual([]);
  });

  test("every file opens with a comment that says what it is", () => {
    const silent = [...sources, ...readFolder("test", /\.ts$/)]
      .filter((file) => !/^(?:#![^\n]*\n)?(?:\/\/ |\/\*\*)/.test(file.text))
      .map((file) => file.path);
    expect(silent).toEqual([]);
  });
});

describe("the same answer everywhere", () => {
  test("nothing depends on the machine's mathematics, clock, chance or language", () => {
    const wrong = sources.flatMap((file) =>
      codeOnly(file.text)
        .split("\n")
        .map((line) => banned.exec(line)?.[0])
        .filter((word) => word !== undefined)
        .filter((word) => !(clockUsers.includes(file.folder) && /^(?:Date|performance)$/.test(word)))
        .map((word) => `${file.path} uses ${word}`),
    );
    expect(wrong).toEqual([]);
  });
});
