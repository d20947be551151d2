// `wgen explain CODE`: the page of help behind a diagnostic's code. Without a
// code: the list of all.

import { type CodeHelp, codes } from "../base/codes.ts";
import { exitCodes, UsageError } from "./exit.ts";
import type { AddCommand } from "./main.ts";
import { fitted } from "./wrapping.ts";

export const addExplainCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("explain")
    .description("explain the code of a message, as WG305; without a code, list all")
    .argument("[code]", "the code, as it stands in the message")
    .option("--json", "print JSON")
    .action((code: string | undefined, options: { json?: true }) => {
      terminal.write(
        code === undefined ? listCodes(options.json) : explainCode(code, options.json, terminal.isTerminal ? terminal.columns : Infinity),
      );
      finish(exitCodes.fine);
    });
};

const table = new Map<string, CodeHelp>(Object.entries(codes));

function listCodes(json: boolean | undefined): string {
  const entries = [...table].toSorted(([left], [right]) => (left < right ? -1 : 1));
  if (json === true) return `${JSON.stringify(entries.map(([code, { title }]) => ({ code, title })))}\n`;
  return entries.map(([code, { title }]) => `${code}  ${title}\n`).join("");
}

function explainCode(text: string, json: boolean | undefined, room: number): string {
  const code = text
    .trim()
    .toUpperCase()
    .replace(/^(?=\d)/, "WG");
  const found = table.get(code);
  if (found === undefined) throw new UsageError(`there is no code ${text}; wgen explain lists all`);
  if (json === true) return `${JSON.stringify({ code, title: found.title, help: found.help })}\n`;
  return `${code}: ${found.title}\n\n${fitted(found.help.trimEnd(), room)}\n`;
}
