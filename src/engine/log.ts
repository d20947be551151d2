// What a hook prints goes to the log of its call, within limits; beyond them
// one line says that more was cut. Of all that a call prints, the first 262,143
// characters are looked at: an executor need not keep more. It changes no
// result. Texts are the plugin's own words: whoever shows them must make control
// characters visible (`base/rendering.ts`).

import { locate } from "../base/lines.ts";
import type { IRModule, SiteId } from "../ir/ir.ts";
import type { LimitValues } from "./runLimits.ts";

export interface LogLine {
  readonly text: string;
  /** Of the `print` that ended the line; 0 where it is not known. */
  readonly line: number;
  /** The cell of a mapped hook, else null. */
  readonly cell: number | null;
}

/** In units of JavaScript's strings. The compiled tier keeps as many characters (`wasm/memory.ts`). */
const mostCharacters = 2 ** 18 - 1;

export class LogCollector {
  readonly lines: LogLine[] = [];
  private readonly module: IRModule;
  private readonly limits: LimitValues;
  private bytes = 0;
  private seen = 0;
  private partial = "";
  private isCut = false;
  /** Set by a mapped call before each cell. */
  cell: number | null = null;

  constructor(module: IRModule, limits: LimitValues) {
    this.module = module;
    this.limits = limits;
  }

  /** As the executor prints: `text` may hold several lines or a part of one. */
  write(text: string, site: SiteId | undefined): void {
    if (this.isCut) return;
    const shown = text.slice(0, mostCharacters - this.seen);
    this.seen += text.length;
    const pieces = (this.partial + shown).split("\n");
    this.partial = (pieces.pop() ?? "").slice(0, this.limits.logLineBytes + 1);
    for (const piece of pieces) this.add(piece, site);
    if (this.seen > mostCharacters) this.cut(site);
  }

  /** What has no end yet is a line; then comes the one that says so. */
  private cut(site: SiteId | undefined): void {
    if (this.partial !== "") this.add(this.partial, site);
    this.partial = "";
    if (this.isCut) return;
    this.isCut = true;
    this.lines.push({ text: this.cutText(), line: this.lineOf(site), cell: this.cell });
  }

  /** Ends a line that has no end. */
  finish(): void {
    if (this.partial !== "" && !this.isCut) this.add(this.partial, undefined);
    this.partial = "";
  }

  private add(whole: string, site: SiteId | undefined): void {
    if (this.isCut) return;
    const text = cutToBytes(whole, this.limits.logLineBytes);
    this.bytes += byteLength(text);
    const isFull = this.lines.length >= this.limits.logLines || this.bytes > this.limits.logBytes;
    this.isCut = isFull;
    this.lines.push({ text: isFull ? this.cutText() : text, line: this.lineOf(site), cell: this.cell });
  }

  private cutText(): string {
    const { logLines, logBytes } = this.limits;
    return `... more was printed and cut: the log takes ${logLines} lines and ${logBytes} bytes a call`;
  }

  private lineOf(id: SiteId | undefined): number {
    const site = id === undefined ? undefined : this.module.sites[id];
    return site === undefined || site.isLibrary ? 0 : locate(site.place.file, site.place.span.start).line;
  }
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** The longest start of a text within that many bytes of UTF-8, at a whole character. */
function cutToBytes(text: string, most: number): string {
  if (text.length * 3 <= most) return text;
  let bytes = 0;
  let end = 0;
  for (const character of text.slice(0, most + 1)) {
    bytes += byteLength(character);
    if (bytes > most) return text.slice(0, end);
    end += character.length;
  }
  return text;
}
