// Diagnostics as the command line gives them: text with carets for people, JSON
// for programs, workflow commands for GitHub, SARIF for other services. Lines
// and columns count from 1, in code points.

import { Option } from "commander";
import { codes } from "../base/codes.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import { extentOf } from "../base/diagnosticData.ts";
import { renderDiagnostic } from "../base/rendering.ts";

export type OutputFormat = "text" | "github" | "sarif";

export function formats(): Option {
  return new Option("--format <format>", "how to print what was found").choices(["text", "github", "sarif"]).default("text");
}

/** All diagnostics in one format; empty text where there are none. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], format: OutputFormat, colour: boolean): string {
  switch (format) {
    case "text":
      return diagnostics.map((each) => `${renderDiagnostic(each, { colour }).trimEnd()}\n`).join("\n");
    case "github":
      return diagnostics.map(githubCommand).join("");
    case "sarif":
      return `${JSON.stringify(sarifLog(diagnostics))}\n`;
  }
}

/** `::error file=...::message`: GitHub shows it beside the line. */
function githubCommand(diagnostic: Diagnostic): string {
  const { line, column, endLine, endColumn } = extentOf(diagnostic.file, diagnostic.span);
  const property = (text: string): string => escapeCommand(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  const place = `file=${property(diagnostic.file.name)},line=${line},col=${column},endLine=${endLine},endColumn=${endColumn}`;
  const hint = diagnostic.hint === undefined ? "" : `\n${diagnostic.hint}`;
  const title = property(`${diagnostic.code} ${codes[diagnostic.code].title}`);
  return `::${diagnostic.severity} ${place},title=${title}::${escapeCommand(diagnostic.message + hint)}\n`;
}

function escapeCommand(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** SARIF 2.1.0, the part that code hosts read. */
function sarifLog(diagnostics: readonly Diagnostic[]): object {
  const used = [...new Set(diagnostics.map((each) => each.code))];
  const rules = used.map((id) => ({
    id,
    shortDescription: { text: codes[id].title },
    fullDescription: { text: codes[id].help },
  }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "wgen", rules } }, results: diagnostics.map(sarifResult) }],
  };
}

function sarifResult(diagnostic: Diagnostic): object {
  const { line, column, endLine, endColumn } = extentOf(diagnostic.file, diagnostic.span);
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId: diagnostic.code,
    level: diagnostic.severity,
    message: { text: diagnostic.hint === undefined ? diagnostic.message : `${diagnostic.message}. ${diagnostic.hint}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: diagnostic.file.name }, region } }],
  };
}
