// Programs spoiled by chance: bytes, words and lines of programs that somebody
// wrote are taken out, doubled, swapped and taken from each other.

import { Writer } from "./scripts/writer.ts";

const ends = [
  "None",
  "1",
  "[]",
  "{}",
  "()",
  '"a"',
  "1.5",
  "self",
  "lambda x: x",
  "super()",
  "...",
  "*x",
  "yield",
  "(x := 1)",
  "print",
  "int",
];
const signs = ["+", "-", "*", "//", "**", "<", "==", "is", "in", "and", "or", "not in", "=", ":=", "@", ">>", "+=", ".", ",", ":"];
const oddities = [
  "\0",
  "\t",
  "\r",
  "\\",
  "\u{feff}",
  "\u00a0",
  "\u2028",
  "é",
  "\u{1f600}",
  "\ud800",
  "'",
  '"',
  '"""',
  "{",
  "}",
  "(",
  ")",
  "#",
  "f'",
  "$",
  "\n",
];

export class Spoiler extends Writer {
  private readonly texts: readonly string[];
  private readonly lines: readonly string[];

  constructor(seed: number, texts: readonly string[]) {
    super(seed);
    this.texts = texts;
    this.lines = texts.flatMap((text) => text.split("\n")).filter((line) => line.trim() !== "");
  }

  /** One of the texts with one to four faults. */
  mutant(): string {
    let text = this.pick(this.texts);
    for (let left = this.count(1, 4); left > 0; left--) text = this.spoil(text);
    return text;
  }

  /** The same as bytes, of which some are none of UTF-8. */
  bytes(): Uint8Array {
    const bytes = new TextEncoder().encode(this.mutant());
    for (let left = this.count(0, 2); left > 0; left--) bytes[this.count(0, bytes.length - 1)] = this.count(0, 255);
    return bytes;
  }

  private spoil(text: string): string {
    if (this.chance(0.2)) return this.spoilAt(text, this.count(0, text.length));
    const lines = text.split("\n");
    const at = this.count(0, lines.length - 1);
    const line = lines[at] ?? "";
    const way = this.count(0, 8);
    if (way === 0) lines.splice(at, 1);
    else if (way === 1) lines.splice(at, 0, line);
    else if (way === 2) lines[at] = spaceOf(line) + this.pick(this.lines).trim();
    else if (way === 3) lines.splice(at, 0, spaceOf(line) + this.pick(this.lines).trim());
    else if (way === 4) lines[at] = this.chance(0.5) ? `    ${line}` : line.replace(/^ {4}/, "");
    else lines[at] = this.spoilWord(line, way, text);
    return lines.join("\n");
  }

  private spoilWord(line: string, way: number, text: string): string {
    const words = line.split(/(\b)/);
    const found = [...words.keys()].filter((at) => (way === 8 ? /^[^\w\s]+$/ : /^\w+$/).test(words[at] ?? ""));
    if (found.length === 0) return line;
    const names = text.match(/\b[a-z_]\w*\b/gi) ?? ["x"];
    words[this.pick(found)] = this.pick(way === 5 ? names : way === 6 ? ends : way === 7 ? words : signs);
    return words.join("");
  }

  private spoilAt(text: string, at: number): string {
    const to = at + this.count(0, 12);
    return this.pick([
      text.slice(0, at) + this.pick(oddities) + text.slice(at),
      text.slice(0, at) + text.slice(to),
      text.slice(0, to) + text.slice(at),
      text.slice(0, at),
    ]);
  }
}

function spaceOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? "";
}
