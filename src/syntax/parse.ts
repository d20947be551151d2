// Source text to syntax tree: text checks, lexer, layout pass, parser. What is
// wrong comes back as diagnostics, several to a file, each mistake once; the
// tree then has `error` nodes where something could not be read.
//
// A file without mistakes is parsed in one go. Otherwise `recovery.ts` takes it
// statement by statement, mends the tokens where it knows what was meant, and
// parses again.

import type { Diagnostic } from "../base/diagnostic.ts";
import { limits as limitTable } from "../base/limits.ts";
import type { SourceFile, Span } from "../base/span.ts";
import type * as ast from "./ast.ts";
import { notAnExpression } from "./errors/lines.ts";
import { checkWalrus } from "./checks/walrus.ts";
import { Findings } from "./findings.ts";
import { Layout } from "./layout.ts";
import { mendConstants } from "./constants.ts";
import { lex } from "./lexer.ts";
import { sharedParser } from "./parser.ts";
import { recover } from "./recovery.ts";
import { docstringOf } from "./rules/compound.ts";
import { Abandoned } from "./rules/core.ts";
import { checkNodes, checkTokens } from "./sizeChecks.ts";
import { splitString } from "./strings.ts";
import { checkText } from "./textChecks.ts";

/** What a host may set, each at most the hard maximum of `base/limits.ts`. */
export interface SyntaxLimits {
  readonly sourceBytes: number;
  readonly lineLength: number;
  readonly tokens: number;
  readonly expressionNesting: number;
  readonly blockNesting: number;
  readonly chainLength: number;
  readonly functions: number;
  readonly classes: number;
  readonly parameters: number;
  readonly nodesPerFunction: number;
  readonly nodesPerPlugin: number;
  readonly diagnostics: number;
}

export const defaultSyntaxLimits: SyntaxLimits = {
  sourceBytes: limitTable.sourceBytes.default,
  lineLength: limitTable.lineLength.default,
  tokens: limitTable.tokens.default,
  expressionNesting: limitTable.expressionNesting.default,
  blockNesting: limitTable.blockNesting.default,
  chainLength: limitTable.chainLength.default,
  functions: limitTable.functions.default,
  classes: limitTable.classes.default,
  parameters: limitTable.parameters.default,
  nodesPerFunction: limitTable.nodesPerFunction.default,
  nodesPerPlugin: limitTable.nodesPerPlugin.default,
  diagnostics: limitTable.diagnostics.default,
};

export interface Parsed {
  readonly module: ast.Module;
  readonly diagnostics: Diagnostic[];
}

/** Parses a file. Never throws for what is in it. Linear in its length. */
export function parse(file: SourceFile, limits: SyntaxLimits = defaultSyntaxLimits): Parsed {
  const findings = new Findings(file, limits.diagnostics);
  const body = readStatements(file, findings, limits);
  const module: ast.Module = { file, body, docstring: docstringOf(body), span: { start: 0, end: file.text.length } };
  checkNodes(module, limits, findings);
  checkWalrus(module, (finding) => findings.add(finding));
  return { module, diagnostics: findings.diagnostics() };
}

function readStatements(file: SourceFile, findings: Findings, limits: SyntaxLimits): readonly ast.Statement[] {
  const { text } = file;
  if (!checkText(text, limits, findings)) return [];
  const layout = new Layout(lex(text), text, findings, limits);
  layout.run();
  if (!checkTokens(layout.out, limits, findings)) return [];
  if (layout.constants.length > 0) mendConstants(layout, findings);
  const parser = sharedParser();
  try {
    parser.begin(layout.out, findings, limits);
    const body = parser.readModule();
    if (body !== null) return body;
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
  }
  return recover(parser, { tokens: layout.out, text, damaged: layout.damaged, truncatedAt: layout.truncatedAt }, findings, limits);
}

export interface ParsedExpression {
  readonly expression: ast.Expression;
  readonly diagnostics: Diagnostic[];
}

/** Parses what stands between the quotes of the string literal at `span`: a quoted annotation. Places are those of the file. */
export function parseQuoted(file: SourceFile, span: Span, limits: SyntaxLimits = defaultSyntaxLimits): ParsedExpression {
  const parts = splitString(file.text.slice(span.start, span.end), span.start, false);
  const findings = new Findings(file, limits.diagnostics);
  const layout = new Layout(lex(file.text.slice(parts.contentStart, parts.contentEnd), parts.contentStart), file.text, findings, limits);
  layout.inLine = true;
  layout.run();
  const expression = readExpression(layout, findings, limits);
  if (expression === null && findings.count === 0) findings.add(notAnExpression(span));
  return { expression: expression ?? { kind: "error", span }, diagnostics: findings.diagnostics() };
}

function readExpression(layout: Layout, findings: Findings, limits: SyntaxLimits): ast.Expression | null {
  const parser = sharedParser();
  try {
    parser.begin(layout.out, findings, limits);
    const only = parser.readModule();
    const [first] = only ?? [];
    return only?.length === 1 && first?.kind === "expression" ? first.value : null;
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    return null;
  }
}
