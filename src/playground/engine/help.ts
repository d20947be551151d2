// Completion, and the pages that the editor shows over a name: from the pages
// of the standard library and the names of the program itself. Which module a
// name belongs to is read from the import lines; types are not asked, so a
// value's methods are those of every class that has one of that beginning.

import { type Page, readLibrary } from "../../engine/libraryPages.ts";
import { worldHost } from "../../world/host.ts";
import type { Suggestion } from "./messages.ts";

const mostSuggestions = 60;
const keywords =
  "and as assert break class continue def del elif else except False finally for from if import in is lambda None not or pass raise return True try while with yield".split(
    " ",
  );

let pages: readonly Page[] | null = null;

function library(): readonly Page[] {
  pages ??= readLibrary();
  return pages;
}

/** `before` is the dotted name that ends at the cursor. */
export function suggestNames(source: string, before: string): readonly Suggestion[] {
  const dot = before.lastIndexOf(".");
  const start = before.slice(dot + 1);
  const found = dot < 0 ? plainNames(source) : namesIn(source, before.slice(0, dot));
  const fitting = [...new Map(found.map((each) => [each.label, each])).values()].filter(
    ({ label }) => label.startsWith(start) && label !== start,
  );
  return fitting.slice(0, mostSuggestions);
}

function plainNames(source: string): Suggestion[] {
  const hooks = worldHost.contract.hooks.map(({ name, doc }): Suggestion => ({
    label: name,
    kind: "function",
    detail: "hook",
    info: doc ?? "",
  }));
  const imported = [...importsOf(source)].map(([name, page]) => {
    const found = library().find((each) => each.name === page);
    return found === undefined ? named(name, "namespace") : ofPage(found, name);
  });
  const builtins = library().filter(({ name }) => !name.includes(".") && !isModule(name));
  return [
    ...ownNames(source),
    ...imported,
    ...hooks,
    ...builtins.map((page) => ofPage(page, page.name)),
    ...keywords.map((word) => named(word, "keyword")),
  ];
}

function namesIn(source: string, owner: string): Suggestion[] {
  const prefix = `${importsOf(source).get(owner) ?? owner}.`;
  const direct = library().filter(({ name }) => name.startsWith(prefix) && !name.slice(prefix.length).includes("."));
  if (direct.length > 0) return direct.map((page) => ofPage(page, page.name.slice(prefix.length)));
  const methods = library().filter(({ name, signature }) => name.includes(".") && /\(self\b/.test(signature));
  return methods.map((page) => ofPage(page, page.name.slice(page.name.lastIndexOf(".") + 1)));
}

/** The page of a name as the program writes it; null where the library has none. */
export function explainName(source: string, name: string): { readonly signature: string; readonly text: string } | null {
  const [first = "", ...rest] = name.split(".");
  const imported = importsOf(source).get(first);
  const full = [imported ?? first, ...rest].join(".");
  const hook = imported === undefined ? worldHost.contract.hooks.find((each) => each.name === name) : undefined;
  if (hook?.doc !== undefined) return { signature: `hook ${name}`, text: hook.doc };
  const page = library().find((each) => each.name === full) ?? methodPage(rest);
  return page === undefined ? null : { signature: page.signature, text: page.text };
}

/** `xs.append`: a method that only one class has. */
function methodPage(rest: readonly string[]): Page | undefined {
  const last = rest.at(-1);
  if (last === undefined) return undefined;
  const found = library().filter(({ name, signature }) => name.endsWith(`.${last}`) && /\(self\b/.test(signature));
  return found.length === 1 ? found[0] : undefined;
}

/** What each imported name stands for: `fbm` for `noise.fbm`, `np` for `numpy`. */
function importsOf(source: string): Map<string, string> {
  const imports = new Map<string, string>();
  for (const [, module = "", names = ""] of source.matchAll(/^from (\w+) import ([^#\n]+)/gm)) {
    for (const part of names.replace(/[()]/g, "").split(",")) {
      const [name = "", , alias] = part.trim().split(/\s+/);
      if (name !== "") imports.set(alias ?? name, `${module}.${name}`);
    }
  }
  for (const [, module = "", alias] of source.matchAll(/^import (\w+)(?: as (\w+))?/gm)) imports.set(alias ?? module, module);
  return imports;
}

/** Names that the program gives: functions, classes, variables, parameters. */
function ownNames(source: string): Suggestion[] {
  const defined = [...source.matchAll(/^[ \t]*(def|class) (\w+)/gm)].map(([, word, name = ""]) =>
    named(name, word === "def" ? "function" : "class"),
  );
  const assigned = [...source.matchAll(/(?:^[ \t]*|[(,] ?)([A-Za-z_]\w*)(?:: [^=\n,)]+)?(?= ?=[^=]|: \w)/gm)].map(([, name = ""]) =>
    named(name, "variable"),
  );
  return [...defined, ...assigned];
}

function named(label: string, kind: Suggestion["kind"]): Suggestion {
  return { label, kind, detail: "", info: "" };
}

function ofPage(page: Page, label: string): Suggestion {
  const kind = page.kind === "module" ? "namespace" : page.kind === "class" ? "class" : "function";
  const detail = page.signature.replace(/^(?:def|class) \w+/, "").slice(0, 60);
  return { label, kind, detail, info: page.text.split("\n\n")[0] ?? "" };
}

function isModule(name: string): boolean {
  return library().some((page) => page.kind === "module" && page.name === name);
}
