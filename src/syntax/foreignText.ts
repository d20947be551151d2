// Names the characters and signs that no wgen program contains outside its
// strings and comments, and puts in their place what was probably meant, so
// that the rest of the line can still be read.

import * as foreign from "./errors/foreign.ts";
import { badContinuation } from "./errors/layout.ts";
import { backtick } from "./errors/otherPython.ts";
import * as text from "./errors/text.ts";
import type { Layout } from "./layout.ts";
import { lookAlikes, nameOfLetter, plainLetter, spaceName } from "./lookAlikes.ts";
import { isRefused } from "./textChecks.ts";
import * as t from "./tokens.ts";

type IToken = t.IToken;

/** Signs of other languages that stand for a wgen token. */
const substitutes = new Map<string, readonly [t.TokenType, string]>([
  ["&&", [t.And, "and"]],
  ["||", [t.Or, "or"]],
  ["!", [t.Not, "not"]],
  ["===", [t.Compare, "=="]],
  ["!==", [t.Compare, "!="]],
  ["<>", [t.Compare, "!="]],
]);

/** True for text that begins with a letter or digit beyond ASCII, and so belongs to the name before it. */
export function continuesName(image: string): boolean {
  const first = String.fromCodePoint(image.codePointAt(0)!);
  return image.charCodeAt(0) > 127 && /[\p{L}\p{N}\p{M}]/u.test(first) && spaceName(first) === null && !lookAlikes.has(first);
}

/** Places a token that is never valid, or a name that runs into one. */
export function placeForeign(layout: Layout, token: IToken): void {
  const { image } = token;
  const span = { start: token.startOffset, end: t.endOf(token) };
  if (token.tokenTypeIdx === t.Name.tokenTypeIdx || image.charCodeAt(0) > 127) return placeLetters(layout, token);
  const substitute = substitutes.get(image);
  if (substitute !== undefined) {
    if (!layout.begin(token)) return;
    // One message a statement: who writes `&&` writes `||` and `!` too.
    if (!layout.findings.hasFrom("WG186", layout.statementStart)) layout.findings.add(foreign.foreignOperator(span, image, substitute[1]));
    layout.push(t.makeToken(substitute[0], span.start, span.end, substitute[1]));
    return;
  }
  if (image === "\\") return layout.findings.add(badContinuation(span));
  if (image === "/*" || image === "*/") return placeBlockComment(layout, token);
  if (image.charCodeAt(0) < 32 || image === "\x7f") {
    layout.markDamaged();
    return isRefused(image) ? undefined : layout.findings.add(text.controlCharacter(span, image));
  }
  if (!layout.begin(token)) return;
  if (!layout.isDamaged) layout.findings.add(signFinding(image, span));
  layout.push(t.makeToken(t.Broken, span.start, span.end, image));
  layout.markDamaged();
}

function signFinding(image: string, span: { start: number; end: number }): ReturnType<typeof text.strayCharacter> {
  if (image === "?") return foreign.ternary(span);
  if (image === "=>") return foreign.arrowFunction(span);
  if (image === "`") return backtick(span);
  return text.strayCharacter(span, image);
}

/** Everything up to the closing sign is left out. */
function placeBlockComment(layout: Layout, token: IToken): void {
  const span = { start: token.startOffset, end: t.endOf(token) };
  layout.findings.add(foreign.blockComment(span));
  if (token.image === "*/") return;
  let at = layout.at + 1;
  while (at < layout.raw.length && layout.raw[at]!.image !== "*/") at++;
  layout.at = at;
  // What follows on the line of the closing sign is the beginning of a line.
  if (!layout.inLine && layout.brackets.depth === 0) layout.lineStart = at < layout.raw.length ? t.endOf(layout.raw[at]!) : 0;
}

/** Letters and signs beyond ASCII: unusual spaces, look-alikes, or a name in another alphabet. */
function placeLetters(layout: Layout, token: IToken): void {
  if (token.tokenTypeIdx === t.Name.tokenTypeIdx) return placeForeignName(layout, token);
  const end = t.endOf(token);
  for (let at = token.startOffset; at < end && !layout.findings.full;) {
    const first = String.fromCodePoint(layout.text.codePointAt(at)!);
    if (continuesName(first)) {
      return placeForeignName(layout, t.makeToken(t.Foreign, at, end, layout.text.slice(at, end)));
    }
    if (isRefused(first)) layout.markDamaged();
    else if (placeSign(layout, at, first)) return;
    at += spaceName(first) === null ? first.length : runOf(layout.text, at, first);
  }
}

/** How far the same sign goes on: of many foreign spaces in a row is told once. */
function runOf(whole: string, start: number, sign: string): number {
  let end = start;
  while (whole.startsWith(sign, end)) end += sign.length;
  return end - start;
}

/** One sign beyond ASCII. True when what follows was taken with it. */
function placeSign(layout: Layout, start: number, first: string): boolean {
  const space = spaceName(first);
  const span = { start, end: start + (space === null ? first.length : runOf(layout.text, start, first)) };
  const plain = lookAlikes.get(first);
  if (space !== null || plain === undefined) {
    layout.findings.add(space !== null ? text.foreignSpace(span, first, space) : text.strayCharacter(span, first));
    layout.markDamaged();
  } else if (plain.plain === '"' || plain.plain === "'") {
    placeQuoted(layout, start, first, plain.name);
    return true;
  } else {
    layout.findings.add(text.lookAlike(span, first, plain.name, plain.plain));
    const type = t.signs.get(plain.plain);
    if (type !== undefined) layout.step(t.makeToken(type, span.start, span.end, plain.plain));
  }
  return false;
}

/** A typographic quote: the string goes to the next quote of any kind on the line. */
function placeQuoted(layout: Layout, start: number, first: string, name: string): void {
  const rest = layout.text.slice(start, start + 4_096);
  const lineEnd = rest.search(/[\r\n]/);
  const line = lineEnd < 0 ? rest : rest.slice(0, lineEnd);
  const closing = line.slice(first.length).search(/["'“”„‟«»‘’‚‛]/);
  const end = closing < 0 ? start + line.length : start + first.length + closing + 1;
  const value = layout.text.slice(start + first.length, closing < 0 ? end : end - 1);
  layout.findings.add(text.smartQuotes({ start, end }, first, name, closing < 0 ? null : value));
  const placed = t.makeToken(t.StringToken, start, end, layout.text.slice(start, end));
  if (!layout.begin(placed)) return;
  placed.payload = value;
  layout.push(placed);
  layout.markDamaged();
  layout.skipTo(end);
}

/** A word with letters beyond ASCII is read as one name. */
function placeForeignName(layout: Layout, token: IToken): void {
  let at = layout.at;
  let end = t.endOf(token);
  for (let next = layout.raw[at + 1]; next !== undefined && next.startOffset === end; next = layout.raw[at + 1]) {
    const continues = next.tokenTypeIdx === t.Name.tokenTypeIdx || next.tokenTypeIdx === t.NumberLiteral.tokenTypeIdx;
    if (!continues && !/^[\p{L}\p{N}\p{M}]+$/u.test(next.image)) break;
    end = t.endOf(next);
    at++;
  }
  const word = layout.text.slice(token.startOffset, end);
  const letter = [...word].find((character) => character.charCodeAt(0) > 127) ?? word;
  const plain = [...word].map((character) => (character.charCodeAt(0) < 128 ? character : plainLetter(character)));
  const spelled = plain.every((part) => part !== null) ? plain.join("") : null;
  const valid = spelled !== null && /^[A-Za-z_][A-Za-z_0-9]*$/.test(spelled) ? spelled : null;
  layout.findings.add(text.foreignName({ start: token.startOffset, end }, word, letter, nameOfLetter(letter), valid));
  if (!layout.begin(token)) return;
  layout.at = at;
  layout.push(t.makeToken(t.Name, token.startOffset, end, valid ?? "_"));
}
