// Strings in the layout pass. A plain string token gets its decoded value as
// payload. An f-string is taken apart into tokens as Python 3.12's tokenizer
// does it, under the rules of 3.11 (no backslash and no `#` between braces),
// so that its fields are parsed by the ordinary grammar, with exact offsets.

import type { Span } from "../base/span.ts";
import * as errors from "./errors/literals.ts";
import { quoteInside } from "./errors/lines.ts";
import type { Layout } from "./layout.ts";
import { lex } from "./lexer.ts";
import { decodeString } from "./literals.ts";
import { matchString, splitString, UNCLOSED, type StringParts } from "./strings.ts";
import * as t from "./tokens.ts";

type IToken = t.IToken;

const plainPrefixes = new Set(["", "r", "u"]);
const formattedPrefixes = new Set(["f", "fr", "rf"]);
const bytesPrefixes = new Set(["b", "br", "rb"]);
const templatePrefixes = new Set(["t", "tr", "rt"]);

/** Places a string token; `layout.begin` was called. */
export function placeString(layout: Layout, token: IToken): void {
  const unclosed = token.payload === UNCLOSED;
  const parts = splitString(token.image, token.startOffset, unclosed);
  const prefixEnd = token.startOffset + parts.prefix.length;
  if (unclosed) complainUnclosed(layout, token, prefixEnd, parts);
  if (!plainPrefixes.has(parts.prefix)) {
    if (formattedPrefixes.has(parts.prefix)) return new FormattedTokens(layout, parts, unclosed).expand(token);
    if (!unclosed) complainPrefix(layout, parts.prefix, { start: token.startOffset, end: prefixEnd });
  }
  const content = layout.text.slice(parts.contentStart, parts.contentEnd);
  const value = decodeString(content, parts.prefix.includes("r"), parts.contentStart, layout.findings);
  const placed = t.makeToken(t.StringToken, token.startOffset, t.endOf(token), token.image);
  placed.payload = value;
  layout.push(placed);
}

/** What follows on the line was swallowed by the string, so nothing more is said about this statement. */
function complainUnclosed(layout: Layout, token: IToken, start: number, parts: StringParts): void {
  const quote = layout.text.slice(start, parts.contentStart);
  const apart = gluedWord(layout, token);
  if (apart !== null) layout.findings.add(quoteInside(apart));
  else if (continuesUnclosed(layout, token)) layout.markDamaged();
  else if (/\w/.test(layout.text[token.startOffset - 1] ?? ""))
    layout.findings.add(errors.unopenedString({ start, end: start + 1 }, quote));
  else layout.findings.add(errors.unclosedString({ start, end: parts.triple ? start + 3 : parts.contentEnd }, quote));
  const first = layout.out[layout.lineFirst];
  layout.damaged.add(layout.atStatementStart() || first === undefined ? token.startOffset : first.startOffset);
}

/** `'it's'`: a word glued between the end of a string and this quote. */
function gluedWord(layout: Layout, { startOffset: offset, image }: IToken): Span | null {
  const last = layout.out[layout.out.length - 1];
  // `'don't'`: the t was read as the prefix of the second string.
  const behindString = last !== undefined && last.tokenTypeIdx === t.StringToken.tokenTypeIdx && t.endOf(last) === offset;
  if (behindString && /^[a-zA-Z]/.test(image)) return { start: last.startOffset, end: offset + 1 };
  const word = layout.out[layout.out.length - 1];
  const before = layout.out[layout.out.length - 2];
  if (word === undefined || before === undefined) return null;
  if (word.tokenTypeIdx !== t.Name.tokenTypeIdx || before.tokenTypeIdx !== t.StringToken.tokenTypeIdx) return null;
  const isGlued = t.endOf(word) === offset && t.endOf(before) === word.startOffset;
  return isGlued ? { start: before.startOffset, end: t.endOf(word) } : null;
}

/** The second quote of a text that was written over two lines with plain quotes. */
function continuesUnclosed(layout: Layout, token: IToken): boolean {
  const end = layout.unclosedAt;
  layout.unclosedAt = t.endOf(token);
  return end >= 0 && /^(?:\r\n|\r|\n)[^\r\n]*$/.test(layout.text.slice(end, token.startOffset)) && token.image.length <= 2;
}

function complainPrefix(layout: Layout, prefix: string, span: { start: number; end: number }): void {
  if (bytesPrefixes.has(prefix)) layout.findings.add(errors.bytesLiteral(span));
  else if (templatePrefixes.has(prefix)) layout.findings.add(errors.templateString(span));
  else layout.findings.add(errors.unknownPrefix(span, prefix));
}

class FormattedTokens {
  private readonly layout: Layout;
  private readonly text: string;
  private readonly raw: boolean;
  private readonly end: number;
  private at: number;
  /** After the first complaint nothing more is said about this string. */
  private quiet: boolean;

  constructor(layout: Layout, parts: StringParts, quiet: boolean) {
    this.layout = layout;
    this.quiet = quiet;
    this.text = layout.text;
    this.raw = parts.prefix.includes("r");
    this.at = parts.contentStart;
    this.end = parts.contentEnd;
  }

  expand(token: IToken): void {
    this.push(t.FormattedStart, token.startOffset, this.at);
    this.parts(0);
    this.push(t.FormattedEnd, this.end, t.endOf(token));
  }

  private push(type: t.TokenType, start: number, end: number): IToken {
    const token = t.makeToken(type, start, end, this.text.slice(start, end));
    this.layout.push(token);
    return token;
  }

  private complain(finding: ReturnType<typeof errors.emptyField>): void {
    if (!this.quiet) this.layout.findings.add(finding);
    this.quiet = true;
    this.layout.markDamaged();
  }

  /** Text and fields in turn: of the whole string (level 0), or of a format, which ends at `}`. */
  private parts(level: number): void {
    while (this.at < this.end) {
      this.literal(level);
      if (this.at >= this.end || this.text[this.at] === "}") return;
      this.field(level);
    }
  }

  private literal(level: number): void {
    let value = "";
    const start = this.at;
    let from = start;
    const flush = (to: number): void => {
      if (to > from) value += decodeString(this.text.slice(from, to), this.raw, from, this.layout.findings);
    };
    for (; this.at < this.end; this.at++) {
      const character = this.text[this.at];
      if (character !== "{" && character !== "}") continue;
      const doubled = level === 0 && this.text[this.at + 1] === character && this.at + 1 < this.end;
      if (!doubled) {
        if (character === "{" || level > 0) break;
        this.complain(errors.strayBrace({ start: this.at, end: this.at + 1 }));
        continue;
      }
      flush(this.at);
      value += character;
      from = this.at + 2;
      this.at++;
    }
    flush(this.at);
    if (this.at > start) this.push(t.FormattedText, start, this.at).payload = value;
  }

  private field(level: number): void {
    const { layout } = this;
    const open = this.push(t.FieldOpen, this.at, this.at + 1);
    if (level > 1) this.complain(errors.fieldsTooDeep({ start: this.at, end: this.at + 1 }));
    layout.brackets.openField(open);
    const start = ++this.at;
    const problem = this.scanExpression();
    if (problem !== null || level > 1) {
      if (problem !== null) this.complain(problem);
      this.push(t.Broken, start, this.at);
      layout.brackets.closeField(this.at);
      this.push(t.FieldClose, this.end, this.end);
      this.at = this.end;
      return;
    }
    this.expression(start, this.at, open);
    layout.brackets.closeField(this.at);
    this.tail(start, level, open);
  }

  /** `=`, `!r`, `:format` and the closing brace. */
  private tail(start: number, level: number, open: IToken): void {
    if (this.text[this.at] === "=") {
      this.at++;
      while (this.text[this.at] === " ") this.at++;
      this.push(t.FieldEqual, start, this.at);
    }
    if (this.text[this.at] === "!" && this.at < this.end) this.conversion();
    if (this.text[this.at] === ":" && this.at < this.end) {
      this.push(t.FieldColon, this.at, this.at + 1);
      this.at++;
      this.parts(level + 1);
    }
    const closed = this.at < this.end && this.text[this.at] === "}";
    if (!closed) this.complain(errors.unclosedField({ start: open.startOffset, end: t.endOf(open) }));
    this.push(t.FieldClose, this.at, this.at + (closed ? 1 : 0));
    if (closed) this.at++;
    else this.at = this.end;
  }

  private conversion(): void {
    const start = this.at++;
    while (this.at < this.end && /[A-Za-z_0-9]/.test(this.text[this.at]!)) this.at++;
    const found = this.text.slice(start + 1, this.at);
    if (found === "r" || found === "s" || found === "a") this.push(t.FieldConversion, start, this.at);
    else this.complain(errors.badConversion({ start, end: this.at }, found));
  }

  /** Moves `at` behind the expression of a field; returns what is wrong with it. */
  private scanExpression(): ReturnType<typeof errors.emptyField> | null {
    const start = this.at;
    let depth = 0;
    for (; this.at < this.end; this.at++) {
      const character = this.text[this.at]!;
      const span = { start: this.at, end: this.at + 1 };
      if (character === "\\") return errors.badInField(span, "a backslash");
      if (character === "#") return errors.badInField(span, "a comment");
      if (character === "'" || character === '"') {
        const size = this.nestedString();
        if (size === null) return errors.badInField(span, "a string that does not end there");
        this.at += size - 1;
      } else if ("([{".includes(character)) depth++;
      else if (depth > 0) {
        if (")]}".includes(character)) depth--;
      } else if (character === "}" || character === ":") break;
      else if (this.text[this.at + 1] === "=" && "=!<>".includes(character)) this.at++;
      else if (character === "!") break;
      else if (character === "=" && /^ *[!:}]/.test(this.text.slice(this.at + 1, this.at + 20))) break;
    }
    if (this.text.slice(start, this.at).trim() === "") {
      return this.at >= this.end
        ? errors.unclosedField({ start: start - 1, end: start })
        : errors.emptyField({ start: start - 1, end: this.at + 1 });
    }
    return null;
  }

  /** The length of the string literal at `at`; null when it runs out of the field. */
  private nestedString(): number | null {
    const match = matchString(this.text, this.at);
    if (match === null || match.payload === UNCLOSED || this.at + match[0].length > this.end) return null;
    return match[0].includes("\\") ? null : match[0].length;
  }

  private expression(start: number, end: number, open: IToken): void {
    const { layout } = this;
    for (const token of lex(this.text.slice(start, end), start).tokens) {
      if (token.tokenTypeIdx !== t.RawNewline.tokenTypeIdx) placeInner(layout, token);
    }
    if (layout.out[layout.out.length - 1] === open) this.push(t.Broken, start, end);
  }
}

/** A token between the braces: as in the layout pass, but never the first of a line. */
function placeInner(layout: Layout, token: IToken): void {
  switch (token.tokenTypeIdx) {
    case t.Name.tokenTypeIdx: {
      const type = t.keywords.get(token.image);
      if (type !== undefined) t.retype(token, type);
      return layout.push(token);
    }
    case t.StringToken.tokenTypeIdx:
      return placeString(layout, token);
    case t.LeftParen.tokenTypeIdx:
    case t.LeftBracket.tokenTypeIdx:
    case t.LeftBrace.tokenTypeIdx:
      layout.brackets.open(token, 0);
      return layout.push(token);
    case t.RightParen.tokenTypeIdx:
    case t.RightBracket.tokenTypeIdx:
    case t.RightBrace.tokenTypeIdx:
      return layout.brackets.close(token);
    case t.Foreign.tokenTypeIdx:
      return placeForeignInner(layout, token);
    default:
      return layout.push(token);
  }
}

function placeForeignInner(layout: Layout, token: IToken): void {
  layout.findings.add(errors.badInField({ start: token.startOffset, end: t.endOf(token) }, `\`${token.image}\``));
  layout.push(t.makeToken(t.Broken, token.startOffset, t.endOf(token), token.image));
}
