// `wgen docs [NAME]`: what the standard library has, from its own docstrings.
// A module's page lists what is in it; without a name all modules are listed.
// `hooks` is the page of what a world calls in a plugin.

import { suggest } from "../base/suggestion.ts";
import { exitCodes, UsageError } from "./exit.ts";
import type { Page } from "../engine/libraryPages.ts";
import type { AddCommand } from "./main.ts";
import { brokenLines, fitted } from "./wrapping.ts";

export const addDocsCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("docs")
    .description("show what the standard library has: a module, function, class or method; and the hooks of worlds")
    .argument("[name]", "as noise, noise.fbm, list.append or hooks; without it, all modules")
    .option("--json", "print JSON")
    .action(async (name: string | undefined, options: { json?: true }) => {
      const { readLibrary } = await import("../engine/libraryPages.ts");
      const { hookPages } = await import("../engine/hookPages.ts");
      const { worldHost } = await import("../world/host.ts");
      const pages = [...readLibrary(), ...hookPages(worldHost)];
      const room = terminal.isTerminal ? terminal.columns : Infinity;
      const found = name === undefined ? pages.filter((page) => page.kind === "module") : findPages(pages, name);
      if (options.json === true) terminal.write(`${JSON.stringify(found)}\n`);
      else terminal.write(name === undefined ? listPages(found, "", room) : found.map((page) => pageText(page, pages, room)).join("\n"));
      finish(exitCodes.fine);
    });
};

/** The page of that name, else every page whose last part it is. */
function findPages(pages: readonly Page[], name: string): readonly Page[] {
  const exact = pages.filter((page) => page.name === name);
  if (exact.length > 0) return exact;
  const byLast = pages.filter((page) => page.name.endsWith(`.${name}`));
  if (byLast.length > 0) return byLast;
  const wanted = name.toLowerCase();
  const near = pages.filter((page) => page.name.toLowerCase().includes(wanted)).slice(0, 8);
  const meant = suggest(
    name,
    pages.map((page) => page.name),
  );
  const nothing = meant === null ? "wgen docs lists all modules" : `did you mean ${meant}?`;
  const hint = near.length === 0 ? nothing : `there is ${near.map((page) => page.name).join(", ")}`;
  throw new UsageError(`there is nothing called ${name}; ${hint}`);
}

function pageText(page: Page, pages: readonly Page[], room: number): string {
  const inside = pages.filter((each) => each.name.startsWith(`${page.name}.`));
  const text = page.text === "" ? "" : `${fitted(page.text.replace(/^(?=.)/gm, "    "), room)}\n`;
  const list = inside.length === 0 ? "" : `\n${listPages(inside, "    ", room)}`;
  return `${page.signature}\n${text}${list}`;
}

/** Names in a column, each with the first sentence of its page, broken between words where a line has no more room. */
function listPages(pages: readonly Page[], indent: string, room: number): string {
  const names = [...new Map(pages.map((page) => [page.name, page])).values()];
  const width = Math.max(...names.map((page) => page.name.length));
  const margin = indent.length + width + 2;
  return names
    .map((page) => {
      const lines = brokenLines(firstSentence(page.text), Math.max(24, room - margin));
      return `${indent}${page.name.padEnd(width)}  ${lines.join(`\n${" ".repeat(margin)}`)}`.trimEnd() + "\n";
    })
    .join("");
}

function firstSentence(text: string): string {
  const paragraph = (text.split("\n\n")[0] ?? "").replaceAll("\n", " ");
  return /^.*?[.](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
}
