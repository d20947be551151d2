// Recovery: what happens to a file that does not fit the grammar. It is taken
// apart into its top-level statements. Each is parsed by itself; where a token
// does not fit, the recognisers in `slips/` look at the line, say what is
// wrong, and mend the tokens as the author probably meant them; then the
// statement is parsed again. A line that nobody can mend is replaced by
// `BROKEN`, its header word kept, so that its block is still read.
//
// So errors are independent of one another, each is reported once, and the
// grammar itself stays free of them.

import type * as ast from "./ast.ts";
import { giveUpLine } from "./brokenLine.ts";
import type { Findings } from "./findings.ts";
import type { WgenParser } from "./parser.ts";
import { Abandoned, type ParserLimits } from "./rules/core.ts";
import { recognise } from "./slips/recognise.ts";
import * as t from "./tokens.ts";
import { isType, typeSet, type Trouble } from "./trouble.ts";

type IToken = t.IToken;

/** No statement is read more often than this, whatever happens; a long one less often. */
const MOST_ATTEMPTS = 100;
const MOST_TOKENS_READ = 1_000_000;

const lineEdges = typeSet(t.Newline, t.Indent, t.Dedent);
const clauseTypes = typeSet(t.Elif, t.Else, t.Except, t.Finally);

export interface RecoveryInput {
  readonly tokens: readonly IToken[];
  readonly text: string;
  /** Starts of lines that were complained about already. */
  readonly damaged: ReadonlySet<number>;
  /** Where reading stopped for good. */
  readonly truncatedAt: number;
}

export function recover(parser: WgenParser, input: RecoveryInput, findings: Findings, limits: ParserLimits): readonly ast.Statement[] {
  const statements: StatementTokens[] = [];
  const results: (readonly ast.Statement[])[] = [];
  for (const tokens of topLevelStatements(input.tokens)) {
    if (findings.full) break;
    let reader = new StatementReader(parser, input, tokens, findings, limits);
    let body = reader.read();
    // `esle:` became `else:`, and belongs to the `if` before it.
    if (body === null && statements.length > 0) {
      reader = new StatementReader(parser, input, [...statements.pop()!.tokens, ...reader.tokens], findings, limits);
      results.pop();
      findings.drop("WG130", reader.tokens[0]!.startOffset);
      body = reader.read(true);
    }
    statements.push(reader);
    results.push(body ?? []);
  }
  return results.flat();
}

interface StatementTokens {
  readonly tokens: readonly IToken[];
}

/** Cuts the tokens of a file into its top-level statements. */
function topLevelStatements(tokens: readonly IToken[]): IToken[][] {
  const result: IToken[][] = [];
  let present: IToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (isType(token, t.EOF)) break;
    const last = present[present.length - 1];
    const ended = depth === 0 && (isType(last, t.Newline) || isType(last, t.Dedent));
    const goesOn = isType(token, t.Indent) || clauseTypes.has(token.tokenTypeIdx) || isType(present[0], t.At);
    if (ended && !goesOn) {
      result.push(present);
      present = [];
    } else if (ended && isType(present[0], t.At) && !isType(token, t.Indent) && definesAlready(present)) {
      result.push(present);
      present = [];
    }
    if (isType(token, t.Indent)) depth++;
    else if (isType(token, t.Dedent)) depth--;
    present.push(token);
  }
  if (present.length > 0) result.push(present);
  return result;
}

/** True when the last line of what is so far is no decorator. */
function definesAlready(tokens: readonly IToken[]): boolean {
  if (isType(tokens[tokens.length - 1], t.Dedent)) return true;
  let at = tokens.length - 1;
  while (at > 0 && !lineEdges.has(tokens[at - 1]!.tokenTypeIdx)) at--;
  return !isType(tokens[at], t.At);
}

class StatementReader {
  readonly tokens: IToken[];
  private readonly parser: WgenParser;
  private readonly input: RecoveryInput;
  private readonly findings: Findings;
  private readonly limits: ParserLimits;
  /** How often each line, by its first offset, was given up. */
  private readonly givenUp = new Map<number, number>();

  constructor(parser: WgenParser, input: RecoveryInput, tokens: IToken[], findings: Findings, limits: ParserLimits) {
    this.parser = parser;
    this.input = input;
    this.tokens = tokens;
    this.findings = findings;
    this.limits = limits;
  }

  /** The statements that the tokens make; null when they turned out to continue the statement before. */
  read(joined = false): readonly ast.Statement[] | null {
    const alone = !joined && !clauseTypes.has(this.tokens[0]!.tokenTypeIdx);
    const most = Math.max(3, Math.min(MOST_ATTEMPTS, Math.floor(MOST_TOKENS_READ / (this.tokens.length + 1))));
    for (let attempt = 0; attempt < most && this.tokens.length > 0; attempt++) {
      const body = this.attempt();
      if (body !== null) return body;
      if (this.findings.full) return [];
      if (alone && this.tokens.length > 0 && clauseTypes.has(this.tokens[0]!.tokenTypeIdx)) return null;
    }
    return [];
  }

  private attempt(): readonly ast.Statement[] | null {
    const end = this.tokens[this.tokens.length - 1]!;
    const eof = t.makeToken(t.EOF, t.endOf(end), t.endOf(end), "");
    const tokens = [...this.tokens, eof, eof];
    try {
      this.parser.begin(tokens, this.findings, this.limits);
      const body = this.parser.readModule();
      if (body !== null) return body;
      this.mend(tokens.indexOf(this.parser.errors[0]!.token));
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
      this.giveUp(this.troubleAt(tokens.indexOf(error.token)));
    }
    return null;
  }

  private mend(at: number): void {
    const trouble = this.troubleAt(at);
    if (this.isDamaged(trouble) || this.isTruncated(at)) return this.giveUp(trouble);
    const mending = recognise(trouble);
    if (mending.finding !== null) this.findings.add(mending.finding);
    if (mending.from !== null && mending.by.some((token) => isType(token, t.Indent))) this.findings.blockLost = true;
    if (mending.from === null) this.giveUp(trouble);
    else this.tokens.splice(mending.from, mending.to - mending.from, ...mending.by);
  }

  private troubleAt(at: number): Trouble {
    let first = at;
    while (first > 0 && !lineEdges.has(this.tokens[first - 1]!.tokenTypeIdx)) first--;
    let last = at;
    while (last < this.tokens.length && !isType(this.tokens[last], t.Newline)) last++;
    const { expected, rule } = this.parser.failure;
    return { tokens: this.tokens, at, first, last, expected, rule, text: this.input.text, blockLost: this.findings.blockLost };
  }

  private isTruncated(at: number): boolean {
    return (this.tokens[at]?.startOffset ?? Infinity) >= this.input.truncatedAt && this.input.truncatedAt < Infinity;
  }

  private isDamaged(trouble: Trouble): boolean {
    const first = trouble.tokens[trouble.first];
    return first !== undefined && (this.input.damaged.has(first.startOffset) || this.givenUp.has(first.startOffset));
  }

  private giveUp(trouble: Trouble): void {
    const offset = this.tokens[trouble.first]?.startOffset ?? 0;
    const times = (this.givenUp.get(offset) ?? 0) + 1;
    this.givenUp.set(offset, times);
    giveUpLine(this.tokens, trouble, times);
  }
}
