// What the checker takes of a script: lines that it refuses give way to others
// that do nothing, so that what is left is accepted and must be right. Which
// were refused is told: a maker that writes only well-typed lines has none.

import { locate } from "../../../src/base/lines.ts";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import type { HostContract } from "../../../src/check/host.ts";
import type { Program } from "../../../src/check/program.ts";
import { checkSource } from "../../../src/engine/frontend.ts";

export interface Accepted {
  readonly text: string;
  /** Null where no line can be blamed that could give way. */
  readonly program: Program | null;
  /** What was refused, with the line: `WG301 message | line`. */
  readonly refused: readonly string[];
}

const contract: HostContract = {
  name: "scripts",
  source: null,
  modules: [],
  hooks: [],
  constants: [],
  frozenState: false,
  unseededRandom: true,
  runsMain: true,
};

/** `removesLines` false: a script that is refused stays as it is. */
export function accept(script: string, removesLines = true): Accepted {
  const refused: string[] = [];
  for (let text = script; ;) {
    const { program, diagnostics } = checkSource({ name: "script.wgen", text }, { host: contract, isLibrary: false });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length === 0) return { text, program, refused };
    refused.push(...errors.map((error) => describe(error, text)));
    const next = removesLines ? withoutLines(text, errors) : text;
    if (next === text) return { text, program: null, refused };
    text = next;
  }
}

function describe({ code, message, file, span }: Diagnostic, text: string): string {
  return `${code} ${message} | ${(text.split("\n")[locate(file, span.start).line - 1] ?? "").trim()}`;
}

/** Without the lines that errors stand at; where none of them can go, without those that their labels name. */
function withoutLines(text: string, errors: readonly Diagnostic[]): string {
  const at = (offset: number): number => text.slice(0, offset).split("\n").length - 1;
  const blamed = new Set(errors.map(({ span }) => at(span.start)));
  const next = replaced(text, blamed);
  return next === text ? replaced(text, new Set(errors.flatMap(({ labels }) => labels.map(({ span }) => at(span.start))))) : next;
}

function replaced(text: string, blamed: ReadonlySet<number>): string {
  const lines = text.split("\n");
  return lines.map((line, at) => (blamed.has(at) ? harmless(line) : line)).join("\n");
}

/** Simple statements give way to `pass`; heads of blocks to heads that go by without a question. */
function harmless(line: string): string {
  if (!line.trimEnd().endsWith(":")) return line.replace(/\S.*/u, "pass");
  return line
    .replace(/^(\s*)for (\w+) in .*/u, "$1for $2 in [1]:")
    .replace(/^(\s*)(if|elif|while) .*/u, "$1$2 False:")
    .replace(/^(\s*)match .*/u, "$1match 5:")
    .replace(/^(\s*)case .*/u, "$1case 12345:")
    .replace(/^(\s*)with .*/u, "$1if True:");
}
