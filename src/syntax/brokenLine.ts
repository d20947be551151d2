// Gives up a line: its tokens are replaced by the least that the grammar takes,
// `BROKEN`, so that parsing can go on behind it. A header keeps its word and
// its block: `def f(1 +): ...` is still a function with a body. A line that was
// given up in vain loses more each time.

import * as t from "./tokens.ts";
import { findOutside, headerTypes, isType, operandBegins, type Trouble } from "./trouble.ts";

type IToken = t.IToken;

/** Replaces the line of `trouble` in `tokens`; `times` counts how often this line was given up. */
export function giveUpLine(tokens: IToken[], trouble: Trouble, times: number): void {
  const { first, last } = trouble;
  const head = tokens[first];
  if (head === undefined || first > last || last >= tokens.length || isType(head, t.Indent) || isType(head, t.Dedent) || times > 2) {
    return dropLine(tokens, trouble);
  }
  const hasBlock = isType(tokens[last + 1], t.Indent);
  const colon = findOutside(trouble, t.Colon);
  if (times === 1 && headerTypes.has(head.tokenTypeIdx)) {
    // The mistake is behind the colon of a one-line block.
    if (colon >= 0 && colon < trouble.at && colon < last - 1) {
      tokens.splice(colon + 1, last - colon - 1, broken(tokens[colon + 1]!, tokens[last - 1]!));
      return;
    }
    const body = hasBlock ? [] : [broken(tokens[last]!, tokens[last]!)];
    tokens.splice(first, last - first, ...header(tokens, trouble), ...body);
    return;
  }
  const whole = broken(head, tokens[Math.max(first, last - 1)]!);
  if (isType(head, t.At) && times === 1) tokens.splice(first + 1, last - first - 1, whole);
  else if (hasBlock) tokens.splice(first, last - first, at(t.If, head, "if"), whole, at(t.Colon, tokens[last]!, ":"));
  else tokens.splice(first, last - first, whole);
}

/** The least header with the word of the line. */
function header(tokens: readonly IToken[], trouble: Trouble): IToken[] {
  const { first, last } = trouble;
  const head = tokens[first]!;
  const end = tokens[last]!;
  const gap = broken(tokens[Math.min(first + 1, last)]!, tokens[Math.max(first, last - 1)]!);
  const colon = at(t.Colon, end, ":");
  const name = tokens.slice(first + 1, last).find((token) => isType(token, t.Name)) ?? at(t.Name, end, "_");
  switch (head.tokenType) {
    case t.For:
      return [head, gap, at(t.In, end, "in"), gap, colon];
    case t.Def:
      return [head, name, at(t.LeftParen, end, "("), at(t.RightParen, end, ")"), colon];
    case t.Class:
      return [head, name, colon];
    case t.Try:
    case t.Else:
    case t.Finally:
      return [head, colon];
    default:
      return [head, gap, colon];
  }
}

function broken(from: IToken, to: IToken): IToken {
  return t.makeToken(t.Broken, from.startOffset, Math.max(from.startOffset, t.endOf(to)), "");
}

function at(type: t.TokenType, token: IToken, image: string): IToken {
  return t.makeToken(type, token.startOffset, token.startOffset, image);
}

/** Takes the line away altogether, with the indentation that begins or ends around it. */
function dropLine(tokens: IToken[], trouble: Trouble): void {
  const { last } = trouble;
  let { first } = trouble;
  // At the end of the file: the last line that is there.
  if (first >= tokens.length) {
    first = tokens.length - 1;
    while (first > 0 && !isType(tokens[first - 1], t.Newline)) first--;
  }
  if (isType(tokens[first], t.Indent)) return dropIndent(tokens, first);
  if (isType(tokens[last + 1], t.Indent)) dropIndent(tokens, last + 1);
  tokens.splice(first, Math.max(1, last + 1 - first));
}

/** Takes an INDENT and its DEDENT away; what stood between them stays. */
export function dropIndent(tokens: IToken[], at: number): void {
  const end = matchingDedent(tokens, at);
  if (end < tokens.length) tokens.splice(end, 1);
  tokens.splice(at, 1);
}

/** The index of the DEDENT that belongs to the INDENT at `at`. */
export function matchingDedent(tokens: readonly IToken[], at: number): number {
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    if (isType(tokens[index], t.Indent)) depth++;
    else if (isType(tokens[index], t.Dedent) && --depth === 0) return index;
  }
  return tokens.length;
}

/** True when the token could begin a value; used where a header lacks its colon before a statement. */
export function beginsValue(token: IToken | undefined): boolean {
  return token !== undefined && operandBegins.has(token.tokenTypeIdx);
}
