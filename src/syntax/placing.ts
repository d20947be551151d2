// How the layout pass places the tokens that need a second look: names that
// may be keywords, strings, numbers glued to a name, words that Python lacks,
// and the `{` that opens a block in other languages.

import * as errors from "./errors/layout.ts";
import * as foreign from "./errors/otherPython.ts";
import { noNumber, numberThenName } from "./errors/literals.ts";
import { continuesName, placeForeign } from "./foreignText.ts";
import { placeString } from "./formatted.ts";
import type { Layout } from "./layout.ts";
import * as t from "./tokens.ts";
import { headerTypes } from "./trouble.ts";

type IToken = t.IToken;

/** After these an operand is complete, so `{` cannot begin a dict or set. */
const operandEnds = new Set<number>(
  [
    t.Name,
    t.NumberLiteral,
    t.StringToken,
    t.FormattedEnd,
    t.RightParen,
    t.RightBracket,
    t.RightBrace,
    t.True,
    t.False,
    t.None,
    t.Ellipsis,
  ].map((type) => type.tokenTypeIdx!),
);
/** Behind these, and where a statement begins, a name gets a value: a product cannot be meant. */
const bindingWords = new Set<number>(
  [t.Def, t.Class, t.For, t.As, t.Import, t.Global, t.Nonlocal, t.Lambda, t.Dot].map((type) => type.tokenTypeIdx!),
);
const blockWords = new Set<number>([t.Else, t.Try, t.Finally].map((type) => type.tokenTypeIdx!));

export function placeSpecial(layout: Layout, token: IToken): void {
  switch (token.tokenTypeIdx) {
    case t.Foreign.tokenTypeIdx:
      return placeForeign(layout, token);
    case t.Name.tokenTypeIdx:
      return placeName(layout, token);
    case t.StringToken.tokenTypeIdx:
      if (layout.begin(token)) placeString(layout, token);
      return;
    case t.NumberLiteral.tokenTypeIdx:
      return placeNumber(layout, token);
    case t.LeftBrace.tokenTypeIdx:
      return placeBrace(layout, token);
    case t.Star.tokenTypeIdx:
      return placeStar(layout, token);
    case t.As.tokenTypeIdx:
      return placeAs(layout, token);
    default:
      // `async` and `await` read a second time.
      return;
  }
}

function placeName(layout: Layout, token: IToken): void {
  const next = layout.raw[layout.at + 1];
  if (next !== undefined && next.tokenTypeIdx === t.Foreign.tokenTypeIdx && next.startOffset === t.endOf(token)) {
    if (continuesName(next.image)) return placeForeign(layout, token);
  }
  const type = t.keywords.get(token.image);
  if (type !== undefined) {
    t.retype(token, type);
    if (type === t.Async || type === t.Await) {
      layout.findings.add(foreign.asyncCode({ start: token.startOffset, end: t.endOf(token) }, token.image, next?.startOffset));
      return;
    }
  }
  if (!layout.begin(token)) return;
  if (type === undefined && t.foreignConstants.has(token.image)) layout.constants.push(token);
  if (type === t.As) placeAs(layout, token);
  else layout.push(token);
}

/** `with (a as b, c as d):` - the parenthesis is no expression, and one token of lookahead must tell. */
function placeAs(layout: Layout, token: IToken): void {
  const { out, lineFirst, brackets } = layout;
  const second = out[lineFirst + 1];
  const inHeader = out[lineFirst]?.tokenTypeIdx === t.With.tokenTypeIdx && brackets.depth === 1;
  if (inHeader && second === brackets.innermost && second?.image === "(") t.retype(second, t.WithParen);
  layout.push(token);
}

function placeNumber(layout: Layout, token: IToken): void {
  if (!layout.begin(token)) return;
  const isTarget = layout.atStatementStart() || bindingWords.has(layout.out[layout.out.length - 1]?.tokenTypeIdx ?? -1);
  layout.push(token);
  const next = layout.raw[layout.at + 1];
  if (next === undefined || next.startOffset !== t.endOf(token)) return;
  // `0b12`, `1.2.3`; but `1..10` is read as an attempt at a range.
  if (next.tokenTypeIdx === t.NumberLiteral.tokenTypeIdx && !token.image.endsWith(".")) {
    layout.findings.add(noNumber({ start: token.startOffset, end: t.endOf(next) }, token.image + next.image));
    layout.at++;
    return;
  }
  if (next.tokenTypeIdx !== t.Name.tokenTypeIdx || t.keywords.has(next.image)) return;
  layout.findings.add(numberThenName({ start: token.startOffset, end: t.endOf(next) }, token.image, next.image, isTarget));
  layout.markDamaged();
  layout.at++;
}

function placeBrace(layout: Layout, token: IToken): void {
  if (!layout.begin(token)) return;
  const last = layout.out[layout.out.length - 1];
  const isBlock = layout.brackets.depth === 0 && !layout.atStatementStart() && last !== undefined && opensBlock(layout, last);
  if (!isBlock) {
    layout.brackets.open(token, layout.at);
    layout.push(token);
    return;
  }
  if (!namedAnyway(layout)) {
    if (!layout.findings.has("WG182")) layout.findings.add(errors.braceBlock({ start: token.startOffset, end: t.endOf(token) }));
    if (!headerTypes.has(layout.out[layout.lineFirst]!.tokenTypeIdx)) layout.markDamaged();
  }
  layout.brackets.foreignBraces++;
  layout.push(t.makeToken(t.Colon, token.startOffset, t.endOf(token), ":"));
}

/** `function f() {` and `for (;;) {` get a message of their own, which is enough. */
function namedAnyway(layout: Layout): boolean {
  const { out, lineFirst } = layout;
  // Only then the line cannot be read as anything valid.
  const isLast = layout.raw[layout.at + 1]?.tokenTypeIdx === t.RawNewline.tokenTypeIdx;
  if (!isLast) return false;
  const isName = (token: IToken | undefined): boolean => token?.tokenTypeIdx === t.Name.tokenTypeIdx;
  return (
    (isName(out[lineFirst]) && isName(out[lineFirst + 1])) ||
    out.slice(lineFirst).some((token) => token.tokenTypeIdx === t.Semicolon.tokenTypeIdx)
  );
}

function opensBlock(layout: Layout, last: IToken): boolean {
  const isFirst = layout.out.length - 1 === layout.lineFirst;
  if (operandEnds.has(last.tokenTypeIdx)) return !(isFirst && (last.image === "match" || last.image === "case"));
  return isFirst && blockWords.has(last.tokenTypeIdx);
}

function placeStar(layout: Layout, token: IToken): void {
  if (!layout.begin(token)) return;
  const isGroup = layout.out.length - 1 === layout.lineFirst && layout.out[layout.lineFirst]?.tokenTypeIdx === t.Except.tokenTypeIdx;
  if (isGroup) layout.findings.add(foreign.exceptStar({ start: layout.out[layout.lineFirst]!.startOffset, end: t.endOf(token) }));
  else layout.push(token);
}
