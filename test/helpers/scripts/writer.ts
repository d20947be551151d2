// Chance for the makers of scripts: choices by a seed, and texts of Python with
// holes. A hole `$name` in a form is filled by a form of that kind, so a
// language is a table; a hole alone on its line takes statements, indented as
// the line is.

import seedrandom from "seedrandom";

/** What may stand in a hole: `ends` close the growth, `forms` have holes of their own. */
export interface Kind {
  readonly ends: readonly string[];
  readonly forms: readonly string[];
}

export type Grammar = Readonly<Record<string, Kind>>;

export class Writer {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = seedrandom(String(seed));
  }

  chance(part: number): boolean {
    return this.random() < part;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.random() * choices.length)] as T;
  }

  /** From `least` to `most`, both included. */
  count(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  times<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }
}

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

/** Fills holes by a grammar until its room is used up. */
export class GrammarWriter extends Writer {
  private readonly grammar: Grammar;
  /** Statements still to be written with forms of their own. */
  room = 0;

  constructor(seed: number, grammar: Grammar) {
    super(seed);
    this.grammar = grammar;
  }

  /** An expression of this kind. */
  fill(kind: string, depth: number): string {
    const { ends, forms } = this.kind(kind);
    const isEnd = forms.length === 0 || depth <= 0 || (ends.length > 0 && this.chance(0.15));
    return this.expand(this.pick(isEnd && ends.length > 0 ? ends : forms), depth - 1);
  }

  /** `least` to `most` statements of this kind. */
  block(kind: string, depth: number, least: number, most: number): string[] {
    return this.times(this.count(least, most), () => this.statement(kind, depth)).flat();
  }

  private statement(kind: string, depth: number): string[] {
    this.room -= 1;
    const { ends, forms } = this.kind(kind);
    const form = this.pick(depth <= 0 || this.room < 0 ? ends : [...forms, ...ends]);
    return form.split("\n").flatMap((line) => this.line(line, depth - 1));
  }

  private line(line: string, depth: number): string[] {
    const [, space = "", kind = ""] = /^(\s*)\$(\w+)$/.exec(line) ?? [];
    if (kind === "") return [this.expand(line, this.count(1, 2))];
    return this.block(kind, depth, 1, 2).map((inner) => space + inner);
  }

  private expand(form: string, depth: number): string {
    return form.replace(/\$([a-z]+)/g, (_, kind: string) => this.fill(kind, depth));
  }

  private kind(name: string): Kind {
    const kind = this.grammar[name];
    if (kind === undefined) throw new Error(`no kind $${name}`);
    return kind;
  }
}
