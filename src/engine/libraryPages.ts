// The pages of `wgen docs` and of editors, read from the standard library's own text: modules,
// classes, functions and methods with their signatures and docstrings. Only
// the layout of lines is read (indentation, `def`, `class`, docstring), which
// is enough because `stdlib` is ours. Names that begin with `_` are private.

import { findStandardSource, listStandardFolder, readStandardSource } from "./stdlib-files.ts";
import { publicModules } from "../library/modules.ts";

export interface Page {
  /** As an author says it: `noise.fbm`, `list.append`, `math`. */
  readonly name: string;
  readonly kind: "module" | "class" | "function";
  /** `def fbm(x: float, ...) -> float`; of a module its name. */
  readonly signature: string;
  /** The docstring without its indentation; empty where there is none. */
  readonly text: string;
}

/** Every public page: modules with what is in them, the world's types, then the builtins. */
export function readLibrary(): Page[] {
  const names = publicModules.filter((name) => findStandardSource(`${name}.wgen`) !== null);
  const modules = names.toSorted().flatMap(readPublicModule);
  const types = readModule("wgen", "wgen.", readStandardSource("world/types.wgen"));
  const world = [...types, ...readModule(null, "wgen.", readStandardSource("world/canvas.wgen"))];
  const core = listStandardFolder("core");
  return [...modules, ...world, ...core.flatMap((file) => readModule(null, "", readStandardSource(`core/${file}`)))];
}

/** A module, with the names that it takes from private modules and passes on. */
function readPublicModule(name: string): Page[] {
  const text = readStandardSource(`${name}.wgen`);
  const passedOn = [...text.matchAll(/^from (_\w+) import ([\w, ]+)$/gm)].flatMap((match) => {
    const names = (match[2] ?? "").split(",").map((word) => `${name}.${word.trim()}`);
    return readModule(null, `${name}.`, readStandardSource(`${match[1]}.wgen`)).filter((page) => names.includes(page.name));
  });
  return [...readModule(name, `${name}.`, text), ...passedOn];
}

/** The pages of one file. The builtins' files are no modules: their names stand alone. */
function readModule(moduleName: string | null, prefix: string, text: string): Page[] {
  const lines = text.split("\n");
  const pages: Page[] = [];
  if (moduleName !== null) {
    pages.push({
      name: moduleName,
      kind: "module",
      signature: `import ${moduleName}`,
      text: docstringAt(lines, 0) || openingComment(lines),
    });
  }
  let className = "";
  for (let index = 0; index < lines.length; index++) {
    const match = /^( {0,4})(def|class) (\w+)/.exec(lines[index] ?? "");
    if (match === null) continue;
    const [, indent = "", word = "", name = ""] = match;
    const { signature, next } = readSignature(lines, index);
    if (indent === "") className = word === "class" ? name : "";
    if (isPrivate(name) || isPrivate(className) || (indent !== "" && className === "")) continue;
    const owner = indent === "" || className === "" ? "" : `${className}.`;
    const kind = word === "class" ? "class" : "function";
    const fields = kind === "class" ? fieldsFrom(lines, next) : [];
    const text = [docstringAt(lines, next), fields.join("\n")].filter((part) => part !== "").join("\n\n");
    pages.push({ name: prefix + owner + name, kind, signature, text });
  }
  return pages;
}

/** The public fields that a class declares, as they stand. */
function fieldsFrom(lines: readonly string[], start: number): string[] {
  const fields: string[] = [];
  for (const line of lines.slice(start)) {
    if (/^\S| {4}(def|@)/.test(line)) break;
    const field = /^ {4}([a-z]\w*: [^#"]*?)\s*(#.*)?$/.exec(line)?.[1];
    if (field !== undefined) fields.push(field);
  }
  return fields;
}

/** The comment that a module without a docstring opens with. */
function openingComment(lines: readonly string[]): string {
  const end = lines.findIndex((line) => !line.startsWith("#"));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^# ?/, ""))
    .join("\n")
    .trim();
}

function isPrivate(name: string): boolean {
  return name.startsWith("_");
}

/** A heading may go over several lines; it ends with a `:` outside brackets. */
function readSignature(lines: readonly string[], start: number): { readonly signature: string; readonly next: number } {
  let text = "";
  let depth = 0;
  for (let index = start; index < lines.length; index++) {
    const part = (lines[index] ?? "").trim();
    text += text === "" || text.endsWith("(") ? part : ` ${part}`;
    for (const character of part) depth += "([{".includes(character) ? 1 : ")]}".includes(character) ? -1 : 0;
    if (depth <= 0) return { signature: text.replace(/:[^:]*$/, "").replace(", )", ")"), next: index + 1 };
  }
  return { signature: text, next: lines.length };
}

/** The docstring that begins on a line, without quotes and common indentation. */
function docstringAt(lines: readonly string[], index: number): string {
  const first = lines[index] ?? "";
  const match = /^(\s*)"""/.exec(first);
  if (match === null) return "";
  const indent = match[1] ?? "";
  const rest = [first.slice(match[0].length), ...lines.slice(index + 1)];
  const body: string[] = [];
  for (const line of rest) {
    const end = line.indexOf('"""');
    const part = end < 0 ? line : line.slice(0, end);
    body.push(part.startsWith(indent) ? part.slice(indent.length) : part);
    if (end >= 0) break;
  }
  return body.join("\n").trim();
}
