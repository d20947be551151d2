// From offsets to lines and columns, for where text is shown to people: both
// count from 1, columns in code points. A line ends at `\n`, `\r\n` or a lone
// `\r`, as in Python. The starts of a file's lines are found once.

import type { SourceFile } from "./span.ts";

export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

function startsOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  const { text } = file;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  lineStarts.set(file, starts);
  return starts;
}

/** The index of the line that holds an offset: the last one that does not start behind it. */
function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line and column of an offset; an offset outside the text counts as its nearest end. */
export function locate(file: SourceFile, offset: number): Position {
  const inside = Math.min(Math.max(offset, 0), file.text.length);
  const starts = startsOf(file);
  const index = lineIndex(starts, inside);
  const start = starts[index] ?? 0;
  return { line: index + 1, column: countCodePoints(file.text, start, inside) + 1 };
}

/** The text of a line, from 1, without its end. */
export function lineText(file: SourceFile, line: number): string {
  const starts = startsOf(file);
  const text = file.text.slice(starts[line - 1] ?? file.text.length, starts[line] ?? file.text.length);
  return text.replace(/[\r\n]+$/, "");
}

function countCodePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff && at > start && isFirstHalf(text.charCodeAt(at - 1));
    if (!isSecondHalf) count++;
  }
  return count;
}

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
