// The golden cases as another implementation gets them (test/lang/README.md):
// each case that runs, as an artifact of its source, whose marked expressions
// print themselves, and what its marks say.

import { contentHash } from "../../src/base/hashing.ts";
import { buildArtifact } from "../../src/engine/artifact.ts";
import { compile } from "../../src/engine/compile.ts";
import { type GoldenCase, readCases } from "./cases.ts";
import { instrument, readOutput } from "./instrument.ts";

export interface ConformanceCase {
  readonly file: string;
  /** Of the title within the file; the case's line n is the file's `line + n`. */
  readonly line: number;
  readonly title: string;
  /** With marked expressions printing `@@line@@` and their repr. */
  readonly source: string;
  /** Name and SHA-256 of the artifact. */
  readonly artifact: string;
  readonly digest: string;
  /** Line -> repr; as often as the line runs, joined by `; `. */
  readonly values: Readonly<Record<number, string>>;
  /** The other lines printed, where the case says them. */
  readonly output: readonly string[] | null;
  /** How the run ends: `text` is part of the message. */
  readonly fault: { readonly code: string; readonly line: number; readonly text: string } | null;
}

export interface MadeCase {
  readonly case: ConformanceCase;
  readonly bytes: Uint8Array;
}

/** The cases of a file that run: not those that are refused, nor those of a host. */
export function runnableCases(file: string, text: string): GoldenCase[] {
  return readCases(file, text).filter(({ source, marks }) => !marks.some(({ kind }) => kind === "error") && !/^# host: /m.test(source));
}

export function makeCase(file: string, golden: GoldenCase): MadeCase {
  const source = instrument(golden);
  const plugin = compile(source, { fileName: "case.wgen" });
  if (!plugin.ok) throw new Error(`${file}:${golden.fileLine}: ${plugin.diagnostics.map(({ message }) => message).join("; ")}`);
  const { bytes, digest } = buildArtifact(plugin);
  const texts = (kind: "value" | "output"): GoldenCase["marks"] => golden.marks.filter((mark) => mark.kind === kind);
  const output = texts("output").map((mark) => mark.text);
  const fault = golden.marks.find((mark) => mark.kind === "fault");
  return {
    case: {
      file,
      line: golden.fileLine,
      title: golden.title,
      source,
      artifact: `${file.replace(".wgen", "")}-${golden.fileLine}-${contentHash(source).slice(0, 8)}.wasm`,
      digest,
      values: Object.fromEntries(texts("value").map((mark) => [mark.line, mark.text])),
      output: output.length === 0 ? null : output,
      fault: fault === undefined ? null : { code: fault.code, line: fault.line, text: fault.text },
    },
    bytes,
  };
}

/** What a run printed, held against the case; sentences, empty where all is as it says. */
export function compareOutput(wanted: ConformanceCase, printed: string): string[] {
  const found = readOutput(printed);
  const problems = Object.entries(wanted.values)
    .filter(([line, text]) => found.values.get(Number(line)) !== text)
    .map(([line, text]) => `line ${line}: expected ${text}, found ${found.values.get(Number(line)) ?? "nothing"}`);
  const lines = found.printed.map((line) => line.trimEnd());
  if (wanted.output !== null && lines.join("\n") !== wanted.output.join("\n")) problems.push(`printed ${lines.join(" / ")}`);
  return problems;
}
