// Values that are missing, and values that stand side by side with nothing
// between them: a forgotten comma, operator or quote.

import * as errors from "../errors/lines.ts";
import { trailingComma } from "../errors/statements.ts";
import { misplacedStar, tupleInComprehension } from "../errors/expressions.ts";
import { raiseComma, backtick } from "../errors/otherPython.ts";
import { unknownPrefix } from "../errors/literals.ts";
import * as t from "../tokens.ts";
import {
  giveUp,
  infixTypes,
  inserted,
  isType,
  openBracket,
  operandBegins,
  operandEnds,
  replace,
  sourceOf,
  spanOf,
  spanOver,
  typeSet,
  type Slip,
  type Trouble,
} from "../trouble.ts";

const needsValue = typeSet(t.Assign, t.AugmentedAssign, t.ColonAssign, t.Comma, t.Minus, t.Plus, t.Tilde, t.Not, t.Dot, t.Colon, t.Arrow);
const valueWords = typeSet(
  t.If,
  t.Elif,
  t.While,
  t.For,
  t.In,
  t.Else,
  t.Import,
  t.From,
  t.Del,
  t.Assert,
  t.With,
  t.Lambda,
  t.As,
  t.Match,
  t.Case,
  t.Global,
  t.Nonlocal,
  t.At,
);
const lineEnds = typeSet(
  t.Newline,
  t.RightParen,
  t.RightBracket,
  t.RightBrace,
  t.Colon,
  t.Comma,
  t.TrailingComma,
  t.Semicolon,
  t.Assign,
  t.FieldClose,
  t.FieldColon,
  t.EOF,
  t.For,
  t.In,
  t.Else,
);

/** `x = `, `a + * b`, `if :`, `f(, x)`, `a.`. */
const operandMissing: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  const token = tokens[at];
  const previous = tokens[at - 1];
  if (token === undefined || previous === undefined || at === first) return null;
  const type = previous.tokenTypeIdx;
  const isOperator = infixTypes.has(type) || needsValue.has(type);
  const isWord = valueWords.has(type);
  const isOpener = isType(previous, t.LeftParen) || isType(previous, t.LeftBracket) || isType(previous, t.LeftBrace);
  const ends = lineEnds.has(token.tokenTypeIdx) || infixTypes.has(token.tokenTypeIdx);
  if (!ends) return null;
  if (isType(token, t.Comma) && (isOpener || isType(previous, t.Comma))) return replace(errors.extraComma(spanOf(token)), at, at + 1);
  if (!isOperator && !isWord && !(isOpener && infixTypes.has(token.tokenTypeIdx)) && !isOpener) return null;
  const place = spanOf(previous);
  const finding = isType(previous, t.Dot) ? errors.nameMissing(place) : errors.operandMissing(place, previous.image, describeNext(token));
  // Where a value fits, one is put in, so that the rest of the line is still read.
  const fits =
    (isOperator && !isType(previous, t.Dot) && !isType(previous, t.Colon)) ||
    isType(previous, t.If) ||
    isType(previous, t.While) ||
    isType(previous, t.Elif);
  if (!fits || trouble.expected !== null) return giveUp(finding);
  return replace(finding, at, at, inserted(t.Broken, t.endOf(previous), ""));
};

function describeNext(token: t.IToken): string | null {
  return isType(token, t.Newline) ? null : token.image;
}

/** `import math,`, `assert x,`. */
const commaAtEnd: Slip = ({ tokens, at, first }) => {
  const token = tokens[at];
  if (at === first || !isType(token, t.TrailingComma)) return null;
  return replace(trailingComma(spanOf(token!)), at, at + 1);
};

/** `raise ValueError, "text"`. */
const raiseWithComma: Slip = ({ tokens, at, first, last, text }) => {
  if (!isType(tokens[first], t.Raise) || !isType(tokens[at], t.Comma)) return null;
  const rest = spanOver(tokens[at]!, tokens[last - 1]!);
  return giveUp(raiseComma(spanOver(tokens[first]!, tokens[at]!), { span: rest, text: text.slice(rest.start, rest.end) }));
};

/** `[x, y for x, y in pairs]`. */
const bareTuple: Slip = (trouble) => {
  const { tokens, at } = trouble;
  const bracket = openBracket(trouble);
  if (!isType(tokens[at], t.For) || bracket === null) return null;
  const open = tokens.indexOf(bracket);
  const hasComma = tokens.slice(open, at).some((token) => isType(token, t.Comma));
  if (!hasComma || bracket.image === "(") return null;
  const inner = tokens.slice(open + 1, at);
  const span = spanOver(inner[0]!, inner[inner.length - 1]!);
  const finding = tupleInComprehension(span, sourceOf(trouble, open + 1, at - 1));
  return replace(finding, open + 1, at, inserted(t.LeftParen, span.start, "("), ...inner, inserted(t.RightParen, span.end, ")"));
};

/** `*xs` where nothing takes it. */
const starMisplaced: Slip = ({ tokens, at, first }) => {
  const token = tokens[at];
  if (!(isType(token, t.Star) || isType(token, t.DoubleStar)) || at === first) return null;
  const previous = tokens[at - 1]!;
  if (operandEnds.has(previous.tokenTypeIdx) || infixTypes.has(previous.tokenTypeIdx)) return null;
  return giveUp(misplacedStar(spanOf(token!)));
};

const listHeads = typeSet(t.Import, t.From, t.Global, t.Nonlocal, t.Del);

/** Two values side by side. */
const sideBySide: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  const token = tokens[at];
  const previous = tokens[at - 1];
  if (token === undefined || previous === undefined || at === first) return null;
  if (!operandEnds.has(previous.tokenTypeIdx) || !operandBegins.has(token.tokenTypeIdx)) return null;
  const span = spanOver(previous, token);
  const isString = isType(token, t.StringToken) || isType(token, t.FormattedStart);
  if (isString && isType(previous, t.Name) && t.endOf(previous) === token.startOffset) {
    return replace(unknownPrefix(spanOf(previous), previous.image), at - 1, at);
  }
  const end = t.endOf(previous);
  const bracket = openBracket(trouble);
  const isList = listHeads.has(tokens[first]!.tokenTypeIdx) && isType(token, t.Name);
  const inDict =
    bracket !== null && isType(bracket, t.LeftBrace) && tokens.slice(tokens.indexOf(bracket), at).some((one) => isType(one, t.Colon));
  const isKey = isType(tokens[at - 2], t.Comma) || isType(tokens[at - 2], t.LeftBrace);
  if (inDict && isKey) return replace(errors.colonInDict(span, previous.image, token.image, end), at, at, inserted(t.Colon, end, ":"));
  if (isList || (bracket !== null && !isType(bracket, t.FieldOpen) && !quotedApart(trouble))) {
    const finding = errors.commaMissing(span, previous.image, token.image, end);
    const rest = withCommas(trouble);
    return replace(finding, at, rest.end, inserted(t.Comma, end, ","), ...rest.tokens);
  }
  if (quotedApart(trouble)) return giveUp(errors.quoteInside(spanOver(previous, token)));
  const call = isType(previous, t.Name) && isType(tokens[at + 1], t.Newline) && at === first + 1;
  return giveUp(errors.sideBySide(span, textOf(trouble, previous), textOf(trouble, token), call));
};

/** The token that did not fit, and behind it what the same slip left without commas: one message is enough for `[1 2 3]`. */
function withCommas({ tokens, at, last }: Trouble): { readonly tokens: readonly t.IToken[]; readonly end: number } {
  const result = [tokens[at]!];
  let end = at + 1;
  for (; end < last && simpleItems.has(tokens[end]!.tokenTypeIdx) && simpleItems.has(tokens[end - 1]!.tokenTypeIdx); end++) {
    result.push(inserted(t.Comma, t.endOf(tokens[end - 1]!), ","), tokens[end]!);
  }
  return { tokens: result, end };
}

const simpleItems = typeSet(t.Name, t.NumberLiteral, t.StringToken);

function textOf(trouble: Trouble, token: t.IToken): string {
  return isType(token, t.FormattedEnd) || isType(token, t.FormattedStart)
    ? "..."
    : trouble.text.slice(token.startOffset, t.endOf(token)) || token.image;
}

/** `'it's'`: a word glued to the end of a string is most likely meant to be in it. */
function quotedApart({ tokens, at }: Trouble): boolean {
  const previous = tokens[at - 1]!;
  return isType(previous, t.StringToken) && isType(tokens[at], t.Name) && t.endOf(previous) === tokens[at]!.startOffset;
}

/** A keyword that continues a statement, at a place where no statement goes on. */
const backquote: Slip = ({ tokens, at }) => (tokens[at]?.image === "`" ? giveUp(backtick(spanOf(tokens[at]!))) : null);

export const operandSlips: readonly Slip[] = [commaAtEnd, raiseWithComma, bareTuple, operandMissing, starMisplaced, sideBySide, backquote];
