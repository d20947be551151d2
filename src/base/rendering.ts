// Makes text of a diagnostic, for people at a terminal:
//
//   island.wgen:3:10: error[WG201]: there is no name `hieght`
//     3 | height = hieght * 2
//       |          ^^^^^^
//     hint: did you mean `height`?
//
// Source text is a stranger's: control characters and those that turn the
// direction of text are shown as escapes, so that none reaches the terminal,
// and a long line is cut to a window round the place.

import type { Diagnostic } from "./diagnostic.ts";
import { lineText, locate, type Position } from "./lines.ts";
import type { Place } from "./span.ts";

export interface RenderOptions {
  /** With ANSI colours. */
  readonly colour: boolean;
}

const plain: RenderOptions = { colour: false };

/** Code points of a source line that are shown at most. */
const windowWidth = 120;
/** What stays visible before the place when a line is cut. */
const windowLead = 40;

const styles = { error: "1;31", warning: "1;33", hint: "1;36", place: "1", margin: "34" } as const;

type Style = keyof typeof styles;

function paint(text: string, style: Style, { colour }: RenderOptions): string {
  return colour ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;
}

/** The whole message, with every place it names; ends without a newline. */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions = plain): string {
  const { severity, code, message, labels, hint } = diagnostic;
  const title = paint(`${severity}[${code}]`, severity, options);
  const parts = [renderPlace(diagnostic, `${title}: ${visible(message)}`, options)];
  for (const label of labels) parts.push(indent(renderPlace(label, visible(label.text), options)));
  if (hint !== undefined) parts.push(`  ${paint("hint:", "hint", options)} ${visible(hint).replaceAll("\n", "\n        ")}`);
  return parts.join("\n");
}

/** `file:line:column: text`, and the line of source with carets under the place. */
export function renderPlace(place: Place, text: string, options: RenderOptions = plain): string {
  const start = locate(place.file, place.span.start);
  const end = locate(place.file, place.span.end);
  const head = paint(`${place.file.name}:${start.line}:${start.column}:`, "place", options);
  return `${head} ${text}\n${renderLine(place, start, end, options)}`;
}

function renderLine(place: Place, start: Position, end: Position, options: RenderOptions): string {
  const points = [...lineText(place.file, start.line)];
  const from = points.length <= windowWidth ? 0 : Math.max(0, start.column - 1 - windowLead);
  const shown = points.slice(from, from + windowWidth);
  const first = start.column - 1 - from;
  // A place over several lines is marked to the end of its first.
  const last = end.line > start.line ? shown.length : Math.min(end.column - 1 - from, shown.length);
  const before = shown.slice(0, first).map(visibleCharacter).join("");
  const marked = shown.slice(first, last).map(visibleCharacter).join("");
  const after = shown.slice(Math.max(first, last)).map(visibleCharacter).join("");
  const number = String(start.line).padStart(3);
  const bar = paint("|", "margin", options);
  const lead = from > 0 ? "..." : "";
  const tail = from + windowWidth < points.length ? "..." : "";
  const carets = paint("^".repeat(Math.max(1, columnsOf(marked))), "error", options);
  const code = `${paint(number, "margin", options)} ${bar} ${lead}${before}${marked}${after}${tail}`;
  return `${code.trimEnd()}\n    ${bar} ${" ".repeat(columnsOf(lead + before))}${carets}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

/** Text with nothing in it that a terminal would obey; line ends stay. */
export function visible(text: string): string {
  return text
    .split("\n")
    .map((line) => [...line].map(visibleCharacter).join(""))
    .join("\n");
}

/** Controls, halves of pairs, and the marks that turn or join text (Unicode Cc, Cs, Cf, Zl, Zp). */
const obeyed = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]/u;

function visibleCharacter(character: string): string {
  if (character === "\t") return "    ";
  if (!obeyed.test(character)) return character;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}

/** Columns that a terminal gives the text: two for East Asian wide and pictographs, none for combining marks. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    columns += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  }
  return columns;
}

/** The wide blocks of Unicode's EastAsianWidth.txt, to the precision that carets need. */
function isWide(point: number): boolean {
  return (
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf && point !== 0x303f) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0xffe0 && point <= 0xffe6) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd)
  );
}
