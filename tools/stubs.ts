// `npm run stubs`: writes `grammar/stubs/*.pyi`, so that Python editors know our
// own modules and the world's types. A stub is the module's wgen source without
// bodies and private names. A test compares; `UPDATE=1 npm test` writes them too.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hookPages } from "../src/engine/hookPages.ts";
import { worldHost } from "../src/world/host.ts";

const library = new URL("../stdlib/", import.meta.url);
const stubFolder = new URL("../grammar/stubs/", import.meta.url);

/** Modules that Python editors know already. */
const pythonModules = new Set(
  "math random numpy collections heapq itertools functools bisect dataclasses enum typing string statistics operator copy contextlib collections.abc".split(
    " ",
  ),
);

/** File name -> text, of every stub. */
export function makeStubs(): Map<string, string> {
  const names = readdirSync(library)
    .filter((file) => /^[a-z]\w*\.wgen$/.test(file))
    .map((file) => file.slice(0, -".wgen".length))
    .filter((name) => !pythonModules.has(name))
    .toSorted();
  const stubs = new Map(names.map((name) => [`${name}.pyi`, stubOf(read(`${name}.wgen`))]));
  return stubs.set(
    "wgen.pyi",
    `${stubOf(read("world/types.wgen"))}\n${stubOf(read("world/canvas.wgen")).replace(/^.*?(?=^@dataclass)/ms, "")}\n${paramStub}`,
  );
}

function read(path: string): string {
  return readFileSync(new URL(path, library), "utf8");
}

/** `param` is read without running, so no wgen source declares it. */
const paramStub = `def param(
    default: T,
    *,
    min: float = ...,
    max: float = ...,
    step: float = ...,
    unit: str = ...,
    label: str = ...,
    group: str = ...,
    help: str = ...,
    choices: list[T] = ...,
    widget: str = ...,
    max_len: int = ...,
    log: bool = ...,
) -> T:
    """A setting of the plugin; its schema is read from the source, so every argument is a literal."""
    ...
`;

/** One module's text without bodies. */
function stubOf(text: string): string {
  const lines = text.split("\n");
  const out: string[] = [];
  let keeps = false;
  for (let index = behindDocstring(lines); index < lines.length;) {
    const end = endOfStatement(lines, index);
    const statement = lines.slice(index, end);
    const first = statement[0] ?? "";
    if (/^\S/.test(first)) keeps = isPublic(first, lines[end] ?? "");
    if (keeps && isDeclaration(first)) out.push(...declaration(statement));
    index = end;
  }
  const passedOn = [...text.matchAll(/^from (_\w+) import (.+)$/gm)].map(([, name, words]) => {
    const wanted = new RegExp(`^def (?:${(words ?? "").replaceAll(", ", "|")})\\(`);
    return functionsOf(read(`${name}.wgen`))
      .filter((each) => wanted.test(each))
      .join("\n\n");
  });
  const body = [out.join("\n"), ...passedOn].join("\n\n");
  const head = `${docstring(lines)}from typing import Any, Callable, Iterable, TypeVar, overload\n${imports(text)}\nT = TypeVar("T")`;
  const tidy = body
    .trim()
    .replace(/^(@.*\n)\n+/gm, "$1")
    .replace(/\n{3,}/g, "\n\n");
  return `${head}\n\n${tidy}\n`;
}

/** The functions of a text as stubs, each with its name first. */
function functionsOf(text: string): string[] {
  const stub = stubOfLines(text.split("\n"));
  return stub.join("\n").split(/\n(?=def )/);
}

function stubOfLines(lines: readonly string[]): string[] {
  const out: string[] = [];
  for (let index = 0; index < lines.length;) {
    const end = endOfStatement(lines, index);
    if (/^def [a-z]/.test(lines[index] ?? "")) out.push(...declaration(lines.slice(index, end)));
    index = end;
  }
  return out;
}

/** Behind a heading over several lines and its docstring, or behind one line. */
function endOfStatement(lines: readonly string[], start: number): number {
  if (!/^\s*(def|class) /.test(lines[start] ?? "")) return start + 1;
  let end = start;
  while (end < lines.length && !/:\s*(#.*)?$/.test(lines[end] ?? "")) end++;
  const opening = (lines[end + 1] ?? "").trim();
  if (!opening.startsWith('"""')) return end + 1;
  if (opening.length > 3 && opening.endsWith('"""')) return end + 2;
  for (let line = end + 2; line < lines.length; line++) if ((lines[line] ?? "").includes('"""')) return line + 1;
  return end + 1;
}

function isPublic(first: string, next: string): boolean {
  return /^(def|class) [A-Za-z]|^[A-Za-z]\w*\s*[:=]/.test(first.startsWith("@") ? next : first);
}

function isDeclaration(line: string): boolean {
  const member = /^( {4})?(@(?!leaf)|(def|class) (?!_[a-z])|[A-Za-z]\w*: [^=]+)/.test(line);
  return member && !/^ {4}(return|raise)\b/.test(line);
}

/** A `def` gets `...` for its body; fields and decorators stay. */
function declaration(statement: readonly string[]): string[] {
  const first = statement[0] ?? "";
  const isFunction = /^\s*def /.test(first);
  if (!isFunction) return /^\S/.test(first) ? ["", ...statement] : [...statement];
  const indent = /^\s*/.exec(first)?.[0] ?? "";
  return [...(indent === "" ? [""] : []), ...statement, `${indent}    ...`];
}

/** The first line behind the module's docstring. */
function behindDocstring(lines: readonly string[]): number {
  const first = lines[0] ?? "";
  if (!first.startsWith('"""')) return 0;
  return first.slice(3).includes('"""') ? 1 : lines.findIndex((line, index) => index > 0 && line.includes('"""')) + 1;
}

function docstring(lines: readonly string[]): string {
  const end = behindDocstring(lines);
  return end === 0 ? "" : `${lines.slice(0, end).join("\n")}\n`;
}

/** Imports of public modules stay; those of intrinsics and private modules are no business of an author. */
function imports(text: string): string {
  const kept = [...text.matchAll(/^(from|import) ([a-z]\w*).*$/gm)].filter((match) => !["intrinsics", "typing"].includes(match[2] ?? ""));
  return kept.map((match) => `${match[0]}\n`).join("");
}

/** `grammar/hooks.md`: what a world calls in a plugin. */
export const hooksFile = new URL("../grammar/hooks.md", import.meta.url);

export function makeHooksPage(): string {
  const [head, ...pages] = hookPages(worldHost);
  const rows = pages.map(({ signature, text }) => `### \`${signature}\`\n\n${text}`);
  return `# Hooks of worlds\n\n${head!.text}\n\nThe types are in \`stubs/wgen.pyi\`.\n\n${rows.join("\n\n")}\n`;
}

/** Writes all stubs, and the page of hooks. */
export function writeStubs(): void {
  mkdirSync(stubFolder, { recursive: true });
  writeFileSync(hooksFile, makeHooksPage());
  for (const [name, text] of makeStubs()) writeFileSync(new URL(name, stubFolder), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeStubs();
