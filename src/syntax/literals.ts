// The values of literals: numbers from their digits, strings from their
// escapes. Exactly Python's rules, where wgen has the literal at all.

import type { Span } from "../base/span.ts";
import * as errors from "./errors/literals.ts";
import type { Findings } from "./findings.ts";

/** More digits than this are refused before they are turned into a number, which takes quadratic time. */
const MOST_DIGITS = 1_000;

export type NumberValue = { readonly kind: "int"; readonly value: bigint } | { readonly kind: "float"; readonly value: number };

/** The value of a number token. What is wrong goes to `findings`; the value is then a guess. */
export function parseNumber(image: string, span: Span, findings: Findings): NumberValue {
  const last = image.charCodeAt(image.length - 1) | 32;
  const isRadix = image.charCodeAt(0) === 48 && /^0[xXbBoO]/.test(image);
  if (last === 106 && !isRadix) {
    findings.add(errors.complexLiteral(span));
    return { kind: "float", value: 0 };
  }
  const plain = image.includes("_") ? withoutUnderscores(image, span, findings) : image;
  if (isRadix) return parseInteger(plain, span, findings);
  if (/^[0-9]+$/.test(plain)) {
    if (plain.charCodeAt(0) === 48 && !/^0+$/.test(plain)) return leadingZeros(plain, span, findings);
    return parseInteger(plain, span, findings);
  }
  return { kind: "float", value: Number(plain) };
}

function parseInteger(digits: string, span: Span, findings: Findings): NumberValue {
  if (digits.length > MOST_DIGITS) {
    findings.add(errors.numberTooLong(span, digits.length, MOST_DIGITS));
    return { kind: "int", value: 0n };
  }
  if (!/^(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|\d+)$/.test(digits)) {
    findings.add(errors.noNumber(span, digits));
    return { kind: "int", value: 0n };
  }
  return { kind: "int", value: BigInt(digits) };
}

function withoutUnderscores(image: string, span: Span, findings: Findings): string {
  const plain = image.replaceAll("_", "");
  const misplaced = /__|_$|_[.eEjJ]|[.eE+-]_/.test(image) && !/^0[xX]/.test(image);
  const misplacedHex = /__|_$/.test(image);
  if (misplaced || misplacedHex) {
    findings.add(
      errors.badNumber(
        span,
        `\`${image}\`: an underscore may only stand between two digits`,
        "take the extra underscores away",
        /[xXbBoO]$/.test(plain) ? null : plain,
      ),
    );
  }
  return plain;
}

function leadingZeros(digits: string, span: Span, findings: Findings): NumberValue {
  const plain = digits.replace(/^0+/, "");
  const hint = /^[0-7]+$/.test(plain) ? `write \`${plain}\`, or \`0o${plain}\` for an octal number` : `write \`${plain}\``;
  findings.add(errors.badNumber(span, `\`${digits}\`: a number does not begin with 0`, hint, plain));
  return parseInteger(plain, span, findings);
}

const simpleEscapes = new Map<string, string>([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

/** The text that a string literal's content stands for. `start` is its offset in the file. */
export function decodeString(content: string, raw: boolean, start: number, findings: Findings): string {
  // Python reads every line end inside a string as \n.
  if (raw || !content.includes("\\")) return content.includes("\r") ? content.replace(/\r\n?/g, "\n") : content;
  let result = "";
  let done = 0;
  for (let at = content.indexOf("\\"); at >= 0; at = content.indexOf("\\", done)) {
    result += content.slice(done, at);
    const [value, length] = decodeEscape(content, at, start, findings);
    result += value;
    done = at + length;
  }
  const decoded = result + content.slice(done);
  return content.includes("\r") ? decoded.replace(/\r\n?/g, "\n") : decoded;
}

function decodeEscape(content: string, at: number, start: number, findings: Findings): readonly [string, number] {
  const letter = content[at + 1];
  if (letter === undefined) return ["\\", 1];
  if (letter === "\r") return ["", content[at + 2] === "\n" ? 3 : 2];
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return [simple, 2];
  if (letter >= "0" && letter <= "7") {
    const digits = /^[0-7]{1,3}/.exec(content.slice(at + 1, at + 4))![0];
    return [String.fromCodePoint(parseInt(digits, 8)), 1 + digits.length];
  }
  if (letter === "x") return decodeHex(content, at, 2, start, findings);
  if (letter === "u") return decodeHex(content, at, 4, start, findings);
  if (letter === "U") return decodeHex(content, at, 8, start, findings);
  if (letter === "N") {
    findings.add(errors.namedEscape({ start: start + at, end: start + at + 2 }));
    return ["", 2];
  }
  // Python keeps a backslash before any other letter.
  return ["\\", 1];
}

function decodeHex(content: string, at: number, size: number, start: number, findings: Findings): readonly [string, number] {
  const digits = /^[0-9a-fA-F]*/.exec(content.slice(at + 2, at + 2 + size))![0];
  const span = { start: start + at, end: start + at + 2 + digits.length };
  const escape = content.slice(at, at + 2 + digits.length);
  const value = parseInt(digits, 16);
  if (digits.length < size) findings.add(errors.badEscape(span, escape, `needs ${size} hexadecimal digits`));
  else if (value > 0x10ffff) findings.add(errors.badEscape(span, escape, "is beyond the last character (10FFFF)"));
  else if (value >= 0xd800 && value <= 0xdfff) findings.add(errors.badEscape(span, escape, "is half a character (a surrogate)"));
  else return [String.fromCodePoint(value), 2 + size];
  return ["", 2 + digits.length];
}
