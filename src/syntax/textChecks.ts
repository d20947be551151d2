// What is checked of the text before it is taken apart: its length, the length
// of its lines, and characters that are refused even in strings and comments
// because they break or disguise a program. One pass; nothing at all to do for
// plain ASCII of ordinary length.

import * as errors from "./errors/text.ts";
import type { Findings } from "./findings.ts";

const unusual = /[^\t\n\r\x20-\x7e]/;
/** NUL, marks of direction, half characters, byte order marks. */
const refused =
  /[\0\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const bidiNames = new Map<string, string>([
  ["\u061c", "Arabic letter mark"],
  ["\u200e", "left-to-right mark"],
  ["\u200f", "right-to-left mark"],
  ["\u202a", "left-to-right embedding"],
  ["\u202b", "right-to-left embedding"],
  ["\u202c", "pop directional formatting"],
  ["\u202d", "left-to-right override"],
  ["\u202e", "right-to-left override"],
  ["\u2066", "left-to-right isolate"],
  ["\u2067", "right-to-left isolate"],
  ["\u2068", "first strong isolate"],
  ["\u2069", "pop directional isolate"],
]);

/** True for what `checkText` reports, so that nobody reports it again. */
export function isRefused(character: string): boolean {
  refused.lastIndex = 0;
  return refused.test(character);
}

/** Reports what is wrong with the text as a whole. False when it should not be read at all. */
export function checkText(
  text: string,
  limits: { readonly sourceBytes: number; readonly lineLength: number },
  findings: Findings,
): boolean {
  if (text.length * 3 > limits.sourceBytes) {
    const bytes = utf8Length(text);
    if (bytes > limits.sourceBytes) {
      findings.add(errors.fileTooLong({ start: 0, end: 0 }, bytes, limits.sourceBytes));
      return false;
    }
  }
  if (unusual.test(text)) checkCharacters(text, findings);
  return text.length <= limits.lineLength || checkLines(text, limits.lineLength, findings);
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Each half of a surrogate pair stands for two of its four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

function checkCharacters(text: string, findings: Findings): void {
  refused.lastIndex = 0;
  for (let match = refused.exec(text); match !== null && !findings.full; match = refused.exec(text)) {
    const [character] = match;
    const span = { start: match.index, end: match.index + 1 };
    const bidi = bidiNames.get(character);
    if (bidi !== undefined) findings.add(errors.bidiControl(span, character, bidi));
    else if (character === "\0") findings.add(errors.nulCharacter(span));
    else if (character !== "\ufeff")
      findings.add(errors.brokenEncoding(span, `half a character stands here (${errors.codePoint(character)})`));
    else if (match.index > 0) findings.add(errors.brokenEncoding(span, "a byte order mark (U+FEFF) stands in the middle of the text"));
  }
}

/** Lines end with \\n, \\r or both. */
function checkLines(text: string, most: number, findings: Findings): boolean {
  let start = 0;
  const hasReturns = text.includes("\r");
  while (start < text.length) {
    const feed = text.indexOf("\n", start);
    let end = feed < 0 ? text.length : feed;
    if (hasReturns) {
      const back = text.slice(start, end).indexOf("\r");
      if (back >= 0) end = start + back;
    }
    if (end - start > most) {
      findings.add(errors.lineTooLong({ start, end: start + 1 }, end - start, most));
      return false;
    }
    start = end + 1;
  }
  return true;
}
