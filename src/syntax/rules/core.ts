// What all families of grammar rules share: the state of one parse, the
// counting of nesting, spans, and reporting. The families stand in a chain of
// classes (expressions, displays, strings, patterns, statements, definitions);
// `parser.ts` ends it. Rules carry out their actions while they parse
// (Chevrotain's embedded actions); Chevrotain also runs each once, with dummy
// tokens, to learn the grammar, so actions must bear dummies.
//
// Recursion is bounded here and not by the host's stack: every rule that
// recurses calls `enter`, and chains that are loops in the grammar but deep in
// the tree (`a.b.c`) are measured by `height`.

import { EmbeddedActionsParser, type ParserMethod } from "chevrotain";
import type { Span } from "../../base/span.ts";
import { Findings, type Finding } from "../findings.ts";
import { chainTooLong, tooDeep } from "../errors/expressions.ts";
import type { FailureRecord } from "../failure.ts";
import * as t from "../tokens.ts";

export type Rule<Result, Arguments extends unknown[] = []> = ParserMethod<Arguments, Result>;

/** The body of such a rule. */
export type Action<Result, Arguments extends unknown[] = []> = (...given: Arguments) => Result;

/** The alternatives of a choice that makes a `Result`. */
export type Alternatives<Result> = readonly { ALT: () => Result }[];

/** Alternatives that a hot rule keeps from its first use on, instead of making their closures each time; they use `this` only. */
export type Kept<Result> = { ALT: () => Result }[];

/** Thrown where a statement cannot be read further and the message is already out. */
export class Abandoned extends Error {
  readonly token: t.IToken;

  constructor(token: t.IToken) {
    super("statement abandoned");
    this.token = token;
  }
}

export interface ParserLimits {
  readonly expressionNesting: number;
  readonly chainLength: number;
  readonly parameters: number;
}

export abstract class ParserCore extends EmbeddedActionsParser {
  protected findings: Findings = new Findings({ name: "", text: "" }, 0);
  protected limits: ParserLimits = { expressionNesting: 64, chainLength: 192, parameters: 32 };
  /** How many rules that recurse are open. */
  private nesting = 0;
  /** The deepest tree made since the enclosing primary began. */
  protected height = 0;
  protected insideFunction = false;
  protected insideLoop = false;

  constructor(failure: FailureRecord, skipValidations: boolean) {
    super(t.vocabulary, { maxLookahead: 1, recoveryEnabled: false, skipValidations, errorMessageProvider: failure });
  }

  /** Prepares for a parse. The tokens end with two EOF tokens. */
  begin(tokens: t.IToken[], findings: Findings, limits: ParserLimits): void {
    this.input = tokens;
    this.findings = findings;
    this.limits = limits;
    this.resetState();
  }

  /** After a failure, before the next statement is tried. */
  protected resetState(): void {
    this.nesting = 0;
    this.height = 0;
    this.insideFunction = false;
    this.insideLoop = false;
  }

  // Chevrotain pads and trims the token vector around every root rule; ours ends with EOF tokens anyway.
  onBeforeParse(): void {}
  onAfterParse(): void {}

  protected report(finding: Finding): void {
    if (!this.RECORDING_PHASE) this.findings.add(finding);
  }

  protected enter(): void {
    if (++this.nesting > this.limits.expressionNesting + 1) this.giveUpNesting();
  }

  protected leave(): void {
    this.nesting--;
  }

  /** Counts operators that stand in a row before one operand. */
  protected countUnary(count: number): void {
    if (this.nesting + count > this.limits.expressionNesting + 1) this.giveUpNesting();
  }

  private giveUpNesting(): void {
    if (this.RECORDING_PHASE) return;
    const token = this.LA(1);
    this.report(tooDeep({ start: token.startOffset, end: t.endOf(token) }, this.limits.expressionNesting));
    throw new Abandoned(this.LA(1));
  }

  /** Takes note that a tree of this height hangs below the present node. */
  protected raise(height: number, span: () => Span): void {
    if (height > this.limits.chainLength && !this.RECORDING_PHASE) {
      this.report(chainTooLong(span(), this.limits.chainLength));
      throw new Abandoned(this.LA(1));
    }
  }

  /** Where the next token begins. */
  protected get start(): number {
    return this.RECORDING_PHASE ? 0 : this.LA_FAST(1).startOffset;
  }

  /** Where the last token taken ends. */
  protected get end(): number {
    return this.RECORDING_PHASE ? 0 : this.LA_FAST(0).endOffset! + 1;
  }

  /** From `start` to the end of the last token taken. */
  protected from(start: number): Span {
    return { start, end: this.end };
  }
}

/** The span of one token. */
export function spanOf(token: t.IToken): Span {
  return { start: token.startOffset, end: token.endOffset! + 1 };
}
