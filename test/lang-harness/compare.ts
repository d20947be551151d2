// Holds a case's marks against what checking and running it gave. The answer is
// a list of sentences, empty where all is as marked; and the texts that
// `UPDATE=1` writes in the place of values, types, trees and fuel.

import type { GoldenCase, Mark, MarkKind } from "./cases.ts";
import { readOutput } from "./instrument.ts";
import type { CaseDiagnostic, CaseRun } from "./pipeline.ts";

/** What a mark should say instead. */
export interface Correction {
  readonly mark: Mark;
  readonly text: string;
}

export interface Comparison {
  readonly problems: readonly string[];
  readonly corrections: readonly Correction[];
}

const rewritten: readonly MarkKind[] = ["value", "type", "tree", "fuel"];

/** Every diagnostic is marked, and every mark of one is met. */
export function compareDiagnostics(golden: GoldenCase, found: readonly CaseDiagnostic[]): Comparison {
  const left = [...found];
  const problems: string[] = [];
  for (const mark of golden.marks.filter((each) => each.kind === "error" || each.kind === "warning")) {
    const index = left.findIndex(
      (each) => each.severity === mark.kind && each.line === mark.line && each.code === mark.code && each.text.includes(mark.text),
    );
    if (index >= 0) left.splice(index, 1);
    else problems.push(`line ${mark.fileLine}: no ${mark.kind} ${mark.code} here that says ${JSON.stringify(mark.text)}`);
  }
  for (const each of left) {
    problems.push(`line ${golden.fileLine + each.line}: unexpected ${each.severity} ${each.code}: ${each.text}`);
  }
  return { problems, corrections: [] };
}

/** Values, output and fault of a run of the instrumented source. */
export function compareRun(golden: GoldenCase, run: CaseRun): Comparison {
  const { values, printed } = readOutput(run.output);
  const valueMarks = golden.marks.filter((mark) => mark.kind === "value");
  const facts = valueMarks.map((mark) => ({ mark, text: values.get(mark.line) ?? null }));
  const compared = compareTexts(facts);
  return {
    problems: [...compared.problems, ...compareOutput(golden, printed), ...compareFault(golden, run)],
    corrections: compared.corrections,
  };
}

/** Marks whose whole text must equal a fact. */
export function compareTexts(facts: readonly { readonly mark: Mark; readonly text: string | null }[]): Comparison {
  const problems: string[] = [];
  const corrections: Correction[] = [];
  for (const { mark, text } of facts) {
    if (text === mark.text) continue;
    problems.push(`line ${mark.fileLine}: expected ${mark.kind} ${mark.text}, found ${text ?? "nothing"}`);
    if (text !== null && rewritten.includes(mark.kind)) corrections.push({ mark, text });
  }
  return { problems, corrections };
}

function compareOutput(golden: GoldenCase, printed: readonly string[]): string[] {
  const marks = golden.marks.filter((mark) => mark.kind === "output");
  if (marks.length === 0) return [];
  const problems: string[] = [];
  for (let index = 0; index < Math.max(marks.length, printed.length); index++) {
    const mark = marks[index];
    const line = printed[index];
    if (mark === undefined) problems.push(`printed one line more: ${line}`);
    else if (line?.trimEnd() !== mark.text) {
      problems.push(`line ${mark.fileLine}: expected output ${mark.text}, found ${line ?? "nothing"}`);
    }
  }
  return problems;
}

function compareFault(golden: GoldenCase, run: CaseRun): string[] {
  const mark = golden.marks.find((each) => each.kind === "fault");
  const { fault } = run;
  if (fault === null) return mark === undefined ? [] : [`line ${mark.fileLine}: no fault ${mark.code}`];
  const found = `${fault.code} at line ${golden.fileLine + fault.line}: ${fault.message}`;
  if (mark === undefined) return [`unexpected fault ${found}`];
  const met = fault.code === mark.code && fault.line === mark.line && fault.message.includes(mark.text);
  return met ? [] : [`line ${mark.fileLine}: expected fault ${mark.code}: ${mark.text}, found ${found}`];
}
