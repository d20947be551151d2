// Pairing of brackets, and the repair of pairs that do not match. When a
// bracket turns out to be never closed, the pass goes back to the first line
// behind it that does not look like a continuation (it is not indented deeper
// than the statement), closes the bracket before it, and reads on from there:
// so one missing `)` costs one message and not the rest of the file.

import * as errors from "./errors/layout.ts";
import { tooDeep } from "./errors/expressions.ts";
import type { Layout } from "./layout.ts";
import * as t from "./tokens.ts";

type IToken = t.IToken;

interface OpenBracket {
  readonly token: IToken;
  /** Index into the raw tokens; -1 for the field of an f-string. */
  readonly rawIndex: number;
}

const closerOf = new Map<string, string>([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);
const openerOf = new Map<string, string>([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);
const typeOf = new Map<string, t.TokenType>([
  [")", t.RightParen],
  ["]", t.RightBracket],
  ["}", t.RightBrace],
]);
const openTypes = new Set<number>([t.LeftParen, t.LeftBracket, t.LeftBrace, t.WithParen].map((type) => type.tokenTypeIdx!));
const closeTypes = new Set<number>([...typeOf.values()].map((type) => type.tokenTypeIdx!));
/** A line that begins with one of these is a new statement, whatever is open. */
const statementWords = new Set(
  "def class return while import raise try except finally del global nonlocal pass break continue assert with".split(" "),
);

export class BracketPairing {
  private readonly layout: Layout;
  private stack: OpenBracket[] = [];
  /** Braces that were read as the beginning of a block; their ends are dropped. */
  foreignBraces = 0;

  constructor(layout: Layout) {
    this.layout = layout;
  }

  get depth(): number {
    return this.stack.length;
  }

  /** True directly inside `[...]`, where `:` belongs to a slice. */
  get insideSquare(): boolean {
    return this.stack.length > 0 && this.stack[this.stack.length - 1]!.token.image === "[";
  }

  /** The innermost open bracket. */
  get innermost(): IToken | null {
    return this.stack[this.stack.length - 1]?.token ?? null;
  }

  open(token: IToken, rawIndex: number): void {
    const { limits, findings } = this.layout;
    this.stack.push({ token, rawIndex });
    if (this.stack.length > limits.expressionNesting) {
      findings.add(tooDeep({ start: token.startOffset, end: t.endOf(token) }, limits.expressionNesting));
      this.layout.markDamaged();
      this.layout.stop();
      this.stack = [];
    }
  }

  close(token: IToken): void {
    const opener = openerOf.get(token.image)!;
    if (this.depth === 0 && token.image === "}" && this.foreignBraces > 0) {
      this.foreignBraces--;
      return;
    }
    // A closer at the beginning of a line never begins a statement.
    if (this.depth > 0) this.layout.lineStart = -1;
    const found = this.find(opener);
    if (found < 0) return this.closeWrongly(token, opener);
    while (this.stack.length - 1 > found) this.closeForgotten(token.startOffset);
    this.stack.pop();
    this.layout.push(token);
  }

  /** Where `opener` is open in the present field or statement; -1 when it is not. */
  private find(opener: string): number {
    for (let at = this.stack.length - 1; at >= 0; at--) {
      if (this.stack[at]!.rawIndex < 0) return -1;
      if (this.stack[at]!.token.image === opener) return at;
    }
    return -1;
  }

  private closeWrongly(token: IToken, opener: string): void {
    const { layout } = this;
    const span = { start: token.startOffset, end: t.endOf(token) };
    const open = this.stack[this.stack.length - 1];
    if (open === undefined || open.rawIndex < 0) {
      if (!layout.isDamaged) layout.findings.add(errors.strayCloser(span, token.image, opener));
      this.layout.markDamaged();
      return;
    }
    const expected = closerOf.get(open.token.image)!;
    const openSpan = { start: open.token.startOffset, end: t.endOf(open.token) };
    layout.findings.add(errors.wrongCloser(span, token.image, open.token.image, expected, openSpan));
    this.stack.pop();
    layout.push(t.makeToken(typeOf.get(expected)!, span.start, span.end, expected));
    this.layout.markDamaged();
  }

  /** Closes the innermost bracket before `offset`, and says so. */
  private closeForgotten(offset: number): void {
    const open = this.stack.pop()!.token;
    const closer = closerOf.get(open.image)!;
    if (!this.layout.isDamaged)
      this.layout.findings.add(errors.unclosedBracket({ start: open.startOffset, end: t.endOf(open) }, open.image, closer, offset));
    this.layout.push(t.makeToken(typeOf.get(closer)!, offset, offset, closer));
    this.layout.markDamaged();
  }

  /** The field of an f-string opens: what is open before it cannot be closed inside. */
  openField(token: IToken): void {
    this.stack.push({ token, rawIndex: -1 });
  }

  closeField(offset: number): void {
    while (this.stack.length > 0 && this.stack[this.stack.length - 1]!.rawIndex >= 0) this.closeForgotten(offset);
    this.stack.pop();
  }

  /** Called at the first token of a line inside brackets. True when the pass went back. */
  closeBefore(token: IToken, column: number): boolean {
    if (column > this.layout.statementColumn || !statementWords.has(token.image)) return false;
    this.closeAll(this.layout.at);
    this.layout.at--;
    return true;
  }

  /** Closes all brackets at the first line before `end` that is no continuation. */
  closeAll(end: number): boolean {
    const { layout } = this;
    const first = this.stack[0]!;
    const target = this.nextStatement(first.rawIndex, end);
    const offset = target < layout.raw.length ? layout.raw[target]!.startOffset : layout.text.length + 1;
    while (layout.out.length > 0 && layout.out[layout.out.length - 1]!.startOffset >= offset) layout.out.pop();
    layout.findings.forgetFrom(offset);
    this.stack = this.openAtEnd();
    this.closeHere();
    const lineEnd = t.endOf(layout.out[layout.out.length - 1]!);
    layout.endLogicalLine(lineEnd, lineEnd);
    layout.at = target;
    layout.lineStart = this.lineStartOf(offset);
    return target < layout.raw.length;
  }

  /** Raw index of the first line behind `from` that stands at or left of the statement; `end` where there is none. */
  private nextStatement(from: number, end: number): number {
    const { raw, statementColumn } = this.layout;
    let afterHeader = false;
    for (let at = from + 1; at < end; at++) {
      const token = raw[at]!;
      const before = raw[at - 1]!;
      // `if f(x:` - the colon at the end of its line says where the header ends.
      afterHeader ||= token.tokenTypeIdx === t.RawNewline.tokenTypeIdx && before.tokenTypeIdx === t.Colon.tokenTypeIdx && this.inHeader;
      if (before.tokenTypeIdx !== t.RawNewline.tokenTypeIdx || token.tokenTypeIdx === t.RawNewline.tokenTypeIdx) continue;
      if (afterHeader) return at;
      if (openerOf.has(token.image)) continue;
      if (this.layout.measure(t.endOf(before), token.startOffset) <= statementColumn) return at;
    }
    return end;
  }

  /** The brackets that the tokens of the present statement leave open. */
  private openAtEnd(): OpenBracket[] {
    const { out, lineFirst } = this.layout;
    const open: OpenBracket[] = [];
    for (let at = lineFirst; at < out.length; at++) {
      const type = out[at]!.tokenTypeIdx;
      if (openTypes.has(type)) open.push({ token: out[at]!, rawIndex: 0 });
      else if (closeTypes.has(type)) open.pop();
    }
    return open;
  }

  /** Closes what is open before the end of the line, but before the colon of a header. One message for all. */
  private closeHere(): void {
    const { layout } = this;
    const { out } = layout;
    if (this.stack.length === 0) return;
    const innermost = this.stack[this.stack.length - 1]!.token;
    const rest = out.splice(this.closingPlace(innermost));
    const end = t.endOf(out[out.length - 1]!);
    const span = { start: innermost.startOffset, end: t.endOf(innermost) };
    const closing = this.stack.map((open) => closerOf.get(open.token.image)!).reverse();
    if (!layout.isDamaged) layout.findings.add(errors.unclosedBracket(span, innermost.image, closing[0]!, end));
    for (const closer of closing) layout.push(t.makeToken(typeOf.get(closer)!, end, end, closer));
    for (const token of rest) layout.push(token);
    this.stack = [];
    this.layout.markDamaged();
  }

  /** The index in the line before which the open brackets are closed: its end, but before `:` of a header and before `=` behind `x[1`. */
  private closingPlace(innermost: IToken): number {
    const { out } = this.layout;
    if (this.inHeader && out[out.length - 1]!.tokenTypeIdx === t.Colon.tokenTypeIdx) return out.length - 1;
    const assign = out.findIndex((token) => token.startOffset > innermost.startOffset && token.tokenTypeIdx === t.Assign.tokenTypeIdx);
    return innermost.image === "[" && assign >= 0 ? assign : out.length;
  }

  private get inHeader(): boolean {
    const { out, lineFirst } = this.layout;
    return headerWords.has(out[lineFirst]?.image ?? "");
  }

  private lineStartOf(offset: number): number {
    const { text } = this.layout;
    let at = Math.min(offset, text.length);
    while (at > 0 && text.charCodeAt(at - 1) !== 10 && text.charCodeAt(at - 1) !== 13) at--;
    return at;
  }
}

const headerWords = new Set("if elif else for while def class try except finally with match case".split(" "));
