// What a hint says to write, as a rewrite of the text, where it is mechanical:
// one place, nothing to choose. `wgen check --fix` tries each and keeps those
// that leave fewer mistakes.

import type { DiagnosticFix } from "../../base/diagnostic.ts";
import type { Span } from "../../base/span.ts";
import type { Problem } from "./problem.ts";

/** The place of a mistake, and what stands there. */
interface Where {
  readonly text: string;
  readonly span: Span;
  readonly here: string;
}

interface Rule {
  /** Of the hint. */
  readonly says: RegExp;
  readonly fix: (match: RegExpExecArray, where: Where, problem: Problem) => DiagnosticFix | null;
}

const word = /^[A-Za-z_]\w*$/u;

function replace({ span }: Where, text: string): DiagnosticFix {
  return { title: `write \`${text}\``, span, text };
}

/** `f(...)` around the value, of `name=value` around what stands behind. */
function wrap(where: Where, name: string): DiagnosticFix | null {
  if (where.here.includes("\n")) return null;
  const keyword = /^\w+\s*=(?!=)\s*/u.exec(where.here)?.[0] ?? "";
  return replace(where, `${keyword}${name}(${where.here.slice(keyword.length)})`);
}

/** Behind the comments and the docstring, before the first line that does something. */
function importAtTop({ text }: Where, statement: string): DiagnosticFix {
  const header =
    /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:(?:"""[^]*?"""|'''[^]*?'''|"[^"\n]*"|'[^'\n]*')[ \t]*\r?\n(?:[ \t]*\r?\n)*)?(?:from __future__[^\n]*\r?\n)?/u;
  const start = header.exec(text)?.[0].length ?? 0;
  return { title: `add \`${statement}\``, span: { start, end: start }, text: `${statement}\n` };
}

/** The one place in the line where a word, or a pattern of one, stands. */
function swap(where: Where, found: RegExp, text: string): DiagnosticFix | null {
  const all = [...where.here.matchAll(new RegExp(found, "gu"))];
  const [only] = all;
  if (only === undefined || all.length > 1) return null;
  const start = where.span.start + only.index;
  return { title: `write \`${text}\``, span: { start, end: start + only[0].length }, text };
}

const rules: readonly Rule[] = [
  { says: /^did you mean `([A-Za-z_]\w*)`\?$/u, fix: ([, name = ""], where) => (word.test(where.here) ? replace(where, name) : null) },
  {
    says: /^write `([^`]+)`, or use an f-string/u,
    fix: ([, whole = ""], where, { code }) => (code === "WG301" && !whole.includes("...") ? replace(where, whole) : null),
  },
  // A float cut off to an int is another value: that is for the author to choose.
  {
    says: /^write `(str|int|list)\(\.\.\.\)` around (?:it|the bool)(?!.*(?:cuts off|divides))/u,
    fix: ([, name = ""], where) => wrap(where, name),
  },
  { says: /^to count, write `for i in range\(n\)`/u, fix: (_, where) => wrap(where, "range") },
  { says: /^write `((?:import|from) [^`]+)` at the top$/u, fix: ([, statement = ""], where) => importAtTop(where, statement) },
  { says: /^name what you need: `(from \w[\w.]* import \w[\w, ]*)`$/u, fix: ([, statement = ""], where) => replace(where, statement) },
  { says: /^to call it write `([^`]+\(\))`$/u, fix: ([, call = ""], where, { code }) => (code === "WG324" ? replace(where, call) : null) },
  { says: /^import it: `(from [^`]+)`$/u, fix: ([, statement = ""], where) => importAtTop(where, statement) },
  {
    says: /^write `([A-Za-z_][\w.]*)`$/u,
    fix: ([, name = ""], where, { code }) => (word.test(where.here) && code === "WG201" ? replace(where, name) : null),
  },
  {
    says: /^write `([\w[\], .|]+)`(?:, or leave the annotation out)?$/u,
    fix: ([, type = ""], where, { code }) => (annotations.has(code) && !type.includes("...") ? replace(where, type) : null),
  },
  { says: /^write `==` \(`is` is for/u, fix: (_, where) => swap(where, /\bis not\b/u, "!=") ?? swap(where, /\bis\b/u, "==") },
  { says: /^lists have `(\w+)`$/u, fix: ([, name = ""], where) => replace(where, name) },
  { says: /^write `\.(\w+)\(\)`$/u, fix: ([, name = ""], where) => (word.test(where.here) ? replace(where, name) : null) },
  {
    says: /^write `def \w+\((self|cls)\):`$/u,
    fix: ([, first = ""], { text, span }) =>
      text[span.end] === "(" ? { title: `add \`${first}\``, span: { start: span.end + 1, end: span.end + 1 }, text: first } : null,
  },
  {
    says: /is a function; to call it write `(\w+)\(\)`$/u,
    fix: ([, name = ""], where) => swap(where, new RegExp(`\\b${name}\\b(?!\\()`, "u"), `${name}()`),
  },
];

const annotations: ReadonlySet<string> = new Set(["WG320", "WG402"]);

/** Where the hint says what to write in the very place of `span`, as a rewrite. `text`: the file's. */
export function withFix(problem: Problem, text: string, span: Span): Problem {
  if (problem.fix !== undefined || problem.hint === undefined) return problem;
  const where = { text, span, here: text.slice(span.start, span.end) };
  for (const { says, fix } of rules) {
    const match = says.exec(problem.hint);
    const made = match === null ? null : fix(match, where, problem);
    if (made !== null) return { ...problem, fix: made };
  }
  return problem;
}
