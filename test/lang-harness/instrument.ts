// One run of a case gives all its values: each expression with an `expect:`
// mark is wrapped into a print of its repr behind a tag with its line. The
// text that CPython runs is the same, so both print the same or are wrong.
// Lines keep their numbers.

import { type GoldenCase, withoutMark } from "./cases.ts";

const tagPattern = /^@@(\d+)@@(.*)$/;

/** The case's source with its marked expressions printing themselves. */
export function instrument(golden: GoldenCase): string {
  const lines = golden.source.split("\n");
  for (const mark of golden.marks) {
    if (mark.kind !== "value") continue;
    const first = mark.line - 1;
    const last = lastLineOfExpression(lines, first);
    const indent = /^\s*/.exec(lines[first] ?? "")?.[0] ?? "";
    lines[last] = `${withoutMark(lines[last] ?? "")}))`;
    lines[first] = `${indent}print("@@${mark.line}@@" + repr(${(lines[first] ?? "").trimStart()}`;
  }
  return lines.join("\n");
}

/** An expression with open brackets goes on; brackets within strings are not told apart. */
function lastLineOfExpression(lines: readonly string[], first: number): number {
  let depth = 0;
  for (let index = first; index < lines.length; index++) {
    const code = withoutMark(lines[index] ?? "").replace(/"[^"]*"|'[^']*'/g, "");
    for (const char of code) {
      if ("([{".includes(char)) depth++;
      else if (")]}".includes(char)) depth--;
    }
    if (depth <= 0) return index;
  }
  return first;
}

export interface CaseOutput {
  /** Line of the case -> repr, joined by `; ` where the line ran more than once. */
  readonly values: ReadonlyMap<number, string>;
  /** What the case itself printed. */
  readonly printed: readonly string[];
}

/** Takes the tagged values out of what an instrumented case printed. */
export function readOutput(output: string): CaseOutput {
  const values = new Map<number, string>();
  const printed: string[] = [];
  const lines = output.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) {
    const match = tagPattern.exec(line);
    if (match === null) {
      printed.push(line);
      continue;
    }
    const [, key = "", value = ""] = match;
    const before = values.get(Number(key));
    values.set(Number(key), before === undefined ? value : `${before}; ${value}`);
  }
  return { values, printed };
}
